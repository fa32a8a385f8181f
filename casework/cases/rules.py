"""What pauses and extensions do to a date, and what stands in the way of closing: plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casework.schools.rules import SchoolCalendar, Unknown


@dataclass(frozen=True)
class PausedDays:
    """Days that do not count, first and last included; no last day while the clock stands."""

    first: date
    last: date | None


def date_with_pauses(
    computed: date, *, pauses: Iterable[PausedDays], calendar: SchoolCalendar, counts_school_days: bool
) -> date | Unknown | None:
    """Return a due date moved by exactly the days paused, in the unit its rule counts in.

    None while a pause runs, Unknown where the moved date lies beyond the calendar. A pause that begins
    after the
    date has passed moves nothing.
    """
    due = computed
    for pause in sorted(pauses, key=lambda each: each.first):
        if pause.first > due:
            continue
        if pause.last is None:
            return None
        moved = _moved(due, pause.first, pause.last, calendar if counts_school_days else None)
        if isinstance(moved, Unknown):
            return moved
        due = moved
    return due


def _moved(due: date, first: date, last: date, calendar: SchoolCalendar | None) -> date | Unknown:
    day_before = first - timedelta(days=1)
    if calendar is None:
        return due + (last - day_before)
    paused = calendar.school_days_between(day_before, last)
    if isinstance(paused, Unknown):
        return paused
    return calendar.school_days_after(due, paused) if paused else due


# What is due within so many school days is soon; without term dates, within so many days of any kind.
SOON_SCHOOL_DAYS = 5
SOON_DAYS = 7


def school_days_until(due: date, *, on: date, calendar: SchoolCalendar) -> int | None:
    """Return how many school days away a date is, negative once it has passed; None where nobody knows."""
    if due < on:
        passed = calendar.school_days_between(due, on)
        return None if isinstance(passed, Unknown) else -passed
    ahead = calendar.school_days_between(on, due)
    return None if isinstance(ahead, Unknown) else ahead


def is_soon(due: date, *, on: date, school_days: int | None) -> bool:
    """Say whether a date lies ahead and near, `school_days` being how far off it is."""
    if due <= on:
        return False
    if school_days is None:
        return (due - on).days <= SOON_DAYS
    return school_days <= SOON_SCHOOL_DAYS


def reasons_not_to_close(*, outcome: str, open_deadlines: int, from_the_service: Iterable[str]) -> list[str]:
    """Return what stands in the way of closing a case, in words an officer can act on."""
    reasons = list(from_the_service)
    if not outcome:
        reasons.append("Choose an outcome")
    if open_deadlines:
        what = "1 deadline is" if open_deadlines == 1 else f"{open_deadlines} deadlines are"
        reasons.append(f"{what} still open: meet each one, or have it agreed as not applicable")
    return reasons
