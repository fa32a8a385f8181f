"""Who looked at what, as far as the viewer may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import AccessLogEntry, Membership, User
from casework.cases.models import Case, CaseUserObjectPermission
from casework.people.models import Child

if TYPE_CHECKING:
    from django.db.models import QuerySet

ENTRIES_A_PAGE = 50
MOST_PEOPLE = 500


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What somebody narrowed the log by."""

    person: int | None = None
    action: str = ""
    from_day: date | None = None
    to_day: date | None = None

    def apply(self, entries: QuerySet[AccessLogEntry]) -> QuerySet[AccessLogEntry]:
        if self.person is not None:
            entries = entries.filter(user=self.person)
        if self.action:
            entries = entries.filter(action=self.action)
        if self.from_day is not None:
            entries = entries.filter(at__gte=_begin_of(self.from_day))
        if self.to_day is not None:
            entries = entries.filter(at__lt=_begin_of(self.to_day + timedelta(days=1)))
        return entries


@dataclass(frozen=True)
class LogPage:
    """Some entries, the key that older ones lie below, and the cases among them that the viewer may read."""

    entries: list[Any]
    older: int | None


@dataclass(frozen=True)
class CasesAround:
    """A child's cases, as they bear on what the viewer may know of the log.

    `readable` and `hidden` are references; a hidden case is restricted and leaves no trace. `is_theirs` says
    whether the log of a case is within the viewer's reach, and with it the log of the child.
    """

    readable: frozenset[str]
    hidden: frozenset[str]
    theirs: frozenset[str]


def cases_around(child: Child, *, viewer: User) -> CasesAround:
    """Return what bears on the log of a child, in one query."""
    rows = list(
        Case.objects.filter(child=child)
        .order_by()
        .annotate(
            may_read=Exists(Case.objects.visible_to(viewer).filter(pk=OuterRef("pk")).order_by()),
            is_theirs=Exists(
                Case.objects.within(viewer, Verb.READ_ACCESS_LOG).filter(pk=OuterRef("pk")).order_by()
            ),
        )
        .values_list("reference", "is_restricted", "may_read", "is_theirs")
    )
    return CasesAround(
        readable=frozenset(reference for reference, _, may_read, _ in rows if may_read),
        hidden=frozenset(reference for reference, restricted, read, _ in rows if restricted and not read),
        theirs=frozenset(reference for reference, _, _, theirs in rows if theirs),
    )


def log_of_child(
    child: Child, around: CasesAround, *, viewer: User, on: date
) -> tuple[QuerySet[AccessLogEntry], bool]:
    """Return the entries about a child that the viewer may see, and whether those are all of them.

    All, for a child one of whose cases the verb reaches, and for those who see every log. The others see
    their own views, and seniors and managers those of their teams.
    """
    entries = AccessLogEntry.objects.filter(child_id=child.pk).exclude(object_id__in=around.hidden)
    scope = viewer.standing.scope(Verb.READ_ACCESS_LOG)
    if scope.everything or around.theirs:
        return entries, True
    return entries.filter(_by_them_or_their_teams(viewer, on=on)), False


def log_of_case(
    case: Case, around: CasesAround, *, viewer: User, on: date
) -> tuple[QuerySet[AccessLogEntry], bool]:
    """Return the entries about one case that the viewer may see, and whether those are all of them."""
    entries = AccessLogEntry.objects.filter(child_id=case.child_id, object_id=case.reference)
    if viewer.standing.scope(Verb.READ_ACCESS_LOG).everything or case.reference in around.theirs:
        return entries, True
    return entries.filter(_by_them_or_their_teams(viewer, on=on)), False


def own_log(viewer: User) -> QuerySet[AccessLogEntry]:
    """Return what the viewer was shown: of children and cases that they may still see."""
    named = CaseUserObjectPermission.ids_for(viewer)
    hidden = Case.objects.filter(is_restricted=True).exclude(pk__in=named).order_by()
    seen = Child.objects.visible_to(viewer).order_by().values("pk")
    return AccessLogEntry.objects.filter(user=viewer, child_id__in=seen).exclude(
        object_id__in=hidden.values("reference")
    )


def page_of(entries: QuerySet[AccessLogEntry], narrowed: Narrowed, *, before: int | None) -> LogPage:
    """Return the newest entries below a key. Entries are only ever added: their keys are in order."""
    found = narrowed.apply(entries).select_related("user").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: ENTRIES_A_PAGE + 1])
    is_more = len(page) > ENTRIES_A_PAGE
    page = page[:ENTRIES_A_PAGE]
    return LogPage(page, page[-1].pk if is_more else None)


def people_in(entries: QuerySet[AccessLogEntry]) -> QuerySet[User]:
    """Return the people who looked, for the list that narrows by one of them."""
    return User.objects.filter(pk__in=entries.order_by().values("user")).order_by("name", "pk")[:MOST_PEOPLE]


def children_in(page: LogPage, *, viewer: User) -> dict[int, Child]:
    """Return the children whom a page of entries is about, in one query."""
    return Child.objects.visible_to(viewer).in_bulk({entry.child_id for entry in page.entries})


def _by_them_or_their_teams(viewer: User, *, on: date) -> Q:
    team_ids = viewer.standing.scope(Verb.READ_ACCESS_LOG).team_ids
    if not team_ids:
        return Q(user=viewer)
    members = Membership.objects.in_force(on).filter(team__in=team_ids).order_by()
    return Q(user=viewer) | Q(user__in=members.values("user"))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
