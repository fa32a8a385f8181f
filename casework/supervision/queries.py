"""A caseload as supervision goes through it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from casework.access.models import User
from casework.cases.choices import DeadlineKind, DeadlineState
from casework.cases.models import Case, Deadline
from casework.schools.queries import calendars_of
from casework.schools.rules import SchoolCalendar
from casework.supervision.models import CaseDiscussion, SupervisionSession

MOST_SESSIONS = 20
# More than anybody carries; a caseload beyond it says that it is cut.
MOST_CASES = 300


@dataclass(frozen=True)
class SheetCase:
    """One case on the sheet: what comes next, what was agreed last time, and what is recorded now."""

    case: Case
    next_step: Deadline | None
    before: CaseDiscussion | None
    now: CaseDiscussion | None


@dataclass(frozen=True)
class Sheet:
    cases: list[SheetCase]
    calendars: Mapping[int, SchoolCalendar] = field(default_factory=dict)
    is_cut: bool = False

    def calendar(self, case: Case) -> SchoolCalendar:
        return self.calendars.get(case.school_id or 0, SchoolCalendar(()))


def sheet_of(session: SupervisionSession, *, viewer: User) -> Sheet:
    """Return the officer's open cases that the viewer may see, late first, and those talked about already.

    A finished session has the cases of its day, as far as the viewer may see them.
    """
    seen = Case.objects.visible_to(viewer)
    if session.finished_at is None:
        discussed = CaseDiscussion.objects.filter(session=session).values("case")
        wanted = seen.open().filter(officer=session.officer_id) | seen.filter(pk__in=discussed)
    else:
        wanted = seen.filter(pk__in=[row["case"] for row in session.caseload])
    return _sheet(session, wanted)


def _sheet(session: SupervisionSession, wanted: QuerySet[Case]) -> Sheet:
    ordered = wanted.order_by(F("next_due_on").asc(nulls_last=True), "pk").select_related("child", "school")
    cases = list(ordered[: MOST_CASES + 1])
    shown = cases[:MOST_CASES]
    ids = [case.pk for case in shown]
    steps = _next_steps(ids)
    now = {
        each.case_id: each
        for each in CaseDiscussion.objects.filter(session=session, case__in=ids).select_related(
            "action__owner"
        )
    }
    before = _before(session, ids)
    schools = {case.school_id: case.school for case in shown if case.school is not None}
    return Sheet(
        [SheetCase(case, steps.get(case.pk), before.get(case.pk), now.get(case.pk)) for case in shown],
        calendars_of(schools.values()) if schools else {},
        is_cut=len(cases) > MOST_CASES,
    )


def _next_steps(case_ids: list[int]) -> dict[int, Deadline]:
    """Return the earliest open deadline of each case: its date stands on the case."""
    found = Deadline.objects.filter(
        case__in=case_ids,
        state=DeadlineState.OPEN,
        kind=DeadlineKind.DEADLINE,
        due_on=F("case__next_due_on"),
    ).defer("explanation")
    return {each.case_id: each for each in found.order_by("-pk")}


def _before(session: SupervisionSession, case_ids: list[int]) -> dict[int, CaseDiscussion]:
    earlier = CaseDiscussion.objects.filter(case=OuterRef("case")).exclude(session=session)
    if session.finished_at is not None:
        earlier = earlier.filter(recorded_at__lt=session.finished_at)
    latest = Subquery(earlier.order_by("-recorded_at", "-pk").values("pk")[:1])
    found = CaseDiscussion.objects.filter(case__in=case_ids, pk=latest)
    return {each.case_id: each for each in found.select_related("session", "action__owner")}


@dataclass(frozen=True)
class SupervisedOfficer:
    """Somebody whose caseload the viewer may go through, in numbers within the viewer's sight."""

    officer: User
    open_cases: int
    late: int
    last_held_on: date | None
    next_on: date | None
    open_session: SupervisionSession | None


def officers_for(found: QuerySet[User], *, viewer: User, on: date) -> list[SupervisedOfficer]:
    """Return the officers with their numbers: three queries, however many they are."""
    officers = list(found)
    counts: dict[int, Mapping[str, int]] = {
        row["officer"]: {"open": row["open"], "late": row["late"]}
        for row in Case.objects.visible_to(viewer)
        .open()
        .filter(officer__in=officers)
        .order_by()
        .values("officer")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(next_due_on__lt=on)))
    }
    sessions = SupervisionSession.objects.visible_to(viewer).filter(officer__in=officers)
    last = sessions.exclude(finished_at=None).order_by().values("officer").annotate(latest=Max("held_on"))
    newest = {row["officer"]: row["latest"] for row in last}
    kept = sessions.filter(Q(finished_at=None) | Q(held_on__in=set(newest.values()))).order_by(
        "held_on", "pk"
    )
    by_officer: dict[int, list[SupervisionSession]] = {}
    for session in kept:
        by_officer.setdefault(session.officer_id, []).append(session)
    return [
        _officer(each, counts.get(each.pk, {}), newest.get(each.pk), by_officer.get(each.pk, []))
        for each in officers
    ]


def _officer(
    officer: User, counts: Mapping[str, int], last: date | None, sessions: list[SupervisionSession]
) -> SupervisedOfficer:
    finished = [each for each in sessions if each.finished_at is not None and each.held_on == last]
    return SupervisedOfficer(
        officer=officer,
        open_cases=counts.get("open", 0),
        late=counts.get("late", 0),
        last_held_on=last,
        next_on=finished[-1].next_on if finished else None,
        open_session=next((each for each in sessions if each.finished_at is None), None),
    )


def sessions_of(officer: User) -> list[SupervisionSession]:
    """Return a person's own sessions, the newest first."""
    own = SupervisionSession.objects.visible_to(officer).filter(officer=officer)
    return list(own.select_related("supervisor")[:MOST_SESSIONS])
