"""What the desk's pages read, across rooms, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import may
from casework.cases import rules
from casework.cases.models import Case, Deadline, NotApplicableProposal
from casework.schools.queries import calendars_of
from casework.schools.rules import MAX_HOLIDAY_DAYS, SchoolCalendar

ROWS_A_PAGE = 100
MOST_SET_ASIDE = 50
# However long the holiday, the next five school days lie within it and a fortnight.
FURTHEST_SOON = timedelta(days=MAX_HOLIDAY_DAYS + 14)


@dataclass(frozen=True)
class WorkKey:
    """Where a page of deadlines ended."""

    due_on: date
    pk: int

    @classmethod
    def read(cls, text: str) -> WorkKey | None:
        """Return the key an address holds, or nothing where it holds something else."""
        day, _, pk = text.partition(".")
        try:
            return (
                cls(date.fromisoformat(day), int(pk))
                if pk.isascii() and pk.isdigit() and len(pk) < 19
                else None
            )
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()}.{self.pk}"


@dataclass(frozen=True)
class DueWork:
    """Deadlines that are late, due today or due soon, with the calendar of each school."""

    deadlines: list[Deadline]
    calendars: dict[int, SchoolCalendar]
    next_key: WorkKey | None

    def calendar(self, case: Case) -> SchoolCalendar:
        return self.calendars.get(case.school_id or 0, SchoolCalendar(()))


def due_work(user: User, *, on: date, after: WorkKey | None) -> DueWork:
    found = Deadline.objects.visible_to(user).owned_by(user).outstanding()
    found = found.filter(due_on__lte=on + FURTHEST_SOON).order_by("due_on", "pk")
    if after is not None:
        found = found.filter(Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, pk__gt=after.pk))
    shown = loaded(found[: ROWS_A_PAGE + 1]).select_related(
        "case__child", "case__school", "owner", "owner_team"
    )
    rows = list(shown.order_by("due_on", "pk"))
    schools = {row.case.school_id: row.case.school for row in rows if row.case.school is not None}
    work = DueWork(rows, calendars_of(schools.values()) if schools else {}, None)
    near = [row for row in rows[:ROWS_A_PAGE] if _is_near(row, work, on)]
    is_more = len(rows) > ROWS_A_PAGE and _is_near(rows[-1], work, on)
    last = rows[ROWS_A_PAGE - 1] if is_more else None
    next_key = WorkKey(last.due_on, last.pk) if last and last.due_on else None
    return DueWork(near, work.calendars, next_key)


def loaded(found: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Return a few deadlines for what a list shows of them.

    They are found in a query of their own inside this one: with everything a list shows joined to the search,
    the database begins with every deadline there is.
    """
    return Deadline.objects.filter(pk__in=found.values("pk")).defer("explanation")


def _is_near(deadline: Deadline, work: DueWork, on: date) -> bool:
    due = deadline.due_on
    if due is None or due <= on:
        return due is not None
    days = rules.school_days_until(due, on=on, calendar=work.calendar(deadline.case))
    return rules.is_soon(due, on=on, school_days=days)


def set_aside(user: User) -> list[Any]:
    """Return the deadlines that wait for term dates, for a pause to end, or for the person to decide.

    Each has what was proposed, where somebody holds that it does not apply: one proposal waits at most.
    """
    wanted = Deadline.objects.owned_by(user).filter(due_on=None).order_by().values("pk")
    to_decide = NotApplicableProposal.objects.none()
    if may(user, Verb.APPROVE_NOT_APPLICABLE):
        theirs = Case.objects.within(user, Verb.APPROVE_NOT_APPLICABLE)
        to_decide = NotApplicableProposal.objects.filter(is_agreed=None, deadline__case__in=theirs).exclude(
            proposed_by=user
        )
        wanted = wanted.union(to_decide.order_by().values("deadline"))
    found = Deadline.objects.visible_to(user).outstanding().filter(pk__in=wanted).order_by("pk")
    waiting = NotApplicableProposal.objects.filter(is_agreed=None, deadline=OuterRef("pk")).order_by()
    return list(
        loaded(found[:MOST_SET_ASIDE])
        .annotate(
            proposed_reason=Subquery(waiting.values("reason")[:1]),
            proposed_by_name=Subquery(waiting.values("proposed_by__name")[:1]),
            may_decide=Exists(to_decide.filter(deadline=OuterRef("pk"))),
        )
        .select_related("case__child", "case__school__authority")
        .order_by("pk")
    )
