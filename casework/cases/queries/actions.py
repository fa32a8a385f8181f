"""Who can be given something to do, and what there is to do on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from casework.access.models import Team, User
from casework.cases.models import Action, Case, CaseUserObjectPermission
from casework.cases.queries.one_case import officers_for
from casework.people.models import ChildUserObjectPermission

MOST_ACTIONS = 50


@dataclass(frozen=True)
class MayOwn:
    """Somebody who can be given an action: as themselves, or as the one who watches a team's inbox."""

    user: User
    team: Team
    is_inbox: bool = False

    def __str__(self) -> str:
        return f"Inbox of {self.team}, watched by {self.user}" if self.is_inbox else str(self.user)


@dataclass(frozen=True)
class Owners:
    people: list[MayOwn]
    inboxes: list[MayOwn]


def owners_for(case: Case, *, on: date) -> Owners:
    """Return who can be given an action on a case: officers of its team, and any team's inbox.

    Only those who may read a restricted one: people named on it, and no inbox.
    """
    officers = officers_for(case, on=on)
    teams = Team.objects.select_related("watched_by").order_by("name")
    if case.is_restricted or case.child.is_restricted:
        officers, teams = _named_among(officers, case, on=on), teams.none()
    return Owners(
        [MayOwn(each, case.team) for each in officers],
        [MayOwn(team.watched_by, team, is_inbox=True) for team in teams],
    )


def actions_of_case(case: Case) -> list[Action]:
    """Return what is to be done on a case and what was done: the open ones first, the earliest due first."""
    return list(
        case.actions.select_related("owner", "team").order_by(
            F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )[: MOST_ACTIONS * 2]
    )


def _named_among(officers: QuerySet[User], case: Case, *, on: date) -> QuerySet[User]:
    named = CaseUserObjectPermission.in_force(on).filter(content_object=case).values("user")
    if not case.is_restricted:
        by_child = ChildUserObjectPermission.in_force(on).filter(content_object=case.child).values("user")
        named = named.union(by_child)
    return officers.filter(pk__in=named)
