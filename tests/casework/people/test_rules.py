"""Postcodes, years and the oldest a person here can be."""

from datetime import date

import pytest

from casework.people import rules


@pytest.mark.parametrize(
    ("on", "earliest"),
    [(date(2026, 8, 31), date(2000, 9, 1)), (date(2026, 9, 1), date(2001, 9, 1))],
)
def test_the_earliest_date_of_birth_follows_the_academic_year(on, earliest):
    assert rules.earliest_date_of_birth(on) == earliest


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ox11nd", "OX1 1ND"), (" sw1a  2aa ", "SW1A 2AA"), ("OX1", ""), ("Oxford", ""), ("OX1 1N", "")],
)
def test_a_postcode_is_put_right_or_refused(typed, kept):
    assert rules.tidy_postcode(typed) == kept


@pytest.mark.parametrize(
    ("year", "name"), [(-3, ""), (-1, "Nursery"), (0, "Reception"), (9, "Year 9"), (14, "Year 14"), (15, "")]
)
def test_a_year_group_has_a_name_while_there_is_school(year, name):
    assert rules.year_group_name(year) == name
