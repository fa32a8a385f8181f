"""Halves of days, weeks, and how many working days off."""

from datetime import date, time

import pytest

from casework.duty import rules
from casework.duty.choices import PartOfDay
from casework.duty.queries import working_calendar

MONDAY, TUESDAY = date(2026, 9, 21), date(2026, 9, 22)
MORNING, AFTERNOON, ALL_DAY = PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.ALL_DAY


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 9, 21), MONDAY),
        (date(2026, 9, 25), MONDAY),
        (date(2026, 9, 26), date(2026, 9, 28)),
        (date(2026, 9, 27), date(2026, 9, 28)),
    ],
)
def test_a_weekend_shows_the_week_to_come(day, monday):
    assert rules.week_of(day) == monday


@pytest.mark.parametrize(
    ("clock", "half"), [(time(11, 59), MORNING), (time(12), AFTERNOON), (time(8), MORNING)]
)
def test_the_afternoon_begins_at_midday(clock, half):
    assert rules.half_at(clock) == half


def test_one_person_for_both_halves_has_the_whole_day():
    halves = {(MONDAY, MORNING): 1, (MONDAY, AFTERNOON): 1, (TUESDAY, MORNING): 2, (TUESDAY, AFTERNOON): 3}

    turns = rules.turns_of(halves)

    assert turns == {(MONDAY, ALL_DAY): 1, (TUESDAY, MORNING): 2, (TUESDAY, AFTERNOON): 3}
    assert rules.halves_of((day, part, person) for (day, part), person in turns.items()) == halves


def test_a_half_without_anybody_stays_without():
    assert rules.turns_of({(MONDAY, AFTERNOON): 4}) == {(MONDAY, AFTERNOON): 4}


def test_a_week_reads_the_same_in_any_order_and_differs_when_it_differs():
    one = {(MONDAY, MORNING): 1, (TUESDAY, MORNING): 2}
    other = {(TUESDAY, MORNING): 2, (MONDAY, MORNING): 1}

    assert rules.as_seen(one) == rules.as_seen(other)
    assert rules.as_seen(one) != rules.as_seen({**one, (TUESDAY, AFTERNOON): 2})


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2026, 12, 24), 0),
        (date(2026, 12, 29), 1),
        (date(2026, 12, 30), 2),
        (date(2026, 12, 23), -1),
        (date(2026, 12, 18), -4),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(due, days):
    on = date(2026, 12, 24)

    assert rules.working_days_until(due, on=on, calendar=working_calendar(on)) == days
