"""Who has to be told of an exclusion without delay, and the notice to the parent under section 104."""

from datetime import date

from casework.deadlines.choices import ObligationKind
from casework.deadlines.rules import Obligation
from casework.schools.rules import Unknown, in_words
from exclusions.choices import ExclusionEvent, Party, StartPoint, Track
from exclusions.rules.board import duty_of_the_board
from exclusions.rules.facts import ExclusionFacts
from exclusions.rules.law import SINCE_2022
from exclusions.rules.workings import Workings

EXCLUSIONS = (ExclusionEvent.SUSPENSION, ExclusionEvent.LUNCHTIME, ExclusionEvent.PERMANENT_EXCLUSION)
DECIDED = "The headteacher decided to exclude"


def telling_obligations(work: Workings) -> list[Obligation]:
    facts = work.facts
    if facts.event not in EXCLUSIONS:
        return []
    found = []
    decided = facts.decision_on or facts.start_on
    if decided is not None:
        found += [
            _tell(work, "notify-parents", Party.PARENT, decided, DECIDED),
            _tell_authority(work, decided),
        ]
        found += _tell_others(work, decided)
        found.append(_tell_board(work, decided))
    if facts.start_on is not None and facts.event is not ExclusionEvent.LUNCHTIME:
        found.append(_section_104(work, facts.start_on))
    if facts.cancelled_on is not None:
        found += _tell_of_cancellation(work, facts.cancelled_on)
    return found


def _tell(
    work: Workings,
    rule_id: str,
    party: Party,
    decided: date,
    because: str,
    track: Track = Track.CHALLENGE,
) -> Obligation:
    return work.without_delay(rule_id, decided, because, track=track, met_on=work.facts.told_on.get(party))


def _tell_authority(work: Workings, decided: date) -> Obligation:
    if work.on >= SINCE_2022:
        return _tell(work, "notify-la-all", Party.LOCAL_AUTHORITY, decided, DECIDED)
    told_now, because = duty_of_the_board(work).told_now
    if told_now is False:
        return work.owe("notify-la-all", ObligationKind.DEADLINE, None, because, track=Track.CHALLENGE)
    return _tell(work, "notify-la-all", Party.LOCAL_AUTHORITY, decided, because)


def _tell_others(work: Workings, decided: date) -> list[Obligation]:
    facts = work.facts
    found = []
    if facts.event is ExclusionEvent.PERMANENT_EXCLUSION and facts.home_la and facts.school_la:
        if facts.lives_in_another_authority:
            because = "The child lives in another authority's area"
            found.append(
                _tell(work, "notify-home-la-pex", Party.HOME_AUTHORITY, decided, because, Track.EDUCATION)
            )
        else:
            because = "The child lives in the area of the school's own authority"
            found.append(
                work.owe("notify-home-la-pex", ObligationKind.DEADLINE, None, because, track=Track.EDUCATION)
            )
    if facts.has_social_worker:
        because = "The child has a social worker"
        found.append(_tell(work, "notify-social-worker", Party.SOCIAL_WORKER, decided, because))
    if facts.looked_after:
        because = "The child is looked after"
        found.append(_tell(work, "notify-vsh", Party.VIRTUAL_SCHOOL_HEAD, decided, because))
    return found


def _tell_board(work: Workings, decided: date) -> Obligation:
    told_now, because = duty_of_the_board(work).told_now
    if told_now is False:
        return work.owe("notify-gb-immediate", ObligationKind.DEADLINE, None, because, track=Track.CHALLENGE)
    met = work.facts.gb_notice_received or work.facts.told_on.get(Party.GOVERNING_BOARD)
    return work.without_delay(
        "notify-gb-immediate",
        decided,
        because,
        track=Track.CHALLENGE,
        met_on=met,
        provisional=told_now is None,
    )


def _section_104(work: Workings, start_on: date) -> Obligation:
    """By the end of the afternoon session of the first day out, even where that day is not counted."""
    sent_home = work.facts.start_point is not StartPoint.AFTER_SCHOOL
    same_day = sent_home and work.calendar.is_school_day(start_on)
    due = start_on if same_day else work.first_day
    because = "The notice is due by the end of the afternoon session on the first day out"
    if not same_day:
        because = "The child is first out on the next school day"
    if not work.of_school_age(start_on if due is None or isinstance(due, Unknown) else due):
        due, because = None, "The child is not of compulsory school age"
    return work.owe(
        "s104-written-notice-latest",
        ObligationKind.DEADLINE,
        due,
        because,
        track=Track.EDUCATION,
        started_on=start_on,
        met_on=work.facts.told_on.get(Party.PARENT),
    )


def _tell_of_cancellation(work: Workings, cancelled: date) -> list[Obligation]:
    because = f"The headteacher cancelled the exclusion on {in_words(cancelled)}"
    if work.facts.cancellation is None:
        because = "The governors had begun to meet, so the exclusion can no longer be cancelled"
        return [
            work.owe(
                "notify-cancel", ObligationKind.DEADLINE, None, because, cancelled, key=str(Party.PARENT)
            )
        ]
    return [
        work.without_delay(
            "notify-cancel",
            cancelled,
            because,
            cancelled,
            key=str(party),
            track=Track.CHALLENGE,
            met_on=work.facts.cancel_told_on.get(party),
        )
        for party in told_of_cancellation(work.facts)
    ]


def told_of_cancellation(facts: ExclusionFacts) -> list[Party]:
    """Return whom the school has to tell that it cancelled an exclusion."""
    parties = [Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY]
    permanent = facts.event is ExclusionEvent.PERMANENT_EXCLUSION
    if (permanent and facts.lives_in_another_authority) or Party.HOME_AUTHORITY in facts.told_on:
        parties.append(Party.HOME_AUTHORITY)
    if facts.has_social_worker:
        parties.append(Party.SOCIAL_WORKER)
    if facts.looked_after:
        parties.append(Party.VIRTUAL_SCHOOL_HEAD)
    return parties
