"""Terms, school years and compulsory school age: what the date alone decides."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class StatutoryTermName(StrEnum):
    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"


@dataclass(frozen=True, slots=True)
class StatutoryTerm:
    """One of the three periods bounded by 31 December, Easter Monday and 31 July."""

    name: StatutoryTermName
    start: date
    end: date


@lru_cache(maxsize=256)
def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, year_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - year_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def easter_monday(year: int) -> date:
    return easter_sunday(year) + timedelta(days=1)


def good_friday(year: int) -> date:
    return easter_sunday(year) - timedelta(days=2)


def statutory_term(day: date) -> StatutoryTerm:
    """Return the statutory term a date falls in (SI 2012/1033 regulation 2, reference dates).

    Half terms and a school's own numbered terms never start a new one.
    """
    if day.month >= 8:
        return StatutoryTerm(StatutoryTermName.AUTUMN, date(day.year, 8, 1), date(day.year, 12, 31))
    spring_end = easter_monday(day.year)
    if day <= spring_end:
        return StatutoryTerm(StatutoryTermName.SPRING, date(day.year, 1, 1), spring_end)
    return StatutoryTerm(StatutoryTermName.SUMMER, spring_end + timedelta(days=1), date(day.year, 7, 31))


def school_year_begins_in(day: date) -> int:
    """Return the calendar year in which the school year of a school day began.

    A school year runs from the first school day after 31 July, so every school day
    from 1 August on is in the new one.
    """
    return day.year if day.month >= 8 else day.year - 1


def school_year_name(begins_in: int) -> str:
    return f"{begins_in}/{(begins_in + 1) % 100:02d}"


def compulsory_school_age_starts(date_of_birth: date) -> date:
    """Return the first day of compulsory school age (Education Act 1996 section 8(2)).

    It is the prescribed day (31 August, 31 December, 31 March) on or next after the fifth birthday.
    """
    fifth = birthday(date_of_birth, 5)
    prescribed = (
        date(fifth.year, 3, 31),
        date(fifth.year, 8, 31),
        date(fifth.year, 12, 31),
    )
    return next(day for day in prescribed if day >= fifth)


def compulsory_school_age_ends(date_of_birth: date) -> date:
    """Return the last day of compulsory school age (Education Act 1996 section 8(3)).

    It is the last Friday in June of the school year, September to August, of the sixteenth birthday.
    """
    sixteenth = birthday(date_of_birth, 16)
    year = sixteenth.year + 1 if sixteenth.month >= 9 else sixteenth.year
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def birthday(date_of_birth: date, age: int) -> date:
    """Return the day an age is reached; a birthday on 29 February counts on 1 March in other years."""
    year = date_of_birth.year + age
    if (date_of_birth.month, date_of_birth.day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1)
    return date_of_birth.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
