"""Finding a child, and the children who may be the one about to be added."""

from casework.people.finding.likely import Described, Likely, likely_same, likely_same_many
from casework.people.finding.search import MOST_FOUND, Found, Hit, find_children
from casework.people.finding.ways import Way, register_way

__all__ = [
    "MOST_FOUND",
    "Described",
    "Found",
    "Hit",
    "Likely",
    "Way",
    "find_children",
    "likely_same",
    "likely_same_many",
    "register_way",
]
