"""Children and the people around them, written down through the services."""

from datetime import date

import factory

from casework.people.models import Child
from casework.people.services import ChildDetails, ContactDetails, add_child
from tests.factories.access import officer

ON = date(2026, 9, 1)


class DetailsFactory(factory.Factory):
    class Meta:
        model = ChildDetails

    forenames = factory.Sequence(lambda n: f"Forename{n}")
    surname = factory.Sequence(lambda n: f"Surname{n}")
    date_of_birth = date(2013, 5, 14)


def child(*, by=None, parent: ContactDetails | None = None, **details) -> Child:
    """A child, twelve or thirteen years old in the school year 2026/27."""
    return add_child(details=DetailsFactory(**details), parent=parent, by=by or officer(), on=ON)


def restricted(child: Child) -> Child:
    """Restrict a child: only people named on it see it."""
    child.is_restricted = True
    child.save()
    return child
