"""Off-site direction: notice, invitations and reviews."""

from datetime import date, timedelta

from casework.deadlines.choices import ObligationKind, Unit
from casework.deadlines.rules import NoRuleInForce, Obligation
from casework.schools.rules import in_words
from exclusions.choices import Track
from exclusions.rules.workings import BOOK, Workings

DEADLINE = ObligationKind.DEADLINE


def offsite_obligations(work: Workings) -> list[Obligation]:
    facts = work.facts
    found = []
    if facts.offsite_start is not None:
        found += [_notice(work, facts.offsite_start), _next_review(work, facts.offsite_start)]
    if facts.offsite_review_meeting is not None:
        found += [_invitations(work, facts.offsite_review_meeting)]
    reviewed = facts.offsite_last_review_on or facts.offsite_review_meeting
    if reviewed is not None:
        found.append(_request_binds_again(work, reviewed))
    return found


def _notice(work: Workings, starts: date) -> Obligation:
    return work.back_from(
        "offsite-notice-2sd",
        starts,
        f"The off-site direction starts on {in_words(starts)}",
        starts,
        track=Track.EDUCATION,
        met_on=work.facts.offsite_notice_on,
    )


def _next_review(work: Workings, starts: date) -> Obligation:
    """At intervals the board thinks fit; every 30 days only until the end of 2012 (SI 2012/2532)."""
    rule_id, facts = "offsite-review-interval", work.facts
    since = facts.offsite_last_review_on or starts
    if facts.offsite_ended_on is not None:
        because = f"The direction ended on {in_words(facts.offsite_ended_on)}"
        return work.owe(rule_id, DEADLINE, None, because, since, track=Track.EDUCATION)
    because = f"Counted from {in_words(since)}"
    n = work.length(rule_id, since)
    try:
        unit = BOOK.version(rule_id, on=since, school_type=work.school_type).unit
    except NoRuleInForce:
        unit = None
    if unit == Unit.CALENDAR_DAY:
        due = since + timedelta(days=n)
        return work.owe(rule_id, DEADLINE, due, because, since, track=Track.EDUCATION, started_on=since)
    counted = work.calendar.count_school_days_after(since, n)
    return work.count(rule_id, DEADLINE, counted, because, since, track=Track.EDUCATION)


def _invitations(work: Workings, meeting: date) -> Obligation:
    n = work.length("offsite-review-invite-6d", meeting)
    return work.owe(
        "offsite-review-invite-6d",
        DEADLINE,
        meeting - timedelta(days=n),
        f"The review meeting is on {in_words(meeting)}",
        meeting,
        track=Track.EDUCATION,
        started_on=meeting,
        met_on=work.facts.offsite_invited_on,
    )


def _request_binds_again(work: Workings, reviewed: date) -> Obligation:
    n = work.length("offsite-review-request-10w", reviewed)
    return work.owe(
        "offsite-review-request-10w",
        ObligationKind.EARLIEST,
        reviewed + timedelta(days=n),
        f"A review took place on {in_words(reviewed)}",
        reviewed,
        track=Track.EDUCATION,
        started_on=reviewed,
    )
