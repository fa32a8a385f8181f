"""The kind of case that a permanent exclusion is."""

from collections.abc import Sequence

from django.urls import reverse

from casework.cases.kinds import CaseKind, Track
from casework.cases.models import Case, Deadline
from exclusions import choices
from exclusions.intake import INTAKE
from exclusions.presenters import next_steps, panels
from exclusions.queries import (
    KIND,
    LOAD,
    PREFETCH,
    appointments,
    facts_of,
    law_date,
    without_education,
)
from exclusions.rules import RULE_SET, checks

OUTCOMES = {
    "REINSTATED": "Reinstated at the school",
    "CANCELLED": "Cancelled by the headteacher",
    "PLACED_MAINSTREAM": "Placed at a mainstream school",
    "PLACED_SPECIAL": "Placed at a special school",
    "PLACED_AP": "Placed in alternative provision",
    "EHE": "Educated at home",
    "MOVED_AREA": "Moved to another area",
    "OVER_CSA": "Over compulsory school age",
    "OTHER": "Another outcome, as the chronology says",
}


def reasons_not_to_close(case: Case) -> list[str]:
    return checks.reasons_not_to_close(facts_of(case))


def to_settle(case: Case, deadlines: Sequence[Deadline]) -> list[Deadline]:
    facts = facts_of(case)
    return [each for each in deadlines if checks.has_to_be_settled(facts, each.rule_id)]


def education_href(reference: str) -> str:
    return reverse("exclusions:record", args=[reference, "education"])


PERMANENT_EXCLUSION = CaseKind(
    code=KIND,
    prefix="EXC",
    label="Permanent exclusion",
    rule_set=RULE_SET.name,
    tracks=tuple(Track(track.value, track.label) for track in choices.Track),
    outcomes=OUTCOMES,
    start_text="Log a permanent exclusion",
    start_url_name="exclusions:log_permanent_exclusion",
    load=LOAD,
    prefetch=PREFETCH,
    facts_for=facts_of,
    law_date=law_date,
    panels=panels,
    next_steps=next_steps,
    reasons_not_to_close=reasons_not_to_close,
    to_settle=to_settle,
    without_education=without_education,
    education_rules=("day6-provision-la", "day6-provision-school", "lac-provision-day1"),
    education_href=education_href,
    appointments=appointments,
    intake=INTAKE,
    fact_codes={"PERMANENTLY_EXCLUDED": "Permanently excluded"},
)
