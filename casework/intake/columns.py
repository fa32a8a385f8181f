"""What a row of a file may say about a child, and the headings each thing goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.cases.kinds import Intake, IntakeColumn, all_kinds, kind_named
from casework.intake import rules
from casework.people.choices import Relationship

SCHOOL, OFFICER, OLD_REFERENCE = "school", "officer", "old_reference"
ADDRESS_LINES = ("address", "address_2", "address_3", "town", "county")
# The longest text that each field of the record keeps.
LONGEST: Mapping[str, int] = {
    "forenames": 120,
    "surname": 120,
    "known_as": 120,
    "parent_name": 160,
    "parent_telephone": 40,
    "parent_email": 254,
    "local_number": 40,
    "old_reference": 60,
}
RELATIONSHIPS = {label.casefold(): code for code, label in Relationship.choices} | {
    code.casefold(): code for code in Relationship.values
}
RELATIONSHIPS |= {"mum": Relationship.MOTHER, "dad": Relationship.FATHER, "guardian": Relationship.CARER}


def read_relationship(text: str) -> str:
    word = rules.read_line(text).casefold()
    if not word:
        return ""
    if word not in RELATIONSHIPS:
        raise ValueError(f"“{rules.quoted(word)}” is not a relationship the record has, such as Mother")
    return str(RELATIONSHIPS[word])


def read_email(text: str) -> str:
    address = rules.said(text).replace(" ", "")
    before, _, after = address.partition("@")
    if address and not (before and "." in after and "@" not in after):
        raise ValueError(f"“{rules.quoted(address)}” is not an email address")
    return address


def column(
    code: str, label: str, read: Callable[[str], Any], *other_headings: str, is_required: bool = False
) -> IntakeColumn:
    return IntakeColumn(code, label, is_required, read, other_headings)


CHILD = (
    column(
        *("forenames", "Forenames", rules.read_name),
        *("Forename", "First name", "First names", "Given name", "Given names", "Legal forenames"),
        *("Legal forename", "Legal first name", "Forename(s)", "Pupil forename", "Child forename"),
        *("Christian name", "Fname", "Firstname", "Child first name", "Pupil first name"),
        is_required=True,
    ),
    column(
        *("surname", "Surname", rules.read_name),
        *("Last name", "Family name", "Legal surname", "Legal last name", "Pupil surname", "Child surname"),
        *("Second name", "Lname", "Child last name", "Pupil last name"),
        is_required=True,
    ),
    column(
        *("known_as", "Preferred name", rules.read_name),
        *("Known as", "Preferred forename", "Preferred first name", "Chosen name", "Nickname"),
    ),
    column(
        *("date_of_birth", "Date of birth", rules.read_day),
        *("DOB", "D.O.B.", "Birth date", "Birthdate", "Born", "Born on", "Pupil DOB", "Child DOB"),
        *("Person birth date", "Date of birth (dd/mm/yyyy)"),
        is_required=True,
    ),
    column("sex", "Sex", rules.read_sex, "Gender", "Legal sex", "Sex/gender", "Gender code", "M/F"),
    column(
        *("upn", "UPN", rules.read_upn),
        *("Unique pupil number", "Pupil UPN", "Child UPN", "UPN number", "Current UPN"),
    ),
    column(
        *("address", "Address", rules.read_text),
        *("Address line 1", "Address 1", "Address1", "Home address", "Street", "Street address", "Addr1"),
        *("Full address", "House and street", "Pupil address"),
    ),
    column("address_2", "Address, second line", rules.read_line, "Address line 2", "Address 2", "Addr2"),
    column(
        *("address_3", "Address, third line", rules.read_line),
        *("Address line 3", "Address 3", "Addr3", "Locality", "District"),
    ),
    column(
        "town", "Town", rules.read_line, "Post town", "City", "Town or city", "Town/city", "Address line 4"
    ),
    column("county", "County", rules.read_line, "Address line 5"),
    column(
        *("postcode", "Postcode", rules.read_postcode),
        *("Post code", "Home postcode", "Pupil postcode", "Child postcode", "Postal code"),
    ),
    column(
        *(SCHOOL, "School (URN or DfE number)", rules.read_line),
        *("School URN", "URN", "DfE number", "LAESTAB", "Establishment number", "School code"),
        *("Establishment URN", "Current school URN", "School DfE number", "School number", "School"),
    ),
    column(
        *("local_number", "Council’s own number of the child", rules.read_line),
        *("Child ID", "Child number", "Pupil ID", "Person ID", "Person reference", "Client ID", "SourceID"),
        *("Local child number", "LA child ID", "EMS ID", "Synergy ID", "Capita ID", "Pupil reference"),
    ),
    column(
        *("parent_name", "Name of a parent or carer", rules.read_name),
        *("Parent name", "Parent", "Parent/carer", "Parent or carer", "Contact name", "Parent carer name"),
        *("Main contact", "Mother", "Contact 1 name", "Parent/carer name", "Guardian"),
    ),
    column(
        *("parent_relationship", "Their relationship to the child", read_relationship),
        *("Relationship", "Parent relationship", "Relationship to child", "Contact relationship"),
    ),
    column(
        *("parent_telephone", "Their telephone", rules.read_line),
        *("Telephone", "Phone", "Mobile", "Parent telephone", "Parent phone", "Contact telephone", "Tel"),
        *("Contact number", "Parent mobile", "Telephone number", "Phone number"),
    ),
    column(
        *("parent_email", "Their email address", read_email),
        *("Email", "E-mail", "Email address", "Parent email", "Contact email"),
    ),
)
# What any case says besides what its kind asks.
ANY_CASE = (
    column(
        *(OFFICER, "Officer’s email address", rules.read_line),
        *("Officer", "Officer email", "Caseworker", "Case worker", "Allocated officer", "Allocated to"),
        *("Worker email", "Worker"),
    ),
    column(
        *(OLD_REFERENCE, "Reference before", rules.read_line),
        *("Old reference", "Reference", "Case reference", "Case ID", "Case number", "Case ref"),
        *("Previous reference",),
    ),
)


@dataclass(frozen=True)
class Columns:
    """What is asked of a file: the child's columns, and those of the kind of case its rows open."""

    child: tuple[IntakeColumn, ...]
    case: tuple[IntakeColumn, ...] = ()

    @property
    def all(self) -> tuple[IntakeColumn, ...]:
        return (*self.child, *self.case)

    @property
    def labels(self) -> dict[str, str]:
        return {each.code: each.label for each in self.all}

    def guess(self, headings: Sequence[str]) -> dict[str, int]:
        # What a kind asks for goes first: “Start date” says more there than in a list of children.
        named = [
            rules.Named(each.code, (each.label, *each.other_headings)) for each in (*self.case, *self.child)
        ]
        return rules.guess_mapping(headings, named)

    def missing(self, mapping: Mapping[str, int]) -> list[IntakeColumn]:
        return [each for each in self.all if each.is_required and each.code not in mapping]


def columns_of(kind: str) -> Columns:
    """Return what is asked of a file whose rows open cases of a kind, or are children where none is named.

    What a kind asks for by the code of a child's column takes that column's place.
    """
    if not kind:
        return Columns(CHILD)
    intake = intake_of(kind)
    asked = {each.code for each in intake.columns}
    return Columns(
        tuple(each for each in CHILD if each.code not in asked),
        (*intake.columns, *(each for each in ANY_CASE if each.code not in asked)),
    )


def intake_of(kind: str) -> Intake:
    """Return how cases of a kind come in. Raises KeyError where they do not."""
    intake = kind_named(kind).intake
    if intake is None:
        raise KeyError(kind)
    return intake


def kinds_that_come_in() -> list[tuple[str, str]]:
    """Return the code and the label of each kind of case that may come in from a file."""
    return [(kind.code, kind.label) for kind in all_kinds() if kind.intake is not None]
