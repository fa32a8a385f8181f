"""The verbs on children and the people around them."""

from casework.people.services.children import (
    ChildDetails,
    ProbablyHere,
    add_child,
    add_unless_here,
    correct_child,
)
from casework.people.services.contacts import (
    ContactChanged,
    ContactDetails,
    add_contact,
    attach_contact,
    correct_contact,
    details_of,
    end_contact,
    end_withholding,
    is_of_the_person,
    record_death,
    resume_contact,
    withhold_address,
)
from casework.people.services.errors import CannotLinkSiblings, CannotSaveChild, CannotSaveContact
from casework.people.services.facts import end_fact, state_fact
from casework.people.services.searches import make_search
from casework.people.services.siblings import end_siblings, say_no_siblings, state_siblings, withdraw_siblings
from casework.people.services.words import (
    forget_unused_words,
    keep_words,
    keep_words_of_many,
    keep_words_of_newcomers,
    searchable,
)

__all__ = [
    "CannotLinkSiblings",
    "CannotSaveChild",
    "CannotSaveContact",
    "ChildDetails",
    "ContactChanged",
    "ContactDetails",
    "ProbablyHere",
    "add_child",
    "add_contact",
    "add_unless_here",
    "attach_contact",
    "correct_child",
    "correct_contact",
    "details_of",
    "end_contact",
    "end_fact",
    "end_siblings",
    "end_withholding",
    "forget_unused_words",
    "is_of_the_person",
    "keep_words",
    "keep_words_of_many",
    "keep_words_of_newcomers",
    "make_search",
    "record_death",
    "resume_contact",
    "say_no_siblings",
    "searchable",
    "state_fact",
    "state_siblings",
    "withdraw_siblings",
    "withhold_address",
]
