"""What cannot be true of a permanent exclusion: plain Python, every fact passed in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.schools.choices import DayKind, SchoolType
from casework.schools.rules import SchoolCalendar, in_words
from exclusions.choices import BoardOutcome, Party
from exclusions.rules.facts import ExclusionFacts

# Headteachers gained the power to cancel on this day (SI 2023/571).
CANCELLATION_FROM = date(2023, 9, 1)
YOUNGEST, OLDEST = 3, 19
MOST_REASONS = 3
LONGEST_WAIT = timedelta(days=60)
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
    reasons_in_force: frozenset[str]
    told: Mapping[Party, date]
    school_name: str
    school_type: SchoolType
    school_opened_on: date | None
    school_is_closed: bool
    school_closed_on: date | None
    # The name of the school or schools that took over, where the register links them.
    school_followed_by: str = ""


def check_exclusion(facts: Reported, *, calendar: SchoolCalendar, on: date) -> None:
    """Raise CannotRecord for what cannot be right about a permanent exclusion as reported on a day."""
    errors = _dates(facts, on)
    if "decision_on" not in errors:
        # The rest is judged by the day of the decision, so that day has to be right first.
        errors |= _school(facts) | _reasons(facts)
        errors |= told_errors(facts.told, since=facts.decision_on, event="the decision", on=on)
    if not errors.keys() & {"start_on", "decision_on"}:
        errors |= _first_day(facts, calendar)
    if errors:
        raise CannotRecord(errors)


def check_sequence(facts: ExclusionFacts, *, changed: Collection[str], on: date) -> None:
    """Raise CannotRecord where recorded events are in the future, or in an order that cannot be.

    `changed` names the fields being recorded now: an error of order stands at one of those.
    """
    errors: dict[str, str] = {}
    for name, day in _done(facts).items():
        if day is not None and day > on:
            errors[name] = f"{_LABELS[name]} must be today or in the past"
    for earlier, later in _ORDER:
        first, second = _day(facts, earlier), _day(facts, later)
        if first is not None and second is not None and second < first:
            place, message = _out_of_order(earlier, later, first, second, changed)
            errors.setdefault(place, message)
    errors |= _return_without_a_day(facts) | _after_cancelling(facts, changed)
    if errors:
        raise CannotRecord(errors)


def check_whole(row: Mapping[str, object]) -> None:
    """Raise CannotRecord where a day was recorded without what was decided or sent on it, or the reverse.

    Takes the values of a permanent exclusion by field.
    """
    errors: dict[str, str] = {}
    for day, other, day_message, other_message in _PAIRS:
        if row[day] and not row[other]:
            errors[other] = other_message
        elif row[other] and not row[day]:
            errors[day] = day_message
    if errors:
        raise CannotRecord(errors)


def check_cancellation(
    facts: ExclusionFacts,
    *,
    cancelled_on: date,
    returned_on: date | None,
    told: Mapping[Party, date | None],
    on: date,
) -> None:
    """Raise CannotRecord where a headteacher had no power to cancel (SI 2012/1033 reg 8A, parallels)."""
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
            f"The governors began to meet on {in_words(facts.gb_met_on)}: "
            "from then on the headteacher cannot cancel"
        )
    if returned_on is not None and returned_on > on:
        errors["returned_on"] = (
            "The day back in school must be today or in the past: leave it empty if not yet"
        )
    elif returned_on is not None and facts.decision_on is not None and returned_on < facts.decision_on:
        errors["returned_on"] = "The day back in school must be the day of the decision or later"
    if "cancelled_on" not in errors:
        errors |= told_errors(told, since=cancelled_on, event="the cancellation", on=on)
    if errors:
        raise CannotRecord(errors)


def told_errors(told: Mapping[Party, date | None], *, since: date, event: str, on: date) -> dict[str, str]:
    """Return what is wrong with the days people were told, by field."""
    errors = {}
    for party, day in told.items():
        if day is None:
            continue
        if day > on:
            errors[told_field(party)] = f"The day {party.label} was told must be today or in the past"
        elif day < since:
            errors[told_field(party)] = f"The day {party.label} was told must be the day of {event} or later"
    return errors


def told_field(party: Party) -> str:
    """Return the name a form gives the day a party was told."""
    return f"told_{party.lower()}"


def reason_field(position: int) -> str:
    return f"reason_{position}"


def reasons_not_to_close(facts: ExclusionFacts) -> list[str]:
    """Return what stands in the way of closing, in words an officer can act on."""
    ends = (facts.cancellation, facts.reinstatement, facts.placed_on, facts.off_roll_on)
    if any(ends):
        return []
    return [
        "Record how the exclusion ended: cancelled, reinstated, off the roll, or on roll at the next school"
    ]


# What is owed because of a cancellation, or after it. Whom nobody told of an exclusion that was cancelled, or
# the education that was to come with it, keeps no case open.
OWED_AFTER_CANCELLING = frozenset({"notify-cancel", "reintegration-strategy"})


def has_to_be_settled(facts: ExclusionFacts, rule_id: str) -> bool:
    """Say whether an open deadline stands in the way of closing the case."""
    return facts.cancellation is None or rule_id in OWED_AFTER_CANCELLING


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
    elif facts.start_on - facts.decision_on > LONGEST_WAIT:
        errors["start_on"] = (
            f"The first day out is more than {LONGEST_WAIT.days} days after the decision: check both dates"
        )
    return errors


def _school(facts: Reported) -> dict[str, str]:
    closed, opened = facts.school_closed_on, facts.school_opened_on
    if facts.school_is_closed and (closed is None or closed < facts.decision_on):
        when = f"closed on {in_words(closed)}" if closed else "has closed"
        followed = facts.school_followed_by
        instead = (
            f"choose {followed}, which followed it" if followed else "choose the school that followed it"
        )
        return {"school": f"{facts.school_name} {when}: {instead}"}
    if opened is not None and opened > facts.decision_on:
        return {"school": f"{facts.school_name} opened on {in_words(opened)}, after the decision"}
    if facts.school_type not in EXCLUDING_TYPES:
        kind = facts.school_type.label.lower()
        return {"school": f"The exclusion regulations do not apply to {facts.school_name}: {kind}"}
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
        "start_on": f"{in_words(facts.start_on)} is not a school day at {facts.school_name} "
        f"({calendar.reason(facts.start_on)}). Enter the first school day the child was kept out"
    }


def _reasons(facts: Reported) -> dict[str, str]:
    if not facts.reasons:
        return {reason_field(1): "Select at least one reason"}
    errors = {}
    for position, code in enumerate(facts.reasons, start=1):
        if position > MOST_REASONS:
            errors[reason_field(MOST_REASONS)] = f"Select up to {MOST_REASONS} reasons"
        elif code in facts.reasons[: position - 1]:
            errors[reason_field(position)] = "Select each reason once"
        elif code not in facts.reasons_in_force:
            errors[reason_field(position)] = (
                f"This reason was not in use on {in_words(facts.decision_on)}: select another"
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
    "irp_hearing_on": "The day of the hearing",
    "irp_begun_on": "The day the hearing began",
    "irp_decided_on": "The panel's decision",
    "irp_notice_on": "The day the panel's notice went",
    "gb_reconsidered_on": "The day the governors reconsidered",
    "gb_reconsidered_notice_on": "The day the notice of that decision went",
    "eqa_conduct_on": "The day of the conduct complained of",
    "eqa_determined_on": "The day the claim was finally decided",
    "provision_starts_on": "The arranged first day",
    "reinstated_on": "The day of return",
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
    "irp_hearing_on": "irp_hearing_date",
    "eqa_conduct_on": "eqa_conduct_date",
    "eqa_determined_on": "eqa_final_determination",
}
_NOTICES = {
    "gb_notice_on": "gb_decision_notice",
    "irp_application_on": "irp_application",
    "irp_notice_on": "irp_decision_notice",
}
_MAY_LIE_AHEAD = {
    "decision_on",
    "start_on",
    "provision_starts_on",
    "gb_meeting_on",
    "reinstated_on",
    "irp_hearing_on",
}
_ORDER = (
    ("decision_on", "provision_starts_on"),
    ("decision_on", "provision_started_on"),
    ("decision_on", "gb_meeting_on"),
    ("decision_on", "gb_papers_sent_on"),
    ("decision_on", "la_statement_sent_on"),
    ("decision_on", "gb_met_on"),
    ("decision_on", "returned_on"),
    ("decision_on", "reintegration_meeting_on"),
    ("decision_on", "off_roll_on"),
    ("decision_on", "placed_on"),
    ("gb_met_on", "gb_notice_on"),
    ("gb_met_on", "reinstated_on"),
    ("gb_met_on", "irp_waived_on"),
    ("gb_met_on", "irp_application_on"),
    ("irp_application_on", "irp_hearing_on"),
    ("irp_application_on", "irp_papers_sent_on"),
    ("irp_application_on", "irp_begun_on"),
    ("irp_application_on", "irp_abandoned_on"),
    ("irp_begun_on", "irp_decided_on"),
    ("irp_decided_on", "irp_notice_on"),
    ("irp_decided_on", "gb_reconsidered_on"),
    ("gb_reconsidered_on", "gb_reconsidered_notice_on"),
    ("eqa_conduct_on", "eqa_determined_on"),
    ("placed_on", "new_pupil_return_on"),
)

# A day, what belongs to it, and what to ask for when one is there without the other.
_PAIRS = (
    ("gb_met_on", "gb_outcome", "Enter the day the governors met", "Select what the governors decided"),
    (
        "gb_notice_on",
        "gb_notice_method",
        "Enter the day the decision notice went",
        "Select how the decision notice went",
    ),
    (
        "irp_application_on",
        "irp_application_method",
        "Enter the day the application was sent",
        "Select how the application came",
    ),
    ("irp_decided_on", "irp_outcome", "Enter the day the panel decided", "Select what the panel decided"),
    (
        "irp_notice_on",
        "irp_notice_method",
        "Enter the day the panel’s notice went",
        "Select how the panel’s notice went",
    ),
    (
        "gb_reconsidered_on",
        "gb_reconsidered_outcome",
        "Enter the day the governors reconsidered",
        "Select what the governors decided on reconsidering",
    ),
)


def _out_of_order(
    earlier: str, later: str, first: date, second: date, changed: Collection[str]
) -> tuple[str, str]:
    if earlier in changed and later not in changed:
        said = f"{in_words(second)}, {_LABELS[later].lower()}"
        return earlier, f"{_LABELS[earlier]} must be the same as or before {said}"
    said = f"{in_words(first)}, {_LABELS[earlier].lower()}"
    return later, f"{_LABELS[later]} must be the same as or after {said}"


def _return_without_a_day(facts: ExclusionFacts) -> dict[str, str]:
    outcomes = (facts.gb_outcome, facts.gb_reconsidered_outcome)
    if BoardOutcome.REINSTATE_ON_DATE in outcomes and facts.reinstated_on is None:
        return {"reinstated_on": "Enter the day the child is to return"}
    return {}


def _after_cancelling(facts: ExclusionFacts, changed: Collection[str]) -> dict[str, str]:
    """A cancellation ends the governors' duty, unless they had begun to meet by then."""
    if facts.cancelled_on is None:
        return {}
    said = f"The headteacher cancelled the exclusion on {in_words(facts.cancelled_on)}"
    errors = {}
    for name in ("gb_meeting_on", "gb_met_on"):
        day = _day(facts, name)
        if name in changed and day is not None and day > facts.cancelled_on:
            errors[name] = f"{said}: after that the governors have nothing to decide"
    return errors


def _day(facts: ExclusionFacts, name: str) -> date | None:
    if name in _NOTICES:
        notice = getattr(facts, _NOTICES[name])
        return notice.sent_on if notice else None
    day: date | None = getattr(facts, _FACT_OF.get(name, name))
    return day


def _done(facts: ExclusionFacts) -> dict[str, date | None]:
    return {name: _day(facts, name) for name in _LABELS if name not in _MAY_LIE_AHEAD}
