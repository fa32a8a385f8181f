"""An administrator lets a new officer in, and the officer makes the account their own."""

import pytest
from playwright.sync_api import expect

from tests.factories.access import administrator
from tests.journeys import acts, given
from tests.journeys.second_factor import code_now

pytestmark = pytest.mark.browser

ADDRESS = "priya.desai@council.example"
OWN_PASSWORD = "seven green herons over Otmoor"


def test_a_new_officer_is_added_and_signs_in_for_the_first_time(visitor, new_visitor):
    given.a_team()
    visitor.sign_in(administrator())

    one_time_password = add_the_officer(visitor)

    newcomer = new_visitor()
    sign_in_for_the_first_time(newcomer, one_time_password)
    set_up_the_second_factor(newcomer)
    choose_an_own_password(newcomer, one_time_password)
    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("My work")
    expect(newcomer.page.get_by_role("button", name="Log a permanent exclusion")).to_be_visible()


def add_the_officer(visitor):
    visitor.follow("People and roles")
    visitor.press("Add a person")
    acts.field(visitor, "Name").fill("Priya Desai")
    acts.field(visitor, "Email address").fill(ADDRESS)
    acts.choose(visitor, "Officer", legend="Role")
    acts.field(visitor, "Team").select_option("Exclusions")
    visitor.press("Add the person")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("A password for Priya Desai")
    return visitor.page.locator(".govuk-panel__body").inner_text().strip()


def sign_in_for_the_first_time(newcomer, one_time_password):
    newcomer.visit("/account/sign-in/")
    newcomer.page.get_by_label("Email address").fill(ADDRESS)
    newcomer.page.get_by_label("Password", exact=True).fill(one_time_password)
    newcomer.press("Sign in")


def set_up_the_second_factor(newcomer):
    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    key = newcomer.page.locator(".app-secret").inner_text().strip()
    newcomer.page.get_by_label("Code").fill(code_now(key))
    newcomer.press("Continue")
    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    newcomer.press("Continue")


def choose_an_own_password(newcomer, one_time_password):
    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("Change your password")
    newcomer.page.get_by_label("Current password").fill(one_time_password)
    newcomer.page.get_by_label("New password", exact=True).fill(OWN_PASSWORD)
    newcomer.page.get_by_label("New password again").fill(OWN_PASSWORD)
    newcomer.press("Change password")
