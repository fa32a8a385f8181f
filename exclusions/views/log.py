"""Logging a permanent exclusion in two steps: check the clocks, then save and start them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.services import handle_once
from casework.cases.models import Case
from casework.deadlines.presenters import clocks
from casework.deadlines.rules import Obligation
from casework.duty.models import Enquiry
from casework.duty.queries import enquiry_carried
from casework.duty.services import enquiry_became_case
from casework.people.models import Child
from exclusions import presenters, services
from exclusions.choices import Track
from exclusions.forms.log import LogForm
from exclusions.queries import KIND
from exclusions.views.errors import show_errors

TRACKS = tuple((track.value, track.label) for track in Track)
# What a submitted page says besides the answers.
NOT_ANSWERS = ("csrfmiddlewaretoken", "step")


class StartLog(Page):
    """Where logging begins: find the child first."""

    verb = Verb.OPEN_CASE

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(reverse("people:find", query={"for": KIND}))


class LogPermanentExclusion(Page):
    verb = Verb.OPEN_CASE
    child: Child
    # What the case comes from, where the address says: what was written down there is not asked again.
    enquiry: Enquiry | None

    def load(self, *args: Any, **kwargs: Any) -> None:
        seen = Child.objects.visible_to(self.user).prefetch_related("status_facts__authority")
        self.child = get_object_or_404(seen, public_id=kwargs["child"])
        self.enquiry = enquiry_carried(self.request.GET, viewer=self.user, child=self.child)

    def get(self, request: HttpRequest, child: str) -> HttpResponse:
        return self._ask(request, self._form())

    def post(self, request: HttpRequest, child: str) -> HttpResponse:
        form = self._form(request.POST)
        step = request.POST.get("step", "check")
        if step == "change" or not form.is_valid():
            return self._ask(request, form)
        try:
            return self._save(request, form) if step == "save" else self._preview(request, form)
        except services.CannotRecord as error:
            show_errors(form, error.errors)
            return self._ask(request, form)
        except services.AlreadyRecorded as error:
            form.tell_apart_from(error.cases)
            return self._ask(request, form, same=error.cases)

    def _preview(self, request: HttpRequest, form: LogForm) -> HttpResponse:
        found = services.preview_exclusion(
            child=self.child,
            details=form.details,
            by=self.user,
            on=timezone.localdate(),
            separate_from=form.told_apart,
        )
        return render(request, "exclusions/check_clocks.html", self._shown(request, form, found))

    def _save(self, request: HttpRequest, form: LogForm) -> HttpResponse:
        saved: list[Case] = []

        def log() -> str:
            case = services.log_permanent_exclusion(
                child=self.child,
                details=form.details,
                team=form.team_chosen,
                officer=form.officer_chosen,
                by=self.user,
                on=timezone.localdate(),
                separate_from=form.told_apart,
            )
            if self.enquiry is not None:
                enquiry_became_case(enquiry=self.enquiry, case=case, by=self.user, on=timezone.localdate())
            saved.append(case)
            return case.get_absolute_url()

        address = handle_once(token=form.cleaned_data["token"], by=self.user, do=log)
        if saved:
            messages.success(request, f"{saved[0].reference} is saved and its clocks have started.")
        else:
            messages.success(request, "This exclusion was saved already. Nothing was saved twice.")
        return redirect(address)

    def _form(self, data: Any = None) -> LogForm:
        known = {"school": self.enquiry.school} if self.enquiry and self.enquiry.school else {}
        return LogForm(data, child=self.child, viewer=self.user, on=timezone.localdate(), initial=known)

    def _ask(self, request: HttpRequest, form: LogForm, same: list[Case] | None = None) -> HttpResponse:
        shown = {
            "form": form,
            "child": self.child,
            "enquiry": self.enquiry,
            "child_rows": presenters.child_rows(self.child, on=timezone.localdate()),
            "same": self._same(same or []),
        }
        return render(request, "exclusions/log_permanent_exclusion.html", shown)

    def _same(self, cases: list[Case]) -> list[dict[str, Any]]:
        ids = [case.pk for case in cases]
        visible = Case.objects.visible_to(self.user).filter(pk__in=ids).values_list("pk", flat=True)
        return presenters.same_exclusions(cases, frozenset(visible if ids else ()))

    def _shown(self, request: HttpRequest, form: LogForm, found: list[Obligation]) -> dict[str, Any]:
        answers = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_ANSWERS
            for value in values
        ]
        return {
            "child": self.child,
            "enquiry": self.enquiry,
            "rows": presenters.preview_rows(form.details, officer=form.officer_chosen, team=form.team_chosen),
            "clocks": clocks(found, tracks=TRACKS),
            "answers": answers,
        }
