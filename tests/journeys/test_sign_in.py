import pytest

from tests.factories.access import officer
from tests.journeys.second_factor import give_password_and_second_factor

pytestmark = pytest.mark.browser


def test_an_officer_signs_in_with_a_password_and_a_code(visitor):
    visitor.sign_in(officer())

    assert visitor.page.url == visitor.address + "/"


def test_an_officer_signs_in_without_javascript(visitor_without_javascript):
    visitor_without_javascript.sign_in(officer())

    assert visitor_without_javascript.page.url == visitor_without_javascript.address + "/"


def test_an_officer_signs_in_on_a_phone(visitor_on_a_phone):
    visitor_on_a_phone.sign_in(officer())

    assert visitor_on_a_phone.page.url == visitor_on_a_phone.address + "/"


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(visitor):
    user = officer()
    give_password_and_second_factor(user)
    visitor.visit("/account/sign-in/")

    visitor.page.get_by_label("Email address").fill(user.email)
    visitor.page.get_by_label("Password", exact=True).fill("something else entirely")
    visitor.press("Sign in")

    assert visitor.page.title().startswith("Error:")
    assert visitor.page.get_by_label("Email address").input_value() == user.email
