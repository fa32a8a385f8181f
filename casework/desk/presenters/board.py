"""Children without education, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import User
from casework.cases import rules
from casework.cases.choices import DeadlineState
from casework.cases.kinds import kind_named
from casework.cases.presenters import due_in_words, said_within
from casework.desk.presenters.caseload import flags, school_days_without
from casework.desk.queries.board import Board, Owed
from casework.desk.queries.caseload import CaseRow
from casework.schools.rules import SchoolCalendar
from casework.ui.words import plural, say_short

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One child without education, in finished words."""

    child: str
    reference: str
    href: str
    kind: str
    school: str
    days: str
    since: str
    owed: str
    is_owed: bool
    officer: str
    team: str
    arranged: str
    arrange_href: str
    flags: tuple[str, ...]


def rows(board: Board, *, viewer: User, on: date) -> list[BoardRow]:
    return [
        _row(row, board.caseload.calendar(row), board.owed.get(row.pk), viewer, on)
        for row in board.caseload.rows
    ]


def _row(row: CaseRow, calendar: SchoolCalendar, owed: Owed | None, viewer: User, on: date) -> BoardRow:
    days = school_days_without(row, calendar, on=on)
    starts = row.education_starts_on
    kind = kind_named(row.kind)
    return BoardRow(
        child=f"{row.forenames} {row.surname}",
        reference=row.reference,
        href=reverse("desk:case", args=[row.reference]),
        kind=kind.label,
        school=row.school_name,
        days=plural(days, "school day") if days is not None else "Not known: term dates are missing",
        since=f"Since {say_short(row.without_education_from)}",
        owed=_owed(owed, calendar, on),
        is_owed=_is_owed(owed, on),
        officer=row.officer or "Nobody",
        team=row.team if row.officer_id else f"Team inbox: {row.team}",
        arranged=f"Starts {say_short(starts)}" if starts else "Nothing arranged",
        arrange_href=kind.education_href(row.reference) if _may_write(row, viewer) else "",
        flags=tuple(flags(row)),
    )


def _is_owed(owed: Owed | None, on: date) -> bool:
    return (
        owed is not None
        and owed.state == DeadlineState.OPEN
        and owed.due_on is not None
        and owed.due_on <= on
    )


def _owed(owed: Owed | None, calendar: SchoolCalendar, on: date) -> str:
    if owed is None or owed.state == DeadlineState.FALLEN_AWAY:
        return "Nothing is owed by the facts recorded"
    if owed.state == DeadlineState.MET:
        return f"{owed.title}: marked as met on {say_short(owed.met_on)}"
    if owed.state == DeadlineState.NOT_APPLICABLE:
        return f"{owed.title}: agreed as not applicable"
    if owed.due_on is None:
        waits = f"waits for dates of {owed.missing_calendar}" if owed.missing_calendar else "paused"
        return f"{owed.title}: {waits}"
    days = rules.school_days_until(owed.due_on, on=on, calendar=calendar)
    when = due_in_words(owed.due_on, on=on, school_days=days)
    return f"{owed.title}: {say_short(owed.due_on)}, {when}. For {said_within(owed.owed_by)} to do"


def _may_write(row: CaseRow, viewer: User) -> bool:
    """Say whether to offer the page here: whoever only a name on the record allows goes by the case."""
    scope = viewer.standing.scope(Verb.WRITE_CASE)
    if row.case_restricted or row.child_restricted:
        return False
    return scope.everything or row.team_id in scope.team_ids or row.officer_id in scope.own_ids


def by_team(board: Board, *, current: int | None) -> list[Shown]:
    """Return how many children each team has on the board, to look at one team's."""
    page = reverse("desk:without_education")
    everybody: Shown = {"text": "All teams", "count": board.number, "href": page, "current": current is None}
    teams = [
        {"text": name, "count": number, "href": f"{page}?team={pk}", "current": pk == current}
        for pk, name, number in board.teams
    ]
    return [everybody, *teams] if len(teams) > 1 else []


def total(board: Board, *, team: int | None) -> str:
    number = board.number if team is None else sum(n for pk, _, n in board.teams if pk == team)
    return f"{plural(number, 'child', 'children')} without education today" if number else ""
