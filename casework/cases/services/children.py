"""What a correction of a child's details does to open cases."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.cases.models import Case
from casework.cases.services.lifecycle import lock_case
from casework.cases.services.synchronise import synchronise_deadlines
from casework.people import services as people
from casework.people.models import Child


@transaction.atomic
def correct_child(*, child: Child, details: people.ChildDetails, by: User, on: date) -> Child:
    """Correct what is written down about a child, and the open clocks that turn on a date of birth.

    Raises CannotSaveChild where what was typed cannot be right.
    """
    child = people.correct_child(child=child, details=details, by=by, on=on)
    for case in Case.objects.open().filter(child=child).order_by("pk"):
        synchronise_deadlines(
            case=lock_case(case=case), by=by, because="The child's details were corrected", happened_on=on
        )
    return child
