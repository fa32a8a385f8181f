"""Explanations, clocks and settings, in words for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from casework.deadlines.choices import Confidence, ObligationKind, OwedBy, RuleStatus
from casework.deadlines.models import RuleSetting
from casework.deadlines.queries import Settable
from casework.deadlines.rules import Obligation
from casework.schools.rules import SkippedDay, Unknown
from casework.ui.words import plural, say_date, say_day, say_moment, say_time


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


# Clocks worked out but not stored: a preview, or the calculator's answer


@dataclass(frozen=True, slots=True)
class Clock:
    """One obligation as a page shows it, with the reason for it and each day counted."""

    title: str
    when: str
    due: str
    is_known: bool
    status: str
    owed_by: str
    because: str
    source: str
    is_provisional: bool
    is_confirmed: bool
    met: str
    counted: tuple[tuple[int, date], ...]
    skipped: tuple[SkippedDay, ...]
    notes: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class ClockGroup:
    title: str
    clocks: list[Clock]


@dataclass(frozen=True, slots=True)
class Clocks:
    """What a set of facts leads to: clocks by track, dates they are counted from, and what is not owed."""

    groups: list[ClockGroup]
    helpers: list[Clock]
    not_started: list[Clock]
    missing: list[str]


# The others are dates to know: nobody has to do anything by them.
TO_BE_DONE = (ObligationKind.DEADLINE, ObligationKind.WINDOW)
WHEN = {
    ObligationKind.DEADLINE: "By",
    ObligationKind.MILESTONE: "On",
    ObligationKind.EARLIEST: "Not before",
    ObligationKind.WINDOW: "Until",
}


def clocks(obligations: Iterable[Obligation], *, tracks: Sequence[tuple[str, str]]) -> Clocks:
    """Return obligations in words: by track and date, then the dates that belong to none."""
    found = sorted(obligations, key=_by_date)
    owed = [each for each in found if each.is_triggered]
    groups = [
        ClockGroup(label, [clock(each) for each in owed if each.track == track]) for track, label in tracks
    ]
    missing = [str(each.due) for each in owed if isinstance(each.due, Unknown)]
    return Clocks(
        groups=[group for group in groups if group.clocks],
        helpers=[clock(each) for each in owed if each.track is None],
        not_started=[clock(each) for each in found if not each.is_triggered],
        missing=list(dict.fromkeys(missing)),
    )


def clock(obligation: Obligation) -> Clock:
    rule, count = obligation.rule, obligation.count
    return Clock(
        title=f"{rule.title} ({obligation.key.replace('_', ' ').lower()})" if obligation.key else rule.title,
        when=WHEN[obligation.kind],
        due=_due_words(obligation.due),
        is_known=isinstance(obligation.due, date),
        status=rule.status.value,
        owed_by=_in_a_sentence(obligation.owed_by.label) if obligation.kind in TO_BE_DONE else "",
        because=obligation.because,
        source=rule.source,
        is_provisional=obligation.provisional,
        is_confirmed=rule.confidence is not Confidence.C,
        met=say_day(obligation.met_on),
        counted=count.counted if count else (),
        skipped=count.skipped if count else (),
        notes=obligation.notes,
        remark=rule.note,
    )


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]


def _by_date(obligation: Obligation) -> tuple[date, str]:
    due = obligation.due
    if isinstance(due, datetime):
        due = due.date()
    return (due if isinstance(due, date) else date.max), obligation.rule.title


def _due_words(due: date | datetime | Unknown | None) -> str:
    if isinstance(due, Unknown):
        return str(due)
    return f"{say_day(due)}, {say_time(due)}" if isinstance(due, datetime) else say_day(due)


# Settings


def setting_parts(settable: Settable, *, on: date) -> dict[str, Any]:
    """Return one setting as the page shows it: what it is, what holds, and how it came to."""
    in_force = settable.in_force(on)
    spec, rule = settable.spec, settable.rule
    about = spec or rule
    assert about is not None
    default = spec.default if spec else rule.length if rule else None
    return {
        "key": settable.key,
        "title": about.title,
        "explanation": spec.explanation if spec else rule.note if rule else "",
        "now": value_words(settable, in_force.value if in_force else default),
        "since": f"Since {say_date(in_force.starts_on)}" if in_force else "The default",
        "default": value_words(settable, default) if in_force else "",
        "confidence": about.confidence.label,
        "is_sure": about.confidence is Confidence.A,
        "source": about.source,
        "history": [_setting_row(settable, row) for row in settable.agreed],
        "waiting": len(settable.waiting),
    }


def waiting_parts(settable: Settable, row: RuleSetting) -> dict[str, Any]:
    """Return a proposal that waits for a manager."""
    about = settable.spec or settable.rule
    assert about is not None
    return {
        "pk": row.pk,
        "proposed_by_id": row.proposed_by_id,
        "title": about.title,
        "value": value_words(settable, row.value),
        "from": say_date(row.starts_on),
        "reason": row.reason,
        "by": str(row.proposed_by),
        "when": say_moment(row.proposed_at),
    }


def value_words(settable: Settable, value: object) -> str:
    """Return a value of a setting as a person would say it."""
    if settable.rule is not None:
        unit = settable.rule.unit.label if settable.rule.unit else "days"
        return plural(int(str(value)), unit.removesuffix("s"))
    spec = settable.spec
    if spec is not None and spec.choices:
        return dict(spec.choices).get(str(value), str(value))
    if value is None:
        return "No date yet"
    if spec is not None and spec.value_type is date:
        return say_date(value if isinstance(value, date) else date.fromisoformat(str(value)))
    return str(value) or "Not set"


def _setting_row(settable: Settable, row: RuleSetting) -> list[Any]:
    return [
        {"text": say_date(row.starts_on)},
        {"text": value_words(settable, row.value), "note": row.reason},
        {"text": str(row.proposed_by)},
        {"text": str(row.approved_by), "note": say_moment(row.approved_at)},
    ]
