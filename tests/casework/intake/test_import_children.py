"""The command that brings a file in from the installation itself."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.access.choices import Role
from casework.cases.models import Case
from casework.intake.choices import RunState
from casework.intake.models import IntakeRun
from casework.people.models import Child
from tests.factories import people
from tests.factories.access import TeamFactory, holding, manager, officer
from tests.factories.intake import CHILD_HEADINGS, ON, table

pytestmark = pytest.mark.django_db

ANN = ["Ann", "Lee", "14/05/2013", "", "F", "1 High Street", "OX1 1ND"]
BAD = ["", "Lee", "14/05/2013", "", "", "", ""]


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(ON)


@pytest.fixture
def by():
    return officer(email="priya@council.example")


@pytest.fixture
def bring(tmp_path, by):
    def bring(*rows, headings=CHILD_HEADINGS, person=by, **options):
        path = tmp_path / "caseload.csv"
        path.write_bytes(table(headings, *rows))
        out, err = StringIO(), StringIO()
        try:
            call_command("import_children", str(path), by=person.email, stdout=out, stderr=err, **options)
        except CommandError as error:
            return error.returncode, str(error), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return bring


def test_children_come_in(bring):
    code, said, _ = bring(ANN)

    assert (code, Child.objects.count()) == (0, 1)
    assert "Date of birth: DOB" in said
    assert "1 row brought in" in said


def test_a_check_brings_nothing_in_and_keeps_nothing(bring):
    code, said, _ = bring(ANN, check=True)

    assert (code, Child.objects.count()) == (0, 0)
    assert "1 row ready" in said
    assert IntakeRun.objects.get().state == RunState.ABANDONED


def test_rows_that_cannot_come_in_are_said_and_stop_the_file(bring):
    code, _, faults = bring(ANN, BAD)

    assert (code, Child.objects.count()) == (2, 0)
    assert "Row 3: Forenames: nothing is given" in faults


def test_they_are_left_out_where_that_is_asked(bring):
    code, _, _ = bring(ANN, BAD, leave_out=True)

    assert (code, Child.objects.count()) == (0, 1)


def test_rows_that_somebody_has_to_settle_wait_on_their_page(bring, by):
    people.child(by=by, forenames="Ann", surname="Lee", date_of_birth=ON.replace(2013, 5, 14), sex="M")

    code, said, _ = bring(ANN)

    assert code == 3
    assert IntakeRun.objects.get().get_absolute_url() in said


def test_columns_that_are_not_found_are_named(bring):
    code, said, _ = bring(["Ann"], headings=["Nickname"])

    assert code == 1
    assert "Choose the column that has: Surname" in said


@pytest.mark.parametrize("role", [Role.BUSINESS_SUPPORT, Role.ADMINISTRATOR])
def test_in_the_name_of_somebody_who_may_not_nothing_comes_in(bring, role):
    code, _, _ = bring(ANN, person=holding(role))

    assert (code, Child.objects.count()) == (1, 0)


def test_a_team_is_named(bring):
    county = TeamFactory()
    below = TeamFactory(parent=county, name="North")
    boss = manager(county)

    assert bring(ANN, person=boss, team="Elsewhere")[0] == 1
    assert bring(ANN, person=boss, team="north")[0] == 0
    assert IntakeRun.objects.get().team == below


def test_a_file_that_is_not_there_and_a_person_who_is_not_are_said(by):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_children", "/nowhere/at-all.csv", by=by.email)
    with pytest.raises(CommandError, match="Nobody who can sign in"):
        call_command("import_children", "/nowhere/at-all.csv", by="nobody@council.example")


def test_open_cases_come_in_by_their_kind(bring):
    code, said, _ = bring(ANN, kind="permanent_exclusion")

    assert (code, Case.objects.count()) == (1, 0)
    assert "Date of the decision" in said
