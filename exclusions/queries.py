"""The facts of a permanent exclusion, gathered for its clocks, and what its pages ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects

from casework.access.choices import Verb
from casework.access.models import Membership, Team, User
from casework.access.rules import TABLE
from casework.cases.choices import CaseStatus
from casework.cases.kinds import Appointment, WithoutEducation
from casework.cases.models import Case
from casework.people.choices import StatusKind
from casework.people.models import Child, StatusFact
from casework.people.queries import facts_holding
from casework.schools.choices import SchoolType
from exclusions.choices import (
    BoardOutcome,
    ExclusionEvent,
    NoticeMethod,
    Occasion,
    Party,
    ReviewOutcome,
    StartPoint,
)
from exclusions.models import ExclusionReason, PermanentExclusion, Told
from exclusions.rules import ExclusionFacts, Notice

if TYPE_CHECKING:
    from casework.schools.models import School

# What `facts_of` reads besides the case itself, so that many cases load in a fixed number of queries.
LOAD = ("permanent_exclusion",)
PREFETCH = ("permanent_exclusion__told", "child__status_facts__authority")

KIND = "permanent_exclusion"

TellingDays = Mapping[Party, date]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the clocks of an exclusion read besides its own row: saved already, or about to be."""

    date_of_birth: date
    school: School | None
    holding: Collection[str]
    home_authority: str = ""
    told: TellingDays = field(default_factory=dict)
    told_of_cancellation: TellingDays = field(default_factory=dict)
    recorded_in_error: bool = False


def without_education(case: Case) -> WithoutEducation | None:
    """Return since when an excluded child has no education, and the first day on which some begins or began.

    A first day that is only arranged counts: on that day the child is off the list, and back on it where the
    arrangement is taken away again. Work that a school sets for the first five days is not education in this
    sense: the count of days shows how near the sixth is.
    """
    row = case.permanent_exclusion
    begins = (
        row.provision_started_on or row.provision_starts_on,
        row.placed_on,
        row.reinstated_on,
        row.returned_on,
        row.cancelled_on,
    )
    return WithoutEducation(row.start_on, min((day for day in begins if day), default=None))


def appointments(case: Case) -> list[Appointment]:
    """Return what is arranged on an exclusion and not recorded as having happened."""
    row = case.permanent_exclusion
    if row.cancelled_on is not None:
        return []
    arranged = (
        ("day6", "First day of Day 6 education", row.provision_starts_on, row.provision_started_on),
        ("governors", "Governors’ meeting", row.gb_meeting_on, row.gb_met_on),
        (
            "review",
            "Independent review hearing",
            row.irp_hearing_on,
            row.irp_begun_on or row.irp_decided_on or row.irp_abandoned_on,
        ),
    )
    return [Appointment(code, text, on) for code, text, on, happened in arranged if on and not happened]


def facts_of(case: Case) -> ExclusionFacts:
    """Return everything the clocks of a permanent exclusion depend on, as it is now recorded."""
    row = case.permanent_exclusion
    told = list(row.told.all())
    holding = facts_holding(case.child.status_facts.all(), on=row.decision_on)
    return facts_from(
        row,
        Surroundings(
            date_of_birth=case.child.date_of_birth,
            school=case.school,
            holding=holding.keys(),
            home_authority=home_authority_in(holding),
            told=_told_of(told, Occasion.EXCLUSION),
            told_of_cancellation=_told_of(told, Occasion.CANCELLATION),
            recorded_in_error=case.status == CaseStatus.RECORDED_IN_ERROR,
        ),
    )


def facts_from(row: PermanentExclusion, around: Surroundings) -> ExclusionFacts:
    """Return the facts of a row and what surrounds it. A preview and a saved case both come this way."""
    school_la = _school_la(around.school)
    looked_after = StatusKind.LOOKED_AFTER in around.holding
    return ExclusionFacts(
        event=ExclusionEvent.PERMANENT_EXCLUSION,
        school_type=SchoolType(around.school.school_type) if around.school else None,
        decision_on=row.decision_on,
        start_on=row.start_on,
        start_point=StartPoint(row.start_point),
        exam_dates=(row.next_exam_on,) if row.next_exam_on else (),
        date_of_birth=around.date_of_birth,
        year11_no_exams_left=row.year11_no_exams_left,
        ehcp_hours_met=row.ehcp_hours_met,
        looked_after=looked_after,
        has_social_worker=looked_after or StatusKind.SOCIAL_WORKER in around.holding,
        home_la=around.home_authority or school_la,
        school_la=school_la,
        told_on=around.told,
        provision_starts_on=row.provision_starts_on,
        day6_started_on=row.provision_started_on,
        returned_on=row.returned_on,
        reintegration_meeting_on=row.reintegration_meeting_on,
        gb_notice_received=around.told.get(Party.GOVERNING_BOARD),
        gb_meeting_date=row.gb_meeting_on,
        gb_papers_sent_on=row.gb_papers_sent_on,
        la_statement_sent_on=row.la_statement_sent_on,
        gb_met_on=row.gb_met_on,
        gb_outcome=_board(row.gb_outcome),
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
        gb_reconsidered_outcome=_board(row.gb_reconsidered_outcome),
        gb_reconsidered_notice_on=row.gb_reconsidered_notice_on,
        eqa_conduct_date=row.eqa_conduct_on,
        eqa_final_determination=row.eqa_determined_on,
        off_roll_on=row.off_roll_on,
        deletion_return_on=row.deletion_return_on,
        placed_on=row.placed_on,
        new_pupil_return_on=row.new_pupil_return_on,
        cancelled_on=row.cancelled_on,
        cancel_told_on=around.told_of_cancellation,
        recorded_in_error=around.recorded_in_error,
    )


def law_date(case: Case) -> date:
    """Return the day whose law applies: the headteacher's decision."""
    return case.permanent_exclusion.decision_on


def home_authority_in(holding: Mapping[str, StatusFact]) -> str:
    """Return the DfE code of the authority the child is stated to live in, or nothing."""
    stated = holding.get(StatusKind.HOME_AUTHORITY)
    return stated.authority.code if stated and stated.authority else ""


# What pages ask


def load_whole(case: Case) -> PermanentExclusion:
    """Fetch everything the pages of an exclusion show, once for a case however often it is asked."""
    prefetch_related_objects(
        [case],
        "permanent_exclusion__told",
        Prefetch("permanent_exclusion__reasons", ExclusionReason.objects.select_related("code")),
        Prefetch("child__status_facts", StatusFact.objects.select_related("authority")),
    )
    return case.permanent_exclusion


def already_recorded(*, child: Child, school: School, decision_on: date, viewer: User) -> list[Case]:
    """Return open permanent exclusions of the child at the school, decided on the day.

    One that is restricted and out of the viewer's reach leaves no trace here.
    """
    same = Case.objects.open().filter(
        kind=KIND, child=child, school=school, permanent_exclusion__decision_on=decision_on
    )
    return [
        case
        for case in same.select_related("team", "officer").order_by("pk")
        if not case.is_restricted or Case.objects.visible_to(viewer).filter(pk=case.pk).exists()
    ]


@dataclass(frozen=True)
class Holders:
    """The teams that may hold a new case of the viewer's, and the people who may hold it there."""

    teams: tuple[Team, ...]
    officers: tuple[User, ...]
    members: frozenset[tuple[int, int]]

    def works_in(self, officer: User, team: Team) -> bool:
        return (team.pk, officer.pk) in self.members


def holders_for(viewer: User, *, on: date) -> Holders:
    """Return who may hold a case the viewer opens: the viewer's teams and those below, in one query."""
    ids = {team for _, own, below in viewer.standing.roles for team in (own, *below)}
    writing = TABLE[Verb.WRITE_CASE]
    held = Membership.objects.in_force(on).filter(team__in=ids, role__in=writing, user__is_active=True)
    rows = list(held.select_related("team", "user").order_by("team__name", "user__name", "pk"))
    own_first = {own for _, own, _ in viewer.standing.roles}
    teams = {row.team_id: row.team for row in sorted(rows, key=lambda row: row.team_id not in own_first)}
    officers = {row.user_id: row.user for row in sorted(rows, key=lambda row: row.user.name)}
    members = frozenset((row.team_id, row.user_id) for row in rows)
    return Holders(tuple(teams.values()), tuple(officers.values()), members)


def _told_of(told: Iterable[Told], occasion: Occasion) -> dict[Party, date]:
    return {Party(each.party): each.told_on for each in told if each.occasion == occasion}


def _school_la(school: School | None) -> str:
    return school.authority.code if school and school.authority else ""


def _board(outcome: str) -> BoardOutcome | None:
    return BoardOutcome(outcome) if outcome else None


def _notice(method: str, sent_on: date | None, agreed: bool | None) -> Notice | None:
    if not method or sent_on is None:
        return None
    return Notice(method=NoticeMethod(method), sent_on=sent_on, email_consent=agreed)
