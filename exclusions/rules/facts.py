"""The dated facts that exclusions' clocks run on. Nothing here knows today's date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from casework.schools.choices import SchoolType
from exclusions.choices import (
    BoardOutcome,
    ExclusionEvent,
    NoticeMethod,
    Party,
    ReviewOutcome,
    StartPoint,
)

REINSTATED = frozenset({BoardOutcome.REINSTATE_NOW, BoardOutcome.REINSTATE_ON_DATE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A written notice or application, and how it travelled."""

    method: NoticeMethod
    sent_on: date
    # Whether the person agreed to be served by email; None when nobody recorded it.
    email_consent: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Spell:
    """When an exclusion began and how many sessions it takes, two to the day."""

    start_on: date
    start_point: StartPoint = StartPoint.START_OF_DAY
    sessions: int


@dataclass(frozen=True, kw_only=True)
class ExclusionFacts:
    """Everything about one exclusion, review or off-site direction that a clock can depend on.

    Each fact is optional: a rule applies when the facts it needs are present. A permanent exclusion
    gathers the facts of the governors' meeting, the review and the roll as they happen.
    """

    # None when a file gives only facts of the governors' meeting or the review.
    event: ExclusionEvent | None = None
    # The excluding school's type; None is read as a maintained school.
    school_type: SchoolType | None = None

    # The exclusion. `decision_on` is the head's decision, `start_on` the day the child was sent home
    # or first kept out; where only one is known it stands for both.
    decision_on: date | None = None
    start_on: date | None = None
    start_point: StartPoint = StartPoint.START_OF_DAY
    sessions: int | None = None
    lunchtimes: int | None = None
    # Suspensions immediately before this exclusion, in order. Whether they join is counted, not believed.
    consecutive_suspensions: tuple[Spell, ...] = ()
    # Days before this exclusion: in the statutory term of its first day; in the school year at any school.
    days_earlier_in_term: Fraction = Fraction(0)
    days_earlier_in_year: Fraction | None = None
    # Public examinations and national curriculum tests the child is entered for.
    exam_dates: tuple[date, ...] = ()

    # The child
    date_of_birth: date | None = None
    # When stated, it wins over the date of birth.
    compulsory_school_age: bool | None = None
    year11_no_exams_left: bool = False
    # An education, health and care plan limits weekly hours and they are being met already.
    ehcp_hours_met: bool = False
    looked_after: bool | None = None
    has_social_worker: bool | None = None
    home_la: str = ""
    school_la: str = ""

    # Telling people: the day each party was told of the exclusion
    told_on: Mapping[Party, date] = field(default_factory=dict)

    # Education. `provision_starts_on` is the arranged first day; `day6_started_on` the first attendance.
    provision_starts_on: date | None = None
    day6_started_on: date | None = None
    returned_on: date | None = None
    reintegration_meeting_on: date | None = None

    # The governors
    gb_notice_received: date | None = None
    representations_made: bool = False
    gb_meeting_date: date | None = None
    gb_papers_sent_on: date | None = None
    la_statement_sent_on: date | None = None
    gb_met_on: date | None = None
    gb_outcome: BoardOutcome | None = None
    # The day the governors, first time or on reconsidering, set for the return.
    reinstated_on: date | None = None
    gb_decision_notice: Notice | None = None

    # The review
    parent_irp_waiver: date | None = None
    irp_application: Notice | None = None
    irp_abandoned_on: date | None = None
    irp_hearing_date: date | None = None
    irp_papers_sent_on: date | None = None
    irp_begun_on: date | None = None
    irp_decided_on: date | None = None
    irp_outcome: ReviewOutcome | None = None
    irp_decision_notice: Notice | None = None
    gb_reconsidered_on: date | None = None
    gb_reconsidered_outcome: BoardOutcome | None = None
    gb_reconsidered_notice_on: date | None = None
    eqa_conduct_date: date | None = None
    eqa_final_determination: date | None = None

    # The roll
    off_roll_on: date | None = None
    deletion_return_on: date | None = None
    placed_on: date | None = None
    new_pupil_return_on: date | None = None

    # An end before its time
    cancelled_on: date | None = None
    cancel_told_on: Mapping[Party, date] = field(default_factory=dict)
    recorded_in_error: bool = False

    # Off-site direction
    offsite_start: date | None = None
    offsite_notice_on: date | None = None
    offsite_review_meeting: date | None = None
    offsite_invited_on: date | None = None
    offsite_last_review_on: date | None = None
    offsite_ended_on: date | None = None

    @property
    def decided_on(self) -> date | None:
        """The day that picks the version of the law: the decision, or a fact that stands for it."""
        stand_ins = (
            self.decision_on,
            self.start_on,
            self.gb_notice_received,
            self.offsite_start,
            self.gb_meeting_date,
            self.gb_met_on,
            _sent_on(self.gb_decision_notice),
            self.eqa_conduct_date,
            _sent_on(self.irp_application),
            self.irp_hearing_date,
            _sent_on(self.irp_decision_notice),
            self.eqa_final_determination,
            self.parent_irp_waiver,
            self.offsite_review_meeting,
        )
        return next((day for day in stand_ins if day is not None), None)

    @property
    def is_permanent(self) -> bool:
        """Whether the review route is open: it follows a permanent exclusion alone."""
        return self.event in (ExclusionEvent.PERMANENT_EXCLUSION, ExclusionEvent.REVIEW, None)

    @property
    def spell(self) -> Spell | None:
        """The fixed period of a suspension, once its first day and length are known."""
        if self.start_on is None or self.sessions is None:
            return None
        return Spell(start_on=self.start_on, start_point=self.start_point, sessions=self.sessions)

    @property
    def lives_in_another_authority(self) -> bool:
        return bool(self.home_la and self.school_la) and self.home_la != self.school_la

    @property
    def board_reinstated(self) -> bool:
        return self.gb_outcome in REINSTATED

    @property
    def reconsidered_and_reinstated(self) -> bool:
        return self.gb_reconsidered_outcome in REINSTATED

    @property
    def reinstatement(self) -> date | None:
        """The day the child goes back by the governors' decision."""
        if self.reconsidered_and_reinstated:
            return self.reinstated_on or self.gb_reconsidered_on
        if self.board_reinstated:
            return self.reinstated_on or self.gb_met_on
        return None

    @property
    def cancellation(self) -> date | None:
        """The day a cancellation took effect: none once the governors began to meet (regulation 8A/17A)."""
        if self.cancelled_on and self.gb_met_on and self.gb_met_on <= self.cancelled_on:
            return None
        return self.cancelled_on

    @property
    def ended_on(self) -> date | None:
        """The day the child was to be back in school, by cancellation or reinstatement."""
        ends = [day for day in (self.cancellation, self.reinstatement) if day is not None]
        return min(ends, default=None)


def _sent_on(notice: Notice | None) -> date | None:
    return notice.sent_on if notice else None
