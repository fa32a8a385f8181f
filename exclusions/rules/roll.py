"""The school roll after a permanent exclusion, the next school, and the money that follows the child."""

from datetime import date, timedelta

from casework.deadlines.choices import ObligationKind
from casework.deadlines.rules import Obligation
from casework.schools.rules import Unknown, in_words
from exclusions.choices import ExclusionEvent, ReviewOutcome, Track
from exclusions.rules.board import given
from exclusions.rules.review import Application, Route, route_of
from exclusions.rules.workings import Due, Workings

EARLIEST = ObligationKind.EARLIEST


def roll_obligations(work: Workings) -> list[Obligation]:
    facts = work.facts
    found = []
    decided = facts.gb_decision_notice or facts.irp_decision_notice or facts.board_reinstated
    if facts.is_permanent and (decided or facts.parent_irp_waiver):
        found.append(_off_the_roll(work))
    if facts.off_roll_on is not None:
        found.append(_deletion_return(work, facts.off_roll_on))
    if facts.placed_on is not None:
        found.append(_new_pupil_return(work, facts.placed_on))
    if facts.event is ExclusionEvent.PERMANENT_EXCLUSION and facts.start_on is not None:
        found.append(_relevant_date(work))
    return found


def _off_the_roll(work: Workings) -> Obligation:
    due, because = _first_lawful_day(work, route_of(work))
    removed = work.facts.off_roll_on
    notes: tuple[str, ...] = ()
    if removed is not None and (not isinstance(due, date) or removed < due):
        notes = (f"The name came off the roll on {in_words(removed)}, before the law allowed it",)
    return work.owe(
        "roll-removal-earliest",
        EARLIEST,
        due,
        because,
        due if isinstance(due, date) else None,
        track=Track.ROLL,
        met_on=removed,
        notes=notes,
    )


def _first_lawful_day(work: Workings, route: Route) -> tuple[Due, str]:
    """Return the first day, and why (SI 2024/208 regulation 9; the 2006 regulations before)."""
    facts = work.facts
    if facts.board_reinstated or facts.reconsidered_and_reinstated:
        return None, "The governors reinstated the child, who stays on the roll"
    if route.application is Application.IN_TIME or facts.irp_decision_notice is not None:
        return _after_the_review(work)
    closes, because = _after_the_window(work, route)
    waived = facts.parent_irp_waiver
    if waived is None:
        return closes, because
    notice = facts.gb_decision_notice
    from_waiver = max(waived, notice.sent_on) if notice else waived
    if isinstance(closes, date) and closes <= from_waiver:
        return closes, because
    return from_waiver, f"The parent said in writing on {in_words(waived)} that they will not apply"


def _after_the_window(work: Workings, route: Route) -> tuple[Due, str]:
    ends = route.window_ends
    if not isinstance(ends, date):
        return ends, "The first school day after the window for a review closes"
    because = f"The window for a review closes on {in_words(ends)}"
    if route.application in (Application.LATE, Application.POSTED_IN_TIME):
        because = f"{because}, and the application came too late"
    return work.calendar.next_school_day(ends), because


def _after_the_review(work: Workings) -> tuple[Due, str]:
    facts = work.facts
    if facts.irp_abandoned_on is not None:
        return facts.irp_abandoned_on, "The parent gave up the review"
    if facts.irp_outcome is None or facts.irp_decision_notice is None:
        return None, "A review is pending: the name stays on the roll until it is decided"
    if facts.irp_outcome is ReviewOutcome.UPHOLD:
        told = given(work, "irp-decision-notice-given", facts.irp_decision_notice).due
        due = told if isinstance(told, date | Unknown) else None
        return due, "The panel upheld the governors' decision"
    if facts.gb_reconsidered_on is None or facts.gb_reconsidered_outcome is None:
        return None, "The governors have to reconsider: the name stays on the roll until they have"
    return facts.gb_reconsidered_on, "The governors reconsidered and did not reinstate the child"


def _deletion_return(work: Workings, removed: date) -> Obligation:
    return work.owe(
        "deletion-return",
        ObligationKind.DEADLINE,
        removed,
        f"The name came off the roll on {in_words(removed)}",
        removed,
        track=Track.ROLL,
        started_on=removed,
        met_on=work.facts.deletion_return_on,
    )


def _new_pupil_return(work: Workings, placed: date) -> Obligation:
    return work.owe(
        "new-pupil-return",
        ObligationKind.DEADLINE,
        placed + timedelta(days=work.length("new-pupil-return", placed)),
        f"The next school entered the name on {in_words(placed)}",
        placed,
        track=Track.ROLL,
        started_on=placed,
        met_on=work.facts.new_pupil_return_on,
    )


def _relevant_date(work: Workings) -> Obligation:
    rule_id, mode = "funding-follows", work.settings.text("funding_relevant_date")
    due, because = _sixth_day(work), "Day 6 of the permanent exclusion"
    if mode == "day6_plus_one" and isinstance(due, date):
        due, because = work.calendar.next_school_day(due), "The school day after Day 6"
    if mode == "off":
        due, because = None, "The council shows no date"
    elif work.facts.ended_on is not None:
        due, because = None, "The child was to return to the school"
    return work.owe(
        rule_id, ObligationKind.MILESTONE, due, because, track=Track.ROLL, provisional=due is not None
    )


def _sixth_day(work: Workings) -> Due:
    if not isinstance(work.first_day, date):
        return work.first_day
    return work.calendar.nth_school_day(work.first_day, work.length("day6-provision-la"))
