"""Who is on duty, week by week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import Team
from casework.access.pages import Page
from casework.duty import presenters, queries, rules, services
from casework.duty.forms import PlanForm, SwapForm
from casework.duty.models import DutyTurn

ONE_WEEK = timedelta(days=7)
# Nobody plans a rota for years ahead, or looks for one of years ago.
FURTHEST = timedelta(weeks=104)


def week_in(text: str, *, on: date) -> date:
    """Read the Monday of a week from an address; what is no day means the present week."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = on
    return rules.week_of(day if abs(day - on) <= FURTHEST else on)


class Rota(Page):
    verb: ClassVar[Verb] = Verb.TAKE_ENQUIRY

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        monday = week_in(request.GET.get("week", ""), on=on)
        teams = queries.teams_of(self.user, self.verb)
        context = {
            "week": presenters.week_title(monday),
            "previous": address_of(monday - ONE_WEEK),
            "next": address_of(monday + ONE_WEEK),
            "columns": presenters.DAY_COLUMNS,
            "teams": presenters.rota_parts(
                teams,
                queries.turns_of_week([team.pk for team in teams], monday=monday),
                monday=monday,
                calendar=queries.working_calendar(monday),
                on=on,
                viewer=self.user,
            ),
        }
        return render(request, "duty/rota.html", context)


class PlanWeek(Page):
    """Who is on duty in one week, for one team."""

    verb: ClassVar[Verb] = Verb.PLAN_DUTY
    team: Team
    monday: date

    def load(self, *args: Any, **kwargs: Any) -> None:
        teams = {team.pk: team for team in queries.teams_of(self.user, self.verb)}
        if kwargs["pk"] not in teams:
            raise Http404
        self.team = teams[kwargs["pk"]]
        self.monday = week_in(self.request.GET.get("week", ""), on=timezone.localdate())

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.plan_week(
                team=self.team,
                monday=self.monday,
                halves=form.halves,
                seen=form.cleaned_data["seen"] or "",
                by=self.user,
                on=timezone.localdate(),
            )
        except services.CannotPlan as error:
            form.add_error(None, str(error))
            return self.show(form)
        except services.RotaChanged as error:
            return self.show_both(str(error))
        messages.success(request, "The week is planned")
        return redirect(address_of(self.monday))

    def form(self, data: Any = None) -> PlanForm:
        self.turns = queries.turns_of_week([self.team.pk], monday=self.monday)
        calendar = queries.working_calendar(self.monday)
        on = max(timezone.localdate(), self.monday)
        return PlanForm(
            data,
            people=list(queries.takers_of(self.team, on=on)),
            days=[day for day in rules.weekdays_of(self.monday) if calendar.is_working_day(day)],
            halves=rules.halves_of((turn.on, turn.part, turn.officer_id) for turn in self.turns),
        )

    def show_both(self, said: str) -> HttpResponse:
        """Show the week as somebody else saved it beside what was chosen; saving again lets that stand."""
        data = self.request.POST.copy()
        now = self.form()
        data["seen"] = now.initial["seen"]
        form = self.form(data)
        form.add_error(None, f"{said}. Look at both")
        return self.show(form, theirs=True)

    def show(self, form: PlanForm, *, theirs: bool = False) -> HttpResponse:
        rows = presenters.day_rows(
            self.turns, monday=self.monday, calendar=queries.working_calendar(self.monday)
        )
        context = {
            "form": form,
            "team": self.team,
            "week": presenters.week_title(self.monday),
            "back": address_of(self.monday),
            "columns": presenters.DAY_COLUMNS,
            "theirs": rows if theirs else [],
        }
        return render(self.request, "duty/plan_week.html", context)


class SwapTurn(Page):
    verb: ClassVar[Verb] = Verb.PLAN_DUTY
    turn: DutyTurn

    def load(self, *args: Any, **kwargs: Any) -> None:
        scope = self.user.standing.scope(self.verb)
        seen = DutyTurn.objects.visible_to(self.user).filter(team__in=scope.team_ids)
        self.turn = get_object_or_404(seen.select_related("team", "officer"), pk=kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        # As the person saw it: a turn that somebody else has by now is not swapped.
        self.turn.officer_id = form.cleaned_data["officer"]
        try:
            services.swap_turns(turn=self.turn, other=form.chosen, by=self.user, on=timezone.localdate())
        except services.CannotPlan as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The turns are swapped")
        return redirect(address_of(rules.week_of(self.turn.on)))

    def form(self, data: Any = None) -> SwapForm:
        others = queries.turns_to_swap(self.turn, on=timezone.localdate())
        return SwapForm(data, turn=self.turn, others=others)

    def show(self, form: SwapForm) -> HttpResponse:
        context = {
            "form": form,
            "turn": presenters.turn_words(self.turn),
            "back": address_of(rules.week_of(self.turn.on)),
        }
        return render(self.request, "duty/swap_turn.html", context)


def address_of(monday: date) -> str:
    return reverse("duty:rota", query={"week": monday.isoformat()})
