"""What a count answers with: a date, or what is missing, and the days it used."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from casework.schools.choices import DayKind
from casework.schools.rules.years import school_year_name

if TYPE_CHECKING:
    from casework.schools.rules.calendar import SchoolCalendar


class CalendarError(ValueError):
    """The calendar contradicts itself; the message says where, in words an officer can act on."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No date, because the calendar does not reach: never a guess."""

    missing: str
    message: str

    def __str__(self) -> str:
        return self.message


class SkippedDay(NamedTuple):
    day: date
    kind: DayKind
    reason: str


class Hole(NamedTuple):
    """Days inside the calendar that no loaded term settles."""

    first: date
    last: date
    position: int
    unknown: Unknown


class CountUnit(StrEnum):
    """How a count runs: what it counts, and where day 1 lies."""

    AFTER = "school days after"
    NTH = "school days, the first counted as day 1"
    BEFORE = "school days before"
    WORKING = "working days after"


@dataclass(frozen=True, slots=True)
class Count:
    """A finished count. The days themselves are worked out only when somebody asks."""

    start: date
    length: int
    result: date | Unknown
    unit: CountUnit
    calendar: "SchoolCalendar" = field(repr=False, compare=False)

    @property
    def counted(self) -> tuple[tuple[int, date], ...]:
        return self.calendar.counted_days(self)

    @property
    def skipped(self) -> tuple[SkippedDay, ...]:
        return self.calendar.skipped_days(self)


def term_dates_missing(first_year: int, last_year: int) -> Unknown:
    """Say which school years to load; each is named by the calendar year it begins in."""
    missing = school_year_name(first_year)
    if last_year > first_year:
        joint = "and" if last_year == first_year + 1 else "to"
        missing = f"{missing} {joint} {school_year_name(last_year)}"
    return Unknown(missing=missing, message=f"Add term dates for {missing}")


def in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
