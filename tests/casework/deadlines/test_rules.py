"""The rule book, settings and explanations."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.deadlines.choices import Confidence, ObligationKind, OwedBy, RuleStatus, Unit
from casework.deadlines.presenters import Stretch, explanation_text
from casework.deadlines.rule_settings import SettingError, SettingSpec, settings_for
from casework.deadlines.rules import (
    NoRuleInForce,
    Obligation,
    RuleBook,
    RuleBookError,
    RuleVersion,
    due_as_text,
    explain,
)
from casework.schools.choices import SchoolType
from casework.schools.rules import Unknown
from tests.calendars import year_2026


def rule(**more):
    return RuleVersion(
        **{
            "rule_id": "reply",
            "title": "Reply to the parent",
            "source": "The Reply Act 2026, section 1",
            "status": RuleStatus.MUST,
            "confidence": Confidence.A,
            "owed_by": OwedBy.LOCAL_AUTHORITY,
            "valid_from": date(2026, 9, 1),
            "length": 3,
            "unit": Unit.SCHOOL_DAY,
            **more,
        }
    )


BOOK = RuleBook(
    (
        rule(valid_to=date(2026, 12, 31)),
        rule(valid_from=date(2027, 1, 1), length=5),
        rule(rule_id="academies only", applies_to=frozenset({SchoolType.ACADEMY})),
    )
)


@pytest.mark.parametrize(
    ("on", "length"),
    [(date(2026, 9, 1), 3), (date(2026, 12, 31), 3), (date(2027, 1, 1), 5), (date(2040, 2, 29), 5)],
)
def test_the_date_of_the_fact_picks_the_version(on, length):
    assert BOOK.version("reply", on=on, school_type=SchoolType.MAINTAINED).length == length


def test_before_the_first_version_no_rule_is_in_force():
    with pytest.raises(NoRuleInForce, match="reply was not in force on 31 August 2026"):
        BOOK.version("reply", on=date(2026, 8, 31), school_type=SchoolType.MAINTAINED)

    assert BOOK.nearest("reply", on=date(2026, 8, 31)).length == 3
    assert BOOK.nearest("reply", on=date(2040, 1, 1)).length == 5


def test_a_rule_holds_only_for_the_schools_it_names():
    on = date(2026, 10, 1)

    assert BOOK.version("academies only", on=on, school_type=SchoolType.ACADEMY)
    with pytest.raises(NoRuleInForce):
        BOOK.version("academies only", on=on, school_type=SchoolType.INDEPENDENT)


def test_two_versions_in_force_on_one_day_are_refused():
    with pytest.raises(RuleBookError, match="Two versions of reply"):
        RuleBook((rule(), rule(valid_from=date(2027, 1, 1))))


def test_two_versions_may_share_days_when_they_are_for_different_schools():
    maintained, academy = (frozenset({each}) for each in (SchoolType.MAINTAINED, SchoolType.ACADEMY))

    assert len(RuleBook((rule(applies_to=maintained), rule(applies_to=academy))).versions) == 2


# Settings

SPECS = (
    SettingSpec(
        key="mode",
        title="Mode",
        default="plain",
        confidence=Confidence.B,
        explanation="How.",
        source="Practice",
        choices=(("plain", "Plain"), ("fancy", "Fancy")),
    ),
    SettingSpec(
        key="commencement",
        title="In force from",
        default=None,
        confidence=Confidence.C,
        explanation="When.",
        source="Practice",
        value_type=date,
    ),
    SettingSpec(
        key="rounds",
        title="Rounds",
        default=2,
        confidence=Confidence.C,
        explanation="How many.",
        source="Practice",
        value_type=int,
    ),
)
LOCAL = rule(rule_id="visit", status=RuleStatus.LOCAL, length=10)


def test_defaults_hold_until_something_is_set():
    settings = settings_for(SPECS, (LOCAL,), {})

    assert dict(settings) == {"mode": "plain", "commencement": None, "rounds": 2}
    assert settings.length(LOCAL) == 10


def test_settings_take_values_of_their_own_kind_and_lengths_by_rule():
    settings = settings_for(
        SPECS, (LOCAL,), {"mode": "fancy", "commencement": "2027-09-01", "rounds": 3, "visit": 15}
    )

    assert settings.text("mode") == "fancy"
    assert settings["commencement"] == date(2027, 9, 1)
    assert settings["rounds"] == 3
    assert settings.length(LOCAL) == 15
    assert settings.lengths == {"visit": 15}


@pytest.mark.parametrize(
    "overrides",
    [
        {"mode": "odd"},
        {"commencement": "soon"},
        {"rounds": "3"},
        {"rounds": True},
        {"visit": 1001},
        {"nothing": 1},
    ],
)
def test_a_value_that_cannot_be_is_refused(overrides):
    with pytest.raises(SettingError):
        settings_for(SPECS, (LOCAL,), overrides)


@pytest.mark.parametrize(
    ("version", "may"),
    [
        (rule(), False),
        (rule(confidence=Confidence.C), True),
        (rule(status=RuleStatus.SHOULD), True),
        (rule(status=RuleStatus.LOCAL), True),
        (rule(status=RuleStatus.LOCAL, length=None, unit=None), False),
    ],
)
def test_a_length_read_in_the_law_is_not_a_setting(version, may):
    assert version.length_may_be_set is may


# Explanations


def obligation(**more):
    count = year_2026().count_school_days_after(date(2026, 11, 26), 3)
    return Obligation(
        **{
            "rule": rule(note="In writing."),
            "kind": ObligationKind.DEADLINE,
            "due": count.result,
            "because": "The letter came on 26 November 2026",
            "owed_by": OwedBy.LOCAL_AUTHORITY,
            "track": "answers",
            "started_on": count.start,
            "count": count,
            **more,
        }
    )


def test_an_explanation_carries_the_rule_and_every_day_as_plain_data():
    explanation = explain(obligation(notes=("Officer to confirm",), warn_on=date(2026, 12, 1)))

    assert json.loads(json.dumps(explanation)) == explanation
    assert explanation == {
        "rule": "reply",
        "key": "",
        "title": "Reply to the parent",
        "status": "MUST",
        "confidence": "A",
        "source": "The Reply Act 2026, section 1",
        "in_force_from": "2026-09-01",
        "in_force_until": None,
        "owed_by": "LOCAL_AUTHORITY",
        "kind": "DEADLINE",
        "track": "answers",
        "because": "The letter came on 26 November 2026",
        "start": "2026-11-26",
        "length": 3,
        "unit": "SCHOOL_DAY",
        "counting": "school days after",
        "counted": [
            {"n": 1, "date": "2026-11-27"},
            {"n": 2, "date": "2026-12-01"},
            {"n": 3, "date": "2026-12-02"},
        ],
        "skipped": [
            {"date": "2026-11-28", "kind": "WEEKEND", "reason": "weekend"},
            {"date": "2026-11-29", "kind": "WEEKEND", "reason": "weekend"},
            {"date": "2026-11-30", "kind": "INSET", "reason": "INSET day"},
        ],
        "due": "2026-12-02",
        "unknown": None,
        "warn": "2026-12-01",
        "met": None,
        "provisional": False,
        "notes": ["Officer to confirm", "In writing."],
    }


def test_a_due_date_is_written_as_files_want_it():
    assert due_as_text(date(2026, 11, 9)) == "2026-11-09"
    assert due_as_text(datetime(2026, 6, 24, 1, 15, tzinfo=ZoneInfo("Europe/London"))) == "2026-06-24T01:15"
    assert due_as_text(Unknown("2027/28", "Add term dates for 2027/28")) == "unknown"
    assert due_as_text(None) is None


def test_a_key_tells_two_obligations_of_one_rule_apart():
    assert obligation().name == "reply"
    assert obligation(key="PARENT").name == "reply:PARENT"
    assert obligation().is_triggered
    assert not obligation(due=None).is_triggered


def test_an_explanation_is_read_out_in_stretches_of_days():
    text = explanation_text(explain(obligation()))

    assert text.answer == "2 December 2026"
    assert text.status == "Must (law)"
    assert text.in_force == "In force from 1 September 2026"
    assert text.start == "26 November 2026"
    assert text.stretches == (
        Stretch("27 November 2026", "day 1", is_counted=True),
        Stretch("28 November 2026 to 29 November 2026", "not counted: weekend", is_counted=False),
        Stretch("30 November 2026", "not counted: INSET day", is_counted=False),
        Stretch("1 December 2026 to 2 December 2026", "days 2 to 3", is_counted=True),
    )


def test_a_count_back_is_read_out_going_back():
    count = year_2026().count_school_days_before(date(2026, 11, 3), 3)
    text = explanation_text(explain(obligation(count=count, due=count.result)))

    assert [each.what for each in text.stretches] == [
        "day 1",
        "not counted: weekend",
        "not counted: school holiday",
        "not counted: weekend",
        "days 2 to 3",
    ]
    assert text.stretches[-1].dates == "22 October 2026 to 23 October 2026"


def test_what_is_unknown_or_does_not_apply_says_so():
    unknown = Unknown("2027/28", "Add term dates for 2027/28")

    assert (
        explanation_text(explain(obligation(due=unknown))).answer == "Not known. Add term dates for 2027/28"
    )
    assert explanation_text(explain(obligation(due=None, count=None))).answer == "Does not apply"
    old = explanation_text(explain(obligation(rule=rule(valid_to=date(2026, 12, 31)))))
    assert old.in_force == "In force from 1 September 2026 to 31 December 2026"
