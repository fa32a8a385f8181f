"""What every change to a child's record has to get right: who may, one at a time, and nobody's work lost."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models, transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.people.models import Child
from casework.people.services.errors import CannotSaveChild

Row = TypeVar("Row", bound=models.Model)


class CannotSave(CannotSaveChild):
    """What was typed cannot be kept; the message says why, and `field` at which answer ("" for none)."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class RecordChanged(Exception):
    """Somebody else saved the row after this person opened it. Carries the row as it now is."""

    def __init__(self, row: models.Model) -> None:
        super().__init__("Somebody else has changed this")
        self.row = row


def version_of(row: models.Model) -> int:
    """Return what tells one state of a row from the next: the key of its newest history."""
    history: Any = row
    newest = history.history.order_by("-history_id").values_list("history_id", flat=True)
    return newest.first() or 0


def lock_child(child: Child, *, by: User) -> Child:
    """Return the child as it now is, locked until the transaction ends: changes to one record take turns."""
    check_may(by, Verb.CHANGE_CHILD)
    return Child.objects.select_for_update(of=("self",)).get(pk=child.pk)


def lock_row(row: Row, *, version: int | None, by: User) -> Row:
    """Return a row of a child's record, locked, as it now is.

    Raises RecordChanged when somebody saved it after `version` was read, CannotSave when it is gone.
    """
    held: Any = row
    lock_child(held.child, by=by)
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise CannotSave("Somebody else has removed this since you opened the page")
    if version is not None and version_of(found) != version:
        raise RecordChanged(found)
    found_row: Any = found
    found_row.child = held.child
    return found


@transaction.atomic
def remove_row(*, row: models.Model, version: int, by: User) -> None:
    """Take away what was recorded by mistake; the history keeps it. Raises as `lock_row` does."""
    found: Any = lock_row(row, version=version, by=by)
    found._history_user = by
    found.delete()
