"""An officer logs what a school reports: from signing in to the clocks that run.

The facts are those of a worked example: out from the start of Monday 21 September 2026, the governors told
the same day. Day 6 is Monday 28 September, and the governors meet by Monday 12 October.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import officer
from tests.factories.schools import LocalAuthorityFactory
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

FIGURES = "823432108001"
UPN = upn_check_letter("A" + FIGURES) + FIGURES
BORN = date(2013, 5, 14)


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(given.TUESDAY)


@pytest.fixture
def user(site):
    return officer(given.a_team(), name="Priya Desai")


@pytest.fixture
def school(site):
    return given.a_school()


@pytest.fixture
def child(user):
    return people.child(by=user, forenames="Amara Jane", surname="Lindqvist", date_of_birth=BORN, upn=UPN)


def find(visitor, text):
    acts.field(visitor, "Name, UPN or date of birth").fill(text)
    visitor.press("Search")


def check_the_clocks(visitor):
    visitor.press("Check the clocks")
    assert "Check the clocks" in visitor.page.title()


def sees_the_clocks_that_would_start(visitor):
    headings = visitor.page.get_by_role("heading", level=2).all_inner_texts()
    assert headings[:3] == ["Education while excluded", "Governors and review", "School roll and next place"]
    day_6 = acts.row_of(visitor, "Full-time education by the authority (Day 6)")
    expect(day_6).to_contain_text("By Monday 28 September 2026")
    expect(day_6).to_contain_text("The sixth school day of the permanent exclusion.")
    meeting = acts.row_of(visitor, "Governors meet (15 school days)")
    expect(meeting).to_contain_text("By Monday 12 October 2026")
    expect(meeting).to_contain_text("The governors received the notice on 21 September 2026.")


def sees_the_case(visitor):
    acts.sees_done(visitor, "EXC-2026-00001 is saved and its clocks have started")
    visitor.sees("EXC-2026-00001, permanent exclusion")
    acts.sees_deadline(visitor, "Full-time education by the authority (Day 6)", date(2026, 9, 28))
    acts.sees_deadline(
        visitor, "Governors meet (15 school days)", date(2026, 10, 12), says="Due in 14 school days"
    )
    chronology = visitor.page.locator("#chronology")
    expect(chronology).to_contain_text("Permanent exclusion case opened")
    expect(chronology).to_contain_text("Governors meet (15 school days): Mon 12 Oct 2026")
    # The account has its two lines, and no more.
    expect(visitor.page.get_by_text("Hit another child at break.")).to_have_text(
        re.compile(r"^\s*Hit another child at break\.\s*Two members of staff saw it\.\s*$")
    )


def test_a_child_who_is_not_here_yet_is_added_and_the_exclusion_logged(visitor, user, school):
    LocalAuthorityFactory(code="870", name="Reading")
    people.child(by=user, forenames="Amara", surname="Lindquist", date_of_birth=BORN)

    visitor.sign_in(user)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("My work")

    visitor.press("Log a permanent exclusion")
    find(visitor, "amara lindqvist")
    visitor.follow("Add a child")
    add_the_child_with_a_bad_upn(visitor)
    correct_the_upn_and_add_the_mother(visitor)
    turn_down_the_likely_same_child(visitor)

    acts.find_by_typing(visitor, "Which school?", "cherw", "Cherwell Fields School")
    acts.report_exclusion(visitor)
    acts.field(visitor, "Where does the child live?").select_option("Reading")
    acts.choose(visitor, "Social worker", legend="On the day of the decision, did any of this hold?")
    check_the_clocks(visitor)
    sees_the_clocks_that_would_start(visitor)
    expect(acts.row_of(visitor, "Tell the authority where the child lives")).to_contain_text(
        "By Tuesday 22 September 2026"
    )

    change_something_and_find_everything_kept(visitor)
    check_the_clocks(visitor)
    sees_the_clocks_that_would_start(visitor)
    visitor.press("Save and start the clocks")
    sees_the_case(visitor)
    acts.sees_deadline(visitor, "Tell the social worker", date(2026, 9, 22), says="Due today")

    visitor.follow("Governors meet (15 school days)")
    sees_each_day_counted(visitor)


def add_the_child_with_a_bad_upn(visitor):
    acts.field(visitor, "Legal forenames").fill("Amara Jane")
    acts.field(visitor, "Legal surname").fill("Lindqvist")
    acts.type_date(visitor, "Date of birth", BORN)
    acts.choose(visitor, "Female", legend="Sex")
    acts.field(visitor, "Unique pupil number (UPN)").fill("A823432108001")
    visitor.press("Add the child")
    acts.sees_error(visitor, "The first letter does not fit the numbers: check the UPN")


def correct_the_upn_and_add_the_mother(visitor):
    assert acts.field(visitor, "Legal forenames").input_value() == "Amara Jane"
    assert acts.field(visitor, "Unique pupil number (UPN)").input_value() == "A823432108001"
    assert acts.question(visitor, "Date of birth").get_by_label("Month").input_value() == "5"
    acts.field(visitor, "Unique pupil number (UPN)").fill(UPN)
    acts.field(visitor, "Name").fill("Ingrid Lindqvist")
    acts.field(visitor, "Relationship to the child").select_option("Mother")
    acts.choose(visitor, "Yes", legend="Do they have parental responsibility?")
    acts.choose(visitor, "Yes", legend="Do they live at the child’s address?")
    visitor.press("Add the child")


def turn_down_the_likely_same_child(visitor):
    expect(visitor.page.get_by_role("region", name="Is it one of these?")).to_contain_text("Amara Lindquist")
    visitor.press("None of these: add the child")
    acts.sees_done(visitor, "The child is added")
    visitor.sees("Amara Jane Lindqvist")


def change_something_and_find_everything_kept(visitor):
    visitor.press("Change something")
    assert acts.field(visitor, "Which school?").input_value().startswith("Cherwell Fields School, Oxford")
    assert acts.field(visitor, "At what time?").input_value() == "2:10pm"
    assert acts.field(visitor, "What happened?").input_value() == (
        "Hit another child at break.\nTwo members of staff saw it."
    )
    assert acts.question(visitor, "The governing board").get_by_label("Day").input_value() == "21"
    expect(visitor.page.get_by_label("Social worker", exact=True)).to_be_checked()
    expect(visitor.page.get_by_label("From the start of the day")).to_be_checked()
    expect(acts.field(visitor, "Where does the child live?")).to_have_value("870")


def sees_each_day_counted(visitor):
    days = visitor.page.get_by_role("row")
    expect(days.filter(has_text="Tue 22 Sep 2026").get_by_role("cell").nth(1)).to_have_text("1")
    expect(days.filter(has_text="Sat 26 Sep 2026")).to_contain_text("not counted")
    expect(days.filter(has_text="Sat 26 Sep 2026")).to_contain_text("weekend")
    expect(days.filter(has_text="Mon 12 Oct 2026").get_by_role("cell").nth(1)).to_have_text("15")


def test_a_child_who_is_here_is_found_by_name_number_or_birthday_and_leads_to_the_form(
    visitor, user, school, child
):
    visitor.sign_in(user)
    visitor.press("Log a permanent exclusion")

    for typed in ("lindqvist am", UPN.lower(), "14/5/2013"):
        find(visitor, typed)
        expect(visitor.page.get_by_role("link", name="Amara Jane Lindqvist", exact=True)).to_be_visible()
    visitor.follow("Amara Jane Lindqvist")

    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Log a permanent exclusion")
    visitor.sees("Amara Jane Lindqvist")


def test_an_exclusion_is_logged_without_javascript(visitor_without_javascript, user, school, child):
    visitor = visitor_without_javascript
    given.a_school(name="Cherwell Meadow School")
    visitor.sign_in(user)
    visitor.press("Log a permanent exclusion")
    find(visitor, "lindqvist")
    visitor.follow("Amara Jane Lindqvist")
    acts.report_exclusion(visitor)

    acts.field(visitor, "Which school?").fill("cherwell")
    visitor.press("Check the clocks")
    acts.sees_error(visitor, "Select the school from the list")
    visitor.page.get_by_label("Cherwell Fields School").check()
    check_the_clocks(visitor)
    sees_the_clocks_that_would_start(visitor)
    visitor.press("Save and start the clocks")

    sees_the_case(visitor)


def test_an_exclusion_is_logged_on_a_phone_without_scrolling_sideways(
    visitor_on_a_phone, user, school, child
):
    visitor = visitor_on_a_phone
    measure_each_page(visitor)
    visitor.sign_in(user)
    visitor.press("Log a permanent exclusion")
    find(visitor, "lindqvist")
    visitor.follow("Amara Jane Lindqvist")
    acts.find_by_typing(visitor, "Which school?", "cherw", "Cherwell Fields School")
    acts.report_exclusion(visitor)
    check_the_clocks(visitor)
    sees_the_clocks_that_would_start(visitor)
    visitor.press("Save and start the clocks")
    sees_the_case(visitor)
    visitor.follow("Governors meet (15 school days)")
    sees_each_day_counted(visitor)
    visitor.follow("Mark as met")
    visitor.follow("Cancel")
    visitor.follow("Back to the case")
    visitor.follow("Record what happened")
    expect(visitor.page.get_by_role("link", name="Record the governors’ meeting")).to_be_in_viewport()


def measure_each_page(visitor):
    """Let every look also see to it that the page is no wider than the screen."""
    look = visitor.look

    def look_and_measure():
        page = look()
        width, wide = page.evaluate(
            "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
        )
        assert width <= wide, f"{page.url} is {width} wide on a screen of {wide}"
        return page

    visitor.look = look_and_measure
