"""What is to be done on a case: agreed, changed, done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access.services import handle_once
from casework.cases import permissions, presenters, queries, services
from casework.cases.action_forms import AddActionForm, ChangeActionForm, FinishActionForm
from casework.cases.models import Action
from casework.cases.views.mixins import CasePage, CaseWritePage


class AddAction(CaseWritePage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.add(form))
        except services.CannotChangeAction as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The action is added")
        return redirect(address)

    def add(self, form: AddActionForm) -> str:
        services.add_action(
            case=self.case,
            text=form.cleaned_data["text"],
            owner=form.chosen,
            due_on=form.cleaned_data["due_on"],
            by=self.user,
            on=timezone.localdate(),
        )
        return f"{self.case.get_absolute_url()}#actions"

    def form(self, data: Any = None) -> AddActionForm:
        on = timezone.localdate()
        return AddActionForm(data, owners=queries.owners_for(self.case, on=on), on=on)

    def show(self, form: AddActionForm) -> HttpResponse:
        return render(self.request, "cases/action_add.html", {"form": form, "case": self.case})


class ActionPage(CasePage):
    """A page about one action of a case."""

    action: Action

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        actions = Action.objects.visible_to(self.user).filter(case=self.case)
        self.action = get_object_or_404(actions.select_related("owner", "team"), pk=kwargs["pk"])
        self.action.case = self.case
        self.check()

    def check(self) -> None:
        permissions.check_can_write(self.user, self.case)


class ChangeAction(ActionPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.change_action(
                action=self.action,
                owner=form.chosen,
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
                seen=presenters.read_seen(form.cleaned_data["seen"]),
                by=self.user,
                on=timezone.localdate(),
            )
        except services.ActionChanged as error:
            now = presenters.action_heading(error.action)["now"]
            form = self.form(self.with_what_is_seen_now(error.action))
            form.add_error(
                None, f"Somebody changed this action after you opened it. Now: {now}. Check, and save again"
            )
            return self.show(form)
        except services.CannotChangeAction as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The action is changed")
        return redirect(self.case)

    def with_what_is_seen_now(self, action: Action) -> Any:
        data = self.request.POST.copy()
        data["seen"] = presenters.seen(action)
        return data

    def form(self, data: Any = None) -> ChangeActionForm:
        on = timezone.localdate()
        action = self.action
        own = action.team_id == self.case.team_id
        initial = {
            "seen": presenters.seen(action),
            "owner": f"person-{action.owner_id}" if own else f"inbox-{action.team_id}",
            "due_on": action.due_on,
        }
        return ChangeActionForm(data, owners=queries.owners_for(self.case, on=on), on=on, initial=initial)

    def show(self, form: ChangeActionForm) -> HttpResponse:
        context = {"form": form, "case": self.case, "action": presenters.action_heading(self.action)}
        return render(self.request, "cases/action_change.html", context)


class FinishAction(ActionPage):
    def check(self) -> None:
        if not permissions.can_finish_action(self.user, self.action):
            raise PermissionDenied("This action belongs to another team")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(FinishActionForm(on=timezone.localdate()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = FinishActionForm(request.POST, on=timezone.localdate())
        if not form.is_valid():
            return self.show(form)
        try:
            services.finish_action(action=self.action, by=self.user, **form.cleaned_data)
        except services.CannotChangeAction as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The action is done")
        return redirect(self.case)

    def show(self, form: FinishActionForm) -> HttpResponse:
        context = {"form": form, "case": self.case, "action": presenters.action_heading(self.action)}
        return render(self.request, "cases/action_finish.html", context)
