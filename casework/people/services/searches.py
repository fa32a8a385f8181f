"""Writing down what somebody searched for."""

from __future__ import annotations

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.people.models import Search


def make_search(*, text: str, by: User) -> Search:
    """Keep a search for children, so that its result has an address that says nothing of it."""
    check_may(by, Verb.FIND_CHILD)
    return Search.objects.create(text=text, user=by)
