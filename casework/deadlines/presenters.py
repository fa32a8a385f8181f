"""A stored explanation, in words for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from casework.deadlines.choices import Confidence, OwedBy, RuleStatus
from casework.ui.words import say_date


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that were all counted, or all skipped for one reason."""

    dates: str
    what: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class ExplanationText:
    """What an officer reads out: the answer, the rule, and how the days were counted."""

    answer: str
    because: str
    rule: str
    status: str
    confidence: str
    owed_by: str
    source: str
    in_force: str
    start: str
    stretches: tuple[Stretch, ...]
    notes: tuple[str, ...]


def explanation_text(explanation: Mapping[str, Any]) -> ExplanationText:
    """Return the words for a stored explanation, its days in the order of counting."""
    return ExplanationText(
        answer=_answer(explanation),
        because=explanation["because"],
        rule=explanation["title"],
        status=str(RuleStatus(explanation["status"]).label),
        confidence=str(Confidence(explanation["confidence"]).label),
        owed_by=str(OwedBy(explanation["owed_by"]).label),
        source=explanation["source"],
        in_force=_in_force(explanation),
        start=_day_words(explanation["start"]),
        stretches=_stretches(explanation),
        notes=tuple(explanation["notes"]),
    )


def _answer(explanation: Mapping[str, Any]) -> str:
    if explanation["unknown"]:
        return f"Not known. {explanation['unknown']}"
    if explanation["due"] is None:
        return "Does not apply"
    return _day_words(explanation["due"][:10])


def _in_force(explanation: Mapping[str, Any]) -> str:
    since = f"In force from {_day_words(explanation['in_force_from'])}"
    until = explanation["in_force_until"]
    return f"{since} to {_day_words(until)}" if until else since


def _stretches(explanation: Mapping[str, Any]) -> tuple[Stretch, ...]:
    days = [(date.fromisoformat(each["date"]), "", each["n"]) for each in explanation["counted"]]
    days += [(date.fromisoformat(each["date"]), each["reason"], 0) for each in explanation["skipped"]]
    backwards = len(explanation["counted"]) > 1 and days[0][0] > days[1][0]
    days.sort(key=lambda each: each[0], reverse=backwards)
    groups = groupby(days, key=lambda each: each[1])
    return tuple(_stretch(reason, list(group)) for reason, group in groups)


def _stretch(reason: str, days: list[tuple[date, str, int]]) -> Stretch:
    first, last = days[0], days[-1]
    dates = say_date(first[0])
    if last is not first:
        early, late = sorted((first[0], last[0]))
        dates = f"{say_date(early)} to {say_date(late)}"
    if reason:
        return Stretch(dates, f"not counted: {reason}", is_counted=False)
    numbers = f"day {first[2]}" if last is first else f"days {first[2]} to {last[2]}"
    return Stretch(dates, numbers, is_counted=True)


def _day_words(iso: str | None) -> str:
    return say_date(date.fromisoformat(iso)) if iso else ""
