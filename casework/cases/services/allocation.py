"""Giving cases to officers: one, or many at once, wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from casework.access.choices import Verb
from casework.access.models import User
from casework.cases import permissions, queries
from casework.cases.choices import ChronologyKind
from casework.cases.models import Action, Allocation, Case, Deadline
from casework.cases.services.record import record_for_many

ROWS_AT_ONCE = 200
NOT_HERE = "it is not here any more"


@dataclass(frozen=True)
class Allotment:
    """A case, by its reference, and the officer it goes to.

    `version` is the one somebody looked at before deciding; none where nobody did.
    """

    reference: str
    officer: User
    version: int | None = None


@dataclass(frozen=True)
class Hindrance:
    """Why one case cannot change hands, in words that follow its reference."""

    reference: str
    why: str

    def __str__(self) -> str:
        return f"{self.reference}: {self.why}"


class CannotAllocate(Exception):
    """Cases cannot change hands as asked, so none did; `hindrances` names each, and why."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__("; ".join(each.why for each in hindrances))
        self.hindrances = list(hindrances)


@transaction.atomic
def allocate_case(
    *, case: Case, officer: User, by: User, reason: str, on: date, version: int | None = None
) -> Case:
    """Give a case to another officer of its team; what the last one watched goes with it.

    Raises CannotAllocate when the case is over, changed since `version`, is held by that officer already, or
    the officer does not carry cases in its team.
    """
    permissions.check_can_reallocate(by, case)
    allotment = Allotment(case.reference, officer, version)
    return allocate_cases(allotments=[allotment], by=by, reason=reason, on=on)[0]


@transaction.atomic
def allocate_cases(*, allotments: Sequence[Allotment], by: User, reason: str, on: date) -> list[Case]:
    """Give each case to its officer, in one transaction: all of them, or none.

    With a case go its deadlines and open actions that its last holder watched. Raises CannotAllocate, naming
    every case that changed meanwhile, is over or out of reach, or cannot be that officer's.
    """
    cases = _locked([each.reference for each in allotments])
    if hindrances := _hindrances(allotments, cases, by=by, on=on):
        raise CannotAllocate(hindrances)
    moved = [cases[each.reference] for each in allotments]
    before = {case.pk: case.officer for case in moved}
    for each in allotments:
        case = cases[each.reference]
        case.officer = each.officer
        case.version += 1
    bulk_update_with_history(
        moved,
        Case,
        ["officer", "version"],
        batch_size=ROWS_AT_ONCE,
        default_user=by,
        default_change_reason=reason[:100],
    )
    _follow_with_allocations(moved, by=by, reason=reason)
    _follow_with_work(moved, before, by=by, reason=reason)
    _tell(moved, before, by=by, reason=reason, on=on)
    return moved


def _locked(references: Iterable[str]) -> dict[str, Case]:
    # In one order, so that two people who move the same cases wait for each other instead of blocking.
    found = (
        Case.objects.select_for_update(of=("self",))
        .select_related("child", "team", "officer")
        .filter(reference__in=list(references))
        .order_by("pk")
    )
    return {case.reference: case for case in found}


def _hindrances(
    allotments: Sequence[Allotment], cases: dict[str, Case], *, by: User, on: date
) -> list[Hindrance]:
    within = Case.objects.within(by, Verb.REALLOCATE).filter(pk__in=[case.pk for case in cases.values()])
    reached = set(within.values_list("pk", flat=True))
    carriers = queries.carriers_by_team({case.team_id for case in cases.values()}, on=on)
    named = queries.named_on_restricted(cases.values(), on=on)
    found = []
    seen: set[str] = set()
    for each in allotments:
        case = cases.get(each.reference)
        why = NOT_HERE if case is None or case.pk not in reached else _hindrance(case, each, carriers, named)
        if each.reference in seen:
            why = "it stands here twice"
        seen.add(each.reference)
        if why:
            found.append(Hindrance(each.reference, why))
    return found


def _hindrance(
    case: Case, allotment: Allotment, carriers: dict[int, set[int]], named: dict[int, set[int]]
) -> str:
    if not case.is_open:
        return "The case is closed"
    if allotment.version is not None and case.version != allotment.version:
        return f"somebody changed it meanwhile. {case.officer or case.team} holds it now"
    if case.officer_id == allotment.officer.pk:
        return f"{allotment.officer} holds it already"
    if allotment.officer.pk not in carriers.get(case.team_id, set()):
        return f"{allotment.officer} does not work in {case.team}"
    if case.pk in named and allotment.officer.pk not in named[case.pk]:
        return f"{allotment.officer} is not named on this restricted record, so would not see it"
    return ""


def _follow_with_allocations(cases: Sequence[Case], *, by: User, reason: str) -> None:
    current = list(Allocation.objects.filter(case__in=cases, ended_at=None))
    now = timezone.now()
    for each in current:
        each.ended_at = now
    bulk_update_with_history(current, Allocation, ["ended_at"], batch_size=ROWS_AT_ONCE, default_user=by)
    begun = [
        Allocation(case=case, officer=case.officer, team=case.team, by=by, reason=reason) for case in cases
    ]
    bulk_create_with_history(begun, Allocation, batch_size=ROWS_AT_ONCE, default_user=by)


def _follow_with_work(
    cases: Sequence[Case], before: dict[int, User | None], *, by: User, reason: str
) -> None:
    """Let the new holder watch what the last one watched: on a case that nobody held, what nobody did."""
    holders = {case.pk: case.officer for case in cases}
    last = {pk: holder.pk if holder else None for pk, holder in before.items()}
    deadlines = [
        each
        for each in Deadline.objects.filter(case__in=cases).defer("explanation")
        if each.owner_id == last[each.case_id]
    ]
    for deadline in deadlines:
        deadline.owner = holders[deadline.case_id]
    actions = [
        each
        for each in Action.objects.filter(case__in=cases, done_on=None)
        if each.case_id is not None and each.owner_id == last[each.case_id]
    ]
    for action in actions:
        if (holder := holders[action.case_id or 0]) is not None:
            action.owner = holder
    for rows, model in ((deadlines, Deadline), (actions, Action)):
        bulk_update_with_history(
            rows,
            model,
            ["owner"],
            batch_size=ROWS_AT_ONCE,
            default_user=by,
            default_change_reason=reason[:100],
        )


def _tell(cases: Sequence[Case], before: dict[int, User | None], *, by: User, reason: str, on: date) -> None:
    """Add the change to each chronology, in one question to the database for each new holder."""
    by_officer: dict[User, list[Case]] = {}
    for case in cases:
        if case.officer is not None:
            by_officer.setdefault(case.officer, []).append(case)
    for officer, theirs in by_officer.items():
        record_for_many(
            [(case, [f"Before: {before[case.pk] or case.team}", reason]) for case in theirs],
            kind=ChronologyKind.ALLOCATED,
            text=f"Allocated to {officer}",
            by=by,
            happened_on=on,
        )
