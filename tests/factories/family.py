"""The people around a child, and brothers and sisters, written down through the services."""

from datetime import date

from casework.cases import services
from casework.people.choices import Relationship, SiblingKind
from casework.people.models import Child, ChildContact, Contact, SiblingLink
from casework.people.services import ContactDetails
from tests.factories.access import officer

ON = date(2026, 9, 1)


def contact_of(child: Child, *, by=None, **details) -> ChildContact:
    """A mother with parental responsibility, unless told otherwise."""
    known = {
        "name": "Sam Jones",
        "relationship": Relationship.MOTHER,
        "has_parental_responsibility": True,
    } | details
    return services.add_contact(child=child, details=ContactDetails(**known), by=by or officer(), on=ON)


def also_contact_of(child: Child, contact: Contact, *, relationship=Relationship.MOTHER) -> ChildContact:
    details = ContactDetails(name=contact.name, relationship=relationship)
    return services.attach_contact(child=child, contact=contact, details=details, by=officer(), on=ON)


def siblings(child: Child, other: Child, *, kind=SiblingKind.FULL, since=date(2015, 1, 1)) -> SiblingLink:
    return services.state_siblings(
        child=child, sibling=other, kind=kind, starts_on=since, source="Their mother", by=officer(), on=ON
    )


def kept_from(link: ChildContact, *, whose: ChildContact | None = None, reason="A court order"):
    """An address that a contact must not be told: the child's, unless another contact is named."""
    return services.withhold_address(
        child=link.child,
        whose=whose.contact if whose else None,
        kept_from=link.contact,
        reason=reason,
        by=officer(),
        on=ON,
    )
