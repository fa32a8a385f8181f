"""Warnings about a child or the address, each with a day on which somebody looks at it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.people.models import Alert, Child
from casework.people.services.rows import CannotSave, lock_child, lock_row


@dataclass(frozen=True, kw_only=True)
class AlertDetails:
    kind: str
    text: str
    starts_on: date
    review_on: date
    source: str = ""


@transaction.atomic
def add_alert(*, child: Child, details: AlertDetails, by: User) -> Alert:
    """Warn whoever opens the record. Whoever adds the alert looks at it again. Raises CannotSave."""
    child = lock_child(child, by=by)
    return _write(Alert(child=child, owner=by), details, by=by)


@transaction.atomic
def correct_alert(*, row: Alert, details: AlertDetails, version: int, by: User) -> Alert:
    """Correct an alert. Raises CannotSave, and RecordChanged."""
    return _write(lock_row(row, version=version, by=by), details, by=by)


@transaction.atomic
def keep_alert(*, row: Alert, review_on: date, version: int, by: User, on: date) -> Alert:
    """Look at an alert again and keep it until another day; whoever does that looks at it then.

    Raises CannotSave for a day that is not to come, and RecordChanged.
    """
    row = lock_row(row, version=version, by=by)
    if review_on <= on:
        raise CannotSave("The next review must be in the future", field="review_on")
    row.review_on, row.owner = review_on, by
    row.ends_on, row.ended_reason = None, ""
    save_as(row, by=by)
    return row


@transaction.atomic
def end_alert(*, row: Alert, ends_on: date, reason: str, version: int, by: User) -> Alert:
    """Say that an alert no longer holds, and why. Raises CannotSave, and RecordChanged."""
    row = lock_row(row, version=version, by=by)
    if ends_on < row.starts_on:
        raise CannotSave("The last day must be the first day or later", field="ends_on")
    row.ends_on, row.ended_reason = ends_on, reason
    save_as(row, by=by)
    return row


def _write(row: Alert, details: AlertDetails, *, by: User) -> Alert:
    if details.review_on < details.starts_on:
        raise CannotSave("The review must be on the first day or later", field="review_on")
    row.kind, row.text = details.kind, details.text
    row.starts_on, row.review_on, row.source = details.starts_on, details.review_on, details.source
    save_as(row, by=by)
    return row
