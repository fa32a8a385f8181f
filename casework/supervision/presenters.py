"""Supervision, in the words a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.cases.kinds import kind_of
from casework.cases.models import Action, Case
from casework.cases.presenters import days_until, deadline_state, due_in_words
from casework.schools.rules import SchoolCalendar
from casework.supervision import rules
from casework.supervision.models import CaseDiscussion, SupervisionSession
from casework.supervision.queries import Sheet, SheetCase, SupervisedOfficer
from casework.ui.words import plural, say_date, say_moment, say_short, sentence_case

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One case on the sheet."""

    child: str
    reference: str
    href: str
    kind: str
    school: str
    is_late: bool
    next_step: str
    due: str
    last_contact: str
    open_for: str
    is_due: bool
    is_closed: bool
    before: Shown | None
    now: Shown | None
    discuss_href: str


def sheet_rows(sheet: Sheet, *, session: SupervisionSession, interval_weeks: int, on: date) -> list[SheetRow]:
    snapshot = {row["case"]: row for row in session.caseload}
    return [
        _row(each, sheet.calendar(each.case), snapshot.get(each.case.pk), session, interval_weeks, on)
        for each in sheet.cases
    ]


def _row(
    each: SheetCase,
    calendar: SchoolCalendar,
    kept: Shown | None,
    session: SupervisionSession,
    interval_weeks: int,
    on: date,
) -> SheetRow:
    case = each.case
    day = session.held_on if kept else on
    due_on = _day(kept["due_on"]) if kept else case.next_due_on
    last_contact = _day(kept["last_contact_on"]) if kept else case.last_contact_on
    step = kept["next_step"] if kept else each.next_step.title if each.next_step else ""
    last = timezone.localdate(each.before.recorded_at) if each.before else None
    return SheetRow(
        child=case.child.full_name,
        reference=case.reference,
        href=case.get_absolute_url(),
        kind=kind_of(case).label,
        school=str(case.school or ""),
        is_late=due_on is not None and due_on < day,
        next_step=step or "Nothing with a date",
        due=_due(each, kept, due_on, calendar, day),
        last_contact=_ago(last_contact, day),
        open_for=plural(max((day - case.opened_on).days, 0), "day"),
        is_due=each.now is None
        and rules.is_due_for_discussion(
            last_discussed_on=last, opened_on=case.opened_on, interval_weeks=interval_weeks, on=day
        ),
        is_closed=not case.is_open,
        before=discussion_shown(each.before, on=on),
        now=discussion_shown(each.now, on=on),
        discuss_href=reverse("supervision:discuss", args=[session.public_id, case.reference]),
    )


def _due(each: SheetCase, kept: Shown | None, due_on: date | None, calendar: SchoolCalendar, on: date) -> str:
    if due_on is None:
        return ""
    if kept or each.next_step is None:
        return say_short(due_on)
    each.next_step.case = each.case
    days = days_until(each.next_step, on=on, calendar=calendar)
    if deadline_state(each.next_step, on=on, school_days=days) == "RECALCULATING":
        return f"{say_short(due_on)}, being recalculated"
    return f"{say_short(due_on)}, {due_in_words(due_on, on=on, school_days=days)}"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _ago(last: date | None, on: date) -> str:
    if last is None:
        return "None recorded"
    days = (on - last).days
    distance = "today" if days <= 0 else f"{plural(days, 'day')} ago"
    return f"{say_short(last)}, {distance}"


def discussion_shown(discussion: CaseDiscussion | None, *, on: date) -> Shown | None:
    if discussion is None:
        return None
    return {
        "when": say_date(timezone.localdate(discussion.recorded_at)),
        "why": discussion.get_why_display(),
        "discussion": discussion.discussion,
        "decision": discussion.decision,
        "action": _action(discussion.action, on) if discussion.action else "",
    }


def _action(action: Action, on: date) -> str:
    until = f", by {say_short(action.due_on)}" if action.due_on else ""
    if action.done_on is not None:
        state = f"Done on {say_short(action.done_on)}"
    elif action.due_on is not None and action.due_on < on:
        state = "Late"
    else:
        state = "Not done yet"
    return f"{action.text} ({action.owner}{until}). {state}."


def officer_rows(officers: Iterable[SupervisedOfficer]) -> list[Shown]:
    return [
        {
            "name": str(each.officer),
            "pk": each.officer.pk,
            "open_cases": each.open_cases,
            "late": each.late,
            "last": say_short(each.last_held_on) if each.last_held_on else "Not yet",
            "next": say_short(each.next_on) if each.next_on else "Not set",
            "session_href": each.open_session.get_absolute_url() if each.open_session else "",
        }
        for each in officers
    ]


def own_rows(sessions: Iterable[SupervisionSession]) -> list[list[Any]]:
    return [
        [
            {"text": say_short(each.held_on), "href": each.get_absolute_url(), "about": "session"},
            str(each.supervisor),
            session_state(each),
            say_short(each.next_on) if each.next_on else "",
        ]
        for each in sessions
    ]


def session_state(session: SupervisionSession) -> str:
    if session.finished_at is None:
        return "Going on"
    return "Signed by both" if session.officer_signed_at else "Waiting for the officer to sign"


def session_details(session: SupervisionSession) -> list[Shown]:
    rows = [
        {"key": "Officer", "value": str(session.officer)},
        {"key": "Supervisor", "value": str(session.supervisor)},
        {"key": "Held", "value": say_date(session.held_on)},
        {"key": "Finished", "value": say_moment(session.finished_at)},
        {"key": "Signed by the officer", "value": say_moment(session.officer_signed_at)},
        {"key": "Next session", "value": say_date(session.next_on) if session.next_on else ""},
    ]
    return [row for row in rows if row["value"]]


def case_context(case: Case, *, on: date) -> list[Shown]:
    """Return what whoever records a discussion needs beside them."""
    late = case.next_due_on is not None and case.next_due_on < on
    rows: list[Shown] = [
        {"key": "Case", "value": case.reference, "href": case.get_absolute_url()},
        {"key": "Child", "value": case.child.full_name, "href": case.child.get_absolute_url()},
        {"key": "School", "value": str(case.school or "")},
        {
            "key": "Next date",
            "value": f"{say_short(case.next_due_on)}{', late' if late else ''}"
            if case.next_due_on
            else "None",
        },
        {"key": "Last contact", "value": sentence_case(_ago(case.last_contact_on, on))},
    ]
    return [row for row in rows if row["value"]]
