"""Somebody's work, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import may
from casework.cases.models import Deadline
from casework.cases.presenters import (
    MissingDates,
    days_until,
    deadline_state,
    due_in_words,
    inbox,
    missing_dates,
    said_within,
)
from casework.desk.queries.work import DueWork
from casework.people.starts import all_starts
from casework.schools.rules import SchoolCalendar
from casework.ui.words import say_short

Shown = dict[str, Any]

# What somebody without casework may open instead: the verb, the words, the page.
OTHER_PAGES = (
    (Verb.READ_SCHOOL, "Schools and term dates", "schools:search"),
    (Verb.READ_SCHOOL, "Deadline calculator", "deadlines:calculator"),
    (Verb.READ_SETTINGS, "Rule settings", "deadlines:settings"),
    (Verb.MANAGE_USERS, "People and roles", "access:people"),
)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One deadline in somebody's day."""

    child: str
    title: str
    href: str
    due: str
    distance: str
    state: str
    rule_status: str
    owed_by: str
    inbox: str
    reference: str
    case_href: str
    school: str


@dataclass(frozen=True, slots=True)
class WorkGroup:
    title: str
    rows: list[WorkRow]
    empty: str


def work_groups(work: DueWork, *, on: date) -> list[WorkGroup]:
    overdue: list[WorkRow] = []
    today: list[WorkRow] = []
    soon: list[WorkRow] = []
    for deadline in work.deadlines:
        due = deadline.due_on or on
        group = overdue if due < on else today if due == on else soon
        group.append(_work_row(deadline, work.calendar(deadline.case), on))
    return [
        WorkGroup("Overdue", overdue, "Nothing is overdue."),
        WorkGroup("Due today", today, "Nothing is due today."),
        WorkGroup("Due in the next five school days", soon, "Nothing is due in the next five school days."),
    ]


def _work_row(deadline: Deadline, calendar: SchoolCalendar, on: date) -> WorkRow:
    days = days_until(deadline, on=on, calendar=calendar)
    case = deadline.case
    return WorkRow(
        child=case.child.full_name,
        title=deadline.title,
        href=deadline.get_absolute_url(),
        due=say_short(deadline.due_on),
        distance=due_in_words(deadline.due_on, on=on, school_days=days) if deadline.due_on else "",
        state=deadline_state(deadline, on=on, school_days=days),
        rule_status=deadline.status,
        owed_by=said_within(deadline.owed_by),
        inbox="" if deadline.owner_id else inbox(deadline),
        reference=case.reference,
        case_href=case.get_absolute_url(),
        school=str(case.school or ""),
    )


def waiting_for_dates(set_aside: Iterable[Deadline], *, viewer: User) -> list[Shown]:
    """Return the dates nobody can work out yet, by what is missing, and the page that adds it."""
    may_add = may(viewer, Verb.CHANGE_CALENDAR)
    groups: dict[MissingDates, list[Shown]] = {}
    for deadline in set_aside:
        if deadline.missing_calendar:
            groups.setdefault(missing_dates(deadline), []).append(_aside_row(deadline))
    return [
        {"text": missing.text, "href": missing.href if may_add else "", "rows": rows}
        for missing, rows in groups.items()
    ]


def paused(set_aside: Iterable[Deadline]) -> list[Shown]:
    return [_aside_row(deadline) for deadline in set_aside if deadline.is_paused]


def to_decide(set_aside: Iterable[Any]) -> list[Shown]:
    return [
        _aside_row(each)
        | {
            "note": f"{each.proposed_by_name} proposes that it does not apply: {each.proposed_reason}",
            "decide_href": reverse("cases:decide_not_applicable", args=[each.case.reference, each.pk]),
        }
        for each in set_aside
        if each.may_decide
    ]


def _aside_row(deadline: Deadline) -> Shown:
    return {
        "child": deadline.case.child.full_name,
        "title": deadline.title,
        "href": deadline.get_absolute_url(),
        "reference": deadline.case.reference,
        "case_href": deadline.case.get_absolute_url(),
    }


def action_rows(actions: Iterable[Any], *, on: date) -> list[Shown]:
    return [
        {
            "text": action.text,
            "child": action.child.full_name,
            "child_href": action.child.get_absolute_url(),
            "reference": action.case.reference if action.may_read_case else "",
            "case_href": action.case.get_absolute_url() if action.may_read_case else "",
            "due": _action_due(action.due_on, on),
            "team": str(action.team),
            "done_href": reverse("desk:finish_action", args=[action.pk]),
        }
        for action in actions
    ]


def _action_due(due_on: date | None, on: date) -> str:
    if due_on is None:
        return "No date"
    return f"By {say_short(due_on)}{', late' if due_on < on else ''}"


def start_buttons(viewer: User) -> list[Shown]:
    if not may(viewer, Verb.OPEN_CASE):
        return []
    find = reverse("people:find")
    return [{"text": start.text, "href": f"{find}?for={start.code}"} for start in all_starts()]


def other_pages(viewer: User) -> list[Shown]:
    return [
        {"text": text, "href": reverse(url_name)} for verb, text, url_name in OTHER_PAGES if may(viewer, verb)
    ]
