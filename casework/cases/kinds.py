"""What a service registers so that the core can carry its cases without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from casework.people.starts import Start, register_start

if TYPE_CHECKING:
    from casework.access.models import Team, User
    from casework.cases.models import Case, Deadline
    from casework.people.models import Child


class AlreadyRegistered(Exception):
    """Two services claim one name."""


@dataclass(frozen=True)
class Track:
    """One of the strands a case runs on at the same time."""

    code: str
    label: str


@dataclass(frozen=True)
class Step:
    """Something an officer can record next, with the address where they do it."""

    text: str
    href: str
    is_main: bool = False


@dataclass(frozen=True)
class Panel:
    """A part of the case page that a service draws: a template and what it shows, already in words.

    The template finds each name of the context, and `panel` itself.
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WithoutEducation:
    """A child gets no education from a day on, until the day it begins again, where that is arranged."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Appointment:
    """A meeting, a hearing or a visit on a case, in words that name nobody."""

    code: str
    text: str
    on: date


@dataclass(frozen=True)
class IntakeColumn:
    """Something a row of a file says about a case to be opened: its code, its label, and how it is read.

    `read` takes the text of a cell and gives the value; it raises ValueError, in words, where the text cannot
    be one.
    """

    code: str
    label: str
    is_required: bool
    read: Callable[[str], Any]
    other_headings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A case that comes in from a file: the child, what its row says, and who is to hold it."""

    child: Child
    values: Mapping[str, Any]
    team: Team
    officer: User | None
    by: User
    on: date


@dataclass(frozen=True)
class Intake:
    """How cases of a kind come in from a file: the columns beside the child's own, and the service that opens
    one.

    A column with the code `school` gives its values a school. `check` takes the values by code, the date of
    birth and the day, and says in words everything that cannot be right about them together. `open` raises
    ValueError, in words, where they cannot be a case all the same.
    """

    columns: tuple[IntakeColumn, ...]
    check: Callable[[Mapping[str, Any], date, date], list[str]]
    open: Callable[[Arrival], Case]
    # Says which open case, among those the person may read, the values are about already, so that a file may
    # come in twice.
    already_here: Callable[[Child, Mapping[str, Any], User], Case | None]


def never_without_education(case: Case) -> WithoutEducation | None:
    return None


def every_open_deadline(case: Case, deadlines: Sequence[Deadline]) -> Sequence[Deadline]:
    return deadlines


def no_appointments(case: Case) -> list[Appointment]:
    return []


def nowhere(reference: str) -> str:
    """Return no address: the kind has no page of its own for this."""
    return ""


@dataclass(frozen=True, kw_only=True)
class CaseKind:
    """One kind of case.

    `facts_for` gives the facts its rule set computes from; `law_date` the day that picks the version of the
    law and the council's settings. `load` names the relations that `facts_for` reads, so that many cases
    load at once.
    """

    code: str
    prefix: str
    label: str
    rule_set: str
    tracks: tuple[Track, ...]
    outcomes: Mapping[str, str]
    start_text: str
    start_url_name: str
    load: tuple[str, ...]
    prefetch: tuple[str, ...] = ()
    facts_for: Callable[[Case], Any]
    law_date: Callable[[Case], date]
    panels: Callable[[Case, User], list[Panel]]
    next_steps: Callable[[Case, User], list[Step]]
    reasons_not_to_close: Callable[[Case], list[str]]
    fact_codes: Mapping[str, str] = field(default_factory=dict)
    # From the facts of a case loaded with `load` and `prefetch`: since when the child has no education.
    without_education: Callable[[Case], WithoutEducation | None] = never_without_education
    # From the same facts: what is arranged and has not happened, for the calendar of whoever holds the case.
    appointments: Callable[[Case], list[Appointment]] = no_appointments
    # Of the open deadlines, those that have to be settled before closing: not what has become pointless.
    to_settle: Callable[[Case, Sequence[Deadline]], Sequence[Deadline]] = every_open_deadline
    # The rules that say from which day education is owed meanwhile, and the page where it is arranged.
    education_rules: tuple[str, ...] = ()
    education_href: Callable[[str], str] = nowhere
    intake: Intake | None = None


@dataclass(frozen=True)
class Topic:
    """Something one service hands to a team, by the team's name."""

    code: str
    label: str
    team_name: str


_kinds: dict[str, CaseKind] = {}
_topics: dict[str, Topic] = {}


def register_kind(kind: CaseKind) -> None:
    """Add a kind of case. Raises AlreadyRegistered when its code or its prefix is taken."""
    for other in _kinds.values():
        if other.code == kind.code or other.prefix == kind.prefix:
            raise AlreadyRegistered(f"{kind.code} ({kind.prefix}) is taken by {other.label}")
    _kinds[kind.code] = kind
    register_start(Start(code=kind.code, text=kind.start_text, url_name=kind.start_url_name))


def kind_of(case: Case) -> CaseKind:
    return _kinds[case.kind]


def kind_named(code: str) -> CaseKind:
    return _kinds[code]


def all_kinds() -> tuple[CaseKind, ...]:
    return tuple(_kinds.values())


def register_topic(topic: Topic) -> None:
    """Say which team takes a topic. Raises AlreadyRegistered when another has it."""
    if topic.code in _topics:
        raise AlreadyRegistered(f"{topic.code} goes to {_topics[topic.code].team_name}")
    _topics[topic.code] = topic


def topic_named(code: str) -> Topic | None:
    return _topics.get(code)
