"""People, roles and teams, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.models import Membership, Team, User
from casework.ui.words import say_date, say_moment


def people_rows(people: Iterable[User], *, on: date) -> list[list[Any]]:
    return [
        [
            {"text": user.name, "href": reverse("access:person", args=[user.pk]), "note": user.job_title},
            user.email,
            _roles_in_words(user, on=on),
            {"tag": "Can sign in", "colour": "green"} if user.is_active else {"tag": "Cannot sign in"},
        ]
        for user in people
    ]


def person_details(user: User) -> list[dict[str, Any]]:
    return [
        {"key": "Email address", "value": user.email},
        {"key": "Job title", "value": user.job_title or "Not given"},
        {"key": "Last signed in", "value": say_moment(user.last_login) or "Never"},
        {"key": "Sign-in", "value": _sign_in(user)},
    ]


def role_rows(memberships: Iterable[Membership], *, on: date, may_end: Iterable[int]) -> list[list[Any]]:
    endable = set(may_end)
    return [
        [
            {"text": held.get_role_display(), "note": _when(held, on=on)},
            held.team.name,
            say_date(held.starts_on),
            say_date(held.ends_on) or "No last day",
            {
                "text": "End this role",
                "href": reverse("access:end_role", args=[held.user_id, held.pk]),
                "about": _of(held),
            }
            if held.pk in endable
            else "",
        ]
        for held in memberships
    ]


def team_rows(teams: Iterable[Team], *, may_change: bool) -> list[list[Any]]:
    return [
        [
            {"text": team.name, "href": reverse("access:change_team", args=[team.pk])}
            if may_change
            else team.name,
            team.parent.name if team.parent else "",
            team.watched_by.name,
            "Takes what no other team has registered for" if team.is_fallback else "",
        ]
        for team in teams
    ]


def _roles_in_words(user: User, *, on: date) -> str:
    held = [each for each in user.memberships.all() if each.is_in_force(on)]
    return ", ".join(f"{each.get_role_display()} ({each.team})" for each in held) or "No role today"


def _sign_in(user: User) -> str:
    if not user.is_active:
        return "Cannot sign in"
    return "Has a password to be used once" if user.has_one_time_password else "Can sign in"


def _when(held: Membership, *, on: date) -> str:
    if held.is_in_force(on):
        return ""
    return "Not yet" if held.starts_on > on else "Ended"


def _of(held: Membership) -> str:
    return f"{held.get_role_display().lower()} in {held.team}"
