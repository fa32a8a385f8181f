"""The deadline calculator: every clock explained, nothing kept, no name asked."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import Role
from casework.deadlines.registry import all_rule_sets
from tests.exclusions.page import ReadPage
from tests.exclusions.typed import MONDAY, typed_date
from tests.factories.access import UserFactory, holding, officer
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.schools import ClosureFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/clocks/calculator/"


@pytest.fixture
def client(signed_in):
    school_with_terms(name="Cherwell Fields School", urn="123456")
    return signed_in(officer())


def ask(client, what, **answers):
    return client.get(ADDRESS, {"what": what, "answered": "yes", **answers})


PERMANENT = {"start_point": "START_OF_DAY", **typed_date("start_on", MONDAY)}


@pytest.mark.parametrize("role", Role)
def test_everybody_who_reads_schools_may_calculate(role, signed_in):
    assert signed_in(holding(role)).get(ADDRESS).status_code == 200


def test_somebody_without_a_role_may_not(signed_in):
    assert signed_in(UserFactory()).get(ADDRESS).status_code == 403


def test_it_first_asks_what_happened(client):
    page = ReadPage(client.get(ADDRESS))

    for each in ("Permanent exclusion", "Suspension", "Lunchtime suspension", "Off-site direction"):
        assert page.says(each)


@pytest.mark.parametrize("what", ["", "nonsense", "permanent_exclusion\x00"])
def test_something_else_is_asked_again(what, client):
    response = client.get(ADDRESS, {"what": what})

    assert response.status_code == 200
    assert ReadPage(response).says("Select what happened")


def test_no_form_asks_for_a_name_or_a_number_of_a_child():
    names = {
        name
        for rule_set in all_rule_sets()
        for calculator in rule_set.calculators
        for name in calculator.form_class.base_fields
    }

    assert not names & {"name", "forenames", "surname", "child", "upn", "date_of_birth", "reference"}


def test_a_permanent_exclusion_is_counted_on_the_countys_dates(client):
    page = ReadPage(ask(client, "permanent-exclusion", **PERMANENT))

    assert page.says("Counted on Oxfordshire’s term dates")
    assert page.says("Full-time education by the authority (Day 6)")
    assert page.says("By Monday 28 September 2026")
    assert page.says("Not started, and why")


def test_a_school_is_counted_on_its_own_calendar(client):
    school = school_with_terms(name="Windrush School")
    ClosureFactory(school=school, starts_on=date(2026, 9, 24), reason="Training")

    page = ReadPage(ask(client, "permanent-exclusion", school=school.urn, **PERMANENT))

    assert page.says("Counted on the calendar of Windrush School")
    assert page.says("By Tuesday 29 September 2026")
    assert page.says("INSET day: Training")


def test_it_gives_the_dates_a_case_would_have(client):
    case = permanent_exclusion()

    page = ReadPage(ask(client, "permanent-exclusion", school=case.school.urn, **PERMANENT))

    for deadline in case.deadlines.exclude(rule_id="compulsory-school-age-ends"):
        assert page.says(f"{deadline.due_on.day} {deadline.due_on:%B %Y}"), deadline


QUESTIONS = {
    "suspension": (
        {**PERMANENT, "sessions": "12", "days_in_term": "10.5", "about": ["looked_after", "elsewhere"]},
        "Governors meet (15 school days)",
    ),
    "lunchtime": ({**typed_date("start_on", MONDAY), "lunchtimes": "11"}, "Tell the governing board"),
    "review": (
        {
            "gb_outcome": "DECLINE",
            "gb_notice_method": "FIRST_CLASS_POST",
            **typed_date("gb_met_on", date(2026, 10, 8)),
            **typed_date("gb_notice_on", date(2026, 10, 9)),
        },
        "Parent may apply for an independent review",
    ),
    "offsite-direction": (typed_date("offsite_start", MONDAY), "Written notice of the off-site direction"),
}


@pytest.mark.parametrize(("what", "answered"), QUESTIONS.items(), ids=QUESTIONS.keys())
def test_every_question_has_an_answer(what, answered, client):
    typed, clock = answered

    page = ReadPage(ask(client, what, **typed))

    assert not page.errors
    assert page.says(clock)


def test_dates_beyond_the_calendar_say_what_to_load(client):
    page = ReadPage(
        ask(client, "permanent-exclusion", **(PERMANENT | typed_date("start_on", date(2027, 7, 20))))
    )

    assert page.says("Add term dates for 2027/28")


@pytest.mark.parametrize(
    ("what", "changes", "field", "message"),
    [
        (
            "permanent-exclusion",
            {"start_on_day": "31", "start_on_month": "9"},
            "start_on",
            "must be a real date",
        ),
        ("permanent-exclusion", {"start_on_year": "9999"}, "start_on", "Year must be between"),
        ("permanent-exclusion", typed_date("decision_on", date(2026, 9, 22)), "start_on", "or later"),
        ("permanent-exclusion", {"before_sessions": "4"}, "before_start_on", "Enter the first day"),
        ("suspension", {"sessions": "0"}, "sessions", "Sessions must be 1 or more"),
        ("suspension", {"sessions": "4", "days_in_term": "0.3"}, "days_in_term", "whole or half days"),
    ],
)
def test_bad_answers_are_told_and_kept(what, changes, field, message, client):
    page = ReadPage(ask(client, what, **(PERMANENT | changes)))

    assert list(page.errors) == [field]
    assert message in page.errors[field]
    for name, value in changes.items():
        assert page.value(name) == value


@pytest.mark.parametrize("year", ["1900", "2100"])
def test_years_far_away_are_answered(year, client):
    for what, (typed, _) in QUESTIONS.items():
        far = {name: year if name.endswith("_year") else value for name, value in typed.items()}

        assert ask(client, what, **far).status_code == 200


def test_naughty_text_is_shown_as_typed(client):
    response = ask(client, "permanent-exclusion", school_text="<script>alert(1)</script>’", **PERMANENT)

    page = ReadPage(response)
    assert "No school matches" in page.errors["school"]
    assert page.value("school_text") == "<script>alert(1)</script>’"
    assert b"<script>alert" not in response.content


def test_nothing_is_kept(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as captured:
        ask(client, "permanent-exclusion", **PERMANENT)

    # PostgreSQL's questions put together begin with a bracket.
    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in captured)


def test_the_calculator_is_in_the_navigation(client):
    assert ReadPage(client.get(reverse("deadlines:settings"))).says("Deadline calculator")
