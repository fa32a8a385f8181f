"""Finding children, and what is known of one on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.people.choices import StatusKind
from casework.people.models import Child, StatusFact
from casework.people.rules import tidy_upn
from casework.schools.search import fold

if TYPE_CHECKING:
    from casework.access.models import User

MOST_FOUND = 30
WRITTEN_DATE = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


def find_children(text: str, *, viewer: User) -> list[Child]:
    """Return the children a search finds, among those the viewer may see: at most `MOST_FOUND`.

    Takes a UPN, a date of birth in figures, names in any order, or a date with names. An identifier answers
    first.
    """
    seen = Child.objects.visible_to(viewer)
    upn = tidy_upn(text)
    if len(upn) == 13 and (found := list(seen.filter(upn=upn)[:MOST_FOUND])):
        return found
    born, words = _split(text)
    if born is None and not words:
        return []
    if born is not None:
        seen = seen.filter(date_of_birth=born)
    for word in words:
        # A word is found where a name begins with it: the stored text has a space before each name.
        seen = seen.filter(search_text__contains=f" {word}")
    return list(seen[:MOST_FOUND])


def likely_same(
    *, forenames: str, surname: str, date_of_birth: date | None, upn: str, viewer: User
) -> list[Child]:
    """Return children who may be the one about to be added: the same UPN, or birth date with either name,
    or both names."""
    forename = (fold(forenames).split() or [""])[0]
    surname = fold(surname)
    same_names = Q(search_text__contains=f" {forename}") & Q(search_text__contains=f" {surname}")
    same_birth = Q(date_of_birth=date_of_birth) & (
        Q(search_text__contains=f" {forename}") | Q(search_text__contains=f" {surname}")
    )
    match = (same_names | same_birth) if forename and surname else Q(pk__in=[])
    if upn:
        match |= Q(upn=upn)
    return list(Child.objects.visible_to(viewer).filter(match)[:MOST_FOUND])


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


def _split(text: str) -> tuple[date | None, list[str]]:
    born = None
    if match := WRITTEN_DATE.search(text):
        day, month, year, iso_year, iso_month, iso_day = match.groups()
        try:
            born = date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
        except ValueError:
            born = None
        text = text[: match.start()] + " " + text[match.end() :]
    return born, fold(text).split()
