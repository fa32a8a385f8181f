"""One page for each thing that is recorded after an exclusion is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access.models import User
from casework.access.services import handle_once
from casework.cases.models import Case
from casework.cases.services import CaseChanged
from casework.cases.views.mixins import CaseWritePage
from exclusions import presenters, services
from exclusions.forms import events
from exclusions.forms.events import EventForm
from exclusions.queries import KIND
from exclusions.services import Recorded
from exclusions.views.errors import show_errors


@dataclass(frozen=True)
class Said:
    """A form that was answered, by whom and when: what every verb is told."""

    case: Case
    form: Any
    sentence: str
    by: User
    on: date

    @property
    def who(self) -> dict[str, Any]:
        version: int = self.form.cleaned_data["version"]
        return {"case": self.case, "by": self.by, "version": version, "on": self.on}


def record_facts(said: Said) -> Recorded:
    return services.record_facts(facts=said.form.facts, told=said.form.told, event=said.sentence, **said.who)


def record_circumstances(said: Said) -> Recorded:
    child_is = said.form.child_at(said.case.school)
    return services.record_circumstances(child_is=child_is, facts=said.form.facts, **said.who)


def correct(said: Said) -> Recorded:
    return services.correct_exclusion(details=services.AsReported(**said.form.as_reported()), **said.who)


def cancel(said: Said) -> Recorded:
    cleaned = said.form.cleaned_data
    return services.cancel_exclusion(
        cancelled_on=cleaned["cancelled_on"],
        reasons=cleaned["cancel_reasons"],
        returned_on=cleaned["returned_on"],
        told=said.form.told,
        **said.who,
    )


def record_told_of_cancellation(said: Said) -> Recorded:
    return services.record_told_of_cancellation(told=said.form.told, **said.who)


def record_in_error(said: Said) -> Recorded:
    case = services.record_exclusion_in_error(reason=said.form.cleaned_data["reason"], **said.who)
    return Recorded(case)


@dataclass(frozen=True)
class Event:
    """A page: its form, the sentence it leaves in the chronology, and the verb it calls."""

    form_class: type[EventForm]
    sentence: str
    record: Callable[[Said], Recorded] = record_facts


EVENTS = {
    "told": Event(events.ToldEventForm, "Who was told of the exclusion recorded"),
    "education": Event(events.EducationForm, "Education recorded"),
    "meeting": Event(events.MeetingForm, "The governors’ meeting recorded"),
    "decision": Event(events.DecisionForm, "The governors’ decision recorded"),
    "review": Event(events.ReviewForm, "The independent review recorded"),
    "reconsideration": Event(events.ReconsiderationForm, "The governors’ second decision recorded"),
    "roll": Event(events.RollForm, "The roll and the next place recorded"),
    "return": Event(events.ReturnForm, "The return to school recorded"),
    "circumstances": Event(
        events.CircumstancesEventForm, "The child’s circumstances recorded", record_circumstances
    ),
    "correct": Event(events.CorrectForm, "Exclusion details corrected", correct),
    "cancel": Event(events.CancelForm, "The cancellation recorded", cancel),
    "told-of-cancellation": Event(
        events.ToldOfCancellationForm,
        "Who was told of the cancellation recorded",
        record_told_of_cancellation,
    ),
    "error": Event(events.ErrorForm, "Recorded in error", record_in_error),
}


class RecordEvent(CaseWritePage):
    event: Event
    page: str

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.page = kwargs["page"]
        if self.page not in EVENTS:
            raise Http404
        self.event = EVENTS[self.page]
        super().load(*args, **kwargs)
        if self.case.kind != KIND:
            raise Http404

    def get(self, request: HttpRequest, reference: str, page: str) -> HttpResponse:
        if not self.case.is_open:
            messages.error(request, "This case is not open. Open it again to record anything on it.")
            return redirect(self.case)
        return self._show(request, self._form())

    def post(self, request: HttpRequest, reference: str, page: str) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        try:
            return redirect(
                handle_once(
                    token=form.cleaned_data["token"], by=self.user, do=lambda: self._record(request, form)
                )
            )
        except services.CannotRecord as error:
            show_errors(form, error.errors)
            return self._show(request, form)
        except CaseChanged as error:
            return self._show_both(request, form, error.case)

    def _record(self, request: HttpRequest, form: EventForm) -> str:
        said = Said(self.case, form, self.event.sentence, self.user, timezone.localdate())
        recorded = self.event.record(said)
        if recorded.case.version == form.cleaned_data["version"]:
            messages.info(request, "What you typed was saved already, so nothing has changed.")
        else:
            banner = presenters.recorded_banner(recorded.case, self.event.sentence, recorded.moved)
            messages.success(request, banner)
        return recorded.case.get_absolute_url()

    def _form(self, data: Any = None) -> EventForm:
        return self.event.form_class(data, case=self.case, viewer=self.user)

    def _show_both(self, request: HttpRequest, form: EventForm, case: Case) -> HttpResponse:
        """Show what is saved now beside what was typed. Saving again, from the new version, is deliberate."""
        changed = presenters.changed_fields(form, form.saved(case))
        again = request.POST.copy()
        again["version"] = str(case.version)
        again_form = self.event.form_class(again, case=case, viewer=self.user)
        return self._show(request, again_form, changed=changed, is_changed=True)

    def _show(self, request: HttpRequest, form: EventForm, **shown: Any) -> HttpResponse:
        return render(
            request,
            "exclusions/record.html",
            {
                "form": form,
                "case": self.case,
                "title": presenters.PAGES[self.page],
                "caption": f"{self.case.reference}, {self.case.child}",
                "back_href": self.case.get_absolute_url(),
                "changed": [],
                "is_changed": False,
                **shown,
            },
        )
