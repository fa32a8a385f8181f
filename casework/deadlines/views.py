"""The deadline calculator, and what the council has settled for itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.permissions import may
from casework.deadlines import presenters, services
from casework.deadlines.forms import DeclineSettingForm, ProposeSettingForm, WhatHappenedForm
from casework.deadlines.models import RuleSetting
from casework.deadlines.queries import (
    Settable,
    agreed_settings,
    authority_here,
    settable,
    settables,
    settings_on,
)
from casework.deadlines.registry import Calculator, RuleSet, all_rule_sets
from casework.schools.models import LocalAuthority, School
from casework.schools.queries import calendar_of, dates_of_authority
from casework.schools.rules import SchoolCalendar
from casework.ui.forms import Form

Question = tuple[RuleSet[Any], Calculator[Any]]


class CalculatorPage(Page):
    """The clocks without a case. The address holds the dates, so that a colleague can open the answer."""

    verb = Verb.READ_SCHOOL

    def get(self, request: HttpRequest) -> HttpResponse:
        questions = _questions()
        question = questions.get(request.GET.get("what", ""))
        if question is None:
            return self._ask_what_happened(request, {code: each for code, (_, each) in questions.items()})
        form_class = question[1].form_class
        is_answered = "answered" in request.GET
        form = form_class(request.GET if is_answered else None, viewer=self.user)
        here = authority_here()
        shown: dict[str, Any] = {"form": form, "calculator": question[1], "county": str(here or "the county")}
        if is_answered and form.is_valid():
            shown |= self._answer(question, form, here)
        return render(request, "deadlines/calculator.html", shown)

    def _ask_what_happened(
        self, request: HttpRequest, calculators: dict[str, Calculator[Any]]
    ) -> HttpResponse:
        form = WhatHappenedForm(request.GET if "what" in request.GET else None, calculators=calculators)
        return render(request, "deadlines/what_happened.html", {"form": form})

    def _answer(self, question: Question, form: Form, here: LocalAuthority | None) -> dict[str, Any]:
        rule_set, calculator = question
        facts = calculator.facts(form.cleaned_data)
        values = settings_on(rule_set, rows=agreed_settings(), on=calculator.law_date(facts))
        school: School | None = form.cleaned_data["school"]
        try:
            found = rule_set.compute(facts, _calendar_for(school, here), values)
        except OverflowError:
            form.add_error(None, "A date is too far away to count with")
            return {}
        return {"clocks": presenters.clocks(found, tracks=calculator.tracks), "school": school}


class Settings(Page):
    """Every setting, what holds today and how it came to; proposals that wait for a manager."""

    verb = Verb.READ_SETTINGS

    def get(self, request: HttpRequest) -> HttpResponse:
        found, today = settables(), timezone.localdate()
        return render(
            request,
            "deadlines/settings.html",
            {
                "choices": [presenters.setting_parts(each, on=today) for each in found if each.spec],
                "lengths": [presenters.setting_parts(each, on=today) for each in found if each.rule],
                "waiting": [presenters.waiting_parts(each, row) for each in found for row in each.waiting],
                "may_propose": may(self.user, Verb.PROPOSE_SETTING),
                "may_approve": may(self.user, Verb.APPROVE_SETTING),
            },
        )


class ProposeSetting(Page):
    verb = Verb.PROPOSE_SETTING
    settable: Settable

    def load(self, *args: Any, **kwargs: Any) -> None:
        found = settable(kwargs["key"])
        if found is None:
            raise Http404
        self.settable = found

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self._show(request, ProposeSettingForm(spec=self.settable.spec))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        form = ProposeSettingForm(request.POST, spec=self.settable.spec)
        if not form.is_valid():
            return self._show(request, form)
        try:
            services.propose_setting(
                key=key,
                value=form.value_proposed,
                starts_on=form.cleaned_data["starts_on"],
                reason=form.cleaned_data["reason"],
                by=self.user,
            )
        except services.CannotChangeSetting as error:
            form.add_error(None, str(error))
            return self._show(request, form)
        messages.success(request, "Proposed. It holds once a manager has agreed.")
        return redirect("deadlines:settings")

    def _show(self, request: HttpRequest, form: ProposeSettingForm) -> HttpResponse:
        parts = presenters.setting_parts(self.settable, on=timezone.localdate())
        return render(request, "deadlines/propose_setting.html", {"form": form, "setting": parts})


class DeclineSetting(Page):
    verb = Verb.APPROVE_SETTING
    setting: RuleSetting
    settable: Settable

    def load(self, *args: Any, **kwargs: Any) -> None:
        for found in settables():
            for row in found.waiting:
                if row.pk == kwargs["pk"]:
                    self.setting, self.settable = row, found
                    return
        raise Http404

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, DeclineSettingForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = DeclineSettingForm(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        try:
            services.decline_setting(setting=self.setting, reason=form.cleaned_data["reason"], by=self.user)
        except services.CannotChangeSetting as error:
            form.add_error(None, str(error))
            return self._show(request, form)
        messages.success(request, "Declined. The setting stays as it is.")
        return redirect("deadlines:settings")

    def _show(self, request: HttpRequest, form: DeclineSettingForm) -> HttpResponse:
        parts = presenters.waiting_parts(self.settable, self.setting)
        return render(request, "deadlines/decline_setting.html", {"form": form, "proposal": parts})


def _questions() -> dict[str, Question]:
    """Return every question the registered rule sets can answer, by its code."""
    return {
        calculator.code: (rule_set, calculator)
        for rule_set in all_rule_sets()
        for calculator in rule_set.calculators
    }


def _calendar_for(school: School | None, here: LocalAuthority | None) -> SchoolCalendar:
    """Return the school's calendar, or without a school the county's."""
    if school is not None:
        return calendar_of(school)
    return dates_of_authority(here).calendar if here else SchoolCalendar(())
