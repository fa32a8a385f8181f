"""Work on a case: a note that is lost sight of and found again, an action, and the end of the case."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from casework.cases.models import Note
from casework.cases.services import meet_deadline
from tests.factories.access import officer
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import acts, given
from tests.journeys.second_factor import PASSWORD, code_now, give_password_and_second_factor

pytestmark = pytest.mark.browser

SEEN = "We sat in the kitchen. She drew a house."


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


def begin_a_note(visitor, case):
    visitor.visit(case.get_absolute_url())
    visitor.follow("Write a note")
    acts.choose(visitor, "Visit", legend="What kind of note is it?")
    acts.field(visitor, "What was seen and said").fill(SEEN)


def sign_in_again(visitor, user):
    """Sign in on the page that came up, with a new second factor: a code opens once."""
    Authenticator.objects.filter(user=user).delete()
    secret = give_password_and_second_factor(user)
    visitor.page.get_by_label("Email address").fill(user.email)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Sign in")
    visitor.page.get_by_label("Code").fill(code_now(secret))
    visitor.press("Continue")


def finish_it(visitor):
    acts.type_date(visitor, "When did it happen?", given.MONDAY)
    acts.field(visitor, "Who was it with?").fill("Ms Smith")
    visitor.press("Finish the note")
    acts.sees_done(visitor, "The note is finished")


def settle(case):
    """Meet every deadline, and record where the child goes."""
    for deadline in case.deadlines.filter(state="OPEN", kind="DEADLINE"):
        deadline.case = case
        meet_deadline(
            deadline=deadline, by=case.officer, met_on=given.MONDAY, met_by="The school", on=given.TUESDAY
        )
    row = case.permanent_exclusion
    row.placed_on = given.MONDAY
    row.save()


def test_an_officer_loses_the_session_and_no_word(visitor, user, case):
    visitor.sign_in(user)
    begin_a_note(visitor, case)
    expect(visitor.page.locator("#note-kept")).to_contain_text("Draft saved at")
    visitor.context.clear_cookies(name="sessionid")

    acts.field(visitor, "Who was it with?").fill("Ms Smith")
    expect(visitor.page.locator("#note-kept")).to_contain_text("You have been signed out")
    visitor.follow("sign in again to carry on")
    sign_in_again(visitor, user)

    visitor.sees("What you typed is back")
    assert acts.field(visitor, "What was seen and said").input_value() == SEEN
    assert acts.field(visitor, "Who was it with?").input_value() == "Ms Smith"
    finish_it(visitor)
    assert Note.objects.count() == 1


def test_an_officer_finishes_a_note_adds_to_it_and_ends_the_case(visitor, user, case):
    visitor.sign_in(user)
    begin_a_note(visitor, case)
    visitor.press("Save the draft")
    acts.sees_done(visitor, "Draft saved")
    visitor.visit(case.get_absolute_url())
    visitor.follow("Visit")
    visitor.press("Finish the note")
    acts.sees_error(visitor, "Enter the day it happened")
    finish_it(visitor)

    visitor.follow("Add a correction or something new")
    acts.field(visitor, "What has to be corrected or added?").fill("It was her aunt.")
    acts.field(visitor, "Why?").fill("The wrong name")
    visitor.press("Add to the note")
    visitor.sees("It was her aunt.")

    visitor.follow("Back to the case")
    visitor.follow("Add an action")
    acts.field(visitor, "What is to be done?").fill("Ring the school")
    acts.field(visitor, "Who is to do it?").select_option("Priya Desai")
    acts.type_date(visitor, "By when?", date(2026, 9, 25))
    visitor.press("Add the action")
    acts.sees_done(visitor, "The action is added")

    settle(case)
    visitor.follow("Close the case")
    acts.choose(visitor, "Placed at a mainstream school", legend="How did it end?")
    visitor.press("Close the case")
    acts.sees_error(visitor, "1 thing is still open")
    visitor.follow("Action, Ring the school")
    acts.field(visitor, "What came of it?").fill("They will send the letter.")
    visitor.press("Mark as done")
    visitor.follow("Close the case")
    acts.choose(visitor, "Placed at a mainstream school", legend="How did it end?")
    visitor.press("Close the case")
    acts.sees_done(visitor, "The case is closed")
    visitor.sees("Last held by")

    visitor.follow("Open the case again")
    acts.field(visitor, "Why is it opened again?").fill("The place fell through.")
    visitor.press("Open again")
    acts.sees_done(visitor, "The case is open again")

    visitor.follow("All, and to print")
    visitor.page.get_by_label("Notes in full").check()
    visitor.press("Show")
    visitor.sees(SEEN)
    visitor.press("Show it for printing")
    visitor.sees("It holds what this person may read")
    visitor.sees(SEEN)


def test_a_note_is_written_by_keyboard_on_a_page_without_javascript(visitor_without_javascript, user, case):
    visitor = visitor_without_javascript
    visitor.sign_in(user)
    visitor.visit(case.get_absolute_url())
    visitor.follow("Write a note")
    visitor.page.get_by_label("Telephone call").focus()
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Tab")
    for part in ("21", "9", "2026"):
        visitor.page.keyboard.type(part)
        visitor.page.keyboard.press("Tab")
    acts.field(visitor, "What was seen and said").fill(SEEN)
    visitor.page.get_by_role("button", name="Save the draft").focus()
    visitor.page.keyboard.press("Enter")
    visitor.look()
    acts.sees_done(visitor, "Draft saved")

    visitor.press("Finish the note")
    acts.sees_done(visitor, "The note is finished")
    visitor.sees(SEEN)


def test_the_chronology_and_the_note_fit_a_phone(visitor_on_a_phone, user, case):
    visitor = visitor_on_a_phone
    visitor.sign_in(user)
    for address in ("chronology/", "chronology/print/", "notes/write/", "actions/add/", "close/", ""):
        visitor.visit(f"{case.get_absolute_url()}{address}")
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360, address
