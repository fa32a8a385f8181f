"""Whose caseload somebody may go through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from casework.access.choices import Verb
from casework.access.models import Membership, User
from casework.cases.queries import CARRIES_CASES
from casework.supervision.models import SupervisionSession

if TYPE_CHECKING:
    from django.db.models import QuerySet


def supervised_by(user: User, *, on: date) -> QuerySet[User]:
    """Return the people who carry cases in a team the person steers, without the person."""
    scope = user.standing.scope(Verb.SUPERVISE)
    held = Membership.objects.in_force(on).filter(team__in=scope.team_ids, role__in=CARRIES_CASES)
    found = User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk=user.pk)
    return found.order_by("name", "pk")


def may_record(user: User, session: SupervisionSession) -> bool:
    """Say whether the person may write in a session: whoever holds it, and whoever steers its team."""
    scope = user.standing.scope(Verb.SUPERVISE)
    if user.pk == session.officer_id or session.finished_at is not None:
        return False
    return bool(scope) and (user.pk == session.supervisor_id or session.team_id in scope.team_ids)


def check_may_record(user: User, session: SupervisionSession) -> None:
    if not may_record(user, session):
        raise PermissionDenied("This session is not yours to write in")


def check_may_sign(user: User, session: SupervisionSession) -> None:
    if user.pk != session.officer_id:
        raise PermissionDenied("The officer signs their own session")
