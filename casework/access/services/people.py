"""The people who may sign in, their roles and their teams."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from casework.access.choices import Role, Verb
from casework.access.models import Membership, Team, User
from casework.access.permissions import check_may
from casework.access.services.saving import delete_as, save_as

# Without letters and numbers that look alike when somebody reads a password out.
PASSWORD_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class CannotManage(Exception):
    """What was asked for people or teams cannot be done; `errors` says why, by field ("" for none)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class RoleDetails:
    """A role in a team, from a day and perhaps until one."""

    role: Role
    team: Team
    starts_on: date
    ends_on: date | None = None


def new_password() -> str:
    """Return a password to be used once, which can be read out over the telephone."""
    groups = ("".join(secrets.choice(PASSWORD_CHARACTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@transaction.atomic
def add_person(*, name: str, email: str, job_title: str, role: RoleDetails, password: str, by: User) -> User:
    """Add a person with their first role and a password they change at their first sign-in.

    Raises CannotManage where the address is taken, or the role cannot be.
    """
    check_may(by, Verb.MANAGE_USERS)
    user = _new_person(name=name, email=email, job_title=job_title, password=password, by=by)
    _give(user, role, by=by)
    return user


@transaction.atomic
def add_person_with_team(
    *, name: str, email: str, role: Role, team: str, starts_on: date, ends_on: date | None, password: str
) -> User:
    """Add a person from the installation itself, to a team by its name.

    Where no team has the name it is made, with the person watching its inbox. Raises CannotManage as
    `add_person` does.
    """
    user = _new_person(name=name, email=email, job_title="", password=password, by=None)
    found = Team.objects.filter(name__iexact=team).first()
    found = found or _new_team(name=team, parent=None, watched_by=user, by=None)
    _give(user, RoleDetails(role=role, team=found, starts_on=starts_on, ends_on=ends_on), by=None)
    return user


@transaction.atomic
def give_role(*, user: User, role: RoleDetails, by: User) -> Membership:
    """Give a person another role.

    Raises CannotManage for one's own roles, a role already held, and dates that cannot be.
    """
    check_may(by, Verb.MANAGE_USERS)
    _refuse_own(user, by)
    held = user.memberships.filter(role=role.role, team=role.team)
    if role.ends_on is not None:
        held = held.filter(starts_on__lte=role.ends_on)
    if held.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=role.starts_on)).exists():
        raise CannotManage({"role": f"{user} holds this role in {role.team} on these days already"})
    return _give(user, role, by=by)


@transaction.atomic
def end_role(*, membership: Membership, last_day: date, by: User) -> None:
    """End a role after a day. With yesterday as its last day it is over from the next request.

    A role that would end before it began is taken away; its history stays. Raises CannotManage for one's
    own roles, and for the last administrator's.
    """
    check_may(by, Verb.MANAGE_USERS)
    _refuse_own(membership.user, by)
    if membership.role == Role.ADMINISTRATOR:
        _keep_an_administrator(besides=membership.user, on=last_day + timedelta(days=1))
    if membership.ends_on is not None and last_day > membership.ends_on:
        raise CannotManage({"last_day": "The role ends earlier than that already"})
    if last_day < membership.starts_on:
        delete_as(membership, by=by)
        return
    membership.ends_on = last_day
    save_as(membership, by=by)


@transaction.atomic
def deactivate_person(*, user: User, by: User, on: date) -> User:
    """Keep a person from signing in. Whoever is signed in as them is out at the next request, for good.

    Raises CannotManage for oneself, the last administrator, and somebody who watches an inbox.
    """
    check_may(by, Verb.MANAGE_USERS)
    _refuse_own(user, by)
    if user.memberships.in_force(on).filter(role=Role.ADMINISTRATOR).exists():
        _keep_an_administrator(besides=user, on=on)
    if inboxes := ", ".join(str(team) for team in user.inboxes_watched.all()):
        raise CannotManage(
            {"": f"{user} watches the inbox of {inboxes}. Name somebody else to watch it first."}
        )
    user.is_active = False
    # Sessions hang on the password: with another one they stay over even when the person comes back.
    user.set_unusable_password()
    save_as(user, by=by)
    return user


@transaction.atomic
def reactivate_person(*, user: User, password: str, by: User) -> User:
    """Let a person sign in again, with a new password and a second factor to set up."""
    check_may(by, Verb.MANAGE_USERS)
    _refuse_own(user, by)
    user.is_active = True
    return _start_afresh(user, password, by=by)


@transaction.atomic
def reset_sign_in(*, user: User, password: str, by: User) -> User:
    """Give somebody who lost password or telephone a new password, and a second factor to set up again."""
    check_may(by, Verb.MANAGE_USERS)
    _refuse_own(user, by)
    if not user.is_active:
        raise CannotManage({"": f"{user} cannot sign in. Let them sign in again first."})
    return _start_afresh(user, password, by=by)


@transaction.atomic
def add_team(*, name: str, parent: Team | None, watched_by: User, by: User) -> Team:
    """Add a team, with the person who watches its inbox. The first takes what no other has registered for.

    Raises CannotManage where the name is taken, or the watcher cannot sign in.
    """
    check_may(by, Verb.MANAGE_USERS)
    return _new_team(name=name, parent=parent, watched_by=watched_by, by=by)


@transaction.atomic
def change_team(*, team: Team, name: str, parent: Team | None, watched_by: User, by: User) -> Team:
    """Change a team's name, the team above it, or who watches its inbox. Raises as `add_team` does."""
    check_may(by, Verb.MANAGE_USERS)
    if parent is not None and (parent == team or parent.pk in Team.objects.below()[team.pk]):
        raise CannotManage({"parent": f"{parent} is {team} itself, or underneath it"})
    return _save_team(team, name=name, parent=parent, watched_by=watched_by, by=by)


def _new_person(*, name: str, email: str, job_title: str, password: str, by: User | None) -> User:
    email = User.objects.normalize_email(email).lower()
    if User.objects.filter(email=email).exists():
        raise CannotManage({"email": "Somebody with this email address is here already"})
    user = User(name=name, email=email, job_title=job_title, has_one_time_password=True)
    user.set_password(password)
    save_as(user, by=by)
    return user


def _give(user: User, role: RoleDetails, *, by: User | None) -> Membership:
    if role.ends_on is not None and role.ends_on < role.starts_on:
        raise CannotManage({"ends_on": "The last day must be the first day or later"})
    if role.role == Role.AUDITOR and role.ends_on is None:
        raise CannotManage({"ends_on": "Enter the last day: an auditor's access has an end"})
    membership = Membership(
        user=user, team=role.team, role=role.role, starts_on=role.starts_on, ends_on=role.ends_on
    )
    save_as(membership, by=by)
    return membership


def _refuse_own(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise CannotManage({"": "You cannot change your own roles or sign-in: ask another administrator"})


def _keep_an_administrator(*, besides: User, on: date) -> None:
    # Locked, so that two administrators cannot end each other at once.
    held = Membership.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR)
    others = [each.user_id for each in held.in_force(on).order_by("pk") if each.user_id != besides.pk]
    if not User.objects.filter(pk__in=others, is_active=True).exists():
        raise CannotManage({"": f"{besides} is the last administrator. Give somebody else that role first."})


def _start_afresh(user: User, password: str, *, by: User) -> User:
    user.set_password(password)
    user.has_one_time_password = True
    save_as(user, by=by)
    Authenticator.objects.filter(user=user).delete()
    return user


def _new_team(*, name: str, parent: Team | None, watched_by: User, by: User | None) -> Team:
    team = Team(is_fallback=not Team.objects.filter(is_fallback=True).exists())
    return _save_team(team, name=name, parent=parent, watched_by=watched_by, by=by)


def _save_team(team: Team, *, name: str, parent: Team | None, watched_by: User, by: User | None) -> Team:
    if Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists():
        raise CannotManage({"name": "A team with this name is here already"})
    if not watched_by.is_active:
        raise CannotManage({"watched_by": f"{watched_by} cannot sign in, so cannot watch an inbox"})
    team.name, team.parent, team.watched_by = name, parent, watched_by
    save_as(team, by=by)
    return team
