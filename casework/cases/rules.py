"""What pauses do to a date, what a note lacks, what stands in the way of closing: plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

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


# Closing

NO_OUTCOME = "Choose an outcome"


class Kept(StrEnum):
    """What may still be open on a case that somebody wants to close."""

    DEADLINE = "DEADLINE"
    ACTION = "ACTION"
    DRAFT = "DRAFT"


@dataclass(frozen=True)
class OpenItem:
    kind: Kept
    pk: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    outcome: str
    open_items: Sequence[OpenItem] = ()
    from_the_service: Sequence[str] = ()
    lacks_oversight: bool = False


def reasons_not_to_close(facts: ClosingFacts) -> list[str]:
    """Return what stands in the way of closing a case whatever is decided about open items."""
    reasons = list(facts.from_the_service)
    if not facts.outcome:
        reasons.append(NO_OUTCOME)
    if facts.lacks_oversight:
        reasons.append("A senior or manager has to write a management oversight note first")
    return reasons


WHAT_TO_DO = {
    Kept.DEADLINE: "meet it, or have it agreed as not applicable",
    Kept.ACTION: "say what came of it",
    Kept.DRAFT: "finish it or discard it",
}


def open_item_in_words(item: OpenItem) -> str:
    """Say what is open, and what would settle it."""
    return f"{item.text}: {WHAT_TO_DO[item.kind]}"


# Notes


def draft_lasts_until(begun_on: date, *, days: int, calendar: SchoolCalendar) -> date | None:
    """Return the last day on which a draft can be changed; None where bank holidays are not known so far."""
    last = calendar.working_days_after(begun_on, days)
    return None if isinstance(last, Unknown) else last


def is_written_late(happened_on: date, *, recorded_on: date, days: int, calendar: SchoolCalendar) -> bool:
    """Say whether a note was begun more than so many working days after what it tells of."""
    latest = calendar.working_days_after(happened_on, days)
    return not isinstance(latest, Unknown) and recorded_on > latest


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """What decides whether a note can be finished."""

    kind: str
    is_decision: bool
    happened_on: date | None
    text: str
    decision: str
    decision_reason: str
    child_voice_method: str
    child_voice: str


def what_a_note_lacks(facts: NoteFacts, *, on: date) -> dict[str, str]:
    """Return what has to be written before a note can be finished, by field."""
    lacks = {}
    if not facts.kind:
        lacks["kind"] = "Select what kind of note it is"
    if facts.happened_on is None:
        lacks["happened_on"] = "Enter the day it happened"
    elif facts.happened_on > on:
        lacks["happened_on"] = "The day it happened must be today or in the past"
    if not facts.is_decision and not facts.text:
        lacks["text"] = "Enter what was seen and said"
    if (facts.is_decision or facts.decision_reason) and not facts.decision:
        lacks["decision"] = "Enter what was decided"
    if facts.decision and not facts.decision_reason:
        lacks["decision_reason"] = "Enter the reason for the decision"
    if facts.child_voice_method and not facts.child_voice:
        lacks["child_voice"] = "Enter what the child said or showed, or why it was not obtained"
    if facts.child_voice and not facts.child_voice_method:
        lacks["child_voice_method"] = "Select how the child’s view was come by"
    return lacks
