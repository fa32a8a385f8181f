"""What holds for a child, and what to watch for: status facts and alerts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.access.choices import Verb
from casework.desk.presenters import child_record as presenters
from casework.desk.views.child_pages import Change, RecordPage, RemovePage, RowPage
from casework.people import child_forms as forms
from casework.people.choices import StatusKind
from casework.people.pages import ChildPage
from casework.people.services import alerts, facts
from casework.ui.words import say_date, sentence_case


class ChooseFact(ChildPage):
    """Asks what sort of fact it is: each asks for something else."""

    verb = Verb.CHANGE_CHILD

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {"child": self.child, "groups": presenters.kinds_of_fact(self.child)}
        return render(request, "desk/child_choose_fact.html", context)


class FactPage(RecordPage):
    form_class = forms.FactForm
    kind: StatusKind

    def form_options(self, subject: Any) -> dict[str, Any]:
        return {"kind": self.kind}

    def context(self) -> dict[str, Any]:
        return super().context() | {"about": self.kind.label}


class AddFact(FactPage):
    title = "Add to needs and status"
    done = "It is added to the record"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        try:
            self.kind = StatusKind(kwargs["kind"].upper().replace("-", "_"))
        except ValueError:
            raise Http404("There is no such kind of fact") from None

    def change(self, form: forms.FactForm) -> Change:
        return Change(
            do=lambda: facts.record_fact(child=self.child, details=form.details, by=self.user, on=self.on),
            text=f"{self.kind.label}: recorded",
            details=self.changes_in(form),
            happened_on=form.cleaned_data["starts_on"],
        )


class CorrectFact(RowPage, FactPage):
    relation = "status_facts"
    related = "authority"
    removing = "remove_fact"
    title = "Correct needs and status"
    done = "It is corrected"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.kind = StatusKind(self.row.kind)

    def change(self, form: forms.FactForm) -> Change:
        return Change(
            do=lambda: facts.correct_fact(
                row=self.row,
                details=form.details,
                version=form.cleaned_data["version"],
                by=self.user,
                on=self.on,
            ),
            text=f"{self.kind.label}: corrected",
            details=self.changes_in(form),
        )


class ReviewFact(RowPage):
    form_class = forms.ReviewFactForm
    relation = "status_facts"
    related = "authority"
    title = "Does it still hold?"
    done = "It is saved"

    def initial(self, subject: Any) -> dict[str, Any]:
        return {}

    def change(self, form: forms.ReviewFactForm) -> Change:
        typed, label = form.cleaned_data, self.row.get_kind_display()
        common = {"row": self.row, "source": typed["source"], "version": typed["version"], "by": self.user}
        if typed["still_holds"]:
            return Change(
                do=lambda: facts.confirm_fact(**common, on=self.on),
                text=f"{label}: confirmed",
                details=[f"Says {typed['source']}"],
            )
        return Change(
            do=lambda: facts.stop_fact(**common, ends_on=typed["ends_on"]),
            text=f"{label}: ended",
            details=[f"Last day: {say_date(typed['ends_on'])}", f"Says {typed['source']}"],
            happened_on=typed["ends_on"],
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {"about": presenters.fact_words(presenters.row_of(self.row))}


class RemoveFact(RemovePage):
    relation = "status_facts"
    related = "authority"
    title = "Remove from needs and status"
    noun = "A fact"

    def said(self) -> list[str]:
        return [presenters.fact_words(presenters.row_of(self.row))]


class AddAlert(RecordPage):
    form_class = forms.AlertForm
    title = "Add an alert"
    intro = "A warning that everybody who opens this record reads first. You are asked to look at it again."
    done = "The alert is added"

    def change(self, form: forms.AlertForm) -> Change:
        return Change(
            do=lambda: alerts.add_alert(child=self.child, details=form.details, by=self.user),
            text="An alert was added",
            details=self.changes_in(form),
            happened_on=form.cleaned_data["starts_on"],
        )


class CorrectAlert(RowPage):
    form_class = forms.AlertForm
    relation = "alerts"
    removing = "remove_alert"
    title = "Correct an alert"
    done = "The alert is corrected"

    def change(self, form: forms.AlertForm) -> Change:
        return Change(
            do=lambda: alerts.correct_alert(
                row=self.row, details=form.details, version=form.cleaned_data["version"], by=self.user
            ),
            text="An alert was corrected",
            details=self.changes_in(form),
        )


class ReviewAlert(RowPage):
    form_class = forms.ReviewAlertForm
    relation = "alerts"
    title = "Look at an alert again"
    done = "The review is saved"

    def initial(self, subject: Any) -> dict[str, Any]:
        return {}

    def change(self, form: forms.ReviewAlertForm) -> Change:
        typed, label = form.cleaned_data, sentence_case(self.row.get_kind_display())
        common = {"row": self.row, "version": typed["version"], "by": self.user}
        if typed["still_holds"]:
            return Change(
                do=lambda: alerts.keep_alert(**common, review_on=typed["review_on"], on=self.on),
                text="An alert was looked at again and kept",
                details=[label, f"Next review: {say_date(typed['review_on'])}"],
            )
        return Change(
            do=lambda: alerts.end_alert(**common, ends_on=typed["ends_on"], reason=typed["reason"]),
            text="An alert was ended",
            details=[label, typed["reason"]],
            happened_on=typed["ends_on"],
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {"about": f"{self.row.get_kind_display()}: {self.row.text}"}


class RemoveAlert(RemovePage):
    relation = "alerts"
    title = "Remove an alert"
    noun = "An alert"
