"""What the desk's pages show, already in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import may
from casework.cases import permissions
from casework.cases.choices import CaseStatus, DeadlineKind
from casework.cases.kinds import CaseKind, kind_of
from casework.cases.models import Case, Deadline
from casework.cases.presenters import (
    DeadlineRow,
    MissingDates,
    days_until,
    deadline_row,
    deadline_state,
    due_in_words,
    inbox,
    missing_dates,
    said_within,
    status_tag,
)
from casework.desk.queries import ChildFile, DueWork
from casework.people.starts import all_starts
from casework.schools.rules import SchoolCalendar
from casework.ui.words import plural, say_date, say_short

Shown = dict[str, Any]

# What somebody without casework may open instead: the verb, the words, the page.
OTHER_PAGES = (
    (Verb.READ_SCHOOL, "Schools and term dates", "schools:search"),
    (Verb.READ_SCHOOL, "Deadline calculator", "deadlines:calculator"),
    (Verb.READ_SETTINGS, "Rule settings", "deadlines:settings"),
    (Verb.MANAGE_USERS, "People and roles", "access:people"),
)


# My work


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


# One case


@dataclass(frozen=True, slots=True)
class TrackRows:
    """One strand of a case: what is still to come, and what is settled."""

    label: str
    open: list[DeadlineRow]
    settled: list[DeadlineRow]
    settled_title: str


def tracks(
    kind: CaseKind, deadlines: Iterable[Deadline], *, on: date, calendar: SchoolCalendar
) -> list[TrackRows]:
    by_track: dict[str, list[Deadline]] = {track.code: [] for track in kind.tracks}
    for deadline in deadlines:
        by_track.setdefault(deadline.track, []).append(deadline)
    labels = {track.code: track.label for track in kind.tracks}
    return [_track(labels.get(code, "Other"), found, on, calendar) for code, found in by_track.items()]


def _track(label: str, deadlines: Iterable[Deadline], on: date, calendar: SchoolCalendar) -> TrackRows:
    ahead: list[Deadline] = []
    settled: list[Deadline] = []
    for deadline in deadlines:
        (ahead if is_ahead(deadline, on) else settled).append(deadline)
    ahead.sort(key=lambda each: (each.due_on is None, each.due_on or on, each.pk))
    return TrackRows(
        label=label,
        open=[deadline_row(each, on=on, calendar=calendar) for each in ahead],
        settled=[deadline_row(each, on=on, calendar=calendar) for each in settled],
        settled_title=f"{plural(len(settled), 'deadline')} met, past or no longer owed",
    )


def is_ahead(deadline: Deadline, on: date) -> bool:
    """Say whether anybody still has to look at it: a date to know is over once it has passed."""
    if not deadline.is_open:
        return False
    passed = deadline.due_on is not None and deadline.due_on < on
    return deadline.kind == DeadlineKind.DEADLINE or not passed


def next_clock(deadlines: Iterable[Deadline], *, on: date, calendar: SchoolCalendar) -> Shown | None:
    """Return the most urgent deadline of a case: the one whose date comes first."""
    dated = [
        each for each in deadlines if each.is_open and each.kind == DeadlineKind.DEADLINE and each.due_on
    ]
    if not dated:
        return None
    first = min(dated, key=lambda each: (each.due_on, each.pk))
    days = days_until(first, on=on, calendar=calendar)
    distance = due_in_words(first.due_on, on=on, school_days=days) if first.due_on else ""
    return {
        "row": deadline_row(first, on=on, calendar=calendar),
        "when": f"{say_short(first.due_on)}, {distance}",
    }


def waiting(deadlines: Iterable[Deadline]) -> int:
    """Return how many open deadlines have no date because term dates are missing."""
    return sum(1 for each in deadlines if each.is_open and each.missing_calendar)


def case_details(case: Case, kind: CaseKind) -> list[Shown]:
    holder = str(case.officer) if case.officer else f"Nobody yet. Team inbox: {case.team}"
    rows: list[Shown] = [
        {"key": "Child", "value": case.child.full_name, "href": case.child.get_absolute_url()},
        {"key": "School", "value": str(case.school or ""), "href": _school_href(case)},
        {"key": "Held by", "value": holder},
        {"key": "Team", "value": str(case.team)},
        {"key": "Opened", "value": say_date(case.opened_on)},
        {"key": "Closed", "value": say_date(case.closed_on)},
        {"key": "Outcome", "value": kind.outcomes.get(case.outcome, "")},
    ]
    return [row for row in rows if row["value"]]


def _school_href(case: Case) -> str:
    return case.school.get_absolute_url() if case.school else ""


def case_changes(case: Case, *, viewer: User, may_write: bool) -> list[Shown]:
    """Return what the viewer may do to the case as a whole."""
    found = []
    if case.is_open and permissions.can_reallocate(viewer, case):
        found.append(("allocate", "Give the case to an officer"))
    if case.is_open and may_write:
        found.append(("close", "Close the case"))
    if case.status == CaseStatus.CLOSED and may_write:
        found.append(("reopen", "Open the case again"))
    return [{"text": text, "href": reverse(f"cases:{name}", args=[case.reference])} for name, text in found]


# One child


def case_rows(cases: Iterable[Case]) -> list[list[Any]]:
    return [_case_row(case) for case in cases]


def _case_row(case: Case) -> list[Any]:
    status = status_tag(case)
    return [
        {"text": case.reference, "href": case.get_absolute_url(), "note": kind_of(case).label},
        str(case.school or ""),
        say_date(case.opened_on),
        str(case.officer or f"Team inbox: {case.team}"),
        {"tag": status["text"], "colour": status["colour"]},
    ]


def deadlines_across(file: ChildFile, *, on: date) -> list[DeadlineRow]:
    """Return what is open on every case of a child that the viewer may see, with the case each belongs to."""
    rows = []
    for deadline in file.deadlines:
        calendar = file.calendars.get(deadline.case.school_id or 0, SchoolCalendar(()))
        row = deadline_row(deadline, on=on, calendar=calendar)
        notes = [deadline.case.reference, *([row.note] if row.note else [])]
        rows.append(replace(row, note=", ".join(notes)))
    return rows
