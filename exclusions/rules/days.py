"""Helper dates of the exclusion itself, and the yearly limit."""

from datetime import date
from fractions import Fraction

from casework.deadlines.choices import ObligationKind
from casework.deadlines.rules import Obligation
from casework.schools.rules import Unknown, in_words, school_year_begins_in
from exclusions.choices import ExclusionEvent, StartPoint, Track
from exclusions.rules.spells import HALF, SpellDays, in_days
from exclusions.rules.workings import Due, Workings

WHY_DAY_ONE = {
    StartPoint.START_OF_DAY: "The child is out from the start of the day",
    StartPoint.BEFORE_AFTERNOON_SESSION: "The child was sent home before the afternoon session",
    StartPoint.DURING_AFTERNOON_SESSION: "The child was sent home during the afternoon session, so the next "
    "school day is day 1",
    StartPoint.AFTER_SCHOOL: "The decision came after school, so the next school day is day 1",
}


def day_obligations(work: Workings) -> list[Obligation]:
    facts = work.facts
    found = []
    if facts.start_on is not None and facts.event is not ExclusionEvent.LUNCHTIME:
        found.append(_first_day(work, facts.start_on))
    if facts.event is ExclusionEvent.SUSPENSION and work.spell is not None:
        found += [_last_day(work, work.spell), _return(work, work.spell), _reintegration(work, work.spell)]
        if facts.days_earlier_in_year is not None:
            found.append(_yearly_limit(work, work.spell, facts.days_earlier_in_year))
    if facts.date_of_birth is not None and work.last_day_of_school_age is not None:
        found.append(_school_age(work, facts.date_of_birth, work.last_day_of_school_age))
    return found


def _first_day(work: Workings, start_on: date) -> Obligation:
    why = WHY_DAY_ONE[work.facts.start_point]
    if not work.calendar.is_school_day(start_on) and isinstance(work.first_day, date):
        why = f"{in_words(start_on)} is not a school day ({work.calendar.reason(start_on)})"
    return work.owe("first-counted-day", ObligationKind.MILESTONE, work.first_day, why, started_on=start_on)


def _last_day(work: Workings, spell: SpellDays) -> Obligation:
    because = f"The suspension takes {work.facts.sessions} sessions, two to the school day"
    if not isinstance(work.first_day, date):
        return work.owe("suspension-last-day", ObligationKind.MILESTONE, spell.last, because)
    counted = work.calendar.count_nth_school_day(work.first_day, spell.length)
    return work.count("suspension-last-day", ObligationKind.MILESTONE, counted, because)


def _return(work: Workings, spell: SpellDays) -> Obligation:
    due, because = _day_back(work, spell)
    notes: tuple[str, ...] = ()
    if spell.ends_with_a_morning:
        notes = (
            "The last day is a morning only: the child may be due back that afternoon. Officer to confirm",
        )
    return work.owe(
        "return-to-school-day",
        ObligationKind.MILESTONE,
        due,
        because,
        track=Track.EDUCATION,
        started_on=spell.last if isinstance(spell.last, date) else None,
        met_on=work.facts.returned_on,
        notes=notes,
    )


def _day_back(work: Workings, spell: SpellDays) -> tuple[Due, str]:
    ended = work.facts.ended_on
    last = spell.last
    if ended is not None and (isinstance(last, Unknown) or ended <= last):
        return work.calendar.first_school_day_on_or_after(ended), "The exclusion ended before its time"
    if isinstance(last, Unknown):
        return last, "The school day after the suspension ends"
    return work.calendar.next_school_day(last), f"The suspension ends on {in_words(last)}"


def _reintegration(work: Workings, spell: SpellDays) -> Obligation:
    due, _ = _day_back(work, spell)
    return work.owe(
        "reintegration-strategy",
        ObligationKind.DEADLINE,
        due,
        "A meeting on or before the day of return is good practice",
        track=Track.EDUCATION,
        met_on=work.facts.reintegration_meeting_on,
    )


def _yearly_limit(work: Workings, spell: SpellDays, earlier: Fraction) -> Obligation:
    rule_id, limit = "year-45-last-lawful-day", work.length("year-45-last-lawful-day")
    due, because = _last_lawful_day(work, spell, earlier, limit)
    return work.owe(rule_id, ObligationKind.MILESTONE, due, because, track=Track.CHALLENGE)


def _last_lawful_day(work: Workings, spell: SpellDays, earlier: Fraction, limit: int) -> tuple[Due, str]:
    total, lawful = earlier, None
    year = school_year_begins_in(spell.days[0]) if spell.days else None
    for day, sessions in zip(spell.days, spell.sessions, strict=True):
        if school_year_begins_in(day) != year:
            return None, f"{in_days(total)} of {limit} days in the school year"
        total += sessions * HALF
        if total > limit:
            return lawful, _over_limit(earlier, limit, lawful)
        lawful = day
    everything = earlier + Fraction(work.facts.sessions or 0) * HALF
    if spell.missing is not None and everything > limit:
        return spell.missing, f"The suspension may pass {limit} days in the school year"
    return None, f"{in_days(everything)} of {limit} days in the school year"


def _over_limit(earlier: Fraction, limit: int, lawful: date | None) -> str:
    already = f"{in_days(earlier)} days were served earlier in the school year, at every school together"
    if lawful is None:
        return (
            f"{already}: no whole day of this suspension is within the limit of {limit}, so there is no date"
        )
    return f"{already}: the days after {in_words(lawful)} would pass {limit} and are not lawful"


def _school_age(work: Workings, born: date, last: date) -> Obligation:
    return work.owe(
        "compulsory-school-age-ends",
        ObligationKind.MILESTONE,
        last,
        "The last Friday in June of the school year in which the child turns 16",
        started_on=born,
    )
