"""The questions that pages and services ask of the table in `rules.py`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from casework.access.choices import CARRIES_CASES, Verb

if TYPE_CHECKING:
    from casework.access.models import User


def may(user: User, verb: Verb) -> bool:
    """Say whether the person may do this to anything at all: what a page asks before it shows itself."""
    return bool(user.standing.scope(verb))


def check_may(user: User, verb: Verb) -> None:
    """Raise PermissionDenied where `may` says no."""
    if not may(user, verb):
        raise PermissionDenied(f"Your role does not allow you to {verb.value}")


def can_arrange_cover(user: User, officer: User, *, on: date) -> bool:
    """Say whether somebody's absence is the person's to arrange: their own, or that of somebody who carries
    cases in a team the verb reaches."""
    scope = user.standing.scope(Verb.ARRANGE_COVER)
    if user.pk == officer.pk:
        return scope.own
    held = officer.memberships.in_force(on).filter(role__in=CARRIES_CASES)
    return bool(scope.team_ids) and held.filter(team__in=scope.team_ids).exists()


def check_can_arrange_cover(user: User, officer: User, *, on: date) -> None:
    if not can_arrange_cover(user, officer, on=on):
        raise PermissionDenied(f"Your role does not allow you to {Verb.ARRANGE_COVER.value}")
