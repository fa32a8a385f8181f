"""Puts the demonstration together: schools, people, link officers, and then the caseload, once."""

from __future__ import annotations

from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone

from casework.access.models import Team
from casework.cases.models import Case
from casework.schools.models import School
from casework.schools.queries import calendars_of
from casework.schools.services import load_demonstration_schools, set_link_officer
from exclusions.demonstration.accounts import INBOX, MANAGER, OFFICERS, SUPPORT, load_people, user_of
from exclusions.demonstration.days import Days
from exclusions.demonstration.duty import tell_duty
from exclusions.demonstration.names import Families
from exclusions.demonstration.stories import AREAS, AYLESBURY, tell_all
from exclusions.demonstration.teller import County

SEED = 2026


def load_demonstration(*, on: date) -> int:
    """Add what is missing of the demonstration and return how many cases there are.

    Where cases are held already they are left as they are.
    """
    if not Team.objects.filter(name=INBOX).exists():
        with transaction.atomic():
            load_demonstration_schools(by=None, on=on)
            load_people(on=on)
    if not Case.objects.exists():
        with transaction.atomic():
            _load_caseload(on=on)
    return Case.objects.count()


def _load_caseload(*, on: date) -> None:
    schools = {
        school.urn: school for school in School.objects.filter(urn__in=AREAS).select_related("authority")
    }
    _link_officers(schools)
    calendars = calendars_of(schools.values())
    days = {urn: Days(calendars[school.pk], on) for urn, school in schools.items()}
    county = County(families=Families(Random(SEED)), today=on, areas=AREAS, days=days, schools=schools)
    tell_all(county, support=user_of(SUPPORT))
    tell_duty(county, now=timezone.now())


def _link_officers(schools: dict[str, School]) -> None:
    manager = user_of(MANAGER)
    officers = {area: user_of(person) for area, person in OFFICERS.items()}
    for urn, school in schools.items():
        if urn != AYLESBURY:
            set_link_officer(school=school, officer=officers[AREAS[urn]], by=manager)
