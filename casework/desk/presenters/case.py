"""One case, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.models import User
from casework.cases import permissions
from casework.cases.choices import CaseStatus, DeadlineKind
from casework.cases.kinds import CaseKind
from casework.cases.models import Case, Deadline, Note
from casework.cases.presenters import (
    DeadlineRow,
    days_until,
    deadline_row,
    draft_rows,
    due_in_words,
)
from casework.desk.presenters.restriction import record_links
from casework.schools.rules import SchoolCalendar
from casework.ui.words import plural, say_date, say_short

Shown = dict[str, Any]


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
    if not case.is_open and case.officer is None:
        holder = f"Team inbox: {case.team}"
    rows: list[Shown] = [
        {"key": "Child", "value": case.child.full_name, "href": case.child.get_absolute_url()},
        {"key": "School", "value": str(case.school or ""), "href": _school_href(case)},
        {"key": "Held by" if case.is_open else "Last held by", "value": holder},
        {"key": "Team", "value": str(case.team)},
        {"key": "Opened", "value": say_date(case.opened_on)},
        {"key": "Closed", "value": say_date(case.closed_on)},
        {"key": "Outcome", "value": kind.outcomes.get(case.outcome, "")},
    ]
    return [row for row in rows if row["value"]]


def _school_href(case: Case) -> str:
    return case.school.get_absolute_url() if case.school else ""


def case_changes(case: Case, *, viewer: User, may_write: bool) -> list[Shown]:
    """Return what the viewer may do to the case as a whole, and who looked at it or may."""
    found = []
    if case.is_open and permissions.can_reallocate(viewer, case):
        found.append(("allocate", "Give the case to an officer"))
    if may_write and case.status != CaseStatus.RECORDED_IN_ERROR:
        found.append(("link", "Link another case"))
    if case.is_open and may_write:
        found.append(("close", "Close the case"))
    if case.status == CaseStatus.CLOSED and may_write:
        found.append(("reopen", "Open the case again"))
    acts = [{"text": text, "href": reverse(f"cases:{name}", args=[case.reference])} for name, text in found]
    return acts + record_links(case, viewer=viewer)


def writing(case: Case, *, may_write: bool, may_write_note: bool) -> list[Shown]:
    """Return what can be written on the case whatever its kind."""
    found = []
    if may_write_note:
        found.append(("write_note", "Write a note"))
    if may_write and case.is_open:
        found.append(("add_action", "Add an action"))
    found.append(("allocations", "See who has held the case"))
    return [{"text": text, "href": reverse(f"cases:{name}", args=[case.reference])} for name, text in found]


def drafts(found: Iterable[Note], *, viewer: User) -> list[Shown]:
    """Return the drafts on a case: one's own to carry on with, another's to be read."""
    rows = []
    for row in draft_rows(found):
        own = row["author_id"] == viewer.pk
        who = "" if own else f", {row['author']}"
        rows.append(row | {"href": row["href"] if own else row["read_href"], "note": f"{row['begun']}{who}"})
    return rows


def chronology_kinds(case: Case) -> list[Shown]:
    """Return the ways into the whole chronology, narrowed and not."""
    address = reverse("desk:case_chronology", args=[case.reference])
    kinds = [("All, and to print", ""), *((label, f"?show={code}") for code, label in SHORT_WAYS.items())]
    return [{"text": text, "href": f"{address}{query}"} for text, query in kinds]


SHORT_WAYS = {"NOTES": "Notes", "DECISIONS": "Decisions", "DEADLINES": "Deadlines"}
