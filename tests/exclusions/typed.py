"""Answers as a browser sends them."""

from datetime import date
from uuid import uuid4

MONDAY = date(2026, 9, 21)


def typed_date(name: str, day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def answers(school, team, *, decision_on=MONDAY, start_on=None, told=None, **others) -> dict:
    """A permanent exclusion as an officer types it, ready to check."""
    dates = {**typed_date("decision_on", decision_on), **typed_date("start_on", start_on or decision_on)}
    for party, day in (told or {}).items():
        dates |= typed_date(f"told_{party.lower()}", day)
    return {
        "school": school.urn,
        "decided_by": "Ms Okoro, headteacher",
        "start_point": "START_OF_DAY",
        "reason_1": "PP",
        "home_authority": "931",
        "team": str(team.pk),
        "token": str(uuid4()),
        "step": "check",
        **dates,
        **others,
    }


def event_answers(case, **others) -> dict:
    return {"version": str(case.version), "token": str(uuid4()), **others}
