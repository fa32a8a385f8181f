"""One row of a file as what it says: values by code, every fault in words, and what is worth a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.cases.kinds import Intake, IntakeColumn
from casework.intake import rules
from casework.intake.columns import ADDRESS_LINES, LONGEST, OFFICER, SCHOOL, Columns
from casework.intake.queries import Places
from casework.people.choices import Relationship
from casework.people.models import Child
from casework.people.services import ChildDetails, ContactDetails
from casework.people.services.many import Newcomer
from casework.ui.words import say_date

LONGEST_ADDRESS = 400
SEXES = {"F": "Female", "M": "Male"}


@dataclass
class ReadRow:
    """What one row says. With faults, the values are only those that could be read."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def identity(self) -> tuple[str, str, date] | None:
        """Return what tells the child from others within the file."""
        names = (self.values.get("forenames"), self.values.get("surname"))
        born = self.values.get("date_of_birth")
        if not all(names) or born is None:
            return None
        return str(names[0]).casefold(), str(names[1]).casefold(), born

    @property
    def details(self) -> ChildDetails:
        values = self.values
        return ChildDetails(
            forenames=values["forenames"],
            surname=values["surname"],
            known_as=values.get("known_as") or "",
            date_of_birth=values["date_of_birth"],
            sex=values.get("sex") or "",
            upn=values.get("upn") or "",
            address=_address(values),
            postcode=values.get("postcode") or "",
        )

    @property
    def parent(self) -> ContactDetails | None:
        values = self.values
        if not values.get("parent_name"):
            return None
        return ContactDetails(
            name=values["parent_name"],
            relationship=values.get("parent_relationship") or Relationship.PARENT,
            telephone=values.get("parent_telephone") or "",
            email=values.get("parent_email") or "",
        )

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(
            details=self.details,
            parent=self.parent,
            school=self.values.get(SCHOOL),
            local_number=self.values.get("local_number") or "",
        )

    @property
    def case_values(self) -> tuple[tuple[str, Any], ...]:
        return tuple(sorted(self.values.items(), key=lambda item: item[0]))


def school_cell(cells: Sequence[str], mapping: Mapping[str, int]) -> str:
    return rules.read_line(_cell(cells, mapping.get(SCHOOL)))


def read_row(
    cells: Sequence[str],
    *,
    columns: Columns,
    mapping: Mapping[str, int],
    width: int,
    places: Places,
    intake: Intake | None,
    on: date,
) -> ReadRow:
    """Return what a row says, and everything that is wrong with it."""
    row = ReadRow()
    if len(cells) != width:
        row.faults.append(
            f"The row has {len(cells)} cells where the headings have {width}: "
            "a comma or a cell may be missing or too many"
        )
        return row
    for column in columns.all:
        if column.code in mapping:
            _read(row, column, cells[mapping[column.code]], places)
    _look_at_whole(row, on)
    if intake is not None and not row.faults:
        row.faults += intake.check(row.values, row.values["date_of_birth"], on)
    return row


def compared(details: ChildDetails, parent: ContactDetails | None) -> dict[str, str]:
    """Return what is compared of a child, in words."""
    return {
        "forenames": details.forenames,
        "surname": details.surname,
        "known_as": details.known_as,
        "date_of_birth": say_date(details.date_of_birth),
        "sex": SEXES.get(details.sex, ""),
        "upn": details.upn,
        "address": details.address.replace("\n", ", "),
        "postcode": details.postcode,
        "parent": parent.name if parent else "",
    }


LABELS = {
    "forenames": "Forenames",
    "surname": "Surname",
    "known_as": "Preferred name",
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "upn": "UPN",
    "address": "Address",
    "postcode": "Postcode",
    "parent": "Parent or carer",
}


def differences(child: Child, row: ReadRow) -> list[rules.Difference]:
    """Return what a row says otherwise than the child's record; any of the contacts may be its parent."""
    here = compared(details_of(child), None)
    file = compared(row.details, row.parent)
    names = [link.contact.name for link in child.child_contacts.all() if link.ended_on is None]
    here["parent"] = ", ".join(names)
    if any(rules.same_words(name, file["parent"]) for name in names):
        file["parent"] = ""
    return rules.differing(here, file, LABELS)


def is_surely(child: Child, row: ReadRow) -> bool:
    """Say whether names and birth date agree, and UPNs where both are known: no number alone is enough."""
    details = row.details
    if child.date_of_birth != details.date_of_birth or (
        child.upn and details.upn and child.upn != details.upn
    ):
        return False
    return rules.same_words(child.surname, details.surname) and rules.same_words(
        child.forenames, details.forenames
    )


def details_of(child: Child) -> ChildDetails:
    return ChildDetails(
        forenames=child.forenames,
        surname=child.surname,
        known_as=child.known_as,
        date_of_birth=child.date_of_birth,
        sex=child.sex,
        upn=child.upn,
        address=child.address,
        postcode=child.postcode,
    )


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _read(row: ReadRow, column: IntakeColumn, cell: str, places: Places) -> None:
    try:
        value = column.read(cell)
        if column.code == SCHOOL:
            value = places.school(value)
        elif column.code == OFFICER:
            value = places.officer(value)
    except ValueError as error:
        row.faults.append(f"{column.label}: {error}")
        return
    if value in (None, "") and column.is_required:
        row.faults.append(f"{column.label}: nothing is given")
        return
    longest = LONGEST.get(column.code)
    if longest and len(value) > longest:
        row.faults.append(f"{column.label}: longer than {longest} characters")
        return
    row.values[column.code] = value


def _look_at_whole(row: ReadRow, on: date) -> None:
    values = row.values
    if (born := values.get("date_of_birth")) and (fault := rules.birth_fault(born, on)):
        row.faults.append(fault)
    if len(_address(values)) > LONGEST_ADDRESS:
        row.faults.append(f"The address is longer than {LONGEST_ADDRESS} characters")
    if (upn := values.get("upn")) and (note := rules.upn_note(upn)):
        row.notes.append(note)
    told = [values.get(code) for code in ("parent_telephone", "parent_email", "parent_relationship")]
    if any(told) and not values.get("parent_name"):
        row.notes.append("A parent’s details without a name are left out")


def _address(values: Mapping[str, Any]) -> str:
    return "\n".join(line for code in ADDRESS_LINES if (line := values.get(code)))
