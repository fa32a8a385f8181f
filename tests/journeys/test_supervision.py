"""A senior goes through an officer's caseload; the officer does what was agreed and signs."""

from datetime import date

import pytest
from playwright.sync_api import expect

from casework.cases.models import Action
from tests.factories.access import officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

TODAY = date(2026, 10, 14)


@pytest.fixture
def team(site):
    return given.a_team()


@pytest.fixture
def who(team):
    return officer(team, name="Amara Okafor")


@pytest.fixture
def boss(team):
    return senior(team, name="Rachel Cohen")


@pytest.fixture(params=["on a phone", "without JavaScript"])
def somebody(request):
    """Somebody at each kind of browser."""
    return request.getfixturevalue(f"visitor_{request.param.replace(' ', '_').lower()}")


def test_a_senior_supervises_an_officer_who_then_signs(
    somebody, new_visitor, team, who, boss, clock_stands_at
):
    school = given.a_school()
    late = permanent_exclusion(team=team, officer_=who, school=school)
    permanent_exclusion(team=team, officer_=who, school=school, decision_on=TODAY)
    clock_stands_at(TODAY)

    somebody.sign_in(boss)
    somebody.visit("/supervision/")
    somebody.press("Begin with Amara Okafor")
    somebody.sees("2 cases, 1 late")
    first = somebody.page.locator(".app-sheet").first
    expect(first).to_contain_text(late.reference)
    expect(first).to_contain_text("None recorded")

    first.get_by_role("link", name="Record a decision").click()
    somebody.look()
    acts.field(somebody, "Decision, and the reason for it").fill(
        "Ask for the meeting this week.\nIt is late."
    )
    acts.field(somebody, "Action agreed").fill("Ring the clerk")
    acts.type_date(somebody, "By when?", date(2026, 10, 1))
    somebody.press("Save")
    acts.sees_error(somebody, "The date of the action must be today or in the future")
    expect(acts.field(somebody, "Action agreed")).to_have_value("Ring the clerk")
    acts.type_date(somebody, "By when?", date(2026, 10, 16))
    somebody.press("Save")
    acts.sees_done(somebody, f"Recorded for {late.reference}")
    expect(first).to_contain_text("Ring the clerk (Amara Okafor, by Fri 16 Oct 2026). Not done yet.")

    somebody.press("Print the sheet")
    somebody.sees("Action, who, by when")
    somebody.follow("The session")
    somebody.press("Finish the session")
    acts.type_date(somebody, "When is the next session?", date(2026, 11, 11))
    somebody.press("Finish the session")
    somebody.sees("Waiting for the officer to sign")

    theirs = new_visitor()
    theirs.sign_in(who)
    theirs.visit(late.get_absolute_url())
    theirs.sees("Decided in supervision with Amara Okafor")
    theirs.visit("/supervision/")
    theirs.page.get_by_role("link", name="Wed 14 Oct 2026").click()
    theirs.look()
    theirs.press("Sign the session")
    acts.field(theirs, "Anything to add?").fill("Agreed, but the clerk is away until Friday.")
    theirs.press("Sign the session")
    theirs.sees("Signed by both")
    theirs.sees("Agreed, but the clerk is away until Friday.")
    assert Action.objects.get().owner == who


def test_an_officer_puts_their_deadlines_into_their_calendar(visitor, who):
    visitor.sign_in(who)
    visitor.visit("/my-calendar/")
    visitor.press("Make an address")
    visitor.sees("Your secret address")
    visitor.visit("/my-calendar/")
    visitor.sees("No calendar has read it yet")
    visitor.press("Stop the feed")
    acts.sees_done(visitor, "The address opens nothing any more")
