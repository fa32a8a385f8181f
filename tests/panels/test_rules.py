"""A place under fair access within 20 school days of the agreement."""

from datetime import date

import pytest

from casework.deadlines.rules import due_as_text
from casework.schools.rules import SchoolCalendar, TermBlock
from panels.rules import RULE_SET
from tests.calendars import two_years, year_2026


def place(calendar, **facts):
    [found] = RULE_SET.compute(RULE_SET.parse(facts), calendar, RULE_SET.settings_with({}))
    return found


@pytest.mark.parametrize(
    ("agreed", "due"),
    [("2026-12-02", "2027-01-14"), ("2026-08-17", "2026-09-30"), ("2027-07-01", "unknown")],
)
def test_a_place_is_allocated_within_twenty_school_days(agreed, due):
    assert due_as_text(place(two_years(), fap_agreed=agreed).due) == due


def test_the_place_allocated_meets_it():
    found = place(year_2026(), fap_agreed="2026-12-02", allocated_on="2027-01-11")

    assert found.met_on == date(2027, 1, 11)


def test_the_code_of_2021_does_not_reach_back():
    calendar = SchoolCalendar((TermBlock(date(2021, 6, 7), date(2021, 7, 21)),))
    found = place(calendar, fap_agreed="2021-07-01")

    assert found.due is None
    assert "not in force on 1 July 2021" in found.because


def test_facts_without_an_agreement_are_something_else():
    assert RULE_SET.parse({"event": "fair_access"}) is None
