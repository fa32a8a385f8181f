"""Who can be given something to do, and what there is to do on a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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


def named_on_restricted(cases: Iterable[Case], *, on: date) -> dict[int, set[int]]:
    """Return, for each restricted case among some, who is named on it, or on its child: they alone see it.

    Nothing is asked of the database where none is restricted.
    """
    restricted = [case for case in cases if case.is_restricted or case.child.is_restricted]
    if not restricted:
        return {}
    by_case = _by_record(CaseUserObjectPermission.in_force(on).filter(content_object__in=restricted))
    children = {case.child_id for case in restricted}
    by_child = _by_record(ChildUserObjectPermission.in_force(on).filter(content_object__in=children))
    return {
        case.pk: by_case.get(case.pk, set())
        | (set() if case.is_restricted else by_child.get(case.child_id, set()))
        for case in restricted
    }


def _by_record(rows: QuerySet[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for record, user in rows.order_by().values_list("content_object", "user"):
        found.setdefault(record, set()).add(user)
    return found


def _named_among(officers: QuerySet[User], case: Case, *, on: date) -> QuerySet[User]:
    named = CaseUserObjectPermission.in_force(on).filter(content_object=case).values("user")
    if not case.is_restricted:
        by_child = ChildUserObjectPermission.in_force(on).filter(content_object=case.child).values("user")
        named = named.union(by_child)
    return officers.filter(pk__in=named)
