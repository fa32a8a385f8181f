"""Dates worked out without a case, and passed on as a link."""

import pytest
from playwright.sync_api import expect

from casework.access.choices import Role
from tests.factories.access import holding, officer
from tests.journeys import acts, given

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(given.TUESDAY)


def ask_about_a_permanent_exclusion(visitor):
    visitor.follow("Deadline calculator")
    visitor.page.get_by_text("Permanent exclusion", exact=True).click()
    visitor.press("Continue")
    acts.type_date(visitor, "First day out of school", given.MONDAY)
    acts.type_date(visitor, "Day the governors received the notice", given.MONDAY)


def sees_the_dates(visitor):
    visitor.sees("Counted on the calendar of Cherwell Fields School.")
    for title, due in (
        ("Full-time education by the authority (Day 6)", "By Monday 28 September 2026"),
        ("Governors meet (15 school days)", "By Monday 12 October 2026"),
    ):
        expect(acts.row_of(visitor, title)).to_contain_text(due)


def test_dates_are_worked_out_without_a_case_and_a_colleague_opens_the_link(visitor, new_visitor):
    given.a_school()
    visitor.sign_in(officer())

    ask_about_a_permanent_exclusion(visitor)
    acts.find_by_typing(visitor, "Which school?", "cherw", "Cherwell Fields School")
    visitor.press("Work out the dates")
    sees_the_dates(visitor)

    colleague = new_visitor()
    colleague.sign_in(holding(Role.ANALYST))
    colleague.visit(visitor.page.url.removeprefix(visitor.address))
    sees_the_dates(colleague)


def test_dates_are_worked_out_without_javascript(visitor_without_javascript):
    visitor = visitor_without_javascript
    given.a_school()
    visitor.sign_in(officer())

    ask_about_a_permanent_exclusion(visitor)
    acts.field(visitor, "Which school?").fill("cherwell")
    visitor.press("Work out the dates")

    sees_the_dates(visitor)
