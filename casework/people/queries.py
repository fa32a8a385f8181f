"""What is known of children on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from casework.people import finding
from casework.people.choices import StatusKind
from casework.people.models import Alert, Child, StatusFact

if TYPE_CHECKING:
    from casework.access.models import User


def find_children(text: str, *, viewer: User) -> list[Child]:
    """Return the children that a search finds, without why (`finding.find_children` says it)."""
    return finding.find_children(text, viewer=viewer).children


def upn_holder(upn: str, *, besides: Child | None, viewer: User) -> Child | None:
    """Return another child, whom the viewer may see, with the same UPN."""
    found = Child.objects.visible_to(viewer).filter(upn=upn)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return found.first()


def facts_holding(facts: Iterable[StatusFact], *, on: date) -> dict[str, StatusFact]:
    """Return the status facts that hold on a day, by kind; of two, the one that began later."""
    holding = [
        each for each in facts if each.starts_on <= on and (each.ends_on is None or each.ends_on >= on)
    ]
    return {each.kind: each for each in sorted(holding, key=lambda each: each.starts_on)}


def home_authority_code(facts: Iterable[StatusFact], *, on: date) -> str | None:
    """Return the DfE code of the authority the child lives in, where it is stated for the day."""
    stated = facts_holding(facts, on=on).get(StatusKind.HOME_AUTHORITY)
    return stated.authority.code if stated and stated.authority else None


def alerts_to_review(user: User, *, on: date) -> list[Alert]:
    """Return the alerts in force that somebody is to look at again by a day, the longest overdue first.

    They are the person's own and those of whom they cover for, on children the person may see.
    """
    due = Alert.objects.filter(
        owner__in=user.standing.own_ids,
        review_on__lte=on,
        ends_on=None,
        child__in=Child.objects.visible_to(user),
    )
    return list(due.select_related("child").order_by("review_on", "pk"))
