"""The worked examples come out as written, day for day."""

import json
from pathlib import Path

import pytest

from casework.deadlines.files import answers, obligations_of, read_examples
from casework.deadlines.rules import explain
from exclusions.rules import RULE_SET as EXCLUSIONS
from panels.rules import RULE_SET as PANELS

HERE = Path(__file__).parent / "exclusion_deadlines.json"
SOURCE = Path(__file__).parents[3] / "shared" / "domain" / "exclusion_deadlines.json"
CONTENT = HERE.read_bytes()
EXPECTED = {entry["id"]: entry["expected"] for entry in json.loads(CONTENT)}
EXAMPLES = {example.id: example for example in read_examples(CONTENT)}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_answer_of_an_example_is_right(name):
    answered = answers([EXAMPLES[name]], (EXCLUSIONS, PANELS))[name]

    asked = {rule: answered.get(rule, "not answered") for rule in EXPECTED[name]}
    assert asked == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_explanation_ends_on_the_day_it_explains(name):
    for obligation in obligations_of(EXAMPLES[name], (EXCLUSIONS, PANELS)):
        explanation = explain(obligation)
        if explanation["counted"]:
            last = explanation["counted"][-1]
            assert last == {"n": explanation["length"], "date": explanation["due"]}, obligation.name
        assert explanation["because"]
        assert explanation["source"]


def test_the_copy_is_the_original_where_that_can_be_seen():
    original = SOURCE.read_bytes() if SOURCE.exists() else CONTENT

    assert original == CONTENT
