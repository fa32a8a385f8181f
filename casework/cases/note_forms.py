"""What is typed to write a note, to finish it and to correct it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.cases import rules
from casework.cases.choices import ChildVoice, NoteKind
from casework.cases.models import Note
from casework.cases.services import NoteDetails
from casework.ui import fields
from casework.ui.forms import Form

LONGEST_TEXT = 20_000
LONGEST_REASON = 200
DETAILS = tuple(NoteDetails.__dataclass_fields__)


class NoteForm(Form):
    """A note as it is being written. A draft may leave out anything; a finished note may not.

    `token` tells this opened page from any other; `note` and `version` say which draft it goes into, once
    there is one; `kept_for` whose it is, should the session end before it is saved.
    """

    marks_optional = False

    token = fields.HiddenField(coerce=UUID, required=False)
    note = fields.HiddenField(coerce=int, required=False)
    version = fields.HiddenField(coerce=int, required=False)
    kept_for = fields.HiddenField(required=False)
    kind = fields.ChoiceField(
        label="What kind of note is it?",
        choices=[],
        required=False,
        required_message="Select what kind of note it is",
        hints={
            NoteKind.DECISION: "With the decision and the reason for it",
            NoteKind.OVERSIGHT: "By a senior officer or a manager",
        },
        small=True,
    )
    happened_on = fields.DateField(
        label="When did it happen?",
        called="day it happened",
        required=False,
        latest_message="The day it happened must be today or in the past",
    )
    happened_at = fields.TimeField(
        label="At what time? (optional)",
        called="time it happened",
        hint="For example, 2:10pm",
        required=False,
    )
    people_present = fields.TextField(
        label="Who was it with? (optional)",
        called="who it was with",
        hint="Everybody who was there, or who wrote to whom",
        max_length=300,
        required=False,
    )
    was_child_seen = fields.YesNoField(
        label="Was the child seen? (optional)", required=False, reveals={"yes": ["was_child_seen_alone"]}
    )
    was_child_seen_alone = fields.YesNoField(label="Was the child seen alone? (optional)", required=False)
    child_voice_method = fields.SelectField(
        label="How was the child’s own view come by? (optional)",
        choices=ChildVoice.choices,
        empty_label="Choose one",
        required=False,
    )
    child_voice = fields.TextareaField(
        label="What did the child say or show? (optional)",
        called="what the child said or showed",
        hint="In the child’s own words where you can. If their view was not obtained, say why.",
        max_length=LONGEST_TEXT,
        required=False,
    )
    text = fields.TextareaField(
        label="What was seen and said",
        called="what was seen and said",
        hint="Facts only. A decision may go without.",
        max_length=LONGEST_TEXT,
        rows=10,
        required=False,
    )
    analysis = fields.TextareaField(
        label="What you think it means (optional)",
        called="what you think it means",
        hint="Your own view, kept apart from the facts",
        max_length=LONGEST_TEXT,
        required=False,
    )
    decision = fields.TextareaField(
        label="What was decided? (optional)",
        called="what was decided",
        hint="Needed where the note is a decision",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )
    decision_reason = fields.TextareaField(
        label="Why was it decided? (optional)",
        called="reason for the decision",
        hint="Needed with every decision",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
    )
    is_significant = fields.BooleanField(
        label="It belongs among the significant events of the chronology", required=False
    )

    def __init__(
        self, *args: Any, on: date, may_oversee: bool, is_finishing: bool = False, **options: Any
    ) -> None:
        options["initial"] = {"token": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.on, self.is_finishing = on, is_finishing
        kind: Any = self.fields["kind"]
        kind.choices = [each for each in NoteKind.choices if may_oversee or each[0] != NoteKind.OVERSIGHT]
        happened_on: Any = self.fields["happened_on"]
        happened_on.latest = on

    def clean(self) -> dict[str, Any]:
        if self.is_finishing:
            details = self.details
            facts = rules.NoteFacts(
                kind=details.kind,
                is_decision=details.kind == NoteKind.DECISION,
                happened_on=details.happened_on,
                text=details.text,
                decision=details.decision,
                decision_reason=details.decision_reason,
                child_voice_method=details.child_voice_method,
                child_voice=details.child_voice,
            )
            self.add_faults(rules.what_a_note_lacks(facts, on=self.on))
        return self.cleaned_data

    def add_faults(self, faults: dict[str, str]) -> None:
        for name, message in faults.items():
            if name not in self.errors:
                self.add_error(name, message)

    @property
    def details(self) -> NoteDetails:
        """Return what can be kept of what was typed: everything but what is marked as wrong."""
        typed = self.cleaned_data
        blank = NoteDetails()
        kept = {name: typed.get(name) for name in DETAILS}
        return NoteDetails(
            **{name: getattr(blank, name) if value is None else value for name, value in kept.items()}
        )

    @property
    def is_complete(self) -> bool:
        """Say whether the note is to be finished, and can be."""
        return self.is_finishing and not self.errors

    @property
    def is_blank(self) -> bool:
        return self.details == NoteDetails()


def initial_of(note: Note) -> dict[str, Any]:
    """Return what a draft holds, for the form that carries on with it."""
    return {name: getattr(note, name) for name in DETAILS} | {"note": note.pk, "version": note.version}


class AddendumForm(Form):
    token = fields.HiddenField(coerce=UUID, required=True)
    text = fields.TextareaField(
        label="What has to be corrected or added?",
        called="what has to be corrected or added",
        required_message="Enter what has to be corrected or added",
        hint="The note stays as it is; this is shown under it",
        max_length=LONGEST_TEXT,
        rows=8,
    )
    reason = fields.TextField(label="Why?", called="reason", max_length=LONGEST_REASON, width="full")

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"token": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)
