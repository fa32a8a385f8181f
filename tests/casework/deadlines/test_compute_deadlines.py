"""The command that answers anybody's file: what it prints, and how it refuses."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.deadlines.files import FileError, answers, read_examples
from exclusions.rules import RULE_SET as EXCLUSIONS
from panels.rules import RULE_SET as PANELS

CALENDAR = {
    "terms": [{"start": "2026-09-02", "end": "2026-10-23"}, {"start": "2026-11-02", "end": "2026-12-18"}],
    "closures": ["2026-09-02"],
    "bank_holidays": ["2026-12-25", "2026-12-28"],
}
FACTS = {"event": "permanent_exclusion", "start_date": "2026-09-21", "gb_notice_received": "2026-09-21"}


def example(name="EX-05", **more):
    return {"id": name, "calendar": CALENDAR, "facts": FACTS, **more}


def content(*examples):
    return json.dumps(examples).encode()


def answered(*examples):
    return answers(read_examples(content(*examples)), (EXCLUSIONS, PANELS))


@pytest.fixture
def written(tmp_path):
    def write(*examples):
        path = tmp_path / "facts.json"
        path.write_bytes(content(*examples))
        return path

    return write


def run(*args):
    out = StringIO()
    call_command("compute_deadlines", *map(str, args), stdout=out)
    return json.loads(out.getvalue())


# Answers


def test_the_command_prints_each_rule_by_example(written):
    found = run(written(example(), example("EX-06", facts={"fap_agreed": "2026-10-01"})))

    assert list(found) == ["EX-05", "EX-06"]
    assert found["EX-05"]["day6-provision-la"] == "2026-09-28"
    assert found["EX-05"]["ap-notice-48h"] == "2026-09-26"
    assert found["EX-05"]["gb-meet-15sd"] == "2026-10-12"
    assert found["EX-06"]["fap-place-20sd"] == "2026-11-05"


def test_the_command_explains_each_day_when_asked(written):
    day6 = run(written(example()), "--explain")["EX-05"]["day6-provision-la"]

    assert day6["due"] == "2026-09-28"
    assert [each["date"] for each in day6["skipped"]] == ["2026-09-26", "2026-09-27"]
    assert "SI 2007/1870" in day6["source"]


def test_an_expected_answer_in_the_file_is_never_read():
    assert answered(example(expected={"day6-provision-la": "1999-01-01"})) == answered(example())


def test_facts_that_no_rule_set_knows_answer_nothing():
    assert answered(example(facts={"event": "unheard_of", "colour": "blue"})) == {"EX-05": {}}


def test_a_count_past_the_calendar_prints_unknown():
    assert (
        answered(example(facts=FACTS | {"gb_notice_received": "2026-12-10"}))["EX-05"]["gb-meet-15sd"]
        == "unknown"
    )


def test_config_overrides_settings_and_local_lengths_and_unknown_keys_are_left_alone():
    facts = FACTS | {"gb_meeting_date": "2026-10-09"}
    config = {"pex_day6_mode": "literal", "la-statement": 4, "panel-cutoff": 10, "colour": "blue"}

    plain = answered(example(facts=facts))["EX-05"]
    changed = answered(example(facts=facts | {"config": config}))["EX-05"]

    assert (plain["day6-provision-la"], changed["day6-provision-la"]) == ("2026-09-28", "2026-09-29")
    assert (plain["la-statement"], changed["la-statement"]) == ("2026-10-07", "2026-10-05")


def test_an_empty_list_is_answered_with_nothing():
    assert answered() == {}


def test_a_byte_order_mark_is_no_hindrance():
    assert read_examples(b"\xef\xbb\xbf[]") == []


# Refusals


def with_calendar(**more):
    return example(calendar=CALENDAR | more)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is not JSON"),
        (b"{", "The file is not JSON"),
        (b"\xff\xfe[", "The file is not text in UTF-8"),
        (b"{}", "The file must be a list of examples"),
        (b"null", "The file must be a list of examples"),
        (b"[1]", "Example 1 must be an object"),
        (b"[NaN]", "NaN is not a number"),
        (b"[-Infinity]", "-Infinity is not a number"),
        (b"[" * 100_000, "The file is not JSON"),
        (b"[" + b"9" * 5000 + b"]", "The file has a number that cannot be read"),
        (content({"calendar": CALENDAR, "facts": FACTS}), "Example 1 must have an id"),
        (content(example(" ")), "Example 1 must have an id"),
        (content(example(5)), "Example 1 must have an id"),
        (content(example(), example()), "EX-05: two examples have this id"),
        (content({"id": "EX-05", "facts": FACTS}), "EX-05: calendar is missing"),
        (content({"id": "EX-05", "calendar": CALENDAR}), "EX-05: facts is missing"),
        (content(example(facts=[])), "EX-05: facts is missing or not an object"),
        (content(with_calendar(terms=None)), "EX-05: calendar terms is missing or not a list"),
        (content(with_calendar(closures="2026-09-02")), "EX-05: calendar closures is missing or not a list"),
        (content(with_calendar(bank_holidays=[20261225])), "EX-05: calendar bank_holidays[1] must be a date"),
        (content(with_calendar(terms=["2026-09-02"])), "EX-05: calendar terms[1] must be an object"),
        (content(with_calendar(terms=[{"start": "2026-09-02"}])), "EX-05: calendar terms[1] end is missing"),
        (
            content(with_calendar(terms=[{"start": "2026-10-02", "end": "2026-09-02"}])),
            "EX-05: The term 2 October 2026 to 2 September 2026 ends before it starts",
        ),
        (
            content(with_calendar(terms=[*CALENDAR["terms"], {"start": "2026-12-18", "end": "2027-02-12"}])),
            "EX-05: The terms 2 November 2026 to 18 December 2026"
            " and 18 December 2026 to 12 February 2027 overlap",
        ),
        (content(with_calendar(closures=["2026-13-01"])), "EX-05: calendar closures[1] is not a day"),
        (content(example(facts=FACTS | {"start_date": "21 September"})), "EX-05: start_date must be a date"),
        (content(example(facts=FACTS | {"start_point": "noon"})), "EX-05: start_point must be one of"),
        (content(example(facts={"fap_agreed": True})), "EX-05: fap_agreed must be a date"),
        (content(example(facts=FACTS | {"config": []})), "EX-05: config must be an object"),
        (
            content(example(facts=FACTS | {"config": {"pex_day6_mode": "odd"}})),
            "EX-05: pex_day6_mode must be",
        ),
        (
            content(example(facts=FACTS | {"config": {"gb-meet-15sd": 9}})),
            "EX-05: The length of gb-meet-15sd",
        ),
    ],
)
def test_a_file_in_the_wrong_form_is_refused_with_the_example_and_the_reason(raw, words):
    with pytest.raises(FileError) as refused:
        answers(read_examples(raw), (EXCLUSIONS, PANELS))

    assert words in str(refused.value)


@pytest.mark.parametrize("arguments", [(), ("--explain",)])
def test_the_command_ends_with_status_2_and_prints_nothing_for_a_file_it_refuses(written, arguments):
    path = written(example(), example("EX-06", facts=FACTS | {"start_date": 5}))
    out = StringIO()

    with pytest.raises(CommandError, match="EX-06: start_date") as refused:
        call_command("compute_deadlines", str(path), *arguments, stdout=out)

    assert refused.value.returncode == 2
    assert out.getvalue() == ""


def test_a_file_that_is_not_there_ends_with_status_2(tmp_path):
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("compute_deadlines", str(tmp_path / "nowhere.json"))

    assert refused.value.returncode == 2
