"""A day on duty: a school rings about a new child, somebody is answered, the day is handed over.

The exclusion is the worked example's: out from Monday 21 September 2026, Day 6 on Monday 28 September.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from casework.access.choices import Role
from casework.duty.choices import EnquiryState
from casework.duty.models import Enquiry, HandoverNote
from tests.factories.access import holding
from tests.factories.duty import enquiry_of, turn_of
from tests.journeys import acts, given

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(given.TUESDAY)


@pytest.fixture
def user(site):
    team = given.a_team()
    user = holding(Role.DUTY_OFFICER, team, name="Farah Siddiqui")
    turn_of(team, officer_=user)
    enquiry_of(
        team, by=user, received_on=date(2026, 9, 10), topic="ATTENDANCE", text="Which code in the register?"
    )
    return user


@pytest.fixture
def school(site):
    return given.a_school()


def begins_the_day(visitor, user):
    visitor.sign_in(user)
    visitor.sees("On duty today:")
    if visitor.page.get_by_role("link", name="Duty", exact=True).first.is_visible():
        visitor.follow("Duty")
    else:
        visitor.visit("/duty/")
    visitor.sees("Late: 1 enquiry")


def takes_the_call(visitor):
    visitor.press("Take an enquiry")
    visitor.sees("If a child may be in danger now, phone the safeguarding hub or 999")
    visitor.press("Save the enquiry")
    acts.sees_error(visitor, "Select how it reached us")
    acts.choose(visitor, "Telephone", legend="How did it reach us?")
    acts.field(visitor, "Who is asking?").select_option("School")
    acts.field(visitor, "Their name").fill("Ms Okoro")
    acts.field(visitor, "Their telephone number").fill("01632 960001")
    acts.field(visitor, "What is it about?").select_option("Suspension or exclusion")
    acts.field(visitor, "What was asked?").fill("A new girl is excluded.\nThe letter follows.")


def turns_it_into_a_case(visitor):
    visitor.follow("Log a permanent exclusion")
    acts.field(visitor, "Name, UPN or date of birth").fill("Lindqvist")
    visitor.press("Search")
    visitor.follow("Add a child")
    acts.field(visitor, "Legal forenames").fill("Amara Jane")
    acts.field(visitor, "Legal surname").fill("Lindqvist")
    acts.type_date(visitor, "Date of birth", date(2013, 5, 14))
    visitor.press("Add the child")
    acts.sees_done(visitor, "The child is added")
    visitor.sees("From enquiry ENQ-2026-00002")


def logs_the_exclusion(visitor):
    assert acts.field(visitor, "Which school?").input_value().startswith("Cherwell Fields School")
    acts.report_exclusion(visitor)
    visitor.press("Check the clocks")
    visitor.sees("From enquiry ENQ-2026-00002")
    visitor.press("Save and start the clocks")
    acts.sees_done(visitor, "EXC-2026-00001 is saved and its clocks have started")
    visitor.sees("From enquiry ENQ-2026-00002")


def answers_the_late_one(visitor):
    visitor.visit("/duty/")
    visitor.follow("ENQ-2026-00001")
    visitor.press("Write down the answer")
    acts.field(visitor, "What was answered?").fill("Code E until the name comes off the roll.")
    visitor.press("Save the answer")
    acts.sees_done(visitor, "The answer is written down")
    visitor.sees("Answered late")


def hands_over(visitor):
    visitor.visit("/duty/")
    visitor.sees("Settled today")
    visitor.press("Write the hand-over note")
    acts.field(visitor, "What does whoever is on duty next need to know?").fill("The letter comes tomorrow.")
    visitor.press("Leave the note")
    acts.sees_done(visitor, "Your note is there for whoever is on duty next")
    visitor.sees("The letter comes tomorrow.")


def what_the_day_left():
    states = dict(Enquiry.objects.values_list("reference", "state"))
    assert states == {
        "ENQ-2026-00001": EnquiryState.ANSWERED,
        "ENQ-2026-00002": EnquiryState.BECAME_CASE,
    }
    assert HandoverNote.objects.get().open_enquiries == 0


def test_a_day_on_duty(visitor, user, school):
    begins_the_day(visitor, user)
    takes_the_call(visitor)
    acts.find_by_typing(visitor, "Which school?", "cherw", "Cherwell Fields School")
    visitor.press("Save the enquiry")
    acts.sees_done(visitor, "The enquiry is written down")
    turns_it_into_a_case(visitor)
    logs_the_exclusion(visitor)
    answers_the_late_one(visitor)
    hands_over(visitor)
    what_the_day_left()


def test_a_day_on_duty_without_javascript(visitor_without_javascript, user, school):
    visitor = visitor_without_javascript
    begins_the_day(visitor, user)
    takes_the_call(visitor)
    acts.field(visitor, "Which school?").fill("cherwell")
    visitor.press("Save the enquiry")
    acts.sees_done(visitor, "The enquiry is written down")
    turns_it_into_a_case(visitor)
    logs_the_exclusion(visitor)
    answers_the_late_one(visitor)
    hands_over(visitor)
    what_the_day_left()


def test_a_call_is_taken_on_a_phone_without_scrolling_sideways(visitor_on_a_phone, user, school):
    visitor = visitor_on_a_phone
    look = visitor.look

    def look_and_measure():
        page = look()
        wide = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
        assert page.evaluate(wide), page.url
        return page

    visitor.look = look_and_measure
    begins_the_day(visitor, user)
    takes_the_call(visitor)
    visitor.press("Save the enquiry")
    acts.sees_done(visitor, "The enquiry is written down")
    visitor.follow("Name the child, or correct these details")
    visitor.visit("/duty/enquiries/")
    visitor.visit("/duty/rota/")
    expect(visitor.page.get_by_text("Farah Siddiqui").first).to_be_visible()
