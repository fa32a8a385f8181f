import re
from datetime import date, datetime, time
from io import StringIO

import pyotp
import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import Team, User
from casework.cases.choices import CaseStatus, DeadlineState
from casework.cases.models import Case, Deadline, NotApplicableProposal, Pause
from casework.people.choices import PROFESSIONALS
from casework.people.models import AddressWithheld, Child, ChildContact, Contact, SiblingLink
from casework.people.rules import upn_fault
from exclusions.demonstration.build import load_demonstration
from exclusions.models import PermanentExclusion
from tests.conftest import LONDON

MONDAY = date(2026, 11, 23)
pytestmark = [
    # Some forty cases are told from beginning to end.
    pytest.mark.slow,
    pytest.mark.django_db,
]


@pytest.fixture
def in_a_demonstration(settings):
    settings.DEMONSTRATION = True


def tell(*options):
    said = StringIO()
    call_command("demonstration", *options, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def caseload(django_db_setup, django_db_blocker):
    """The demonstration as it is made on a Monday, once for the module."""
    noon = datetime.combine(MONDAY, time(12), tzinfo=LONDON)
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(noon, tick=False):
            yield load_demonstration(on=MONDAY)
        transaction.set_rollback(True)


def test_every_state_is_there(caseload):
    outstanding = Deadline.objects.outstanding()
    told = PermanentExclusion.objects
    five_told = [
        row
        for row in told.exclude(cancelled_on=None)
        if row.told.filter(occasion="CANCELLATION").count() == 5
    ]
    found = {
        "late": outstanding.filter(due_on__lt=MONDAY).exists(),
        "due today": outstanding.filter(due_on=MONDAY).exists(),
        "due in the week": outstanding.filter(due_on__gt=MONDAY, due_on__lte=date(2026, 11, 30)).count() > 5,
        "waiting for term dates": outstanding.exclude(missing_calendar="").exists(),
        "day six missed": outstanding.filter(rule_id="day6-provision-la", due_on__lt=MONDAY).exists(),
        "paused": Pause.objects.filter(ends_on=None).exists(),
        "extended": outstanding.exclude(extensions=None).exists(),
        "proposed": NotApplicableProposal.objects.filter(is_agreed=None).exists(),
        "agreed": Deadline.objects.filter(state=DeadlineState.NOT_APPLICABLE).exists(),
        "closed": Case.objects.filter(status=CaseStatus.CLOSED).exists(),
        "in error": Case.objects.filter(status=CaseStatus.RECORDED_IN_ERROR).exists(),
        "restricted": Child.objects.filter(is_restricted=True).exists(),
        "cancelled, five told": bool(five_told),
        "reinstated": told.exclude(reinstated_on=None).exists(),
        "review applied for": told.filter(irp_outcome="").exclude(irp_application_on=None).exists(),
        "recommended": told.filter(irp_outcome="RECOMMEND").exists(),
        "placed": told.exclude(placed_on=None).exists(),
        "no examinations left": told.filter(year11_no_exams_left=True).exists(),
        "decided today": told.filter(decision_on=MONDAY).exists(),
        "brothers and sisters": SiblingLink.objects.holding_on(MONDAY).count() >= 3,
        "a restricted brother": SiblingLink.objects.filter(
            Q(child__is_restricted=True) | Q(sibling__is_restricted=True)
        ).exists(),
        "an address not to be told": AddressWithheld.objects.filter(ended_on=None).exists(),
        "an interpreter": Contact.objects.filter(needs_interpreter=True).exists(),
        "a professional": ChildContact.objects.filter(relationship__in=PROFESSIONALS).exists(),
    }
    assert [state for state, is_there in found.items() if not is_there] == []


def test_children_have_numbers_that_hold_and_addresses_that_nobody_has(caseload):
    children = list(Child.objects.all())
    assert [child.upn for child in children if upn_fault(child.upn)] == []
    assert len({child.upn for child in children}) == len(children)
    assert all(child.postcode.startswith("OX99 ") for child in children)


def test_telling_it_again_keeps_what_is_there(caseload, in_a_demonstration):
    child = Child.objects.first()
    child.known_as = "Somebody changed this"
    child.save()
    before = (Case.objects.count(), Child.objects.count(), User.objects.count(), Team.objects.count())

    tell()

    child.refresh_from_db()
    assert child.known_as == "Somebody changed this"
    assert before == (Case.objects.count(), Child.objects.count(), User.objects.count(), Team.objects.count())


def test_somebody_of_each_role_signs_in_with_what_is_printed(caseload, in_a_demonstration):
    printed = tell("--who")

    rows = [re.split(r"\s{2,}", line) for line in printed.splitlines() if "@casework.example" in line]
    assert {row[1] for row in rows} == {role.label for role in Role}
    for _, _, email, password, secret, _ in rows:
        client = Client()
        client.post(reverse("account_login"), {"login": email, "password": password})
        client.post(reverse("mfa_authenticate"), {"code": pyotp.TOTP(secret).now()})
        assert client.get(reverse("desk:my_work")).status_code == 200, email
