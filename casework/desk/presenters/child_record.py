"""A child's record in words: what stands at the top of it, and each section below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.people import rules
from casework.people.choices import (
    ALERTING,
    SOCIAL_CARE_KINDS,
    AlertKind,
    EnrolmentStatus,
    IdentifierKind,
    NameKind,
    SocialCare,
    StatusKind,
)
from casework.people.models import Child, StatusFact
from casework.people.presenters import lines_of
from casework.people.record import ADDRESS, ALERT, ENROLMENT, FACT, NAME, NUMBER, KnownContact, Record, Row
from casework.ui.words import plural, say_date

Shown = dict[str, Any]

# Said on the record, and no warning.
NO_TAG = frozenset({SocialCare.CLOSED, SocialCare.UNKNOWN})
GROUPS = (
    (
        "Social care",
        (
            StatusKind.SOCIAL_CARE,
            StatusKind.SOCIAL_WORKER,
            StatusKind.LOOKED_AFTER,
            StatusKind.PREVIOUSLY_LOOKED_AFTER,
        ),
    ),
    ("Special educational needs", (StatusKind.EHC_PLAN, StatusKind.SEN_SUPPORT, StatusKind.SEN_NEED)),
    (
        "Home and family",
        (
            StatusKind.HOME_AUTHORITY,
            StatusKind.YOUNG_CARER,
            StatusKind.FREE_MEALS,
            StatusKind.ETHNICITY,
            StatusKind.LANGUAGE,
            StatusKind.INTERPRETER,
        ),
    ),
    ("School", (StatusKind.YEAR_GROUP,)),
)
IN_ORDER = [kind for _, kinds in GROUPS for kind in kinds]
BEFORE_THE_VALUE = {
    StatusKind.YEAR_GROUP: "Taught out of year group: ",
    StatusKind.INTERPRETER: "Needs an interpreter: ",
    StatusKind.SOCIAL_CARE: "Social care: ",
    StatusKind.PREVIOUSLY_LOOKED_AFTER: "Previously looked after: ",
    StatusKind.YOUNG_CARER: "Young carer: ",
}


@dataclass(frozen=True)
class Section:
    """One part of a record: what holds now, what is over, and how to add to it."""

    code: str
    title: str
    now: list[Shown]
    past: list[Shown]
    past_title: str
    empty: str
    links: list[Shown]


@dataclass(frozen=True)
class Viewing:
    """How a record is shown: on which day, with or without ways to change it, and what counts as stale."""

    on: date
    may_change: bool = False
    stale_after: int = 0


def row_of(fact: StatusFact) -> Row:
    """Return a fact as the presenters of a record take it."""
    authority = fact.authority.name if fact.authority else ""
    return Row(
        *(FACT, fact.pk, fact.kind, fact.value, fact.detail, authority),
        *(fact.starts_on, fact.ends_on, fact.confirmed_on, fact.source, fact.recorded_at),
    )


# The top of the record


def tags(child: Child, record: Record, view: Viewing) -> list[Shown]:
    """Return what whoever opens the record reads first."""
    found = [{"text": f"Died {say_date(child.died_on)}", "colour": "grey"}] if child.died_on else []
    found += [
        {"text": _alert_tag(row, view.on), "colour": "purple"} for row in holding(record, ALERT, view.on)
    ]
    for kind in ALERTING:
        row = record.fact_on(kind, view.on)
        if row is not None and row.first not in NO_TAG:
            found.append({"text": fact_words(row) + _stale_words(row, view), "colour": "purple"})
    return found


def _alert_tag(row: Row, on: date) -> str:
    text = AlertKind(row.kind).label
    return f"{text} (review overdue)" if row.other_day and row.other_day < on else text


def holding(record: Record, sort: str, on: date) -> list[Row]:
    return [row for row in record.of(sort) if row.holds_on(on)]


def at_a_glance(child: Child, record: Record, view: Viewing) -> list[str]:
    """Return the line under the name: age, year group, school."""
    age = rules.age_on(child.date_of_birth, child.died_on or view.on)
    places = [row.first for row in holding(record, ENROLMENT, view.on)]
    return [
        f"{'Died' if child.died_on else 'Aged'} {'aged ' if child.died_on else ''}{age}",
        year_group(child, record, view.on) or "Not of school age",
        f"At {' and '.join(places)}" if places else "No school recorded",
    ]


def year_group(child: Child, record: Record, on: date) -> str:
    """Return the year group by age, and beside it the one the child is taught in where that is another."""
    by_age = rules.year_group_name(rules.national_curriculum_year(child.date_of_birth, on))
    taught = record.fact_on(StatusKind.YEAR_GROUP, on)
    if taught is None:
        return by_age
    return f"{rules.value_in_words(taught.kind, taught.first)} (by age {by_age or 'none'})"


def identity(child: Child, record: Record, view: Viewing) -> list[Shown]:
    estimated = " (estimated)" if child.is_date_of_birth_estimated else ""
    age = rules.age_on(child.date_of_birth, child.died_on or view.on)
    rows: list[Shown] = [
        {"key": "Legal name", "value": child.full_name},
        {"key": "Preferred name", "value": child.known_as},
        {"key": "Date of birth", "value": f"{say_date(child.date_of_birth)}{estimated}, aged {age}"},
        {"key": "Died on", "value": say_date(child.died_on)},
        {"key": "Year group", "value": year_group(child, record, view.on)},
        {"key": "Sex", "value": child.get_sex_display()},
        {"key": "UPN", "lines": upn_lines(child)},
        {"key": "Address", "lines": lines_of(child.address, child.postcode)},
    ]
    return [row for row in rows if row.get("value") or row.get("lines")]


def upn_lines(child: Child) -> list[str]:
    if child.upn:
        fault = rules.upn_fault(child.upn)
        return [child.upn, f"Check this number. {fault}"] if fault else [child.upn]
    return ["Not recorded", *([child.get_no_upn_reason_display()] if child.no_upn_reason else [])]


# The sections


def sections(child: Child, record: Record, view: Viewing) -> list[Section]:
    """Return the parts of the record below the cases, in the order somebody looks for them."""
    return [
        _section(child, record, view, ALERT),
        _section(child, record, view, FACT),
        _section(child, record, view, ENROLMENT),
        _section(child, record, view, ADDRESS),
        _section(child, record, view, NAME),
        _section(child, record, view, NUMBER),
    ]


TITLES = {
    ALERT: ("Alerts", "No alert is in force.", "alert"),
    FACT: ("Needs and status", "Nothing is recorded.", "fact"),
    ENROLMENT: ("Schools", "No school is recorded.", "school"),
    ADDRESS: ("Addresses", "No address is recorded.", "address"),
    NAME: ("Other names", "No other name is recorded.", "name"),
    NUMBER: ("Other numbers", "No other number is recorded.", "number"),
}
# How to add to a section, and how to change a row of it: words and the name of the address.
ADDING = {
    ALERT: (("Add an alert", "add_alert"),),
    FACT: (("Add to needs and status", "choose_fact"),),
    ENROLMENT: (("Add a school", "add_enrolment"),),
    ADDRESS: (("Record a move", "move_child"), ("Add an address from before", "add_child_address")),
    NAME: (("Add another name", "add_child_name"),),
    NUMBER: (("Add another number", "add_child_number"),),
}
CHANGING = {
    ALERT: (("Review", "review_alert"), ("Correct", "correct_alert")),
    FACT: (("Review", "review_fact"), ("Correct", "correct_fact")),
    ENROLMENT: (("Left", "end_enrolment"), ("Correct", "correct_enrolment")),
    ADDRESS: (("Correct", "correct_child_address"),),
    NAME: (("Correct", "correct_child_name"),),
    NUMBER: (("Correct", "correct_child_number"),),
}
# What is over can only be corrected.
CORRECTING = "Correct"


def _section(child: Child, record: Record, view: Viewing, sort: str) -> Section:
    title, empty, noun = TITLES[sort]
    rows = record.of(sort)
    if sort == FACT:
        rows = sorted(rows, key=lambda row: IN_ORDER.index(StatusKind(row.kind)))
    # Names and numbers are looked up, whether they are over or not.
    now = [row for row in rows if sort in (NAME, NUMBER) or not _is_over(row, view.on)]
    past = [row for row in rows if row not in now]
    return Section(
        code=sort,
        title=title,
        now=[_shown(child, row, view, is_over=False) for row in now],
        past=[_shown(child, row, view, is_over=True) for row in past],
        past_title=f"{plural(len(past), noun, 'addresses' if sort == ADDRESS else '')} from before",
        empty=empty,
        links=[
            {"text": text, "href": reverse(f"desk:{name}", args=[child.public_id])}
            for text, name in (ADDING[sort] if view.may_change else ())
        ],
    )


def _is_over(row: Row, on: date) -> bool:
    return row.ends_on is not None and row.ends_on < on


def _shown(child: Child, row: Row, view: Viewing, *, is_over: bool) -> Shown:
    key, lines = _WORDS[row.sort](row, view)
    about = f"{key}: {lines[0]}" if lines else key
    actions = [
        {"text": text, "about": about, "href": reverse(f"desk:{name}", args=[child.public_id, row.key])}
        for text, name in (CHANGING[row.sort] if view.may_change else ())
        if text == CORRECTING or not is_over
    ]
    return {"key": key, "lines": lines, "actions": actions}


def _alert(row: Row, view: Viewing) -> tuple[str, list[str]]:
    lines = [*row.first.splitlines(), _since(row, view.on)]
    if row.ends_on is not None and row.second:
        lines.append(row.second)
    elif row.other_day:
        overdue = row.other_day < view.on
        due = "Review was due on" if overdue else "To be reviewed on"
        lines.append(f"{due} {say_date(row.other_day)} by {row.third}")
    return AlertKind(row.kind).label, lines


def _fact(row: Row, view: Viewing) -> tuple[str, list[str]]:
    value = ", ".join(part for part in (rules.value_in_words(row.kind, row.first), row.third) if part)
    lines = [value, row.second, _since(row, view.on)]
    if is_stale(row, view):
        days = plural((view.on - confirmed_on(row)).days, "day")
        lines.append(
            f"Not confirmed for {days}: check it. The council asks for that after {view.stale_after}."
        )
    return StatusKind(row.kind).label, [line for line in lines if line]


def _enrolment(row: Row, view: Viewing) -> tuple[str, list[str]]:
    left = f"Left: {row.second}" if row.second else ""
    lines = [EnrolmentStatus(row.kind).label, _since(row, view.on), left]
    return row.first, [line for line in lines if line]


def _address(row: Row, view: Viewing) -> tuple[str, list[str]]:
    return _span(row, view.on), [*lines_of(row.first, row.second), *_says(row)]


def _name(row: Row, view: Viewing) -> tuple[str, list[str]]:
    until = [f"Used until {say_date(row.ends_on)}"] if row.ends_on else []
    return NameKind(row.kind).label, [f"{row.first} {row.second}".strip(), *until, *_says(row)]


def _number(row: Row, view: Viewing) -> tuple[str, list[str]]:
    fault = rules.identifier_fault(row.kind, row.first)
    lines = [row.first, f"Check this number. {fault}" if fault else ""]
    lines.append(f"Used until {say_date(row.ends_on)}" if row.ends_on else "")
    return IdentifierKind(row.kind).label, [line for line in [*lines, *_says(row)] if line]


_WORDS = {
    ALERT: _alert,
    FACT: _fact,
    ENROLMENT: _enrolment,
    ADDRESS: _address,
    NAME: _name,
    NUMBER: _number,
}


def _span(row: Row, on: date) -> str:
    begins = say_date(row.starts_on)
    if row.ends_on is None:
        return f"From {begins}" if row.starts_on and row.starts_on > on else f"Since {begins}"
    return f"{begins} to {say_date(row.ends_on)}"


def _since(row: Row, on: date) -> str:
    """Say from when until when a row holds, and who says so."""
    return f"{_span(row, on)}. Source: {row.source}" if row.source else _span(row, on)


def _says(row: Row) -> list[str]:
    return [f"Source: {row.source}"] if row.source else []


def fact_words(row: Row) -> str:
    """Say a fact on one line: what it is, its value and its authority."""
    kind = StatusKind(row.kind)
    value = rules.value_in_words(row.kind, row.first)
    text = f"{BEFORE_THE_VALUE.get(kind, f'{kind.label}: ')}{value}" if value else kind.label
    return f"{text} ({row.third})" if row.third else text


def confirmed_on(row: Row) -> date:
    """Return the last day somebody stood by a fact: confirmed it, or wrote it down."""
    written = timezone.localtime(row.recorded_at).date() if row.recorded_at else None
    return row.other_day or written or row.starts_on or date.min


def is_stale(row: Row, view: Viewing) -> bool:
    return (
        view.stale_after > 0
        and row.kind in SOCIAL_CARE_KINDS
        and row.holds_on(view.on)
        and row.first not in NO_TAG
        and rules.is_stale(confirmed_on=confirmed_on(row), on=view.on, after_days=view.stale_after)
    )


def _stale_words(row: Row, view: Viewing) -> str:
    return " (not confirmed lately)" if is_stale(row, view) else ""


# Adding a fact


def kinds_of_fact(child: Child) -> list[Shown]:
    """Return the kinds of fact there are, in groups, each with the page that asks for it."""
    return [
        {
            "title": title,
            "links": [
                {
                    "text": kind.label,
                    "href": reverse("desk:add_fact", args=[child.public_id, in_address(kind)]),
                }
                for kind in kinds
            ],
        }
        for title, kinds in GROUPS
    ]


def in_address(kind: StatusKind) -> str:
    return kind.lower().replace("_", "-")


# What was known on a day


def only_held(record: Record, on: date) -> Record:
    """Return the rows that held on a day; a name or a number counts from the day it is written down."""
    return Record([row for row in record.rows if row.sort in (NAME, NUMBER) or row.holds_on(on)])


def known_sections(child: Child, record: Record, on: date) -> list[Section]:
    """Return the parts of a record that say something, without ways to change it."""
    return [each for each in sections(child, record, Viewing(on=on)) if each.now]


def known_contacts(contacts: Iterable[KnownContact]) -> list[Shown]:
    rows = []
    for each in contacts:
        responsible = ", has parental responsibility" if each.has_parental_responsibility else ""
        at_home = "Lives with the child" if each.lives_with_child else ""
        lines = [f"{each.relationship}{responsible}", each.telephone, at_home]
        rows.append({"key": each.name, "lines": [line for line in lines if line]})
    return rows
