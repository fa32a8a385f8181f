"""What a change to a child's record does to the chronology, to open cases and to those who hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.cases.models import Action, Case
from casework.cases.services.lifecycle import lock_case
from casework.cases.services.record import record_about_child
from casework.cases.services.synchronise import synchronise_deadlines
from casework.people import services as people
from casework.people.models import Child
from casework.people.services import identity
from casework.ui.words import say_date

Result = TypeVar("Result")


@transaction.atomic
def change_about_child(
    *,
    child: Child,
    change: Callable[[], Result],
    text: str,
    by: User,
    on: date,
    happened_on: date | None = None,
    details: Sequence[str] = (),
) -> Result:
    """Make one change to a child's record, say so in the child's chronology, and let open clocks follow.

    `change` calls a service of the people room and returns what it returns; what it raises passes through and
    nothing is changed. `happened_on` is the day the change tells of, where that is not the day of writing.
    """
    result = change()
    record_about_child(child=child, text=text, details=details, by=by, happened_on=happened_on or on)
    for case in Case.objects.open().filter(child=child).order_by("pk"):
        synchronise_deadlines(case=lock_case(case=case), by=by, because=text, happened_on=on)
    return result


@transaction.atomic
def tell_case_owners(*, child: Child, text: str, by: User, on: date) -> list[Action]:
    """Tell whoever holds an open case of the child: an action for each case, due on the day.

    A case that nobody holds tells the person who watches its team's inbox.
    """
    told = []
    for case in Case.objects.open().filter(child=child).select_related("officer", "team__watched_by"):
        action = Action(
            child=child,
            case=case,
            text=text,
            team=case.team,
            owner=case.officer or case.team.watched_by,
            due_on=on,
            created_by=by,
        )
        save_as(action, by=by)
        told.append(action)
    return told


@transaction.atomic
def record_child_death(
    *, child: Child, died_on: date | None, source: str, version: int, by: User, on: date
) -> Child:
    """Record the day a child died, or take it away, and tell whoever holds an open case. No clock changes.

    `source` is who says so, or why it is taken away. Raises what `people.services.identity` raises.
    """
    before = child.died_on
    child = identity.record_child_death(child=child, died_on=died_on, version=version, by=by, on=on)
    text = (
        f"The child died on {say_date(died_on)}" if died_on else "The child did not die: recorded by mistake"
    )
    details = [source] + ([f"Recorded before: {say_date(before)}"] if before and died_on else [])
    record_about_child(child=child, text=text, details=details, by=by, happened_on=died_on or on)
    if died_on != before:
        tell_case_owners(child=child, text=f"{text}. Decide what still has to be done", by=by, on=on)
    return child


def correct_child(*, child: Child, details: people.ChildDetails, by: User, on: date) -> Child:
    """Correct what is written down about a child, and the open clocks that turn on a date of birth.

    Raises CannotSaveChild where what was typed cannot be right.
    """
    return change_about_child(
        child=child,
        change=lambda: people.correct_child(child=child, details=details, by=by, on=on),
        text="The child's details were corrected",
        by=by,
        on=on,
    )
