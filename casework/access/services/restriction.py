"""Restricting a record: asked for, agreed or not, seen by the people named on it, looked at again, lifted.

What is restricted belongs to rooms above: they say which tables hold it, and what else follows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone

from casework.access import queries
from casework.access.choices import RestrictionReason, RestrictionState, Verb
from casework.access.models import NamedOn, RestrictionRecord, User
from casework.access.services.saving import delete_as, save_as


class CannotRestrict(Exception):
    """A record cannot be restricted like that, or its restriction not be changed; the message says why."""


class NamedPeopleChanged(Exception):
    """Somebody else changed who is named after this person opened the page."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody who goes on seeing a restricted record, perhaps until a day."""

    user: User
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Restrictable:
    """A kind of record that can be restricted: where that is kept, and by which field it is found."""

    restrictions: type[RestrictionRecord]
    names: type[NamedOn]
    field: str

    def current(self, record: models.Model, *states: RestrictionState) -> Any:
        """Return the restriction of a record that is asked for or in force; there is one at most."""
        found = self.restrictions._default_manager.filter(**{self.field: record}, state__in=states)
        return found.select_related("requested_by", "decided_by").first()

    def named_on(self, record: models.Model) -> list[Any]:
        found = self.names._default_manager.filter(content_object=record)
        return list(found.select_related("user").order_by("user__name", "user_id"))


def named_as_text(named: Collection[Any]) -> str:
    """Return who is named in a form that tells whether somebody changed it meanwhile."""
    return " ".join(f"{each.user_id}:{each.ends_on or ''}" for each in sorted(named, key=_by_user))


def ask(
    kind: Restrictable, record: Any, *, reason: RestrictionReason, details: str, by: User
) -> RestrictionRecord:
    """Write down that somebody asks for a locked record to be restricted."""
    if record.is_restricted:
        raise CannotRestrict("The record is restricted already")
    if kind.current(record, RestrictionState.REQUESTED):
        raise CannotRestrict("A restriction was asked for already and waits to be decided")
    asked = kind.restrictions(**{kind.field: record}, reason=reason, details=details, requested_by=by)
    save_as(asked, by=by)
    return asked


def refuse(kind: Restrictable, record: Any, *, why: str, by: User) -> RestrictionRecord:
    """Decide that a locked record is not restricted."""
    asked = _waiting(kind, record)
    _decide(asked, RestrictionState.REFUSED, why=why, by=by)
    save_as(asked, by=by)
    return asked


def agree(
    kind: Restrictable, record: Any, *, why: str, named: Sequence[Named], review_on: date, by: User, on: date
) -> RestrictionRecord:
    """Restrict a locked record as somebody asked."""
    asked = _waiting(kind, record)
    return _put_in_force(kind, record, asked, why=why, named=named, review_on=review_on, by=by, on=on)


def restrict(
    kind: Restrictable,
    record: Any,
    *,
    reason: RestrictionReason,
    details: str,
    named: Sequence[Named],
    review_on: date,
    by: User,
    on: date,
) -> RestrictionRecord:
    """Restrict a locked record that nobody asked about, by somebody who may decide it."""
    if kind.current(record, RestrictionState.REQUESTED, RestrictionState.ACTIVE):
        raise CannotRestrict("Somebody else asked for this or decided it meanwhile: open the page again")
    begun = kind.restrictions(**{kind.field: record}, reason=reason, details=details, requested_by=by)
    return _put_in_force(kind, record, begun, why="", named=named, review_on=review_on, by=by, on=on)


def keep(
    kind: Restrictable,
    record: Any,
    *,
    why: str,
    named: Sequence[Named],
    seen: str,
    review_on: date,
    by: User,
    on: date,
) -> RestrictionRecord:
    """Keep a locked record restricted until another day of review, and say who is named on it from now on.

    Raises NamedPeopleChanged where somebody else changed who is named after `seen` was drawn.
    """
    restriction = _in_force(kind, record)
    if named_as_text(kind.named_on(record)) != seen:
        raise NamedPeopleChanged
    _check_review(review_on, on=on)
    restriction.review_on = review_on
    restriction.decision_reason = why
    save_as(restriction, by=by)
    _name(kind, record, named, by=by, on=on)
    return restriction


def lift(kind: Restrictable, record: Any, *, why: str, by: User) -> None:
    """Let a locked record be seen again as any other, and take the names off it."""
    if not record.is_restricted:
        raise CannotRestrict("The record is not restricted")
    if restriction := kind.current(record, RestrictionState.ACTIVE):
        restriction.state = RestrictionState.LIFTED
        restriction.lifted_by, restriction.lifted_at, restriction.lifted_reason = by, timezone.now(), why
        save_as(restriction, by=by)
    for row in kind.named_on(record):
        delete_as(row, by=by)
    record.is_restricted = False
    save_as(record, by=by)


def _waiting(kind: Restrictable, record: Any) -> RestrictionRecord:
    found: RestrictionRecord | None = kind.current(record, RestrictionState.REQUESTED)
    if found is None:
        raise CannotRestrict("Somebody else decided this meanwhile")
    return found


def _in_force(kind: Restrictable, record: Any) -> RestrictionRecord:
    found: RestrictionRecord | None = kind.current(record, RestrictionState.ACTIVE)
    if found is None:
        raise CannotRestrict("The restriction was lifted meanwhile")
    return found


def _decide(restriction: RestrictionRecord, state: RestrictionState, *, why: str, by: User) -> None:
    restriction.state = state
    restriction.decided_by, restriction.decided_at, restriction.decision_reason = by, timezone.now(), why


def _put_in_force(
    kind: Restrictable,
    record: Any,
    restriction: RestrictionRecord,
    *,
    why: str,
    named: Sequence[Named],
    review_on: date,
    by: User,
    on: date,
) -> RestrictionRecord:
    _check_review(review_on, on=on)
    _decide(restriction, RestrictionState.ACTIVE, why=why, by=by)
    restriction.review_on = review_on
    save_as(restriction, by=by)
    _name(kind, record, named, by=by, on=on)
    record.is_restricted = True
    save_as(record, by=by)
    return restriction


def _check_review(review_on: date, *, on: date) -> None:
    if review_on <= on:
        raise CannotRestrict("The day on which it is looked at again must be after today")


def _name(kind: Restrictable, record: Any, named: Sequence[Named], *, by: User, on: date) -> None:
    """Let exactly these people be named on a record. Nobody may lock everybody out."""
    if any(each.ends_on is not None and each.ends_on < on for each in named):
        raise CannotRestrict("A last day must be today or later")
    lasting = [each.user.pk for each in named if each.ends_on is None]
    if not queries.people_who_may(Verb.RESTRICT, on=on).filter(pk__in=lasting).exists():
        raise CannotRestrict(
            "Name, without a last day, somebody who may lift it again: a senior officer, a manager or the "
            "safeguarding lead"
        )
    held = {row.user_id: row for row in kind.named_on(record)}
    permission = _permission_on(record) if {each.user.pk for each in named} - held.keys() else None
    for each in named:
        row = held.pop(each.user.pk, None)
        if row is None:
            row = kind.names(user=each.user, permission=permission, **{"content_object": record})
        elif row.ends_on == each.ends_on:
            continue
        row.ends_on = each.ends_on
        save_as(row, by=by)
    for row in held.values():
        delete_as(row, by=by)


def _permission_on(record: models.Model) -> Permission:
    meta = record._meta
    return Permission.objects.get(
        codename=f"view_{meta.model_name}",
        content_type__app_label=meta.app_label,
        content_type__model=meta.model_name,
    )


def _by_user(row: Any) -> int:
    user_id: int = row.user_id
    return user_id
