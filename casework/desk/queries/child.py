"""What a viewer may see around one child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from casework.access.models import User
from casework.cases.models import Case, Deadline
from casework.people.models import Child, ChildContact, StatusFact
from casework.schools.queries import calendars_of
from casework.schools.rules import SchoolCalendar


@dataclass(frozen=True)
class ChildFile:
    """What the viewer may see around one child."""

    facts: list[StatusFact]
    contacts: list[ChildContact]
    cases: list[Case]
    deadlines: list[Deadline]
    calendars: dict[int, SchoolCalendar]


def child_file(child: Child, *, viewer: User, on: date) -> ChildFile:
    facts = list(child.status_facts.holding_on(on).select_related("authority"))
    contacts = list(child.child_contacts.select_related("contact"))
    cases = list(
        Case.objects.visible_to(viewer)
        .filter(child=child)
        .select_related("child", "school", "team", "officer")
    )
    by_key = {case.pk: case for case in cases}
    deadlines = list(
        Deadline.objects.outstanding()
        .filter(case__in=by_key)
        .select_related("owner", "owner_team")
        .defer("explanation")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    for deadline in deadlines:
        deadline.case = by_key[deadline.case_id]
    schools = [case.school for case in cases if case.school is not None]
    return ChildFile(facts, contacts, cases, deadlines, calendars_of(schools) if deadlines else {})
