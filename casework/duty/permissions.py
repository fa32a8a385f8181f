"""Who may do what to an enquiry and to a team's rota."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from casework.access.choices import Verb
from casework.access.models import Team
from casework.duty.models import Enquiry

if TYPE_CHECKING:
    from casework.access.models import User


def reaches_team(user: User, verb: Verb, team_id: int) -> bool:
    return team_id in user.standing.scope(verb).team_ids


def check_reaches_team(user: User, verb: Verb, team: Team) -> None:
    """Raise PermissionDenied where a verb does not reach the team for the person."""
    if not reaches_team(user, verb, team.pk):
        raise PermissionDenied(f"Your role does not allow you to {verb.value} for {team}")


def check_can_handle(user: User, enquiry: Enquiry) -> None:
    """Raise PermissionDenied for an enquiry out of the person's reach."""
    if not Enquiry.objects.visible_to(user).filter(pk=enquiry.pk).exists():
        raise PermissionDenied("This enquiry is another team's, or about a child you may not see")


def can_plan(user: User, team: Team) -> bool:
    return reaches_team(user, Verb.PLAN_DUTY, team.pk)
