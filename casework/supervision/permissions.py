"""Whose caseload somebody may go through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from casework.access.choices import Role, Verb
from casework.access.models import Membership, User
from casework.supervision.models import SupervisionSession

if TYPE_CHECKING:
    from django.db.models import QuerySet


# A senior goes through the caseloads of officers; a manager also through those of seniors.
BY_SENIORS = (Role.OFFICER, Role.DUTY_OFFICER, Role.BUSINESS_SUPPORT)
BY_MANAGERS = (*BY_SENIORS, Role.SENIOR)


def supervised_by(user: User, *, on: date) -> QuerySet[User]:
    """Return the people below the person who carry cases in a team the person steers."""
    scope = user.standing.scope(Verb.SUPERVISE)
    roles = BY_MANAGERS if user.standing.holds(Role.MANAGER) else BY_SENIORS
    held = Membership.objects.in_force(on).filter(team__in=scope.team_ids, role__in=roles)
    found = User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk=user.pk)
    return found.order_by("name", "pk")


def holds(user: User, session: SupervisionSession) -> bool:
    """Say whether a session is the person's to hold: whoever began it, and whoever steers its team."""
    scope = user.standing.scope(Verb.SUPERVISE)
    if user.pk == session.officer_id:
        return False
    return bool(scope) and (user.pk == session.supervisor_id or session.team_id in scope.team_ids)


def may_record(user: User, session: SupervisionSession) -> bool:
    """Say whether the person may write in a session: it is theirs to hold, and not finished."""
    return session.finished_at is None and holds(user, session)


def check_holds(user: User, session: SupervisionSession) -> None:
    if not holds(user, session):
        raise PermissionDenied("This session is not yours to write in")


def check_may_sign(user: User, session: SupervisionSession) -> None:
    if user.pk != session.officer_id:
        raise PermissionDenied("The officer signs their own session")
