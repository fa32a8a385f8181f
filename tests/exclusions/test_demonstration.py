"""When the demonstration is loaded, and when it is not."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from casework.access.models import User
from casework.cases.models import Case
from casework.duty.choices import EnquiryState
from casework.duty.models import DutyTurn, Enquiry
from exclusions.demonstration.build import load_demonstration
from exclusions.models import PermanentExclusion

pytestmark = pytest.mark.django_db


# Some forty cases are told from beginning to end.
@pytest.mark.slow
@pytest.mark.parametrize(
    "on", [date(2026, 12, 27), date(2028, 9, 12)], ids=["Christmas", "after the last term that is held"]
)
def test_a_caseload_is_told_on_any_day(clock_stands_at, on):
    clock_stands_at(on)

    number = load_demonstration(on=on)

    assert number == Case.objects.count() >= 40
    assert not PermanentExclusion.objects.filter(decision_on__gt=on).exists()
    assert {each.state for each in Enquiry.objects.all()} == set(EnquiryState)
    assert Enquiry.objects.open().filter(respond_by__lt=on).exists()
    assert DutyTurn.objects.filter(on__gt=on).exists()


@pytest.mark.parametrize("option", [(), ("--who",)])
def test_it_is_refused_where_it_is_no_demonstration(option):
    with pytest.raises(CommandError, match="runs only in a demonstration"):
        call_command("demonstration", *option)

    assert not User.objects.exists()
