"""Day 6 and who owes it, runs of suspensions, public-place days, looked-after children."""

from datetime import date

import pytest

from casework.deadlines.choices import OwedBy
from casework.schools.rules import SchoolCalendar, TermBlock
from tests.calendars import year_2026
from tests.exclusions.answers import answers_for, obligations_for, permanent, suspension


def spell(start, sessions, point="start_of_day"):
    return {"start_date": start, "start_point": point, "sessions": sessions}


@pytest.mark.parametrize(
    ("sessions", "day6"), [(9, None), (10, None), (12, "2026-11-16"), (14, "2026-11-16")]
)
def test_a_suspension_reaches_day_six_on_its_sixth_school_day(sessions, day6):
    answers = answers_for(suspension("2026-11-09", sessions))

    assert answers["day6-provision-school"] == day6
    assert answers["ap-notice-48h"] == (day6 and "2026-11-14")


def test_five_full_days_over_six_dates_show_day_six_for_an_officer_to_confirm():
    doubtful = obligations_for(suspension("2026-11-09", 10, start_point="before_afternoon_session"))
    plain = obligations_for(suspension("2026-11-09", 12))

    assert doubtful["day6-provision-school"].due == plain["day6-provision-school"].due
    assert doubtful["day6-provision-school"].provisional
    assert "Officer to confirm" in doubtful["day6-provision-school"].notes[0]
    assert not plain["day6-provision-school"].provisional


# Runs of suspensions


def test_suspensions_join_across_a_weekend_and_an_inset_day():
    facts = suspension("2026-12-01", 6, consecutive_previous_suspensions=[spell("2026-11-25", 6)])

    assert answers_for(facts)["day6-provision-school"] == "2026-12-03"


def test_a_listed_suspension_with_a_school_day_between_does_not_join():
    facts = suspension("2026-12-02", 6, consecutive_previous_suspensions=[spell("2026-11-25", 6)])

    assert answers_for(facts)["day6-provision-school"] is None


def test_a_closure_on_the_day_between_joins_two_suspensions():
    facts = suspension("2027-01-20", 6, consecutive_previous_suspensions=[spell("2027-01-13", 6)])

    assert answers_for(facts)["day6-provision-school"] is None
    snow = year_2026(date(2027, 1, 18), date(2027, 1, 19))
    assert answers_for(facts, calendar=snow)["day6-provision-school"] == "2027-01-22"


def test_three_suspensions_in_a_row_are_added_together_whatever_their_order_in_the_list():
    earlier = [spell("2026-11-09", 4), spell("2026-11-11", 6)]
    facts = suspension("2026-11-16", 4, consecutive_previous_suspensions=earlier)

    assert answers_for(facts)["day6-provision-school"] == "2026-11-16"
    facts["consecutive_previous_suspensions"] = earlier[::-1]
    assert answers_for(facts)["day6-provision-school"] == "2026-11-16"


def test_a_gap_further_back_cuts_the_run_there():
    earlier = [spell("2026-11-04", 4), spell("2026-11-09", 6)]
    facts = suspension("2026-11-12", 4, consecutive_previous_suspensions=earlier)

    assert answers_for(facts)["day6-provision-school"] is None


def test_suspensions_were_not_added_together_before_2015():
    calendar = SchoolCalendar((TermBlock(date(2014, 11, 3), date(2015, 2, 13)),))
    before = suspension("2014-11-13", 6, consecutive_previous_suspensions=[spell("2014-11-10", 6)])
    after = suspension("2015-01-08", 6, consecutive_previous_suspensions=[spell("2015-01-05", 6)])

    assert answers_for(before, calendar=calendar)["day6-provision-school"] is None
    assert answers_for(after, calendar=calendar)["day6-provision-school"] == "2015-01-12"


def test_a_run_that_had_reached_day_six_already_keeps_that_day_and_leaves_no_public_place_days():
    facts = suspension("2026-11-18", 4, consecutive_previous_suspensions=[spell("2026-11-09", 14)])
    found = obligations_for(facts)

    assert found["day6-provision-school"].due.isoformat() == "2026-11-16"
    assert found["public-place-last-day"].due is None


def test_the_explanation_of_day_six_counts_the_whole_run():
    facts = suspension("2026-12-01", 6, consecutive_previous_suspensions=[spell("2026-11-25", 6)])
    count = obligations_for(facts)["day6-provision-school"].count

    assert [day.isoformat() for _, day in count.counted] == [
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
        "2026-12-01",
        "2026-12-02",
        "2026-12-03",
    ]


# A permanent exclusion after a suspension


def test_day_six_restarts_with_the_permanent_exclusion_and_says_how_long_the_child_has_been_out():
    facts = permanent("2026-11-09", consecutive_previous_suspensions=[spell("2026-11-02", 10)])
    found = obligations_for(facts)

    assert found["day6-provision-la"].due.isoformat() == "2026-11-16"
    assert found["day6-provision-la"].notes == (
        "The child had been out for 5 consecutive school days when this exclusion began",
    )
    assert found["day6-provision-school"].due is None


@pytest.mark.parametrize(("sessions", "day6"), [(4, "2026-11-12"), (10, "2026-11-09"), (6, "2026-11-11")])
def test_day_six_may_be_set_to_go_on_counting_from_the_first_day_out(sessions, day6):
    starts = {4: "2026-11-05", 6: "2026-11-04", 10: "2026-11-02"}[sessions]
    facts = permanent("2026-11-09", consecutive_previous_suspensions=[spell(starts, sessions)])

    assert answers_for(facts, pex_day6_after_suspension="continue")["day6-provision-la"] == day6


def test_going_on_counting_is_never_earlier_than_the_permanent_exclusion():
    facts = permanent("2026-11-11", consecutive_previous_suspensions=[spell("2026-11-02", 14)])

    assert answers_for(facts, pex_day6_after_suspension="continue")["day6-provision-la"] == "2026-11-11"


def test_a_suspension_that_had_reached_six_days_leaves_the_school_its_own_day_six():
    facts = permanent("2026-11-10", consecutive_previous_suspensions=[spell("2026-11-02", 12)])
    answers = answers_for(facts)

    assert answers["day6-provision-school"] == "2026-11-09"
    assert answers["day6-provision-la"] == "2026-11-17"
    assert answers["ap-notice-48h"] == "2026-11-15"
    assert answers["public-place-last-day"] == "2026-11-16"


def test_a_permanent_exclusion_in_the_middle_of_a_suspension_takes_over_from_its_first_day():
    facts = permanent("2026-11-05", consecutive_previous_suspensions=[spell("2026-11-02", 20)])
    answers = answers_for(facts)

    assert answers["day6-provision-school"] is None
    assert answers["day6-provision-la"] == "2026-11-12"


# How Day 6 is counted, and who owes it


def test_day_six_may_be_read_literally_one_school_day_later():
    assert answers_for(permanent("2026-11-09"), pex_day6_mode="literal")["day6-provision-la"] == "2026-11-17"


@pytest.mark.parametrize(
    ("mode", "before_afternoon", "during_afternoon", "after_school"),
    [
        ("s103_7", "2026-11-17", "2026-11-18", "2026-11-18"),
        ("same_day", "2026-11-17", "2026-11-17", "2026-11-18"),
        ("next_day", "2026-11-18", "2026-11-18", "2026-11-18"),
    ],
)
def test_day_one_of_a_child_sent_home_is_a_setting(mode, before_afternoon, during_afternoon, after_school):
    points = ("before_afternoon_session", "during_afternoon_session", "after_school")
    found = [
        answers_for(permanent("2026-11-10", start_point=point), day1_mode=mode)["day6-provision-la"]
        for point in points
    ]

    assert found == [before_afternoon, during_afternoon, after_school]


def test_the_home_authority_owes_day_six_where_the_child_lives_elsewhere():
    here = permanent("2026-10-12", home_la="931", school_la="931")
    elsewhere = permanent("2026-10-12", home_la="825", school_la="931")

    assert obligations_for(here)["day6-provision-la"].owed_by is OwedBy.LOCAL_AUTHORITY
    assert obligations_for(elsewhere)["day6-provision-la"].owed_by is OwedBy.HOME_AUTHORITY
    assert answers_for(here)["day6-provision-la"] == answers_for(elsewhere)["day6-provision-la"]
    assert answers_for(here)["notify-home-la-pex"] is None
    assert answers_for(elsewhere)["notify-home-la-pex"] == "2026-10-13"


def test_a_suspension_from_a_pupil_referral_unit_leaves_day_six_to_the_authority():
    answers = answers_for(suspension("2026-11-09", 12, school_type="PRU"))

    assert answers["day6-provision-la"] == "2026-11-16"
    assert answers["day6-provision-school"] is None


# Exceptions and ends


@pytest.mark.parametrize(
    ("fact", "because"),
    [
        ({"year11_no_exams_left": True}, "Year 11"),
        ({"ehcp_hours_met": True}, "education, health and care plan"),
        ({"placed_on": "2026-11-16"}, "Another school admitted the child"),
        ({"gb_decided_on": "2026-11-13", "gb_outcome": "REINSTATE_NOW"}, "ended on 13 November 2026"),
        ({"cancelled_on": "2026-11-16"}, "ended on 16 November 2026"),
        ({"compulsory_school_age": False}, "not of compulsory school age"),
    ],
)
def test_day_six_is_not_owed_and_says_why(fact, because):
    found = obligations_for(permanent("2026-11-09", **fact))

    assert found["day6-provision-la"].due is None
    assert because in found["day6-provision-la"].because
    assert found["ap-notice-48h"].due is None


@pytest.mark.parametrize(
    "fact",
    [
        {"placed_on": "2026-11-17"},
        {"cancelled_on": "2026-11-17"},
        {"gb_decided_on": "2026-11-17", "gb_outcome": "REINSTATE_NOW"},
        {"gb_decided_on": "2026-11-13", "gb_outcome": "DECLINE"},
    ],
)
def test_day_six_that_had_come_stays_owed(fact):
    assert answers_for(permanent("2026-11-09", **fact))["day6-provision-la"] == "2026-11-16"


def test_day_six_is_met_by_the_first_attendance():
    found = obligations_for(permanent("2026-11-09", day6_started_on="2026-11-17"))

    assert found["day6-provision-la"].met_on.isoformat() == "2026-11-17"


# Public place and notice


def test_the_public_place_days_stop_the_day_before_education_starts_early():
    answers = answers_for(permanent("2026-11-09", provision_starts_on="2026-11-12"))

    assert answers["public-place-last-day"] == "2026-11-11"
    assert answers["ap-notice-48h"] == "2026-11-10"
    assert answers["day6-provision-la"] == "2026-11-16"


def test_education_from_the_first_day_leaves_no_public_place_days():
    assert (
        answers_for(permanent("2026-11-09", provision_starts_on="2026-11-09"))["public-place-last-day"]
        is None
    )


def test_education_that_starts_late_changes_neither_the_notice_nor_the_public_place_days():
    answers = answers_for(permanent("2026-11-09", provision_starts_on="2026-11-25"))

    assert answers["ap-notice-48h"] == "2026-11-14"
    assert answers["public-place-last-day"] == "2026-11-13"


def test_the_public_place_days_end_with_a_reinstatement():
    facts = permanent("2026-11-09", gb_decided_on="2026-11-11", gb_outcome="REINSTATE_NOW")

    assert answers_for(facts)["public-place-last-day"] == "2026-11-10"


def test_a_short_suspension_near_the_end_of_the_calendar_still_has_its_public_place_day():
    assert answers_for(suspension("2027-07-20", 4))["public-place-last-day"] == "2027-07-21"


# Looked-after children


@pytest.mark.parametrize("event", ["suspension", "permanent_exclusion"])
@pytest.mark.parametrize(("mode", "due"), [("same_day", "2026-11-13"), ("next_school_day", "2026-11-16")])
def test_a_looked_after_child_has_education_from_day_one(event, mode, due):
    facts = {"event": event, "start_date": "2026-11-13", "sessions": 4, "looked_after_or_social_worker": True}

    assert answers_for(facts, lac_day1_mode=mode)["lac-provision-day1"] == due


def test_nothing_is_owed_from_day_one_to_other_children():
    assert "lac-provision-day1" not in answers_for(permanent("2026-11-13"))


def test_lunchtime_suspensions_owe_no_day_six_and_ask_nothing_of_the_parent():
    answers = answers_for({"event": "lunchtime", "lunchtimes": 11, "gb_notice_received": "2026-11-02"})

    assert answers["day6-provision-school"] is None
    assert "s104-written-notice-latest" not in answers


def test_the_public_place_days_are_unknown_where_the_calendar_ends_before_anything_stops_them():
    assert answers_for(permanent("2027-07-20"))["public-place-last-day"] == "unknown"
    stopped = permanent("2027-07-20", provision_starts_on="2027-07-26")
    assert answers_for(stopped)["public-place-last-day"] == "2027-07-21"
    too_far = permanent("2027-07-20", provision_starts_on="2027-09-06")
    assert answers_for(too_far)["public-place-last-day"] == "unknown"
