"""A case from its opening to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.cases import permissions, queries, rules
from casework.cases.choices import CASE_MOVES, CaseStatus, ChronologyKind, DeadlineState
from casework.cases.kinds import CaseKind, kind_of
from casework.cases.models import Allocation, Case, ReferenceCounter
from casework.cases.services.handover import withdraw_facts
from casework.cases.services.notes import finish_overdue_drafts_of
from casework.cases.services.record import record_in_chronology
from casework.cases.services.summary import refresh_due, refresh_education
from casework.cases.services.synchronise import Moved, synchronise_deadlines
from casework.people.models import Child
from casework.schools.models import School


class CaseChanged(Exception):
    """Somebody else saved the case after this person opened it. Carries the case as it now is."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


class CannotClose(Exception):
    """Something stands in the way of closing: `reasons` in words, and what is open in `facts`."""

    def __init__(self, reasons: Sequence[str], facts: rules.ClosingFacts) -> None:
        items = [rules.open_item_in_words(item) for item in facts.open_items]
        super().__init__("; ".join([*reasons, *items]))
        self.reasons = list(reasons)
        self.facts = facts


class MoveNotAllowed(Exception):
    """A case cannot go from its status to that one."""


def next_reference(*, prefix: str, year: int) -> str:
    """Return the next reference, for example EXC-2026-00042.

    The counter row is locked until the case's transaction ends, so that a case that is not saved leaves no
    gap.
    """
    ReferenceCounter.objects.get_or_create(prefix=prefix, year=year)
    counter = ReferenceCounter.objects.select_for_update(of=("self",)).get(prefix=prefix, year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return f"{prefix}-{year}-{counter.last_number:05d}"


@transaction.atomic
def open_case(
    *,
    kind: CaseKind,
    child: Child,
    school: School | None,
    team: Team,
    officer: User | None,
    by: User,
    opened_on: date,
) -> Case:
    """Open a case with its reference, its first allocation and its first chronology entry.

    The caller adds the service's own facts in the same transaction, then calls `start_deadlines`.
    """
    check_may(by, Verb.OPEN_CASE)
    case = Case(
        reference=next_reference(prefix=kind.prefix, year=opened_on.year),
        kind=kind.code,
        child=child,
        school=school,
        team=team,
        officer=officer,
        opened_on=opened_on,
        opened_by=by,
    )
    save_as(case, by=by)
    save_as(Allocation(case=case, officer=officer, team=team, by=by, reason="Opened"), by=by)
    record_in_chronology(
        case=case,
        kind=ChronologyKind.CASE_OPENED,
        text=f"{kind.label} case opened",
        details=[f"Allocated to {officer or team}"],
        by=by,
        happened_on=opened_on,
    )
    return case


def lock_case(*, case: Case, version: int | None = None) -> Case:
    """Return the case, locked until the transaction ends.

    Raises CaseChanged when somebody saved it after `version` was read.
    """
    locked = (
        Case.objects.select_for_update(of=("self",))
        .select_related("child", "school", "team", "officer")
        .get(pk=case.pk)
    )
    if version is not None and locked.version != version:
        raise CaseChanged(locked)
    return locked


def facts_changed(
    *, case: Case, by: User, text: str, happened_on: date, details: Sequence[str] = ()
) -> list[Moved]:
    """Tell the core that a locked case's facts changed: a chronology entry, and the clocks follow."""
    case.version += 1
    save_as(case, by=by)
    record_in_chronology(
        case=case,
        kind=ChronologyKind.FACTS_CHANGED,
        text=text,
        details=details,
        by=by,
        happened_on=happened_on,
    )
    return synchronise_deadlines(case=case, by=by, because=f"Because of: {text}", happened_on=happened_on)


def change_status(case: Case, *, to: CaseStatus, by: User, on: date) -> None:
    """Move a locked case to another status. Raises MoveNotAllowed where the table of moves has no such
    move."""
    if to not in CASE_MOVES[case.status]:
        raise MoveNotAllowed(
            f"A case that is {case.get_status_display().lower()} cannot become {to.label.lower()}"
        )
    case.status = to
    case.closed_on = None if to == CaseStatus.OPEN else on
    case.version += 1
    save_as(case, by=by)
    refresh_due([case.pk])
    if not case.is_open:
        refresh_education([case])


@transaction.atomic
def close_case(
    *, case: Case, by: User, outcome: str, closed_on: date, on: date | None = None, over_because: str = ""
) -> Case:
    """Close a case with an outcome.

    Raises CannotClose with everything that stands in the way. With a reason in `over_because`, those who may
    re-allocate the case close it over what is open: that meets nothing, and stands in the chronology.
    """
    case = lock_case(case=case)
    permissions.check_can_write(by, case)
    on = on or closed_on
    finish_overdue_drafts_of(case, on=on)
    facts = queries.closing_facts(case, outcome=outcome, on=on)
    reasons = rules.reasons_not_to_close(facts)
    left_open = [item.text for item in facts.open_items]
    if left_open and over_because:
        permissions.check_can_reallocate(by, case)
    if reasons or (left_open and not over_because):
        raise CannotClose(reasons, facts)
    case.outcome = outcome
    change_status(case, to=CaseStatus.CLOSED, by=by, on=closed_on)
    _end_allocation(case, by=by)
    over = [f"Closed over what is open: {over_because}", *(f"Left open: {text}" for text in left_open)]
    record_in_chronology(
        case=case,
        kind=ChronologyKind.CASE_CLOSED,
        text=f"Case closed: {kind_of(case).outcomes[outcome]}",
        details=over if left_open else [],
        by=by,
        happened_on=closed_on,
    )
    return case


@transaction.atomic
def reopen_case(*, case: Case, by: User, reason: str, on: date) -> Case:
    """Open a closed case again: with the officer who held it last, and its clocks.

    Where that officer no longer works in the team, the case waits in its inbox; what people who have left
    watched or had to do goes to the holder, or to that inbox.
    """
    case = lock_case(case=case)
    permissions.check_can_write(by, case)
    before = case.officer
    case.outcome = ""
    if before is not None and not queries.officers_for(case, on=on).filter(pk=before.pk).exists():
        case.officer = None
    change_status(case, to=CaseStatus.OPEN, by=by, on=on)
    _end_allocation(case, by=by)
    save_as(Allocation(case=case, officer=case.officer, team=case.team, by=by, reason="Opened again"), by=by)
    _take_over_from_those_who_left(case, by=by, on=on, before=before)
    held = f"Held by {case.officer}" if case.officer else f"Nobody holds it: in the inbox of {case.team}"
    gone = f", because {before} no longer works there" if before and case.officer is None else ""
    record_in_chronology(
        case=case,
        kind=ChronologyKind.CASE_REOPENED,
        text="Case reopened",
        details=[reason, f"{held}{gone}"],
        by=by,
        happened_on=on,
    )
    synchronise_deadlines(case=case, by=by, because="Case reopened", happened_on=on)
    return case


def _end_allocation(case: Case, *, by: User) -> None:
    for current in case.allocations.filter(ended_at=None):
        current.ended_at = timezone.now()
        save_as(current, by=by)


def _take_over_from_those_who_left(case: Case, *, by: User, on: date, before: User | None) -> None:
    """Give open deadlines and actions of people who have left to the holder, or to the team's inbox."""
    left = ~Q(owner=None) & ~Q(owner__in=queries.people_at_work(on))
    if before is not None and case.officer is None:
        left |= Q(owner=before)
    for deadline in case.deadlines.filter(left, state=DeadlineState.OPEN):
        deadline.owner = case.officer
        save_as(deadline, by=by)
    for action in case.actions.filter(left, done_on=None):
        action.owner, action.team = case.officer or case.team.watched_by, case.team
        save_as(action, by=by)


@transaction.atomic
def record_in_error(*, case: Case, by: User, reason: str, on: date) -> Case:
    """Mark a case as recorded in error, or on the wrong child: kept and readable, in no count, its clocks
    ended."""
    permissions.check_can_write(by, case)
    change_status(case, to=CaseStatus.RECORDED_IN_ERROR, by=by, on=on)
    record_in_chronology(
        case=case,
        kind=ChronologyKind.RECORDED_IN_ERROR,
        text="Recorded in error",
        details=[reason],
        by=by,
        happened_on=on,
    )
    withdraw_facts(case=case, by=by)
    synchronise_deadlines(case=case, by=by, because="Recorded in error: the clocks end", happened_on=on)
    return case
