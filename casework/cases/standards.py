"""The council's own standards for work on a case, whatever its kind: lengths and choices it may settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.deadlines.choices import Confidence, OwedBy, RuleStatus, Unit
from casework.deadlines.registry import RuleSet
from casework.deadlines.rule_settings import RuleSettings, SettingSpec
from casework.deadlines.rules import Obligation, RuleVersion
from casework.schools.choices import SchoolType
from casework.schools.rules import SchoolCalendar

LOCAL_PRACTICE = "Local practice"
WRITE_UP = RuleVersion(
    rule_id="casenote-routine",
    title="Writing up a contact",
    source=LOCAL_PRACTICE,
    status=RuleStatus.LOCAL,
    confidence=Confidence.C,
    owed_by=OwedBy.LOCAL_AUTHORITY,
    valid_from=date(2000, 1, 1),
    length=2,
    unit=Unit.WORKING_DAY,
    applies_to=frozenset(SchoolType),
    note="A note begun later than this after the event is marked as written late.",
)
DRAFT_LASTS = RuleVersion(
    rule_id="casenote-draft",
    title="A draft note becomes final by itself",
    source=LOCAL_PRACTICE,
    status=RuleStatus.LOCAL,
    confidence=Confidence.C,
    owed_by=OwedBy.LOCAL_AUTHORITY,
    valid_from=date(2000, 1, 1),
    length=10,
    unit=Unit.WORKING_DAY,
    applies_to=frozenset(SchoolType),
    note="Counted from the day the note was begun, so that nothing is lost in a draft.",
)
CLOSING_NEEDS_OVERSIGHT = SettingSpec(
    key="closing_needs_oversight",
    title="Management oversight before a case is closed",
    default="off",
    choices=(
        ("off", "A case may be closed without one"),
        ("on", "A senior or manager first writes a management oversight note"),
    ),
    confidence=Confidence.C,
    explanation="Recording standards ask for a manager’s entry at closure. Few councils insist on it: the "
    "council decides.",
    source=LOCAL_PRACTICE,
)
RESTRICTION_REVIEW = RuleVersion(
    rule_id="restriction-review",
    title="Looking at a restriction again",
    source=LOCAL_PRACTICE,
    status=RuleStatus.LOCAL,
    confidence=Confidence.C,
    owed_by=OwedBy.LOCAL_AUTHORITY,
    valid_from=date(2000, 1, 1),
    length=90,
    unit=Unit.CALENDAR_DAY,
    applies_to=frozenset(SchoolType),
    note="The day suggested when a record is restricted. Whoever decides may choose another.",
)


def _no_facts(facts: Mapping[str, object]) -> None:
    return None


def _no_clocks(facts: None, calendar: SchoolCalendar, settings: RuleSettings) -> list[Obligation]:
    return []


RULE_SET: RuleSet[None] = RuleSet(
    name="work on a case",
    rules=(WRITE_UP, DRAFT_LASTS, RESTRICTION_REVIEW),
    parse=_no_facts,
    compute=_no_clocks,
    settings=(CLOSING_NEEDS_OVERSIGHT,),
)


@dataclass(frozen=True)
class Standards:
    """The standards as they stood on a day."""

    days_to_write_up: int
    days_a_draft_lasts: int
    closing_needs_oversight: bool
    days_to_restriction_review: int


def standards_from(settings: RuleSettings) -> Standards:
    return Standards(
        days_to_write_up=settings.length(WRITE_UP),
        days_a_draft_lasts=settings.length(DRAFT_LASTS),
        closing_needs_oversight=settings.text(CLOSING_NEEDS_OVERSIGHT.key) == "on",
        days_to_restriction_review=settings.length(RESTRICTION_REVIEW),
    )
