"""What the pages of people and teams read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from casework.access.choices import Verb
from casework.access.models import Membership, Team, User
from casework.access.permissions import may

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50


def people_seen_by(viewer: User) -> QuerySet[User]:
    """Return the people who have an account, for those who keep or check accounts."""
    people = User.objects.order_by("name", "pk")
    return people if may(viewer, Verb.READ_USERS) else people.none()


def teams_seen_by(viewer: User) -> QuerySet[Team]:
    teams = Team.objects.select_related("parent", "watched_by")
    return teams if may(viewer, Verb.READ_USERS) else teams.none()


def page_of_people(viewer: User, *, words: str, after: int | None) -> Sequence[User]:
    """Return the people after one, in order of name, with their roles: one more than a page holds."""
    people = people_seen_by(viewer)
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if after is not None and (last := people_seen_by(viewer).filter(pk=after).first()):
        people = people.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    roles = Prefetch("memberships", Membership.objects.select_related("team"))
    return list(people.prefetch_related(roles)[: PAGE + 1])


def active_people(viewer: User) -> QuerySet[User]:
    return people_seen_by(viewer).filter(is_active=True)
