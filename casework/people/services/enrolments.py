"""The schools a child is and was on roll at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.people import rules
from casework.people.choices import ONLY_PLACES
from casework.people.models import Child, Enrolment
from casework.people.services.rows import CannotSave, lock_child, lock_row
from casework.schools.models import School
from casework.ui.words import say_date


@dataclass(frozen=True, kw_only=True)
class EnrolmentDetails:
    """Where a child is on roll, and from when until when. A school of the register, or another place."""

    school: School | None
    elsewhere: str
    status: str
    starts_on: date
    ends_on: date | None = None
    leaving_reason: str = ""
    source: str = ""


@transaction.atomic
def enrol(*, child: Child, details: EnrolmentDetails, by: User) -> Enrolment:
    """Record that a child is or was on roll somewhere. Raises CannotSave where it cannot be."""
    child = lock_child(child, by=by)
    return _write(Enrolment(child=child), details, by=by)


@transaction.atomic
def correct_enrolment(*, row: Enrolment, details: EnrolmentDetails, version: int, by: User) -> Enrolment:
    """Correct where a child is or was on roll. Raises CannotSave, and RecordChanged."""
    return _write(lock_row(row, version=version, by=by), details, by=by)


@transaction.atomic
def end_enrolment(*, row: Enrolment, ends_on: date, reason: str, version: int, by: User) -> Enrolment:
    """Record that a child left, with the last day on roll and the reason. Raises as correcting does."""
    row = lock_row(row, version=version, by=by)
    if ends_on < row.starts_on:
        raise CannotSave(f"The last day must be on or after {say_date(row.starts_on)}", field="ends_on")
    row.ends_on, row.leaving_reason = ends_on, reason
    save_as(row, by=by)
    return row


def _write(row: Enrolment, details: EnrolmentDetails, *, by: User) -> Enrolment:
    if (details.school is None) == (not details.elsewhere):
        raise CannotSave("Choose a school, or name another place", field="school")
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise CannotSave("The last day must be the first day or later", field="ends_on")
    _refuse_second(row, details)
    row.school, row.elsewhere, row.status = details.school, details.elsewhere, details.status
    row.starts_on, row.ends_on = details.starts_on, details.ends_on
    row.leaving_reason, row.source = details.leaving_reason, details.source
    save_as(row, by=by)
    return row


def _refuse_second(row: Enrolment, details: EnrolmentDetails) -> None:
    """Two rolls on the same day, each said to be the only or the main one, cannot both be right."""
    if details.status not in ONLY_PLACES:
        return
    span = rules.Span(details.starts_on, details.ends_on)
    others = row.child.enrolments.filter(status__in=ONLY_PLACES).exclude(pk=row.pk)
    for other in others.select_related("school"):
        if span.overlaps(rules.Span(other.starts_on, other.ends_on)):
            until = f"until {say_date(other.ends_on)}" if other.ends_on else "and has not ended"
            raise CannotSave(
                f"{other} is recorded from {say_date(other.starts_on)} {until}. Record its end first,"
                " or choose another kind of registration",
                field="starts_on",
            )
