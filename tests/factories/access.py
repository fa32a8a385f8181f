"""People who sign in."""

from datetime import date

import factory

from casework.access.choices import Role
from casework.access.models import Membership, Team, User

LONG_AGO = date(2020, 1, 1)

# A page about a child writes down, besides its own questions to the database, that somebody looked.
ENTRY_IN_THE_LOG = 1


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Officer {n}")
    email = factory.Sequence(lambda n: f"officer{n}@council.example")
    password = "!"


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")
    watched_by = factory.SubFactory(UserFactory)


def holding(role: Role, team: Team | None = None, **fields) -> User:
    """A person who holds one role, in a team of its own unless one is given."""
    user = UserFactory(**fields)
    ends_on = date(2099, 12, 31) if role is Role.AUDITOR else None
    Membership.objects.create(
        user=user, team=team or TeamFactory(), role=role, starts_on=LONG_AGO, ends_on=ends_on
    )
    return user


def officer(team: Team | None = None, **fields) -> User:
    return holding(Role.OFFICER, team, **fields)


def senior(team: Team | None = None, **fields) -> User:
    return holding(Role.SENIOR, team, **fields)


def manager(team: Team | None = None, **fields) -> User:
    return holding(Role.MANAGER, team, **fields)


def administrator(team: Team | None = None, **fields) -> User:
    return holding(Role.ADMINISTRATOR, team, **fields)
