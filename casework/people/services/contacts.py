"""The people around a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people import family, family_rules
from casework.people.models import AddressWithheld, Child, ChildContact, Contact
from casework.people.services.errors import CannotSaveContact
from casework.ui.words import say_date

# What is known of the person, whichever child they are a contact of.
OF_THE_PERSON = (
    "name",
    "agency",
    "telephone",
    "email",
    "how_to_reach",
    "language",
    "needs_interpreter",
    "address",
    "postcode",
    "agrees_to_email_notices",
)
OF_THE_TIE = ("relationship", "has_parental_responsibility", "lives_with_child")


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What is written down about a parent, carer or professional."""

    name: str
    relationship: str
    agency: str = ""
    telephone: str = ""
    email: str = ""
    how_to_reach: str = ""
    language: str = ""
    needs_interpreter: bool = False
    address: str = ""
    postcode: str = ""
    has_parental_responsibility: bool = False
    lives_with_child: bool = False
    agrees_to_email_notices: bool = False


class ContactChanged(Exception):
    """Somebody else corrected the contact since the page was opened. `link` is the contact as it is now."""

    def __init__(self, link: ChildContact) -> None:
        super().__init__("Somebody else has changed this contact")
        self.link = link


def details_of(link: ChildContact) -> ContactDetails:
    person = {name: getattr(link.contact, name) for name in OF_THE_PERSON}
    return ContactDetails(**person, **{name: getattr(link, name) for name in OF_THE_TIE})


def is_of_the_person(before: ContactDetails, after: ContactDetails) -> bool:
    """Say whether a correction is about the person, and so shows on every child's record."""
    return any(getattr(before, name) != getattr(after, name) for name in OF_THE_PERSON)


@transaction.atomic
def add_contact(*, child: Child, details: ContactDetails, by: User) -> ChildContact:
    """Add a parent, carer or professional to a child."""
    check_may(by, Verb.CHANGE_CHILD)
    contact = Contact()
    _write(contact, details, OF_THE_PERSON)
    save_as(contact, by=by)
    link = ChildContact(child=child, contact=contact)
    _write(link, details, OF_THE_TIE)
    save_as(link, by=by)
    return link


@transaction.atomic
def attach_contact(*, child: Child, contact: Contact, details: ContactDetails, by: User) -> ChildContact:
    """Let somebody who is written down already be a contact of this child as well.

    What is known of them stays; what is not known is filled in from the details. Somebody who was a contact
    of the child before is one again. Raises CannotSaveContact where they are one now.
    """
    check_may(by, Verb.CHANGE_CHILD)
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    link = ChildContact.objects.filter(child=child, contact=contact).first()
    if link is not None and link.ended_on is None:
        raise CannotSaveContact(f"{contact} is a contact of this child already")
    unknown = [name for name in OF_THE_PERSON if not getattr(contact, name) and getattr(details, name)]
    if unknown:
        _write(contact, details, unknown)
        contact.version += 1
        save_as(contact, by=by)
    link = link or ChildContact(child=child)
    link.contact, link.ended_on = contact, None
    _write(link, details, OF_THE_TIE)
    save_as(link, by=by)
    _check_homes(link)
    return link


@transaction.atomic
def correct_contact(*, link: ChildContact, details: ContactDetails, version: int, by: User) -> ChildContact:
    """Correct what is written down about a contact, for every child they are a contact of.

    Raises ContactChanged where somebody else saved since `version`, and CannotSaveContact where the contact
    would live at an address that they must not be told.
    """
    check_may(by, Verb.CHANGE_CHILD)
    link = _locked(link)
    if link.contact.version != version:
        raise ContactChanged(link)
    _write(link.contact, details, OF_THE_PERSON)
    link.contact.version += 1
    save_as(link.contact, by=by)
    _write(link, details, OF_THE_TIE)
    save_as(link, by=by)
    _check_homes(link)
    return link


@transaction.atomic
def end_contact(*, link: ChildContact, ended_on: date, by: User, on: date) -> ChildContact:
    """Say which day was the last on which somebody was a contact of the child. They stay on the record.

    Raises CannotSaveContact for a day to come, and where somebody has said so already.
    """
    check_may(by, Verb.CHANGE_CHILD)
    if ended_on > on:
        raise CannotSaveContact("The last day must be today or in the past")
    link = _locked(link)
    if link.ended_on is not None and (link.ended_on < on or link.ended_on == ended_on):
        raise CannotSaveContact(f"Their last day is recorded already: {say_date(link.ended_on)}")
    link.ended_on = ended_on
    save_as(link, by=by)
    return link


@transaction.atomic
def resume_contact(*, link: ChildContact, by: User) -> ChildContact:
    """Let a former contact be one again. Raises CannotSaveContact where they are one now."""
    check_may(by, Verb.CHANGE_CHILD)
    link = _locked(link)
    if link.ended_on is None:
        raise CannotSaveContact(f"{link.contact} is a contact of this child already")
    link.ended_on = None
    save_as(link, by=by)
    _check_homes(link)
    return link


@transaction.atomic
def record_death(*, contact: Contact, died_on: date | None, by: User, on: date) -> Contact:
    """Record the day a contact died, or correct it; no day where it was recorded by mistake."""
    check_may(by, Verb.CHANGE_CHILD)
    if died_on is not None and died_on > on:
        raise CannotSaveContact("The day they died must be today or in the past")
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    contact.died_on = died_on
    contact.version += 1
    save_as(contact, by=by)
    return contact


@transaction.atomic
def withhold_address(
    *, child: Child, whose: Contact | None, kept_from: Contact, reason: str, by: User
) -> AddressWithheld:
    """Record that a contact must not be told the child's address, or that of another contact of the child.

    Raises CannotSaveContact where that is recorded already, and where they live there.
    """
    check_may(by, Verb.CHANGE_CHILD)
    child = Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
    if whose == kept_from:
        raise CannotSaveContact("Choose two different people")
    if AddressWithheld.objects.filter(child=child, whose=whose, kept_from=kept_from, ended_on=None).exists():
        raise CannotSaveContact("This address is kept from them already")
    row = AddressWithheld(child=child, whose=whose, kept_from=kept_from, reason=reason)
    save_as(row, by=by)
    _check_home(child, kept_from)
    return row


@transaction.atomic
def end_withholding(*, withheld: AddressWithheld, reason: str, by: User, on: date) -> AddressWithheld:
    """Record that an address may be told again, and why. Raises CannotSaveContact where it may already."""
    check_may(by, Verb.CHANGE_CHILD)
    withheld = AddressWithheld.objects.select_for_update(of=("self",)).get(pk=withheld.pk)
    if withheld.ended_on is not None:
        raise CannotSaveContact("This has been ended already")
    withheld.ended_on, withheld.ended_reason = on, reason
    save_as(withheld, by=by)
    return withheld


def _locked(link: ChildContact) -> ChildContact:
    # The person is what two officers meet on, from whichever child they come.
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=link.contact_id)
    link = ChildContact.objects.select_for_update(of=("self",)).select_related("child").get(pk=link.pk)
    link.contact = contact
    return link


def _write(row: Contact | ChildContact, details: ContactDetails, names: tuple[str, ...] | list[str]) -> None:
    for name in names:
        setattr(row, name, getattr(details, name))


def _check_homes(link: ChildContact) -> None:
    _check_home(link.child, link.contact)


def _check_home(child: Child, contact: Contact) -> None:
    kept = family.withheld_for(child)
    if family_rules.lives_at_one_kept_from_them(contact.pk, kept=kept.kept, homes=kept.homes):
        raise CannotSaveContact(
            f"{contact} is recorded as living at an address that they must not be told."
            " Correct where they live, or end what keeps it from them"
        )
