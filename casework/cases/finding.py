"""Finding a child by the reference of a case."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from casework.cases.converters import ReferenceConverter
from casework.cases.models import Case
from casework.people.finding import Way

if TYPE_CHECKING:
    from casework.access.models import User

REFERENCE = re.compile(ReferenceConverter.regex)


def children_of_cases(numbers: Collection[str], viewer: User) -> Collection[int]:
    """Return the children of the cases with these references, among those the viewer may read."""
    references = [number for number in numbers if REFERENCE.fullmatch(number)]
    if not references:
        return ()
    found = Case.objects.visible_to(viewer).filter(reference__in=references)
    return list(found.values_list("child_id", flat=True))


CASE_REFERENCE = Way("case", "Case reference", children_of_cases)
