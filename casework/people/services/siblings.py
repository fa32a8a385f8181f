"""Brothers and sisters, because somebody said so."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people.choices import SiblingKind
from casework.people.models import Child, SiblingLink
from casework.people.models.contacts import SiblingLinkQuerySet
from casework.people.services.errors import CannotLinkSiblings


@transaction.atomic
def state_siblings(
    *, child: Child, sibling: Child, kind: SiblingKind, starts_on: date, source: str, by: User
) -> SiblingLink:
    """State that two children are siblings from a day. Raises CannotLinkSiblings where they are already."""
    check_may(by, Verb.CHANGE_CHILD)
    first, second = _locked_pair(child, sibling)
    if _between(first, second).filter(ends_on=None).exists():
        raise CannotLinkSiblings("They are recorded as siblings already")
    link = SiblingLink(child=first, sibling=second, kind=kind, starts_on=starts_on, source=source)
    save_as(link, by=by)
    return link


@transaction.atomic
def end_siblings(*, link: SiblingLink, ends_on: date, by: User) -> SiblingLink:
    """Say which day was the last on which two children were siblings, as in a foster family.

    Raises CannotLinkSiblings for a day before the first, and where that is recorded already.
    """
    check_may(by, Verb.CHANGE_CHILD)
    link = SiblingLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    _refuse_a_repeat(link)
    if ends_on == link.ends_on:
        raise CannotLinkSiblings("This last day is recorded already")
    if ends_on < link.starts_on:
        raise CannotLinkSiblings("The last day must be the first day or later")
    link.ends_on = ends_on
    save_as(link, by=by)
    return link


@transaction.atomic
def withdraw_siblings(*, link: SiblingLink, source: str, by: User) -> SiblingLink:
    """Say that two children never were siblings; the history keeps that somebody had said so.

    Raises CannotLinkSiblings where that is recorded already.
    """
    check_may(by, Verb.CHANGE_CHILD)
    link = SiblingLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    _refuse_a_repeat(link)
    link.kind, link.ends_on, link.source = SiblingKind.NONE, link.starts_on, source
    save_as(link, by=by)
    return link


@transaction.atomic
def say_no_siblings(*, child: Child, other: Child, source: str, by: User, on: date) -> SiblingLink:
    """Remember that two children are not siblings, so that nobody is asked again.

    Raises CannotLinkSiblings where they are recorded as siblings, and where it is remembered already.
    """
    check_may(by, Verb.CHANGE_CHILD)
    first, second = _locked_pair(child, other)
    said = _between(first, second)
    if said.filter(ends_on=None).exists():
        raise CannotLinkSiblings("They are recorded as siblings: say from when they are not")
    if (before := said.filter(kind=SiblingKind.NONE).first()) is not None:
        _refuse_a_repeat(before)
    link = SiblingLink(
        child=first, sibling=second, kind=SiblingKind.NONE, starts_on=on, ends_on=on, source=source
    )
    save_as(link, by=by)
    return link


def _refuse_a_repeat(link: SiblingLink) -> None:
    if link.kind == SiblingKind.NONE:
        raise CannotLinkSiblings("It is recorded already that they are not brother or sister")


def _locked_pair(child: Child, other: Child) -> tuple[Child, Child]:
    if child.pk == other.pk:
        raise CannotLinkSiblings("Choose another child")
    # In order, so that two officers who begin from either child wait for one another.
    rows = Child.objects.select_for_update(of=("self",)).filter(pk__in=[child.pk, other.pk]).order_by("pk")
    first, second = rows
    return first, second


def _between(first: Child, second: Child) -> SiblingLinkQuerySet:
    return SiblingLink.objects.filter(child=first, sibling=second)
