"""Day 1, the last day, the return, the yearly limit, and the notice under section 104."""

import pytest

from casework.deadlines.choices import ObligationKind
from tests.calendars import two_years
from tests.exclusions.answers import answers_for, obligations_for, permanent, suspension


@pytest.mark.parametrize(
    ("start_point", "first", "notice"),
    [
        ("start_of_day", "2026-11-10", "2026-11-10"),
        ("before_afternoon_session", "2026-11-10", "2026-11-10"),
        ("during_afternoon_session", "2026-11-11", "2026-11-10"),
        ("after_school", "2026-11-11", "2026-11-11"),
    ],
)
def test_the_point_in_the_day_decides_day_one_and_the_section_104_notice(start_point, first, notice):
    answers = answers_for(permanent("2026-11-10", start_point=start_point))

    assert answers["first-counted-day"] == first
    assert answers["s104-written-notice-latest"] == notice


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("2026-11-07", "2026-11-09"),
        ("2026-11-30", "2026-12-01"),
        ("2026-10-24", "2026-11-02"),
        ("2027-05-03", "2027-05-04"),
        ("2026-12-19", "2027-01-05"),
    ],
)
@pytest.mark.parametrize(
    "start_point", ["start_of_day", "before_afternoon_session", "during_afternoon_session"]
)
def test_an_exclusion_dated_on_no_school_day_starts_on_the_next_one(start, first, start_point):
    answers = answers_for(permanent(start, start_point=start_point))

    assert answers["first-counted-day"] == first
    assert answers["s104-written-notice-latest"] == first


def test_the_last_day_of_the_calendar_is_known_and_a_decision_after_school_on_it_is_not():
    assert answers_for(permanent("2027-07-21"))["first-counted-day"] == "2027-07-21"

    answers = answers_for(permanent("2027-07-21", start_point="after_school"))

    assert answers["first-counted-day"] == "unknown"
    assert answers["s104-written-notice-latest"] == "unknown"
    assert answers["day6-provision-la"] == "unknown"
    assert answers["ap-notice-48h"] == "unknown"
    assert answers["public-place-last-day"] == "unknown"


@pytest.mark.parametrize(
    ("start_point", "sessions", "last", "back"),
    [
        ("start_of_day", 1, "2026-11-10", "2026-11-11"),
        ("start_of_day", 2, "2026-11-10", "2026-11-11"),
        ("start_of_day", 3, "2026-11-11", "2026-11-12"),
        ("before_afternoon_session", 1, "2026-11-10", "2026-11-11"),
        ("before_afternoon_session", 2, "2026-11-11", "2026-11-12"),
        ("before_afternoon_session", 3, "2026-11-11", "2026-11-12"),
        ("during_afternoon_session", 2, "2026-11-11", "2026-11-12"),
        ("after_school", 4, "2026-11-12", "2026-11-13"),
    ],
)
def test_sessions_are_laid_out_two_to_the_day_from_the_session_missed(start_point, sessions, last, back):
    answers = answers_for(suspension("2026-11-10", sessions, start_point=start_point))

    assert answers["suspension-last-day"] == last
    assert answers["return-to-school-day"] == back


def test_a_suspension_that_ends_with_a_morning_asks_an_officer_to_confirm_the_return():
    back = obligations_for(suspension("2026-11-10", 3))["return-to-school-day"]

    assert back.notes == (
        "The last day is a morning only: the child may be due back that afternoon. Officer to confirm",
    )


def test_a_suspension_longer_than_the_calendar_has_no_last_day_yet():
    answers = answers_for(suspension("2027-07-19", 8, days_earlier_in_school_year=0))

    assert answers["suspension-last-day"] == "unknown"
    assert answers["return-to-school-day"] == "unknown"
    assert answers["year-45-last-lawful-day"] is None
    assert answers["gb-meet-15sd"] is None


# The yearly limit


@pytest.mark.parametrize(
    ("earlier", "last_lawful"),
    [
        (38, None),
        (39, None),
        (39.5, "2027-03-05"),
        (40, "2027-03-05"),
        (44, "2027-03-01"),
        (44.5, None),
        (45, None),
        (50, None),
    ],
)
def test_the_last_lawful_day_keeps_the_year_at_45_days_or_under(earlier, last_lawful):
    answers = answers_for(suspension("2027-03-01", 12, days_earlier_in_school_year=earlier))

    assert answers["year-45-last-lawful-day"] == last_lawful


def test_a_suspension_with_no_lawful_day_says_so():
    limit = obligations_for(suspension("2027-03-01", 2, days_earlier_in_school_year=45))[
        "year-45-last-lawful-day"
    ]

    assert limit.due is None
    assert "no whole day of this suspension is within the limit of 45" in limit.because


def test_exactly_45_days_is_within_the_limit_and_says_the_total():
    limit = obligations_for(suspension("2027-03-01", 12, days_earlier_in_school_year=39))[
        "year-45-last-lawful-day"
    ]

    assert limit.due is None
    assert limit.because == "45.0 of 45 days in the school year"


def test_days_in_september_do_not_count_towards_the_school_year_before():
    facts = suspension("2026-07-17", 8, days_earlier_in_school_year=43)

    assert answers_for(facts, calendar=two_years())["year-45-last-lawful-day"] is None
    assert (
        answers_for(facts | {"days_earlier_in_school_year": 44}, calendar=two_years())[
            "year-45-last-lawful-day"
        ]
        == "2026-07-17"
    )


# Compulsory school age


@pytest.mark.parametrize(
    ("start", "notice", "day6", "public_place"),
    [
        ("2027-06-21", "2027-06-21", None, "2027-06-25"),
        ("2027-06-18", "2027-06-18", "2027-06-25", "2027-06-24"),
        ("2027-06-23", "2027-06-23", None, "2027-06-25"),
        ("2027-06-25", "2027-06-25", None, "2027-06-25"),
        ("2027-06-28", None, None, None),
    ],
)
def test_compulsory_school_age_ends_with_the_last_friday_in_june(start, notice, day6, public_place):
    answers = answers_for(permanent(start, date_of_birth="2010-11-05"))

    assert answers["s104-written-notice-latest"] == notice
    assert answers["day6-provision-la"] == day6
    assert answers["public-place-last-day"] == public_place
    assert answers["compulsory-school-age-ends"] == "2027-06-25"


def test_a_child_under_five_has_no_section_104_notice_and_no_day_6():
    answers = answers_for(permanent("2026-11-10", date_of_birth="2022-01-10"))

    assert answers["s104-written-notice-latest"] is None
    assert answers["day6-provision-la"] is None
    assert answers["gb-meet-15sd"] == "2026-12-02"


def test_a_stated_school_age_wins_over_the_date_of_birth():
    sixth_former = permanent("2026-11-10", date_of_birth="2012-01-10", compulsory_school_age=False)
    stated = permanent("2026-11-10", date_of_birth="2009-01-10", compulsory_school_age=True)

    assert answers_for(sixth_former)["day6-provision-la"] is None
    assert answers_for(stated)["day6-provision-la"] == "2026-11-17"
    assert answers_for(stated)["public-place-last-day"] == "2026-11-16"


def test_the_section_104_notice_is_a_deadline_and_day_one_a_date_to_know():
    found = obligations_for(permanent("2026-11-10"))

    assert found["s104-written-notice-latest"].kind is ObligationKind.DEADLINE
    assert found["first-counted-day"].kind is ObligationKind.MILESTONE
    assert found["first-counted-day"].track is None


# Ends of years, clocks and leap days


@pytest.mark.parametrize(
    ("start", "day6"),
    [
        ("2026-10-19", "2026-11-02"),
        ("2027-03-22", "2027-04-13"),
        ("2026-12-17", "2027-01-08"),
    ],
)
def test_day_six_is_the_same_across_the_clock_change_easter_and_new_year(start, day6):
    assert answers_for(permanent(start))["day6-provision-la"] == day6


def test_the_end_of_a_school_year_does_not_reset_day_six():
    answers = answers_for(permanent("2026-07-16"), calendar=two_years())

    assert answers["day6-provision-la"] == "2026-09-07"
