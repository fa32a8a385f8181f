"""Answering a file of facts: read strictly, compute with whatever rule sets are registered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from casework.deadlines.fact_reading import FactError, FactReader, read_date
from casework.deadlines.registry import RuleSet
from casework.deadlines.rule_settings import RuleSettings, SettingError
from casework.deadlines.rules import Obligation, due_as_text, explain
from casework.schools.rules import CalendarError, Closure, SchoolCalendar, TermBlock


class FileError(ValueError):
    """The file is not in the form it should be; the message names the example and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question of the file: a calendar and the facts to count on it."""

    id: str
    calendar: SchoolCalendar
    facts: Mapping[str, object]


def read_examples(content: bytes) -> list[Example]:
    """Return the examples of a file. Raises FileError; an expected answer in the file is never read."""
    try:
        entries = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise FileError("The file is not text in UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileError(f"The file is not JSON: {error}") from None
    except ValueError as error:
        raise FileError(f"The file has a number that cannot be read: {error}") from None
    if not isinstance(entries, list):
        raise FileError("The file must be a list of examples")
    examples: dict[str, Example] = {}
    for position, entry in enumerate(entries, start=1):
        example = _example(entry, position)
        if example.id in examples:
            raise FileError(f"{example.id}: two examples have this id")
        examples[example.id] = example
    return list(examples.values())


def answers(
    examples: Iterable[Example], rule_sets: tuple[RuleSet[Any], ...]
) -> dict[str, dict[str, str | None]]:
    """Return the due date of every rule the facts bear on, by example and rule. Raises FileError."""
    return {
        example.id: {each.name: due_as_text(each.due) for each in obligations_of(example, rule_sets)}
        for example in examples
    }


def explanations(
    examples: Iterable[Example], rule_sets: tuple[RuleSet[Any], ...]
) -> dict[str, dict[str, dict[str, object]]]:
    """Return the same with each day counted and each day skipped. Raises FileError."""
    return {
        example.id: {each.name: explain(each) for each in obligations_of(example, rule_sets)}
        for example in examples
    }


def obligations_of(example: Example, rule_sets: tuple[RuleSet[Any], ...]) -> list[Obligation]:
    found: list[Obligation] = []
    for rule_set in rule_sets:
        try:
            facts = rule_set.parse(example.facts)
            if facts is not None:
                found += rule_set.compute(facts, example.calendar, _settings(rule_set, example.facts))
        except (FactError, SettingError) as error:
            raise FileError(f"{example.id}: {error}") from None
        except OverflowError:
            raise FileError(f"{example.id}: a date is too far away to count with") from None
    return found


def _settings(rule_set: RuleSet[Any], facts: Mapping[str, object]) -> RuleSettings:
    """Return the set's settings as the example's config, or a fact of that name, gives them."""
    reader = FactReader(facts).inner("config")
    config = {**facts, **(reader.facts if reader else {})}
    declared = {spec.key for spec in rule_set.settings}
    named = {key: value for key, value in config.items() if key in declared}
    lengths = {
        key: value for key, value in (reader.facts if reader else {}).items() if key in rule_set.rule_ids
    }
    return rule_set.settings_with({**named, **lengths})


def _example(entry: object, position: int) -> Example:
    if not isinstance(entry, dict):
        raise FileError(f"Example {position} must be an object")
    name = entry.get("id")
    if not isinstance(name, str) or not name.strip():
        raise FileError(f"Example {position} must have an id, in text")
    for part in ("calendar", "facts"):
        if not isinstance(entry.get(part), dict):
            raise FileError(f"{name}: {part} is missing or not an object")
    try:
        return Example(name, _calendar(entry["calendar"]), entry["facts"])
    except (FactError, CalendarError) as error:
        raise FileError(f"{name}: {error}") from None


def _calendar(calendar: Mapping[str, object]) -> SchoolCalendar:
    return SchoolCalendar(
        terms=tuple(_term(each, at) for at, each in _entries(calendar, "terms")),
        closures=tuple(
            Closure(day, day)
            for day in (_day(each, "closures", at) for at, each in _entries(calendar, "closures"))
        ),
        bank_holidays=[_day(each, "bank_holidays", at) for at, each in _entries(calendar, "bank_holidays")],
    )


def _entries(calendar: Mapping[str, object], name: str) -> list[tuple[int, object]]:
    entries = calendar.get(name)
    if not isinstance(entries, list):
        raise FactError(f"calendar {name} is missing or not a list")
    return list(enumerate(entries, start=1))


def _term(entry: object, at: int) -> TermBlock:
    if not isinstance(entry, dict):
        raise FactError(f"calendar terms[{at}] must be an object with start and end")
    reader = FactReader(entry, f"calendar terms[{at}]")
    return TermBlock(reader.required_day("start"), reader.required_day("end"), reader.text("name"))


def _day(entry: object, name: str, at: int) -> date:
    return read_date(entry, f"calendar {name}[{at}]")


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")
