"""Who a child is: names, date of birth, sex, the UPN and other numbers, and the day a child died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.people import rules
from casework.people.choices import IdentifierKind, NameKind
from casework.people.models import Child, ChildIdentifier, ChildName
from casework.people.services.rows import CannotSave, RecordChanged, lock_child, lock_row, remove_row
from casework.people.services.words import keep_words, searchable
from casework.ui.words import say_date


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What tells a child from others."""

    forenames: str
    surname: str
    date_of_birth: date
    known_as: str = ""
    is_date_of_birth_estimated: bool = False
    sex: str = ""


@dataclass(frozen=True, kw_only=True)
class NameDetails:
    kind: str
    forenames: str = ""
    surname: str = ""
    ended_on: date | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class IdentifierDetails:
    kind: str
    value: str
    ended_on: date | None = None
    source: str = ""


@transaction.atomic
def correct_identity(
    *,
    child: Child,
    identity: Identity,
    keeps_former_name: bool,
    ended_on: date | None,
    version: int,
    by: User,
    on: date,
) -> Child:
    """Correct who a child is. A name that changed stays as a former one; one that was mistyped goes.

    `ended_on` is the last day the former name was used, where somebody knows. Raises CannotSave, and
    RecordChanged when somebody saved the child after `version` was read.
    """
    child = lock_version(child, version=version, by=by)
    if identity.date_of_birth > on:
        raise CannotSave("Date of birth must be in the past", field="date_of_birth")
    if child.died_on is not None and child.died_on < identity.date_of_birth:
        raise CannotSave(
            f"Date of birth must be on or before the day the child died, {say_date(child.died_on)}",
            field="date_of_birth",
        )
    if keeps_former_name:
        _keep_former_names(child, identity, ended_on=ended_on, by=by)
    child.forenames, child.surname, child.known_as = identity.forenames, identity.surname, identity.known_as
    child.date_of_birth, child.sex = identity.date_of_birth, identity.sex
    child.is_date_of_birth_estimated = identity.is_date_of_birth_estimated
    return save_child(child, by=by)


@transaction.atomic
def change_upn(
    *, child: Child, upn: str, no_upn_reason: str, keeps_former: bool, version: int, by: User, on: date
) -> Child:
    """Record another UPN, or why there is none. One that changed stays as a former UPN; a mistyped one goes.

    Raises CannotSave for a number that fails its check, and RecordChanged.
    """
    child = lock_version(child, version=version, by=by)
    upn = rules.tidy_upn(upn)
    if upn and upn != child.upn and (fault := rules.upn_fault(upn)):
        raise CannotSave(fault, field="upn")
    if child.upn and upn != child.upn and keeps_former:
        former = child.identifiers.filter(kind=IdentifierKind.FORMER_UPN, value=child.upn)
        if not former.exists():
            row = ChildIdentifier(
                child=child,
                kind=IdentifierKind.FORMER_UPN,
                value=child.upn,
                ended_on=rules.day_before(on),
                source="The UPN on this record until then",
            )
            save_as(row, by=by)
    child.upn, child.no_upn_reason = upn, "" if upn else no_upn_reason
    return save_child(child, by=by)


@transaction.atomic
def record_child_death(*, child: Child, died_on: date | None, version: int, by: User, on: date) -> Child:
    """Record the day a child died, correct it, or with None take it away. No clock changes.

    Raises CannotSave for a day to come or before the birth, and RecordChanged.
    """
    child = lock_version(child, version=version, by=by)
    if died_on is not None and died_on > on:
        raise CannotSave("The day the child died must be today or in the past", field="died_on")
    if died_on is not None and died_on < child.date_of_birth:
        raise CannotSave("The day the child died must be after the date of birth", field="died_on")
    child.died_on = died_on
    return save_child(child, by=by)


@transaction.atomic
def add_name(*, child: Child, details: NameDetails, by: User, on: date) -> ChildName:
    """Record a former name, or another one the child uses. Raises CannotSave."""
    child = lock_child(child, by=by)
    return _write_name(ChildName(child=child), details, by=by, on=on)


@transaction.atomic
def correct_name(*, row: ChildName, details: NameDetails, version: int, by: User, on: date) -> ChildName:
    """Correct another name of the child. Raises CannotSave, and RecordChanged."""
    return _write_name(lock_row(row, version=version, by=by), details, by=by, on=on)


@transaction.atomic
def remove_name(*, row: ChildName, version: int, by: User) -> None:
    """Take away a name recorded by mistake. Raises CannotSave, and RecordChanged."""
    remove_row(row=row, version=version, by=by)
    keep_words(row.child)


@transaction.atomic
def add_identifier(*, child: Child, details: IdentifierDetails, by: User, on: date) -> ChildIdentifier:
    """Record another number of the child. Raises CannotSave for one that fails its check, or is here."""
    child = lock_child(child, by=by)
    return _write_identifier(ChildIdentifier(child=child), details, by=by, on=on)


@transaction.atomic
def correct_identifier(
    *, row: ChildIdentifier, details: IdentifierDetails, version: int, by: User, on: date
) -> ChildIdentifier:
    """Correct another number of the child. Raises CannotSave, and RecordChanged."""
    return _write_identifier(lock_row(row, version=version, by=by), details, by=by, on=on)


def lock_version(child: Child, *, version: int, by: User) -> Child:
    child = lock_child(child, by=by)
    if child.version != version:
        raise RecordChanged(child)
    return child


def save_child(child: Child, *, by: User) -> Child:
    child.version += 1
    child.search_text = searchable(child)
    save_as(child, by=by)
    keep_words(child)
    return child


def _keep_former_names(child: Child, identity: Identity, *, ended_on: date | None, by: User) -> None:
    source = "The name on this record until then"
    if (child.forenames, child.surname) != (identity.forenames, identity.surname):
        legal = ChildName(
            child=child, kind=NameKind.FORMER_LEGAL, forenames=child.forenames, surname=child.surname
        )
        legal.ended_on, legal.source = ended_on, source
        save_as(legal, by=by)
    if child.known_as and child.known_as != identity.known_as:
        preferred = ChildName(child=child, kind=NameKind.FORMER_PREFERRED, forenames=child.known_as)
        preferred.ended_on, preferred.source = ended_on, source
        save_as(preferred, by=by)


def _write_name(row: ChildName, details: NameDetails, *, by: User, on: date) -> ChildName:
    if not details.forenames and not details.surname:
        raise CannotSave("Enter the forenames, the surname or both", field="forenames")
    if details.ended_on is not None and details.ended_on > on:
        raise CannotSave("The last day the name was used must be today or in the past", field="ended_on")
    row.kind, row.forenames, row.surname = details.kind, details.forenames, details.surname
    row.ended_on, row.source = details.ended_on, details.source
    save_as(row, by=by)
    keep_words(row.child)
    return row


def _write_identifier(
    row: ChildIdentifier, details: IdentifierDetails, *, by: User, on: date
) -> ChildIdentifier:
    value = rules.tidy_identifier(details.kind, details.value)
    is_new = (row.kind, row.value) != (details.kind, value)
    if is_new and (fault := rules.identifier_fault(details.kind, value)):
        raise CannotSave(fault, field="value")
    if row.child.identifiers.filter(kind=details.kind, value=value).exclude(pk=row.pk).exists():
        raise CannotSave("This number is recorded for the child already", field="value")
    if details.ended_on is not None and details.ended_on > on:
        raise CannotSave("The last day the number was used must be today or in the past", field="ended_on")
    row.kind, row.value = details.kind, value
    row.ended_on, row.source = details.ended_on, details.source
    save_as(row, by=by)
    return row
