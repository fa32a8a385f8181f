"""The school days an exclusion takes, the run they stand in, and the totals they make."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from casework.deadlines.rule_settings import RuleSettings
from casework.schools.rules import SchoolCalendar, Unknown, school_year_begins_in, statutory_term
from exclusions.choices import ExclusionEvent, StartPoint
from exclusions.rules.facts import ExclusionFacts, Spell

SESSIONS_A_DAY = 2
HALF = Fraction(1, 2)
COUNTED_THAT_DAY = (StartPoint.START_OF_DAY, StartPoint.BEFORE_AFTERNOON_SESSION)
SENT_HOME = (StartPoint.BEFORE_AFTERNOON_SESSION, StartPoint.DURING_AFTERNOON_SESSION)


def first_counted_day(start_on: date, start_point: StartPoint, calendar: SchoolCalendar) -> date | Unknown:
    """Return day 1 of an exclusion (Education and Inspections Act 2006 section 103(7)).

    Out before the afternoon session begins: that day. Later, or on no school day: the next school day.
    """
    if start_point in COUNTED_THAT_DAY:
        return calendar.first_school_day_on_or_after(start_on)
    return calendar.next_school_day(start_on)


@dataclass(frozen=True, slots=True)
class SpellDays:
    """The days of a fixed period with the sessions lost on each, as far as the calendar reaches."""

    days: tuple[date, ...]
    sessions: tuple[int, ...]
    length: int
    missing: Unknown | None = None

    @property
    def last(self) -> date | Unknown:
        return self.missing or self.days[-1]

    @property
    def ends_with_a_morning(self) -> bool:
        return self.missing is None and self.length > 1 and self.sessions[-1] == 1

    def until(self, day: date) -> tuple[date, ...]:
        return tuple(each for each in self.days if each < day)


def days_of(spell: Spell, calendar: SchoolCalendar) -> SpellDays:
    """Lay the sessions of a suspension over the school days from its first."""
    first = first_counted_day(spell.start_on, spell.start_point, calendar)
    half_day_first = spell.start_point is StartPoint.BEFORE_AFTERNOON_SESSION and first == spell.start_on
    opening = min(1 if half_day_first else SESSIONS_A_DAY, spell.sessions)
    later = spell.sessions - opening
    length = 1 + -(-later // SESSIONS_A_DAY)
    if isinstance(first, Unknown):
        return SpellDays((), (), length, first)
    days = calendar.school_days_from(first, length)
    sessions = [opening] + [SESSIONS_A_DAY] * (len(days) - 1)
    if len(days) < length:
        beyond = calendar.nth_school_day(first, length)
        return SpellDays(days, tuple(sessions), length, beyond if isinstance(beyond, Unknown) else None)
    if later % SESSIONS_A_DAY:
        sessions[-1] = 1
    return SpellDays(days, tuple(sessions), length)


def run_before(
    first: date, spells: tuple[Spell, ...], calendar: SchoolCalendar
) -> tuple[tuple[date, ...], tuple[Spell, ...]]:
    """Return the days out that lead without a gap to `first`, and the suspensions they come from.

    A suspension joins when no school day lies between: weekends, holidays and closures do not break a run.
    """
    frontier, days, joined = first, set[date](), list[Spell]()
    for spell in sorted(spells, key=lambda each: each.start_on, reverse=True):
        earlier = days_of(spell, calendar)
        before = calendar.previous_school_day(frontier)
        if not earlier.days or isinstance(before, Unknown) or earlier.days[0] >= first:
            continue
        if earlier.missing is None and earlier.days[-1] < before:
            break
        days.update(earlier.until(first))
        joined.append(spell)
        frontier = min(frontier, earlier.days[0])
    return tuple(sorted(days)), tuple(reversed(joined))


@dataclass(frozen=True, slots=True)
class Totals:
    """Days of suspension in the statutory term, and in the school year, this exclusion included.

    `in_term` is the highest of the terms it falls in, `at_most` what it would be if days the calendar
    does not reach fell there too.
    """

    in_term: Fraction
    at_most: Fraction
    in_year: Fraction | None

    def passes(self, limit: int) -> bool | None:
        """Say whether a term's total is more than the limit; None while the calendar leaves it open."""
        if self.in_term > limit:
            return True
        return False if self.at_most <= limit else None


def totals(facts: ExclusionFacts, calendar: SchoolCalendar, settings: RuleSettings) -> Totals | None:
    """Add up days in half days; exactly 5, 15 or 45 is not more than it (regulation 24(1)(b) and (c))."""
    if facts.event is ExclusionEvent.LUNCHTIME and facts.lunchtimes is not None:
        return _plain_totals(facts, facts.lunchtimes * HALF)
    if facts.event is not ExclusionEvent.SUSPENSION or facts.sessions is None:
        return None
    if facts.spell is None:
        return _plain_totals(facts, facts.sessions * HALF)
    spell = days_of(facts.spell, calendar)
    if not spell.days:
        everything = _plain_totals(facts, facts.sessions * HALF)
        return Totals(facts.days_earlier_in_term, everything.at_most, everything.in_year)
    by_term: dict[object, Fraction] = {}
    for day, sessions in zip(spell.days, spell.sessions, strict=True):
        term = _term_of(day, calendar, settings)
        by_term[term] = by_term.get(term, Fraction(0)) + sessions * HALF
    by_term[_term_of(spell.days[0], calendar, settings)] += facts.days_earlier_in_term
    unplaced = facts.sessions * HALF - sum(spell.sessions) * HALF
    in_year = _in_year_of(spell.days[0], spell) + unplaced
    earlier = facts.days_earlier_in_year
    return Totals(
        in_term=max(by_term.values()),
        at_most=max(by_term.values()) + unplaced,
        in_year=None if earlier is None else earlier + in_year,
    )


def _plain_totals(facts: ExclusionFacts, days: Fraction) -> Totals:
    earlier = facts.days_earlier_in_year
    in_term = facts.days_earlier_in_term + days
    return Totals(in_term, in_term, None if earlier is None else earlier + days)


def _in_year_of(first: date, spell: SpellDays) -> Fraction:
    year = school_year_begins_in(first)
    pairs = zip(spell.days, spell.sessions, strict=True)
    return sum((n * HALF for day, n in pairs if school_year_begins_in(day) == year), Fraction(0))


def _term_of(day: date, calendar: SchoolCalendar, settings: RuleSettings) -> object:
    block = calendar.term_block_of(day)
    if settings.text("term_mode") == "school_terms" and block and block.name:
        return school_year_begins_in(day), block.name
    return statutory_term(day)


def in_days(days: Fraction) -> str:
    return f"{float(days):.1f}"
