"""What is here before a journey begins: a team, a school with its dates, the people who work there."""

from datetime import date

from casework.access.models import Team
from casework.schools.models import School
from exclusions.details import Circumstances
from tests.factories.access import TeamFactory
from tests.factories.exclusions import school_with_terms
from tests.factories.schools import ClosureFactory

MONDAY = date(2026, 9, 21)
TUESDAY = date(2026, 9, 22)
# Days on which the school is closed to pupils while others of the county are open.
INSET_DAYS = (date(2026, 9, 2), date(2026, 11, 30), date(2027, 1, 4), date(2027, 6, 7))


def a_school(name: str = "Cherwell Fields School", **fields) -> School:
    """A school that keeps Oxfordshire's terms of 2026/27, with four INSET days of its own."""
    school = school_with_terms(name=name, **fields)
    for day in INSET_DAYS:
        ClosureFactory(school=school, starts_on=day)
    return school


def a_team() -> Team:
    return TeamFactory(name="Exclusions")


def with_a_social_worker_from(home_authority) -> Circumstances:
    """A child with a social worker, who lives in another authority's area."""
    return Circumstances(social_worker=True, home_authority=home_authority)
