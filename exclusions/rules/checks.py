"""What cannot be true of a permanent exclusion: plain Python, every fact passed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.schools.choices import DayKind, SchoolType
from casework.schools.rules import SchoolCalendar, in_words
from exclusions.choices import Party
from exclusions.rules.facts import REINSTATED, ExclusionFacts

# Headteachers gained the power to cancel on this day (SI 2023/571).
CANCELLATION_FROM = date(2023, 9, 1)
YOUNGEST, OLDEST = 3, 19
MOST_REASONS = 3
EXCLUDING_TYPES = frozenset(
    {SchoolType.MAINTAINED, SchoolType.PRU, SchoolType.ACADEMY, SchoolType.AP_ACADEMY}
)


class CannotRecord(Exception):
    """The facts contradict each other, the calendar or the law; `errors` says how, by field ("" for none)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What has to be looked at together before an exclusion is logged or corrected."""

    decision_on: date
    start_on: date
    date_of_birth: date
    reasons: tuple[str, ...]
    told: Mapping[Party, date]
    school_name: str
    school_type: SchoolType
    school_opened_on: date | None
    school_closed_on: date | None


def check_exclusion(facts: Reported, *, calendar: SchoolCalendar, on: date) -> None:
    """Raise CannotRecord for what cannot be right about a permanent exclusion as reported on a day."""
    errors = (
        _dates(facts, on)
        | _school(facts)
        | _reasons(facts.reasons)
        | _told(facts.told, facts.decision_on, on)
    )
    if "start_on" not in errors:
        errors |= _first_day(facts, calendar)
    if errors:
        raise CannotRecord(errors)


def check_sequence(facts: ExclusionFacts, *, on: date) -> None:
    """Raise CannotRecord where recorded events are in the future, or in an order that cannot be."""
    errors: dict[str, str] = {}
    for name, day in _done(facts).items():
        if day is not None and day > on:
            errors[name] = f"{_LABELS[name]} must be today or in the past"
    for earlier, later in _ORDER:
        first, second = _day(facts, earlier), _day(facts, later)
        if first is not None and second is not None and second < first:
            errors.setdefault(
                later,
                f"{_LABELS[later]} must be the same as or after {in_words(first)}, {_LABELS[earlier].lower()}",
            )
    if facts.gb_outcome in REINSTATED and facts.reinstated_on is None:
        errors["reinstated_on"] = "Enter the day the child is to return"
    if errors:
        raise CannotRecord(errors)


def check_cancellation(facts: ExclusionFacts, *, cancelled_on: date, on: date) -> None:
    """Raise CannotRecord where a headteacher had no power to cancel (SI 2012/1033 reg 8A and its parallels)."""
    errors: dict[str, str] = {}
    if cancelled_on > on:
        errors["cancelled_on"] = "The date it was cancelled must be today or in the past"
    elif facts.decision_on is not None and cancelled_on < facts.decision_on:
        errors["cancelled_on"] = (
            f"The date it was cancelled must be on or after the decision, {in_words(facts.decision_on)}"
        )
    elif cancelled_on < CANCELLATION_FROM:
        errors["cancelled_on"] = f"A headteacher could not cancel before {in_words(CANCELLATION_FROM)}"
    elif facts.gb_met_on is not None and cancelled_on >= facts.gb_met_on:
        errors["cancelled_on"] = (
            f"The governors began to meet on {in_words(facts.gb_met_on)}: from then on the headteacher cannot cancel"
        )
    if facts.cancelled_on is not None:
        errors[""] = "This exclusion has been cancelled already"
    if errors:
        raise CannotRecord(errors)


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def _dates(facts: Reported, on: date) -> dict[str, str]:
    errors: dict[str, str] = {}
    if facts.decision_on > on:
        errors["decision_on"] = "The date of the decision must be today or in the past"
    elif facts.date_of_birth >= facts.decision_on:
        errors["decision_on"] = (
            f"The child was born on {in_words(facts.date_of_birth)}, after this date: check both"
        )
    elif not YOUNGEST <= _age(facts.date_of_birth, facts.decision_on) <= OLDEST:
        age = _age(facts.date_of_birth, facts.decision_on)
        errors["decision_on"] = f"The child was {age} on this date: check it, and the date of birth"
    if facts.start_on < facts.decision_on:
        errors["start_on"] = "The first day out must be the day of the decision or later"
    elif facts.start_on > facts.decision_on + timedelta(days=60):
        errors["start_on"] = "The first day out is more than 60 days after the decision: check both dates"
    return errors


def _school(facts: Reported) -> dict[str, str]:
    if facts.school_closed_on is not None and facts.school_closed_on < facts.decision_on:
        return {
            "school": f"{facts.school_name} closed on {in_words(facts.school_closed_on)}: choose the school that followed it"
        }
    if facts.school_opened_on is not None and facts.school_opened_on > facts.decision_on:
        return {
            "school": f"{facts.school_name} opened on {in_words(facts.school_opened_on)}, after the decision"
        }
    if facts.school_type not in EXCLUDING_TYPES:
        return {
            "school": f"The exclusion regulations do not apply to {facts.school_name}: {facts.school_type.label.lower()}"
        }
    return {}


def _first_day(facts: Reported, calendar: SchoolCalendar) -> dict[str, str]:
    kind = calendar.kind_of(facts.start_on)
    if (
        calendar.is_school_day(facts.start_on)
        or kind is DayKind.BEYOND
        or not calendar.covers(facts.start_on)
    ):
        return {}
    return {
        "start_on": f"{in_words(facts.start_on)} is not a school day at {facts.school_name} ({calendar.reason(facts.start_on)}). "
        "Enter the first school day the child was kept out"
    }


def _reasons(codes: Iterable[str]) -> dict[str, str]:
    codes = list(codes)
    if not codes:
        return {"reason_1": "Choose at least one reason"}
    if len(codes) > MOST_REASONS:
        return {"reason_3": f"Choose up to {MOST_REASONS} reasons"}
    if len(set(codes)) < len(codes):
        return {"reason_2": "Choose each reason once"}
    return {}


def _told(told: Mapping[Party, date], decision_on: date, on: date) -> dict[str, str]:
    errors = {}
    for party, day in told.items():
        if day > on:
            errors[f"told_{party.lower()}"] = f"The day {party.label} was told must be today or in the past"
        elif day < decision_on:
            errors[f"told_{party.lower()}"] = (
                f"The day {party.label} was told must be the day of the decision or later"
            )
    return errors


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


_LABELS = {
    "decision_on": "The decision",
    "start_on": "The first day out",
    "provision_started_on": "The first attendance",
    "returned_on": "The day back in school",
    "reintegration_meeting_on": "The reintegration meeting",
    "gb_meeting_on": "The governors' meeting",
    "gb_papers_sent_on": "The day the papers went",
    "la_statement_sent_on": "The day the authority's statement went",
    "gb_met_on": "The day the governors met",
    "gb_notice_on": "The day the decision notice went",
    "irp_waived_on": "The day the parent wrote that they will not apply",
    "irp_application_on": "The application for a review",
    "irp_abandoned_on": "The day the review was abandoned",
    "irp_papers_sent_on": "The day the papers for the review went",
    "irp_begun_on": "The day the hearing began",
    "irp_decided_on": "The panel's decision",
    "irp_notice_on": "The day the panel's notice went",
    "gb_reconsidered_on": "The day the governors reconsidered",
    "gb_reconsidered_notice_on": "The day the notice of that decision went",
    "off_roll_on": "The day the name was deleted",
    "deletion_return_on": "The deletion return",
    "placed_on": "The day on roll at the next school",
    "new_pupil_return_on": "The new pupil return",
}

# Where a model field and a fact have different names.
_FACT_OF = {
    "provision_started_on": "day6_started_on",
    "gb_meeting_on": "gb_meeting_date",
    "irp_waived_on": "parent_irp_waiver",
}
_NOTICES = {
    "gb_notice_on": "gb_decision_notice",
    "irp_application_on": "irp_application",
    "irp_notice_on": "irp_decision_notice",
}
_NOT_YET_DONE = {"start_on", "gb_meeting_on", "decision_on"}
_ORDER = (
    ("decision_on", "provision_started_on"),
    ("decision_on", "gb_meeting_on"),
    ("decision_on", "gb_met_on"),
    ("decision_on", "returned_on"),
    ("decision_on", "gb_papers_sent_on"),
    ("gb_met_on", "gb_notice_on"),
    ("gb_met_on", "irp_waived_on"),
    ("gb_met_on", "irp_application_on"),
    ("irp_application_on", "irp_begun_on"),
    ("irp_application_on", "irp_abandoned_on"),
    ("irp_begun_on", "irp_decided_on"),
    ("irp_decided_on", "irp_notice_on"),
    ("irp_decided_on", "gb_reconsidered_on"),
    ("gb_reconsidered_on", "gb_reconsidered_notice_on"),
    ("decision_on", "off_roll_on"),
)


def _day(facts: ExclusionFacts, name: str) -> date | None:
    if name in _NOTICES:
        notice = getattr(facts, _NOTICES[name])
        return notice.sent_on if notice else None
    day: date | None = getattr(facts, _FACT_OF.get(name, name))
    return day


def _done(facts: ExclusionFacts) -> dict[str, date | None]:
    return {name: _day(facts, name) for name in _LABELS if name not in _NOT_YET_DONE}
