"""What is typed to agree an action, to change it, to say what came of it, and to link two cases."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.cases.choices import LinkKind
from casework.cases.queries import Owners
from casework.cases.services import Owner
from casework.ui import fields
from casework.ui.forms import Form

LONGEST_TEXT = 400
LONGEST_REASON = 200


class OwnedForm(Form):
    """A form that says who has to do something, and by when."""

    owner = fields.SelectField(
        label="Who is to do it?",
        choices=[],
        empty_label="Choose one",
        required_message="Select who is to do it",
    )
    due_on = fields.DateField(
        label="By when?", called="day it is due", earliest_message="The day it is due must be today or later"
    )

    def __init__(self, *args: Any, owners: Owners, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.owners = {f"person-{each.user.pk}": each for each in owners.people}
        self.owners |= {f"inbox-{each.team.pk}": each for each in owners.inboxes}
        owner: Any = self.fields["owner"]
        owner.choices = [(key, str(each)) for key, each in self.owners.items()]
        due_on: Any = self.fields["due_on"]
        due_on.earliest = on

    @property
    def chosen(self) -> Owner:
        found = self.owners[self.cleaned_data["owner"]]
        return Owner(found.user, found.team, is_inbox=found.is_inbox)


class AddActionForm(OwnedForm):
    token = fields.HiddenField(coerce=UUID, required=True)
    text = fields.TextareaField(
        label="What is to be done?",
        called="what is to be done",
        required_message="Enter what is to be done",
        max_length=LONGEST_TEXT,
        rows=3,
    )

    field_order = ["text", "owner", "due_on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"token": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)


class ChangeActionForm(OwnedForm):
    """`seen` is the owner and date that the page showed, so that two people cannot overwrite each other."""

    seen = fields.HiddenField(required=True)
    reason = fields.TextField(label="Why?", called="reason", max_length=LONGEST_REASON, width="full")


class FinishActionForm(Form):
    done_on = fields.DateField(
        label="When was it done?",
        called="day it was done",
        latest_message="The day it was done must be today or in the past",
    )
    outcome = fields.TextareaField(
        label="What came of it?",
        called="what came of it",
        required_message="Enter what came of it",
        max_length=LONGEST_TEXT,
        rows=3,
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, initial={"done_on": on}, **options)
        done_on: Any = self.fields["done_on"]
        done_on.latest = on


class LinkCaseForm(Form):
    reference = fields.TextField(
        label="Reference of the other case",
        called="reference of the other case",
        hint="For example, EXC-2026-00042",
        max_length=20,
        width=20,
        spellcheck=False,
        autocomplete="off",
    )
    kind = fields.ChoiceField(
        label="How do they belong together?",
        choices=LinkKind.choices,
        required_message="Select how they belong together",
    )
    reason = fields.TextField(
        label="Anything else about the link", max_length=LONGEST_REASON, width="full", required=False
    )

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"]
        return "".join(reference.split()).upper()
