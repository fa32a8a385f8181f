"""Writing a note, carrying on with a draft, reading a finished note and adding to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone

from casework.access.services import handle_once
from casework.cases import permissions, presenters, queries, services
from casework.cases.middleware import sign_for, take_back
from casework.cases.models import Note
from casework.cases.note_forms import AddendumForm, NoteForm, initial_of
from casework.cases.views.mixins import CasePage
from casework.ui.words import say_time


class NoteWritingPage(CasePage):
    """A page for those who may write notes on the case; 403 for somebody who may only read it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        permissions.check_can_write_note(self.user, self.case)

    def one_note(self, pk: int) -> Note:
        notes = Note.objects.visible_to(self.user).filter(case=self.case)
        note = get_object_or_404(notes.select_related("author"), pk=pk)
        note.case = self.case
        return note


class WriteNote(NoteWritingPage):
    """A new note. Saved as a draft, it goes on at the address of the draft."""

    note: Note | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if typed := take_back(request):
            return self.show(self.bound(as_query(typed)), is_back=True)
        return self.show(self.blank())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.bound(request.POST, is_finishing="finish" in request.POST)
        form.is_valid()
        page = form.cleaned_data.get("token") or uuid4()
        if self.note is None and form.is_blank and not form.cleaned_data.get("note"):
            return self.nothing_written(form)
        try:
            note = self.keep(form, page)
        except services.NoteChanged as error:
            return self.changed_elsewhere(form, error.note)
        except services.NoteIsFinished as error:
            return self.finished_already(form, error.note, page)
        except services.CannotFinishNote as error:
            form.add_faults(error.errors)
            return self.show(form)
        if request.htmx:  # type: ignore[attr-defined]
            return self.kept(note, form)
        if form.errors:
            return self.show(self.again(form, note), draft=note)
        messages.success(request, "Draft saved" if note.is_draft else "The note is finished")
        return redirect(
            reverse("cases:edit_note", args=[self.case.reference, note.pk]) if note.is_draft else note
        )

    # What the person typed goes into a draft, whatever is wrong with it

    def keep(self, form: NoteForm, page: UUID) -> Note:
        note = self.note or self.draft_named(form)
        if note is None:
            begun: list[Note] = []
            address = handle_once(token=page, by=self.user, do=lambda: self.begin(form, page, begun))
            # A repeat gets the first one's address: its draft goes on from there.
            note = None if begun else self.note_at(address)
            if note is None:
                note = begun[0] if begun else self.begun(form, page)
                return self.finished(note) if form.is_complete else note
        version = form.cleaned_data.get("version")
        if form.is_complete:
            return self.finished(note, services.Written(form.details, version, page))
        return services.save_draft(
            note=note,
            details=form.details,
            version=version,
            page=page,
            by=self.user,
            on=timezone.localdate(),
        )

    def finished(self, note: Note, written: services.Written | None = None) -> Note:
        return services.finish_note(note=note, by=self.user, on=timezone.localdate(), written=written)

    def begun(self, form: NoteForm, page: UUID) -> Note:
        return services.begin_note(case=self.case, details=form.details, page=page, by=self.user)

    def begin(self, form: NoteForm, page: UUID, begun: list[Note]) -> str:
        begun.append(self.begun(form, page))
        return begun[0].get_absolute_url()

    def draft_named(self, form: NoteForm) -> Note | None:
        """Return the draft that an earlier save from this page made."""
        return self.theirs(form.cleaned_data.get("note"))

    def note_at(self, address: str) -> Note | None:
        return self.theirs(resolve(address).kwargs.get("pk"))

    def theirs(self, pk: int | None) -> Note | None:
        if pk is None:
            return None
        found = Note.objects.visible_to(self.user).filter(case=self.case, author=self.user, pk=pk).first()
        if found is not None:
            found.case = self.case
        return found

    # Answers

    def blank(self) -> NoteForm:
        return self.form(initial={"kept_for": sign_for(self.user.pk)})

    def bound(self, data: QueryDict, *, is_finishing: bool = False) -> NoteForm:
        return self.form(data, is_finishing=is_finishing)

    def form(self, data: QueryDict | None = None, **options: Any) -> NoteForm:
        return NoteForm(
            data,
            on=timezone.localdate(),
            may_oversee=permissions.can_oversee(self.user, self.case),
            **options,
        )

    def again(self, form: NoteForm, note: Note) -> NoteForm:
        """Return the form with everything typed and everything wrong, for the draft as it now is."""
        data = self.request.POST.copy()
        data["note"], data["version"] = str(note.pk), str(note.version)
        fresh = self.form(data, is_finishing=form.is_finishing)
        fresh.is_valid()
        for name, found in form.errors.items():
            if name not in fresh.errors:
                fresh.add_error(None if name == "__all__" else name, list(found))
        return fresh

    def nothing_written(self, form: NoteForm) -> HttpResponse:
        if self.request.htmx:  # type: ignore[attr-defined]
            self.look = None
            return HttpResponse("Nothing is written yet.")
        if not form.errors:
            form.add_error(None, "Write something before you save the note")
        return self.show(form)

    def kept(self, note: Note, form: NoteForm) -> HttpResponse:
        # The person sees what they typed themselves, so that nobody looked at the record.
        self.look = None
        context = {
            "note": note,
            "when": say_time(timezone.now()),
            "left_out": presenters.left_out(form.errors),
        }
        return render(self.request, "cases/note_kept.html", context)

    def changed_elsewhere(self, form: NoteForm, note: Note) -> HttpResponse:
        if self.request.htmx:  # type: ignore[attr-defined]
            self.look = None
            return render(self.request, "cases/note_kept.html", {"note": None, "when": "", "left_out": []})
        note.case = self.case
        return self.show(
            self.again(form, note), draft=note, saved_instead=presenters.differing(note, asdict(form.details))
        )

    def finished_already(self, form: NoteForm, note: Note, page: UUID) -> HttpResponse:
        note.case = self.case
        if (
            not note.is_draft
            and note.saved_from == page
            and not presenters.differing(note, asdict(form.details))
        ):
            return redirect(note)
        typed = presenters.all_that_was_typed(asdict(form.details))
        context = {
            "form": AddendumForm(initial={"text": typed}),
            "case": self.case,
            "note": presenters.note_heading(note),
            "action": reverse("cases:add_to_note", args=[self.case.reference, note.pk]),
            "is_too_late": True,
        }
        return render(self.request, "cases/note_addendum.html", context)

    def show(
        self,
        form: NoteForm,
        *,
        draft: Note | None = None,
        is_back: bool = False,
        saved_instead: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        draft = draft or self.note
        on = timezone.localdate()
        context = {
            "form": form,
            "case": self.case,
            "draft": draft,
            "kept_until": presenters.kept_until(draft, standards=queries.standards_on(on)),
            "is_back": is_back,
            "saved_instead": saved_instead,
        }
        return render(self.request, "cases/note_form.html", context)


class EditNote(WriteNote):
    """Carries on with one's own draft. A note that is finished meanwhile can be added to."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.note = self.one_note(kwargs["pk"])
        if self.note.author_id != self.user.pk:
            raise PermissionDenied("This draft is somebody else’s")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assert self.note is not None
        if typed := take_back(request):
            return self.show(self.bound(as_query(typed)), is_back=True)
        if presenters.is_locked(self.note, queries.standards_on(timezone.localdate()), timezone.localdate()):
            return redirect(self.note)
        return self.show(self.blank())

    def blank(self) -> NoteForm:
        assert self.note is not None
        return self.form(initial=initial_of(self.note) | {"kept_for": sign_for(self.user.pk)})


class NoteDetail(CasePage):
    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        notes = Note.objects.visible_to(self.user).filter(case=self.case)
        note = get_object_or_404(notes.select_related("author"), pk=pk)
        note.case = self.case
        on = timezone.localdate()
        standards = queries.standards_on(on)
        may_write = permissions.can_write_note(self.user, self.case)
        context = {
            "case": self.case,
            "note": presenters.note_page(note, standards=standards, on=on),
            "addenda": presenters.addenda(queries.addenda_of(note)),
            "actions": presenters.note_actions(
                note, viewer=self.user, may_write=may_write, standards=standards, on=on
            ),
        }
        return render(request, "cases/note.html", context)


class DiscardNote(NoteWritingPage):
    note: Note

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.note = self.one_note(kwargs["pk"])
        if self.note.author_id != self.user.pk:
            raise PermissionDenied("This draft is somebody else’s")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.note.is_draft:
            return redirect(self.note)
        context = {"case": self.case, "note": presenters.note_heading(self.note)}
        return render(request, "cases/note_discard.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.discard_draft(note=self.note, by=self.user)
        except services.NoteIsFinished:
            messages.error(request, "The note is finished, so it stays")
            return redirect(self.note)
        messages.success(request, "The draft is discarded")
        return redirect(self.case)


class AddToNote(NoteWritingPage):
    note: Note

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.note = self.one_note(kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        on = timezone.localdate()
        if not presenters.is_locked(self.note, queries.standards_on(on), on):
            return redirect(self.note)
        return self.show(AddendumForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AddendumForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.add(form))
        messages.success(request, "The addendum is added")
        return redirect(address)

    def add(self, form: AddendumForm) -> str:
        services.add_addendum(
            note=self.note,
            text=form.cleaned_data["text"],
            reason=form.cleaned_data["reason"],
            by=self.user,
            on=timezone.localdate(),
        )
        return self.note.get_absolute_url()

    def show(self, form: AddendumForm) -> HttpResponse:
        context = {
            "form": form,
            "case": self.case,
            "note": presenters.note_heading(self.note),
            "action": "",
            "is_too_late": False,
        }
        return render(self.request, "cases/note_addendum.html", context)


def as_query(typed: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data
