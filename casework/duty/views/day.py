"""The day of whoever is on duty, and what it leaves to the next."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.services import handle_once
from casework.duty import presenters, queries, services
from casework.duty.forms import HandoverForm


class Today(Page):
    """Who is on duty, what was handed over, and what is open: the late ones first."""

    verb: ClassVar[Verb] = Verb.TAKE_ENQUIRY

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        calendar = queries.working_calendar(on)
        duties = queries.duty_on(self.user, on=on)
        waiting = queries.open_enquiries(self.user)
        rows = partial(presenters.enquiry_rows, on=on, calendar=calendar, names_team=len(duties) > 1)
        late = [each for each in waiting[: queries.MOST_OPEN] if each.respond_by < on]
        others = [each for each in waiting[: queries.MOST_OPEN] if each.respond_by >= on]
        context = {
            "on_duty": presenters.duty_lines(
                duties, viewer=self.user, closed=presenters.why_closed(on, calendar=calendar)
            ),
            "on": on,
            "handovers": presenters.handover_parts(queries.last_handovers(self.user)),
            "columns": presenters.COLUMNS,
            "late": rows(late),
            "open": rows(others),
            "is_cut_off": len(waiting) > queries.MOST_OPEN,
            "settled": rows(queries.settled_today(self.user, on=on)),
        }
        return render(request, "duty/today.html", context)


class HandOver(Page):
    verb: ClassVar[Verb] = Verb.TAKE_ENQUIRY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.write(form))
        messages.success(request, "Your note is there for whoever is on duty next")
        return redirect(address)

    def write(self, form: HandoverForm) -> str:
        services.write_handover(
            team=form.team_chosen, text=form.cleaned_data["text"], by=self.user, on=timezone.localdate()
        )
        return reverse("duty:today")

    def form(self, data: Any = None) -> HandoverForm:
        return HandoverForm(data, teams=queries.teams_of(self.user, Verb.TAKE_ENQUIRY))

    def show(self, form: HandoverForm) -> HttpResponse:
        return render(self.request, "duty/hand_over.html", {"form": form})
