"""Checks on a person's identifiers and age: plain Python, every fact passed in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.people.choices import (
    ETHNICITIES,
    LANGUAGES,
    FreeMeals,
    IdentifierKind,
    PostLookedAfter,
    SenNeed,
    SocialCare,
    StatusKind,
    YoungCarer,
)

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
ULN = re.compile(r"[1-9][0-9]{9}")
UPN_SHAPE = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")


def tidy_upn(text: str) -> str:
    """Return a unique pupil number as it is stored: capitals, no spaces."""
    return "".join(text.split()).upper()


def upn_fault(upn: str) -> str:
    """Say in words what is wrong with a unique pupil number, or nothing where it passes.

    Takes a tidied number. The check letter is the remainder by 23 of characters 2 to 13 weighted 2 to 13,
    in an
    alphabet without I, O and S. The authority in it is the one that gave it, perhaps abolished since, so it
    is
    not checked. Source: Unique Pupil Number 2.0, Government Data Standards Catalogue.
    """
    if len(upn) != 13:
        return f"A UPN has 13 characters; this has {len(upn)}"
    if not UPN_SHAPE.fullmatch(upn):
        return (
            "A UPN is a letter, 11 numbers, and a number or a letter; the letters I, O and S are never used"
        )
    if upn[0] != upn_check_letter(upn):
        letter = upn_check_letter(upn)
        return f"The first letter does not fit the numbers: check the UPN. For these it would be {letter}"
    return ""


def upn_check_letter(upn: str) -> str:
    """Return the letter that the other twelve characters call for."""
    values = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in upn[1:]]
    return UPN_LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]


def age_on(date_of_birth: date, on: date) -> int:
    """Return the age in whole years. Somebody born on 29 February is a year older on 1 March in other
    years."""
    return on.year - date_of_birth.year - ((on.month, on.day) < (date_of_birth.month, date_of_birth.day))


def national_curriculum_year(date_of_birth: date, on: date) -> int:
    """Return the year group of a child taught with their own age: 0 is Reception, 11 is Year 11.

    A school year runs from 1 September; the year group is the age on the 31 August before it, less four.
    """
    september = on.year if on.month >= 9 else on.year - 1
    return age_on(date_of_birth, date(september, 8, 31)) - 4


def earliest_date_of_birth(on: date) -> date:
    """Return the first birthday of anybody education services can still be about on a day.

    An education, health and care plan may run to the end of the academic year in which the person turns 25
    (Children and Families Act 2014, section 46).
    """
    september = on.year if on.month >= 9 else on.year - 1
    return date(september - 25, 9, 1)


def tidy_postcode(text: str) -> str:
    """Return a postcode in capitals with its space, or nothing where it is not one."""
    match = POSTCODE.fullmatch("".join(text.split()).upper())
    return f"{match[1]} {match[2]}" if match else ""


def year_group_name(year: int) -> str:
    """Return a national curriculum year in words, or nothing outside school."""
    if year == 0:
        return "Reception"
    if year in (-1, -2):
        return "Nursery"
    return f"Year {year}" if 1 <= year <= 14 else ""


YEAR_GROUPS = {str(year): year_group_name(year) for year in range(-1, 15)}


def uln_fault(uln: str) -> str:
    """Say in words what is wrong with a unique learner number, or nothing where it passes.

    Takes a tidied number. All ten digits weighted 10 to 1 leave the remainder 10 by 11 (Higher Education
    Statistics Agency). 9999999999 stands for a number not known yet, and fails.
    """
    if not ULN.fullmatch(uln):
        return "A ULN has 10 numbers, and does not begin with 0"
    if sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), uln, strict=True)) % 11 != 10:
        return "The last number does not fit the others: check the ULN"
    return ""


def tidy_identifier(kind: str, text: str) -> str:
    """Return a number as it is stored: a UPN and a ULN without spaces, any other as it came."""
    return tidy_upn(text) if kind in (IdentifierKind.FORMER_UPN, IdentifierKind.ULN) else text.strip()


def identifier_fault(kind: str, value: str) -> str:
    """Say in words what is wrong with a number of the child, or nothing; only two kinds can be checked."""
    if kind == IdentifierKind.FORMER_UPN:
        return upn_fault(value)
    return uln_fault(value) if kind == IdentifierKind.ULN else ""


@dataclass(frozen=True)
class ValueList:
    """What a kind of fact is answered with: the question, and descriptions by code."""

    label: str
    values: Mapping[str, str]


# Kinds that are not here hold or do not hold, and have no value.
VALUES: Mapping[str, ValueList] = {
    StatusKind.SOCIAL_CARE: ValueList("How is social care involved?", dict(SocialCare.choices)),
    StatusKind.SEN_NEED: ValueList("Type of need", dict(SenNeed.choices)),
    StatusKind.FREE_MEALS: ValueList("Which free school meals?", dict(FreeMeals.choices)),
    StatusKind.YOUNG_CARER: ValueList("Who identified the young carer?", dict(YoungCarer.choices)),
    StatusKind.ETHNICITY: ValueList("Ethnicity", ETHNICITIES),
    StatusKind.LANGUAGE: ValueList("First language", LANGUAGES),
    StatusKind.INTERPRETER: ValueList("Language of the interpreter", LANGUAGES),
    StatusKind.YEAR_GROUP: ValueList("Year group the child is taught in", YEAR_GROUPS),
    StatusKind.PREVIOUSLY_LOOKED_AFTER: ValueList(
        "How did the child cease to be looked after?", dict(PostLookedAfter.choices)
    ),
}
# Recorded before there were values, or by a service that asks for none.
MAY_LACK_A_VALUE = frozenset({StatusKind.YOUNG_CARER, StatusKind.PREVIOUSLY_LOOKED_AFTER})
NEEDS_AUTHORITY = frozenset({StatusKind.HOME_AUTHORITY, StatusKind.LOOKED_AFTER})
# A child may have several of these at once, each with another value.
SEVERAL_AT_ONCE = frozenset({StatusKind.SEN_NEED})


def value_in_words(kind: str, value: str) -> str:
    listed = VALUES.get(kind)
    return listed.values.get(value, value) if listed else value


def fact_fault(kind: str, *, value: str, has_authority: bool) -> str:
    """Say in words what a fact lacks, or has that it cannot have; nothing where it is whole."""
    listed = VALUES.get(kind)
    if listed is None and value:
        return "This kind of fact has no value"
    if listed is not None and value not in listed.values and (value or kind not in MAY_LACK_A_VALUE):
        return f"Select an answer: {listed.label}"
    if kind in NEEDS_AUTHORITY and not has_authority:
        return "Select the local authority"
    return ""


@dataclass(frozen=True)
class Span:
    """From a day until another, both counted; without a last day it runs on."""

    starts_on: date
    ends_on: date | None = None

    def overlaps(self, other: "Span") -> bool:
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (
            other.ends_on is None or self.starts_on <= other.ends_on
        )

    def can_end_before(self, other: "Span") -> bool:
        """Say whether this one runs on, and only has to end the day before the other begins."""
        return self.ends_on is None and other.ends_on is None and self.starts_on < other.starts_on


def overlapping(span: Span, others: Iterable[Span]) -> Span | None:
    """Return the first of the others that shares a day with a span."""
    return next((other for other in others if span.overlaps(other)), None)


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def is_stale(*, confirmed_on: date, on: date, after_days: int) -> bool:
    """Say whether nobody has confirmed a fact for longer than the council's own limit."""
    return (on - confirmed_on).days > after_days
