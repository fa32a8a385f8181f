"""A calendar changes, and the dates of the cases that count on it move with a reason."""

from datetime import date

import pytest
from playwright.sync_api import expect

from casework.access.choices import Role
from tests.factories.access import holding, officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

TERMS_OF_2027 = (
    (date(2027, 9, 2), date(2027, 10, 22)),
    (date(2027, 11, 1), date(2027, 12, 17)),
    (date(2028, 1, 4), date(2028, 2, 11)),
    (date(2028, 2, 21), date(2028, 3, 31)),
    (date(2028, 4, 17), date(2028, 5, 26)),
    (date(2028, 6, 5), date(2028, 7, 21)),
)


@pytest.fixture
def team(site):
    return given.a_team()


@pytest.fixture
def school(site):
    return given.a_school()


@pytest.fixture
def user(team):
    return officer(team, name="Priya Desai")


def test_a_day_of_snow_moves_the_dates_of_a_case_and_the_chronology_says_why(
    visitor, new_visitor, team, school, user, clock_stands_at
):
    clock_stands_at(given.TUESDAY)
    case = permanent_exclusion(team=team, officer_=user, school=school, on=given.TUESDAY)

    visitor.sign_in(holding(Role.BUSINESS_SUPPORT, team, name="Ann Webb"))
    visitor.follow("Schools")
    acts.field(visitor, "Name, town, postcode, URN or DfE number").fill("cherwell")
    visitor.press("Search")
    visitor.follow("Cherwell Fields School")
    visitor.follow("Add an INSET day or closure")
    acts.choose(visitor, "Unplanned closure", legend="What kind of closure is it?")
    acts.type_date(visitor, "First day closed", date(2026, 9, 24))
    visitor.press("Save closure")
    acts.sees_error(visitor, "Say why the calendar changes")
    acts.field(visitor, "Why does the school close?").fill("Snow")
    visitor.press("Save closure")
    expect(visitor.page.get_by_role("table", name="INSET days and closures")).to_contain_text("Snow")

    reader = new_visitor()
    reader.sign_in(user)
    reader.visit(case.get_absolute_url())
    acts.sees_deadline(reader, "Full-time education by the authority (Day 6)", date(2026, 9, 29))
    acts.sees_deadline(reader, "Governors meet (15 school days)", date(2026, 10, 13))
    chronology = reader.page.locator("#chronology")
    expect(chronology).to_contain_text("Snow")
    expect(chronology).to_contain_text("Tue 29 Sep 2026")
    reader.follow("Full-time education by the authority (Day 6)")
    expect(reader.page.get_by_role("row").filter(has_text="Thu 24 Sep 2026")).to_contain_text("Snow")


def test_a_date_waits_for_term_dates_and_appears_once_they_are_added(visitor, team, school, clock_stands_at):
    decided_on = date(2027, 7, 19)
    clock_stands_at(decided_on)
    user = senior(team, name="Tom Baker")
    case = permanent_exclusion(team=team, officer_=user, school=school, decision_on=decided_on, on=decided_on)

    visitor.sign_in(user)
    visitor.sees("Dates that cannot be worked out")
    visitor.follow("Add term dates for 2027/28")
    for number, (first_day, last_day) in enumerate(TERMS_OF_2027, start=1):
        block = visitor.page.get_by_role("group", name=f"Block {number}", exact=True)
        for legend, day in (("First day", first_day), ("Last day", last_day)):
            asked = block.get_by_role("group", name=legend)
            for part, figures in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
                asked.get_by_label(part, exact=True).fill(str(figures))
    acts.field(visitor, "Why do the dates change?").fill("The dates of next year were agreed.")
    visitor.press("Save term dates")
    expect(visitor.page.get_by_role("heading", level=2, name="School year 2027/28")).to_be_visible()

    visitor.follow("My work")
    expect(visitor.page.get_by_text("Add term dates for 2027/28")).to_have_count(0)
    visitor.visit(case.get_absolute_url())
    # Three school days are left in July; Thursday 2 September is the fourth, and Monday the sixth.
    acts.sees_deadline(visitor, "Full-time education by the authority (Day 6)", date(2027, 9, 6))
    expect(visitor.page.locator("#chronology")).to_contain_text("The dates of next year were agreed.")
