"""Keeping stored deadlines in step with the facts they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from casework.access.models import User
from casework.cases import rules
from casework.cases.choices import ChronologyKind, DeadlineState
from casework.cases.kinds import CaseKind, kind_of
from casework.cases.models import Case, Deadline
from casework.cases.services.record import record_for_many, record_in_chronology
from casework.cases.services.summary import refresh_due, refresh_education
from casework.deadlines.choices import Unit
from casework.deadlines.models import RuleSetting
from casework.deadlines.queries import agreed_settings, settings_on
from casework.deadlines.registry import RuleSet, all_rule_sets
from casework.deadlines.rules import Obligation, explain
from casework.schools.models import School
from casework.schools.queries import calendars_of
from casework.schools.rules import SchoolCalendar, Unknown
from casework.ui.words import say_short

COMPUTED = [
    "title",
    "track",
    "kind",
    "status",
    "owed_by",
    "state",
    "computed_on",
    "due_on",
    "warn_on",
    "is_provisional",
    "missing_calendar",
    "met_on",
    "met_by",
    "is_met_by_facts",
    "closed_reason",
    "explanation",
]
# A person decided these; the clockwork leaves them as they were when that was done.
DECIDED = (DeadlineState.MET, DeadlineState.NOT_APPLICABLE)


@dataclass(frozen=True)
class Moved:
    """One deadline whose date, or whose being owed, changed; in words for the chronology."""

    deadline: Deadline
    text: str


@dataclass
class Workings:
    """What many cases share while they are recalculated: calendars and settings, loaded once."""

    calendars: dict[int, SchoolCalendar] = field(default_factory=dict)
    settings: list[RuleSetting] = field(default_factory=list)

    @classmethod
    def for_cases(cls, cases: Iterable[Case]) -> Workings:
        schools = {case.school_id: case.school for case in cases if case.school is not None}
        return cls(calendars=calendars_of(_schools(schools.values())), settings=agreed_settings())

    def obligations(self, case: Case) -> list[Obligation]:
        kind = kind_of(case)
        rule_set = _rule_set(kind)
        settings = settings_on(rule_set, rows=self.settings, on=kind.law_date(case))
        return rule_set.compute(kind.facts_for(case), self.calendar(case), settings)

    def calendar(self, case: Case) -> SchoolCalendar:
        return self.calendars.get(case.school_id or 0, SchoolCalendar(()))


@dataclass
class Changes:
    """The rows one synchronisation adds and changes, written together."""

    added: list[Deadline] = field(default_factory=list)
    changed: list[Deadline] = field(default_factory=list)
    # Columns that differ in any changed row: writing the others again is most of the cost of a large change.
    columns: set[str] = field(default_factory=set)

    def note(self, deadline: Deadline, before: dict[str, Any]) -> bool:
        """Keep a row to be written where it differs from what it was, and say whether it does."""
        differing = {name for name in COMPUTED if before[name] != getattr(deadline, name)}
        if differing:
            self.changed.append(deadline)
            self.columns |= differing
        return bool(differing)

    def save(self, *, by: User | None, why: str) -> None:
        reason = why[:100]
        if self.added:
            bulk_create_with_history(
                self.added, Deadline, batch_size=200, default_user=by, default_change_reason=reason
            )
        if self.changed:
            bulk_update_with_history(
                self.changed,
                Deadline,
                sorted(self.columns),
                batch_size=200,
                default_user=by,
                default_change_reason=reason,
            )


def loaded(kind: CaseKind) -> Any:
    """Return the cases of a kind with everything recalculating them reads."""
    deadlines = Deadline.objects.prefetch_related("pauses", "extensions")
    return (
        Case.objects.filter(kind=kind.code)
        .select_related("school__authority", "child", "officer", "team", *kind.load)
        .prefetch_related(Prefetch("deadlines", queryset=deadlines), *kind.prefetch)
    )


@transaction.atomic
def start_deadlines(*, case: Case, by: User, happened_on: date) -> None:
    """Start every clock the facts of a new case call for, and say so in the chronology."""
    fresh = loaded(kind_of(case)).get(pk=case.pk)
    changes = Changes()
    _apply(fresh, Workings.for_cases([fresh]), changes)
    changes.save(by=by, why="Started with the case")
    refresh_due([case.pk])
    refresh_education([fresh])
    record_in_chronology(
        case=case,
        kind=ChronologyKind.DEADLINES_STARTED,
        text="Clocks started",
        details=[f"{d.title}: {_date_words(d)}" for d in changes.added if d.state == DeadlineState.OPEN],
        by=by,
        happened_on=happened_on,
    )


@transaction.atomic
def synchronise_deadlines(*, case: Case, by: User | None, because: str, happened_on: date) -> list[Moved]:
    """Work out one case's deadlines again and write what differs. Run twice, the second changes nothing."""
    fresh = loaded(kind_of(case)).get(pk=case.pk)
    return synchronise_many(
        [fresh], workings=Workings.for_cases([fresh]), by=by, because=because, happened_on=happened_on
    )


def synchronise_many(
    cases: Iterable[Case], *, workings: Workings, by: User | None, because: str, happened_on: date
) -> list[Moved]:
    """Work out the deadlines of loaded cases again; each case that moved says so in its chronology."""
    changes = Changes()
    everything: list[Moved] = []
    told: list[tuple[Case, list[Moved]]] = []
    cases = list(cases)
    refresh_education(cases)
    for case in cases:
        moved = _apply(case, workings, changes)
        if moved:
            told.append((case, moved))
            everything += moved
    changes.save(by=by, why=because)
    refresh_due({each.case_id for each in (*changes.added, *changes.changed)})
    record_for_many(
        [(case, [each.text for each in moved]) for case, moved in told],
        kind=ChronologyKind.DEADLINES_MOVED,
        text=because,
        by=by,
        happened_on=happened_on,
    )
    return everything


def _apply(case: Case, workings: Workings, changes: Changes) -> list[Moved]:
    kept = {(each.rule_id, each.key): each for each in case.deadlines.all()}
    moved: list[Moved] = []
    for obligation in workings.obligations(case):
        if obligation.track is None:
            continue
        deadline = kept.pop((obligation.rule_id, obligation.key), None)
        if deadline is None:
            if obligation.is_triggered:
                added = _fill(_new(case, obligation), obligation, workings.calendar(case))
                changes.added.append(added)
                moved.append(Moved(added, f"{added.title}: {_date_words(added)} (new)"))
            continue
        moved += _follow(deadline, obligation, workings.calendar(case), changes)
    for deadline in kept.values():
        moved += _fall_away(deadline, "The facts no longer call for it", changes)
    return moved


def _follow(
    deadline: Deadline, obligation: Obligation, calendar: SchoolCalendar, changes: Changes
) -> list[Moved]:
    if _is_settled(deadline, obligation):
        return []
    if not obligation.is_triggered:
        return _fall_away(deadline, obligation.because, changes)
    before = _computed(deadline)
    words_before = _date_words(deadline)
    _fill(deadline, obligation, calendar)
    return _what_moved(deadline, before, words_before) if changes.note(deadline, before) else []


def _is_settled(deadline: Deadline, obligation: Obligation) -> bool:
    """Say whether a step is closed: it keeps the date that applied to it, unless its start changed."""
    if deadline.state not in DECIDED:
        return False
    if not deadline.is_met_by_facts:
        return True
    start = obligation.started_on.isoformat() if obligation.started_on else None
    return deadline.met_on == obligation.met_on and deadline.explanation.get("start") == start


def _computed(deadline: Deadline) -> dict[str, Any]:
    return {name: getattr(deadline, name) for name in COMPUTED}


def _what_moved(deadline: Deadline, before: dict[str, Any], words_before: str) -> list[Moved]:
    words = _date_words(deadline)
    if before["state"] == DeadlineState.FALLEN_AWAY:
        return [Moved(deadline, f"{deadline.title}: owed again, {words}")]
    if deadline.state == DeadlineState.MET and before["state"] == DeadlineState.OPEN:
        return [Moved(deadline, f"{deadline.title}: met on {say_short(deadline.met_on)}")]
    if deadline.state == DeadlineState.OPEN and before["state"] == DeadlineState.MET:
        return [Moved(deadline, f"{deadline.title}: open again, {words}")]
    if (before["due_on"], before["missing_calendar"]) != (deadline.due_on, deadline.missing_calendar):
        return [Moved(deadline, f"{deadline.title}: was {words_before}, now {words}")]
    return []


def _fall_away(deadline: Deadline, why: str, changes: Changes) -> list[Moved]:
    if deadline.state == DeadlineState.FALLEN_AWAY or (
        deadline.state in DECIDED and not deadline.is_met_by_facts
    ):
        return []
    before = _computed(deadline)
    deadline.state = DeadlineState.FALLEN_AWAY
    deadline.closed_reason = why[:300]
    deadline.met_on, deadline.met_by, deadline.is_met_by_facts = None, "", False
    changes.note(deadline, before)
    return [Moved(deadline, f"{deadline.title}: no longer owed. {why}")]


def _new(case: Case, obligation: Obligation) -> Deadline:
    return Deadline(
        case=case,
        rule_id=obligation.rule_id,
        key=obligation.key,
        owner=case.officer,
        owner_team=case.team,
    )


def _fill(deadline: Deadline, obligation: Obligation, calendar: SchoolCalendar) -> Deadline:
    explanation = explain(obligation)
    deadline.title = str(explanation["title"])
    deadline.track = obligation.track or ""
    deadline.kind = str(obligation.kind)
    deadline.status = str(obligation.rule.status)
    deadline.owed_by = str(obligation.owed_by.label)
    deadline.warn_on = obligation.warn_on
    deadline.is_provisional = obligation.provisional
    deadline.explanation = explanation | {
        "unknown_years": obligation.due.missing if isinstance(obligation.due, Unknown) else ""
    }
    deadline.closed_reason = ""
    deadline.computed_on = _as_date(obligation.due)
    refresh_date(deadline, calendar)
    deadline.met_on = obligation.met_on
    deadline.is_met_by_facts = obligation.met_on is not None
    deadline.met_by = "Recorded on the case" if obligation.met_on else ""
    deadline.state = DeadlineState.MET if obligation.met_on else DeadlineState.OPEN
    return deadline


def refresh_date(deadline: Deadline, calendar: SchoolCalendar) -> None:
    """Set a deadline's date from its rule's date, its pauses and its extensions, as they now stand."""
    due = _date_with_changes(deadline, calendar)
    deadline.due_on = due if isinstance(due, date) else None
    deadline.missing_calendar = due.missing if isinstance(due, Unknown) else ""


def _date_with_changes(deadline: Deadline, calendar: SchoolCalendar) -> date | Unknown | None:
    extensions = deadline.extensions.all() if deadline.pk else []
    extended_to = max((each.new_due_on for each in extensions), default=None)
    due = _date_with_pauses(deadline, calendar)
    if extended_to is None or due is None:
        return due
    return extended_to if isinstance(due, Unknown) else max(due, extended_to)


def _date_with_pauses(deadline: Deadline, calendar: SchoolCalendar) -> date | Unknown | None:
    if deadline.computed_on is None:
        years = deadline.explanation.get("unknown_years") or ""
        return Unknown(years, deadline.explanation.get("unknown") or "") if years else None
    pauses = deadline.pauses.all() if deadline.pk else []
    return rules.date_with_pauses(
        deadline.computed_on,
        pauses=[rules.PausedDays(each.starts_on, each.ends_on) for each in pauses],
        calendar=calendar,
        counts_school_days=deadline.explanation.get("unit") == Unit.SCHOOL_DAY,
    )


def _as_date(due: date | datetime | Unknown | None) -> date | None:
    if isinstance(due, datetime):
        return due.date()
    return due if isinstance(due, date) else None


def _date_words(deadline: Deadline) -> str:
    if deadline.due_on:
        return say_short(deadline.due_on)
    if deadline.missing_calendar:
        return f"not known until term dates for {deadline.missing_calendar} are added"
    return "paused"


def _schools(schools: Iterable[School | None]) -> list[School]:
    return [school for school in schools if school is not None]


def _rule_set(kind: CaseKind) -> RuleSet[Any]:
    return next(each for each in all_rule_sets() if each.name == kind.rule_set)
