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


# The least that makes a row of a child's record, by the name the child knows such rows under.
A_ROW = {
    "other_names": {"kind": "OTHER", "forenames": "Ash"},
    "identifiers": {"kind": "LOCAL", "value": "L-17"},
    "addresses": {"address": "1 Street", "postcode": "OX1 1ND", "starts_on": ON},
    "enrolments": {"elsewhere": "The hospital school", "status": "C", "starts_on": ON},
    "status_facts": {"kind": "YOUNG_CARER", "value": "P", "starts_on": ON},
    "alerts": {"kind": "DOG", "text": "A dog at the door", "starts_on": ON, "review_on": ON},
}


def owner_of_a_row(relation: str) -> dict:
    return {"owner": officer()} if relation == "alerts" else {}


def row_of(child: Child, relation: str, **fields):
    """A row of a child's record: `row_of(child, "alerts", text="…")`."""
    rows = getattr(child, relation)
    return rows.create(**A_ROW[relation] | owner_of_a_row(relation) | fields)


def restricted(child: Child) -> Child:
    """Restrict a child: only people named on it see it."""
    child.is_restricted = True
    child.save()
    return child
