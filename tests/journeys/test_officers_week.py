"""An officer's week: a caseload, a day on duty, a family, and a case that ends and begins again."""

from datetime import date

import pytest
from playwright.sync_api import expect

from casework.cases.models import Action
from casework.duty.choices import EnquiryState
from casework.duty.models import Enquiry
from casework.people.choices import SiblingKind
from casework.people.models import SiblingLink
from tests.factories import people
from tests.factories.access import officer
from tests.factories.duty import turn_of
from tests.factories.exclusions import permanent_exclusion
from tests.factories.family import also_contact_of, contact_of, siblings
from tests.factories.intake import table
from tests.journeys import acts, given

pytestmark = pytest.mark.browser

HEADINGS = [
    *("Forename", "Surname", "DOB", "Address", "Postcode"),
    *("School URN", "Decision date", "First day out", "Reasons"),
]
BORN = date(2013, 5, 14)
MOTHER_DIED = "Sam Lindqvist died on 20 September 2026. Check who is written to"


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(given.TUESDAY)


@pytest.fixture
def team(site):
    return given.a_team()


@pytest.fixture
def user(team):
    user = officer(team, name="Priya Desai")
    turn_of(team, officer_=user)
    return user


@pytest.fixture
def school(site):
    return given.a_school()


@pytest.fixture
def amara(user):
    return people.child(
        by=user,
        forenames="Amara",
        surname="Lindqvist",
        date_of_birth=BORN,
        address="1 High Street",
        postcode="OX1 1ND",
    )


@pytest.fixture
def brother(team, user, school, amara):
    """A brother with a case of a colleague's, and a girl who has the same mother: nobody has said more."""
    mother = contact_of(amara, name="Sam Lindqvist", by=user)
    brother = people.child(by=user, forenames="Nils", surname="Lindqvist", date_of_birth=date(2012, 3, 2))
    also_contact_of(brother, mother.contact)
    siblings(amara, brother)
    girl = people.child(by=user, forenames="Elsa", surname="Berg", date_of_birth=date(2015, 2, 3))
    also_contact_of(girl, mother.contact)
    permanent_exclusion(
        child=brother,
        team=team,
        officer_=officer(team, name="Tom Baker"),
        school=school,
        decision_on=date(2026, 9, 14),
    )
    return brother


@pytest.fixture
def caseload(tmp_path, school):
    path = tmp_path / "caseload.csv"
    excluded = [school.urn, "21/09/2026", "21/09/2026", "PP"]
    path.write_bytes(
        table(
            HEADINGS,
            ["Amara", "Lindqvist", "14/05/2013", "1 High Street", "OX1 1ND", *excluded],
            ["Tobias", "Quartermaine", "02/03/2012", "5 Mill Lane", "OX28 1AA", *excluded],
        )
    )
    return path


def brings_in_a_caseload(visitor, caseload):
    visitor.follow("Find a child")
    visitor.follow("Bring in a caseload from a file")
    visitor.page.get_by_label("File", exact=True).set_input_files(caseload)
    visitor.page.get_by_text("A child with an open case: permanent exclusion").click()
    visitor.press("Continue")
    visitor.press("Check the rows")
    visitor.press("Bring in 2 rows")
    acts.sees_done(visitor, "2 rows brought in")


def answers_an_enquiry(visitor):
    visitor.follow("Duty")
    visitor.press("Take an enquiry")
    acts.choose(visitor, "Telephone", legend="How did it reach us?")
    acts.field(visitor, "Who is asking?").select_option("School")
    acts.field(visitor, "What is it about?").select_option("Attendance")
    acts.field(visitor, "What was asked?").fill("Which code in the register?")
    visitor.press("Save the enquiry")
    acts.sees_done(visitor, "The enquiry is written down")
    visitor.press("Write down the answer")
    acts.field(visitor, "What was answered?").fill("Code E until the name comes off the roll.")
    visitor.press("Save the answer")
    acts.sees_done(visitor, "The answer is written down")


def finds_the_family_behind_a_misspelt_name(visitor):
    visitor.follow("Find a child")
    acts.field(visitor, "Name, UPN or date of birth").fill("Amara Linqvist")
    visitor.press("Search")
    visitor.follow("Amara Lindqvist")
    brothers_clock = visitor.page.locator(".app-deadline").filter(has_text="Nils Lindqvist").first
    expect(brothers_clock).to_contain_text("Watched by Tom Baker")
    visitor.sees("At Cherwell Fields School")


def states_a_sister(visitor):
    visitor.follow("Elsa Berg is a brother or sister", exact=False)
    acts.choose(visitor, "Half-brother or half-sister", legend="What are they to each other?")
    acts.type_date(visitor, "Since when?", date(2015, 2, 3))
    acts.field(visitor, "Who says so?").fill("Their mother")
    visitor.press("Add brother or sister")
    acts.sees_done(visitor, "It is recorded, on the records of both")
    visitor.sees("Half-brother or half-sister since 3 February 2015")


def records_a_death(visitor):
    visitor.follow("Record a death", exact=False)
    acts.type_date(visitor, "When did they die?", date(2026, 9, 20))
    visitor.press("Save")
    visitor.sees("Died 20 September 2026")
    visitor.follow("My work")
    visitor.sees(MOTHER_DIED)


def is_told_what_stands_in_the_way(visitor, case):
    visitor.visit(case.get_absolute_url())
    visitor.follow("Close the case")
    visitor.sees("What stands in the way")
    visitor.sees("Record how the exclusion ended")
    visitor.follow(f"Action, {MOTHER_DIED}")
    acts.field(visitor, "What came of it?").fill("The aunt is written to.")
    visitor.press("Mark as done")
    acts.sees_done(visitor, "The action is done")


def records_a_cancellation(visitor):
    visitor.follow("Record a cancellation")
    acts.type_date(visitor, "When did the headteacher cancel it?", given.TUESDAY)
    acts.field(visitor, "What reasons did the headteacher give?").fill("The head changed her mind.")
    for party in ("The parent", "The governing board", "The local authority"):
        acts.type_date(visitor, party, given.TUESDAY)
    visitor.press("Record the cancellation")
    acts.sees_done(visitor, "The cancellation recorded")


def closes_the_case(visitor):
    visitor.follow("Close the case")
    acts.choose(visitor, "Cancelled by the headteacher", legend="How did it end?")
    visitor.press("Close the case")
    acts.sees_done(visitor, "The case is closed")
    visitor.sees("Last held by")


def opens_it_again(visitor):
    visitor.follow("Open the case again")
    acts.field(visitor, "Why is it opened again?").fill("The parent was never told.")
    visitor.press("Open again")
    acts.sees_done(visitor, "The case is open again")
    visitor.sees("Held by")
    expect(visitor.page.locator(".app-next")).to_contain_text("Watched by Priya Desai")


def test_an_officers_week(visitor, user, amara, brother, caseload, settings):
    visitor.sign_in(user)
    # Each row's case is opened by the service that opens one, so its questions come again for each.
    watched = settings.ZEAL_ALLOWLIST
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]
    brings_in_a_caseload(visitor, caseload)
    settings.ZEAL_ALLOWLIST = watched
    case = amara.cases.get()
    assert user.caseload.count() == 2

    answers_an_enquiry(visitor)
    assert Enquiry.objects.get().state == EnquiryState.ANSWERED

    finds_the_family_behind_a_misspelt_name(visitor)
    states_a_sister(visitor)
    assert SiblingLink.objects.get(kind=SiblingKind.HALF).source == "Their mother"

    records_a_death(visitor)
    told = Action.objects.filter(text=MOTHER_DIED).order_by("owner__name")
    assert list(told.values_list("owner__name", "child")) == [
        ("Priya Desai", amara.pk),
        ("Tom Baker", brother.pk),
    ]

    is_told_what_stands_in_the_way(visitor, case)
    records_a_cancellation(visitor)
    closes_the_case(visitor)
    opens_it_again(visitor)
    case.refresh_from_db()
    assert (case.is_open, case.officer) == (True, user)
    assert case.deadlines.outstanding().exists()
