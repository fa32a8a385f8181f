"""The facts of a permanent exclusion, gathered for its clocks."""

from __future__ import annotations

from datetime import date

from casework.cases.choices import CaseStatus
from casework.cases.models import Case
from casework.people.choices import StatusKind
from casework.people.queries import facts_holding, home_authority_code
from casework.schools.choices import SchoolType
from exclusions.choices import BoardOutcome, ExclusionEvent, NoticeMethod, Occasion, Party, ReviewOutcome, StartPoint
from exclusions.models import PermanentExclusion
from exclusions.rules import ExclusionFacts, Notice

# What `facts_of` reads besides the case itself, so that many cases load in a fixed number of queries.
LOAD = ("permanent_exclusion",)
PREFETCH = ("permanent_exclusion__told", "child__status_facts__authority")


def facts_of(case: Case) -> ExclusionFacts:
    """Return everything the clocks of a permanent exclusion depend on, as it is now recorded."""
    row = case.permanent_exclusion
    told = {occasion: _told(row, occasion) for occasion in Occasion}
    status = facts_holding(case.child.status_facts.all(), on=row.decision_on)
    return ExclusionFacts(
        event=ExclusionEvent.PERMANENT_EXCLUSION,
        school_type=_school_type(case),
        decision_on=row.decision_on,
        start_on=row.start_on,
        start_point=StartPoint(row.start_point),
        exam_dates=(row.next_exam_on,) if row.next_exam_on else (),
        date_of_birth=case.child.date_of_birth,
        year11_no_exams_left=row.year11_no_exams_left,
        ehcp_hours_met=row.ehcp_hours_met,
        looked_after=StatusKind.LOOKED_AFTER in status,
        has_social_worker=StatusKind.SOCIAL_WORKER in status or StatusKind.LOOKED_AFTER in status,
        home_la=home_authority_code(case.child.status_facts.all(), on=row.decision_on) or _school_la(case),
        school_la=_school_la(case),
        told_on=told[Occasion.EXCLUSION],
        provision_starts_on=row.provision_starts_on,
        day6_started_on=row.provision_started_on,
        returned_on=row.returned_on,
        reintegration_meeting_on=row.reintegration_meeting_on,
        gb_notice_received=told[Occasion.EXCLUSION].get(Party.GOVERNING_BOARD),
        gb_meeting_date=row.gb_meeting_on,
        gb_papers_sent_on=row.gb_papers_sent_on,
        la_statement_sent_on=row.la_statement_sent_on,
        gb_met_on=row.gb_met_on,
        gb_outcome=BoardOutcome(row.gb_outcome) if row.gb_outcome else None,
        reinstated_on=row.reinstated_on,
        gb_decision_notice=_notice(row.gb_notice_method, row.gb_notice_on, row.gb_notice_by_email_agreed),
        parent_irp_waiver=row.irp_waived_on,
        irp_application=_notice(row.irp_application_method, row.irp_application_on, None),
        irp_abandoned_on=row.irp_abandoned_on,
        irp_hearing_date=row.irp_hearing_on,
        irp_papers_sent_on=row.irp_papers_sent_on,
        irp_begun_on=row.irp_begun_on,
        irp_decided_on=row.irp_decided_on,
        irp_outcome=ReviewOutcome(row.irp_outcome) if row.irp_outcome else None,
        irp_decision_notice=_notice(row.irp_notice_method, row.irp_notice_on, None),
        gb_reconsidered_on=row.gb_reconsidered_on,
        gb_reconsidered_outcome=BoardOutcome(row.gb_reconsidered_outcome) if row.gb_reconsidered_outcome else None,
        gb_reconsidered_notice_on=row.gb_reconsidered_notice_on,
        eqa_conduct_date=row.eqa_conduct_on,
        eqa_final_determination=row.eqa_determined_on,
        off_roll_on=row.off_roll_on,
        deletion_return_on=row.deletion_return_on,
        placed_on=row.placed_on,
        new_pupil_return_on=row.new_pupil_return_on,
        cancelled_on=row.cancelled_on,
        cancel_told_on=told[Occasion.CANCELLATION],
        recorded_in_error=case.status == CaseStatus.RECORDED_IN_ERROR,
    )


def law_date(case: Case) -> date:
    """Return the day whose law applies: the headteacher's decision."""
    return case.permanent_exclusion.decision_on


def _told(row: PermanentExclusion, occasion: str) -> dict[Party, date]:
    return {Party(each.party): each.told_on for each in row.told.all() if each.occasion == occasion}


def _school_type(case: Case) -> SchoolType | None:
    return SchoolType(case.school.school_type) if case.school else None


def _school_la(case: Case) -> str:
    return case.school.authority.code if case.school and case.school.authority else ""


def _notice(method: str, sent_on: date | None, agreed: bool | None) -> Notice | None:
    if not method or sent_on is None:
        return None
    return Notice(method=NoticeMethod(method), sent_on=sent_on, email_consent=agreed)
