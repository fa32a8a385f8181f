"""Children, the people around them, and the dated facts that hold for them."""

from casework.people.models.children import (
    Alert,
    Child,
    ChildAddress,
    ChildIdentifier,
    ChildName,
    ChildUserObjectPermission,
    Enrolment,
    StatusFact,
)
from casework.people.models.contacts import AddressWithheld, ChildContact, Contact, SiblingLink
from casework.people.models.finding import ChildWord, Search, Word
from casework.people.models.restriction import ChildRestriction

__all__ = [
    "AddressWithheld",
    "Alert",
    "Child",
    "ChildAddress",
    "ChildContact",
    "ChildIdentifier",
    "ChildName",
    "ChildRestriction",
    "ChildUserObjectPermission",
    "ChildWord",
    "Contact",
    "Enrolment",
    "Search",
    "SiblingLink",
    "StatusFact",
    "Word",
]
