"""What is typed to change a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.forms import BoundField

from casework.schools.choices import ClosureKind
from casework.schools.models import TermBlock
from casework.schools.services import MAX_REASON, NewTerm
from casework.ui import fields
from casework.ui.forms import Form

USUAL_NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
# One more than the half terms of a year, for a school that divides one.
SPARE_BLOCKS = 1


class CalendarForm(Form):
    """Every change says why, and carries a token so that pressing twice changes once."""

    token = fields.HiddenField(coerce=UUID, required=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"token": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)


def reason_field(label: str, hint: str = "") -> fields.TextField:
    return fields.TextField(
        label=label,
        hint=hint,
        called="reason",
        required_message="Say why the calendar changes",
        max_length=MAX_REASON,
    )


class ClosureForm(CalendarForm):
    kind = fields.ChoiceField(
        label="What kind of closure is it?",
        choices=ClosureKind.choices,
        hints={
            ClosureKind.INSET: "Staff are in school and pupils are not",
            ClosureKind.CLOSURE: "Snow, flood, no heating, an election",
        },
        required_message="Select what kind of closure it is",
    )
    starts_on = fields.DateField(label="First day closed", called="first day closed")
    ends_on = fields.DateField(
        label="Last day closed",
        hint="Leave this out when it is one day",
        called="last day closed",
        required=False,
    )
    reason = reason_field("Why does the school close?", "Shown wherever these days are left out of a count")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and not ends_on and "ends_on" not in self.errors:
            given["ends_on"] = starts_on
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day closed must be the first day or later")
        return given


class ReasonForm(CalendarForm):
    reason = reason_field("Why does the calendar change?")


class TermsForm(CalendarForm):
    """All the blocks of one school year, one after another. A block left empty is not there."""

    marks_optional = False

    def __init__(self, *args: Any, terms: Sequence[TermBlock], **options: Any) -> None:
        self.count = max(len(terms), len(USUAL_NAMES)) + SPARE_BLOCKS
        options["initial"] = {**_initial(terms), **options.get("initial", {})}
        super().__init__(*args, **options)
        for n in range(self.count):
            self.fields |= _block_fields(n)
        self.fields["is_provisional"] = fields.BooleanField(
            label="These dates are provisional", hint="Pages say so until they are confirmed"
        )
        self.fields["reason"] = reason_field("Why do the dates change?")

    @property
    def rows(self) -> Iterator[tuple[int, BoundField, BoundField, BoundField]]:
        for n in range(self.count):
            yield n + 1, self[f"name_{n}"], self[f"starts_on_{n}"], self[f"ends_on_{n}"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["blocks"] = [block for n in range(self.count) if (block := self._block(n, given))]
        if not given["blocks"] and not self.errors:
            self.add_error("starts_on_0", "Enter at least one term")
        return given

    def _block(self, n: int, given: Mapping[str, Any]) -> NewTerm | None:
        name, starts_on, ends_on = (given.get(f"{part}_{n}") for part in ("name", "starts_on", "ends_on"))
        called = name or f"term {n + 1}"
        failed = {f"starts_on_{n}", f"ends_on_{n}"} & self.errors.keys()
        if failed or not (starts_on or ends_on):
            return None
        if not name:
            self.add_error(f"name_{n}", f"Enter the name of {called}")
        if not starts_on:
            self.add_error(f"starts_on_{n}", f"Enter the first day of {called}")
        if not ends_on:
            self.add_error(f"ends_on_{n}", f"Enter the last day of {called}")
        if not (name and starts_on and ends_on):
            return None
        if ends_on < starts_on:
            self.add_error(f"ends_on_{n}", f"The last day of {called} must be its first day or later")
            return None
        return NewTerm(name, starts_on, ends_on, is_provisional=given.get("is_provisional", False))


def _block_fields(n: int) -> dict[str, fields.TextField | fields.DateField]:
    called = USUAL_NAMES[n] if n < len(USUAL_NAMES) else f"term {n + 1}"
    return {
        f"name_{n}": fields.TextField(
            label="Name", called=f"name of {called}", required=False, max_length=40, width=20
        ),
        f"starts_on_{n}": fields.DateField(
            label="First day", called=f"first day of {called}", required=False
        ),
        f"ends_on_{n}": fields.DateField(label="Last day", called=f"last day of {called}", required=False),
    }


def _initial(terms: Sequence[TermBlock]) -> dict[str, Any]:
    initial: dict[str, Any] = {"is_provisional": any(block.is_provisional for block in terms)}
    if not terms:
        return initial | {f"name_{n}": name for n, name in enumerate(USUAL_NAMES)}
    for n, block in enumerate(terms):
        initial |= {f"name_{n}": block.name, f"starts_on_{n}": block.starts_on, f"ends_on_{n}": block.ends_on}
    return initial
