"""Agreeing to a rule setting: open cases are worked out again with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.cases import services
from casework.deadlines import presenters
from casework.deadlines.models import RuleSetting
from casework.deadlines.queries import Settable, settables
from casework.deadlines.services import CannotChangeSetting
from casework.ui.words import plural


class ApproveSetting(Page):
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
        return self._show(request, "")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            done = services.approve_setting(setting=self.setting, by=self.user, on=timezone.localdate())
        except CannotChangeSetting as error:
            return self._show(request, str(error))
        said = "Agreed. Open cases have been worked out again"
        if done.waiting:
            said = f"{said} or will be within minutes: {plural(done.waiting, 'case')} to go"
        if done.moved:
            said = f"{said}. {plural(done.moved, 'deadline')} moved"
        messages.success(request, said)
        return redirect("deadlines:settings")

    def _show(self, request: HttpRequest, refusal: str) -> HttpResponse:
        parts = presenters.waiting_parts(self.settable, self.setting)
        return render(request, "deadlines/approve_setting.html", {"proposal": parts, "refusal": refusal})
