"""The chronology of a case, or of a child across cases: on screen, narrowed, and on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import LookAction
from casework.access.pages import Page
from casework.cases.models import ChronologyEntryQuerySet
from casework.cases.views.mixins import CasePage
from casework.desk.chronology_forms import ChronologyForm
from casework.desk.presenters import chronology as presenters
from casework.desk.queries import chronology as queries
from casework.desk.queries.work import WorkKey
from casework.people.pages import ChildPage
from casework.ui.words import say_moment


class ChronologyView(Page):
    """What a page of a case and one of a child have in common."""

    with_case = False

    def entries(self) -> ChronologyEntryQuerySet:
        raise NotImplementedError

    def about(self) -> dict[str, Any]:
        """Return the words and addresses that differ between the two."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form()
        by = form.narrowed
        after = WorkKey.read(request.GET.get("after", ""))
        shown, next_key = queries.page_of(queries.narrowed(self.entries(), by), after=after)
        query = request.GET.copy()
        query.pop("after", None)
        context = {
            "form": form,
            "rows": presenters.rows(shown, in_full=by.in_full, with_case=self.with_case),
            "is_first_page": after is None,
            "query": query.urlencode(),
            "next_key": next_key,
            **self.about(),
        }
        return render(request, "desk/chronology.html", context)

    def form(self) -> ChronologyForm:
        form = ChronologyForm(self.request.GET, authors=queries.authors_of(self.entries()))
        form.is_valid()
        return form


class PrintedChronologyView(ChronologyView):
    """The same on one page, the earliest event first, saying what it leaves out."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form()
        by = form.narrowed
        shown, is_cut = queries.to_print(queries.narrowed(self.entries(), by))
        author = next((each for each in queries.authors_of(self.entries()) if each.pk == by.by), None)
        context = {
            "rows": presenters.rows(shown, in_full=by.in_full, with_case=self.with_case),
            "left_out": presenters.left_out(by, author=author, is_cut=is_cut),
            "printed": f"For {self.user}, {say_moment(timezone.now())}",
            **self.about(),
        }
        return render(request, "desk/chronology_print.html", context)


class CaseChronology(ChronologyView, CasePage):
    def entries(self) -> ChronologyEntryQuerySet:
        return queries.of_case(self.case, viewer=self.user)

    def about(self) -> dict[str, Any]:
        return {
            "caption": f"{self.case.reference}, {self.case.child}",
            "back_href": self.case.get_absolute_url(),
            "back_text": "Back to the case",
            "clear_href": reverse("desk:case_chronology", args=[self.case.reference]),
            "print_href": reverse("desk:print_case_chronology", args=[self.case.reference]),
        }


class PrintCaseChronology(PrintedChronologyView, CaseChronology):
    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.shows([self.case.child_id], "case", self.case.reference, action=LookAction.PRINT)


class ChildChronology(ChronologyView, ChildPage):
    with_case = True

    def entries(self) -> ChronologyEntryQuerySet:
        return queries.of_child(self.child, viewer=self.user)

    def about(self) -> dict[str, Any]:
        public_id = self.child.public_id
        return {
            "caption": self.child.full_name,
            "back_href": self.child.get_absolute_url(),
            "back_text": "Back to the child",
            "clear_href": reverse("desk:child_chronology", args=[public_id]),
            "print_href": reverse("desk:print_child_chronology", args=[public_id]),
        }


class PrintChildChronology(PrintedChronologyView, ChildChronology):
    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.shows([self.child.pk], "child", self.child.public_id, action=LookAction.PRINT)
