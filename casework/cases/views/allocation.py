"""Who holds a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.cases import forms, permissions, queries, services
from casework.cases.presenters.allocation import allocations
from casework.cases.views.mixins import CasePage
from casework.ui.words import sentence_case


class AllocateCase(CasePage):
    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        permissions.check_can_reallocate(self.user, self.case)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.allocate_case(
                case=self.case,
                officer=form.chosen,
                by=self.user,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                version=form.cleaned_data["version"],
            )
        except services.CannotAllocate as error:
            form.add_error(None, sentence_case(str(error)))
            return self.show(form)
        messages.success(request, f"{form.chosen} holds the case now")
        return redirect(self.case)

    def form(self, data: Any = None) -> forms.AllocateForm:
        officers = queries.officers_for(self.case, on=timezone.localdate())
        return forms.AllocateForm(data, officers=officers, version=self.case.version)

    def show(self, form: forms.AllocateForm) -> HttpResponse:
        return render(self.request, "cases/allocate_case.html", {"form": form, "case": self.case})


class Allocations(CasePage):
    """Who has held the case, from when until when, and why it changed hands."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        context = {
            "case": self.case,
            "held": allocations(queries.allocations_of(self.case)),
            "may_change": self.case.is_open and permissions.can_reallocate(self.user, self.case),
        }
        return render(request, "cases/allocations.html", context)
