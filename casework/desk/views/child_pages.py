"""What the pages that change a child's record share: saved once, taking turns, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.services import handle_once
from casework.cases import services as case_services
from casework.desk.presenters.child_changes import Difference, differing, in_lines
from casework.people.child_forms import RecordForm, RemoveForm
from casework.people.models import Child
from casework.people.pages import ChildPage
from casework.people.services import CannotSaveChild
from casework.people.services.rows import CannotSave, RecordChanged, remove_row, version_of

# What is not written into the chronology: the record shows who may be told an address, a chronology does not.
ADDRESSES = ("address", "postcode")


@dataclass(frozen=True)
class Change:
    """What a form asks for: one call of a service, and how the chronology tells of it."""

    do: Callable[[], Any]
    text: str
    details: Sequence[str] = ()
    happened_on: date | None = None


class RecordPage(ChildPage):
    """A page that changes a child's record. A subclass says its form, and the change a valid one asks for."""

    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    form_class: ClassVar[type[RecordForm]]
    title = ""
    intro = ""
    submit = "Save"
    done = "The record is saved"

    @cached_property
    def on(self) -> date:
        return timezone.localdate()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(None, self.subject()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, self.subject())
        if not form.is_valid():
            return self.show(form)
        try:
            address = self.save(form)
        except RecordChanged as error:
            return self.show_both(form, error.row)
        except CannotSave as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show(form)
        except CannotSaveChild as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, self.done)
        return redirect(address)

    def save(self, form: Any) -> str:
        return handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.carry_out(form))

    def carry_out(self, form: Any) -> str:
        change = self.change(form)
        happened_on = change.happened_on
        case_services.change_about_child(
            child=self.child,
            change=change.do,
            text=change.text,
            details=change.details,
            by=self.user,
            on=self.on,
            happened_on=happened_on if happened_on and happened_on <= self.on else None,
        )
        return self.child.get_absolute_url()

    def change(self, form: Any) -> Change:
        raise NotImplementedError

    def subject(self) -> Any:
        """Return what the form is filled in from; nothing where it adds something."""
        return None

    def initial(self, subject: Any) -> dict[str, Any]:
        return self.form_class.initial_of(subject) if subject is not None else {}  # type: ignore[attr-defined]

    def version(self, subject: Any) -> int:
        if subject is None:
            return 0
        return int(subject.version) if isinstance(subject, Child) else version_of(subject)

    def form(self, data: Any, subject: Any) -> RecordForm:
        # What was typed carries the version it was typed on.
        version = 0 if data is not None else self.version(subject)
        return self.form_class(
            data,
            child=self.child,
            on=self.on,
            version=version,
            initial=self.initial(subject),
            **self.form_options(subject),
        )

    def form_options(self, subject: Any) -> dict[str, Any]:
        return {}

    def changes_in(self, form: Any) -> list[str]:
        """Return what the form changes, in lines for the chronology."""
        saved = self.form(None, self.subject())
        for name in ADDRESSES:
            if name in saved.fields:
                saved.initial[name] = form[name].value()
        return in_lines(differing(saved, form))

    def show(self, form: Any, both: Sequence[Difference] = ()) -> HttpResponse:
        context = {
            "form": form,
            "child": self.child,
            "title": self.title,
            "intro": self.intro,
            "submit": self.submit,
            "both": both,
            **self.context(),
        }
        return render(self.request, "desk/child_form.html", context)

    def context(self) -> dict[str, Any]:
        return {"links": self.links()}

    def links(self) -> list[dict[str, str]]:
        """Return the ways on from this page to one that may be the right one."""
        return []

    def show_both(self, form: Any, row: models.Model) -> HttpResponse:
        """Show what somebody else saved beside what was typed; saving once more keeps what was typed."""
        both = differing(self.form(None, row), form)
        if not both:
            messages.success(self.request, self.done)
            return redirect(self.child)
        data = self.request.POST.copy()
        data["version"] = str(self.version(row))
        return self.show(self.form(data, row), both)


class RowPage(RecordPage):
    """A page about one row of a child's record, named by its key in the address."""

    relation = ""
    related = ""
    # The page that takes the row away, where this one leads to it.
    removing = ""
    row: Any

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        rows = getattr(self.child, self.relation)
        rows = rows.select_related(self.related) if self.related else rows.all()
        self.row = get_object_or_404(rows, pk=kwargs["pk"])
        self.row.child = self.child

    def subject(self) -> Any:
        return self.row

    def links(self) -> list[dict[str, str]]:
        if not self.removing:
            return []
        href = reverse(f"desk:{self.removing}", args=[self.child.public_id, self.row.pk])
        return [{"text": "This was recorded by mistake: remove it", "href": href}]


class RemovePage(RowPage):
    """Takes away what was recorded by mistake. What ended stays, with its last day."""

    form_class = RemoveForm
    submit = "Remove"
    done = "It is removed"
    noun = ""

    def initial(self, subject: Any) -> dict[str, Any]:
        return {}

    def change(self, form: Any) -> Change:
        return Change(
            do=lambda: self.remove(form.cleaned_data["version"]),
            text=f"{self.noun} removed: it was recorded by mistake",
            details=[*self.said(), form.cleaned_data["reason"]],
        )

    def remove(self, version: int) -> None:
        remove_row(row=self.row, version=version, by=self.user)

    def said(self) -> list[str]:
        return [str(self.row)]
