"""Fair access: when a place has to be found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.deadlines.choices import Confidence, ObligationKind, OwedBy, RuleStatus, Unit
from casework.deadlines.fact_reading import FactReader
from casework.deadlines.registry import RuleSet
from casework.deadlines.rule_settings import RuleSettings
from casework.deadlines.rules import NoRuleInForce, Obligation, RuleBook, RuleVersion
from casework.schools.choices import SchoolType
from casework.schools.rules import SchoolCalendar, in_words

TRACK = "placement"

BOOK = RuleBook(
    (
        RuleVersion(
            rule_id="fap-place-20sd",
            title="A school place is allocated under fair access",
            source="School Admissions Code 2021, on fair access protocols (paragraphs 3.14 to 3.22)",
            status=RuleStatus.MUST,
            confidence=Confidence.A,
            owed_by=OwedBy.LOCAL_AUTHORITY,
            valid_from=date(2021, 9, 1),
            length=20,
            unit=Unit.SCHOOL_DAY,
            note="Counted on the council's own calendar. The child then starts as soon as possible.",
        ),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FairAccessFacts:
    """A child to be placed under the fair access protocol."""

    # The day it was agreed that the child will be considered.
    agreed_on: date
    place_allocated_on: date | None = None


def parse_facts(facts: Mapping[str, object]) -> FairAccessFacts | None:
    reader = FactReader(facts)
    agreed = reader.day("fap_agreed")
    if agreed is None:
        return None
    return FairAccessFacts(agreed_on=agreed, place_allocated_on=reader.day("allocated_on"))


def obligations(facts: FairAccessFacts, calendar: SchoolCalendar, settings: RuleSettings) -> list[Obligation]:
    """Return the day by which a named school place must be allocated (School Admissions Code 2021)."""
    agreed = facts.agreed_on
    try:
        rule = BOOK.version("fap-place-20sd", on=agreed, school_type=SchoolType.MAINTAINED)
    except NoRuleInForce as error:
        return [
            Obligation(
                rule=BOOK.nearest("fap-place-20sd", on=agreed),
                kind=ObligationKind.DEADLINE,
                due=None,
                because=str(error),
                owed_by=OwedBy.LOCAL_AUTHORITY,
                track=TRACK,
            )
        ]
    count = calendar.count_school_days_after(agreed, settings.length(rule))
    return [
        Obligation(
            rule=rule,
            kind=ObligationKind.DEADLINE,
            due=count.result,
            because=f"It was agreed on {in_words(agreed)} to consider the child under the protocol",
            owed_by=rule.owed_by,
            track=TRACK,
            started_on=agreed,
            count=count,
            met_on=facts.place_allocated_on,
        )
    ]


RULE_SET: RuleSet[FairAccessFacts] = RuleSet(
    name="panels", rules=BOOK.versions, parse=parse_facts, compute=obligations
)
