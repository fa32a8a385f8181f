"""What the pages about restricted records read, and what waits for somebody's decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from casework.access.choices import RestrictionState, Role, Verb
from casework.access.models import NamedOn, RestrictionRecord, User
from casework.access.permissions import may
from casework.access.queries import people_who_may
from casework.cases.models import Case, CaseRestriction, CaseUserObjectPermission
from casework.cases.permissions import children_to_restrict
from casework.cases.queries import standards_on
from casework.cases.services.restriction import kind_of_record
from casework.people.models import Child, ChildRestriction, ChildUserObjectPermission, SiblingLink

OPEN_STATES = (RestrictionState.REQUESTED, RestrictionState.ACTIVE)
MOST_WAITING = 50
# Stands where a state stands: nobody who is named can lift the restriction any more.
NOBODY_LIFTS = "NOBODY"


@dataclass(frozen=True)
class Waiting:
    """A restriction that somebody is to decide, or to look at again.

    Of one that nobody can lift, the reference is its number, the reason says whether it is of a child or of a
    case, and all about the child is empty.
    """

    child: str
    child_id: str
    reference: str
    reason: str
    state: str
    asked_by: str
    review_on: date | None


def current_restriction(record: Child | Case) -> RestrictionRecord | None:
    """Return the restriction of a record that is asked for or in force."""
    found: RestrictionRecord | None = kind_of_record(record).current(record, *OPEN_STATES)
    return found


def people_to_name(record: Child | Case, *, viewer: User, on: date) -> list[Any]:
    """Return the people who may be named on a record, in one query.

    Each has whether they are named, until when, and whether they hold an open case that it is about: of a
    restricted case, those who are not named on it learn nothing.
    """
    names = kind_of_record(record).names._default_manager
    here = names.filter(content_object=record, user=OuterRef("pk"))
    held = Case.objects.open().filter(officer=OuterRef("pk")).order_by()
    held = held.filter(pk=record.pk) if isinstance(record, Case) else held.filter(child=record)
    seen = Q(is_restricted=False) | Q(pk__in=Case.objects.visible_to(viewer).order_by().values("pk"))
    held = held.filter(seen)
    return list(
        (people_who_may(Verb.FIND_CHILD, on=on) | User.objects.filter(pk__in=names_of(record)))
        .order_by("name", "pk")
        .annotate(
            is_named=Exists(here),
            named_until=Subquery(here.values("ends_on")[:1]),
            holds=Exists(held),
        )
    )


def names_of(record: Child | Case) -> QuerySet[Any, int]:
    names = kind_of_record(record).names._default_manager
    return names.filter(content_object=record).order_by().values_list("user", flat=True)


def suggested_review(*, on: date) -> date:
    """Return the day on which a restriction of today is looked at again, by the council's own length."""
    return on + timedelta(days=standards_on(on).days_to_restriction_review)


def siblings_in_sight(child: Child, *, viewer: User, on: date) -> list[Child]:
    """Return the brothers and sisters whom the viewer may see: a restriction does not reach them."""
    links = (
        SiblingLink.objects.visible_to(viewer)
        .filter(Q(child=child) | Q(sibling=child))
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("child", "sibling")
    )
    return [link.sibling if link.child_id == child.pk else link.child for link in links]


def waiting_for(user: User, *, on: date) -> list[Waiting]:
    """Return what the person may decide: restrictions asked for, and those to be looked at again by now.

    With them come those that nobody can lift any more, for whoever is to see to that: by number alone, since
    they see none of these records. One query, and none for somebody who decides nothing.
    """
    found = rows_waiting_for(user, on=on)
    if not found:
        return []
    children, cases = found
    of_children = _as_waiting(children, child="child", reference=Value("", output_field=CharField()))
    of_cases = _as_waiting(cases, child="case__child", reference=F("case__reference"))
    beyond = [_by_number(each) for each in rows_beyond_reach(user, on=on)]
    rows = of_children.union(of_cases, *beyond, all=True).order_by("requested_at")
    return [
        Waiting(
            f"{forenames} {surname}".strip(),
            str(public_id or ""),
            reference,
            reason,
            state,
            asked_by,
            review_on,
        )
        for forenames, surname, public_id, reference, reason, state, asked_by, review_on, _ in rows[
            :MOST_WAITING
        ]
    ]


def rows_waiting_for(user: User, *, on: date) -> tuple[()] | tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the restrictions of children and of cases that the person may decide, or look at again."""
    if not may(user, Verb.RESTRICT):
        return ()
    due = Q(state=RestrictionState.REQUESTED) | Q(state=RestrictionState.ACTIVE, review_on__lte=on)
    children = ChildRestriction.objects.filter(due, child__in=children_to_restrict(user).order_by())
    cases = CaseRestriction.objects.filter(due, case__in=Case.objects.within(user, Verb.RESTRICT).order_by())
    return children, cases


def rows_beyond_reach(user: User, *, on: date) -> tuple[()] | tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the restrictions in force whose people have left, or may lift nothing any more.

    The safeguarding lead is told that there is one, and not about whom; to others it leaves no trace.
    """
    if not user.standing.holds(Role.SAFEGUARDING_LEAD):
        return ()
    children = ChildRestriction.objects.filter(_nobody_lifts(ChildUserObjectPermission, "child", on=on))
    cases = CaseRestriction.objects.filter(_nobody_lifts(CaseUserObjectPermission, "case", on=on))
    return children, cases


def _nobody_lifts(names: type[NamedOn], field: str, *, on: date) -> Q:
    may_lift = people_who_may(Verb.RESTRICT, on=on).order_by().values("pk")
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    named = names._default_manager.filter(in_force, content_object=OuterRef(field), user__in=may_lift)
    return Q(~Exists(named), state=RestrictionState.ACTIVE)


def _as_waiting(found: QuerySet[Any], *, child: str, reference: Any) -> QuerySet[Any, Any]:
    return found.order_by().values_list(
        f"{child}__forenames",
        f"{child}__surname",
        f"{child}__public_id",
        reference,
        "reason",
        "state",
        "requested_by__name",
        "review_on",
        "requested_at",
    )


def _by_number(found: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return rows as `_as_waiting` does, with nothing in them that tells whom they are about."""
    empty = Value("", output_field=CharField())
    return found.order_by().values_list(
        empty,
        empty,
        Cast(Value(None), UUIDField()),
        Cast("pk", CharField()),
        Value(found.model._meta.verbose_name, output_field=CharField()),
        Value(NOBODY_LIFTS, output_field=CharField()),
        empty,
        Cast(Value(None), DateField()),
        "requested_at",
    )
