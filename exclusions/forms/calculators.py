"""The questions the deadline calculator answers about exclusions. They ask for dates, and for no child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from casework.deadlines.forms import CalculatorForm
from casework.deadlines.registry import Calculator
from casework.schools.choices import SchoolType
from casework.schools.models import School
from casework.ui import fields
from exclusions.choices import BoardOutcome, ExclusionEvent, NoticeMethod, ReviewOutcome, StartPoint, Track
from exclusions.forms.report import POINTS
from exclusions.rules import ExclusionFacts, Notice, Spell

HERE, ELSEWHERE = "here", "elsewhere"
ABOUT = (
    ("not_of_age", "The child is not of compulsory school age"),
    ("looked_after", "The child is looked after"),
    ("social_worker", "The child has a social worker"),
    ("elsewhere", "The child lives in another authority’s area"),
    ("year11", "The child is in Year 11 with no public examination left"),
)


class OutOfSchoolForm(CalculatorForm):
    """What permanent exclusions and suspensions have in common."""

    start_on = fields.DateField(
        label="First day out of school",
        hint="The day the child was sent home, or the first school day they were kept out",
    )
    start_point = fields.ChoiceField(
        label="From which point of that day?",
        choices=StartPoint.choices,
        hints=POINTS,
        required_message="Select the point of the day",
        initial=StartPoint.START_OF_DAY,
    )
    gb_notice_received = fields.DateField(
        label="Day the governors received the notice", hint="Leave empty if it is not known", required=False
    )
    exam_on = fields.DateField(label="Next public examination or national test", required=False)
    before_start_on = fields.DateField(
        label="First day of a suspension just before",
        hint="Leave empty if there was none",
        required=False,
    )
    before_sessions = fields.IntegerField(
        label="Sessions of that suspension",
        hint="Two to the day",
        min_value=1,
        max_value=200,
        width=3,
        required=False,
    )
    about = fields.MultipleChoiceField(
        label="Does any of this apply?", called="answer", choices=ABOUT, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        starts, sessions = cleaned.get("before_start_on"), cleaned.get("before_sessions")
        if starts and not sessions and "before_sessions" not in self.errors:
            self.add_error("before_sessions", "Enter the sessions of that suspension")
        if sessions and not starts and "before_start_on" not in self.errors:
            self.add_error("before_start_on", "Enter the first day of that suspension")
        start_on = cleaned.get("start_on")
        if starts and start_on and starts >= start_on:
            self.add_error("before_start_on", "The suspension before must begin before this first day out")
        return cleaned


class PermanentExclusionForm(OutOfSchoolForm):
    decision_on = fields.DateField(
        label="Day the headteacher decided", hint="Leave empty if it was the first day out", required=False
    )
    gb_meeting_on = fields.DateField(label="Day set for the governors’ meeting", required=False)
    field_order = ("school", "decision_on", "start_on", "start_point", "gb_notice_received", "gb_meeting_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decided, start = cleaned.get("decision_on"), cleaned.get("start_on")
        if decided and start and start < decided:
            self.add_error("start_on", "The first day out must be the day of the decision or later")
        return cleaned


class SuspensionForm(OutOfSchoolForm):
    sessions = fields.IntegerField(
        label="How many sessions is it?",
        called="sessions",
        hint="Two to the day",
        min_value=1,
        max_value=200,
        width=3,
    )
    days_in_term = fields.DecimalField(
        label="Days of suspension earlier in this statutory term",
        hint="Half days count",
        min_value=0,
        max_value=100,
        decimal_places=1,
        width=4,
        required=False,
    )
    days_in_year = fields.DecimalField(
        label="Days of suspension earlier in this school year, at every school",
        min_value=0,
        max_value=100,
        decimal_places=1,
        width=4,
        required=False,
    )
    representations_made = fields.BooleanField(label="The parent made representations to the governors")
    field_order = ("school", "start_on", "start_point", "sessions", "days_in_term", "days_in_year")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("days_in_term", "days_in_year"):
            days = cleaned.get(name)
            if days is not None and (days * 2) % 1:
                self.add_error(name, "Days must be whole or half days")
        return cleaned


class LunchtimeForm(CalculatorForm):
    start_on = fields.DateField(label="First lunchtime out")
    lunchtimes = fields.IntegerField(
        label="How many lunchtimes?", called="lunchtimes", min_value=1, max_value=200, width=3
    )
    days_in_term = fields.DecimalField(
        label="Days of suspension earlier in this statutory term",
        hint="Half days count",
        min_value=0,
        max_value=100,
        decimal_places=1,
        width=4,
        required=False,
    )
    exam_on = fields.DateField(label="Next public examination or national test", required=False)
    gb_notice_received = fields.DateField(
        label="Day the governors received the notice", hint="Leave empty if it is not known", required=False
    )
    representations_made = fields.BooleanField(label="The parent made representations to the governors")

    def clean(self) -> dict[str, Any]:
        days = self.cleaned_data.get("days_in_term")
        if days is not None and (days * 2) % 1:
            self.add_error("days_in_term", "Days must be whole or half days")
        return self.cleaned_data


class ReviewForm(CalculatorForm):
    gb_met_on = fields.DateField(label="Day the governors met")
    gb_outcome = fields.ChoiceField(
        label="What did they decide?",
        choices=BoardOutcome.choices,
        required_message="Select what they decided",
    )
    gb_notice_on = fields.DateField(label="Day the decision notice was sent", required=False)
    gb_notice_method = fields.ChoiceField(
        label="How did the notice go?",
        choices=NoticeMethod.choices,
        required=False,
        reveals={NoticeMethod.EMAIL: ["gb_notice_by_email_agreed"]},
    )
    gb_notice_by_email_agreed = fields.YesNoField(
        label="Had the parent agreed to get notices by email?", required=False
    )
    irp_waived_on = fields.DateField(label="Day the parent wrote that they will not apply", required=False)
    irp_application_on = fields.DateField(label="Day the parent sent an application", required=False)
    irp_application_method = fields.ChoiceField(
        label="How did the application come?", choices=NoticeMethod.choices, required=False
    )
    irp_hearing_on = fields.DateField(label="Day set for the hearing", required=False)
    irp_outcome = fields.ChoiceField(
        label="What did the panel decide?", choices=ReviewOutcome.choices, required=False
    )
    irp_notice_on = fields.DateField(label="Day the panel’s notice was sent", required=False)
    irp_notice_method = fields.ChoiceField(
        label="How did the panel’s notice go?", choices=NoticeMethod.choices, required=False
    )
    eqa_determined_on = fields.DateField(
        label="Day a claim of discrimination was finally decided", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for day, method in NOTICES:
            if cleaned.get(day) and not cleaned.get(method):
                self.add_error(method, "Select how it went")
            if cleaned.get(method) and not cleaned.get(day) and day not in self.errors:
                self.add_error(day, "Enter the day it was sent")
        for earlier, later, message in ORDER:
            first, second = cleaned.get(earlier), cleaned.get(later)
            if first and second and second < first:
                self.add_error(later, message)
        return cleaned


class OffsiteForm(CalculatorForm):
    offsite_start = fields.DateField(label="First day of the off-site direction")
    offsite_review_meeting = fields.DateField(label="Day set for a review meeting", required=False)
    offsite_last_review_on = fields.DateField(label="Day of the last review", required=False)
    offsite_ended_on = fields.DateField(label="Day the direction ended", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        start, last = cleaned.get("offsite_start"), cleaned.get("offsite_last_review_on")
        ended = cleaned.get("offsite_ended_on")
        if start and last and last < start:
            self.add_error("offsite_last_review_on", "The last review must be the first day or later")
        if start and ended and ended < start:
            self.add_error("offsite_ended_on", "The day it ended must be the first day or later")
        return cleaned


NOTICES = (
    ("gb_notice_on", "gb_notice_method"),
    ("irp_application_on", "irp_application_method"),
    ("irp_notice_on", "irp_notice_method"),
)
ORDER = (
    ("gb_met_on", "gb_notice_on", "The decision notice cannot be sent before the governors met"),
    ("gb_met_on", "irp_waived_on", "This must be the day the governors met or later"),
    ("gb_met_on", "irp_application_on", "The application must be the day the governors met or later"),
    ("irp_application_on", "irp_hearing_on", "The hearing must be the day of the application or later"),
    ("irp_application_on", "irp_notice_on", "The panel’s notice must be the day of the application or later"),
)


def permanent_exclusion_facts(cleaned: Mapping[str, Any]) -> ExclusionFacts:
    return ExclusionFacts(
        event=ExclusionEvent.PERMANENT_EXCLUSION,
        decision_on=cleaned["decision_on"] or cleaned["start_on"],
        gb_meeting_date=cleaned["gb_meeting_on"],
        **_out_of_school(cleaned),
    )


def suspension_facts(cleaned: Mapping[str, Any]) -> ExclusionFacts:
    in_year = cleaned["days_in_year"]
    return ExclusionFacts(
        event=ExclusionEvent.SUSPENSION,
        sessions=cleaned["sessions"],
        days_earlier_in_term=Fraction(cleaned["days_in_term"] or 0),
        days_earlier_in_year=None if in_year is None else Fraction(in_year),
        representations_made=cleaned["representations_made"],
        **_out_of_school(cleaned),
    )


def lunchtime_facts(cleaned: Mapping[str, Any]) -> ExclusionFacts:
    return ExclusionFacts(
        event=ExclusionEvent.LUNCHTIME,
        school_type=_type_of(cleaned["school"]),
        start_on=cleaned["start_on"],
        lunchtimes=cleaned["lunchtimes"],
        days_earlier_in_term=Fraction(cleaned["days_in_term"] or 0),
        exam_dates=_exams(cleaned),
        gb_notice_received=cleaned["gb_notice_received"],
        representations_made=cleaned["representations_made"],
    )


def review_facts(cleaned: Mapping[str, Any]) -> ExclusionFacts:
    agreed = cleaned["gb_notice_by_email_agreed"]
    return ExclusionFacts(
        event=ExclusionEvent.REVIEW,
        school_type=_type_of(cleaned["school"]),
        gb_met_on=cleaned["gb_met_on"],
        gb_outcome=BoardOutcome(cleaned["gb_outcome"]),
        gb_decision_notice=_notice(cleaned, "gb_notice", agreed),
        parent_irp_waiver=cleaned["irp_waived_on"],
        irp_application=_notice(cleaned, "irp_application", None),
        irp_hearing_date=cleaned["irp_hearing_on"],
        irp_outcome=ReviewOutcome(cleaned["irp_outcome"]) if cleaned["irp_outcome"] else None,
        irp_decision_notice=_notice(cleaned, "irp_notice", None),
        eqa_final_determination=cleaned["eqa_determined_on"],
    )


def offsite_facts(cleaned: Mapping[str, Any]) -> ExclusionFacts:
    return ExclusionFacts(
        event=ExclusionEvent.OFFSITE_DIRECTION,
        school_type=_type_of(cleaned["school"]),
        offsite_start=cleaned["offsite_start"],
        offsite_review_meeting=cleaned["offsite_review_meeting"],
        offsite_last_review_on=cleaned["offsite_last_review_on"],
        offsite_ended_on=cleaned["offsite_ended_on"],
    )


def law_date(facts: ExclusionFacts) -> date:
    """Return the day whose law and settings apply: each form asks for at least one day."""
    decided_on = facts.decided_on
    assert decided_on is not None
    return decided_on


def _out_of_school(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    about = set(cleaned["about"])
    before = cleaned["before_start_on"]
    spell = Spell(start_on=before, sessions=cleaned["before_sessions"]) if before else None
    return {
        "school_type": _type_of(cleaned["school"]),
        "start_on": cleaned["start_on"],
        "start_point": StartPoint(cleaned["start_point"]),
        "exam_dates": _exams(cleaned),
        "consecutive_suspensions": (spell,) if spell else (),
        "compulsory_school_age": "not_of_age" not in about,
        "year11_no_exams_left": "year11" in about,
        "looked_after": "looked_after" in about,
        "has_social_worker": "social_worker" in about or "looked_after" in about,
        "school_la": HERE,
        "home_la": ELSEWHERE if "elsewhere" in about else HERE,
        "gb_notice_received": cleaned["gb_notice_received"],
    }


def _exams(cleaned: Mapping[str, Any]) -> tuple[date, ...]:
    return (cleaned["exam_on"],) if cleaned["exam_on"] else ()


def _type_of(school: School | None) -> SchoolType | None:
    return SchoolType(school.school_type) if school else None


def _notice(cleaned: Mapping[str, Any], name: str, agreed: bool | None) -> Notice | None:
    sent_on = cleaned[f"{name}_on"]
    if sent_on is None:
        return None
    return Notice(method=NoticeMethod(cleaned[f"{name}_method"]), sent_on=sent_on, email_consent=agreed)


TRACKS = tuple((track.value, track.label) for track in Track)


def calculator(
    event: ExclusionEvent, form_class: type[CalculatorForm], facts: Any, hint: str = ""
) -> Calculator[ExclusionFacts]:
    return Calculator(
        code=event.value.lower().replace("_", "-"),
        label=event.label,
        form_class=form_class,
        facts=facts,
        law_date=law_date,
        tracks=TRACKS,
        hint=hint,
    )


CALCULATORS = (
    calculator(ExclusionEvent.PERMANENT_EXCLUSION, PermanentExclusionForm, permanent_exclusion_facts),
    calculator(ExclusionEvent.SUSPENSION, SuspensionForm, suspension_facts, "Out of school for a fixed time"),
    calculator(ExclusionEvent.LUNCHTIME, LunchtimeForm, lunchtime_facts),
    calculator(ExclusionEvent.REVIEW, ReviewForm, review_facts, "After a permanent exclusion"),
    calculator(ExclusionEvent.OFFSITE_DIRECTION, OffsiteForm, offsite_facts),
)
