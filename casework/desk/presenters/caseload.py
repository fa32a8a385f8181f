"""Caseloads, in words: finished strings for the page, plain values for a file."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import may
from casework.cases import rules
from casework.cases.choices import CaseStatus
from casework.cases.kinds import kind_named
from casework.cases.models import Action, Deadline
from casework.cases.presenters import due_in_words
from casework.desk.models import SavedFilter
from casework.desk.queries.caseload import (
    COUNTED_TO,
    MOST_EXPORTED,
    OWN,
    TEAM,
    Caseload,
    CaseRow,
    NeedingOwner,
    Options,
    open_cases_of,
)
from casework.duty.models import Enquiry
from casework.schools.models import School
from casework.schools.rules import SchoolCalendar, Unknown
from casework.ui.spreadsheets import Cell
from casework.ui.words import plural, say_short

Shown = dict[str, Any]

ADDRESSES = {OWN: "desk:caseload", TEAM: "desk:team_caseload"}
TITLES = {OWN: "Your caseload", TEAM: "Your teams’ caseload"}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One case in a list, in finished words."""

    reference: str
    href: str
    child: str
    kind: str
    school: str
    officer: str
    officer_note: str
    step: str
    due: str
    distance: str
    is_late: bool
    contact: str
    opened: str
    education: str
    flags: tuple[str, ...]
    is_chosen: bool


def rows(
    caseload: Caseload, *, viewer: User, gone: Iterable[int], on: date, chosen: bool = False
) -> list[ShownRow]:
    gone, labels = set(gone), KindLabels()
    return [
        _row(row, caseload.calendar(row), viewer, gone, labels, on, chosen=chosen) for row in caseload.rows
    ]


class KindLabels(dict[str, str]):
    """What each kind of case is called, asked of the register once for a list."""

    def __missing__(self, code: str) -> str:
        self[code] = kind_named(code).label
        return self[code]


def _row(
    row: CaseRow,
    calendar: SchoolCalendar,
    viewer: User,
    gone: set[int],
    labels: KindLabels,
    on: date,
    *,
    chosen: bool,
) -> ShownRow:
    due = row.next_due_on
    return ShownRow(
        reference=row.reference,
        href=f"{_cases_root()}{row.reference}/",
        child=f"{row.forenames} {row.surname}",
        kind=labels[row.kind],
        school=row.school_name,
        officer=row.officer or "Nobody",
        officer_note=_officer_note(row, viewer, gone),
        step=row.step["title"] if row.step else "",
        due=_when(row),
        distance=_distance(due, calendar, on) if due else "",
        is_late=due is not None and due < on,
        contact=say_short(row.last_contact_on) or "None recorded",
        opened=_open_for(row, on),
        education=education_gap(row, calendar, on=on),
        flags=tuple(flags(row)),
        is_chosen=chosen,
    )


def _cases_root() -> str:
    return reverse("desk:case", args=["AA-1000-00000"]).removesuffix("AA-1000-00000/")


def _officer_note(row: CaseRow, viewer: User, gone: set[int]) -> str:
    if row.officer_id is None:
        return f"Team inbox: {row.team}"
    if row.officer_id in gone:
        return f"Has left. Needs an owner in {row.team}"
    if row.officer_id in viewer.standing.covers_for:
        return f"Covering for {row.officer}"
    return row.team


def _when(row: CaseRow) -> str:
    if row.next_due_on is not None:
        return say_short(row.next_due_on)
    if row.step is None:
        return ""
    return f"Waits for dates of {row.step['waits']}" if row.step["waits"] else "Paused"


def _distance(due: date, calendar: SchoolCalendar, on: date) -> str:
    days = rules.school_days_until(due, on=on, calendar=calendar)
    return due_in_words(due, on=on, school_days=days)


def _open_for(row: CaseRow, on: date) -> str:
    if row.closed_on is not None:
        return f"Closed {say_short(row.closed_on)}"
    return plural((on - row.opened_on).days, "day")


def education_gap(row: CaseRow, calendar: SchoolCalendar, *, on: date) -> str:
    """Say for how many school days a child has had no education; nothing where there is some."""
    if not is_without_education(row, on=on):
        return ""
    days = school_days_without(row, calendar, on=on)
    counted = (
        plural(days, "school day") if days is not None else f"since {say_short(row.without_education_from)}"
    )
    return f"None for {counted}" if days is not None else f"None {counted}"


def is_without_education(row: CaseRow, *, on: date) -> bool:
    since, until = row.without_education_from, row.education_starts_on
    return since is not None and since <= on and (until is None or until > on)


def school_days_without(row: CaseRow, calendar: SchoolCalendar, *, on: date) -> int | None:
    """Count the school days without education up to today, today included; None where dates are missing."""
    if row.without_education_from is None:
        return None
    days = calendar.school_days_between(row.without_education_from - ONE_DAY, on)
    return None if isinstance(days, Unknown) else days


def flags(row: CaseRow) -> Iterator[str]:
    if row.case_restricted or row.child_restricted:
        yield "Restricted"
    if row.recalculating:
        yield "Being recalculated"
    if row.step and row.step["provisional"]:
        yield "Provisional date"


def total(number: int) -> str:
    if number > COUNTED_TO:
        return f"More than {COUNTED_TO:,} cases"
    return plural(number, "case") if number else ""


def tabs(viewer: User, *, current: str) -> list[Shown]:
    """Return the lists across cases that the viewer may open, to go from one to another."""
    pages = (
        (Verb.WRITE_CASE, "Your cases", "desk:caseload"),
        (Verb.READ_CASELOAD, "Your teams’ cases", "desk:team_caseload"),
        (Verb.READ_CASE, "Without education", "desk:without_education"),
        (Verb.REALLOCATE, "Needs an owner", "desk:needing_owner"),
    )
    return [
        {"text": text, "href": reverse(name), "current": name == current}
        for verb, text, name in pages
        if may(viewer, verb)
    ]


def saved_links(options: Options, *, whose: str) -> list[Shown]:
    return [
        {"text": name, "href": f"{reverse(ADDRESSES[whose])}?saved={pk}"}
        for pk, name in options.saved.items()
    ]


def with_query(address: str, query: Mapping[str, Any]) -> str:
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def needing_owner(found: NeedingOwner) -> list[Shown]:
    """Return in words what needs an owner, each with the page where it gets one."""
    team = reverse("desk:team_caseload")
    page = reverse("desk:needing_owner")
    parts = (
        (
            found.cases,
            "open case of somebody who has left",
            "open cases of people who have left",
            f"{team}?officer=left",
        ),
        (
            found.unallocated,
            "open case that nobody holds",
            "open cases that nobody holds",
            f"{team}?officer=nobody",
        ),
        (
            found.deadlines,
            "deadline watched by somebody who has left",
            "deadlines watched by people who have left",
            page,
        ),
        (found.actions, "action of somebody who has left", "actions of people who have left", page),
        (
            found.enquiries,
            "open enquiry of somebody who has left",
            "open enquiries of people who have left",
            page,
        ),
        (
            found.schools,
            "school linked to somebody who has left",
            "schools linked to people who have left",
            page,
        ),
    )
    return [{"text": plural(number, one, many), "href": href} for number, one, many, href in parts if number]


def held_by(person: User, on: date) -> str:
    """Say what somebody about to leave holds, in numbers alone, for those who keep accounts."""
    number = open_cases_of(person)
    if not number:
        return ""
    return (
        f"{person} holds {plural(number, 'open case')}. When no role of theirs carries cases any more,"
        " seniors and managers of the team are told that each needs an owner."
    )


def saved_rows(found: Iterable[SavedFilter]) -> list[list[Any]]:
    """Return somebody's filters, each with its list and what can be done to it."""
    titles = {OWN: "Your cases", TEAM: "Your teams’ cases"}
    return [
        [
            {"text": each.name, "href": with_query(reverse(ADDRESSES[each.page]), each.query)},
            titles[each.page],
            {
                "text": "Rename",
                "href": f"{reverse('desk:rename_filter')}?filter={each.pk}",
                "about": each.name,
            },
            {
                "text": "Delete",
                "href": f"{reverse('desk:delete_filter')}?filter={each.pk}",
                "about": each.name,
            },
        ]
        for each in found
        if each.page in ADDRESSES
    ]


# What has lost its owner, one by one


def orphaned_deadline_rows(found: Iterable[Deadline]) -> list[list[Any]]:
    return [
        [
            {"text": each.title, "href": each.get_absolute_url(), "note": each.case.child.full_name},
            {"text": each.case.reference, "href": each.case.get_absolute_url()},
            say_short(each.due_on) or "No date",
            str(each.owner or ""),
        ]
        for each in found
    ]


def orphaned_action_rows(found: Iterable[Action], *, readable: Container[int]) -> list[list[Any]]:
    return [
        [
            {"text": each.text, "note": each.child.full_name},
            {"text": each.case.reference, "href": each.case.get_absolute_url()}
            if each.case is not None and each.case_id in readable
            else "",
            say_short(each.due_on) or "No date",
            str(each.owner),
        ]
        for each in found
    ]


def orphaned_enquiry_rows(found: Iterable[Enquiry]) -> list[list[Any]]:
    return [
        [
            {"text": each.reference, "href": each.get_absolute_url(), "note": each.get_topic_display()},
            str(each.team),
            say_short(each.respond_by),
            str(each.owner),
        ]
        for each in found
    ]


def orphaned_school_rows(found: Iterable[School]) -> list[list[Any]]:
    return [
        [
            {"text": each.name, "href": each.get_absolute_url()},
            str(each.link_officer or ""),
            {
                "text": "Name another link officer",
                "href": reverse("schools:change_link_officer", args=[each.urn]),
                "about": f"for {each.name}",
            },
        ]
        for each in found
    ]


# Rows that go out as a file

HEADINGS = (
    "Reference",
    "Kind",
    "Status",
    "Forenames",
    "Surname",
    "Date of birth",
    "School",
    "School URN",
    "Officer",
    "Team",
    "Opened",
    "Days open",
    "Closed",
    "Outcome",
    "Next step",
    "Due",
    "School days until due",
    "Late",
    "Last contact",
    "Without education since",
    "School days without education",
    "Education starts",
    "Restricted",
    "Provisional date",
    "Being recalculated",
)


def file_rows(caseload: Caseload, *, on: date) -> Iterator[list[Cell]]:
    labels = KindLabels()
    for row in caseload.rows:
        yield _file_row(row, caseload.calendar(row), labels, on)
    if caseload.is_cut:
        yield [f"This file ends after {MOST_EXPORTED:,} cases. Narrow the list to get the others."]


def _file_row(row: CaseRow, calendar: SchoolCalendar, labels: KindLabels, on: date) -> list[Cell]:
    due, is_gap = row.next_due_on, is_without_education(row, on=on)
    return [
        row.reference,
        labels[row.kind],
        CaseStatus(row.status).label,
        row.forenames,
        row.surname,
        row.born_on,
        row.school_name,
        row.urn,
        row.officer or "Nobody",
        row.team,
        row.opened_on,
        ((row.closed_on or on) - row.opened_on).days,
        row.closed_on,
        kind_named(row.kind).outcomes.get(row.outcome, ""),
        row.step["title"] if row.step else "",
        due,
        rules.school_days_until(due, on=on, calendar=calendar) if due else None,
        due is not None and due < on,
        row.last_contact_on,
        row.without_education_from if is_gap else None,
        school_days_without(row, calendar, on=on) if is_gap else None,
        row.education_starts_on,
        row.case_restricted or row.child_restricted,
        bool(row.step and row.step["provisional"]),
        row.recalculating,
    ]


def exports(viewer: User, *, whose: str, query: Mapping[str, Any]) -> list[Shown]:
    """Return where the list comes as a file, for those who may take rows out."""
    if not may(viewer, Verb.EXPORT):
        return []
    return [
        {"text": text, "href": with_query(reverse("desk:export_caseload", args=[whose, code]), query)}
        for code, text in (("csv", "Download as CSV"), ("xlsx", "Download as Excel"))
    ]


def file_name(*, whose: str, on: date, extension: str) -> str:
    return f"{'caseload' if whose == OWN else 'team-caseload'}-{on.isoformat()}.{extension}"
