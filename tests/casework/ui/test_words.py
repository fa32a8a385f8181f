from datetime import UTC, date, datetime, time

import pytest

from casework.ui import words


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (words.say_date, "21 September 2026"),
        (words.say_day, "Monday 21 September 2026"),
        (words.say_short, "Mon 21 Sep 2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(say, said):
    assert say(date(2026, 9, 21)) == said


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (time(14, 10), "2:10pm"),
        (time(9), "9am"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(12, 30), "12:30pm"),
    ],
)
def test_a_time_is_said_by_the_twelve_hour_clock(clock, said):
    assert words.say_time(clock) == said


def test_a_moment_is_said_in_local_time():
    late_on_sunday = datetime(2026, 9, 20, 23, 30, tzinfo=UTC)

    assert words.say_moment(late_on_sunday) == "21 September 2026, 12:30am"
    assert words.say_day(late_on_sunday) == "Monday 21 September 2026"


@pytest.mark.parametrize(
    "say", [words.say_date, words.say_day, words.say_short, words.say_time, words.say_moment]
)
def test_nothing_is_said_of_no_date(say):
    assert say(None) == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 school days"), (1, "1 school day"), (3, "3 school days"), (1200, "1,200 school days")],
)
def test_plural_counts(number, said):
    assert words.plural(number, "school day") == said


def test_plural_takes_an_odd_plural():
    assert words.plural(2, "child", "children") == "2 children"
