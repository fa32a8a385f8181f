"""The parts of the case page that a permanent exclusion draws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from casework.access.models import User
from casework.cases import permissions
from casework.cases.kinds import Panel
from casework.cases.models import Case
from casework.people.choices import StatusKind
from casework.people.queries import facts_holding
from casework.ui.words import say_day, say_time, sentence_case
from exclusions.choices import Occasion, Party
from exclusions.models import PermanentExclusion
from exclusions.presenters.steps import page_address
from exclusions.queries import facts_of, load_whole
from exclusions.rules import ExclusionFacts
from exclusions.rules.telling import told_of_cancellation

TEMPLATE = "exclusions/panel.html"
NOT_RECORDED = "Not recorded"

Row = dict[str, Any]


def panels(case: Case, user: User) -> list[Panel]:
    """Return the exclusion and what followed, part by part, each with where it is recorded."""
    row = load_whole(case)
    facts = facts_of(case)
    writes = case.is_open and permissions.can_write(user, case)
    parts = [
        ("The exclusion", "correct", _exclusion(row)),
        ("The child’s circumstances", "circumstances", _circumstances(case, row)),
        ("Who was told", "told", _told(row, facts)),
        ("Education", "education", _education(row)),
        ("Governors", _governors_page(facts), _governors(row)),
    ]
    if facts.gb_met_on is not None and not facts.board_reinstated:
        parts.append(("Independent review", "review", _review(row)))
        parts.append(("The roll and the next place", "roll", _roll(row)))
    if facts.reinstatement is not None or row.returned_on is not None:
        parts.append(("Return to school", "return", _return(row)))
    if row.cancelled_on is not None:
        parts.insert(0, ("Cancelled by the headteacher", "cancel", _cancelled(row, facts)))
    return [
        Panel(
            title,
            TEMPLATE,
            {"title": title, "rows": rows, "change_href": page_address(case, page) if writes else ""},
        )
        for title, page, rows in parts
    ]


def _exclusion(row: PermanentExclusion) -> list[Row]:
    at = f", {say_time(row.decision_at)}" if row.decision_at else ""
    reasons = [each.code.description for each in row.reasons.all()]
    return [
        _said("Decided", f"{say_day(row.decision_on)}{at}"),
        _said("Decided by", row.decided_by),
        _said("First day out", say_day(row.start_on)),
        _said("Point of the day", row.get_start_point_display()),
        {
            "key": "Reasons, in order",
            "lines": [f"{n}. {reason}" for n, reason in enumerate(reasons, start=1)],
        },
        _said("Single incident or persistent", row.get_basis_display()),
        _lines("What happened", row.circumstances),
    ]


def _circumstances(case: Case, row: PermanentExclusion) -> list[Row]:
    holding = facts_holding(case.child.status_facts.all(), on=row.decision_on)
    said = [
        f"{fact.get_kind_display()}: {fact.authority}" if fact.authority else fact.get_kind_display()
        for fact in (holding[kind] for kind in StatusKind.values if kind in holding)
    ]
    if row.year11_no_exams_left:
        said.append("Year 11 with no public examinations left")
    if row.ehcp_hours_met:
        said.append("The weekly hours in the plan are already met")
    return [
        {"key": "On the day of the decision", "lines": said or ["Nothing recorded"]},
        *_if_said("Next public examination or test", say_day(row.next_exam_on)),
    ]


def _told(row: PermanentExclusion, facts: ExclusionFacts) -> list[Row]:
    told = facts.told_on
    concerned = {Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY, *told}
    if facts.lives_in_another_authority:
        concerned.add(Party.HOME_AUTHORITY)
    if facts.has_social_worker:
        concerned.add(Party.SOCIAL_WORKER)
    if facts.looked_after:
        concerned.add(Party.VIRTUAL_SCHOOL_HEAD)
    return [_day(sentence_case(party.label), told.get(party)) for party in Party if party in concerned]


def _education(row: PermanentExclusion) -> list[Row]:
    return [
        _said("Provider", row.provider),
        *_if_said("Contact", row.provider_contact),
        _day("Arranged first day", row.provision_starts_on),
        _day("First attendance", row.provision_started_on),
    ]


def _governors_page(facts: ExclusionFacts) -> str:
    return "decision" if facts.gb_met_on is not None else "meeting"


def _governors(row: PermanentExclusion) -> list[Row]:
    rows = [_day("Meeting", row.gb_met_on or row.gb_meeting_on)]
    rows += _if_said("Papers sent", say_day(row.gb_papers_sent_on))
    rows += _if_said("Authority’s statement sent", say_day(row.la_statement_sent_on))
    if row.gb_met_on is None:
        return rows
    rows.append(_said("Decision", row.get_gb_outcome_display()))
    if row.reinstated_on:
        rows.append(_day("Day of return", row.reinstated_on))
    if row.gb_reasons:
        rows.append(_lines("Reasons", row.gb_reasons))
    how = row.get_gb_notice_method_display()
    rows.append(
        _said("Notice sent", f"{say_day(row.gb_notice_on)}, {how.lower()}" if row.gb_notice_on else "")
    )
    return rows


def _review(row: PermanentExclusion) -> list[Row]:
    how = row.get_irp_application_method_display()
    applied = f"{say_day(row.irp_application_on)}, {how.lower()}" if row.irp_application_on else ""
    decided = f"{row.get_irp_outcome_display()}, {say_day(row.irp_decided_on)}" if row.irp_outcome else ""
    again = ""
    if row.gb_reconsidered_outcome:
        again = f"{row.get_gb_reconsidered_outcome_display()}, {say_day(row.gb_reconsidered_on)}"
    return [
        *_if_said("Parent wrote that they will not apply", say_day(row.irp_waived_on)),
        _said("Application", applied),
        *_if_said("Abandoned", say_day(row.irp_abandoned_on)),
        *_if_said("Hearing", say_day(row.irp_hearing_on)),
        *_if_said("Papers sent", say_day(row.irp_papers_sent_on)),
        *_if_said("Hearing began", say_day(row.irp_begun_on)),
        *_if_said("Panel’s decision", decided),
        *_if_said("Panel’s notice sent", say_day(row.irp_notice_on)),
        *_if_said("Governors’ second decision", again),
    ]


def _roll(row: PermanentExclusion) -> list[Row]:
    return [
        _day("Name deleted from the roll", row.off_roll_on),
        *_if_said("Deletion return received", say_day(row.deletion_return_on)),
        _said("Next school or setting", row.placed_at),
        _day("On roll there", row.placed_on),
        *_if_said("New pupil return received", say_day(row.new_pupil_return_on)),
    ]


def _return(row: PermanentExclusion) -> list[Row]:
    return [
        _day("Back in school", row.returned_on),
        _day("Reintegration meeting", row.reintegration_meeting_on),
    ]


def _cancelled(row: PermanentExclusion, facts: ExclusionFacts) -> list[Row]:
    told = {
        Party(each.party): each.told_on for each in row.told.all() if each.occasion == Occasion.CANCELLATION
    }
    return [
        _day("Cancelled", row.cancelled_on),
        _lines("Reasons", row.cancel_reasons),
        *(
            _day(f"{sentence_case(party.label)} told", told.get(party))
            for party in dict.fromkeys([*told_of_cancellation(facts), *told])
        ),
    ]


def _said(key: str, value: str) -> Row:
    return {"key": key, "value": value or NOT_RECORDED}


def _day(key: str, day: date | None) -> Row:
    return _said(key, say_day(day))


def _lines(key: str, text: str) -> Row:
    return {"key": key, "lines": text.split("\n") if text else [NOT_RECORDED]}


def _if_said(key: str, value: str) -> Sequence[Row]:
    return [{"key": key, "value": value}] if value else []
