"""What is chosen and decided about a file on its way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField

from casework.access.models import Team
from casework.cases.kinds import IntakeColumn
from casework.intake.choices import Settled
from casework.intake.columns import Columns, kinds_that_come_in
from casework.intake.models import IntakeRow
from casework.intake.rules import quoted, settled_in_bulk
from casework.ui import fields
from casework.ui.forms import Form

CHILDREN_ALONE = "children"
LONGEST_SAMPLE = 40


class ChooseFileForm(Form):
    file = fields.FileField(
        label="File",
        called="file",
        hint="A CSV file or an Excel workbook (.xlsx), with headings in its first row",
        required_message="Choose a file",
    )
    kind = fields.ChoiceField(
        label="What is in each row?", choices=[], required_message="Select what is in each row"
    )
    team = fields.SelectField(label="Which team is it for?", choices=[], required_message="Select the team")
    token = fields.HiddenField(coerce=UUID, required=True)

    def __init__(self, *args: Any, teams: Sequence[Team], **options: Any) -> None:
        options["initial"] = {"token": uuid4(), "kind": CHILDREN_ALONE, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.teams = teams
        file: Any = self.fields["file"]
        file.max_bytes = settings.INTAKE_MAX_BYTES
        file.help_text += (
            f", of at most {settings.INTAKE_MAX_BYTES / 1_000_000:g} MB and {settings.INTAKE_MAX_ROWS:,} rows"
        )
        kind: Any = self.fields["kind"]
        kind.choices = [
            (CHILDREN_ALONE, "A child"),
            *((code, f"A child with an open case: {label.lower()}") for code, label in kinds_that_come_in()),
        ]
        if len(teams) == 1:
            del self.fields["team"]
        else:
            team: Any = self.fields["team"]
            team.choices = [(str(each.pk), each.name) for each in teams]

    @property
    def kind_chosen(self) -> str:
        chosen = self.cleaned_data["kind"]
        return "" if chosen == CHILDREN_ALONE else str(chosen)

    @property
    def team_chosen(self) -> Team:
        chosen = self.cleaned_data.get("team")
        return next((team for team in self.teams if str(team.pk) == chosen), self.teams[0])


class MatchForm(Form):
    """For each thing to be known, the column of the file that says it."""

    def __init__(
        self,
        *args: Any,
        columns: Columns,
        headings: Sequence[str],
        samples: Sequence[Sequence[str]],
        mapping: Mapping[str, int],
        **options: Any,
    ) -> None:
        options["initial"] = {code: str(place) for code, place in mapping.items()}
        super().__init__(*args, **options)
        self.columns, self.mapping_before = columns, mapping
        offered = [
            (str(place), _option(heading, [row[place] for row in samples if place < len(row)]))
            for place, heading in enumerate(headings)
        ]
        for column in columns.all:
            self.fields[column.code] = fields.SelectField(
                label=column.label,
                choices=[("", "Not in the file"), *offered],
                required=column.is_required,
                required_message=f"Choose the column that has: {column.label}",
                width="full",
            )

    @property
    def mapping(self) -> dict[str, int]:
        return {code: int(place) for code, place in self.cleaned_data.items() if place}

    @property
    def asked_first(self) -> list[BoundField]:
        """Return the questions that need an answer, have one, or were answered wrongly."""
        return [self[each.code] for each in self.columns.all if self._comes_first(each)]

    @property
    def asked_last(self) -> list[BoundField]:
        return [self[each.code] for each in self.columns.all if not self._comes_first(each)]

    def _comes_first(self, column: IntakeColumn) -> bool:
        answered = self.data.get(column.code) if self.is_bound else column.code in self.mapping_before
        return column.is_required or bool(answered) or column.code in self.errors


class SettleForm(Form):
    """One decision a row, for the rows on a page. A row may wait."""

    marks_optional = False

    def __init__(self, *args: Any, rows: Sequence[IntakeRow], **options: Any) -> None:
        super().__init__(*args, **options)
        for row in rows:
            self.fields[f"row_{row.number}"] = fields.ChoiceField(
                label=f"Is row {row.number} the child who is here?",
                choices=Settled.choices,
                required=False,
                small=True,
                initial=row.settled or None,
            )

    @property
    def choices(self) -> dict[int, Settled]:
        return {
            int(name.removeprefix("row_")): Settled(choice)
            for name, choice in self.cleaned_data.items()
            if choice
        }


class SettleManyForm(Form):
    sort = fields.SelectField(
        label="Rows that differ in",
        choices=[],
        empty_label="Choose what differs",
        required_message="Select what differs",
    )
    choice = fields.ChoiceField(
        label="What should happen to all of them that you have not settled yet?",
        choices=Settled.choices,
        required_message="Select what should happen",
        small=True,
    )

    def __init__(
        self, *args: Any, sorts: Sequence[tuple[str, list[dict[str, str]], int, int]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.differences = {name: differences for name, differences, _, _ in sorts}
        sort: Any = self.fields["sort"]
        sort.choices = [
            ("", "Choose what differs"),
            *((name, f"{_in_words(differences)} ({left})") for name, differences, _, left in sorts if left),
        ]

    def clean(self) -> dict[str, Any]:
        sort, choice = self.cleaned_data.get("sort"), self.cleaned_data.get("choice")
        if sort and choice and choice not in settled_in_bulk(self.differences[sort]):
            raise ValidationError(
                "Where names, dates of birth or UPNs differ, look at each row: "
                "only “another child” can be said of all of them at once"
            )
        return self.cleaned_data


class BringInForm(Form):
    leaves_out_bad = fields.BooleanField(label="")

    def __init__(self, *args: Any, bad_rows: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if bad_rows:
            self.fields["leaves_out_bad"].label = f"Leave out the {bad_rows} that cannot be brought in"
        else:
            del self.fields["leaves_out_bad"]


def _option(heading: str, values: Sequence[str]) -> str:
    said = next((value for value in values if value.strip()), "")
    if not said:
        return f"{quoted(heading)} (empty)"
    line = " ".join(said.split())
    return f"{quoted(heading)}: {line[:LONGEST_SAMPLE]}{'…' if len(line) > LONGEST_SAMPLE else ''}"


def _in_words(differences: Sequence[Mapping[str, str]]) -> str:
    return ", ".join(each["label"] for each in differences) or "Nothing, but names or numbers are not sure"
