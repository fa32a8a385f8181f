"""Suspensions, permanent exclusions, governors, reviews and off-site direction: facts in, obligations out."""

from collections.abc import Iterable
from dataclasses import replace

from casework.deadlines.registry import RuleSet
from casework.deadlines.rule_settings import RuleSettings
from casework.deadlines.rules import Obligation
from casework.schools.rules import SchoolCalendar, in_words
from exclusions.rules.board import board_obligations
from exclusions.rules.days import day_obligations
from exclusions.rules.education import education_obligations
from exclusions.rules.facts import ExclusionFacts, Notice, Spell
from exclusions.rules.offsite import offsite_obligations
from exclusions.rules.parsing import parse_facts
from exclusions.rules.review import review_obligations
from exclusions.rules.roll import roll_obligations
from exclusions.rules.settings import SETTINGS
from exclusions.rules.spells import SpellDays, Totals, days_of, first_counted_day, totals
from exclusions.rules.telling import telling_obligations
from exclusions.rules.workings import BOOK, Rules, Workings

PARTS: tuple[Rules, ...] = (
    day_obligations,
    telling_obligations,
    education_obligations,
    board_obligations,
    review_obligations,
    roll_obligations,
    offsite_obligations,
)

# What a cancellation ends whatever its date. Education ends with the exclusion itself; days served,
# people told and a claim about the conduct stand.
ENDS_ON_CANCELLATION = ("gb-", "irp-", "roll-", "la-statement", "funding-")


def obligations(facts: ExclusionFacts, calendar: SchoolCalendar, settings: RuleSettings) -> list[Obligation]:
    """Return every obligation the facts bear on; a rule that is not triggered says why."""
    on = facts.decided_on
    if on is None:
        return []
    work = Workings(facts, calendar, settings, on)
    found = [obligation for part in PARTS for obligation in part(work)]
    if facts.recorded_in_error:
        return _all_fall_away(found, "The exclusion was recorded in error")
    if facts.cancellation is not None:
        return _after_cancellation(found, facts)
    return found


def _after_cancellation(found: Iterable[Obligation], facts: ExclusionFacts) -> list[Obligation]:
    """Let fall what a cancellation ends: the governors' duty and all that would follow it."""
    day = facts.cancellation
    if day is None:
        return list(found)
    because = f"The headteacher cancelled the exclusion on {in_words(day)}"
    return [
        obligation
        if not obligation.rule_id.startswith(ENDS_ON_CANCELLATION)
        else _fall_away(obligation, because)
        for obligation in found
    ]


def _all_fall_away(found: Iterable[Obligation], because: str) -> list[Obligation]:
    return [_fall_away(obligation, because) for obligation in found]


def _fall_away(obligation: Obligation, because: str) -> Obligation:
    return replace(
        obligation, due=None, because=because, count=None, warn_on=None, met_on=None, provisional=False
    )


RULE_SET: RuleSet[ExclusionFacts] = RuleSet(
    name="exclusions",
    rules=BOOK.versions,
    parse=parse_facts,
    compute=obligations,
    settings=SETTINGS,
)

__all__ = [
    "RULE_SET",
    "ExclusionFacts",
    "Notice",
    "Spell",
    "SpellDays",
    "Totals",
    "days_of",
    "first_counted_day",
    "obligations",
    "parse_facts",
    "totals",
]
