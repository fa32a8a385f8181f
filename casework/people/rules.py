"""Checks on a person's identifiers and age: plain Python, every fact passed in."""

import re
from datetime import date

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
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
