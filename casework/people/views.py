"""Finding a child, and adding one who is not here yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import LookAction, Verb
from casework.access.pages import Page
from casework.access.permissions import may
from casework.access.services import handle_once
from casework.people import finding_presenters as presenters
from casework.people import services
from casework.people.finding import Found, Likely, find_children
from casework.people.finding_presenters import Onward
from casework.people.forms import AddChildForm, FindForm
from casework.people.models import Search
from casework.people.starts import Start, all_starts, along, start_named


class WithPurpose(Page):
    """A page on the way to beginning something: `?for=` says what, and goes along."""

    purpose: Start | None = None
    along: dict[str, str]

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.along = along(self.request.GET)
        if may(self.user, Verb.OPEN_CASE):
            self.purpose = start_named(self.request.GET.get("for", ""))

    @property
    def goes_along(self) -> dict[str, str]:
        """What the address of the next page on the way says."""
        return {"for": self.purpose.code, **self.along} if self.purpose else {}

    @property
    def onward(self) -> Onward:
        starts = all_starts() if may(self.user, Verb.OPEN_CASE) else ()
        return Onward(starts=starts, purpose=self.purpose, along=self.along)


class FindPage(WithPurpose):
    """The form to search with, and below it what a search found."""

    verb: ClassVar[Verb] = Verb.FIND_CHILD

    def show(self, form: FindForm, found: Found | None = None) -> HttpResponse:
        onward = self.onward
        context = {
            "form": form,
            "purpose": self.purpose,
            "goes_along": self.goes_along,
            "found": found,
            "columns": presenters.found_columns(onward),
            "rows": presenters.found_rows(found.hits, onward, on=timezone.localdate()) if found else [],
            "may_add": may(self.user, Verb.CHANGE_CHILD),
            "may_bring_in": may(self.user, Verb.BRING_IN) and self.purpose is None,
        }
        return render(self.request, "people/find_child.html", context)


class FindChild(FindPage):
    """A search is posted and kept, so that no name stands in an address or a log."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(FindForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        search = services.make_search(text=form.cleaned_data["text"], by=self.user)
        return redirect(reverse("people:search", args=[search.public_id], query=self.goes_along))


class SearchResult(FindPage):
    """What one search finds, for the person who made it; for others there is no such search."""

    search: Search

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.search = get_object_or_404(Search.objects.visible_to(self.user), public_id=kwargs["public_id"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = find_children(self.search.text, viewer=self.user)
        self.shows(
            [child.pk for child in found.children],
            "search",
            self.search.public_id,
            action=LookAction.SEARCH,
        )
        return self.show(FindForm(initial={"text": self.search.text}), found)


class AddChild(WithPurpose):
    verb: ClassVar[Verb] = Verb.CHANGE_CHILD

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(AddChildForm(on=timezone.localdate()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddChildForm(request.POST, on=timezone.localdate())
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.add(form))
        except services.ProbablyHere as error:
            return self.show(form, error.likely)
        except services.CannotSaveChild as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The child is added")
        return redirect(address)

    def add(self, form: AddChildForm) -> str:
        child = services.add_unless_here(
            details=form.child_details,
            parent=form.parent,
            others=self.somebody_else(),
            by=self.user,
            on=timezone.localdate(),
        )
        return self.onward.href(child)

    def somebody_else(self) -> list[str]:
        """Return the children shown before whom the officer now says are not this one."""
        return self.request.POST.getlist("shown") if "none_of_these" in self.request.POST else []

    def show(self, form: AddChildForm, likely: Sequence[Likely] = ()) -> HttpResponse:
        context = {
            "form": form,
            "purpose": self.purpose,
            "goes_along": self.goes_along,
            "candidates": self.beside(form, likely) if likely else [],
        }
        return render(self.request, "people/add_child.html", context)

    def beside(self, form: AddChildForm, likely: Sequence[Likely]) -> list[presenters.Shown]:
        """Return the children who may be the same, each beside what was typed."""
        children = [each.child for each in likely]
        self.shows([child.pk for child in children], "candidate", action=LookAction.SEARCH)
        prefetch_related_objects(children, "enrolments__school")
        typed, parent = form.child_details, form.cleaned_data["contact_name"]
        onward, on = self.onward, timezone.localdate()
        return [presenters.candidate(each, typed, parent=parent, onward=onward, on=on) for each in likely]
