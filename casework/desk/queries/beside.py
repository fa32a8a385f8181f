"""What stands beside somebody's deadlines: actions, enquiries, who is on duty, and what else waits for them.

All of it is one query, a union of short rows, so that the page with everything asks no oftener than it did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import may
from casework.cases.choices import NoteStatus
from casework.cases.models import Action, Note
from casework.cases.models import Case as ChildsCase
from casework.desk.queries.caseload import rows_needing_owner
from casework.desk.queries.restriction import rows_beyond_reach, rows_waiting_for
from casework.duty.choices import PartOfDay
from casework.duty.models import DutyTurn, Enquiry
from casework.duty.queries import working_calendar
from casework.people.models import Alert, Child

MOST_SHOWN = 50
ACTION, ENQUIRY, DUTY = "action", "enquiry", "duty"
DRAFT, ALERT, RESTRICTION, BEYOND_REACH, NEEDS_OWNER = "draft", "alert", "restriction", "beyond", "owner"


class Row(NamedTuple):
    """A line of any block. What a block has no use for is empty."""

    what: str
    key: int | None
    number: int
    due_on: date | None
    title: str
    child: str
    child_key: str
    reference: str
    owner: str
    owner_id: int | None
    team: str

    @property
    def child_id(self) -> UUID:
        return UUID(self.child_key)


@dataclass
class Beside:
    """The blocks beside somebody's deadlines, and how many of each quieter thing wait for them."""

    actions: list[Row] = field(default_factory=list)
    enquiries: list[Row] = field(default_factory=list)
    on_duty: list[Row] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)


def beside(user: User, *, on: date) -> Beside:
    """Return everything beside a person's deadlines, theirs and that of those they cover for."""
    first, *others = [
        _actions(user),
        _enquiries(user),
        *_duty(user, on=on),
        *(_count(what, found) for what, found in _quieter(user, on=on)),
    ]
    found = Beside()
    lists = {ACTION: found.actions, ENQUIRY: found.enquiries, DUTY: found.on_duty}
    for row in map(Row._make, first.union(*others, all=True)):
        if row.what in lists:
            lists[row.what].append(row)
        else:
            found.waiting[row.what] = found.waiting.get(row.what, 0) + row.number
    for rows in (found.actions, found.enquiries):
        rows.sort(key=lambda row: (row.due_on is None, row.due_on or on, row.key))
    found.on_duty.sort(key=lambda row: (row.team, row.title == PartOfDay.AFTERNOON))
    return found


def alerts_of(user: User, *, on: date) -> QuerySet[Alert]:
    """Return the alerts that the person, or somebody they cover for, is to look at again by now."""
    owners = user.standing.own_ids
    seen = Alert.objects.filter(child__in=Child.objects.visible_to(user).order_by())
    due = seen.filter(owner__in=owners, ends_on=None, review_on__lte=on)
    return due.select_related("child", "owner").order_by("review_on", "pk")


def _quieter(user: User, *, on: date) -> list[tuple[str, QuerySet[Any]]]:
    """Return what can wait on a page of its own: only its number stands beside the deadlines."""
    own_drafts = Note.objects.visible_to(user).filter(author=user, status=NoteStatus.DRAFT)
    return [
        (DRAFT, own_drafts),
        (ALERT, alerts_of(user, on=on)),
        *((RESTRICTION, found) for found in rows_waiting_for(user, on=on)),
        *((BEYOND_REACH, found) for found in rows_beyond_reach(user, on=on)),
        *((NEEDS_OWNER, found) for found in rows_needing_owner(user, on=on).values()),
    ]


def _actions(user: User) -> QuerySet[Any, Any]:
    owners = user.standing.own_ids
    theirs = Action.objects.visible_to(user).filter(owner__in=owners, done_on=None)
    first = theirs.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_SHOWN].values("pk")
    readable = ChildsCase.objects.visible_to(user).filter(pk=OuterRef("case"))
    return _rows(
        ACTION,
        Action.objects.filter(pk__in=first),
        key=F("pk"),
        due_on=F("due_on"),
        title=F("text"),
        child=Concat("child__forenames", Value(" "), "child__surname"),
        child_key=Cast("child__public_id", CharField()),
        reference=Case(When(Exists(readable), then=F("case__reference")), default=Value("")),
        owner=F("owner__name"),
        owner_id=F("owner_id"),
        team=F("team__name"),
    )


def _enquiries(user: User) -> QuerySet[Any, Any]:
    owners = user.standing.own_ids
    theirs = Enquiry.objects.visible_to(user).open().filter(owner__in=owners)
    first = theirs.order_by("respond_by", "pk")[:MOST_SHOWN].values("pk")
    return _rows(
        ENQUIRY,
        Enquiry.objects.filter(pk__in=first),
        key=F("pk"),
        due_on=F("respond_by"),
        title=F("topic"),
        child=Case(
            When(child=None, then=Value("")),
            default=Concat("child__forenames", Value(" "), "child__surname"),
        ),
        reference=F("reference"),
        owner=F("owner__name"),
        owner_id=F("owner_id"),
        team=F("team__name"),
    )


def _duty(user: User, *, on: date) -> list[QuerySet[Any, Any]]:
    """Return the turns of a working day, and the teams that keep a rota and have nobody on duty."""
    if not may(user, Verb.TAKE_ENQUIRY) or not working_calendar(on).is_working_day(on):
        return []
    teams = Team.objects.filter(pk__in=user.standing.scope(Verb.TAKE_ENQUIRY).team_ids)
    all_turns = DutyTurn.objects.filter(team=OuterRef("pk"))
    without = teams.filter(Exists(all_turns), ~Exists(all_turns.filter(on=on)))
    turns = DutyTurn.objects.visible_to(user).filter(on=on)
    return [
        _rows(
            DUTY,
            turns,
            title=F("part"),
            owner=F("officer__name"),
            owner_id=F("officer_id"),
            team=F("team__name"),
        ),
        _rows(DUTY, without, team=F("name")),
    ]


def _count(what: str, found: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Count rows as one row of the union, or none where there are none."""
    tallied = found.order_by().annotate(_what=_text(what)).values("_what").annotate(_n=Count("pk"))
    empty = _columns()
    others = list(empty.values())[2:]
    row: QuerySet[Any, Any] = tallied.values_list(
        "_what", empty["key"], Cast("_n", BigIntegerField()), *others
    )
    return row


def _rows(what: str, found: QuerySet[Any], **columns: Any) -> QuerySet[Any, Any]:
    texts = {
        name: Cast(value, TextField()) if name not in ("key", "due_on", "owner_id") else value
        for name, value in columns.items()
    }
    return found.order_by().values_list(_text(what), *(_columns() | texts).values())


def _columns() -> dict[str, Any]:
    """Return the columns after the first, empty, in the order of `Row`: a union wants each of one type."""
    no_key = Cast(Value(None), BigIntegerField())
    return {
        "key": no_key,
        "number": Value(1, output_field=BigIntegerField()),
        "due_on": Cast(Value(None), DateField()),
        "title": _text(""),
        "child": _text(""),
        "child_key": _text(""),
        "reference": _text(""),
        "owner": _text(""),
        "owner_id": no_key,
        "team": _text(""),
    }


def _text(said: str) -> Cast:
    return Cast(Value(said), TextField())
