"""An officer logs what a school reports, and everything that follows is worked out and written down."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys import acts, given

pytestmark = pytest.mark.browser


@pytest.fixture
def _on_tuesday(clock_stands_at):
    clock_stands_at(given.TUESDAY)


@pytest.mark.usefixtures("_on_tuesday")
def test_probe(visitor):
    team = given.a_team()
    school = given.a_school()
    user = given.an_officer(team)
    visitor.sign_in(user)
    visitor.follow("Log a permanent exclusion")
