"""What the search looks in, kept in step with a child's names."""

from __future__ import annotations

from casework.people.models import Child
from casework.schools.search import APOSTROPHES, fold


def searchable(child: Child) -> str:
    """Return the child's names as a search meets them, each with a space before it.

    O'Neill is found as Oneill and as O Neill, and a double name as one word and as two.
    """
    names = [child.forenames, child.surname, child.known_as]
    apart = [fold(name) for name in names]
    at_apostrophes = [fold(APOSTROPHES.sub(" ", name)) for name in names if APOSTROPHES.search(name)]
    joined = [name.replace(" ", "") for name in apart if " " in name]
    return f" {' '.join(filter(None, [*apart, *at_apostrophes, *joined]))}"[:400]
