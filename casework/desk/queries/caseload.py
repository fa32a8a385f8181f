"""Caseloads: rows of cases narrowed, sorted and paged, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import may
from casework.access.queries import people_who_may
from casework.cases.choices import CaseStatus, DeadlineKind, DeadlineState
from casework.cases.models import Action, Case, CaseQuerySet, Deadline
from casework.cases.queries import carriers_by_team, carrying
from casework.desk.models import SavedFilter
from casework.duty.models import Enquiry
from casework.schools.models import School
from casework.schools.queries import calendars_of
from casework.schools.rules import SchoolCalendar

ROWS_A_PAGE = 50
# Counting stops here: beyond it a page says "more than".
COUNTED_TO = 1000
MOST_EXPORTED = 5000
MOST_MOVED = 200
LONGEST_KEY = 19

OWN, TEAM = "own", "team"
NOBODY, HAS_LEFT = "nobody", "left"
LATE, WITHOUT_EDUCATION, RESTRICTED = "late", "without_education", "restricted"
OPEN, CLOSED = "open", "closed"
DUE = "due"
STATUSES = {OPEN: CaseStatus.OPEN, CLOSED: CaseStatus.CLOSED}


@dataclass(frozen=True)
class Narrowing:
    """What a caseload is narrowed by: codes and ids, nothing of a child."""

    officer: str = ""
    team: int | None = None
    school: int | None = None
    kind: str = ""
    track: str = ""
    only: tuple[str, ...] = ()
    status: str = OPEN
    sort: str = DUE

    @classmethod
    def of(cls, typed: Mapping[str, Any]) -> Narrowing:
        """Return what a form was answered with; what it refused narrows nothing."""
        return cls(
            officer=typed.get("officer") or "",
            team=typed.get("team"),
            school=typed.get("school"),
            kind=typed.get("kind") or "",
            track=typed.get("track") or "",
            only=tuple(typed.get("only") or ()),
            status=typed.get("status") or OPEN,
            sort=typed.get("sort") or DUE,
        )

    def as_query(self) -> dict[str, Any]:
        """Return what an address holds of it, or a saved filter: only what differs from the plain list."""
        plain = Narrowing()
        held = {
            name: getattr(self, name) for name in vars(plain) if getattr(self, name) != getattr(plain, name)
        }
        return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}


# Orders. A list goes on where a page ended by the key in its address: a date and an id, or an id alone where
# the order is by a name, which no address may hold.


@dataclass(frozen=True)
class Sort:
    """An order of cases, and how a list in it goes on after the case a page ended with."""

    label: str
    order: tuple[OrderBy | str, ...]
    key_of: Callable[[Any], str]
    after: Callable[[str, CaseQuerySet], Q | None]


def dated(
    name: str, *, empty_last: bool
) -> tuple[Callable[[Any], str], Callable[[str, CaseQuerySet], Q | None]]:
    def key_of(row: Any) -> str:
        value = getattr(row, name)
        return f"{value.isoformat() if value else 'none'}.{row.pk}"

    def after(key: str, cases: CaseQuerySet) -> Q | None:
        day, _, pk = key.partition(".")
        if (number := key_in(pk)) is None:
            return None
        further = Q(pk__gt=number)
        if day == "none":
            return Q(**{name: None}) & further | (Q() if empty_last else ~Q(**{name: None}))
        try:
            value = date.fromisoformat(day)
        except ValueError:
            return None
        found = Q(**{f"{name}__gt": value}) | Q(**{name: value}) & further
        return found | Q(**{name: None}) if empty_last else found

    return key_of, after


def _named(*names: str) -> tuple[Callable[[Any], str], Callable[[str, CaseQuerySet], Q | None]]:
    def key_of(row: Any) -> str:
        return str(row.pk)

    def after(key: str, cases: CaseQuerySet) -> Q | None:
        if (number := key_in(key)) is None:
            return None
        last = cases.filter(pk=number).order_by()
        found, same = Q(), Q()
        for name in names:
            value = Subquery(last.values(name)[:1])
            found |= same & Q(**{f"{name}__gt": value})
            same &= Q(**{name: value})
        return found | same & Q(pk__gt=number)

    return key_of, after


SORTS: Mapping[str, Sort] = {
    DUE: Sort(
        "Next step, late first",
        (F("next_due_on").asc(nulls_last=True), "pk"),
        *dated("next_due_on", empty_last=True),
    ),
    "child": Sort(
        "Child’s name",
        ("child__surname", "child__forenames", "pk"),
        *_named("child__surname", "child__forenames"),
    ),
    "opened": Sort("Open for longest", ("opened_on", "pk"), *dated("opened_on", empty_last=True)),
    "school": Sort("School", ("school_name", "pk"), *_named("school_name")),
    "contact": Sort(
        "Longest without contact",
        (F("last_contact_on").asc(nulls_first=True), "pk"),
        *dated("last_contact_on", empty_last=False),
    ),
}


def key_in(text: str) -> int | None:
    """Read the key of a row from an address; what is none is left out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else None


# Whose cases


def reached(user: User, whose: str) -> CaseQuerySet:
    """Return the cases of a caseload: somebody's own with those they cover, or those of their teams.

    Their own are also those that nobody holds in an inbox that they, or those they cover, watch.
    """
    if whose == TEAM:
        cases = Case.objects.within(user, Verb.READ_CASELOAD)
        teams = user.standing.scope(Verb.READ_CASELOAD).team_ids
        return cases.filter(team__in=teams) if teams else cases
    owners = user.standing.own_ids
    inboxes = Q(officer=None, team__in=Team.objects.filter(watched_by__in=owners))
    return Case.objects.visible_to(user).filter(Q(officer__in=owners) | inboxes)


def exported(user: User, whose: str) -> CaseQuerySet:
    """Return the cases of a caseload whose rows the person may take out of the service."""
    return reached(user, whose).within(user, Verb.EXPORT)


def held_by_somebody_gone(*, on: date) -> Q:
    """Match cases whose officer cannot sign in any more, or carries no cases in any team."""
    return Q(officer__isnull=False) & ~Q(officer__in=carrying(on=on).order_by().values("pk"))


def without_education(*, on: date) -> Q:
    """Match cases whose child has no education on a day."""
    begun = Q(education_starts_on=None) | Q(education_starts_on__gt=on)
    return Q(without_education_from__lte=on) & begun


def narrowed(cases: CaseQuerySet, by: Narrowing, *, on: date) -> CaseQuerySet:
    found = cases.filter(status=STATUSES[by.status])
    if by.officer == NOBODY:
        found = found.filter(officer=None)
    elif by.officer == HAS_LEFT:
        found = found.filter(held_by_somebody_gone(on=on))
    elif by.officer:
        found = found.filter(officer=int(by.officer))
    if by.team:
        found = found.filter(team=by.team)
    if by.school:
        found = found.filter(school=by.school)
    if by.kind:
        found = found.filter(kind=by.kind)
    if by.track:
        found = found.filter(Exists(_next_steps().filter(track=by.track)))
    if LATE in by.only:
        found = found.filter(next_due_on__lt=on)
    if WITHOUT_EDUCATION in by.only:
        found = found.filter(without_education(on=on))
    if RESTRICTED in by.only:
        found = found.filter(Q(is_restricted=True) | Q(child__is_restricted=True))
    return found


def _next_steps() -> QuerySet[Deadline]:
    return Deadline.objects.filter(
        case=OuterRef("pk"), state=DeadlineState.OPEN, kind=DeadlineKind.DEADLINE
    ).order_by("due_on", "pk")


# Rows

COLUMNS = {
    "reference": "reference",
    "kind": "kind",
    "status": "status",
    "child_id": "child_id",
    "forenames": "child__forenames",
    "surname": "child__surname",
    "born_on": "child__date_of_birth",
    "school_id": "school_id",
    "school_name": "school_name",
    "urn": "school__urn",
    "authority_id": "school__authority_id",
    "team_id": "team_id",
    "team": "team__name",
    "officer_id": "officer_id",
    "officer": "officer__name",
    "opened_on": "opened_on",
    "closed_on": "closed_on",
    "outcome": "outcome",
    "next_due_on": "next_due_on",
    "last_contact_on": "last_contact_on",
    "without_education_from": "without_education_from",
    "education_starts_on": "education_starts_on",
    "case_restricted": "is_restricted",
    "child_restricted": "child__is_restricted",
    "recalculating": "is_being_recalculated",
    "step": "step",
    "pk": "pk",
    "version": "version",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a list shows of one case, fetched without the case: its columns, and its most urgent step."""

    reference: str
    kind: str
    status: str
    child_id: int
    forenames: str
    surname: str
    born_on: date
    school_id: int | None
    school_name: str
    urn: str | None
    authority_id: int | None
    team_id: int
    team: str
    officer_id: int | None
    officer: str | None
    opened_on: date
    closed_on: date | None
    outcome: str
    next_due_on: date | None
    last_contact_on: date | None
    without_education_from: date | None
    education_starts_on: date | None
    case_restricted: bool
    child_restricted: bool
    recalculating: bool
    step: dict[str, Any] | None
    pk: int
    version: int


@dataclass(frozen=True)
class Caseload:
    """A page of cases, the calendars their days are counted on, and the key the next page starts after."""

    rows: list[CaseRow]
    calendars: dict[int, SchoolCalendar]
    next_key: str = ""
    is_cut: bool = False

    def calendar(self, row: CaseRow) -> SchoolCalendar:
        return self.calendars.get(row.school_id or 0, SchoolCalendar(()))


def with_names(cases: CaseQuerySet) -> CaseQuerySet:
    """Return cases that can be ordered by school: one without a school comes first, without a name."""
    return cases.annotate(school_name=Coalesce("school__name", Value(""), output_field=CharField()))


def page_of(cases: CaseQuerySet, *, viewer: User, sort: str, after: str) -> Caseload:
    """Return a page of narrowed cases after a key; a key that is none gives the first page.

    A page may have ended with a case that is not in the list any more. With one that the viewer may not read
    nothing comes after it, as with none at all: where a list goes on would tell a hidden name.
    """
    order, cases = SORTS[sort], with_names(cases)
    beyond = order.after(after, with_names(Case.objects.visible_to(viewer))) if after else None
    found = cases if beyond is None else cases.filter(beyond)
    rows = rows_of(found.order_by(*order.order)[: ROWS_A_PAGE + 1], order)
    shown = rows[:ROWS_A_PAGE]
    next_key = order.key_of(shown[-1]) if len(rows) > ROWS_A_PAGE else ""
    return Caseload(shown, calendars_for(shown), next_key)


def whole(cases: CaseQuerySet, *, sort: str) -> Caseload:
    """Return all narrowed cases up to the most that are let out at once."""
    order = SORTS[sort]
    rows = rows_of(with_names(cases).order_by(*order.order)[: MOST_EXPORTED + 1], order)
    shown = rows[:MOST_EXPORTED]
    return Caseload(shown, calendars_for(shown), is_cut=len(rows) > MOST_EXPORTED)


def chosen(cases: CaseQuerySet, references: Iterable[str]) -> list[CaseRow]:
    """Return the rows of cases by their references, late first."""
    order = SORTS[DUE]
    return rows_of(with_names(cases).filter(reference__in=list(references)).order_by(*order.order), order)


def movable(user: User, references: Iterable[str]) -> list[CaseRow]:
    """Return the open cases among some that the person may give to somebody else."""
    return chosen(Case.objects.within(user, Verb.REALLOCATE).open(), list(references)[:MOST_MOVED])


def who_can_hold(rows: Iterable[CaseRow], *, on: date) -> list[User]:
    """Return the people who carry cases in every team that the cases are of."""
    teams = carriers_by_team({row.team_id for row in rows}, on=on)
    in_all = set.intersection(*teams.values()) if teams else set()
    return list(User.objects.filter(pk__in=in_all).order_by("name", "pk"))


def rows_of(found: CaseQuerySet, order: Sort) -> list[CaseRow]:
    # Found in a query of their own inside this one, so that the database joins what a list shows to the rows
    # of the page alone.
    step = JSONObject(title="title", provisional="is_provisional", waits="missing_calendar", pk="pk")
    shown = with_names(Case.objects.filter(pk__in=found.values("pk")))
    shown = shown.annotate(step=Subquery(_next_steps().values_list(step)[:1]))
    return [CaseRow(*row) for row in shown.order_by(*order.order).values_list(*COLUMNS.values())]


def calendars_for(rows: Iterable[CaseRow]) -> dict[int, SchoolCalendar]:
    schools = {row.school_id: row.authority_id for row in rows if row.school_id is not None}
    if not schools:
        return {}
    return calendars_of([School(pk=pk, authority_id=authority) for pk, authority in schools.items()])


def counted(cases: CaseQuerySet) -> int:
    """Return how many there are, counting no further than is said."""
    return cases.order_by().values("pk")[: COUNTED_TO + 1].count()


# What a list can be narrowed by


@dataclass
class Options:
    """What occurs in a caseload, to narrow it by; and the filters the person saved for it."""

    officers: dict[int, str] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    schools: dict[int, str] = field(default_factory=dict)
    saved: dict[int, str] = field(default_factory=dict)


def options_in(cases: CaseQuerySet, *, viewer: User, whose: str, status: str, on: date) -> Options:
    """Return the officers, teams and schools of a caseload and the viewer's saved filters, in one query.

    Officers who cannot hold cases any more are set apart.
    """
    cases = cases.filter(status=STATUSES[status]).order_by()
    people = User.objects.filter(pk__in=cases.values("officer"))
    here = carrying(on=on).order_by().values("pk")
    found = _option("officers", people.filter(pk__in=here)).union(
        _option("gone", people.exclude(pk__in=here)),
        _option("teams", Team.objects.filter(pk__in=cases.values("team"))),
        _option("schools", School.objects.filter(pk__in=cases.values("school"))),
        _option("saved", SavedFilter.objects.visible_to(viewer).filter(page=whose)),
        all=True,
    )
    options = Options()
    for what, pk, name in sorted(found, key=lambda row: (row[2], row[1])):
        getattr(options, what)[pk] = name
    return options


def _option(what: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values_list(Value(what, output_field=CharField()), F("pk"), F("name"))


# What has lost its owner


@dataclass(frozen=True)
class NeedingOwner:
    """How much in somebody's teams is held by nobody, or by somebody who has left."""

    cases: int = 0
    unallocated: int = 0
    deadlines: int = 0
    actions: int = 0
    enquiries: int = 0
    schools: int = 0

    def __bool__(self) -> bool:
        held = (self.cases, self.unallocated, self.deadlines, self.actions, self.enquiries, self.schools)
        return any(held)


def needing_owner(user: User, *, on: date) -> NeedingOwner:
    """Count, in one query, what needs an owner in the teams where the person may re-allocate cases."""
    rows = rows_needing_owner(user, on=on)
    if not rows:
        return NeedingOwner()
    first, *others = [_tally(what, found) for what, found in rows.items()]
    return NeedingOwner(**dict(first.union(*others, all=True)))


def rows_needing_owner(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """Return what needs an owner, by what it is; nothing for somebody who re-allocates no case."""
    if not may(user, Verb.REALLOCATE):
        return {}
    return {
        "cases": orphaned_cases(user, on=on),
        "unallocated": Case.objects.within(user, Verb.REALLOCATE).open().filter(officer=None),
        "deadlines": orphaned_deadlines(user, on=on),
        "actions": orphaned_actions(user, on=on),
        "enquiries": orphaned_enquiries(user, on=on),
        "schools": orphaned_schools(user, on=on),
    }


def open_cases_of(person: User) -> int:
    """Count what somebody holds, without what is restricted: whoever keeps accounts is not named on that."""
    held = Case.objects.open().filter(officer=person, is_restricted=False, child__is_restricted=False)
    return held.count()


def orphaned_cases(user: User, *, on: date) -> CaseQuerySet:
    """Return the open cases of people who have left, in the teams where the person may re-allocate."""
    return Case.objects.within(user, Verb.REALLOCATE).open().filter(held_by_somebody_gone(on=on))


def orphaned_deadlines(user: User, *, on: date) -> QuerySet[Deadline]:
    """Return the open deadlines that somebody gone watches on a case that somebody here holds."""
    cases = Case.objects.within(user, Verb.REALLOCATE).open().exclude(held_by_somebody_gone(on=on))
    return (
        Deadline.objects.outstanding()
        .filter(case__in=cases, owner__isnull=False)
        .exclude(owner__in=carrying(on=on).order_by().values("pk"))
    )


def orphaned_actions(user: User, *, on: date) -> QuerySet[Action]:
    """Return the open actions of people who have left that do not go along with one of their cases."""
    theirs = Q(case__in=Case.objects.within(user, Verb.REALLOCATE).exclude(held_by_somebody_gone(on=on)))
    teams = user.standing.scope(Verb.REALLOCATE).team_ids
    return (
        Action.objects.visible_to(user)
        .filter(theirs | Q(case=None, team__in=teams), done_on=None)
        .exclude(owner__in=carrying(on=on).order_by().values("pk"))
    )


def orphaned_enquiries(user: User, *, on: date) -> QuerySet[Enquiry]:
    """Return the open enquiries of people who take none any more, in the teams where the person steers."""
    teams = user.standing.scope(Verb.REALLOCATE).team_ids
    theirs = Enquiry.objects.visible_to(user).open().filter(team__in=teams)
    return theirs.exclude(owner__in=people_who_may(Verb.TAKE_ENQUIRY, on=on).order_by().values("pk"))


def orphaned_schools(user: User, *, on: date) -> QuerySet[School]:
    """Return the schools whose new cases would go to somebody who has left."""
    linked = School.objects.visible_to(user).filter(link_officer__isnull=False)
    return linked.exclude(link_officer__in=carrying(on=on).order_by().values("pk"))


def _tally(what: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Count rows as one row of a union: a grouping by a constant, which is no row at all where none are."""
    named = rows.order_by().annotate(what=Value(what, output_field=CharField())).values("what")
    tallied: QuerySet[Any, Any] = named.annotate(number=Count("pk", output_field=BigIntegerField()))
    return tallied.values_list("what", "number")
