"""Days laid out for a page: the months of a year, and the days a count took or passed over."""

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.ui.words import MONTHS

# Kind, the letter that says it without colour, and its name in the legend.
LEGEND = (
    ("SCHOOL_DAY", "", "School day"),
    ("WEEKEND", "", "Weekend"),
    ("HOLIDAY", "H", "School holiday"),
    ("BANK_HOLIDAY", "B", "Bank holiday"),
    ("INSET", "I", "INSET day"),
    ("CLOSURE", "C", "Closed"),
    ("BEYOND", "?", "No term dates yet"),
)
LETTERS = {kind: letter for kind, letter, _ in LEGEND}


@dataclass(frozen=True)
class DayMark:
    """What kind of day it is, and how that is said: "bank holiday: Good Friday"."""

    kind: str
    text: str


@dataclass(frozen=True)
class DayCell:
    number: int
    kind: str
    letter: str
    text: str


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list[list[DayCell | None]]


@dataclass(frozen=True)
class ListedDay:
    date: date
    number: int | None
    reason: str


def months_between(first: date, last: date, kind_of: Callable[[date], DayMark]) -> list[Month]:
    """Return every month from the first day's to the last day's, week by week from Monday."""
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append(Month(name=f"{MONTHS[month - 1]} {year}", weeks=_weeks(year, month, kind_of)))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def days_in_order(counted: Iterable[Any], skipped: Iterable[Any]) -> list[ListedDay]:
    """Merge the days a count took with those it passed over, in order.

    Days come as the count gives them, `(number, date)` and `(date, …, reason)`, or as a kept explanation
    has them, `{"n", "date"}` and `{"date", "reason"}`.
    """
    days = [_counted(day) for day in counted] + [_skipped(day) for day in skipped]
    return sorted(days, key=lambda day: day.date)


def _counted(day: Any) -> ListedDay:
    number, counted_on = (day["n"], day["date"]) if isinstance(day, Mapping) else day
    return ListedDay(date=_date(counted_on), number=number, reason="")


def _skipped(day: Any) -> ListedDay:
    skipped_on, *_, reason = (day["date"], day["reason"]) if isinstance(day, Mapping) else day
    return ListedDay(date=_date(skipped_on), number=None, reason=str(reason))


def _date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _weeks(year: int, month: int, kind_of: Callable[[date], DayMark]) -> list[list[DayCell | None]]:
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(year, month)
    return [[_cell(date(year, month, day), kind_of) if day else None for day in week] for week in weeks]


def _cell(day: date, kind_of: Callable[[date], DayMark]) -> DayCell:
    mark = kind_of(day)
    return DayCell(number=day.day, kind=mark.kind, letter=LETTERS[mark.kind], text=mark.text)
