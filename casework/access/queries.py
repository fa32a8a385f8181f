"""What a person's memberships say today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casework.access.choices import Role
from casework.access.models import Membership, Team
from casework.access.permissions import Standing

if TYPE_CHECKING:
    from casework.access.models import User


def standing_of(user: User, *, on: date) -> Standing:
    """Return the roles held on a day, in at most two queries."""
    if not user.is_active:
        return Standing()
    held = [(Role(m.role), m.team_id) for m in Membership.objects.in_force(on).filter(user=user)]
    below = teams_below() if any(role is Role.MANAGER for role, _ in held) else {}
    return Standing(tuple((role, team, below.get(team, frozenset())) for role, team in held))


def teams_below() -> dict[int, frozenset[int]]:
    """Return, for each team, every team underneath it."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    below: dict[int, set[int]] = {pk: set() for pk in parents}
    for pk in parents:
        seen = {pk}
        above = parents[pk]
        while above is not None and above not in seen:
            below[above].add(pk)
            seen.add(above)
            above = parents[above]
    return {pk: frozenset(children) for pk, children in below.items()}
