"""The independent review: the parent's window, the panel, reconsidering, and discrimination claims."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from casework.deadlines.choices import ObligationKind
from casework.deadlines.rules import Obligation
from casework.schools.rules import Count, Unknown, in_words
from exclusions.choices import ReviewOutcome, Track
from exclusions.rules.board import given
from exclusions.rules.facts import Notice
from exclusions.rules.workings import Due, Workings

DEADLINE = ObligationKind.DEADLINE
NO_REVIEW = "A review follows a permanent exclusion alone"


class Application(Enum):
    """Where the parent's application stands."""

    NONE = "none"
    IN_TIME = "in time"
    LATE = "late"
    POSTED_IN_TIME = "posted in time, treated as made too late"


@dataclass(frozen=True, slots=True)
class Route:
    """The dates the review turns on, worked out once."""

    notice_given: Due
    window: Count | None
    fresh_window: Count | None
    made: Due
    application: Application

    @property
    def window_ends(self) -> Due:
        """The last day to apply, the fresh window after a discrimination claim left aside."""
        return self.window.result if self.window else self.notice_given


def route_of(work: Workings) -> Route:
    notice, application = work.facts.gb_decision_notice, work.facts.irp_application
    notice_given = _date_given(work, notice)
    window = None
    if isinstance(notice_given, date):
        n = work.length("irp-apply-15sd", notice_given)
        window = work.calendar.count_school_days_after(notice_given, n)
    determined = work.facts.eqa_final_determination
    fresh = None
    if determined is not None:
        n = work.length("irp-apply-after-eqa-15sd", determined)
        fresh = work.calendar.count_school_days_after(determined, n)
    made = _date_given(work, application)
    state = _state(application, made, window, fresh)
    return Route(notice_given, window, fresh, made, state)


def _date_given(work: Workings, notice: Notice | None) -> Due:
    if notice is None:
        return None
    due = given(work, "irp-application-made", notice).due
    return due if isinstance(due, date | Unknown) else None


def _state(application: Notice | None, made: Due, window: Count | None, fresh: Count | None) -> Application:
    if application is None:
        return Application.NONE
    if not isinstance(made, date) or window is None or isinstance(window.result, Unknown):
        return Application.IN_TIME
    if made <= window.result:
        return Application.IN_TIME
    if (
        fresh is not None
        and made > fresh.start
        and (isinstance(fresh.result, Unknown) or made <= fresh.result)
    ):
        return Application.IN_TIME
    return Application.POSTED_IN_TIME if application.sent_on <= window.result else Application.LATE


def review_obligations(work: Workings) -> list[Obligation]:
    facts, route = work.facts, route_of(work)
    found = []
    if facts.gb_decision_notice is not None:
        found.append(_apply(work, route))
    if facts.eqa_final_determination is not None:
        found.append(_apply_after_claim(work, route, facts.eqa_final_determination))
    if facts.irp_application is not None:
        found += [given(work, "irp-application-made", facts.irp_application), _panel_begins(work, route)]
    if facts.irp_hearing_date is not None:
        found.append(_papers(work, facts.irp_hearing_date))
    if facts.irp_decided_on is not None:
        found.append(_panel_tells(work, facts.irp_decided_on))
    if facts.irp_decision_notice is not None:
        found += _after_the_panel(work, facts.irp_decision_notice)
    if facts.gb_reconsidered_on is not None:
        found.append(_tell_again(work, facts.gb_reconsidered_on))
    if facts.eqa_conduct_date is not None:
        found.append(_claim(work, facts.eqa_conduct_date))
    return found


def _apply(work: Workings, route: Route) -> Obligation:
    rule_id, kind = "irp-apply-15sd", ObligationKind.WINDOW
    why_not = _why_no_window(work)
    on = route.notice_given if isinstance(route.notice_given, date) else None
    if why_not or route.window is None:
        because = why_not or "The window starts when the governors' notice is treated as given"
        due = None if why_not else route.notice_given
        return work.owe(rule_id, kind, due, because, on, track=Track.CHALLENGE)
    in_time = route.application is Application.IN_TIME and isinstance(route.made, date)
    waived = work.facts.parent_irp_waiver
    notes = (f"The parent said in writing on {in_words(waived)} that they will not apply",) if waived else ()
    return work.count(
        rule_id,
        kind,
        route.window,
        f"The governors' notice is treated as given on {in_words(route.window.start)}",
        on,
        track=Track.CHALLENGE,
        met_on=route.made if in_time and isinstance(route.made, date) else None,
        notes=notes,
    )


def _why_no_window(work: Workings) -> str:
    if not work.facts.is_permanent:
        return NO_REVIEW
    return "The governors reinstated the child" if work.facts.board_reinstated else ""


def _apply_after_claim(work: Workings, route: Route, determined: date) -> Obligation:
    rule_id, kind = "irp-apply-after-eqa-15sd", ObligationKind.WINDOW
    why_not = _why_no_window(work)
    made_before = route.application is Application.IN_TIME and (
        isinstance(route.made, date) and route.made <= determined
    )
    if made_before:
        why_not = "The parent applied in time before the claim was decided"
    if why_not or route.fresh_window is None:
        return work.owe(rule_id, kind, None, why_not, determined, track=Track.CHALLENGE)
    because = f"The discrimination claim was finally decided on {in_words(determined)}"
    return work.count(rule_id, kind, route.fresh_window, because, determined, track=Track.CHALLENGE)


def _panel_begins(work: Workings, route: Route) -> Obligation:
    rule_id, facts = "irp-meet-15sd", work.facts
    why_not = _why_no_panel(work, route)
    if why_not:
        notes: tuple[str, ...] = ()
        refer = work.settings.text("irp_late_posted") == "refer_to_legal"
        if route.application is Application.POSTED_IN_TIME and refer:
            notes = ("Posted before the window closed: refer to legal services before refusing",)
        return work.owe(rule_id, DEADLINE, None, why_not, track=Track.CHALLENGE, notes=notes)
    if not isinstance(route.made, date):
        because = "Counted from the day the application is treated as made"
        return work.owe(rule_id, DEADLINE, route.made, because, track=Track.CHALLENGE)
    decides = work.settings.text("irp_meet") == "decide"
    return work.count(
        rule_id,
        DEADLINE,
        work.calendar.count_school_days_after(route.made, work.length(rule_id, route.made)),
        f"The parent's application is treated as made on {in_words(route.made)}",
        route.made,
        track=Track.CHALLENGE,
        met_on=facts.irp_decided_on if decides else facts.irp_begun_on,
    )


def _why_no_panel(work: Workings, route: Route) -> str:
    facts = work.facts
    if why_not := _why_no_window(work):
        return why_not
    if route.application in (Application.LATE, Application.POSTED_IN_TIME) and isinstance(route.made, date):
        return (
            f"The application is treated as made on {in_words(route.made)}, after the window closed: "
            "the arranging authority must refuse it"
        )
    if facts.irp_abandoned_on is not None and facts.irp_begun_on is None:
        return f"The parent gave up the review on {in_words(facts.irp_abandoned_on)}"
    return ""


def _papers(work: Workings, hearing: date) -> Obligation:
    because = f"The panel sits on {in_words(hearing)}"
    met = work.facts.irp_papers_sent_on
    return work.back_from("irp-papers-5sd", hearing, because, hearing, track=Track.CHALLENGE, met_on=met)


def _panel_tells(work: Workings, decided: date) -> Obligation:
    notice = work.facts.irp_decision_notice
    return work.without_delay(
        "irp-notify",
        decided,
        f"The panel decided on {in_words(decided)}",
        decided,
        track=Track.CHALLENGE,
        met_on=notice.sent_on if notice else None,
    )


def _after_the_panel(work: Workings, notice: Notice) -> list[Obligation]:
    told = given(work, "irp-decision-notice-given", notice)
    reconsider = _reconsider(work, told)
    found = [told, reconsider]
    if work.facts.irp_outcome is ReviewOutcome.QUASH_DIRECT:
        found.append(_payment(work, reconsider))
    return found


def _reconsider(work: Workings, told: Obligation) -> Obligation:
    rule_id, outcome = "gb-reconsider-10sd", work.facts.irp_outcome
    if outcome is ReviewOutcome.UPHOLD:
        because = "The panel upheld the governors' decision"
        return work.owe(rule_id, DEADLINE, None, because, track=Track.CHALLENGE)
    if not isinstance(told.due, date):
        due = told.due if isinstance(told.due, Unknown) else None
        because = "Counted from the day the panel's notice is treated as given"
        return work.owe(rule_id, DEADLINE, due, because, track=Track.CHALLENGE)
    said = {
        ReviewOutcome.RECOMMEND: "The panel recommended that the governors reconsider",
        ReviewOutcome.QUASH_DIRECT: "The panel quashed the decision and directed the governors to reconsider",
        None: "The panel's notice is taken to ask the governors to reconsider",
    }
    notes = {
        ReviewOutcome.RECOMMEND: (
            "A recommendation binds the governors to meet again, not to change their mind",
        ),
        ReviewOutcome.QUASH_DIRECT: (
            "If they do not reinstate, or do not meet in time, £4,000 may fall due",
        ),
        None: ("The panel's outcome is not recorded",),
    }
    return work.count(
        rule_id,
        DEADLINE,
        work.calendar.count_school_days_after(told.due, work.length(rule_id, told.due)),
        said[outcome],
        told.due,
        track=Track.CHALLENGE,
        met_on=work.facts.gb_reconsidered_on,
        provisional=outcome is None,
        notes=notes[outcome],
    )


def _payment(work: Workings, reconsider: Obligation) -> Obligation:
    facts, limit = work.facts, reconsider.due
    met = facts.gb_reconsidered_on
    due: Due = limit if isinstance(limit, date | Unknown) else None
    because = "The panel quashed the decision; from this day the governors have not reconsidered in time"
    if met is not None and isinstance(limit, date) and met <= limit:
        due, because = met, "The governors reconsidered and did not reinstate the child"
        if facts.reconsidered_and_reinstated:
            due, because = None, "The governors reconsidered in time and reinstated the child"
    return work.owe("irp-4000", ObligationKind.MILESTONE, due, because, track=Track.CHALLENGE)


def _tell_again(work: Workings, met: date) -> Obligation:
    return work.without_delay(
        "gb-reconsider-notify",
        met,
        f"The governors reconsidered on {in_words(met)}",
        met,
        track=Track.CHALLENGE,
        met_on=work.facts.gb_reconsidered_notice_on,
    )


def _claim(work: Workings, conduct: date) -> Obligation:
    """Six months less one day, the months starting with the day of the conduct (Equality Act 2010)."""
    n = work.length("eqa-claim-6m", conduct)
    corresponding, exact = _months_later(conduct, n)
    notes: tuple[str, ...] = ()
    if not exact:
        notes = ("The sixth month is shorter: the earlier of two readings is shown, as the safe one",)
    return work.owe(
        "eqa-claim-6m",
        ObligationKind.WINDOW,
        corresponding - timedelta(days=1),
        f"Six months starting with {in_words(conduct)}",
        conduct,
        track=Track.CHALLENGE,
        started_on=conduct,
        provisional=not exact,
        notes=notes,
    )


def _months_later(day: date, n: int) -> tuple[date, bool]:
    """Return the same day n months on, or the month's last day; and whether the day exists there."""
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    last = months.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)), day.day <= last
