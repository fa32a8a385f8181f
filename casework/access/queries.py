"""What the pages of people and teams read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from casework.access.choices import CARRIES_CASES, Verb
from casework.access.models import Cover, Membership, Team, User
from casework.access.permissions import may
from casework.access.rules import TABLE

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


def people_who_may(verb: Verb, *, on: date) -> QuerySet[User]:
    """Return the people whose role has a verb today, however far it reaches for them."""
    held = Membership.objects.in_force(on).filter(role__in=TABLE[verb])
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def absences_to_arrange(viewer: User, *, on: date) -> QuerySet[User]:
    """Return the people for whose absence the viewer may arrange cover; agrees with `can_arrange_cover`."""
    scope = viewer.standing.scope(Verb.ARRANGE_COVER)
    carry = Membership.objects.in_force(on).filter(team__in=scope.team_ids, role__in=CARRIES_CASES)
    theirs = Q(pk__in=carry.values("user"), is_active=True)
    return User.objects.filter(theirs | Q(pk=viewer.pk) if scope.own else theirs).order_by("name", "pk")


def stand_ins_for(*officers: User, on: date) -> QuerySet[User]:
    """Return the people who can stand in: those who carry cases in a team of one of the officers."""
    carry = Membership.objects.in_force(on).filter(role__in=CARRIES_CASES)
    with_them = carry.filter(team__in=carry.filter(user__in=officers).values("team"))
    return User.objects.filter(is_active=True, pk__in=with_them.values("user")).order_by("name", "pk")


def cover_seen_by(viewer: User, *, on: date) -> QuerySet[Cover]:
    """Return the cover of today and later: their own, that of their teams, and what is theirs to arrange."""
    colleagues = Membership.objects.in_force(on).filter(team__in=viewer.standing.team_ids)
    theirs = Q(officer__in=colleagues.values("user")) | Q(covered_by=viewer) | Q(officer=viewer)
    theirs |= Q(officer__in=absences_to_arrange(viewer, on=on).order_by().values("pk"))
    covers = Cover.objects.filter(theirs, ends_on__gte=on).select_related("officer", "covered_by")
    return covers.order_by("starts_on", "pk")
