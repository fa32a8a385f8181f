"""Many children at once, as they come from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.people import rules
from casework.people.choices import IdentifierKind
from casework.people.models import Child, ChildAddress, ChildContact, ChildIdentifier, Contact, Enrolment
from casework.people.services.children import ChildDetails
from casework.people.services.contacts import ContactDetails
from casework.people.services.words import keep_words_of_newcomers, searchable
from casework.schools.models import School

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A child to be added, with what else a list says of one."""

    details: ChildDetails
    parent: ContactDetails | None = None
    school: School | None = None
    local_number: str = ""


@transaction.atomic
def add_children(newcomers: Sequence[Newcomer], *, source: str, by: User, on: date) -> list[Child]:
    """Add children as a list has them, in its order, each with its author in the history.

    A UPN that fails its check is kept as it came: lists of other systems are full of them. Address and school
    hold from the day on which they are written down.
    """
    check_may(by, Verb.CHANGE_CHILD)
    children = [_child(each.details) for each in newcomers]
    _add(children, by=by)
    keep_words_of_newcomers(children)
    together = list(zip(children, newcomers, strict=True))
    _add([_address(child, source, on) for child, _ in together if child.address or child.postcode], by=by)
    _add(
        [
            Enrolment(child=child, school=each.school, starts_on=on, source=source)
            for child, each in together
            if each.school
        ],
        by=by,
    )
    _add(
        [
            ChildIdentifier(child=child, kind=IdentifierKind.LOCAL, value=each.local_number, source=source)
            for child, each in together
            if each.local_number
        ],
        by=by,
    )
    _add_parents([(child, each.parent) for child, each in together if each.parent], by=by)
    return children


def _child(details: ChildDetails) -> Child:
    child = Child(
        forenames=details.forenames,
        surname=details.surname,
        known_as=details.known_as,
        date_of_birth=details.date_of_birth,
        sex=details.sex,
        upn=rules.tidy_upn(details.upn),
        address=details.address,
        postcode=details.postcode,
    )
    child.search_text = searchable(child)
    return child


def _address(child: Child, source: str, on: date) -> ChildAddress:
    return ChildAddress(
        child=child, address=child.address, postcode=child.postcode, starts_on=on, source=source
    )


def _add_parents(parents: Sequence[tuple[Child, ContactDetails | None]], *, by: User) -> None:
    named = [(child, details) for child, details in parents if details is not None]
    contacts = [
        Contact(name=details.name, telephone=details.telephone, email=details.email) for _, details in named
    ]
    _add(contacts, by=by)
    _add(
        [
            ChildContact(
                child=child,
                contact=contact,
                relationship=details.relationship,
                has_parental_responsibility=details.has_parental_responsibility,
                lives_with_child=details.lives_with_child,
            )
            for (child, details), contact in zip(named, contacts, strict=True)
        ],
        by=by,
    )


def _add(rows: Sequence[models.Model], *, by: User) -> None:
    if rows:
        bulk_create_with_history(list(rows), type(rows[0]), batch_size=AT_ONCE, default_user=by)
