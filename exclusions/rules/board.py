"""The governors: whether they must be told and meet, by when, and what follows their meeting."""

from dataclasses import dataclass
from datetime import date

from casework.deadlines.choices import ObligationKind
from casework.deadlines.rules import Obligation
from casework.schools.rules import Unknown, in_words
from exclusions.choices import BoardOutcome, ExclusionEvent, NoticeMethod, Track
from exclusions.rules.facts import Notice
from exclusions.rules.spells import in_days, totals
from exclusions.rules.workings import Due, Workings

# More than so many days in the statutory term: tell the board; the board must meet (regulation 6/15/24).
TELL_OVER_DAYS = 5
MEET_OVER_DAYS = 15
SUSPENSIONS = (ExclusionEvent.SUSPENSION, ExclusionEvent.LUNCHTIME)


@dataclass(frozen=True, slots=True)
class BoardDuty:
    """The table of the board's duties for one exclusion; None where the calendar leaves it open."""

    told_now: tuple[bool | None, str]
    meet_in_15: tuple[bool | None, str]
    meet_in_50: tuple[bool | None, str]


def duty_of_the_board(work: Workings) -> BoardDuty:
    """Say what the board must do, strictly above the limits (regulation 6/15/24 and guidance)."""
    if work.facts.event is ExclusionEvent.PERMANENT_EXCLUSION:
        because = "Every permanent exclusion goes to the governors"
        return BoardDuty((True, because), (True, because), (False, "The governors must meet sooner"))
    if exams_lost(work):
        because = "The child would miss a public examination or national curriculum test"
        return BoardDuty((True, because), (True, because), (False, "The governors must meet sooner"))
    total = totals(work.facts, work.calendar, work.settings)
    if total is None:
        because = "The length of the suspension is not recorded"
        return BoardDuty((None, because), (False, because), (False, because))
    over_5, over_15 = total.passes(TELL_OVER_DAYS), total.passes(MEET_OVER_DAYS)
    said = f"{in_days(total.in_term)} days in the statutory term"
    in_15 = over_15, f"{said}, {_more_or_not(over_15)} {MEET_OVER_DAYS}"
    told = over_5, f"{said}, {_more_or_not(over_5)} {TELL_OVER_DAYS}"
    return BoardDuty(told, in_15, _fifty_days(work, told, over_15))


def _fifty_days(
    work: Workings, told: tuple[bool | None, str], over_15: bool | None
) -> tuple[bool | None, str]:
    over_5, because = told
    if over_15:
        return False, "The governors must meet sooner"
    if over_5 is False:
        return False, because
    if not work.facts.representations_made:
        return False, f"{because}, and the parent has not made representations"
    return (None if over_15 is None else over_5), f"{because}, and the parent made representations"


def _more_or_not(over: bool | None) -> str:
    return {True: "more than", False: "not more than", None: "which may pass"}[over]


def exams_lost(work: Workings) -> tuple[date, ...]:
    """Return the examinations that fall in the exclusion; one before the first day out is not lost."""
    facts = work.facts
    if facts.event is ExclusionEvent.LUNCHTIME:
        return ()
    first = work.first_day if isinstance(work.first_day, date) else facts.start_on
    if first is None:
        return facts.exam_dates
    last = work.spell.last if work.spell and facts.event is ExclusionEvent.SUSPENSION else None
    until = last if isinstance(last, date) else date.max
    return tuple(day for day in facts.exam_dates if first <= day <= until)


def board_obligations(work: Workings) -> list[Obligation]:
    facts = work.facts
    found = []
    if facts.event is not None:
        found += _meetings(work)
    if facts.gb_meeting_date is not None:
        found += _before_the_meeting(work, facts.gb_meeting_date)
    if facts.gb_met_on is not None:
        found += _after_the_meeting(work, facts.gb_met_on)
    if facts.gb_decision_notice is not None:
        found.append(_notice_given(work, facts.gb_decision_notice))
    return found


def _meetings(work: Workings) -> list[Obligation]:
    facts = work.facts
    if facts.event not in (*SUSPENSIONS, ExclusionEvent.PERMANENT_EXCLUSION) or _nothing_to_go_on(work):
        return []
    duty = duty_of_the_board(work)
    found = [_meet(work, "gb-meet-15sd", *duty.meet_in_15)]
    found.append(_meet(work, "gb-meet-50sd", *duty.meet_in_50))
    if facts.exam_dates:
        found.append(_meet_before_exam(work))
    return found


def _nothing_to_go_on(work: Workings) -> bool:
    facts = work.facts
    undated = facts.gb_notice_received is None and facts.decision_on is None and facts.start_on is None
    unmeasured = facts.event in SUSPENSIONS and facts.sessions is None and facts.lunchtimes is None
    return undated or (unmeasured and not exams_lost(work))


def _meet(work: Workings, rule_id: str, owed: bool | None, because: str) -> Obligation:
    facts = work.facts
    deadline = ObligationKind.DEADLINE
    if facts.cancellation is not None:
        return work.owe(rule_id, deadline, None, _cancelled(facts.cancellation), track=Track.CHALLENGE)
    if owed is False:
        return work.owe(rule_id, deadline, None, because, track=Track.CHALLENGE)
    if owed is None:
        missing = work.spell.missing if work.spell else None
        return work.owe(rule_id, deadline, missing, because, track=Track.CHALLENGE)
    decided = facts.decision_on or facts.start_on
    if facts.gb_notice_received is not None:
        return _meet_after(work, rule_id, facts.gb_notice_received, decided, because)
    if decided is None or work.settings.text("gb_clock_without_receipt") == "wait":
        because = "Nobody has recorded the day the governors received the notice, so the clock has no start"
        return work.owe(rule_id, deadline, None, because, track=Track.CHALLENGE)
    note = "Counted from the decision until the day the governors received the notice is recorded"
    counted = work.calendar.count_school_days_after(decided, work.length(rule_id))
    return work.count(
        rule_id,
        deadline,
        counted,
        because,
        track=Track.CHALLENGE,
        met_on=facts.gb_met_on,
        provisional=True,
        notes=(note,),
    )


def _meet_after(
    work: Workings, rule_id: str, received: date, decided: date | None, because: str
) -> Obligation:
    n = work.length(rule_id)
    target = work.calendar.school_days_after(decided, n) if decided and decided < received else None
    return work.count(
        rule_id,
        ObligationKind.DEADLINE,
        work.calendar.count_school_days_after(received, n),
        f"{because}. The governors received the notice on {in_words(received)}",
        track=Track.CHALLENGE,
        met_on=work.facts.gb_met_on,
        warn_on=target if isinstance(target, date) else None,
    )


def _meet_before_exam(work: Workings) -> Obligation:
    because = "No examination falls in the exclusion"
    due: Due = None
    if work.facts.cancellation is not None:
        because = _cancelled(work.facts.cancellation)
    else:
        for exam in exams_lost(work):
            due = work.calendar.previous_school_day(exam)
            because = f"The examination on {in_words(exam)} would be lost"
            if isinstance(due, Unknown) or work.facts.start_on is None or due >= work.facts.start_on:
                break
            due, because = None, f"{because}, and no school day is left before it"
    return work.owe(
        "gb-meet-before-exam",
        ObligationKind.DEADLINE,
        due,
        because,
        track=Track.CHALLENGE,
        met_on=work.facts.gb_met_on,
    )


def _before_the_meeting(work: Workings, meeting: date) -> list[Obligation]:
    facts = work.facts
    because = f"The governors meet on {in_words(meeting)}"
    found = [
        work.back_from(
            "gb-papers-5sd",
            meeting,
            because,
            track=Track.CHALLENGE,
            met_on=facts.gb_papers_sent_on,
        )
    ]
    if facts.is_permanent:
        counted = work.calendar.count_school_days_before(meeting, work.length("la-statement"))
        found.append(
            work.count(
                "la-statement",
                ObligationKind.DEADLINE,
                counted,
                because,
                track=Track.CHALLENGE,
                met_on=facts.la_statement_sent_on,
            )
        )
    return found


def _after_the_meeting(work: Workings, met: date) -> list[Obligation]:
    facts = work.facts
    because = f"The governors decided on {in_words(met)}"
    sent = facts.gb_decision_notice.sent_on if facts.gb_decision_notice else None
    local = work.calendar.count_school_days_after(met, work.length("gb-decision-letter-local"))
    found = [
        work.without_delay("gb-decision-notify", met, because, track=Track.CHALLENGE, met_on=sent),
        work.count("gb-decision-letter-local", ObligationKind.DEADLINE, local, because, met_on=sent),
    ]
    if facts.board_reinstated:
        found.append(_comply(work, met))
    return found


def _comply(work: Workings, met: date) -> Obligation:
    facts = work.facts
    back = facts.reinstated_on
    if back is None and facts.gb_outcome is BoardOutcome.REINSTATE_ON_DATE:
        because = "The day the governors set for the return is not recorded"
        return work.owe("gb-reinstate-comply", ObligationKind.DEADLINE, None, because, track=Track.EDUCATION)
    return work.owe(
        "gb-reinstate-comply",
        ObligationKind.DEADLINE,
        work.calendar.first_school_day_on_or_after(back) if back else work.calendar.next_school_day(met),
        f"The governors reinstated the child on {in_words(met)}",
        track=Track.EDUCATION,
        started_on=met,
        met_on=facts.returned_on,
    )


def _notice_given(work: Workings, notice: Notice) -> Obligation:
    return given(work, "gb-decision-notice-given", notice)


def given(work: Workings, rule_id: str, notice: Notice) -> Obligation:
    """Say when a notice or application is treated as given (Schedule 1 paragraph 1(2))."""
    travelled, note = served_by(work, notice)
    if travelled is NoticeMethod.FIRST_CLASS_POST:
        counted = work.calendar.count_working_days_after(notice.sent_on, 2)
        because = "First class post: the second working day after posting"
        return work.count(
            rule_id,
            ObligationKind.MILESTONE,
            counted,
            because,
            notice.sent_on,
            provisional=bool(note),
            notes=(note,) if note else (),
        )
    by_hand = travelled is NoticeMethod.DELIVERED
    because = "Handed over or left at the address: that day" if by_hand else "Sent by agreed email: that day"
    return work.owe(
        rule_id,
        ObligationKind.MILESTONE,
        notice.sent_on,
        because,
        notice.sent_on,
        started_on=notice.sent_on,
    )


def served_by(work: Workings, notice: Notice) -> tuple[NoticeMethod, str]:
    """Return the rules of service a notice comes under, and a remark where that is in doubt."""
    if notice.method is not NoticeMethod.EMAIL:
        return notice.method, ""
    if work.settings.text("email_service") == "post":
        return NoticeMethod.FIRST_CLASS_POST, "Email is treated as first class post here"
    if not notice.email_consent:
        remark = "Agreement to email is not recorded: ask for the notice to be posted as well"
        return NoticeMethod.FIRST_CLASS_POST, remark
    return NoticeMethod.EMAIL, ""


def _cancelled(day: date) -> str:
    return (
        f"The headteacher cancelled the exclusion on {in_words(day)}: the governors' duty to consider it ends"
    )
