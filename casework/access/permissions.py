"""The questions that pages and services ask of the table in `rules.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from casework.access.choices import Verb

if TYPE_CHECKING:
    from casework.access.models import User


def may(user: User, verb: Verb) -> bool:
    """Say whether the person may do this to anything at all: what a page asks before it shows itself."""
    return bool(user.standing.scope(verb))


def check_may(user: User, verb: Verb) -> None:
    """Raise PermissionDenied where `may` says no."""
    if not may(user, verb):
        raise PermissionDenied(f"Your role does not allow you to {verb.value}")
