"""Saving under a person's name, and handling a form once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db import IntegrityError, models, transaction

from casework.access.models import HandledForm, User


def save_as(row: models.Model, *, by: User | None) -> None:
    """Save a row so that its history names the author, in a task or a command as well as on a page."""
    row._history_user = by  # type: ignore[attr-defined]
    row.save()


def delete_as(row: models.Model, *, by: User | None) -> None:
    """Delete a row so that its history names who did."""
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


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
            if HandledForm.objects.filter(token=token).exists():
                raise BadRequest("This form was handled for somebody else") from None
            raise
        return first.result_url
