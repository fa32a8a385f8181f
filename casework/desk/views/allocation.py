"""Giving several cases to other officers, and what has lost its owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.pages import Page
from casework.access.services import handle_once
from casework.cases import services
from casework.cases.models import Case
from casework.desk.caseload_forms import ReallocateForm
from casework.desk.presenters import allocation as presenters
from casework.desk.presenters import caseload as lists
from casework.desk.queries import caseload as queries
from casework.desk.rules import spread
from casework.ui.words import plural

Plan = Sequence[tuple[queries.CaseRow, User]]
MOST_LISTED = 50


class Reallocate(Page):
    """Chosen cases go to one officer or to several: choose, look at who gets what, and confirm."""

    verb: ClassVar[Verb] = Verb.REALLOCATE
    rows: list[queries.CaseRow]

    def load(self, *args: Any, **kwargs: Any) -> None:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        # A case comes as it was seen, or is to be given: reference, version, officer.
        self.typed = [text.split(".") for text in asked.getlist("case")]
        self.rows = queries.movable(self.user, [parts[0] for parts in self.typed])

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.rows:
            messages.info(request, "Select the cases first, then give them to another officer")
            return redirect("desk:team_caseload")
        return self.choose(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if "again" in request.POST or not form.is_valid():
            return self.choose(form)
        if "confirm" not in request.POST:
            return self.check(form)
        return self.confirm(form)

    def form(self, data: Any = None) -> ReallocateForm:
        return ReallocateForm(data, officers=queries.who_can_hold(self.rows, on=timezone.localdate()))

    def choose(self, form: ReallocateForm) -> HttpResponse:
        context = {"form": form, "rows": presenters.moving(self.rows), "back_href": self.back}
        return render(self.request, "desk/reallocate.html", context)

    def check(self, form: ReallocateForm) -> HttpResponse:
        plan = spread(self.rows, form.chosen)
        if all(officer.pk == row.officer_id for row, officer in plan):
            form.add_error(None, "These cases are held as you ask already")
            return self.choose(form)
        context = {
            "form": form,
            "rows": presenters.planned(plan),
            "shares": presenters.shares(plan),
            "back_href": self.back,
        }
        return render(self.request, "desk/reallocate_check.html", context)

    def confirm(self, form: ReallocateForm) -> HttpResponse:
        allotments = [each for parts in self.typed if (each := allotment(parts, form.people))]

        def do() -> str:
            moved = services.allocate_cases(
                allotments=allotments,
                by=self.user,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
            )
            has = "has" if len(moved) == 1 else "have"
            messages.success(self.request, f"{plural(len(moved), 'case')} {has} a new holder")
            return self.back

        if not allotments:
            form.add_error(None, "Select the cases first, then give them to another officer")
            return self.choose(form)
        try:
            return redirect(handle_once(token=form.once, by=self.user, do=do))
        except services.CannotAllocate as refusal:
            form.add_error(None, "Nothing has changed. Look at these cases, and go on with the others:")
            for hindrance in refusal.hindrances:
                form.add_error(None, str(hindrance))
            hindered = {each.reference for each in refusal.hindrances}
            self.rows = [row for row in self.rows if row.reference not in hindered]
            return self.choose(form)

    @property
    def back(self) -> str:
        return reverse("desk:team_caseload")


def allotment(parts: Sequence[str], people: dict[str, User]) -> services.Allotment | None:
    """Read a case, its version and its officer as the form carries them."""
    if len(parts) != 3 or parts[2] not in people or (version := queries.key_in(parts[1])) is None:
        return None
    return services.Allotment(parts[0], people[parts[2]], version)


class NeedingOwner(Page):
    """What somebody who has left still holds, or nobody does."""

    verb: ClassVar[Verb] = Verb.REALLOCATE

    def get(self, request: HttpRequest) -> HttpResponse:
        on, user = timezone.localdate(), self.user
        deadlines = queries.orphaned_deadlines(user, on=on).select_related("case__child", "owner")
        actions = list(
            queries.orphaned_actions(user, on=on).select_related("case", "child", "owner")[:MOST_LISTED]
        )
        enquiries = queries.orphaned_enquiries(user, on=on).select_related("team", "owner")
        schools = queries.orphaned_schools(user, on=on).select_related("link_officer")
        context = {
            "tabs": lists.tabs(user, current="desk:needing_owner"),
            "counts": lists.needing_owner(queries.needing_owner(user, on=on)),
            "deadlines": lists.orphaned_deadline_rows(deadlines.defer("explanation")[:MOST_LISTED]),
            "actions": lists.orphaned_action_rows(actions, readable=self.readable(actions)),
            "enquiries": lists.orphaned_enquiry_rows(enquiries.order_by("respond_by", "pk")[:MOST_LISTED]),
            "schools": lists.orphaned_school_rows(schools[:MOST_LISTED]),
        }
        return render(request, "desk/needing_owner.html", context)

    def readable(self, actions: Iterable[Any]) -> set[int]:
        ids = {each.case_id for each in actions if each.case_id is not None}
        return set(Case.objects.visible_to(self.user).filter(pk__in=ids).values_list("pk", flat=True))
