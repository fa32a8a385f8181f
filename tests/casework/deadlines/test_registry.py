"""One rule id has one owner."""

import pytest

from casework.deadlines.choices import Confidence
from casework.deadlines.registry import Registry, RuleAlreadyRegistered, all_rule_sets, settings_alone
from casework.deadlines.registry import rule as registered_rule
from casework.deadlines.rule_settings import SettingSpec
from exclusions.rules import RULE_SET as EXCLUSIONS
from panels.rules import RULE_SET as PANELS


def test_the_services_register_their_rules_when_the_project_starts():
    names = {each.name for each in all_rule_sets()}

    assert {"exclusions", "panels"} <= names
    assert registered_rule("gb-meet-15sd").length == 15


def test_a_rule_set_cannot_register_twice():
    registry = Registry([EXCLUSIONS])

    with pytest.raises(RuleAlreadyRegistered, match="exclusions is registered already"):
        registry.register(EXCLUSIONS)


def test_a_rule_id_or_setting_that_is_taken_is_refused_by_name():
    from dataclasses import replace

    registry = Registry([EXCLUSIONS])
    same_rules = replace(PANELS, rules=EXCLUSIONS.rules[:1])
    same_settings = replace(PANELS, settings=EXCLUSIONS.settings[:1])

    with pytest.raises(RuleAlreadyRegistered, match=f"exclusions owns {EXCLUSIONS.rules[0].rule_id}"):
        registry.register(same_rules)
    with pytest.raises(RuleAlreadyRegistered, match="exclusions owns pex_day6_mode"):
        registry.register(same_settings)
    registry.register(PANELS)
    assert registry.rule("fap-place-20sd").length == 20


def test_the_newest_version_of_a_rule_is_found_by_its_id():
    registry = Registry([EXCLUSIONS])

    assert registry.rule("notify-la-all").valid_from.year == 2022
    with pytest.raises(LookupError, match="No rule is called nothing"):
        registry.rule("nothing")


def test_a_room_has_settings_without_rules():
    spec = SettingSpec(
        key="answer_in",
        title="Days to answer in",
        default=5,
        value_type=int,
        confidence=Confidence.C,
        explanation="A local choice.",
        source="Local",
    )
    registry = Registry([settings_alone("a room", (spec,))])

    (rule_set,) = registry.all_rule_sets()
    assert rule_set.settings_with({})["answer_in"] == 5
    assert rule_set.settings_with({"answer_in": 3})["answer_in"] == 3
    assert rule_set.parse({"anything": 1}) is None
