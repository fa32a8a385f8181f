"""What a change to the people around a child does to the chronologies of all the children it is about.

An entry never names another child: it is read by whoever may see this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from casework.access.models import User
from casework.cases.services.children import change_about_child, tell_case_owners
from casework.cases.services.record import record_about_child
from casework.people import services as people
from casework.people.choices import PROFESSIONALS, SiblingKind
from casework.people.models import AddressWithheld, Child, ChildContact, Contact, SiblingLink
from casework.ui.words import say_date


def add_contact(*, child: Child, details: people.ContactDetails, by: User, on: date) -> ChildContact:
    """Add a parent, carer or professional to a child."""
    return change_about_child(
        child=child,
        change=lambda: people.add_contact(child=child, details=details, by=by),
        text=f"Contact added: {details.name}",
        by=by,
        on=on,
    )


def attach_contact(
    *, child: Child, contact: Contact, details: people.ContactDetails, by: User, on: date
) -> ChildContact:
    """Let a contact of other children be one of this child as well. Raises CannotSaveContact."""
    return change_about_child(
        child=child,
        change=lambda: people.attach_contact(child=child, contact=contact, details=details, by=by),
        text=f"Contact added: {contact}",
        by=by,
        on=on,
    )


@transaction.atomic
def correct_contact(
    *, link: ChildContact, details: people.ContactDetails, version: int, by: User, on: date
) -> ChildContact:
    """Correct a contact, for every child they are a contact of. Raises ContactChanged, CannotSaveContact."""
    before = people.details_of(link)
    text = f"Contact corrected: {details.name}"
    if before.name != details.name:
        text += f", before {before.name}"
    saved = change_about_child(
        child=link.child,
        change=lambda: people.correct_contact(link=link, details=details, version=version, by=by),
        text=text,
        by=by,
        on=on,
    )
    if people.is_of_the_person(before, details):
        for child in _children_of(saved.contact, besides=link.child):
            record_about_child(child=child, text=text, by=by, happened_on=on)
    return saved


def end_contact(*, link: ChildContact, ended_on: date, reason: str, by: User, on: date) -> ChildContact:
    """Say which day was the last on which somebody was a contact of the child. Raises CannotSaveContact."""
    return change_about_child(
        child=link.child,
        change=lambda: people.end_contact(link=link, ended_on=ended_on, by=by, on=on),
        text=f"No longer a contact: {link.contact}",
        details=[reason] if reason else [],
        by=by,
        on=on,
        happened_on=ended_on,
    )


def resume_contact(*, link: ChildContact, by: User, on: date) -> ChildContact:
    """Let a former contact be one again."""
    return change_about_child(
        child=link.child,
        change=lambda: people.resume_contact(link=link, by=by),
        text=f"A contact again: {link.contact}",
        by=by,
        on=on,
    )


@transaction.atomic
def record_death(*, contact: Contact, died_on: date | None, by: User, on: date) -> Contact:
    """Record the day a contact died, or correct it, and tell whoever holds an open case of their children.

    Children out of the recorder's sight are told of as well. Raises CannotSaveContact for a day to come.
    """
    contact = people.record_death(contact=contact, died_on=died_on, by=by, on=on)
    text = (
        f"{contact} died on {say_date(died_on)}"
        if died_on
        else f"{contact} has not died: that was recorded by mistake"
    )
    for child in _children_of(contact):
        record_about_child(child=child, text=text, by=by, happened_on=died_on or on)
        tell_case_owners(child=child, text=f"{text}. Check who is written to", by=by, on=on)
    return contact


def withhold_address(
    *, child: Child, whose: Contact | None, kept_from: Contact, reason: str, by: User, on: date
) -> AddressWithheld:
    """Record whose address a contact must not be told. Raises CannotSaveContact."""
    return change_about_child(
        child=child,
        change=lambda: people.withhold_address(
            child=child, whose=whose, kept_from=kept_from, reason=reason, by=by
        ),
        text=f"Address not to be told to {kept_from}: {_whose(whose)}",
        details=[reason],
        by=by,
        on=on,
    )


def end_withholding(*, withheld: AddressWithheld, reason: str, by: User, on: date) -> AddressWithheld:
    """Record that an address may be told again, and why. Raises CannotSaveContact."""
    return change_about_child(
        child=withheld.child,
        change=lambda: people.end_withholding(withheld=withheld, reason=reason, by=by, on=on),
        text=f"Address may be told again to {withheld.kept_from}: {_whose(withheld.whose)}",
        details=[reason],
        by=by,
        on=on,
    )


def state_siblings(
    *, child: Child, sibling: Child, kind: SiblingKind, starts_on: date, source: str, by: User, on: date
) -> SiblingLink:
    """State that two children are siblings, on the records of both. Raises CannotLinkSiblings."""
    return _about_both(
        (child, sibling),
        lambda: people.state_siblings(
            child=child, sibling=sibling, kind=kind, starts_on=starts_on, source=source, by=by
        ),
        text="A brother or sister was added",
        details=[f"Said by {source}"],
        by=by,
        on=on,
    )


def end_siblings(*, link: SiblingLink, ends_on: date, by: User, on: date) -> SiblingLink:
    """Say which day was the last on which two children were siblings. Raises CannotLinkSiblings."""
    return _about_both(
        (link.child, link.sibling),
        lambda: people.end_siblings(link=link, ends_on=ends_on, by=by),
        text=f"No longer brother or sister of another child after {say_date(ends_on)}",
        by=by,
        on=on,
    )


def withdraw_siblings(*, link: SiblingLink, source: str, by: User, on: date) -> SiblingLink:
    """Say that two children never were siblings: they were recorded so by mistake."""
    return _about_both(
        (link.child, link.sibling),
        lambda: people.withdraw_siblings(link=link, source=source, by=by),
        text="A brother or sister had been recorded by mistake",
        details=[f"Said by {source}"],
        by=by,
        on=on,
    )


def say_no_siblings(*, child: Child, other: Child, source: str, by: User, on: date) -> SiblingLink:
    """Remember that two children are not siblings. Raises CannotLinkSiblings."""
    return change_about_child(
        child=child,
        change=lambda: people.say_no_siblings(child=child, other=other, source=source, by=by, on=on),
        text="Another child was looked at, and is not a brother or sister",
        by=by,
        on=on,
    )


@transaction.atomic
def _about_both(
    children: tuple[Child, Child],
    change: Callable[[], SiblingLink],
    *,
    text: str,
    details: Sequence[str] = (),
    by: User,
    on: date,
) -> SiblingLink:
    child, other = children
    link = change_about_child(child=child, change=change, text=text, details=details, by=by, on=on)
    record_about_child(child=other, text=text, details=details, by=by, happened_on=on)
    return link


def _children_of(contact: Contact, *, besides: Child | None = None) -> list[Child]:
    """Return the children somebody is a contact of, and those they were family of."""
    links = ChildContact.objects.filter(contact=contact)
    links = links.filter(Q(ended_on=None) | ~Q(relationship__in=PROFESSIONALS))
    children = Child.objects.filter(pk__in=links.values("child")).order_by("pk")
    return [child for child in children if besides is None or child.pk != besides.pk]


def _whose(whose: Contact | None) -> str:
    return f"that of {whose}" if whose else "the child’s"
