"""What bringing in a file asks of what is here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from casework.access.choices import Role, Verb
from casework.access.models import Membership, Team, User
from casework.access.rules import TABLE
from casework.cases.models import Case
from casework.intake.choices import RowState, RunState
from casework.intake.models import IntakeRow, IntakeRun
from casework.intake.rules import sort_of
from casework.people.models import Child, ChildUserObjectPermission
from casework.people.services import ChildDetails
from casework.schools.choices import SchoolStatus
from casework.schools.models import School
from casework.schools.search import fold

DFE_NUMBER = re.compile(r"(\d{3})\s*/?\s*(\d{4})")
URN = re.compile(r"[1-9]\d{4,5}")
RUNS_SHOWN = 20
RUNS_REMEMBERED = 50
ROWS_A_PAGE = 50
CONFLICTS_A_PAGE = 20


def teams_for(user: User) -> list[Team]:
    """Return the teams the person may bring a caseload into: those of the roles that may, and those below."""
    ids: set[int] = set()
    for role, team, _ in user.standing.roles:
        if role in TABLE[Verb.BRING_IN]:
            ids.add(team)
    ids |= user.standing.scope(Verb.BRING_IN).team_ids
    own = user.standing.team_ids
    return sorted(Team.objects.filter(pk__in=ids), key=lambda team: (team.pk not in own, team.name))


def runs_of(user: User) -> list[IntakeRun]:
    return list(IntakeRun.objects.visible_to(user).select_related("team")[:RUNS_SHOWN])


def same_file_before(run: IntakeRun) -> IntakeRun | None:
    """Return an earlier run of the same person with the very same file, unless it was abandoned."""
    earlier = IntakeRun.objects.filter(by=run.by_id, file_hash=run.file_hash, pk__lt=run.pk)
    return earlier.exclude(state=RunState.ABANDONED).first()


def mapping_before(run: IntakeRun) -> dict[str, int] | None:
    """Return how the person last matched the same headings for the same purpose."""
    earlier = IntakeRun.objects.filter(by=run.by_id, kind=run.kind).exclude(pk=run.pk)
    for headings, mapping in earlier.values_list("columns", "mapping")[:RUNS_REMEMBERED]:
        if mapping and headings == run.columns:
            return dict(mapping)
    return None


@dataclass(frozen=True)
class Counts:
    """How many rows of a file stand how."""

    by_state: Mapping[str, int]
    unsettled: int = 0

    def of(self, *states: RowState) -> int:
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def counts(run: IntakeRun) -> Counts:
    rows = (
        run.rows.order_by()
        .values("state")
        .annotate(count=Count("pk"), unsettled=Count("pk", filter=Q(state=RowState.CONFLICT, settled="")))
    )
    found = list(rows)
    return Counts({each["state"]: each["count"] for each in found}, sum(each["unsettled"] for each in found))


def rows_after(run: IntakeRun, states: Collection[str], *, after: int) -> QuerySet[IntakeRow]:
    rows = run.rows.filter(state__in=states, number__gt=after).order_by("number")
    return rows.select_related("child", "case", "likely")


def conflicts_after(run: IntakeRun, *, after: int, viewer: User) -> tuple[list[IntakeRow], dict[int, Child]]:
    """Return the next rows that a person has to settle, and the children they may be."""
    rows = list(run.rows.filter(state=RowState.CONFLICT, number__gt=after)[: CONFLICTS_A_PAGE + 1])
    ids = [row.likely_id for row in rows if row.likely_id]
    return rows, children_seen(ids, viewer=viewer)


def sorts_of(run: IntakeRun) -> list[tuple[str, list[dict[str, str]], int, int]]:
    """Return each sort of conflict: its name, what differs, how many rows have it, how many are unsettled."""
    found: dict[str, tuple[list[dict[str, str]], int, int]] = {}
    rows = run.rows.filter(state=RowState.CONFLICT).order_by("number")
    for differences, settled in rows.values_list("differences", "settled"):
        name = sort_of(differences)
        like, count, unsettled = found.get(name, (differences, 0, 0))
        found[name] = (like, count + 1, unsettled + (not settled))
    return [(name, *each) for name, each in sorted(found.items(), key=lambda item: -item[1][1])]


def children_seen(ids: Iterable[int], *, viewer: User) -> dict[int, Child]:
    """Return children the viewer may see, by key, with what a row is compared with."""
    seen = Child.objects.visible_to(viewer).filter(pk__in=set(ids))
    return {child.pk: child for child in seen.prefetch_related("child_contacts__contact", "identifiers")}


def children_named(ids: Iterable[int | None], *, viewer: User) -> dict[int, Child]:
    """Return children the viewer may see, by key, with their names."""
    return Child.objects.visible_to(viewer).in_bulk({pk for pk in ids if pk})


def cases_seen(ids: Iterable[int | None], *, viewer: User) -> frozenset[int]:
    """Return those cases that the viewer may read."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return frozenset()
    return frozenset(Case.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))


def upn_holders(upns: Collection[str], *, viewer: User) -> dict[str, Child]:
    """Return the children the viewer may see who have one of the UPNs, by it."""
    held = Child.objects.visible_to(viewer).filter(upn__in={upn for upn in upns if upn}).order_by("-pk")
    return {child.upn: child for child in held.prefetch_related("child_contacts__contact", "identifiers")}


@dataclass
class Places:
    """Schools and officers as files name them: looked up once for many rows."""

    schools: dict[str, list[School]] = field(default_factory=dict)
    officers: dict[str, User] = field(default_factory=dict)

    def school(self, text: str) -> School | None:
        """Return the one school a text names. Raises ValueError, in words, for none or several."""
        if not text:
            return None
        found = self.schools.get(text, [])
        still_open = [each for each in found if each.status != SchoolStatus.CLOSED]
        if len(still_open or found) == 1:
            return (still_open or found)[0]
        if found:
            raise ValueError(f"Several schools have the number “{text[:40]}”: give the URN")
        if URN.fullmatch(text) or DFE_NUMBER.fullmatch(text):
            raise ValueError(f"No school of the register has the number “{text[:40]}”")
        raise ValueError(f"“{text[:40]}” is not a school’s URN or DfE number")

    def officer(self, text: str) -> User | None:
        """Return the officer of the team a text names. Raises ValueError, in words, for nobody."""
        if not text:
            return None
        found = self.officers.get(text.casefold())
        if found is None:
            raise ValueError(f"Nobody in the team who holds cases is called “{text[:60]}”")
        return found


def places_named(schools: Iterable[str], *, team: Team, on: date, with_officers: bool) -> Places:
    """Look up every school that some rows name, and the officers of the team, in at most three queries."""
    places = Places()
    texts = {text for text in schools if text}
    urns = {text for text in texts if URN.fullmatch(text)}
    numbers = {text: match for text in texts if (match := DFE_NUMBER.fullmatch(text))}
    if urns or numbers:
        found = School.objects.filter(
            Q(urn__in=urns)
            | Q(
                authority__code__in={match[1] for match in numbers.values()},
                establishment_number__in={match[2] for match in numbers.values()},
            )
        ).select_related("authority")
        for school in found:
            places.schools.setdefault(school.urn, []).append(school)
            code = school.authority.code if school.authority else ""
            for text, match in numbers.items():
                if (match[1], match[2]) == (code, school.establishment_number):
                    places.schools.setdefault(text, []).append(school)
    if with_officers:
        holding = TABLE[Verb.WRITE_CASE]
        held = Membership.objects.in_force(on).filter(team=team, role__in=holding, user__is_active=True)
        for each in held.select_related("user"):
            places.officers[each.user.email.casefold()] = each.user
            places.officers[each.user.name.casefold()] = each.user
    return places


def out_of_sight(described: Sequence[ChildDetails], *, viewer: User) -> list[Child]:
    """Return restricted children, out of the viewer's sight, who may be one of those described.

    For telling those who are named on them, and nobody else: nothing of this may reach the viewer.
    """
    hidden = Child.objects.filter(
        is_restricted=True, date_of_birth__in={each.date_of_birth for each in described}
    ).exclude(pk__in=Child.objects.visible_to(viewer).values("pk"))
    named = {(each.date_of_birth, fold(each.surname)) for each in described}
    first = {(each.date_of_birth, fold(each.forenames).partition(" ")[0]) for each in described}
    upns = {(each.date_of_birth, each.upn) for each in described if each.upn}
    return [
        child
        for child in hidden.order_by("pk")
        if (child.date_of_birth, child.upn) in upns
        or (
            (child.date_of_birth, fold(child.surname)) in named
            and (child.date_of_birth, fold(child.forenames).partition(" ")[0]) in first
        )
    ]


def named_person(child: Child, *, on: date) -> tuple[User, Team] | None:
    """Return somebody named on a child who can see to something about it: a safeguarding lead first."""
    named = ChildUserObjectPermission.in_force(on).filter(content_object=child).values("user")
    held = Membership.objects.in_force(on).filter(user__in=named, user__is_active=True)
    found = list(held.select_related("user", "team").order_by("pk"))
    if not found:
        return None
    first = min(found, key=lambda each: (each.role != Role.SAFEGUARDING_LEAD, each.pk))
    return first.user, first.team
