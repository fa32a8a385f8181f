"""What is done once: forms, and saving under a person's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, models, transaction

from casework.access.models import HandledForm

if TYPE_CHECKING:
    from casework.access.models import User


def save_as(row: models.Model, *, by: User | None) -> None:
    """Save a row so that its history names the author, in a task or a command as well as on a page."""
    row._history_user = by  # type: ignore[attr-defined]
    row.save()


def handle_once(*, token: UUID, by: User, do: Callable[[], str]) -> str:
    """Do what a form asks, once for its token, and return the address of the result.

    A repeat (a double click, Back, refresh, two at once) gets the first result's address and does nothing.
    Raises whatever `do` raises, after which the same token may be used again: nothing was handled.
    """
    try:
        with transaction.atomic():
            handled = HandledForm.objects.create(token=token, user=by, result_url="")
            handled.result_url = do()
            handled.save(update_fields=["result_url"])
            return handled.result_url
    except IntegrityError:
        # A second submission waits here for the first to commit, then answers as the first did.
        first = HandledForm.objects.filter(token=token, user=by).first()
        if first is None:
            raise
        return first.result_url
