"""Counting holds against a counter that walks one day at a time, whatever the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.schools.rules import Closure, SchoolCalendar, TermBlock, Unknown
from tests.calendars import BANK_HOLIDAYS, TERMS_2025, TERMS_2026

# Slow: each test draws a hundred calendars or days and counts each one twice.
pytestmark = pytest.mark.slow

FIRST, LAST = TERMS_2025[0].start, TERMS_2026[-1].end
DAYS = st.dates(FIRST, LAST)
COUNTS = st.integers(1, 60)


@st.composite
def calendars(draw):
    """Blocks that do not overlap and leave no hole, with closures and bank holidays anywhere."""
    blocks, start = [], date(2025, 9, 1) + timedelta(days=draw(st.integers(0, 10)))
    for length, gap in draw(
        st.lists(st.tuples(st.integers(0, 60), st.integers(1, 50)), min_size=1, max_size=8)
    ):
        end = start + timedelta(days=length)
        blocks.append(TermBlock(start, end))
        start = end + timedelta(days=gap)
    closed = draw(st.lists(st.dates(blocks[0].start, blocks[-1].end), max_size=6))
    bank = draw(st.frozensets(st.dates(blocks[0].start, blocks[-1].end), max_size=6))
    return SchoolCalendar(tuple(blocks), tuple(Closure(day, day) for day in closed), bank)


def meets(calendar, day):
    in_term = any(block.start <= day <= block.end for block in calendar.terms)
    closed = any(closure.start <= day <= closure.end for closure in calendar.closures)
    return in_term and day.weekday() < 5 and not closed and day not in calendar.bank_holidays


def walk(calendar, day, n, step):
    """Return the nth day on which the school meets, one day at a time, or None past the calendar."""
    while calendar.terms[0].start <= day + step <= calendar.terms[-1].end:
        day += step
        n -= meets(calendar, day)
        if n == 0:
            return day
    return None


@given(calendars(), st.data(), COUNTS)
@settings(max_examples=150, deadline=None)
def test_counting_agrees_with_walking_day_by_day(calendar, data, n):
    day = data.draw(st.dates(calendar.terms[0].start, calendar.terms[-1].end))
    on = timedelta(days=1)

    forward, back = walk(calendar, day, n, on), walk(calendar, day, n, -on)
    nth = walk(calendar, day - on, n, on) if day > calendar.terms[0].start else None

    answer = calendar.school_days_after(day, n)
    assert (None if isinstance(answer, Unknown) else answer) == forward
    answer = calendar.school_days_before(day, n)
    assert (None if isinstance(answer, Unknown) else answer) == back
    if nth is not None:
        assert calendar.nth_school_day(day, n) == nth


@given(DAYS, COUNTS, st.lists(DAYS, max_size=5))
@settings(max_examples=150, deadline=None)
def test_a_closure_added_never_brings_a_date_forward_nor_moves_a_count_back_later(day, n, closed):
    before = SchoolCalendar(TERMS_2025 + TERMS_2026, (), BANK_HOLIDAYS)
    after = SchoolCalendar(before.terms, tuple(Closure(each, each) for each in closed), BANK_HOLIDAYS)

    for count in ("school_days_after", "nth_school_day"):
        first, second = getattr(before, count)(day, n), getattr(after, count)(day, n)
        assert isinstance(second, Unknown) or (not isinstance(first, Unknown) and second >= first)
    first, second = before.school_days_before(day, n), after.school_days_before(day, n)
    assert isinstance(second, Unknown) or (not isinstance(first, Unknown) and second <= first)


@given(DAYS, COUNTS)
@settings(max_examples=100, deadline=None)
def test_counting_again_gives_the_same_count(day, n):
    one = SchoolCalendar(TERMS_2025 + TERMS_2026, (), BANK_HOLIDAYS)
    other = SchoolCalendar(TERMS_2025 + TERMS_2026, (), BANK_HOLIDAYS)

    assert one == other
    assert hash(one) == hash(other)
    assert one.count_school_days_after(day, n) == other.count_school_days_after(day, n)
    assert one.count_school_days_after(day, n).counted == other.count_school_days_after(day, n).counted


@given(DAYS, COUNTS)
@settings(max_examples=100, deadline=None)
def test_each_day_between_is_either_counted_or_skipped(day, n):
    calendar = SchoolCalendar(TERMS_2025 + TERMS_2026, (), BANK_HOLIDAYS)
    count = calendar.count_school_days_after(day, n)

    if isinstance(count.result, date):
        days = sorted([each for _, each in count.counted] + [each for each, _, _ in count.skipped])
        assert days == [day + timedelta(days=at) for at in range(1, (count.result - day).days + 1)]
        assert len(count.counted) == n
        assert calendar.school_days_between(day, count.result) == n


@given(DAYS, COUNTS)
@settings(max_examples=100, deadline=None)
def test_counting_forward_and_back_meet(day, n):
    calendar = SchoolCalendar(TERMS_2025 + TERMS_2026, (), BANK_HOLIDAYS)
    start = calendar.first_school_day_on_or_after(day)
    due = calendar.school_days_after(day, n)

    if isinstance(due, date) and start == day:
        assert calendar.school_days_before(due, n) == day
