"""What officers do to a deadline: meet it, stop its count, give more time, and have it not apply."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.factories.access import officer, senior
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import acts, given

pytestmark = pytest.mark.browser


@pytest.fixture
def team(site):
    return given.a_team()


@pytest.fixture
def user(team):
    return officer(team, name="Priya Desai")


@pytest.fixture
def case(team, user, clock_stands_at):
    clock_stands_at(given.TUESDAY)
    return permanent_exclusion(team=team, officer_=user, school=given.a_school(), on=given.TUESDAY)


def open_deadline(visitor, case, rule_id):
    visitor.visit(deadline_of(case, rule_id).get_absolute_url())


def test_an_officer_meets_a_deadline_once_what_was_typed_is_right(visitor, user, case):
    visitor.sign_in(user)
    open_deadline(visitor, case, "notify-parents")

    visitor.follow("Mark as met")
    acts.type_date(visitor, "When was it met?", date(2026, 9, 23))
    acts.field(visitor, "Who met it?").fill("Ms Okoro")
    visitor.press("Mark as met")
    acts.sees_error(visitor, "The date it was met must be today or in the past")
    assert acts.field(visitor, "Who met it?").input_value() == "Ms Okoro"
    assert acts.question(visitor, "When was it met?").get_by_label("Day").input_value() == "23"
    acts.type_date(visitor, "When was it met?", given.MONDAY)
    visitor.press("Mark as met")

    acts.sees_done(visitor, "The deadline is marked as met")
    visitor.sees("Met on Monday 21 September 2026 by Ms Okoro.")


def test_an_officer_pauses_a_deadline_starts_it_again_and_gives_more_time(visitor, user, case):
    visitor.sign_in(user)
    open_deadline(visitor, case, "gb-meet-15sd")

    visitor.follow("Pause it")
    acts.type_date(visitor, "First day not counted", date(2026, 9, 23))
    acts.choose(visitor, "Until further notice", legend="Until when?")
    visitor.press("Pause")
    acts.sees_error(visitor, "Enter the reason")
    expect(visitor.page.get_by_label("Until further notice")).to_be_checked()
    acts.field(visitor, "Why is it paused?").fill("The clerk is ill.")
    visitor.press("Pause")
    acts.sees_done(visitor, "The deadline is paused")
    visitor.sees("None while the pause runs")

    visitor.follow("Start it again")
    acts.type_date(visitor, "What was the last day not counted?", date(2026, 9, 24))
    visitor.press("Start again")
    acts.sees_done(visitor, "The deadline is running again")
    expect(visitor.page.locator(".govuk-body-l")).to_have_text("Wed 14 Oct 2026")

    visitor.follow("Give more time")
    acts.type_date(visitor, "New date", date(2026, 10, 16))
    acts.field(visitor, "Who gave more time?").fill("The chair of governors")
    acts.field(visitor, "Why?").fill("Both parents are away.")
    visitor.press("Give more time")
    acts.sees_done(visitor, "More time is given")
    expect(visitor.page.locator(".govuk-body-l")).to_have_text("Fri 16 Oct 2026")
    visitor.sees("Monday 12 October 2026")


def test_an_officer_proposes_that_a_deadline_does_not_apply_and_a_senior_agrees(
    visitor, new_visitor, team, user, case
):
    visitor.sign_in(user)
    open_deadline(visitor, case, "ap-notice-48h")
    visitor.follow("Propose that it does not apply")
    acts.field(visitor, "Why does it not apply here?").fill("The family moved abroad.")
    visitor.press("Send the proposal")
    acts.sees_done(visitor, "Your proposal waits for a senior officer")

    decider = new_visitor()
    decider.sign_in(senior(team, name="Tom Baker"))
    decider.sees("Proposals waiting for your decision")
    decider.follow("Decide whether it applies", exact=False)
    decider.sees("The family moved abroad.")
    decider.press("Save the decision")
    acts.sees_error(decider, "Select what you decide")
    acts.choose(decider, "It does not apply", legend="What do you decide?")
    decider.press("Save the decision")

    acts.sees_done(decider, "Your decision is saved")
    decider.sees("Agreed as not applicable: The family moved abroad.")
