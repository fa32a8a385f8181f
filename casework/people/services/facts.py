"""Dated facts about a child."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people.choices import StatusKind
from casework.people.models import Child, StatusFact
from casework.people.services.errors import CannotSaveChild
from casework.schools.models import LocalAuthority


@transaction.atomic
def state_fact(
    *,
    child: Child,
    kind: StatusKind,
    starts_on: date,
    by: User,
    source: str,
    authority: LocalAuthority | None = None,
) -> StatusFact:
    """State that something holds for a child from a day. A fact already stated, and still running, is left
    as it is.

    A different home authority ends the one before it, the day before.
    """
    check_may(by, Verb.CHANGE_CHILD)
    running: StatusFact | None = (
        StatusFact.objects.filter(child=child, kind=kind).holding_on(starts_on).first()
    )
    if running is not None:
        if running.authority == authority:
            return running
        if running.starts_on == starts_on:
            running.authority = authority
            save_as(running, by=by)
            return running
        end_fact(fact=running, ends_on=starts_on - timedelta(days=1), by=by)
    fact = StatusFact(child=child, kind=kind, authority=authority, starts_on=starts_on, source=source)
    save_as(fact, by=by)
    return fact


@transaction.atomic
def end_fact(*, fact: StatusFact, ends_on: date, by: User) -> StatusFact:
    """Say that a fact no longer holds; `ends_on` is its last day. Raises CannotSaveChild for a day before
    its first."""
    check_may(by, Verb.CHANGE_CHILD)
    if ends_on < fact.starts_on:
        raise CannotSaveChild("The last day must be the first day or later")
    fact.ends_on = ends_on
    save_as(fact, by=by)
    return fact
