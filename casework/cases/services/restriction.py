"""Restricting a child or a case, and lifting that.

The chronology says that a record was restricted and who is named, never why: once the restriction is lifted,
everybody reads it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from casework.access.choices import RestrictionReason
from casework.access.models import RestrictionRecord, User
from casework.access.services import restriction as restrictions
from casework.access.services.restriction import (
    CannotRestrict,
    Named,
    NamedPeopleChanged,
    Restrictable,
)
from casework.cases import permissions
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case, CaseRestriction, CaseUserObjectPermission, ChronologyEntry
from casework.people.models import Child
from casework.people.restriction import CHILDREN
from casework.ui.words import say_date

__all__ = [
    "CASES",
    "CannotRestrict",
    "Named",
    "NamedPeopleChanged",
    "agree_to_restrict",
    "ask_to_restrict",
    "keep_restricted",
    "kind_of_record",
    "lift_restriction",
    "refuse_to_restrict",
    "restrict",
]

CASES = Restrictable(restrictions=CaseRestriction, names=CaseUserObjectPermission, field="case")


def kind_of_record(record: Child | Case) -> Restrictable:
    return CASES if isinstance(record, Case) else CHILDREN


@transaction.atomic
def ask_to_restrict(
    *, record: Child | Case, reason: RestrictionReason, details: str, by: User
) -> RestrictionRecord:
    """Ask for a child or a case to be restricted, which a senior officer, a manager or the lead decides.

    Raises CannotRestrict where it is restricted, or asked for, already.
    """
    permissions.check_can_ask_to_restrict(by, record)
    return restrictions.ask(kind_of_record(record), _lock(record), reason=reason, details=details, by=by)


@transaction.atomic
def refuse_to_restrict(*, record: Child | Case, why: str, by: User) -> RestrictionRecord:
    """Decide that a record is not restricted, with the reason. Raises CannotRestrict where nobody asks."""
    permissions.check_can_restrict(by, record)
    return restrictions.refuse(kind_of_record(record), _lock(record), why=why, by=by)


@transaction.atomic
def agree_to_restrict(
    *, record: Child | Case, why: str, named: Sequence[Named], review_on: date, by: User, on: date
) -> RestrictionRecord:
    """Restrict a record as somebody asked. Raises CannotRestrict as `restrict` does."""
    permissions.check_can_restrict(by, record)
    kind = kind_of_record(record)
    restriction = restrictions.agree(
        kind, _lock(record), why=why, named=named, review_on=review_on, by=by, on=on
    )
    _write_down(record, "Record restricted", _in_words(named, review_on), by=by, on=on)
    return restriction


@transaction.atomic
def restrict(
    *,
    record: Child | Case,
    reason: RestrictionReason,
    details: str,
    named: Sequence[Named],
    review_on: date,
    by: User,
    on: date,
) -> RestrictionRecord:
    """Let a child or a case be seen by the people named alone, from the next request.

    Raises CannotRestrict where it is restricted already, and where nobody who is named could lift it again.
    """
    permissions.check_can_restrict(by, record)
    restriction = restrictions.restrict(
        kind_of_record(record),
        _lock(record),
        reason=reason,
        details=details,
        named=named,
        review_on=review_on,
        by=by,
        on=on,
    )
    _write_down(record, "Record restricted", _in_words(named, review_on), by=by, on=on)
    return restriction


@transaction.atomic
def keep_restricted(
    *,
    record: Child | Case,
    why: str,
    named: Sequence[Named],
    seen: str,
    review_on: date,
    by: User,
    on: date,
) -> RestrictionRecord:
    """Look at a restriction again and keep it: who is named from now on, and when it is looked at next.

    Raises CannotRestrict as `restrict` does, and NamedPeopleChanged where somebody else changed who is named.
    """
    permissions.check_can_restrict(by, record)
    kind = kind_of_record(record)
    restriction = restrictions.keep(
        kind, _lock(record), why=why, named=named, seen=seen, review_on=review_on, by=by, on=on
    )
    _write_down(record, "Restriction looked at and kept", _in_words(named, review_on), by=by, on=on)
    return restriction


@transaction.atomic
def lift_restriction(*, record: Child | Case, why: str, by: User, on: date) -> None:
    """Let a record be seen again as any other. Raises CannotRestrict where it is not restricted."""
    permissions.check_can_restrict(by, record)
    restrictions.lift(kind_of_record(record), _lock(record), why=why, by=by)
    _write_down(record, "Restriction lifted", [], by=by, on=on)


def _lock(record: Child | Case) -> Any:
    """Return the record locked until the transaction ends, so that two cannot decide at once."""
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _in_words(named: Sequence[Named], review_on: date) -> list[str]:
    people = ", ".join(
        f"{each.user} until {say_date(each.ends_on)}" if each.ends_on else str(each.user) for each in named
    )
    return [f"Seen by: {people}", f"To be looked at again by {say_date(review_on)}"]


def _write_down(record: Child | Case, text: str, details: list[str], *, by: User, on: date) -> None:
    case = record if isinstance(record, Case) else None
    ChronologyEntry.objects.create(
        child_id=record.child_id if isinstance(record, Case) else record.pk,
        case=case,
        kind=ChronologyKind.RESTRICTION,
        text=text,
        details=details,
        by=by,
        happened_on=on,
    )
