"""What is plain about duty: the halves of a day, the days of a week, and how far off an answer is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta

from casework.duty.choices import PartOfDay
from casework.schools.rules import SchoolCalendar

MIDDAY = time(12)
MONDAY_TO_FRIDAY = 5
HALVES = (PartOfDay.MORNING, PartOfDay.AFTERNOON)

# Who is on duty in each half of a day, by the person's key; a half without an entry has nobody.
Halves = Mapping[tuple[date, PartOfDay], int]


def week_of(day: date) -> date:
    """Return the Monday of the week that a rota shows for a day: at a weekend, of the week to come."""
    if day.weekday() >= MONDAY_TO_FRIDAY:
        return day + timedelta(days=7 - day.weekday())
    return day - timedelta(days=day.weekday())


def weekdays_of(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(MONDAY_TO_FRIDAY)]


def half_at(clock: time) -> PartOfDay:
    return PartOfDay.MORNING if clock < MIDDAY else PartOfDay.AFTERNOON


def covers(part: str, half: PartOfDay) -> bool:
    return part in (PartOfDay.ALL_DAY, half)


def halves_of(turns: Iterable[tuple[date, str, int]]) -> dict[tuple[date, PartOfDay], int]:
    """Return who is on duty in each half, from the day, part and person of each turn."""
    return {(on, half): person for on, part, person in turns for half in HALVES if covers(part, half)}


def turns_of(halves: Halves) -> dict[tuple[date, PartOfDay], int]:
    """Return the turns that halves make: one for the whole day where one person has both."""
    turns: dict[tuple[date, PartOfDay], int] = {}
    for (on, half), person in halves.items():
        if all(halves.get((on, each)) == person for each in HALVES):
            turns[on, PartOfDay.ALL_DAY] = person
        else:
            turns[on, half] = person
    return turns


def as_seen(halves: Halves) -> str:
    """Return a week as one line of text, to tell whether it is still as somebody saw it."""
    return ",".join(f"{on}.{half}.{person}" for (on, half), person in sorted(halves.items()))


def working_days_until(due: date, *, on: date, calendar: SchoolCalendar) -> int:
    """Return how many working days off a day is; the figure is negative where it has gone by."""
    first, last = sorted((due, on))
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    count = sum(calendar.is_working_day(day) for day in days)
    return count if due >= on else -count
