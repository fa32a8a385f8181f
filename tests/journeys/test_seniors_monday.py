"""A senior's Monday: who is without education, what is late, who is away, and a list for the meeting."""

import io
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from python_calamine import load_workbook

from casework.access.models import User
from casework.cases.models import Case
from tests.factories.access import officer, senior
from tests.factories.caseload import a_case
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

WIDEST = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture
def team(site):
    return given.a_team()


@pytest.fixture
def school(site):
    return given.a_school()


@pytest.fixture
def boss(team):
    return senior(team, name="Sam Reed")


@pytest.fixture
def away(team):
    return officer(team, name="Tom Baker")


@pytest.fixture
def cases(team, school, away, clock_stands_at):
    """Five cases of an officer who is away, two of them late, and one of a colleague, late too."""
    clock_stands_at(given.TUESDAY)
    colleague = officer(team, name="Ann Webb")
    officer(team, name="Ben Okafor")
    permanent_exclusion(team=team, officer_=colleague, school=school, on=given.TUESDAY)
    return [
        a_case(
            team,
            away,
            number=number,
            school=school,
            due_on=date(2026, 9, 14) + timedelta(weeks=number),
            without_education_from=given.MONDAY if number == 2 else None,
        )
        for number in range(5)
    ]


def test_a_seniors_monday(visitor, boss, cases):
    visitor.sign_in(boss)
    visitor.follow("Caseload")
    visitor.follow("Without education")
    expect(visitor.page.locator("tbody tr")).to_have_count(2)
    visitor.sees("2 children without education today")
    visitor.sees("Nothing arranged")

    visitor.follow("Your teams’ cases")
    # Narrowed at once where the browser runs scripts.
    visitor.page.get_by_label("Late", exact=True).check()
    expect(visitor.page.locator("tbody tr")).to_have_count(3)
    visitor.look()
    visitor.sees("6 school days late")
    visitor.follow("Save this filter")
    acts.field(visitor, "What is the filter called?").fill("Late in my team")
    visitor.press("Save")
    acts.sees_done(visitor, "Filter saved: Late in my team")

    visitor.visit("/caseload/team/")
    acts.field(visitor, "Officer").select_option("Tom Baker")
    expect(visitor.page.locator("tbody tr")).to_have_count(5)
    visitor.follow("Select all on this page")
    visitor.press("Give the selected cases to others")
    visitor.press("Continue")
    acts.sees_error(visitor, "Select who holds the cases from now on")
    acts.choose(visitor, "Several officers, spread evenly", legend="Who holds the cases from now on?")
    visitor.page.get_by_label("Ann Webb").check()
    visitor.page.get_by_label("Ben Okafor").check()
    acts.field(visitor, "Why do they change hands?").fill("Tom is away until the new year.")
    visitor.press("Continue")
    visitor.sees("Ann Webb gets 3 cases")
    visitor.press("Give them to the new holders")
    acts.sees_done(visitor, "5 cases have a new holder")
    assert not Case.objects.filter(officer__name="Tom Baker").exists()

    with visitor.page.expect_download() as going:
        visitor.page.get_by_role("link", name="Download as Excel").click()
    with open(going.value.path(), "rb") as file:
        rows = load_workbook(io.BytesIO(file.read())).get_sheet_by_index(0).to_python()
    assert len(rows) == 7


def test_a_senior_finds_a_stand_in_who_has_the_work_at_once(
    visitor, new_visitor, team, school, boss, away, cases
):
    case = permanent_exclusion(team=team, officer_=away, school=school, on=given.TUESDAY)
    stand_in = User.objects.get(name="Ben Okafor")
    theirs = new_visitor()
    theirs.sign_in(stand_in)
    theirs.follow("Caseload")
    expect(theirs.page.get_by_text(case.child.full_name)).to_have_count(0)

    visitor.sign_in(boss)
    visitor.follow("Cover")
    visitor.press("Arrange cover")
    acts.field(visitor, "Who is away?").select_option("Tom Baker")
    acts.field(visitor, "Who stands in?").select_option("Tom Baker")
    acts.type_date(visitor, "First day", given.TUESDAY)
    acts.type_date(visitor, "Last day", date(2026, 9, 25))
    visitor.press("Arrange cover")
    acts.sees_error(visitor, "Select somebody else to stand in")
    acts.field(visitor, "Who stands in?").select_option("Ben Okafor")
    visitor.press("Arrange cover")
    acts.sees_done(visitor, "Ben Okafor stands in for Tom Baker")

    theirs.follow("Caseload")
    theirs.sees("Covering for Tom Baker")
    theirs.follow(case.child.full_name)
    theirs.follow("Write a note")


def test_a_senior_goes_through_a_late_case_with_its_officer(visitor, boss, away, cases):
    visitor.sign_in(boss)
    visitor.follow("Supervision")
    visitor.press("Begin with Tom Baker")
    visitor.sees("5 cases, 2 late")
    first = visitor.page.locator(".app-sheet").first
    first.get_by_role("link", name="Record a decision").click()
    visitor.look()
    acts.field(visitor, "Decision, and the reason for it").fill("Ring the clerk. It is late.")
    visitor.press("Save")
    expect(first).to_contain_text("Ring the clerk. It is late.")
    visitor.press("Finish the session")
    acts.type_date(visitor, "When is the next session?", date(2026, 10, 19))
    visitor.press("Finish the session")
    visitor.sees("Waiting for the officer to sign")


def test_a_caseload_fits_a_phone(visitor_on_a_phone, boss, cases):
    visitor_on_a_phone.sign_in(boss)
    for path in ("/caseload/team/", "/caseload/without-education/", "/caseload/"):
        visitor_on_a_phone.visit(path)
        assert visitor_on_a_phone.page.evaluate(WIDEST), path


def test_cases_are_found_and_given_away_without_javascript(visitor_without_javascript, boss, cases):
    visitor = visitor_without_javascript
    visitor.sign_in(boss)
    visitor.visit("/caseload/team/")
    acts.field(visitor, "Officer").select_option("Tom Baker")
    visitor.press("Show")
    visitor.page.locator("input[name=case]").first.check()
    visitor.press("Give the selected cases to others")
    visitor.page.get_by_label("One officer").check()
    acts.field(visitor, "Officer").select_option("Ann Webb")
    acts.field(visitor, "Why do they change hands?").fill("Leave")
    visitor.press("Continue")
    visitor.press("Give them to the new holders")
    acts.sees_done(visitor, "1 case has a new holder")
