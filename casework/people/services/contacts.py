"""The people around a child."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people.models import Child, ChildContact, Contact


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
