"""The one declared table of who may do what, and how far a verb reaches for the roles a person holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.access.choices import Reach, Role, Verb

O, D, S, M, B, L, A, U, X = (  # noqa: E741 - columns of the table below
    Role.OFFICER,
    Role.DUTY_OFFICER,
    Role.SENIOR,
    Role.MANAGER,
    Role.BUSINESS_SUPPORT,
    Role.SAFEGUARDING_LEAD,
    Role.ANALYST,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
ALL, OWN, TEAM, BELOW, NAMED = Reach.ALL, Reach.OWN, Reach.TEAM, Reach.TEAMS_BELOW, Reach.NAMED

# A role that is not in a row may not. A restricted record is reached by being named on it, whatever the role.
TABLE: Mapping[Verb, Mapping[Role, Reach]] = {
    Verb.USE_CASEWORK: {O: ALL, D: ALL, S: ALL, M: ALL, B: ALL, L: ALL, U: ALL},
    Verb.FIND_CHILD: {O: ALL, D: ALL, S: ALL, M: ALL, B: ALL, L: ALL, U: ALL},
    Verb.CHANGE_CHILD: {O: ALL, D: ALL, S: ALL, M: ALL, B: ALL, L: ALL},
    Verb.OPEN_CASE: {O: ALL, D: ALL, S: ALL, M: ALL, B: ALL, L: ALL},
    Verb.READ_CASE: {O: TEAM, D: TEAM, S: TEAM, M: BELOW, B: OWN, L: ALL, U: NAMED},
    Verb.WRITE_CASE: {O: OWN, D: OWN, S: TEAM, M: BELOW, B: OWN, L: NAMED},
    Verb.PROPOSE_NOT_APPLICABLE: {O: OWN, D: OWN, S: TEAM, M: BELOW, L: NAMED},
    Verb.APPROVE_NOT_APPLICABLE: {S: TEAM, M: BELOW, L: ALL},
    Verb.WRITE_NOTE: {O: OWN, D: OWN, S: TEAM, M: BELOW, L: NAMED},
    Verb.REALLOCATE: {S: TEAM, M: BELOW},
    Verb.ARRANGE_COVER: {O: OWN, D: OWN, S: TEAM, M: BELOW},
    Verb.READ_CASELOAD: {S: TEAM, M: BELOW, U: NAMED},
    Verb.EXPORT: {S: TEAM, M: BELOW, L: ALL},
    Verb.BRING_IN: {O: OWN, S: TEAM, M: BELOW, L: ALL},
    Verb.SUPERVISE: {S: TEAM, M: BELOW},
    Verb.TAKE_ENQUIRY: {O: TEAM, D: TEAM, S: TEAM, M: BELOW, B: TEAM, L: TEAM},
    Verb.PLAN_DUTY: {S: TEAM, M: BELOW},
    Verb.ASK_TO_RESTRICT: {O: ALL, D: ALL, S: ALL, M: ALL, L: ALL},
    Verb.RESTRICT: {S: TEAM, M: BELOW, L: ALL},
    Verb.READ_ACCESS_LOG: {O: OWN, D: OWN, S: TEAM, M: BELOW, L: ALL, U: ALL},
    Verb.READ_SCHOOL: {O: ALL, D: ALL, S: ALL, M: ALL, B: ALL, L: ALL, A: ALL, U: ALL, X: ALL},
    Verb.CHANGE_CALENDAR: {S: ALL, M: ALL, B: ALL, X: ALL},
    Verb.READ_SETTINGS: {O: ALL, D: ALL, S: ALL, M: ALL, B: ALL, L: ALL, A: ALL, U: ALL, X: ALL},
    Verb.PROPOSE_SETTING: {S: ALL, M: ALL, X: ALL},
    Verb.APPROVE_SETTING: {M: ALL},
    Verb.READ_USERS: {U: ALL, X: ALL},
    Verb.MANAGE_USERS: {X: ALL},
}


@dataclass(frozen=True)
class Scope:
    """How far one verb reaches for one person: everything, their own, some teams, or only what names them.

    `own_ids` are whose work counts as the person's own: theirs, and that of officers they cover for.
    """

    everything: bool = False
    own: bool = False
    own_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    named: bool = False

    def __bool__(self) -> bool:
        return self.everything or self.own or self.named or bool(self.team_ids)


@dataclass(frozen=True)
class Standing:
    """The roles a person holds today, each with its team and the teams below it, and whose work is theirs:
    their own, and that of the officers they cover for today."""

    roles: tuple[tuple[Role, int, frozenset[int]], ...] = ()
    user_id: int = 0
    covers_for: frozenset[int] = frozenset()

    @property
    def role_names(self) -> list[str]:
        return sorted({role.label for role, _, _ in self.roles})

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(team_id for _, team_id, _ in self.roles)

    @property
    def own_ids(self) -> frozenset[int]:
        return self.covers_for | {self.user_id}

    def holds(self, *roles: Role) -> bool:
        return any(role in roles for role, _, _ in self.roles)

    def scope(self, verb: Verb) -> Scope:
        everything = own = named = False
        team_ids: set[int] = set()
        for role, team_id, below in self.roles:
            reach = TABLE[verb].get(role, Reach.NOTHING)
            if reach is Reach.NOTHING:
                continue
            # A scope always takes in the person's own work and what names them.
            named = True
            own = own or reach is not Reach.NAMED
            everything = everything or reach is Reach.ALL
            if reach is Reach.TEAM:
                team_ids.add(team_id)
            if reach is Reach.TEAMS_BELOW:
                team_ids |= below | {team_id}
        return Scope(
            everything=everything,
            own=own,
            own_ids=self.own_ids if own else frozenset(),
            team_ids=frozenset(team_ids),
            named=named,
        )


def teams_below(parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """Return, for each team, every team underneath it; a circle of parents ends where it began."""
    below: dict[int, set[int]] = {team: set() for team in parents}
    for team in parents:
        seen = {team}
        above = parents[team]
        while above is not None and above not in seen:
            below[above].add(team)
            seen.add(above)
            above = parents[above]
    return {team: frozenset(under) for team, under in below.items()}
