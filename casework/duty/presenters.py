"""Enquiries, turns and hand-over notes, in the words a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import may
from casework.duty import permissions, rules
from casework.duty.choices import EnquiryState, PartOfDay, Topic
from casework.duty.models import DutyTurn, Enquiry, HandoverNote
from casework.duty.queries import DutySettings, TeamDuty
from casework.people.presenters import start_href
from casework.people.starts import ENQUIRY, all_starts
from casework.schools.rules import SchoolCalendar
from casework.ui.words import plural, say_date, say_day, say_moment, say_short, sentence_case

Shown = dict[str, Any]
EMERGENCY = "999"
NOBODY = "Nobody"


# Who is on duty


def duty_lines(duties: Iterable[TeamDuty], *, viewer: User, closed: str) -> list[str]:
    """Return who is on duty: one line where it is the same for every team, otherwise a line for each answer.

    `closed` says why nobody works on the day, where nobody does.
    """
    teams: dict[str, list[str]] = {}
    for duty in duties:
        teams.setdefault(_on_duty(duty, viewer), []).append(duty.team)
    if closed and set(teams) <= {NOBODY}:
        return [f"{NOBODY}: {closed}"]
    if len(teams) == 1:
        return list(teams)
    return [f"{', '.join(names)}: {said}" for said, names in teams.items()]


def _on_duty(duty: TeamDuty, viewer: User) -> str:
    said = []
    for turn in duty.turns:
        name = "you" if turn.officer_id == viewer.pk else turn.officer
        part = "" if turn.part == PartOfDay.ALL_DAY else f" ({PartOfDay(turn.part).label.lower()})"
        said.append(f"{name}{part}")
    return sentence_case(", ".join(said)) or NOBODY


def why_closed(on: date, *, calendar: SchoolCalendar) -> str:
    """Return why nobody works on a day: "weekend"; nothing on a working day."""
    return "" if calendar.is_working_day(on) else calendar.reason(on)


def handover_parts(notes: Iterable[HandoverNote]) -> list[Shown]:
    return [
        {
            "title": f"Handed over by {note.written_by}, {say_day(note.on)}",
            "team": note.team.name,
            "text": note.text,
            "open": f"{plural(note.open_enquiries, 'enquiry', 'enquiries')} open when it was written",
        }
        for note in notes
    ]


# Enquiries

COLUMNS = [
    {"text": "Enquiry"},
    {"text": "Asked by"},
    {"text": "About"},
    {"text": "Answer by"},
    {"text": "With"},
]


def enquiry_rows(
    enquiries: Iterable[Enquiry], *, on: date, calendar: SchoolCalendar, names_team: bool
) -> list[list[Any]]:
    return [_enquiry_row(each, on, calendar, names_team) for each in enquiries]


def _enquiry_row(enquiry: Enquiry, on: date, calendar: SchoolCalendar, names_team: bool) -> list[Any]:
    about = enquiry.child.full_name if enquiry.child else "Child not known yet"
    return [
        {
            "text": enquiry.reference,
            "href": enquiry.get_absolute_url(),
            "note": enquiry.get_topic_display(),
        },
        {"text": enquiry.get_asker_kind_display(), "note": enquiry.asker_name},
        {"text": about, "note": enquiry.school.name if enquiry.school else ""},
        {"text": say_short(enquiry.respond_by), "note": standing(enquiry, on=on, calendar=calendar)},
        {"text": str(enquiry.owner), "note": enquiry.team.name if names_team else ""},
    ]


def standing(enquiry: Enquiry, *, on: date, calendar: SchoolCalendar) -> str:
    """Say how an enquiry stands: how far off its day is, or when it was answered."""
    if not enquiry.is_open:
        late = ", late" if enquiry.is_late(on) else ""
        what = "Became a case" if enquiry.state == EnquiryState.BECAME_CASE else "Answered"
        return f"{what} {say_short(enquiry.answered_on)}{late}"
    return sentence_case(distance(enquiry.respond_by, on=on, calendar=calendar))


def distance(due: date, *, on: date, calendar: SchoolCalendar) -> str:
    """Say how far off a day is: "today", "in 3 working days", "2 working days late"."""
    if due == on:
        return "today"
    days = rules.working_days_until(due, on=on, calendar=calendar)
    counted = plural(abs(days), "working day") if days else plural(abs((due - on).days), "day")
    return f"in {counted}" if due > on else f"{counted} late"


def state_tag(enquiry: Enquiry, *, on: date) -> Shown:
    late = enquiry.is_late(on)
    if enquiry.state == EnquiryState.BECAME_CASE:
        return {"text": "Became a case", "colour": "purple"}
    if enquiry.state == EnquiryState.ANSWERED:
        return {
            "text": "Answered late" if late else "Answered in time",
            "colour": "yellow" if late else "green",
        }
    if late:
        return {"text": "Late", "colour": "red"}
    is_due = enquiry.respond_by == on
    return {"text": "Answer today" if is_due else "Open", "colour": "orange" if is_due else "blue"}


def enquiry_details(enquiry: Enquiry, *, on: date, calendar: SchoolCalendar, reads_case: bool) -> list[Shown]:
    child, school, case = enquiry.child, enquiry.school, enquiry.case
    reach = [line for line in (enquiry.asker_telephone, enquiry.asker_email) if line]
    by = say_day(enquiry.respond_by)
    rows: list[Shown] = [
        {"key": "Answer by", "lines": [by, standing(enquiry, on=on, calendar=calendar)]},
        {"key": "With", "value": str(enquiry.owner)},
        {"key": "Team", "value": enquiry.team.name},
        {"key": "Asked by", "lines": _lines(enquiry.get_asker_kind_display(), enquiry.asker_name)},
        {"key": "How to reach them", "lines": reach or ["Not recorded"]},
        {"key": "Child", "value": child.full_name, "href": child.get_absolute_url()}
        if child
        else {"key": "Child", "value": "Not known yet"},
        {"key": "School", "value": str(school), "href": school.get_absolute_url()} if school else {},
        {"key": "About", "value": enquiry.get_topic_display()},
        {"key": "Case", "value": case.reference, "href": case.get_absolute_url() if reads_case else ""}
        if case
        else {},
        {
            "key": "Reached us",
            "lines": [f"{say_day(enquiry.received_at)}", enquiry.get_channel_display()],
        },
        {"key": "Written down", "lines": [say_moment(enquiry.recorded_at), str(enquiry.recorded_by)]},
    ]
    return [row for row in rows if row]


def local_length(settings: DutySettings) -> str:
    """Say where the day by which to answer comes from."""
    days = plural(settings.days_to_answer, "working day")
    return f"{days} to answer is this council’s own target, not law."


def _lines(*lines: str) -> list[str]:
    return [line for line in lines if line]


def about_danger(settings: DutySettings) -> str:
    """Return what stands before a worry about a child: whom to ring."""
    if settings.danger_telephone:
        return (
            f"If a child may be in danger now, phone {settings.danger_telephone} before you write anything"
            f" down. In an emergency phone {EMERGENCY}."
        )
    return (
        f"If a child may be in danger now, phone the safeguarding hub or {EMERGENCY} before you write"
        " anything down. No number of the hub is set here: a senior officer can propose one under Rule"
        " settings."
    )


def is_worry(enquiry: Enquiry) -> bool:
    return enquiry.topic == Topic.SAFEGUARDING and enquiry.is_open


def starts_from(enquiry: Enquiry, *, viewer: User) -> list[Shown]:
    """Return the kinds of case that an enquiry can become, each with the page where it begins."""
    if enquiry.state == EnquiryState.BECAME_CASE or not may(viewer, Verb.OPEN_CASE):
        return []
    carried = {ENQUIRY: enquiry.reference}
    return [
        {
            "text": start.text,
            "href": start_href(start, enquiry.child, carried)
            if enquiry.child
            else reverse("people:find", query={"for": start.code, **carried}),
        }
        for start in all_starts()
    ]


def answered(enquiry: Enquiry) -> Shown | None:
    if not enquiry.answer:
        return None
    when = say_day(enquiry.answered_on)
    return {"text": enquiry.answer, "by": f"{enquiry.answered_by}, {when}"}


def theirs(enquiry: Enquiry) -> list[Shown]:
    """Return an enquiry as somebody else has saved it, beside what is being typed."""
    rows: list[Shown] = [
        {"key": "State", "value": enquiry.get_state_display()},
        {"key": "With", "value": str(enquiry.owner)},
        {"key": "About", "value": enquiry.get_topic_display()},
        {"key": "Child", "value": enquiry.child.full_name if enquiry.child else "Not known yet"},
        {"key": "School", "value": str(enquiry.school or "")},
        {"key": "Asked by", "lines": _lines(enquiry.get_asker_kind_display(), enquiry.asker_name)},
        {"key": "How to reach them", "lines": _lines(enquiry.asker_telephone, enquiry.asker_email)},
        {"key": "What was asked", "lines": enquiry.text.splitlines()},
        {"key": "Answered by", "value": str(enquiry.answered_by or "")},
        {"key": "Answered on", "value": say_date(enquiry.answered_on)},
        {"key": "Answer", "lines": enquiry.answer.splitlines()},
    ]
    return [row for row in rows if row.get("value") or row.get("lines")]


# The rota

DAY_COLUMNS = [{"text": "Day"}, {"text": "On duty"}]


def week_title(monday: date) -> str:
    return f"Week of {say_day(monday)}"


def rota_parts(
    teams: Sequence[Team],
    turns: Iterable[DutyTurn],
    *,
    monday: date,
    calendar: SchoolCalendar,
    on: date,
    viewer: User,
) -> list[Shown]:
    """Return each team's week, with who may be on duty when, and where to change it."""
    by_team: dict[int, list[DutyTurn]] = {}
    for turn in turns:
        by_team.setdefault(turn.team_id, []).append(turn)
    return [_team_week(team, by_team.get(team.pk, []), monday, calendar, on, viewer) for team in teams]


def _team_week(
    team: Team, turns: Sequence[DutyTurn], monday: date, calendar: SchoolCalendar, on: date, viewer: User
) -> Shown:
    days = rules.weekdays_of(monday)
    plans = permissions.can_plan(viewer, team) and days[-1] >= on
    plan_href = reverse("duty:plan", args=[team.pk], query={"week": monday.isoformat()})
    return {
        "title": team.name,
        "rows": day_rows(turns, monday=monday, calendar=calendar),
        "plan_href": plan_href if plans else "",
        "swaps": [
            {
                "text": f"Swap {say_short(turn.on)}{_part(turn)}, {turn.officer}",
                "href": reverse("duty:swap", args=[turn.pk]),
            }
            for turn in sorted(turns, key=_in_order)
            if plans and turn.on >= on
        ],
    }


def _day_row(day: date, turns: Sequence[DutyTurn], calendar: SchoolCalendar) -> list[Any]:
    theirs = sorted((turn for turn in turns if turn.on == day), key=_in_order)
    if theirs:
        said = ", ".join(f"{turn.officer}{_part(turn)}" for turn in theirs)
    else:
        said = "Nobody" if calendar.is_working_day(day) else f"None. {sentence_case(calendar.reason(day))}"
    return [say_day(day), said]


def _part(turn: DutyTurn) -> str:
    return "" if turn.part == PartOfDay.ALL_DAY else f" ({turn.get_part_display().lower()})"


def _in_order(turn: DutyTurn) -> tuple[date, bool]:
    return turn.on, not rules.covers(turn.part, rules.HALVES[0])


def day_rows(turns: Sequence[DutyTurn], *, monday: date, calendar: SchoolCalendar) -> list[list[Any]]:
    return [_day_row(day, turns, calendar) for day in rules.weekdays_of(monday)]


def turn_words(turn: DutyTurn) -> str:
    return f"{turn.officer}, {say_day(turn.on)}{_part(turn)}"
