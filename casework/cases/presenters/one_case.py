"""Cases and their deadlines, in the words a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.access.models import User
from casework.cases import rules
from casework.cases.choices import CaseStatus, DeadlineKind, DeadlineState
from casework.cases.models import Case, ChronologyEntry, Deadline, NotApplicableProposal
from casework.cases.queries import DeadlineChanges
from casework.deadlines.choices import Confidence, RuleStatus, Unit
from casework.deadlines.presenters import ExplanationText, explanation_text
from casework.schools.rules import SchoolCalendar
from casework.ui.words import plural, say_date, say_day, say_moment, say_short, say_time

STATUS_COLOURS = {
    CaseStatus.OPEN: "blue",
    CaseStatus.CLOSED: "grey",
    CaseStatus.RECORDED_IN_ERROR: "red",
}
# The others are dates to know: nobody has to do anything by them.
TO_BE_DONE = (DeadlineKind.DEADLINE, DeadlineKind.WINDOW)
SCHOOL_YEAR = re.compile(r"(\d{4})/\d{2}")

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One deadline in a list."""

    title: str
    due: str
    state: str
    school_days: int | None
    rule_status: str
    owner: str
    owed_by: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class ChronologyRow:
    title: str
    when: str
    by: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class MissingDates:
    """Term dates that somebody has to add before a date can be worked out, and the page where they do."""

    text: str
    href: str


def status_tag(case: Case) -> dict[str, str]:
    status = CaseStatus(case.status)
    return {"text": status.label, "colour": STATUS_COLOURS[status]}


def deadline_row(deadline: Deadline, *, on: date, calendar: SchoolCalendar) -> DeadlineRow:
    days = days_until(deadline, on=on, calendar=calendar)
    state = deadline_state(deadline, on=on, school_days=days)
    return DeadlineRow(
        title=deadline.title,
        due=_when(deadline, state, on=on, school_days=days),
        state=state,
        school_days=days if days and days > 0 else None,
        rule_status=deadline.status,
        owner=str(deadline.owner or ""),
        owed_by=said_within(deadline.owed_by) if deadline.kind in TO_BE_DONE else "",
        note="" if deadline.owner_id else inbox(deadline),
        href=reverse("cases:deadline", args=[deadline.case.reference, deadline.pk]),
    )


def inbox(deadline: Deadline) -> str:
    return f"Team inbox: {deadline.owner_team}"


def said_within(label: str) -> str:
    """Return a label as it stands inside a sentence: "the headteacher"."""
    return label[:1].lower() + label[1:]


def days_until(deadline: Deadline, *, on: date, calendar: SchoolCalendar) -> int | None:
    if deadline.due_on is None:
        return None
    return rules.school_days_until(deadline.due_on, on=on, calendar=calendar)


def deadline_state(deadline: Deadline, *, on: date, school_days: int | None) -> str:
    """Return the state a deadline's tag says."""
    if deadline.state != DeadlineState.OPEN:
        return _settled(deadline)
    if deadline.case.is_being_recalculated:
        return "RECALCULATING"
    if deadline.due_on is None:
        return "PAUSED" if deadline.is_paused else "WAITING_FOR_TERM_DATES"
    if deadline.kind != DeadlineKind.DEADLINE:
        return _date_to_know(deadline.kind, deadline.due_on, on)
    if deadline.due_on < on:
        return "OVERDUE"
    if deadline.due_on == on:
        return "DUE_TODAY"
    return "DUE_SOON" if rules.is_soon(deadline.due_on, on=on, school_days=school_days) else "DUE"


def _settled(deadline: Deadline) -> str:
    if deadline.state == DeadlineState.MET:
        late = (
            deadline.due_on is not None and deadline.met_on is not None and deadline.met_on > deadline.due_on
        )
        return "MET_LATE" if late else "MET"
    return "NOT_APPLICABLE" if deadline.state == DeadlineState.NOT_APPLICABLE else "NO_LONGER_OWED"


def _date_to_know(kind: str, due: date, on: date) -> str:
    if kind == DeadlineKind.EARLIEST:
        return "NOT_BEFORE"
    if kind == DeadlineKind.WINDOW:
        return "OPEN_UNTIL" if due >= on else "ENDED"
    return "DATE_TO_KNOW"


def due_in_words(due: date, *, on: date, school_days: int | None) -> str:
    """Say how far off a date is: "today", "in 3 school days", "2 school days late"."""
    if due == on:
        return "today"
    distance = abs((due - on).days)
    counted = plural(abs(school_days), "school day") if school_days else plural(distance, "day")
    return f"in {counted}" if due > on else f"{counted} late"


def _when(deadline: Deadline, state: str, *, on: date, school_days: int | None) -> str:
    if deadline.met_on:
        due = f", due {say_short(deadline.due_on)}" if deadline.due_on else ""
        return f"{say_short(deadline.met_on)}{due}"
    if deadline.due_on is None:
        return ""
    if state == "OVERDUE":
        return (
            f"{say_short(deadline.due_on)}, {due_in_words(deadline.due_on, on=on, school_days=school_days)}"
        )
    return say_short(deadline.due_on)


def missing_dates(deadline: Deadline) -> MissingDates:
    """Say which dates a deadline waits for; without an address where no authority is there to add them to."""
    authority = deadline.case.school.authority if deadline.case.school else None
    year = SCHOOL_YEAR.match(deadline.missing_calendar)
    href = ""
    if authority is not None and year is not None:
        href = reverse("cases:change_terms", args=["authority", authority.code, int(year[1])])
    what = "term dates" if year else "bank holidays"
    return MissingDates(text=f"Add {what} for {deadline.missing_calendar}", href=href)


def chronology(entries: Iterable[ChronologyEntry]) -> list[ChronologyRow]:
    return [entry_row(entry) for entry in entries]


def entry_row(entry: ChronologyEntry) -> ChronologyRow:
    """Return one entry; a note opens from it."""
    href = ""
    if entry.note_id and entry.case is not None:
        href = reverse("cases:note", args=[entry.case.reference, entry.note_id])
    return ChronologyRow(
        title=entry.text,
        when=_happened(entry),
        by=str(entry.by) if entry.by else "worked out by the service",
        text="\n".join(entry.details),
        href=href,
    )


def _happened(entry: ChronologyEntry) -> str:
    if timezone.localdate(entry.recorded_at) == entry.happened_on:
        return f"{say_day(entry.happened_on)}, {say_time(entry.recorded_at)}"
    return f"{say_day(entry.happened_on)}, written down {say_moment(entry.recorded_at)}"


def notices(case: Case, *, waiting: int) -> list[str]:
    """Return what to know before reading a case: it is over, a mistake, or its dates are not whole."""
    said = []
    if case.status == CaseStatus.RECORDED_IN_ERROR:
        said.append(
            f"Recorded in error, on {say_date(case.closed_on)}. It is kept to be read, counts in no total,"
            " and its deadlines have ended."
        )
    elif case.status == CaseStatus.CLOSED:
        said.append(f"This case was closed on {say_date(case.closed_on)}.")
    if case.is_being_recalculated:
        said.append("A calendar changed. The dates on this page are being worked out again.")
    if waiting:
        verb = "date waits" if waiting == 1 else "dates wait"
        said.append(f"{waiting} {verb} for term dates that have not been added yet.")
    return said


# One deadline, explained


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a deadline is due when it is, from the facts to the date."""

    because: str
    rows: list[Shown]
    doubt: str
    is_provisional: bool
    counted: list[Shown]
    skipped: list[Shown]
    notes: tuple[str, ...]
    settled: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the viewer may do to deadlines of one case."""

    user: User
    may_write: bool
    may_propose: bool
    may_approve: bool


def explanation(deadline: Deadline) -> Explanation:
    stored = deadline.explanation
    text = explanation_text(stored)
    return Explanation(
        because=f"{text.because.rstrip('.')}.",
        rows=_explanation_rows(deadline, text),
        doubt=_doubt(stored["confidence"]),
        is_provisional=deadline.is_provisional,
        counted=stored["counted"],
        skipped=stored["skipped"],
        notes=text.notes,
        settled=_settled_in_words(deadline),
    )


def _explanation_rows(deadline: Deadline, text: ExplanationText) -> list[Shown]:
    by_rule = say_day(deadline.computed_on) or _no_date(deadline)
    rows: list[Shown] = [
        {"key": "How binding", "value": text.status},
        {"key": "Who owes it", "value": deadline.owed_by},
        {"key": "Who watches it here", "value": str(deadline.owner or inbox(deadline))},
        {"key": "Counted from", "value": _iso_day(deadline.explanation["start"])},
        {"key": "How it is counted", "value": _counting(deadline.explanation)},
        {"key": "Date by the rule", "value": by_rule},
    ]
    if deadline.due_on != deadline.computed_on:
        rows.append(
            {"key": "Date with pauses and more time", "value": say_day(deadline.due_on) or _no_date(deadline)}
        )
    rows += [
        {"key": "Where it is written", "value": text.source},
        {"key": "In force", "value": text.in_force.removeprefix("In force ")},
    ]
    return [row for row in rows if row["value"]]


def _no_date(deadline: Deadline) -> str:
    if deadline.missing_calendar:
        return f"Not known until dates for {deadline.missing_calendar} are added"
    return "None while the pause runs"


def _counting(stored: Mapping[str, Any]) -> str:
    """Say the length with its unit: "15 school days after that day"."""
    length = stored["length"]
    unit = stored["counting"] or (Unit(stored["unit"]).label if stored["unit"] else "")
    if not length or not unit:
        return ""
    if length == 1:
        unit = unit.replace("days", "day").replace("months", "month").replace("hours", "hour")
    return f"{length} {unit} that day" if unit.endswith(("after", "before")) else f"{length} {unit}"


def _iso_day(iso: str | None) -> str:
    return say_day(date.fromisoformat(iso)) if iso else ""


def _doubt(confidence: str) -> str:
    if confidence == Confidence.A:
        return ""
    return f"This reading is not confirmed: it is a setting. {Confidence(confidence).label}."


def _settled_in_words(deadline: Deadline) -> str:
    if deadline.is_met_by_facts:
        return (
            f"Recorded on the case as done on {say_day(deadline.met_on)}."
            " To change that, correct what is recorded on the case."
        )
    if deadline.state == DeadlineState.MET:
        return f"Met on {say_day(deadline.met_on)} by {deadline.met_by}."
    if deadline.state == DeadlineState.NOT_APPLICABLE:
        return f"Agreed as not applicable: {deadline.closed_reason}"
    if deadline.state == DeadlineState.FALLEN_AWAY:
        return f"No longer owed. {deadline.closed_reason}"
    return ""


def changes(made: DeadlineChanges) -> list[ChronologyRow]:
    """Return the pauses, extensions and proposals of a deadline, newest first."""
    rows: list[tuple[datetime, ChronologyRow]] = []
    for pause in made.pauses:
        until = say_day(pause.ends_on) if pause.ends_on else "further notice"
        title = f"Paused from {say_day(pause.starts_on)} until {until}"
        rows.append((pause.recorded_at, _change(title, pause.recorded_at, pause.by, pause.reason)))
    for extension in made.extensions:
        title = f"More time until {say_day(extension.new_due_on)}, given by {extension.given_by}"
        rows.append(
            (extension.recorded_at, _change(title, extension.recorded_at, extension.by, extension.reason))
        )
    for each in made.proposals:
        rows.append((each.proposed_at, _change(*_proposal(each))))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _change(title: str, at: datetime, by: User, text: str) -> ChronologyRow:
    return ChronologyRow(title=title, when=say_moment(at), by=str(by), text=text)


def _proposal(proposal: NotApplicableProposal) -> tuple[str, datetime, User, str]:
    titles = {None: "waits for a decision", True: "agreed", False: "refused"}
    text = proposal.reason
    if proposal.decided_at is not None:
        text += f"\nDecided by {proposal.decided_by} on {say_moment(proposal.decided_at)}"
        text += f": {proposal.decision_reason}" if proposal.decision_reason else ""
    title = f"Proposed as not applicable: {titles[proposal.is_agreed]}"
    return title, proposal.proposed_at, proposal.proposed_by, text


def proposed(proposal: NotApplicableProposal) -> str:
    when = say_moment(proposal.proposed_at)
    return f"{proposal.proposed_by} proposed on {when} that this does not apply: {proposal.reason}"


def before_more_time(deadline: Deadline) -> list[str]:
    """Return what an officer has to know before moving a date."""
    said = [f"The date by the rule is {say_day(deadline.computed_on) or 'not known yet'}. It stays shown."]
    if deadline.status == RuleStatus.MUST:
        said.append(
            "The law sets this deadline and gives no power to extend it here."
            " What you record tells colleagues when it is expected; it does not make the delay lawful."
        )
    return said


def deadline_actions(
    deadline: Deadline, waiting: NotApplicableProposal | None, rights: Rights
) -> list[dict[str, str]]:
    """Return what the viewer can do to a deadline as it stands."""
    case = deadline.case
    if not case.is_open or deadline.kind != DeadlineKind.DEADLINE:
        return []
    names = (
        _open_actions(deadline, waiting, rights) if deadline.is_open else _settled_actions(deadline, rights)
    )
    return [
        {"text": text, "href": reverse(f"cases:{name}", args=[case.reference, deadline.pk])}
        for name, text in names
    ]


def _open_actions(
    deadline: Deadline, waiting: NotApplicableProposal | None, rights: Rights
) -> list[tuple[str, str]]:
    found = []
    if rights.may_write:
        found.append(("meet_deadline", "Mark as met"))
        if deadline.is_paused:
            found.append(("resume_deadline", "Start it again"))
        elif deadline.computed_on is not None:
            found.append(("pause_deadline", "Pause it"))
        found.append(("extend_deadline", "Give more time"))
    if rights.may_propose and waiting is None:
        found.append(("propose_not_applicable", "Propose that it does not apply"))
    if rights.may_approve and waiting is not None and waiting.proposed_by_id != rights.user.pk:
        found.insert(0, ("decide_not_applicable", "Decide whether it applies"))
    return found


def _settled_actions(deadline: Deadline, rights: Rights) -> list[tuple[str, str]]:
    if not rights.may_write or deadline.is_met_by_facts:
        return []
    is_theirs = deadline.state == DeadlineState.MET or (
        deadline.state == DeadlineState.NOT_APPLICABLE and rights.may_approve
    )
    return [("reopen_deadline", "Open it again")] if is_theirs else []
