"""Finding a child, adding one, and the people around one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.permissions import may
from casework.access.services import handle_once
from casework.people import presenters, queries, services
from casework.people.forms import AddChildForm, FindForm
from casework.people.models import Child
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


class FindChild(WithPurpose):
    """A search is posted, so that no name stands in an address or a log."""

    verb: ClassVar[Verb] = Verb.FIND_CHILD

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(FindForm(), None)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.show(form, None)
        return self.show(form, queries.find_children(form.cleaned_data["text"], viewer=self.user))

    def show(self, form: FindForm, found: list[Child] | None) -> HttpResponse:
        starts = all_starts() if may(self.user, Verb.OPEN_CASE) else ()
        context = {
            "form": form,
            "purpose": self.purpose,
            "goes_along": self.goes_along,
            "is_searched": found is not None,
            "is_cut_off": len(found or []) == queries.MOST_FOUND,
            "columns": presenters.found_columns(starts=starts, purpose=self.purpose),
            "rows": presenters.found_rows(
                found or [],
                starts=starts,
                purpose=self.purpose,
                on=timezone.localdate(),
                along=self.along,
            ),
            "may_add": may(self.user, Verb.CHANGE_CHILD),
        }
        return render(self.request, "people/find_child.html", context)


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
            return self.show(form, error.children)
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
        return (
            presenters.start_href(self.purpose, child, self.along)
            if self.purpose
            else child.get_absolute_url()
        )

    def somebody_else(self) -> list[str]:
        """Return the children shown before whom the officer now says are not this one."""
        return self.request.POST.getlist("shown") if "none_of_these" in self.request.POST else []

    def show(self, form: AddChildForm, likely: list[Child] | None = None) -> HttpResponse:
        upn = form.cleaned_data.get("upn", "") if likely else ""
        candidates = [
            presenters.candidate(each, upn=upn, purpose=self.purpose, along=self.along)
            for each in likely or []
        ]
        context = {
            "form": form,
            "purpose": self.purpose,
            "goes_along": self.goes_along,
            "candidates": candidates,
        }
        return render(self.request, "people/add_child.html", context)
