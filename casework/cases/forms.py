"""What is typed on the pages that change a case or one of its deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.access.models import User
from casework.ui import fields
from casework.ui.forms import Form

LONGEST_REASON = 300
LONGEST_NAME = 120


def reason_field(label: str, **options: Any) -> fields.TextareaField:
    return fields.TextareaField(
        label=label,
        max_length=LONGEST_REASON,
        rows=3,
        count_characters=True,
        **({"called": "reason"} | options),
    )


class MeetDeadlineForm(Form):
    met_on = fields.DateField(
        label="When was it met?",
        called="date it was met",
        latest_message="The date it was met must be today or in the past",
    )
    met_by = fields.TextField(
        label="Who met it?", called="name of who met it", hint="A person or a body", max_length=LONGEST_NAME
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["met_on"].latest = on  # type: ignore[attr-defined]


class PauseDeadlineForm(Form):
    starts_on = fields.DateField(label="First day not counted", called="first day not counted")
    until = fields.ChoiceField(
        label="Until when?",
        choices=[("LAST_DAY", "A last day"), ("FURTHER_NOTICE", "Until further notice")],
        required_message="Select until when",
        hints={"FURTHER_NOTICE": "The deadline has no date until you start it again"},
        reveals={"LAST_DAY": ["ends_on"]},
    )
    ends_on = fields.DateField(label="Last day not counted", called="last day not counted")
    reason = reason_field("Why is it paused?")


class ResumeDeadlineForm(Form):
    ends_on = fields.DateField(label="What was the last day not counted?", called="last day not counted")


class ExtendDeadlineForm(Form):
    new_due_on = fields.DateField(label="New date", called="new date")
    given_by = fields.TextField(
        label="Who gave more time?", called="name of who gave more time", max_length=LONGEST_NAME
    )
    reason = reason_field("Why?")


class ProposeNotApplicableForm(Form):
    reason = reason_field("Why does it not apply here?")


class DecideNotApplicableForm(Form):
    decision = fields.ChoiceField(
        label="What do you decide?",
        choices=[("AGREE", "It does not apply"), ("REFUSE", "It still applies")],
        required_message="Select what you decide",
        hints={
            "AGREE": "The deadline is kept, marked as not applicable",
            "REFUSE": "The deadline stays open",
        },
    )
    reason = reason_field("Your reason", required=False, hint="Needed where it still applies")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("decision") == "REFUSE" and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Enter the reason why it still applies")
        return self.cleaned_data


class ReopenForm(Form):
    reason = reason_field("Why is it opened again?")


class AllocateForm(Form):
    officer = fields.ChoiceField(
        label="Who holds the case from now on?", choices=[], required_message="Select an officer"
    )
    reason = reason_field("Why does it change hands?")
    version = fields.HiddenField(coerce=int)

    def __init__(self, *args: Any, officers: Iterable[User], version: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].initial = version
        self.officers = {str(officer.pk): officer for officer in officers}
        choice: Any = self.fields["officer"]
        choice.choices = [(pk, officer.name) for pk, officer in self.officers.items()]
        choice.hints = {pk: officer.job_title for pk, officer in self.officers.items() if officer.job_title}

    @property
    def chosen(self) -> User:
        return self.officers[self.cleaned_data["officer"]]


class CloseCaseForm(Form):
    outcome = fields.ChoiceField(label="How did it end?", choices=[], required_message="Select how it ended")
    closed_on = fields.DateField(
        label="Closed on",
        called="day the case is closed",
        latest_message="The day the case is closed must be today or in the past",
    )

    over_because = reason_field(
        "Why is the case closed over what is open?",
        required=False,
        hint="Only where it cannot be settled. Nothing counts as done by this, and your reason stands in the"
        " chronology.",
    )

    def __init__(
        self,
        *args: Any,
        outcomes: Mapping[str, str],
        opened_on: date,
        on: date,
        may_close_over: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, initial={"closed_on": on}, **options)
        if not may_close_over:
            del self.fields["over_because"]
        outcome: Any = self.fields["outcome"]
        outcome.choices = list(outcomes.items())
        closed_on: Any = self.fields["closed_on"]
        closed_on.earliest, closed_on.latest = opened_on, on
