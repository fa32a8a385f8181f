"""The verbs on children and the people around them."""

from casework.people.services.children import (
    ChildDetails,
    ProbablyHere,
    add_child,
    add_unless_here,
    correct_child,
)
from casework.people.services.contacts import ContactDetails, add_contact
from casework.people.services.errors import CannotSaveChild
from casework.people.services.facts import end_fact, state_fact
from casework.people.services.words import searchable

__all__ = [
    "CannotSaveChild",
    "ChildDetails",
    "ContactDetails",
    "ProbablyHere",
    "add_child",
    "add_contact",
    "add_unless_here",
    "correct_child",
    "end_fact",
    "searchable",
    "state_fact",
]
