"""The end of a case, and a case opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.cases import forms, permissions, presenters, queries, services
from casework.cases.kinds import kind_of
from casework.cases.rules import ClosingFacts
from casework.cases.views.mixins import CaseWritePage


class CloseCase(CaseWritePage):
    """Closing says at once what stands in the way, each thing with the page that settles it."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.close_case(case=self.case, by=self.user, on=timezone.localdate(), **form.cleaned_data)
        except services.CannotClose as error:
            for reason in presenters.why_not_closed(error.reasons, error.facts.open_items):
                form.add_error(None, reason)
            return self.show(form, error.facts)
        except services.MoveNotAllowed as error:
            form.add_error(None, str(error))
            return self.show(form, ClosingFacts(outcome=""))
        messages.success(request, "The case is closed")
        return redirect(self.case)

    def form(self, data: Any = None) -> forms.CloseCaseForm:
        return forms.CloseCaseForm(
            data,
            outcomes=kind_of(self.case).outcomes,
            opened_on=self.case.opened_on,
            on=timezone.localdate(),
            may_close_over=permissions.can_reallocate(self.user, self.case),
        )

    def show(self, form: forms.CloseCaseForm, facts: ClosingFacts | None = None) -> HttpResponse:
        facts = facts or queries.closing_facts(self.case, outcome="", on=timezone.localdate())
        context = {
            "form": form,
            "case": self.case,
            "in_the_way": presenters.in_the_way(self.case, facts),
            "open_items": presenters.open_items(self.case, facts.open_items),
        }
        return render(self.request, "cases/close_case.html", context)


class ReopenCase(CaseWritePage):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self.show(forms.ReopenForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        form = forms.ReopenForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.reopen_case(case=self.case, by=self.user, on=timezone.localdate(), **form.cleaned_data)
        except services.MoveNotAllowed as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The case is open again, and its deadlines with it")
        return redirect(self.case)

    def show(self, form: forms.ReopenForm) -> HttpResponse:
        return render(self.request, "cases/reopen_case.html", {"form": form, "case": self.case})
