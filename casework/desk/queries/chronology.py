"""A chronology, narrowed, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from casework.access.models import User
from casework.cases.choices import ChronologyKind as Kind
from casework.cases.choices import NoteKind
from casework.cases.models import Case, ChronologyEntry, ChronologyEntryQuerySet
from casework.desk.queries.work import WorkKey
from casework.people.models import Child

ENTRIES_A_PAGE = 30
MOST_PRINTED = 1000

NOTES = (Kind.NOTE, Kind.NOTE_ADDED_TO)
DEADLINES = (
    Kind.DEADLINES_STARTED,
    Kind.DEADLINES_MOVED,
    Kind.DEADLINE_MET,
    Kind.DEADLINE_REOPENED,
    Kind.DEADLINE_PAUSED,
    Kind.DEADLINE_RESUMED,
    Kind.DEADLINE_EXTENDED,
    Kind.NOT_APPLICABLE_PROPOSED,
    Kind.NOT_APPLICABLE_DECIDED,
)
DECISIONS = (Kind.NOT_APPLICABLE_DECIDED, Kind.SUPERVISION, Kind.CASE_CLOSED, Kind.CASE_REOPENED)
GROUPS: Mapping[str, tuple[str, tuple[Kind, ...]]] = {
    "EVENTS": ("Events", (Kind.FACTS_CHANGED, Kind.EVENT)),
    "NOTES": ("Notes", NOTES),
    "DECISIONS": ("Decisions", DECISIONS),
    "ACTIONS": ("Actions", (Kind.ACTION_AGREED, Kind.ACTION_DONE, Kind.HANDED_OVER)),
    "DEADLINES": ("Deadlines", DEADLINES),
    "CASE": (
        "The case itself",
        (
            Kind.CASE_OPENED,
            Kind.CASE_CLOSED,
            Kind.CASE_REOPENED,
            Kind.RECORDED_IN_ERROR,
            Kind.ALLOCATED,
            Kind.CASES_LINKED,
            Kind.RESTRICTION,
        ),
    ),
    "PERSON": ("Child and family", (Kind.PERSON_CHANGED,)),
}
SIGNIFICANT = (
    Kind.CASE_OPENED,
    Kind.CASE_CLOSED,
    Kind.CASE_REOPENED,
    Kind.FACTS_CHANGED,
    Kind.EVENT,
    Kind.SUPERVISION,
    Kind.PERSON_CHANGED,
)


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What somebody wants to see of a chronology; nothing chosen shows everything."""

    group: str = ""
    by: int | None = None
    since: date | None = None
    until: date | None = None
    significant: bool = False
    in_full: bool = False


def of_case(case: Case, *, viewer: User) -> ChronologyEntryQuerySet:
    return ChronologyEntry.objects.visible_to(viewer).filter(case=case)


def of_child(child: Child, *, viewer: User) -> ChronologyEntryQuerySet:
    """Return what happened to a child: on every case the viewer may read, and to the child's own record."""
    return ChronologyEntry.objects.visible_to(viewer).filter(child=child)


def authors_of(entries: ChronologyEntryQuerySet) -> list[User]:
    return list(User.objects.filter(pk__in=entries.order_by().values("by")).order_by("name", "pk"))


def narrowed(entries: ChronologyEntryQuerySet, by: Narrowed) -> ChronologyEntryQuerySet:
    if by.group:
        wanted = Q(kind__in=GROUPS[by.group][1])
        if by.group == "DECISIONS":
            wanted |= Q(kind__in=NOTES, note__kind__in=[NoteKind.DECISION, NoteKind.OVERSIGHT])
        entries = entries.filter(wanted)
    if by.by is not None:
        entries = entries.filter(by=by.by)
    if by.since is not None:
        entries = entries.filter(happened_on__gte=by.since)
    if by.until is not None:
        entries = entries.filter(happened_on__lte=by.until)
    if by.significant:
        entries = entries.filter(Q(kind__in=SIGNIFICANT) | Q(note__is_significant=True))
    entries = entries.select_related("by", "note", "case")
    return entries.prefetch_related("note__addenda__by") if by.in_full else entries


def page_of(
    entries: ChronologyEntryQuerySet, *, after: WorkKey | None
) -> tuple[list[ChronologyEntry], WorkKey | None]:
    """Return a page, the latest event first, and the key of its last entry where more follow."""
    found = entries.order_by("-happened_on", "-pk")
    if after is not None:
        found = found.filter(Q(happened_on__lt=after.due_on) | Q(happened_on=after.due_on, pk__lt=after.pk))
    shown = list(found[: ENTRIES_A_PAGE + 1])
    is_more = len(shown) > ENTRIES_A_PAGE
    shown = shown[:ENTRIES_A_PAGE]
    return shown, WorkKey(shown[-1].happened_on, shown[-1].pk) if is_more else None


def to_print(entries: ChronologyEntryQuerySet) -> tuple[list[ChronologyEntry], bool]:
    """Return what is printed, the earliest event first, and whether that is not all."""
    rows = list(entries.order_by("-happened_on", "-pk")[: MOST_PRINTED + 1])
    return rows[:MOST_PRINTED][::-1], len(rows) > MOST_PRINTED
