"""A child's family and what is open for all of them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from casework.access.models import User
from casework.cases.choices import CaseStatus
from casework.cases.models import Case, Deadline
from casework.people.family import (
    Around,
    Siblings,
    Withholding,
    contacts_around,
    homes_of,
    may_be_siblings,
    siblings_of,
    withheld_rows,
)
from casework.people.models import Child, ChildContact
from casework.schools.queries import calendars_of
from casework.schools.rules import SchoolCalendar


@dataclass(frozen=True)
class Family:
    """A child, the people around, the brothers and sisters, and the cases of all of them.

    `cases` are those the viewer may read, by child. `known` are the other open ones that are not restricted:
    of these a page says who has them, and nothing else. Whom the viewer may not see is in none of this.
    """

    child: Child
    around: Around
    withholding: Withholding
    siblings: Siblings
    maybe: list[tuple[Child, list[ChildContact]]]
    cases: dict[int, list[Case]] = field(default_factory=dict)
    known: dict[int, list[Case]] = field(default_factory=dict)
    deadlines: list[Deadline] = field(default_factory=list)
    calendars: dict[int, SchoolCalendar] = field(default_factory=dict)

    def calendar(self, case: Case) -> SchoolCalendar:
        return self.calendars.get(case.school_id or 0, SchoolCalendar(()))

    def shown_ids(self, *, with_suggestions: bool) -> list[int]:
        """Return the children whom a page with all of this names: some are only counted."""
        siblings = [each.child for each in (*self.siblings.now, *self.siblings.former)]
        others = [
            child for contact_id in self.around.also for child in self.around.named_others_of(contact_id)
        ]
        maybe = [child for child, _ in self.maybe] if with_suggestions else []
        return list(dict.fromkeys(child.pk for child in (self.child, *siblings, *others, *maybe)))


def family_of(child: Child, *, viewer: User, on: date) -> Family:
    """Return what the viewer may see of a child's family on a day: at most seven queries."""
    around = contacts_around(child, viewer=viewer)
    rows = withheld_rows(child) if around.links else []
    siblings = siblings_of(child, viewer=viewer, on=on)
    ids = [child.pk, *(each.child.pk for each in siblings.now)]
    cases, known = _cases(ids, viewer)
    by_key = {case.pk: case for found in cases.values() for case in found}
    deadlines = list(
        Deadline.objects.outstanding()
        .filter(case__in=by_key)
        .select_related("owner", "owner_team")
        .defer("explanation")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    for deadline in deadlines:
        deadline.case = by_key[deadline.case_id]
    schools = {case.school_id: case.school for case in by_key.values() if case.school is not None}
    return Family(
        child=child,
        around=around,
        withholding=Withholding(rows, homes_of(child, around.links) if rows else []),
        siblings=siblings,
        maybe=may_be_siblings(around=around, siblings=siblings),
        cases=cases,
        known=known,
        deadlines=deadlines,
        calendars=calendars_of(schools.values()) if deadlines else {},
    )


def _cases(child_ids: list[int], viewer: User) -> tuple[dict[int, list[Case]], dict[int, list[Case]]]:
    """Return the cases the viewer may read, and the open ones of which they may know who has them."""
    readable = Case.objects.visible_to(viewer)
    may_know = Q(status=CaseStatus.OPEN, is_restricted=False)
    rows: Iterable[Any] = (
        Case.objects.filter(child__in=child_ids)
        .annotate(may_read=Exists(readable.filter(pk=OuterRef("pk"))))
        .filter(Q(may_read=True) | may_know)
        .select_related("child", "school", "team__watched_by", "officer")
    )
    cases: dict[int, list[Case]] = {}
    known: dict[int, list[Case]] = {}
    for case in rows:
        (cases if case.may_read else known).setdefault(case.child_id, []).append(case)
    return cases, known
