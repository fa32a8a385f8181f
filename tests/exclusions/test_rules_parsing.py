"""Reading facts: what is taken, what is left alone, what is refused, and in which words."""

import pytest

from casework.deadlines.fact_reading import FactError
from casework.deadlines.rule_settings import SettingError
from exclusions.choices import ExclusionEvent, StartPoint
from exclusions.rules import RULE_SET, parse_facts
from tests.exclusions.answers import permanent, suspension


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"event": "fair_access", "fap_agreed": "2026-12-02"},
        {"event": "dob", "date_of_birth": "2021-08-31"},
        {"event": "sao_breach", "offence_date": "not a date"},
        {"start_date": "2026-11-09", "sessions": 6},
    ],
)
def test_facts_of_something_else_are_left_alone(facts):
    assert parse_facts(facts) is None


def test_a_governors_or_review_fact_is_enough_without_an_event():
    assert parse_facts({"gb_meeting_date": "2027-01-07"}).event is None


def test_unknown_facts_and_empty_ones_are_ignored():
    facts = parse_facts(
        permanent("2026-11-09", colour="blue", gb_meeting_date=None, source_confidence="high")
    )

    assert facts.event is ExclusionEvent.PERMANENT_EXCLUSION
    assert facts.gb_meeting_date is None
    assert facts.start_point is StartPoint.START_OF_DAY


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (permanent("21/09/2026"), "start_date must be a date such as 2026-09-21"),
        (permanent("20260921"), "start_date must be a date"),
        (permanent("2026-02-30"), "start_date is not a day of the calendar: 2026-02-30"),
        (permanent("0001-01-01"), "between 1900 and 2200"),
        (permanent(20260921), "start_date must be a date"),
        (permanent("2026-09-21", start_point="lunch"), "start_point must be one of after_school"),
        (permanent("2026-09-21", start_point=3), "start_point must be one of"),
        (permanent("2026-09-21", year11_no_exams_left="yes"), "must be true or false"),
        (permanent("2026-09-21", year11_no_exams_left=1), "must be true or false"),
        (permanent("2026-09-21", home_la=931), "home_la must be text"),
        (suspension("2026-09-21", -2), "sessions must be 1 or more, not -2"),
        (suspension("2026-09-21", 0), "sessions must be 1 or more"),
        (suspension("2026-09-21", True), "sessions must be a whole number"),
        (suspension("2026-09-21", 2.5), "sessions must be a whole number"),
        (suspension("2026-09-21", "6"), "sessions must be a whole number"),
        (suspension("2026-09-21", 6, previous_days_same_statutory_term=-1), "from 0 up"),
        (suspension("2026-09-21", 6, previous_days_same_statutory_term=0.3), "whole or half days"),
        (suspension("2026-09-21", 6, previous_days_same_statutory_term=True), "must be a number of days"),
        (suspension("2026-09-21", 6, previous_days_same_statutory_term=float("nan")), "must be a number"),
        (suspension("2026-09-21", 6, days_earlier_in_school_year=float("inf")), "whole or half days"),
        (
            suspension("2026-09-21", 6, public_exam_date=["2027-05-13", None]),
            "public_exam_date must be a date",
        ),
        (suspension("2026-09-21", 6, consecutive_previous_suspensions={}), "must be a list"),
        (suspension("2026-09-21", 6, consecutive_previous_suspensions=[None]), "must be an object"),
        (
            suspension("2026-09-21", 6, consecutive_previous_suspensions=[{"start_date": "2026-09-14"}]),
            "consecutive_previous_suspensions[1] sessions is missing",
        ),
        (
            suspension("2026-09-21", 6, consecutive_previous_suspensions=[{"sessions": 4}]),
            "consecutive_previous_suspensions[1] start_date is missing",
        ),
        ({"gb_decision_notice": "2026-10-09"}, "gb_decision_notice must be an object"),
        ({"gb_decision_notice": {"date": "2026-10-09"}}, "gb_decision_notice method is missing"),
        (
            {"gb_decision_notice": {"method": "pigeon", "date": "2026-10-09"}},
            "method must be one of delivered",
        ),
        ({"gb_decision_notice": {"method": "delivered"}}, "gb_decision_notice date is missing"),
        ({"event": "review", "irp_outcome": "maybe"}, "irp_outcome must be one of quash"),
        ({"event": 7}, "event must be text"),
    ],
)
def test_a_fact_in_the_wrong_form_is_refused_by_name(facts, words):
    with pytest.raises(FactError) as refused:
        parse_facts(facts)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"pex_day6_mode": "sometimes"}, "pex_day6_mode must be one of: statutory, literal"),
        ({"pex_day6_mode": 1}, "pex_day6_mode must be one of"),
        ({"la-statement": -1}, "la-statement must be a whole number from 0 to 1000"),
        ({"la-statement": True}, "la-statement must be a whole number"),
        ({"gb-meet-15sd": 20}, "The length of gb-meet-15sd is not a setting"),
        ({"notify-parents": 2}, "The length of notify-parents is not a setting"),
        ({"colour": "blue"}, "There is no setting called colour"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(overrides, words):
    with pytest.raises(SettingError) as refused:
        RULE_SET.settings_with(overrides)

    assert words in str(refused.value)


def test_every_setting_explains_itself_and_takes_its_own_default():
    for spec in RULE_SET.settings:
        assert spec.checked(spec.default) == spec.default
        assert spec.explanation.endswith(".")
        assert spec.source
        assert spec.title
