"""Cases that have to do with each other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.cases import presenters, services
from casework.cases.action_forms import LinkCaseForm
from casework.cases.choices import LinkKind
from casework.cases.models import Case, CaseLink
from casework.cases.views.mixins import CaseWritePage


class LinkCase(CaseWritePage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(LinkCaseForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = LinkCaseForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        other = Case.objects.visible_to(self.user).filter(reference=form.cleaned_data["reference"]).first()
        if other is None:
            form.add_error("reference", "No case that you may read has this reference")
            return self.show(form)
        try:
            services.link_cases(
                case=self.case,
                other=other,
                kind=LinkKind(form.cleaned_data["kind"]),
                reason=form.cleaned_data["reason"],
                by=self.user,
                on=timezone.localdate(),
            )
        except services.CannotLink as error:
            form.add_error("reference", str(error))
            return self.show(form)
        messages.success(request, "The cases are linked")
        return redirect(self.case)

    def show(self, form: LinkCaseForm) -> HttpResponse:
        return render(self.request, "cases/link_add.html", {"form": form, "case": self.case})


class UnlinkCase(CaseWritePage):
    link: CaseLink

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        links = CaseLink.objects.visible_to(self.user).filter(Q(case=self.case) | Q(other=self.case))
        self.link = get_object_or_404(links.select_related("case__child", "other__child"), pk=kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        [row] = presenters.link_rows(self.case, [self.link], may_write=True)
        return render(request, "cases/link_remove.html", {"case": self.case, "link": row})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.unlink_cases(link=self.link, by=self.user, on=timezone.localdate())
        messages.success(request, "The cases are no longer linked")
        return redirect(self.case)
