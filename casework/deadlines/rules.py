"""The rule book and the obligations drawn from it: plain values, no database and no today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from casework.deadlines.choices import Confidence, ObligationKind, OwedBy, RuleStatus, Unit
from casework.schools.choices import SchoolType
from casework.schools.rules import Count, Unknown, in_words

STATE_FUNDED = frozenset({SchoolType.MAINTAINED, SchoolType.PRU, SchoolType.ACADEMY, SchoolType.AP_ACADEMY})


class NoRuleInForce(LookupError):
    """No version of a rule applied on that day to that type of school."""


class RuleBookError(ValueError):
    """Two versions of one rule contradict each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleVersion:
    """One rule as it stood between two dates, with where it is written."""

    rule_id: str
    title: str
    source: str
    status: RuleStatus
    confidence: Confidence
    owed_by: OwedBy
    valid_from: date
    valid_to: date | None = None
    length: int | None = None
    unit: Unit | None = None
    applies_to: frozenset[SchoolType] = STATE_FUNDED
    note: str = ""

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def length_may_be_set(self) -> bool:
        """A length read in the law itself is not the council's to change."""
        settled = self.status == RuleStatus.MUST and self.confidence == Confidence.A
        return self.length is not None and not settled


class RuleBook:
    """Every version of a service's rules, picked by the date of the fact and the type of school."""

    def __init__(self, versions: Iterable[RuleVersion]) -> None:
        self._versions: dict[str, list[RuleVersion]] = {}
        for version in sorted(versions, key=lambda each: (each.rule_id, each.valid_from)):
            earlier = self._versions.setdefault(version.rule_id, [])
            if any(_clash(version, other) for other in earlier):
                raise RuleBookError(f"Two versions of {version.rule_id} are in force on {version.valid_from}")
            earlier.append(version)

    @property
    def versions(self) -> tuple[RuleVersion, ...]:
        return tuple(version for versions in self._versions.values() for version in versions)

    def version(self, rule_id: str, *, on: date, school_type: SchoolType) -> RuleVersion:
        """Return the version in force. Raises NoRuleInForce when there was none."""
        for version in self._versions[rule_id]:
            if version.in_force(on) and school_type in version.applies_to:
                return version
        raise NoRuleInForce(f"{rule_id} was not in force on {in_words(on)}")

    def nearest(self, rule_id: str, *, on: date) -> RuleVersion:
        """Return the version closest in time, to say what the rule is when it does not apply."""
        versions = self._versions[rule_id]
        return next((each for each in versions if each.valid_to is None or on <= each.valid_to), versions[-1])


@dataclass(frozen=True, kw_only=True, slots=True)
class Obligation:
    """What one rule asks for on one set of facts.

    `due` is a date (or a moment, for rules in hours), Unknown where the calendar does not reach,
    or None where the rule is correctly not triggered; `because` says why in a plain sentence.
    `track` is None for a helper date that others are counted from.
    """

    rule: RuleVersion
    kind: ObligationKind
    due: date | datetime | Unknown | None
    because: str
    owed_by: OwedBy
    key: str = ""
    track: str | None = None
    started_on: date | None = None
    count: Count | None = None
    met_on: date | None = None
    warn_on: date | None = None
    provisional: bool = False
    notes: tuple[str, ...] = ()

    @property
    def rule_id(self) -> str:
        return self.rule.rule_id

    @property
    def name(self) -> str:
        """The rule id with its discriminator: "notify-cancel:PARENT"."""
        return f"{self.rule_id}:{self.key}" if self.key else self.rule_id

    @property
    def is_triggered(self) -> bool:
        return self.due is not None


def explain(obligation: Obligation) -> dict[str, object]:
    """Return the whole reasoning as plain data, to be stored on the case and drawn on a page."""
    rule, count = obligation.rule, obligation.count
    return {
        "rule": rule.rule_id,
        "key": obligation.key,
        "title": rule.title,
        "status": str(rule.status),
        "confidence": str(rule.confidence),
        "source": rule.source,
        "in_force_from": rule.valid_from.isoformat(),
        "in_force_until": rule.valid_to.isoformat() if rule.valid_to else None,
        "owed_by": str(obligation.owed_by),
        "kind": str(obligation.kind),
        "track": obligation.track,
        "because": obligation.because,
        "start": obligation.started_on.isoformat() if obligation.started_on else None,
        "length": count.length if count else rule.length,
        "unit": str(rule.unit) if rule.unit else None,
        "counting": str(count.unit) if count else None,
        "counted": [{"n": n, "date": day.isoformat()} for n, day in count.counted] if count else [],
        "skipped": _skipped(count) if count else [],
        "due": due_as_text(obligation.due),
        "unknown": str(obligation.due) if isinstance(obligation.due, Unknown) else None,
        "warn": obligation.warn_on.isoformat() if obligation.warn_on else None,
        "met": obligation.met_on.isoformat() if obligation.met_on else None,
        "provisional": obligation.provisional,
        "notes": [*obligation.notes, *([rule.note] if rule.note else [])],
    }


def due_as_text(due: date | datetime | Unknown | None) -> str | None:
    """Return a due date for a file: ISO, a moment as the clock on the wall shows it, "unknown" or None."""
    if due is None:
        return None
    if isinstance(due, Unknown):
        return "unknown"
    if isinstance(due, datetime):
        return due.replace(tzinfo=None).isoformat(timespec="minutes")
    return due.isoformat()


def _skipped(count: Count) -> list[dict[str, str]]:
    return [
        {"date": day.isoformat(), "kind": str(kind), "reason": reason} for day, kind, reason in count.skipped
    ]


def _clash(one: RuleVersion, other: RuleVersion) -> bool:
    overlap = one.in_force(other.valid_from) or other.in_force(one.valid_from)
    return overlap and bool(one.applies_to & other.applies_to)
