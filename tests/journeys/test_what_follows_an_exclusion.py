"""What comes after an exclusion is logged: education, governors, and the four ways it can go."""

from datetime import date

import pytest
from playwright.sync_api import expect

from exclusions.choices import Party
from tests.factories import people
from tests.factories.access import officer
from tests.factories.exclusions import permanent_exclusion
from tests.factories.schools import LocalAuthorityFactory
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

TOLD = dict.fromkeys((Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY), given.MONDAY)
THURSDAY = date(2026, 9, 24)
FRIDAY = date(2026, 10, 9)


@pytest.fixture
def user(site):
    return officer(given.a_team(), name="Priya Desai")


@pytest.fixture
def case(user, clock_stands_at):
    """A permanent exclusion of Monday 21 September 2026, logged the day after."""
    clock_stands_at(given.TUESDAY)
    child = people.child(by=user, forenames="Amara", surname="Lindqvist")
    return log(user, child=child)


def log(user, **details):
    return permanent_exclusion(
        school=given.a_school(),
        team=user.memberships.get().team,
        officer_=user,
        told=TOLD,
        on=given.TUESDAY,
        **details,
    )


def record(visitor, what):
    """Open a page from the case, for the answers that follow."""
    visitor.page.get_by_role("button", name=what).or_(
        visitor.page.get_by_role("link", name=what, exact=True)
    ).first.click()
    visitor.look()


def test_governors_decline_and_the_parent_may_apply_for_a_review(visitor, user, case, clock_stands_at):
    clock_stands_at(date(2026, 10, 13))
    visitor.sign_in(user)
    visitor.visit(case.get_absolute_url())

    record(visitor, "Record education")
    acts.field(visitor, "Who provides education?").fill("Isis Learning")
    acts.type_date(visitor, "On which day is it arranged to start?", date(2026, 9, 28))
    acts.type_date(visitor, "On which day did the child first attend?", date(2026, 9, 28))
    visitor.press("Save")
    acts.sees_done(visitor, "Education recorded")
    sees_settled(visitor, "Full-time education by the authority (Day 6)", "Met")

    record(visitor, "Record the governors’ meeting")
    acts.type_date(visitor, "When do the governors meet?", FRIDAY)
    visitor.press("Save")
    acts.sees_deadline(visitor, "Papers for the governors' meeting", date(2026, 10, 2))

    record(visitor, "Record the governors’ decision")
    acts.type_date(visitor, "When did the governors meet?", FRIDAY)
    acts.choose(visitor, "Decline to reinstate", legend="What did they decide?")
    acts.type_date(visitor, "When was the decision notice sent to the parent?", FRIDAY)
    acts.choose(visitor, "First class post", legend="How did it go?")
    visitor.press("Save")

    sees_settled(visitor, "Governors meet (15 school days)", "Met")
    # Posted first class on a Friday it is treated as given on the Tuesday, and fifteen school days follow.
    acts.sees_deadline(
        visitor, "Parent may apply for an independent review", date(2026, 11, 10), says="Open until"
    )
    acts.sees_deadline(
        visitor, "First day the name may come off the roll", date(2026, 11, 11), says="Not before"
    )
    expect(visitor.page.get_by_role("heading", name="Independent review")).to_be_visible()


def sees_settled(visitor, title, state):
    row = acts.row_of(visitor, title)
    expect(row).to_contain_text(state)


def test_governors_reinstate_and_the_child_goes_back(visitor, user, case, clock_stands_at):
    clock_stands_at(date(2026, 10, 13))
    visitor.sign_in(user)
    visitor.visit(case.get_absolute_url())

    record(visitor, "Record the governors’ decision")
    acts.type_date(visitor, "When did the governors meet?", FRIDAY)
    acts.choose(visitor, "Reinstate on a date", legend="What did they decide?")
    visitor.press("Save")
    acts.sees_error(visitor, "Enter the day the child is to return")
    acts.type_date(visitor, "On which day does the child return?", date(2026, 10, 12))
    visitor.press("Save")
    acts.sees_deadline(visitor, "The child is back in school, as the governors directed", date(2026, 10, 12))
    expect(visitor.page.get_by_role("heading", name="Independent review")).to_have_count(0)

    record(visitor, "Record the return to school")
    acts.type_date(visitor, "When was the child back in school?", date(2026, 10, 12))
    visitor.press("Save")
    sees_settled(visitor, "The child is back in school, as the governors directed", "Met")


def test_a_headteacher_cancels_and_five_are_told(visitor, user, clock_stands_at):
    clock_stands_at(given.TUESDAY)
    reading = LocalAuthorityFactory(code="870", name="Reading")
    case = log(user, child_is=given.with_a_social_worker_from(reading))
    clock_stands_at(THURSDAY)
    visitor.sign_in(user)
    visitor.visit(case.get_absolute_url())

    record(visitor, "Record a cancellation")
    acts.type_date(visitor, "When did the headteacher cancel it?", THURSDAY)
    acts.field(visitor, "What reasons did the headteacher give?").fill("The child was not there.")
    for party in ("The parent", "The governing board", "The local authority", "The home local authority"):
        acts.type_date(visitor, party, THURSDAY)
    acts.type_date(visitor, "The social worker", THURSDAY)
    visitor.press("Record the cancellation")

    acts.sees_done(visitor, "The cancellation recorded")
    cancelled = visitor.page.get_by_role("region", name="Cancelled by the headteacher")
    for party in (
        "The parent",
        "The governing board",
        "The local authority",
        "The home local authority",
        "The social worker",
    ):
        expect(cancelled).to_contain_text(f"{party} told")
    expect(cancelled).not_to_contain_text("Not recorded")
    sees_settled(visitor, "Governors meet (15 school days)", "No longer owed")


def test_a_case_recorded_in_error_leaves_my_work_and_can_still_be_read(visitor, user, case):
    visitor.sign_in(user)
    expect(visitor.page.get_by_role("heading", name="Due in the next five school days")).to_contain_text("2")
    visitor.visit(case.get_absolute_url())

    record(visitor, "Mark as recorded in error")
    acts.field(visitor, "What was wrong?").fill("It was a suspension of five days.")
    visitor.press("Mark as recorded in error")

    visitor.sees("Recorded in error, on 22 September 2026. It is kept to be read, counts in no total")
    visitor.follow("My work")
    visitor.sees("Nothing is due in the next five school days.")
    expect(visitor.page.get_by_text(case.reference)).to_have_count(0)
