"""Who is told, whether the governors must meet and by when, and what follows their meeting."""

from datetime import date

import pytest

from casework.deadlines.choices import OwedBy, RuleStatus
from casework.schools.rules import SchoolCalendar, TermBlock
from tests.calendars import two_years
from tests.exclusions.answers import answers_for, obligations_for, permanent, suspension


def told(sessions, **more):
    return suspension("2026-11-09", sessions, gb_notice_received="2026-11-09", **more)


# The table of duties


@pytest.mark.parametrize(
    ("before", "representations", "exam", "tell_now", "fifteen", "fifty"),
    [
        (0, False, None, None, None, None),
        (4, True, None, None, None, None),
        (4.5, False, None, "2026-11-10", None, None),
        (4.5, True, None, "2026-11-10", None, "2027-02-03"),
        (14, True, None, "2026-11-10", None, "2027-02-03"),
        (14.5, True, None, "2026-11-10", "2026-12-01", None),
        (14.5, False, None, "2026-11-10", "2026-12-01", None),
        (0, False, "2026-11-09", "2026-11-10", "2026-12-01", None),
        (10, True, "2026-11-09", "2026-11-10", "2026-12-01", None),
    ],
)
def test_the_board_is_told_and_meets_only_above_the_limits(
    before, representations, exam, tell_now, fifteen, fifty
):
    facts = told(
        2,
        previous_days_same_statutory_term=before,
        representations_made=representations,
        public_exam_date=exam,
    )
    answers = answers_for(facts)

    assert answers["notify-gb-immediate"] == tell_now
    assert answers["gb-meet-15sd"] == fifteen
    assert answers["gb-meet-50sd"] == fifty


@pytest.mark.parametrize(
    ("lunchtimes", "fifty"), [(9, None), (10, None), (11, "2027-01-27"), (30, "2027-01-27")]
)
def test_lunchtimes_are_half_days(lunchtimes, fifty):
    facts = {
        "event": "lunchtime",
        "lunchtimes": lunchtimes,
        "gb_notice_received": "2026-11-02",
        "representations_made": True,
    }

    assert answers_for(facts)["gb-meet-50sd"] == fifty


def test_thirty_one_lunchtimes_are_more_than_fifteen_days():
    facts = {"event": "lunchtime", "lunchtimes": 31, "gb_notice_received": "2026-11-02"}

    assert answers_for(facts)["gb-meet-15sd"] == "2026-11-23"


def test_a_suspension_across_easter_is_split_between_two_statutory_terms():
    facts = suspension(
        "2027-03-18", 24, gb_notice_received="2027-03-18", previous_days_same_statutory_term=10
    )

    assert answers_for(facts)["gb-meet-15sd"] == "2027-04-23"
    facts["previous_days_same_statutory_term"] = 9
    assert answers_for(facts)["gb-meet-15sd"] is None


def test_the_school_s_own_terms_may_be_set_to_count_instead():
    facts = suspension(
        "2026-10-21",
        20,
        gb_notice_received="2026-10-21",
        previous_days_same_statutory_term=9,
        representations_made=True,
    )

    assert answers_for(facts)["gb-meet-15sd"] == "2026-11-18"
    assert answers_for(facts, term_mode="school_terms")["gb-meet-15sd"] is None
    assert answers_for(facts, term_mode="school_terms")["gb-meet-50sd"] == "2027-01-22"


def test_a_total_the_calendar_leaves_open_is_unknown_and_one_it_settles_is_not():
    over_the_end = suspension(
        "2027-07-20", 24, gb_notice_received="2027-07-20", previous_days_same_statutory_term=8
    )
    already_over = over_the_end | {"previous_days_same_statutory_term": 14}

    assert answers_for(over_the_end)["gb-meet-15sd"] == "unknown"
    assert answers_for(already_over)["gb-meet-15sd"] == "unknown"
    assert answers_for(over_the_end | {"sessions": 6})["gb-meet-15sd"] is None


# The clock


def test_the_clock_starts_on_receipt_and_warns_of_the_target_from_the_decision():
    meet = obligations_for(permanent("2026-11-09") | {"gb_notice_received": "2026-11-12"})["gb-meet-15sd"]

    assert meet.due == date(2026, 12, 4)
    assert meet.warn_on == date(2026, 12, 1)
    assert meet.started_on == date(2026, 11, 12)
    assert not meet.provisional


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-10-23", "2026-11-20"),
        ("2026-10-24", "2026-11-20"),
        ("2026-11-01", "2026-11-20"),
        ("2026-11-02", "2026-11-23"),
        ("2026-11-30", "2027-01-05"),
    ],
)
def test_a_notice_received_on_no_school_day_starts_with_the_next_school_day(received, due):
    assert answers_for(permanent("2026-10-19") | {"gb_notice_received": received})["gb-meet-15sd"] == due


def test_the_clock_runs_from_the_decision_while_receipt_is_not_recorded():
    facts = {"event": "permanent_exclusion", "start_date": "2026-11-09"}
    meet = obligations_for(facts)["gb-meet-15sd"]
    waiting = obligations_for(facts, gb_clock_without_receipt="wait")["gb-meet-15sd"]

    assert meet.due == date(2026, 12, 1)
    assert meet.provisional
    assert waiting.due is None
    assert "Nobody has recorded" in waiting.because


def test_a_receipt_alone_is_enough_for_the_governors_clock():
    facts = {"event": "permanent_exclusion", "gb_notice_received": "2026-10-16"}

    assert answers_for(facts, calendar=two_years())["gb-meet-15sd"] == "2026-11-13"


# Examinations


@pytest.mark.parametrize(
    ("exams", "before_exam", "fifteen"),
    [
        ("2027-05-10", None, None),
        ("2027-05-11", None, "2027-06-09"),
        ("2027-05-12", "2027-05-11", "2027-06-09"),
        ("2027-05-14", "2027-05-13", "2027-06-09"),
        ("2027-05-17", None, None),
        (["2027-05-18", "2027-05-14", "2027-05-13"], "2027-05-12", "2027-06-09"),
        (["2027-05-11", "2027-05-13"], "2027-05-12", "2027-06-09"),
        (["2027-05-06", "2027-05-17"], None, None),
    ],
)
def test_an_examination_in_the_suspension_is_lost_and_one_outside_is_not(exams, before_exam, fifteen):
    facts = suspension("2027-05-11", 8, gb_notice_received="2027-05-11", public_exam_date=exams)
    answers = answers_for(facts)

    assert answers["gb-meet-before-exam"] == before_exam
    assert answers["gb-meet-15sd"] == fifteen


def test_an_examination_after_half_term_is_met_before_on_the_last_school_day():
    facts = suspension("2027-05-27", 8, gb_notice_received="2027-05-27", public_exam_date="2027-06-08")

    assert answers_for(facts)["gb-meet-before-exam"] == "2027-05-28"


def test_a_permanent_exclusion_loses_every_examination_to_come():
    facts = permanent("2026-11-09", public_exam_date=["2026-11-06", "2027-05-13"])

    assert answers_for(facts)["gb-meet-before-exam"] == "2027-05-12"


# Papers and statement


def test_papers_are_counted_back_and_warn_a_school_day_earlier_for_clear_days():
    facts = permanent("2026-10-12", gb_meeting_date="2026-10-27")
    papers = obligations_for(facts)["gb-papers-5sd"]

    assert papers.due == date(2026, 10, 19)
    assert papers.warn_on == date(2026, 10, 16)
    assert papers.owed_by is OwedBy.CLERK
    assert obligations_for(facts, clear_days_warning="off")["gb-papers-5sd"].warn_on is None


def test_the_authority_s_statement_is_due_two_school_days_before_and_the_number_is_a_setting():
    facts = permanent("2026-10-12", gb_meeting_date="2026-11-03")
    statement = obligations_for(facts)["la-statement"]

    assert statement.due == date(2026, 10, 23)
    assert statement.owed_by is OwedBy.LOCAL_AUTHORITY
    assert statement.rule.status is RuleStatus.LOCAL
    assert answers_for(facts, **{"la-statement": 3})["la-statement"] == "2026-10-22"


def test_papers_before_the_calendar_begins_are_unknown():
    assert answers_for({"gb_meeting_date": "2026-09-08"})["gb-papers-5sd"] == "unknown"
    assert answers_for({"gb_meeting_date": "2026-09-10"})["gb-papers-5sd"] == "2026-09-03"


# After the meeting


def test_a_decision_starts_the_letter_and_is_met_by_the_notice():
    facts = permanent("2026-11-09", gb_decided_on="2026-11-27")
    answers = answers_for(facts)
    sent = facts | {"gb_decision_notice": {"method": "delivered", "date": "2026-11-27"}}

    assert answers["gb-decision-notify"] == "2026-12-01"
    assert answers["gb-decision-letter-local"] == "2026-12-01"
    assert obligations_for(sent)["gb-decision-notify"].met_on == date(2026, 11, 27)
    assert obligations_for(sent)["gb-meet-15sd"].met_on == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("outcome", "reinstated_on", "back"),
    [
        ("reinstate_now", None, "2026-12-01"),
        ("reinstate_on_date", "2026-12-07", "2026-12-07"),
        ("reinstate_on_date", "2026-12-05", "2026-12-07"),
        ("reinstate_on_date", None, None),
    ],
)
def test_a_reinstatement_brings_the_child_back(outcome, reinstated_on, back):
    facts = permanent(
        "2026-11-09", gb_decided_on="2026-11-27", gb_outcome=outcome, reinstated_on=reinstated_on
    )

    assert answers_for(facts)["gb-reinstate-comply"] == back


def test_declining_brings_nobody_back():
    facts = permanent("2026-11-09", gb_decided_on="2026-11-27", gb_outcome="decline")

    assert "gb-reinstate-comply" not in answers_for(facts)


# Telling


def test_everybody_is_told_without_delay_with_a_local_target_that_says_so():
    parents = obligations_for(permanent("2026-11-27"))["notify-parents"]

    assert parents.due == date(2026, 12, 1)
    assert parents.warn_on == date(2026, 11, 27)
    assert parents.notes == (
        "The law says without delay and gives no number of days: the date is the local target",
    )
    assert answers_for(permanent("2026-11-27"), notice_target="same_day")["notify-parents"] == "2026-11-27"


def test_telling_is_met_by_the_day_each_party_was_told():
    facts = permanent("2026-11-09", told_on={"parent": "2026-11-09", "local_authority": "2026-11-11"})
    found = obligations_for(facts)

    assert found["notify-parents"].met_on == date(2026, 11, 9)
    assert found["notify-la-all"].met_on == date(2026, 11, 11)
    assert found["notify-gb-immediate"].met_on == date(2026, 11, 9)


def test_the_social_worker_and_the_virtual_school_head_are_told_where_there_is_one():
    plain = answers_for(permanent("2026-11-09"))
    worker = answers_for(permanent("2026-11-09", has_social_worker=True))
    looked_after = answers_for(permanent("2026-11-09", has_social_worker=True, looked_after=True))

    assert not {"notify-social-worker", "notify-vsh"} & set(plain)
    assert worker["notify-social-worker"] == "2026-11-10"
    assert "notify-vsh" not in worker
    assert looked_after["notify-vsh"] == "2026-11-10"


SUMMER_2022 = SchoolCalendar(
    (TermBlock(date(2022, 6, 6), date(2022, 7, 20)), TermBlock(date(2022, 9, 1), date(2022, 10, 21)))
)


def test_the_authority_is_told_of_every_exclusion_only_from_september_2022():
    short_before = suspension("2022-07-18", 4)
    long_before = suspension("2022-07-11", 12)
    short_after = suspension("2022-09-01", 2)

    assert answers_for(short_before, calendar=SUMMER_2022)["notify-la-all"] is None
    assert answers_for(long_before, calendar=SUMMER_2022)["notify-la-all"] == "2022-07-12"
    assert answers_for(short_after, calendar=SUMMER_2022)["notify-la-all"] == "2022-09-02"


def test_social_workers_are_told_from_september_2022():
    before = obligations_for(suspension("2022-07-18", 4, has_social_worker=True), calendar=SUMMER_2022)
    after = answers_for(suspension("2022-09-01", 4, has_social_worker=True), calendar=SUMMER_2022)

    assert before["notify-social-worker"].because == "This rule was not in force on 18 July 2022"
    assert before["notify-social-worker"].due is None
    assert after["notify-social-worker"] == "2022-09-02"


def test_nothing_of_the_2012_regulations_is_asked_before_september_2012():
    calendar = SchoolCalendar((TermBlock(date(2012, 6, 11), date(2012, 7, 20)),))
    answers = answers_for(permanent("2012-06-18"), calendar=calendar)

    assert answers["gb-meet-15sd"] is None
    assert answers["notify-parents"] is None
    assert answers["day6-provision-la"] == "2012-06-25"


# Ends


def test_a_cancellation_ends_the_governors_duty_and_starts_five_notices():
    facts = permanent(
        "2026-11-09",
        cancelled_on="2026-11-18",
        looked_after=True,
        has_social_worker=True,
        home_la="825",
        school_la="931",
        gb_meeting_date="2026-11-26",
        cancel_told_on={"parent": "2026-11-18"},
    )
    found = obligations_for(facts)

    assert found["gb-meet-15sd"].due is None
    assert "cancelled the exclusion on 18 November 2026" in found["gb-meet-15sd"].because
    assert found["gb-papers-5sd"].due is None
    assert found["la-statement"].due is None
    assert found["funding-follows"].due is None
    assert found["day6-provision-la"].due == date(2026, 11, 16)
    parties = {name for name in found if name.startswith("notify-cancel:")}
    assert parties == {
        f"notify-cancel:{party}"
        for party in (
            "PARENT",
            "GOVERNING_BOARD",
            "LOCAL_AUTHORITY",
            "HOME_AUTHORITY",
            "SOCIAL_WORKER",
            "VIRTUAL_SCHOOL_HEAD",
        )
    }
    assert found["notify-cancel:PARENT"].due == date(2026, 11, 19)
    assert found["notify-cancel:PARENT"].met_on == date(2026, 11, 18)


def test_a_cancelled_suspension_brings_the_child_back_and_keeps_its_days():
    facts = suspension("2026-11-09", 20, cancelled_on="2026-11-12", days_earlier_in_school_year=40)
    answers = answers_for(facts)

    assert answers["return-to-school-day"] == "2026-11-12"
    assert answers["year-45-last-lawful-day"] == "2026-11-13"
    assert answers["day6-provision-school"] is None


@pytest.mark.parametrize(("cancelled", "meets"), [("2026-11-25", None), ("2026-11-26", "2026-12-01")])
def test_an_exclusion_cannot_be_cancelled_once_the_governors_have_begun(cancelled, meets):
    facts = permanent("2026-11-09", gb_decided_on="2026-11-26", gb_outcome="decline", cancelled_on=cancelled)

    assert answers_for(facts)["gb-meet-15sd"] == meets


def test_the_statutory_notice_of_a_cancellation_dates_from_september_2023():
    calendar = SchoolCalendar(
        (TermBlock(date(2023, 6, 5), date(2023, 7, 20)), TermBlock(date(2023, 9, 1), date(2023, 10, 20)))
    )
    before = answers_for(permanent("2023-07-10", cancelled_on="2023-07-12"), calendar=calendar)
    after = answers_for(permanent("2023-07-10", cancelled_on="2023-09-04"), calendar=calendar)

    assert before["notify-cancel:PARENT"] is None
    assert after["notify-cancel:PARENT"] == "2023-09-05"


def test_an_exclusion_recorded_in_error_starts_nothing():
    found = obligations_for(
        permanent("2026-11-09", recorded_in_error=True, looked_after_or_social_worker=True)
    )

    assert {each.due for each in found.values()} == {None}
    assert {each.because for each in found.values()} == {"The exclusion was recorded in error"}
