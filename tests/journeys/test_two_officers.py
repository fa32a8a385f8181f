"""Two people at once, and one person who presses twice."""

from datetime import date

import pytest
from playwright.sync_api import expect

from casework.cases.models import Case
from exclusions.presenters.steps import page_address
from tests.factories import people
from tests.factories.access import officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

PROVIDER = "Who provides education?"


@pytest.fixture
def team(site):
    return given.a_team()


@pytest.fixture
def user(team, clock_stands_at):
    clock_stands_at(given.TUESDAY)
    return officer(team, name="Priya Desai")


def test_the_second_to_save_sees_what_the_first_saved(visitor, new_visitor, team, user):
    case = permanent_exclusion(team=team, officer_=user, school=given.a_school(), on=given.TUESDAY)
    colleague = new_visitor()
    visitor.sign_in(user)
    colleague.sign_in(senior(team, name="Tom Baker"))
    visitor.visit(page_address(case, "education"))
    colleague.visit(page_address(case, "education"))

    acts.field(visitor, PROVIDER).fill("Isis Learning")
    visitor.press("Save")
    acts.sees_done(visitor, "Education recorded")
    acts.field(colleague, PROVIDER).fill("Thames Tutors")
    acts.type_date(colleague, "On which day is it arranged to start?", date(2026, 9, 28))
    colleague.press("Save")

    colleague.sees("Somebody saved this case while you were typing")
    both = colleague.page.get_by_role("row").filter(has_text=PROVIDER).get_by_role("cell")
    expect(both.nth(1)).to_contain_text("Isis Learning")
    expect(both.nth(2)).to_contain_text("Thames Tutors")
    assert acts.field(colleague, PROVIDER).input_value() == "Thames Tutors"
    colleague.press("Save")
    acts.sees_done(colleague, "Education recorded")
    colleague.sees("Thames Tutors")


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_save_pressed_twice_makes_one_case(new_visitor, user, has_javascript):
    """With JavaScript the second press is held back; without it the server answers both with one case."""
    visitor = new_visitor(java_script_enabled=has_javascript)
    given.a_school()
    child = people.child(by=user)
    visitor.sign_in(user)
    visitor.visit(f"/exclusions/permanent/log/{child.public_id}/")
    acts.field(visitor, "Which school?").fill("cherwell")
    acts.report_exclusion(visitor)
    visitor.press("Check the clocks")

    visitor.page.get_by_role("button", name="Save and start the clocks").dblclick()
    visitor.page.wait_for_url("**/cases/**")
    visitor.look()

    assert Case.objects.count() == 1
    visitor.sees(Case.objects.get().reference)
