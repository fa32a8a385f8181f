"""What is recorded of one child: as it stands, and as it stood at the end of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from casework.people.models import (
    Alert,
    Child,
    ChildAddress,
    ChildContact,
    ChildIdentifier,
    ChildName,
    Contact,
    Enrolment,
    StatusFact,
)

ADDRESS, ALERT, ENROLMENT, FACT, NAME, NUMBER = "address", "alert", "enrolment", "fact", "name", "number"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a child's record. What `first` to `third` and `other_day` hold depends on its sort:

    an address, its postcode; the text of an alert, why it ended, who looks at it again, and when; a school,
    why the child left, its URN; the value of a fact, words beside it, its authority, and when it was
    confirmed; forenames and surname; a number.
    """

    sort: str
    key: int
    kind: str = ""
    first: str = ""
    second: str = ""
    third: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    other_day: date | None = None
    source: str = ""
    recorded_at: datetime | None = None

    def holds_on(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on <= self.ends_on
        )


@dataclass(frozen=True)
class Record:
    """The rows of a child's record."""

    rows: list[Row] = field(default_factory=list)

    def of(self, sort: str, kind: str = "") -> list[Row]:
        """Return the rows of a sort, or of one kind of it, newest first."""
        found = [row for row in self.rows if row.sort == sort and kind in ("", row.kind)]
        return sorted(
            found, key=lambda row: (row.starts_on or row.ends_on or date.max, row.key), reverse=True
        )

    def fact_on(self, kind: str, on: date) -> Row | None:
        """Return the fact of a kind that holds on a day; of two, the one that began later."""
        return next((row for row in self.of(FACT, kind) if row.holds_on(on)), None)


@dataclass(frozen=True)
class KnownContact:
    """Somebody around the child, as recorded at the end of a day."""

    name: str
    relationship: str
    has_parental_responsibility: bool
    lives_with_child: bool
    telephone: str


@dataclass(frozen=True)
class KnownChild:
    """A child and the record, as recorded at the end of a day."""

    child: Child
    record: Record
    contacts: list[KnownContact]


def record_of(child: Child) -> Record:
    """Return every row of a child's record, in one question to the database."""
    nothing, no_day = Value("", CharField()), Cast(Value(None), DateField())
    dated = (F("starts_on"), F("ends_on"))
    undated = (no_day, F("ended_on"))
    questions = [
        _question(
            ChildAddress, child, ADDRESS, nothing, F("address"), F("postcode"), nothing, *dated, no_day
        ),
        _question(
            *(Enrolment, child, ENROLMENT, F("status"), Coalesce("school__name", "elsewhere")),
            *(F("leaving_reason"), Coalesce("school__urn", nothing), *dated, no_day),
        ),
        _question(
            *(StatusFact, child, FACT, F("kind"), F("value"), F("detail")),
            *(Coalesce("authority__name", nothing), *dated, F("confirmed_on")),
        ),
        _question(
            *(Alert, child, ALERT, F("kind"), F("text"), F("ended_reason"), F("owner__name")),
            *(*dated, F("review_on")),
        ),
        _question(ChildName, child, NAME, F("kind"), F("forenames"), F("surname"), nothing, *undated, no_day),
        _question(ChildIdentifier, child, NUMBER, F("kind"), F("value"), nothing, nothing, *undated, no_day),
    ]
    return Record([Row(*values) for values in questions[0].union(*questions[1:], all=True)])


def _question(model: Any, child: Child, sort: str, *columns: Any) -> QuerySet[Any, Any]:
    asked = (Value(sort, CharField()), F("pk"), *columns, F("source"), F("recorded_at"))
    found: QuerySet[Any, Any] = model.objects.filter(child=child).order_by().values_list(*asked)
    return found


def known_at(child: Child, moment: datetime) -> KnownChild | None:
    """Return a child as the history has it just before a moment; None before the record began."""
    identity = _latest(Child, moment, id=child.pk)
    if not identity:
        return None
    rows: list[Row] = []
    for model, related, row_from in _READINGS:
        found = _latest(model, moment, related=related, child=child.pk)
        rows += [row_from(each) for each in found]
    links = _latest(ChildContact, moment, child=child.pk)
    people = {each.id: each for each in _latest(Contact, moment, id__in=[link.contact_id for link in links])}
    contacts = [_known_contact(link, people[link.contact_id]) for link in links if link.contact_id in people]
    return KnownChild(identity[0].instance, Record(rows), contacts)


def _latest(model: Any, moment: datetime, *, related: str = "", **of: Any) -> list[Any]:
    """Return the newest state of each row before a moment, without those removed by then.

    The order is that of writing: two states of one moment are told apart by it.
    """
    history = model.history.filter(history_date__lt=moment, **of).order_by("history_id")
    states = history.select_related(related) if related else history
    newest = {state.id: state for state in states}
    return [state for state in newest.values() if state.history_type != "-"]


def _known_contact(link: Any, contact: Any) -> KnownContact:
    return KnownContact(
        name=contact.name,
        relationship=link.get_relationship_display(),
        has_parental_responsibility=link.has_parental_responsibility,
        lives_with_child=link.lives_with_child,
        telephone=contact.telephone,
    )


def _address(state: Any) -> Row:
    return _dated(state, ADDRESS, "", state.address, state.postcode)


def _alert(state: Any) -> Row:
    return _dated(state, ALERT, state.kind, state.text, state.ended_reason, state.owner.name, state.review_on)


def _enrolment(state: Any) -> Row:
    name, urn = (state.school.name, state.school.urn) if state.school else (state.elsewhere, "")
    return _dated(state, ENROLMENT, state.status, name, state.leaving_reason, urn)


def _fact(state: Any) -> Row:
    authority = state.authority.name if state.authority else ""
    return _dated(state, FACT, state.kind, state.value, state.detail, authority, state.confirmed_on)


def _name(state: Any) -> Row:
    return _undated(state, NAME, state.forenames, state.surname)


def _number(state: Any) -> Row:
    return _undated(state, NUMBER, state.value)


def _dated(
    state: Any,
    sort: str,
    kind: str,
    first: str,
    second: str = "",
    third: str = "",
    other_day: date | None = None,
) -> Row:
    return Row(
        *(sort, state.id, kind, first, second, third),
        *(state.starts_on, state.ends_on, other_day, state.source, state.recorded_at),
    )


def _undated(state: Any, sort: str, first: str, second: str = "") -> Row:
    return Row(
        *(sort, state.id, state.kind, first, second, ""),
        *(None, state.ended_on, None, state.source, state.recorded_at),
    )


_READINGS: tuple[tuple[Any, str, Callable[[Any], Row]], ...] = (
    (ChildAddress, "", _address),
    (Alert, "owner", _alert),
    (Enrolment, "school", _enrolment),
    (StatusFact, "authority", _fact),
    (ChildName, "", _name),
    (ChildIdentifier, "", _number),
)
