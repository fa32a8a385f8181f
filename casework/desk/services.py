"""What people keep for themselves on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.desk.models import SavedFilter

MOST_FILTERS = 30


class CannotSaveFilter(Exception):
    """The name is taken already, or there are as many filters as there may be."""


@transaction.atomic
def save_filter(*, page: str, name: str, query: Mapping[str, Any], by: User) -> SavedFilter:
    """Keep what a list is narrowed by, under a name of the person's own.

    Raises CannotSaveFilter where they have one of that name for the list, or too many.
    """
    _refuse_a_second(by, page, name)
    if SavedFilter.objects.filter(user=by, page=page).count() >= MOST_FILTERS:
        raise CannotSaveFilter(f"You have {MOST_FILTERS} filters for this list. Delete one first")
    saved = SavedFilter(user=by, page=page, name=name, query=dict(query))
    save_as(saved, by=by)
    return saved


@transaction.atomic
def rename_filter(*, saved: SavedFilter, name: str, by: User) -> SavedFilter:
    """Give a filter another name. Raises CannotSaveFilter where another has it."""
    saved = SavedFilter.objects.select_for_update(of=("self",)).get(pk=saved.pk, user=by)
    _refuse_a_second(by, saved.page, name, besides=saved)
    saved.name = name
    save_as(saved, by=by)
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: User) -> None:
    """Delete a filter; deleted already, it stays so."""
    for row in SavedFilter.objects.select_for_update(of=("self",)).filter(pk=saved.pk, user=by):
        row._history_user = by  # type: ignore[attr-defined]
        row.delete()


def _refuse_a_second(by: User, page: str, name: str, *, besides: SavedFilter | None = None) -> None:
    # One person's filters are locked together through the person, so that two tabs cannot both add one.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    same = SavedFilter.objects.filter(user=by, page=page, name__iexact=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise CannotSaveFilter("You have a filter of this name already")
