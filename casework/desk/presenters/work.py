"""Somebody's work, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import may
from casework.cases.models import Deadline, Note
from casework.cases.presenters import (
    MissingDates,
    days_until,
    deadline_state,
    due_in_words,
    inbox,
    missing_dates,
    said_within,
)
from casework.desk.queries.beside import ALERT, BEYOND_REACH, DRAFT, NEEDS_OWNER, RESTRICTION, Row
from casework.desk.queries.work import DueWork
from casework.duty.choices import PartOfDay, Topic
from casework.people.models import Alert
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
    covering: str
    reference: str
    case_href: str
    school: str


@dataclass(frozen=True, slots=True)
class WorkGroup:
    title: str
    rows: list[WorkRow]
    empty: str


def work_groups(work: DueWork, *, viewer: User, on: date) -> list[WorkGroup]:
    overdue: list[WorkRow] = []
    today: list[WorkRow] = []
    soon: list[WorkRow] = []
    for deadline in work.deadlines:
        due = deadline.due_on or on
        group = overdue if due < on else today if due == on else soon
        group.append(_work_row(deadline, work.calendar(deadline.case), viewer, on))
    return [
        WorkGroup("Overdue", overdue, "Nothing is overdue."),
        WorkGroup("Due today", today, "Nothing is due today."),
        WorkGroup("Due in the next five school days", soon, "Nothing is due in the next five school days."),
    ]


def _work_row(deadline: Deadline, calendar: SchoolCalendar, viewer: User, on: date) -> WorkRow:
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
        covering=covering(str(deadline.owner), deadline.owner_id, viewer=viewer),
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


def covering(owner: str, owner_id: int | None, *, viewer: User) -> str:
    """Say whose work it is, where it is that of somebody the viewer covers for."""
    return "" if owner_id in (None, viewer.pk) else f"For {owner}, who is away"


def action_rows(actions: Iterable[Row], *, viewer: User, on: date) -> list[Shown]:
    return [
        {
            "text": action.title,
            "child": action.child,
            "child_href": reverse("desk:child", args=[action.child_id]),
            "reference": action.reference,
            "case_href": reverse("desk:case", args=[action.reference]) if action.reference else "",
            "due": _day_of(action.due_on, on),
            "team": action.team,
            "covering": covering(action.owner, action.owner_id, viewer=viewer),
            "done_href": reverse("desk:finish_action", args=[action.key]),
        }
        for action in actions
    ]


def enquiry_rows(enquiries: Iterable[Row], *, viewer: User, on: date) -> list[Shown]:
    return [
        {
            "text": Topic(enquiry.title).label,
            "reference": enquiry.reference,
            "href": reverse("duty:enquiry", args=[enquiry.reference]),
            "child": enquiry.child,
            "due": _day_of(enquiry.due_on, on),
            "covering": covering(enquiry.owner, enquiry.owner_id, viewer=viewer),
        }
        for enquiry in enquiries
    ]


def duty_line(turns: Iterable[Row], *, viewer: User) -> str:
    """Say who is on duty today for the viewer's teams that keep a rota; nothing where none does."""
    teams: dict[str, list[str]] = {}
    for turn in turns:
        said = teams.setdefault(turn.team, [])
        if turn.owner_id is not None:
            name = "you" if turn.owner_id == viewer.pk else turn.owner
            part = "" if turn.title == PartOfDay.ALL_DAY else f" ({PartOfDay(turn.title).label.lower()})"
            said.append(f"{name}{part}")
    in_words = {team: ", ".join(said) or "nobody" for team, said in teams.items()}
    everywhere = set(in_words.values())
    if len(everywhere) == 1:
        return everywhere.pop()
    return "; ".join(f"{team}: {said}" for team, said in in_words.items())


# What waits on a page of its own: one, several.
WAITING = {
    DRAFT: ("note begun and not finished", "notes begun and not finished"),
    ALERT: ("alert to look at again", "alerts to look at again"),
    RESTRICTION: ("restriction to decide or look at again", "restrictions to decide or look at again"),
    BEYOND_REACH: ("restriction that nobody can lift", "restrictions that nobody can lift"),
    NEEDS_OWNER: ("thing that needs an owner", "things that need an owner"),
}


def also_waiting(counts: Mapping[str, int]) -> list[str]:
    """Return how many of each quieter thing wait."""
    return [plural(counts[what], one, many) for what, (one, many) in WAITING.items() if counts.get(what)]


def _day_of(due_on: date | None, on: date) -> str:
    if due_on is None:
        return "No date"
    if due_on == on:
        return "By today"
    return f"By {say_short(due_on)}{', late' if due_on < on else ''}"


def draft_rows(drafts: Iterable[Note]) -> list[Shown]:
    return [
        {
            "text": f"{note.get_kind_display()}, begun {say_date(note.recorded_at)}",
            "href": reverse("cases:edit_note", args=[note.case.reference, note.pk]),
            "about": f"{note.case.child.full_name}, {note.case.reference}",
        }
        for note in drafts
    ]


def alert_rows(alerts: Iterable[Alert], *, viewer: User) -> list[Shown]:
    return [
        {
            "text": f"{alert.get_kind_display()}: {alert.child.full_name}",
            "href": alert.child.get_absolute_url(),
            "about": ", ".join(
                filter(
                    None,
                    [
                        f"to look at again by {say_short(alert.review_on)}",
                        covering(str(alert.owner), alert.owner_id, viewer=viewer),
                    ],
                )
            ),
        }
        for alert in alerts
    ]


def start_buttons(viewer: User) -> list[Shown]:
    if not may(viewer, Verb.OPEN_CASE):
        return []
    find = reverse("people:find")
    return [{"text": start.text, "href": f"{find}?for={start.code}"} for start in all_starts()]


def other_pages(viewer: User) -> list[Shown]:
    return [
        {"text": text, "href": reverse(url_name)} for verb, text, url_name in OTHER_PAGES if may(viewer, verb)
    ]
