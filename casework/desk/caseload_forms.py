"""What is chosen on the pages of a caseload: filters, their names, and who takes cases over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from casework.access.models import User
from casework.cases.forms import reason_field
from casework.cases.kinds import all_kinds
from casework.desk.queries.caseload import (
    CLOSED,
    DUE,
    HAS_LEFT,
    LATE,
    NOBODY,
    RESTRICTED,
    SORTS,
    TEAM,
    WITHOUT_EDUCATION,
    Options,
)
from casework.ui import fields
from casework.ui.forms import FilterForm, Form

LONGEST_FILTER_NAME = 60


class CaseloadFilter(FilterForm):
    officer = fields.SelectField(label="Officer", required=False, empty_label="Anybody", choices=[])
    team = fields.SelectField(label="Team", required=False, empty_label="All", choices=[], coerce=int)
    school = fields.SelectField(label="School", required=False, empty_label="All", choices=[], coerce=int)
    kind = fields.SelectField(label="Kind of case", required=False, empty_label="All", choices=[])
    track = fields.SelectField(label="Open step in", required=False, empty_label="Any track", choices=[])
    status = fields.SelectField(label="Cases", required=False, choices=[("", "Open"), (CLOSED, "Closed")])
    sort = fields.SelectField(
        label="Sorted by",
        required=False,
        choices=[("" if code == DUE else code, sort.label) for code, sort in SORTS.items()],
    )
    only = fields.MultipleChoiceField(
        label="Only",
        required=False,
        small=True,
        choices=[
            (LATE, "Late"),
            (WITHOUT_EDUCATION, "Without education"),
            (RESTRICTED, "Restricted"),
        ],
    )

    def __init__(self, *args: Any, options: Options, viewer: User, whose: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.offer("officer", _officers(options, viewer, whose))
        self.offer("team", options.teams.items())
        self.offer("school", options.schools.items())
        self.offer("kind", [(kind.code, kind.label) for kind in all_kinds()])
        tracks = {track.code: track.label for kind in all_kinds() for track in kind.tracks}
        self.offer("track", tracks.items())
        # A question with one answer is none; what an address asks is kept, to be answered or refused.
        for name in ("team", "kind"):
            if len(self.choices_of(name)) < 2 and not self.data.get(name):
                del self.fields[name]

    def offer(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    def choices_of(self, name: str) -> list[tuple[Any, str]]:
        field: Any = self.fields[name]
        return list(field.choices)

    @property
    def is_narrowing(self) -> bool:
        return self.is_bound and any(self.data.get(name) for name in self.fields)


def _officers(options: Options, viewer: User, whose: str) -> list[tuple[str, str]]:
    people = [(str(pk), name) for pk, name in options.officers.items()]
    people += [(str(pk), f"{name} (has left)") for pk, name in options.gone.items()]
    special = [(NOBODY, "Nobody (team inbox)")]
    if whose == TEAM:
        special.append((HAS_LEFT, "Anybody who has left"))
    return special + people


class FilterNameForm(Form):
    name = fields.TextField(
        label="What is the filter called?",
        called="name of the filter",
        hint="For you alone. Do not use a child’s name",
        max_length=LONGEST_FILTER_NAME,
        width="two-thirds",
    )


class ConfirmForm(Form):
    """Nothing to fill in: the button is the answer."""


ONE, EVENLY = "ONE", "EVENLY"


class ReallocateForm(Form):
    """To whom the chosen cases go, and why."""

    to_whom = fields.ChoiceField(
        label="Who holds the cases from now on?",
        choices=[(ONE, "One officer"), (EVENLY, "Several officers, spread evenly")],
        required_message="Select who holds the cases from now on",
        reveals={ONE: ["officer"], EVENLY: ["officers"]},
    )
    officer = fields.SelectField(
        label="Officer", empty_label="Select an officer", choices=[], required_message="Select an officer"
    )
    officers = fields.MultipleChoiceField(
        label="Between whom?",
        choices=[],
        small=True,
        required_message="Select the officers",
        hint="Each gets as many of the chosen cases as the others, or one more",
    )
    reason = reason_field("Why do they change hands?")
    token = fields.HiddenField(coerce=UUID)

    def __init__(self, *args: Any, officers: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in officers}
        for name in ("officer", "officers"):
            field: Any = self.fields[name]
            field.choices = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["token"].initial = uuid4

    def clean(self) -> dict[str, Any]:
        evenly = self.cleaned_data.get("to_whom") == EVENLY
        if evenly and len(self.cleaned_data.get("officers") or []) == 1:
            self.add_error("officers", "Select two officers or more, or choose one officer above")
        return self.cleaned_data

    @property
    def chosen(self) -> list[User]:
        if self.cleaned_data["to_whom"] == ONE:
            return [self.people[self.cleaned_data["officer"]]]
        return [self.people[pk] for pk in self.cleaned_data["officers"]]

    @property
    def once(self) -> UUID:
        return self.cleaned_data["token"] or uuid4()
