"""Permanent exclusions, logged through the real service."""

from datetime import date

from casework.cases.models import Case
from casework.schools.models import LocalAuthority, School
from exclusions.choices import StartPoint
from exclusions.services import ExclusionDetails, log_permanent_exclusion
from tests.factories import people
from tests.factories.access import TeamFactory, officer
from tests.factories.schools import SchoolFactory, year_of_terms

MONDAY = date(2026, 9, 21)


def school_with_terms(**fields) -> School:
    """A school of Oxfordshire, whose dates of 2026/27 are here."""
    school = SchoolFactory(**fields)
    authority: LocalAuthority = school.authority
    if not authority.terms.exists():
        year_of_terms(authority=authority)
    return school


def permanent_exclusion(
    *,
    child=None,
    school=None,
    decision_on: date = MONDAY,
    team=None,
    officer_=None,
    by=None,
    on=None,
    **details,
) -> Case:
    """The case of a permanent exclusion decided on a day, held by an officer of a team."""
    team = team or (TeamFactory())
    holder = officer_ or officer(team)
    reported = {
        "school": school or school_with_terms(),
        "decision_on": decision_on,
        "decided_by": "Ms Okoro, headteacher",
        "start_on": decision_on,
        "start_point": StartPoint.START_OF_DAY,
        "reasons": ["PP"],
    }
    return log_permanent_exclusion(
        child=child or people.child(by=holder),
        details=ExclusionDetails(**(reported | details)),
        team=team,
        officer=holder,
        by=by or holder,
        on=on or decision_on,
    )
