"""One deadline: why it is due when it is, and what can be done about it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.cases import forms, permissions, presenters, queries, services
from casework.cases.views.mixins import DeadlinePage
from casework.ui.forms import Form


class DeadlineDetail(DeadlinePage):
    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        deadline = self.deadline
        on = timezone.localdate()
        changes = queries.changes_of(deadline)
        rights = presenters.Rights(
            user=self.user,
            may_write=permissions.can_write(self.user, self.case),
            may_propose=permissions.can_propose_not_applicable(self.user, self.case),
            may_approve=permissions.can_approve_not_applicable(self.user, self.case),
        )
        context = {
            "case": self.case,
            "row": presenters.deadline_row(deadline, on=on, calendar=queries.calendar_for(self.case)),
            "text": presenters.explanation(deadline),
            "changes": presenters.changes(changes),
            "actions": presenters.deadline_actions(deadline, changes.waiting, rights),
        }
        return render(request, "cases/deadline.html", context)


class ChangeDeadline(DeadlinePage):
    """A form about one deadline, with one service behind it."""

    form_class: ClassVar[type[Form]]
    title: ClassVar[str]
    submit: ClassVar[str]
    done: ClassVar[str]

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.check()

    def check(self) -> None:
        permissions.check_can_write(self.user, self.case)

    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self.change(form)
        except services.CannotChangeDeadline as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, self.done)
        return redirect(self.deadline)

    def form(self, data: Any = None) -> Form:
        return self.form_class(data)

    def change(self, form: Form) -> None:
        raise NotImplementedError

    def intro(self) -> list[str]:
        """Return what to read before answering."""
        return []

    def show(self, form: Form) -> HttpResponse:
        context = {
            "form": form,
            "case": self.case,
            "deadline": self.deadline,
            "title": self.title,
            "submit": self.submit,
            "intro": self.intro(),
        }
        return render(self.request, "cases/change_deadline.html", context)


class MeetDeadline(ChangeDeadline):
    form_class = forms.MeetDeadlineForm
    title = "Mark as met"
    submit = "Mark as met"
    done = "The deadline is marked as met"

    def form(self, data: Any = None) -> Form:
        on = timezone.localdate()
        return forms.MeetDeadlineForm(data, on=on, initial={"met_by": self.deadline.owed_by})

    def change(self, form: Form) -> None:
        services.meet_deadline(
            deadline=self.deadline, by=self.user, on=timezone.localdate(), **form.cleaned_data
        )


class PauseDeadline(ChangeDeadline):
    form_class = forms.PauseDeadlineForm
    title = "Pause the deadline"
    submit = "Pause"
    done = "The deadline is paused"

    def intro(self) -> list[str]:
        return presenters.before_more_time(self.deadline)

    def change(self, form: Form) -> None:
        services.pause_deadline(
            deadline=self.deadline,
            by=self.user,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
            on=timezone.localdate(),
        )


class ResumeDeadline(ChangeDeadline):
    form_class = forms.ResumeDeadlineForm
    title = "Start the deadline again"
    submit = "Start again"
    done = "The deadline is running again"

    def change(self, form: Form) -> None:
        services.resume_deadline(
            deadline=self.deadline, by=self.user, on=timezone.localdate(), **form.cleaned_data
        )


class ExtendDeadline(ChangeDeadline):
    form_class = forms.ExtendDeadlineForm
    title = "Give more time"
    submit = "Give more time"
    done = "More time is given"

    def intro(self) -> list[str]:
        return presenters.before_more_time(self.deadline)

    def change(self, form: Form) -> None:
        services.extend_deadline(
            deadline=self.deadline, by=self.user, on=timezone.localdate(), **form.cleaned_data
        )


class ProposeNotApplicable(ChangeDeadline):
    form_class = forms.ProposeNotApplicableForm
    title = "Propose that it does not apply"
    submit = "Send the proposal"
    done = "Your proposal waits for a senior officer. The deadline stays open until they agree"

    def check(self) -> None:
        permissions.check_can_propose_not_applicable(self.user, self.case)

    def change(self, form: Form) -> None:
        services.propose_not_applicable(
            deadline=self.deadline, by=self.user, on=timezone.localdate(), **form.cleaned_data
        )


class DecideNotApplicable(ChangeDeadline):
    form_class = forms.DecideNotApplicableForm
    title = "Decide whether it applies"
    submit = "Save the decision"
    done = "Your decision is saved"

    def check(self) -> None:
        permissions.check_can_approve_not_applicable(self.user, self.case)

    def intro(self) -> list[str]:
        waiting = queries.changes_of(self.deadline).waiting
        return [presenters.proposed(waiting)] if waiting else []

    def change(self, form: Form) -> None:
        decide = {"AGREE": services.agree_not_applicable, "REFUSE": services.refuse_not_applicable}
        decide[form.cleaned_data["decision"]](
            deadline=self.deadline,
            by=self.user,
            reason=form.cleaned_data["reason"],
            on=timezone.localdate(),
        )


class ReopenDeadline(ChangeDeadline):
    form_class = forms.ReopenForm
    title = "Open the deadline again"
    submit = "Open again"
    done = "The deadline is open again"

    def change(self, form: Form) -> None:
        services.reopen_deadline(
            deadline=self.deadline, by=self.user, on=timezone.localdate(), **form.cleaned_data
        )
