"""Reading the facts of an exclusion from a dictionary, as files give them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from casework.deadlines.fact_reading import FactError, FactReader
from casework.schools.choices import SchoolType
from exclusions.choices import (
    BoardOutcome,
    ExclusionEvent,
    NoticeMethod,
    Party,
    ReviewOutcome,
    StartPoint,
)
from exclusions.rules.facts import ExclusionFacts, Notice, Spell

# Facts that say by themselves that an exclusion, a review or an off-site direction is concerned.
TELLING = (
    "gb_notice_received",
    "gb_meeting_date",
    "gb_decided_on",
    "gb_met_on",
    "gb_decision_notice",
    "irp_application",
    "irp_hearing_date",
    "irp_decision_notice",
    "parent_irp_waiver",
    "eqa_conduct_date",
    "eqa_final_determination",
    "offsite_start",
    "offsite_review_meeting",
)

PLAIN_DATES = (
    "decision_on",
    "date_of_birth",
    "provision_starts_on",
    "day6_started_on",
    "returned_on",
    "reintegration_meeting_on",
    "gb_notice_received",
    "gb_meeting_date",
    "gb_papers_sent_on",
    "la_statement_sent_on",
    "reinstated_on",
    "parent_irp_waiver",
    "irp_abandoned_on",
    "irp_hearing_date",
    "irp_papers_sent_on",
    "irp_begun_on",
    "irp_decided_on",
    "gb_reconsidered_on",
    "gb_reconsidered_notice_on",
    "eqa_conduct_date",
    "eqa_final_determination",
    "off_roll_on",
    "deletion_return_on",
    "placed_on",
    "new_pupil_return_on",
    "cancelled_on",
    "offsite_start",
    "offsite_notice_on",
    "offsite_review_meeting",
    "offsite_invited_on",
    "offsite_last_review_on",
    "offsite_ended_on",
)


def parse_facts(facts: Mapping[str, object]) -> ExclusionFacts | None:
    """Return the facts of an exclusion, or None when the dictionary is about something else.

    Raises FactError, naming the fact, when one is not in the form it should be.
    """
    reader = FactReader(facts)
    event = _event(reader)
    if event is None and not reader.has(*TELLING):
        return None
    return ExclusionFacts(
        event=event,
        school_type=reader.code("school_type", SchoolType),
        start_on=reader.day("start_date") or reader.day("start_on"),
        start_point=reader.code("start_point", StartPoint) or StartPoint.START_OF_DAY,
        sessions=reader.whole_number("sessions", at_least=1),
        lunchtimes=reader.whole_number("lunchtimes", at_least=1),
        consecutive_suspensions=tuple(
            _spell(each) for each in reader.inner_list("consecutive_previous_suspensions")
        ),
        days_earlier_in_term=reader.half_days("previous_days_same_statutory_term") or Fraction(0),
        days_earlier_in_year=reader.half_days("days_earlier_in_school_year"),
        exam_dates=reader.days("public_exam_date"),
        compulsory_school_age=reader.yes_or_no("compulsory_school_age"),
        year11_no_exams_left=bool(reader.yes_or_no("year11_no_exams_left")),
        ehcp_hours_met=bool(reader.yes_or_no("ehcp_hours_met")),
        looked_after=reader.yes_or_no("looked_after"),
        has_social_worker=reader.yes_or_no("has_social_worker")
        or reader.yes_or_no("looked_after_or_social_worker"),
        home_la=reader.text("home_la"),
        school_la=reader.text("school_la"),
        told_on=_told(reader, "told_on"),
        representations_made=bool(reader.yes_or_no("representations_made")),
        gb_met_on=reader.day("gb_met_on") or reader.day("gb_decided_on"),
        gb_outcome=reader.code("gb_outcome", BoardOutcome),
        irp_outcome=reader.code("irp_outcome", ReviewOutcome, also={"quash": ReviewOutcome.QUASH_DIRECT}),
        gb_reconsidered_outcome=reader.code("gb_reconsidered_outcome", BoardOutcome),
        cancel_told_on=_told(reader, "cancel_told_on"),
        recorded_in_error=bool(reader.yes_or_no("recorded_in_error")),
        gb_decision_notice=_notice(reader, "gb_decision_notice"),
        irp_application=_notice(reader, "irp_application"),
        irp_decision_notice=_notice(reader, "irp_decision_notice"),
        **{name: reader.day(name) for name in PLAIN_DATES},
    )


def _event(reader: FactReader) -> ExclusionEvent | None:
    word = reader.text("event").upper()
    return ExclusionEvent(word) if word in ExclusionEvent.values else None


def _spell(reader: FactReader) -> Spell:
    sessions = reader.whole_number("sessions", at_least=1)
    if sessions is None:
        raise FactError(f"{reader.within} sessions is missing")
    return Spell(
        start_on=reader.required_day("start_date"),
        start_point=reader.code("start_point", StartPoint) or StartPoint.START_OF_DAY,
        sessions=sessions,
    )


def _notice(reader: FactReader, name: str) -> Notice | None:
    notice = reader.inner(name)
    if notice is None:
        return None
    method = notice.code("method", NoticeMethod)
    if method is None:
        raise FactError(f"{name} method is missing")
    return Notice(
        method=method,
        sent_on=notice.required_day("date"),
        email_consent=notice.yes_or_no("email_consent"),
    )


def _told(reader: FactReader, name: str) -> dict[Party, date]:
    told = reader.inner(name)
    if told is None:
        return {}
    days = {party: told.day(party.value.lower()) for party in Party}
    return {party: day for party, day in days.items() if day is not None}
