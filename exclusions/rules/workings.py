"""What every exclusion rule works from: the facts, the calendar, the settings and the law of the day."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from typing import TypedDict, Unpack

from casework.deadlines.choices import ObligationKind, OwedBy
from casework.deadlines.rule_settings import RuleSettings
from casework.deadlines.rules import NoRuleInForce, Obligation, RuleBook
from casework.schools.choices import SchoolType
from casework.schools.rules import (
    Count,
    SchoolCalendar,
    Unknown,
    compulsory_school_age_ends,
    compulsory_school_age_starts,
    in_words,
)
from exclusions.choices import Track
from exclusions.rules import law_challenge, law_exclusion
from exclusions.rules.facts import ExclusionFacts
from exclusions.rules.spells import SpellDays, days_of, first_counted_day, run_before

BOOK = RuleBook(law_exclusion.VERSIONS + law_challenge.VERSIONS)
ONE_DAY = timedelta(days=1)
NO_NUMBER = "The law says without delay and gives no number of days: the date is the local target"

Due = date | Unknown | None


class Details(TypedDict, total=False):
    """What an obligation may say beside its date and reason."""

    key: str
    track: Track
    started_on: date | None
    count: Count | None
    owed_by: OwedBy
    met_on: date | None
    warn_on: date | None
    provisional: bool
    notes: tuple[str, ...]


class Workings:
    """One set of facts being worked through. Everything is derived; nothing is remembered outside."""

    def __init__(
        self, facts: ExclusionFacts, calendar: SchoolCalendar, settings: RuleSettings, on: date
    ) -> None:
        self.facts = facts
        self.calendar = calendar
        self.settings = settings
        self.on = on

    @property
    def school_type(self) -> SchoolType:
        return self.facts.school_type or SchoolType.MAINTAINED

    # Days of the exclusion

    @cached_property
    def first_day(self) -> Due:
        facts = self.facts
        if facts.start_on is None:
            return None
        return first_counted_day(facts.start_on, facts.start_point, self.calendar)

    @cached_property
    def spell(self) -> SpellDays | None:
        return days_of(self.facts.spell, self.calendar) if self.facts.spell else None

    @cached_property
    def days_out_before(self) -> tuple[date, ...]:
        """The run of school days out, by earlier suspensions, that leads up to this exclusion."""
        if not isinstance(self.first_day, date):
            return ()
        return run_before(self.first_day, self.facts.consecutive_suspensions, self.calendar)[0]

    # Compulsory school age

    def of_school_age(self, day: date) -> bool:
        """Say whether the child is of compulsory school age; a stated answer wins over the date of birth."""
        stated, born = self.facts.compulsory_school_age, self.facts.date_of_birth
        if stated is not None or born is None:
            last = self.last_day_of_school_age
            return stated is not False and (last is None or day <= last)
        return compulsory_school_age_starts(born) <= day <= compulsory_school_age_ends(born)

    @cached_property
    def last_day_of_school_age(self) -> date | None:
        """The school leaving date, unless a stated answer contradicts it at the time of the exclusion."""
        born, stated = self.facts.date_of_birth, self.facts.compulsory_school_age
        if born is None or stated is False:
            return None
        last = compulsory_school_age_ends(born)
        contradicted = stated is True and self.facts.start_on is not None and last < self.facts.start_on
        return None if contradicted else last

    # Making obligations

    def length(self, rule_id: str, on: date | None = None) -> int:
        on = on or self.on
        try:
            rule = BOOK.version(rule_id, on=on, school_type=self.school_type)
        except NoRuleInForce:
            rule = BOOK.nearest(rule_id, on=on)
        return self.settings.length(rule)

    def owe(
        self,
        rule_id: str,
        kind: ObligationKind,
        due: Due,
        because: str,
        on: date | None = None,
        **details: Unpack[Details],
    ) -> Obligation:
        """Make an obligation under the version of the rule in force; without one it is not triggered."""
        on = on or self.on
        try:
            rule = BOOK.version(rule_id, on=on, school_type=self.school_type)
        except NoRuleInForce:
            rule = BOOK.nearest(rule_id, on=on)
            due, because = None, self._why_not_in_force(rule_id, on)
        if due is None:
            details = _without_date(details)
        details.setdefault("owed_by", rule.owed_by)
        return Obligation(rule=rule, kind=kind, due=due, because=because, **details)

    def count(
        self,
        rule_id: str,
        kind: ObligationKind,
        counting: Count,
        because: str,
        on: date | None = None,
        **details: Unpack[Details],
    ) -> Obligation:
        details["count"], details["started_on"] = counting, counting.start
        return self.owe(rule_id, kind, counting.result, because, on, **details)

    def without_delay(
        self, rule_id: str, event_on: date, because: str, on: date | None = None, **details: Unpack[Details]
    ) -> Obligation:
        """Make a duty to tell somebody without delay, with the local target as its date."""
        details["notes"] = (*details.get("notes", ()), NO_NUMBER)
        details["started_on"] = event_on
        if self.settings.text("notice_target") == "same_day":
            return self.owe(rule_id, ObligationKind.DEADLINE, event_on, because, on, **details)
        details["warn_on"] = event_on
        counted = self.calendar.count_school_days_after(event_on, 1)
        return self.count(rule_id, ObligationKind.DEADLINE, counted, because, on, **details)

    def back_from(
        self, rule_id: str, meeting: date, because: str, on: date | None = None, **details: Unpack[Details]
    ) -> Obligation:
        """Count back from a meeting, with a warning one school day earlier for clear days."""
        n = self.length(rule_id, on)
        if self.settings.text("clear_days_warning") == "on":
            warn = self.calendar.school_days_before(meeting, n + 1)
            details["warn_on"] = warn if isinstance(warn, date) else None
        counted = self.calendar.count_school_days_before(meeting, n)
        return self.count(rule_id, ObligationKind.DEADLINE, counted, because, on, **details)

    def _why_not_in_force(self, rule_id: str, on: date) -> str:
        versions = [each for each in BOOK.versions if each.rule_id == rule_id and each.in_force(on)]
        if versions:
            return f"On {in_words(on)} this rule did not apply to this type of school"
        return f"This rule was not in force on {in_words(on)}"


Rules = Callable[[Workings], list[Obligation]]


def _without_date(details: Details) -> Details:
    kept = details.copy()
    kept.update({"count": None, "warn_on": None, "started_on": None, "provisional": False})
    return kept
