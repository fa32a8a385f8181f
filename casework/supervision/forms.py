"""What is typed while a caseload is gone through."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.access.models import User
from casework.supervision.choices import WhyDiscussed
from casework.supervision.models import CaseDiscussion
from casework.supervision.services import AgreedAction
from casework.ui import fields
from casework.ui.forms import Form

LONGEST_TEXT = 4000
LONGEST_ACTION = 400


class DiscussionForm(Form):
    why = fields.SelectField(
        label="Why this case?",
        choices=WhyDiscussed.choices,
        required_message="Select why this case is talked about",
    )
    discussion = fields.TextareaField(
        label="What was talked about", max_length=LONGEST_TEXT, rows=4, required=False
    )
    decision = fields.TextareaField(
        label="Decision, and the reason for it",
        hint="It goes into the case’s chronology, marked as decided in supervision",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )
    version = fields.HiddenField(coerce=int)

    def __init__(self, *args: Any, now: CaseDiscussion | None, **options: Any) -> None:
        kept = {name: getattr(now, name) for name in ("why", "discussion", "decision")} if now else {}
        first = {"version": now.version if now else 0, "why": WhyDiscussed.ROUTINE.value}
        options["initial"] = first | kept
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not self.errors and not (typed.get("discussion") or typed.get("decision") or self.action):
            self.add_error("decision", "Write what was talked about, or what was decided")
        return typed

    @property
    def action(self) -> AgreedAction | None:
        return None


class DiscussionAndActionForm(DiscussionForm):
    """The same for a case without an action from this session yet."""

    action_text = fields.TextField(
        label="Action agreed",
        hint="What somebody will do next. Leave it empty where nothing was agreed",
        max_length=LONGEST_ACTION,
        width="full",
        required=False,
    )
    action_owner = fields.SelectField(label="Who will do it?", choices=(), required=False)
    action_due_on = fields.DateField(label="By when?", called="date of the action", required=False)

    def __init__(self, *args: Any, officer: User, by: User, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in (officer, by)}
        owner: Any = self.fields["action_owner"]
        owner.choices = [(key, str(person)) for key, person in self.people.items()]
        due: Any = self.fields["action_due_on"]
        due.earliest, due.earliest_message = on, "The date of the action must be today or in the future"
        self.initial.setdefault("action_owner", str(officer.pk))

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        if typed.get("action_due_on") and not typed.get("action_text") and "action_text" not in self.errors:
            self.add_error("action_text", "Write what will be done by this date")
        if typed.get("action_text") and not typed.get("action_due_on") and "action_due_on" not in self.errors:
            self.add_error("action_due_on", "Enter the date by which it will be done")
        return typed

    @property
    def action(self) -> AgreedAction | None:
        typed = self.cleaned_data
        if not typed.get("action_text") or not typed.get("action_due_on"):
            return None
        owner = self.people[typed.get("action_owner") or next(iter(self.people))]
        return AgreedAction(text=typed["action_text"], owner=owner, due_on=typed["action_due_on"])


class FinishForm(Form):
    next_on = fields.DateField(
        label="When is the next session?",
        called="date of the next session",
        required=False,
        earliest_message="The next session must be after today",
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        next_on: Any = self.fields["next_on"]
        next_on.earliest = on


class SignForm(Form):
    comments = fields.TextareaField(
        label="Anything to add?",
        hint="It stands beside the session and cannot be changed afterwards",
        called="what you add",
        max_length=LONGEST_TEXT,
        rows=4,
        required=False,
    )
