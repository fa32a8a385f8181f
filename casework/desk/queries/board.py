"""Children without education on a day, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from casework.access.models import User
from casework.cases.choices import DeadlineState
from casework.cases.kinds import all_kinds
from casework.cases.models import Case, CaseQuerySet, Deadline
from casework.desk.queries.caseload import (
    ROWS_A_PAGE,
    Caseload,
    CaseRow,
    Sort,
    calendars_for,
    dated,
    rows_of,
    with_names,
    without_education,
)

LONGEST_FIRST = Sort(
    "Longest without education",
    ("without_education_from", "pk"),
    *dated("without_education_from", empty_last=True),
)


@dataclass(frozen=True, slots=True)
class Owed:
    """From when on somebody owes a child education, who does, and how that stands."""

    title: str
    state: str
    due_on: date | None
    owed_by: str
    met_on: date | None
    missing_calendar: str


@dataclass(frozen=True)
class Board:
    caseload: Caseload
    owed: dict[int, Owed]
    teams: list[tuple[int, str, int]]

    @property
    def number(self) -> int:
        return sum(number for _, _, number in self.teams)


def children_without_education(viewer: User, *, on: date) -> CaseQuerySet:
    """Return the open cases the viewer may read whose child has no education on a day."""
    return Case.objects.visible_to(viewer).open().filter(without_education(on=on))


def board(viewer: User, *, on: date, team: int | None, after: str) -> Board:
    cases = children_without_education(viewer, on=on)
    teams = [
        (pk, name, number)
        for pk, name, number in cases.order_by("team__name")
        .values("team", "team__name")
        .annotate(number=Count("pk"))
        .values_list("team", "team__name", "number")
    ]
    found = cases.filter(team=team) if team else cases
    beyond = LONGEST_FIRST.after(after, found) if after else None
    found = with_names(found if beyond is None else found.filter(beyond))
    rows = rows_of(found.order_by(*LONGEST_FIRST.order)[: ROWS_A_PAGE + 1], LONGEST_FIRST)
    shown = rows[:ROWS_A_PAGE]
    next_key = LONGEST_FIRST.key_of(shown[-1]) if len(rows) > ROWS_A_PAGE else ""
    return Board(Caseload(shown, calendars_for(shown), next_key), _owed(shown), teams)


# Of several rules, the one that says most: what is owed, then what was settled, then what fell away.
SAYS_MOST = (DeadlineState.OPEN, DeadlineState.MET, DeadlineState.NOT_APPLICABLE, DeadlineState.FALLEN_AWAY)


def _owed(rows: list[CaseRow]) -> dict[int, Owed]:
    rules = {rule for kind in all_kinds() for rule in kind.education_rules}
    found = Deadline.objects.filter(case__in=[row.pk for row in rows], rule_id__in=rules)
    columns = ("title", "state", "due_on", "owed_by", "met_on", "missing_calendar")
    read = [(case, Owed(*rest)) for case, *rest in found.order_by("pk").values_list("case", *columns)]
    owed: dict[int, Owed] = {}
    for case, each in sorted(read, key=lambda pair: _says_most(pair[1])):
        owed.setdefault(case, each)
    return owed


def _says_most(owed: Owed) -> tuple[int, date]:
    return SAYS_MOST.index(DeadlineState(owed.state)), owed.due_on or date.max
