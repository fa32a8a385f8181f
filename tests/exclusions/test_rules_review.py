"""Service of notices, the parent's window, the panel, the roll, and claims of discrimination."""

from datetime import date

import pytest

from casework.deadlines.choices import ObligationKind, OwedBy
from casework.schools.rules import SchoolCalendar, TermBlock
from tests.calendars import two_years
from tests.exclusions.answers import answers_for, delivered, obligations_for, permanent, posted

DECLINED = {"event": "review", "gb_decision_notice": delivered("2026-10-14")}


# Service


@pytest.mark.parametrize(
    ("notice", "given"),
    [
        (delivered("2026-10-09"), "2026-10-09"),
        (delivered("2026-10-10"), "2026-10-10"),
        (posted("2026-10-07"), "2026-10-09"),
        (posted("2026-10-09"), "2026-10-13"),
        (posted("2026-10-10"), "2026-10-13"),
        (posted("2026-12-23"), "2026-12-29"),
        (posted("2027-03-24"), "2027-03-30"),
        ({"method": "email", "date": "2026-10-09", "email_consent": True}, "2026-10-09"),
        ({"method": "email", "date": "2026-10-09"}, "2026-10-13"),
        ({"method": "email", "date": "2026-10-09", "email_consent": False}, "2026-10-13"),
    ],
)
def test_a_notice_is_given_as_its_way_of_travelling_says(notice, given):
    answers = answers_for({"event": "review", "gb_decision_notice": notice})

    assert answers["gb-decision-notice-given"] == given


def test_an_email_without_agreement_is_provisional_and_asks_for_post():
    notice = {"method": "email", "date": "2026-10-09"}
    found = obligations_for({"gb_decision_notice": notice})["gb-decision-notice-given"]

    assert found.provisional
    assert "ask for the notice to be posted" in found.notes[0]


def test_email_may_be_set_to_count_as_post():
    notice = {"method": "email", "date": "2026-10-09", "email_consent": True}

    answers = answers_for({"gb_decision_notice": notice}, email_service="post")

    assert answers["gb-decision-notice-given"] == "2026-10-13"


def test_a_notice_posted_past_the_known_bank_holidays_leaves_the_window_unknown():
    answers = answers_for({"gb_decision_notice": posted("2027-08-27")})

    assert answers["gb-decision-notice-given"] == "unknown"
    assert answers["irp-apply-15sd"] == "unknown"
    assert answers["roll-removal-earliest"] == "unknown"


# The window and late applications


def test_the_window_is_the_parent_s_and_closes_on_the_fifteenth_school_day():
    window = obligations_for(DECLINED)["irp-apply-15sd"]

    assert window.due == date(2026, 11, 11)
    assert window.kind is ObligationKind.WINDOW
    assert window.owed_by is OwedBy.PARENT


@pytest.mark.parametrize(
    ("application", "panel"),
    [
        (delivered("2026-11-10"), "2026-12-02"),
        (delivered("2026-11-11"), "2026-12-03"),
        (delivered("2026-11-12"), None),
        (posted("2026-11-09"), "2026-12-03"),
        (posted("2026-11-10"), None),
    ],
)
def test_an_application_must_be_made_on_or_before_the_last_day(application, panel):
    assert answers_for(DECLINED | {"irp_application": application})["irp-meet-15sd"] == panel


def test_an_application_posted_in_time_and_made_too_late_goes_to_legal_services_first():
    found = obligations_for(DECLINED | {"irp_application": posted("2026-11-11")})["irp-meet-15sd"]
    late = obligations_for(DECLINED | {"irp_application": delivered("2026-11-12")})["irp-meet-15sd"]

    assert found.due is None
    assert "must refuse" in found.because
    assert found.notes == ("Posted before the window closed: refer to legal services before refusing",)
    assert "must refuse" in late.because
    assert late.notes == ()


def test_referring_to_legal_services_is_a_setting():
    facts = DECLINED | {"irp_application": posted("2026-11-11")}

    assert obligations_for(facts, irp_late_posted="refuse")["irp-meet-15sd"].notes == ()


def test_a_claim_finally_decided_opens_a_fresh_window():
    claim = DECLINED | {"eqa_final_determination": "2027-03-05"}
    late = claim | {"irp_application": delivered("2027-04-12")}
    too_late = claim | {"irp_application": delivered("2027-04-13")}

    assert answers_for(claim)["irp-apply-after-eqa-15sd"] == "2027-04-12"
    assert answers_for(late)["irp-meet-15sd"] == "2027-05-04"
    assert answers_for(too_late)["irp-meet-15sd"] is None


def test_no_fresh_window_opens_for_a_parent_who_applied_in_time():
    facts = DECLINED | {"irp_application": delivered("2026-11-09"), "eqa_final_determination": "2027-03-05"}

    assert answers_for(facts)["irp-apply-after-eqa-15sd"] is None


def test_no_window_opens_after_a_reinstatement():
    facts = DECLINED | {"gb_decided_on": "2026-10-13", "gb_outcome": "REINSTATE_NOW"}
    answers = answers_for(facts | {"irp_application": delivered("2026-10-20")})

    assert answers["irp-apply-15sd"] is None
    assert answers["irp-meet-15sd"] is None
    assert answers["roll-removal-earliest"] is None


def test_a_suspension_has_no_review():
    facts = {"event": "suspension", "start_date": "2026-09-21", "sessions": 32} | {
        "gb_decision_notice": delivered("2026-10-14")
    }

    answers = answers_for(facts)
    assert answers["irp-apply-15sd"] is None
    assert "roll-removal-earliest" not in answers


# The panel


def test_papers_for_the_panel_count_back_five_school_days():
    papers = obligations_for(DECLINED | {"irp_hearing_date": "2026-12-02"})["irp-papers-5sd"]

    assert papers.due == date(2026, 11, 24)
    assert papers.warn_on == date(2026, 11, 23)


def test_the_panel_has_met_its_date_when_it_begins_or_as_set_when_it_decides():
    facts = DECLINED | {
        "irp_application": delivered("2026-11-09"),
        "irp_begun_on": "2026-11-27",
        "irp_decided_on": "2026-12-04",
    }

    assert obligations_for(facts)["irp-meet-15sd"].met_on == date(2026, 11, 27)
    assert obligations_for(facts, irp_meet="decide")["irp-meet-15sd"].met_on == date(2026, 12, 4)
    assert answers_for(facts)["irp-notify"] == "2026-12-07"


@pytest.mark.parametrize(
    ("outcome", "due"),
    [
        ("uphold", None),
        ("recommend", "2026-11-05"),
        ("quash", "2026-11-05"),
        ("QUASH_DIRECT", "2026-11-05"),
        (None, "2026-11-05"),
    ],
)
def test_the_governors_reconsider_after_a_recommendation_or_a_quashing(outcome, due):
    facts = {"event": "review", "irp_outcome": outcome, "irp_decision_notice": delivered("2026-10-15")}
    reconsider = obligations_for(facts)["gb-reconsider-10sd"]

    assert answers_for(facts)["gb-reconsider-10sd"] == due
    assert reconsider.provisional is (outcome is None)


@pytest.mark.parametrize(
    ("reconsidered", "outcome", "payment"),
    [
        (None, None, "2026-11-05"),
        ("2026-11-05", "decline", "2026-11-05"),
        ("2026-11-04", "decline", "2026-11-04"),
        ("2026-11-05", "reinstate_now", None),
        ("2026-11-06", "reinstate_now", "2026-11-05"),
    ],
)
def test_a_payment_may_fall_due_when_governors_do_not_reinstate_in_time_after_a_quashing(
    reconsidered, outcome, payment
):
    facts = {
        "irp_outcome": "quash",
        "irp_decision_notice": delivered("2026-10-15"),
        "gb_reconsidered_on": reconsidered,
        "gb_reconsidered_outcome": outcome,
    }

    assert answers_for(facts)["irp-4000"] == payment
    assert "irp-4000" not in answers_for(facts | {"irp_outcome": "recommend"})


# The roll


def roll(facts, **more):
    return answers_for(DECLINED | facts | more)["roll-removal-earliest"]


@pytest.mark.parametrize(
    ("waived", "earliest"),
    [
        ("2026-10-13", "2026-10-14"),
        ("2026-10-14", "2026-10-14"),
        ("2026-10-20", "2026-10-20"),
        ("2026-10-25", "2026-10-25"),
        ("2026-11-11", "2026-11-11"),
        ("2026-11-12", "2026-11-12"),
        ("2026-11-13", "2026-11-12"),
        ("2026-12-01", "2026-11-12"),
    ],
)
def test_a_written_waiver_brings_the_day_forward_and_never_puts_it_back(waived, earliest):
    assert roll({"parent_irp_waiver": waived}) == earliest


def test_the_name_stays_on_the_roll_while_a_review_is_pending():
    pending = obligations_for(DECLINED | {"irp_application": delivered("2026-11-09")})[
        "roll-removal-earliest"
    ]

    assert pending.due is None
    assert "pending" in pending.because


def test_a_panel_decision_alone_says_how_the_roll_stands():
    upheld = {"irp_outcome": "uphold", "irp_decision_notice": delivered("2026-12-04")}
    quashed = {"irp_outcome": "quash", "irp_decision_notice": delivered("2026-12-04")}

    assert answers_for(upheld)["roll-removal-earliest"] == "2026-12-04"
    assert answers_for(quashed)["roll-removal-earliest"] is None


def test_a_late_application_does_not_hold_the_roll():
    assert roll({"irp_application": delivered("2026-11-12")}) == "2026-11-12"


@pytest.mark.parametrize(
    ("more", "earliest"),
    [
        ({"irp_outcome": "uphold", "irp_decision_notice": delivered("2026-12-04")}, "2026-12-04"),
        ({"irp_outcome": "uphold", "irp_decision_notice": posted("2026-12-04")}, "2026-12-08"),
        ({"irp_outcome": "uphold"}, None),
        ({"irp_outcome": "recommend", "irp_decision_notice": delivered("2026-12-04")}, None),
        (
            {
                "irp_outcome": "recommend",
                "irp_decision_notice": delivered("2026-12-04"),
                "gb_reconsidered_on": "2026-12-11",
                "gb_reconsidered_outcome": "decline",
            },
            "2026-12-11",
        ),
        (
            {
                "irp_outcome": "quash",
                "irp_decision_notice": delivered("2026-12-04"),
                "gb_reconsidered_on": "2026-12-11",
                "gb_reconsidered_outcome": "reinstate_now",
            },
            None,
        ),
        ({"irp_abandoned_on": "2026-11-20"}, "2026-11-20"),
    ],
)
def test_after_an_application_in_time_the_roll_waits_for_its_end(more, earliest):
    assert roll({"irp_application": delivered("2026-11-09")}, **more) == earliest


def test_a_name_that_came_off_too_early_is_remarked_on():
    found = obligations_for(DECLINED | {"off_roll_on": "2026-11-11"})

    assert found["roll-removal-earliest"].notes == (
        "The name came off the roll on 11 November 2026, before the law allowed it",
    )
    assert found["deletion-return"].due == date(2026, 11, 11)
    assert obligations_for(DECLINED | {"off_roll_on": "2026-11-12"})["roll-removal-earliest"].notes == ()


@pytest.mark.parametrize(("day", "words"), [("2024-07-01", "2006"), ("2024-09-02", "2024")])
def test_the_roll_follows_the_regulations_of_its_day(day, words):
    calendar = SchoolCalendar(
        (TermBlock(date(2024, 6, 3), date(2024, 7, 23)), TermBlock(date(2024, 9, 2), date(2024, 12, 20)))
    )
    found = obligations_for(
        {"gb_decision_notice": delivered(day), "parent_irp_waiver": day}, calendar=calendar
    )

    assert f"Regulations {words}" in found["roll-removal-earliest"].rule.source


def test_the_next_school_tells_the_authority_within_five_calendar_days():
    assert answers_for(permanent("2026-11-09", placed_on="2026-12-18"))["new-pupil-return"] == "2026-12-23"


# Money


@pytest.mark.parametrize(
    ("mode", "due"), [("day6_plus_one", "2026-11-17"), ("day6", "2026-11-16"), ("off", None)]
)
def test_the_relevant_date_for_funding_is_a_setting_finance_confirms(mode, due):
    found = obligations_for(permanent("2026-11-09"), funding_relevant_date=mode)["funding-follows"]

    assert (found.due and found.due.isoformat()) == due
    assert found.provisional is (due is not None)


# Claims of discrimination


@pytest.mark.parametrize(
    ("conduct", "last"),
    [
        ("2026-11-10", "2027-05-09"),
        ("2026-09-01", "2027-02-28"),
        ("2027-08-29", "2028-02-28"),
        ("2027-03-01", "2027-08-31"),
        ("2026-07-01", "2026-12-31"),
    ],
)
def test_a_claim_may_be_brought_for_six_months_less_a_day(conduct, last):
    assert answers_for({"eqa_conduct_date": conduct})["eqa-claim-6m"] == last


def test_where_the_sixth_month_is_shorter_the_earlier_reading_is_shown_and_marked():
    found = obligations_for({"eqa_conduct_date": "2026-08-31"})["eqa-claim-6m"]

    assert found.due == date(2027, 2, 27)
    assert found.provisional


# Off-site direction


def offsite(starts, **more):
    return {"event": "offsite_direction", "offsite_start": starts, **more}


def test_off_site_notice_is_two_school_days_before_and_warns_at_three():
    notice = obligations_for(offsite("2027-01-11"))["offsite-notice-2sd"]

    assert notice.due == date(2027, 1, 7)
    assert notice.warn_on == date(2027, 1, 6)


def test_off_site_notice_before_the_first_day_of_the_calendar_is_unknown():
    assert answers_for(offsite("2026-09-03"))["offsite-notice-2sd"] == "unknown"


@pytest.mark.parametrize("school_type", ["ACADEMY", "AP_ACADEMY", "PRU"])
def test_the_off_site_procedure_reached_academies_and_units_in_july_2026(school_type):
    before = obligations_for(offsite("2026-07-20", school_type=school_type), calendar=two_years())
    after = answers_for(offsite("2026-09-10", school_type=school_type), calendar=two_years())
    maintained = answers_for(offsite("2026-07-20"), calendar=two_years())

    assert before["offsite-notice-2sd"].due is None
    assert (
        before["offsite-notice-2sd"].because
        == "On 20 July 2026 this rule did not apply to this type of school"
    )
    assert after["offsite-notice-2sd"] == "2026-09-08"
    assert maintained["offsite-notice-2sd"] == "2026-07-16"


def test_off_site_reviews_came_every_thirty_days_until_2012_and_as_set_locally_since():
    calendar = SchoolCalendar((TermBlock(date(2012, 9, 3), date(2013, 7, 19)),))

    assert answers_for(offsite("2012-12-03"), calendar=calendar)["offsite-review-interval"] == "2013-01-02"
    assert answers_for(offsite("2013-01-07"), calendar=calendar)["offsite-review-interval"] == "2013-02-18"
    assert (
        answers_for(offsite("2013-01-07"), calendar=calendar, **{"offsite-review-interval": 10})[
            "offsite-review-interval"
        ]
        == "2013-01-21"
    )


def test_an_off_site_direction_that_ended_needs_no_review():
    assert (
        answers_for(offsite("2027-01-11", offsite_ended_on="2027-01-29"))["offsite-review-interval"] is None
    )
