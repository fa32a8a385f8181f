"""Adding children and contacts, and stating dated facts about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people import queries, rules
from casework.people.choices import StatusKind
from casework.people.models import Child, ChildContact, Contact, StatusFact
from casework.schools.models import LocalAuthority
from casework.schools.search import APOSTROPHES, fold


class CannotSaveChild(Exception):
    """What was typed about the child cannot be right; the message says why."""


class ProbablyHere(Exception):
    """Children are here who may be the one about to be added, and nobody has said that they are not."""

    def __init__(self, children: Sequence[Child]) -> None:
        super().__init__(f"{len(children)} may be the same child")
        self.children = list(children)


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What is written down about a parent or carer."""

    name: str
    relationship: str
    telephone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    has_parental_responsibility: bool = False
    lives_with_child: bool = False
    agrees_to_email_notices: bool = False


@dataclass(frozen=True, kw_only=True)
class ChildDetails:
    """What is written down about a child."""

    forenames: str
    surname: str
    date_of_birth: date
    known_as: str = ""
    sex: str = ""
    upn: str = ""
    address: str = ""
    postcode: str = ""


def searchable(child: Child) -> str:
    """Return the child's names as a search meets them, each with a space before it.

    O'Neill is found as Oneill and as O Neill, and a double name as one word and as two.
    """
    names = [child.forenames, child.surname, child.known_as]
    apart = [fold(name) for name in names]
    at_apostrophes = [fold(APOSTROPHES.sub(" ", name)) for name in names if APOSTROPHES.search(name)]
    joined = [name.replace(" ", "") for name in apart if " " in name]
    return f" {' '.join(filter(None, [*apart, *at_apostrophes, *joined]))}"[:400]


@transaction.atomic
def add_child(*, details: ChildDetails, parent: ContactDetails | None, by: User, on: date) -> Child:
    """Add a child, with a parent or carer. Raises CannotSaveChild where what was typed cannot be right."""
    check_may(by, Verb.CHANGE_CHILD)
    child = Child()
    _write(child, details, by=by, on=on)
    if parent is not None:
        add_contact(child=child, details=parent, by=by)
    return child


@transaction.atomic
def add_unless_here(
    *, details: ChildDetails, parent: ContactDetails | None, others: Collection[str], by: User, on: date
) -> Child:
    """Add a child whom nobody has added before.

    `others` are the public ids of children whom the officer has looked at and says are somebody else. Raises
    ProbablyHere where there are more that may be the same, and what `add_child` raises.
    """
    likely = queries.likely_same(
        forenames=details.forenames,
        surname=details.surname,
        date_of_birth=details.date_of_birth,
        upn=rules.tidy_upn(details.upn),
        viewer=by,
    )
    if any(str(child.public_id) not in others for child in likely):
        raise ProbablyHere(likely)
    return add_child(details=details, parent=parent, by=by, on=on)


@transaction.atomic
def correct_child(*, child: Child, details: ChildDetails, by: User, on: date) -> Child:
    """Correct what is written down about a child; the history keeps what it was."""
    check_may(by, Verb.CHANGE_CHILD)
    child = Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
    _write(child, details, by=by, on=on)
    return child


@transaction.atomic
def add_contact(*, child: Child, details: ContactDetails, by: User) -> ChildContact:
    """Add a parent, carer or professional to a child."""
    check_may(by, Verb.CHANGE_CHILD)
    contact = Contact(
        name=details.name,
        telephone=details.telephone,
        email=details.email,
        address=details.address,
        postcode=details.postcode,
        agrees_to_email_notices=details.agrees_to_email_notices,
    )
    save_as(contact, by=by)
    link = ChildContact(
        child=child,
        contact=contact,
        relationship=details.relationship,
        has_parental_responsibility=details.has_parental_responsibility,
        lives_with_child=details.lives_with_child,
    )
    save_as(link, by=by)
    return link


@transaction.atomic
def state_fact(
    *,
    child: Child,
    kind: StatusKind,
    starts_on: date,
    by: User,
    source: str,
    authority: LocalAuthority | None = None,
) -> StatusFact:
    """State that something holds for a child from a day. A fact already stated, and still running, is left
    as it is.

    A different home authority ends the one before it, the day before.
    """
    check_may(by, Verb.CHANGE_CHILD)
    running = StatusFact.objects.filter(child=child, kind=kind).holding_on(starts_on).first()
    if running is not None:
        if running.authority == authority:
            return running
        if running.starts_on == starts_on:
            running.authority = authority
            save_as(running, by=by)
            return running
        end_fact(fact=running, ends_on=starts_on - timedelta(days=1), by=by)
    fact = StatusFact(child=child, kind=kind, authority=authority, starts_on=starts_on, source=source)
    save_as(fact, by=by)
    return fact


@transaction.atomic
def end_fact(*, fact: StatusFact, ends_on: date, by: User) -> StatusFact:
    """Say that a fact no longer holds; `ends_on` is its last day. Raises CannotSaveChild for a day before
    its first."""
    check_may(by, Verb.CHANGE_CHILD)
    if ends_on < fact.starts_on:
        raise CannotSaveChild("The last day must be the first day or later")
    fact.ends_on = ends_on
    save_as(fact, by=by)
    return fact


def _write(child: Child, details: ChildDetails, *, by: User, on: date) -> None:
    if details.date_of_birth > on:
        raise CannotSaveChild("The date of birth must be in the past")
    upn = rules.tidy_upn(details.upn)
    if upn and upn != child.upn and (fault := rules.upn_fault(upn)):
        raise CannotSaveChild(fault)
    child.forenames, child.surname, child.known_as = details.forenames, details.surname, details.known_as
    child.date_of_birth, child.sex, child.upn = details.date_of_birth, details.sex, upn
    child.address, child.postcode = details.address, details.postcode
    child.search_text = searchable(child)
    save_as(child, by=by)
