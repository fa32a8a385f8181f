"""Finding a child, and the children who may be the one about to be added."""

from casework.people.finding.likely import Described, Likely, likely_same, likely_same_many

__all__ = ["Described", "Likely", "likely_same", "likely_same_many"]
