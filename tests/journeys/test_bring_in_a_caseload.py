"""An officer brings a caseload in from a spreadsheet: chosen, matched, settled, brought in."""

from datetime import date

import pytest
from playwright.sync_api import expect

from casework.cases.models import Case
from casework.people.models import Child
from tests.factories import people
from tests.factories.access import officer
from tests.factories.intake import table
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

HEADINGS = [
    *("Forename", "Last name", "Born", "Address line 1", "Postcode"),
    *("School URN", "Decision date", "First day out", "Reasons"),
]


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(given.TUESDAY)


@pytest.fixture(autouse=True)
def _a_case_for_each_row(settings):
    """Each row's case is opened by the service that opens one, so its questions come again for each."""
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]


@pytest.fixture
def user(site):
    return officer(given.a_team(), name="Priya Desai")


@pytest.fixture
def school(site):
    return given.a_school()


@pytest.fixture
def amara(user):
    return people.child(
        by=user,
        forenames="Amara",
        surname="Lindqvist",
        date_of_birth=date(2013, 5, 14),
        address="1 High Street",
        postcode="OX1 1ND",
    )


@pytest.fixture
def caseload(tmp_path, school):
    path = tmp_path / "caseload.csv"
    excluded = [school.urn, "21/09/2026", "21/09/2026", "PP"]
    path.write_bytes(
        table(
            HEADINGS,
            ["Amara", "Lindqvist", "14/05/2013", "2 Low Road", "OX2 2ND", *excluded],
            ["Tobias", "Quartermaine", "02/03/2012", "5 Mill Lane", "OX28 1AA", *excluded],
            ["", "Nobody", "31/02/2012", "", "", *excluded],
        )
    )
    return path


def brings_the_file(visitor, user, caseload):
    visitor.sign_in(user)
    visitor.follow("Find a child")
    visitor.follow("Bring in a caseload from a file")
    visitor.page.get_by_label("File", exact=True).set_input_files(caseload)
    visitor.page.get_by_text("A child with an open case: permanent exclusion").click()
    visitor.press("Continue")


def matches_the_columns(visitor):
    expect(visitor.page.get_by_label("Date of the decision")).to_have_value("6")
    visitor.page.get_by_label("Date of birth").select_option(label="Born: 14/05/2013")
    visitor.press("Check the rows")


def settles_what_differs(visitor):
    visitor.sees("1 row, none settled yet")
    visitor.page.get_by_role("button", name="Settle 1 row").click()
    visitor.look()
    visitor.sees("1 High Street")
    acts.choose(visitor, "Same child: take what the file says", legend="Is row 2 the child who is here?")
    visitor.press("Save")


def brings_in_the_rest(visitor):
    visitor.press("Bring in 2 rows")
    acts.sees_error(visitor, "1 row cannot be brought in")
    visitor.page.get_by_text("Leave out the 1 row that cannot be brought in").click()
    visitor.press("Bring in 2 rows")
    acts.sees_done(visitor, "2 rows brought in")


def test_a_caseload_comes_in_with_its_clocks(visitor, user, amara, caseload):
    brings_the_file(visitor, user, caseload)
    matches_the_columns(visitor)
    settles_what_differs(visitor)
    brings_in_the_rest(visitor)

    visitor.follow("Show what was brought in")
    visitor.follow("EXC-2026-00002")
    acts.sees_deadline(visitor, "Full-time education by the authority (Day 6)", date(2026, 9, 28))

    amara.refresh_from_db()
    assert (amara.address, amara.postcode) == ("2 Low Road", "OX2 2ND")
    assert (Child.objects.count(), Case.objects.count()) == (2, 2)


def test_a_caseload_comes_in_by_telephone(visitor_on_a_phone, user, amara, caseload):
    visitor = visitor_on_a_phone
    visitor.sign_in(user)
    visitor.visit("/bring-in/")
    visitor.page.get_by_label("File", exact=True).set_input_files(caseload)
    visitor.page.get_by_text("A child with an open case: permanent exclusion").click()
    visitor.press("Continue")
    matches_the_columns(visitor)
    settles_what_differs(visitor)
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    brings_in_the_rest(visitor)


def test_a_caseload_comes_in_without_javascript(visitor_without_javascript, user, amara, caseload):
    visitor = visitor_without_javascript
    brings_the_file(visitor, user, caseload)
    matches_the_columns(visitor)
    settles_what_differs(visitor)
    brings_in_the_rest(visitor)
