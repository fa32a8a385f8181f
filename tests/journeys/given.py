"""What is here before a journey begins: a team, a school with its dates, the people who work there."""

from datetime import date

from casework.schools.models import School
from tests.factories.access import TeamFactory, officer
from tests.factories.exclusions import school_with_terms
from tests.factories.schools import ClosureFactory

MONDAY = date(2026, 9, 21)
TUESDAY = date(2026, 9, 22)
# The days of 2026/27 on which the school is closed to pupils though the county's are open.
INSET_DAYS = (date(2026, 9, 2), date(2026, 11, 30), date(2027, 1, 4), date(2027, 6, 7))


def a_school(name: str = "Cherwell Fields School", **fields) -> School:
    """A school that keeps Oxfordshire's terms of 2026/27, with four INSET days of its own."""
    school = school_with_terms(name=name, **fields)
    for day in INSET_DAYS:
        ClosureFactory(school=school, starts_on=day)
    return school


def a_team(name: str = "Exclusions"):
    return TeamFactory(name=name)


def an_officer(team, name: str = "Priya Desai"):
    return officer(team, name=name)
