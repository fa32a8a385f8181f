"""Where a child lives and lived. `Child.address` and `Child.postcode` are kept in step with the last row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.people import rules
from casework.people.models import Child, ChildAddress
from casework.people.services.rows import CannotSave, lock_child, lock_row, remove_row
from casework.ui.words import say_date


@dataclass(frozen=True, kw_only=True)
class AddressDetails:
    """An address, and from when until when the child lives there."""

    address: str
    postcode: str
    starts_on: date
    ends_on: date | None = None
    source: str = ""

    @property
    def span(self) -> rules.Span:
        return rules.Span(self.starts_on, self.ends_on)


@transaction.atomic
def move_home(
    *, child: Child, address: str, postcode: str, from_day: date, source: str, by: User, on: date
) -> ChildAddress:
    """Record that a child lives elsewhere from a day on; the address before it ends the day before.

    Raises CannotSave for a day to come, and for one on which another address is recorded already.
    """
    child = lock_child(child, by=by)
    if from_day > on:
        raise CannotSave("Record the move once the child has moved", field="starts_on")
    current = child.addresses.filter(ends_on=None).first()
    if current is not None and current.starts_on < from_day:
        current.ends_on = rules.day_before(from_day)
        save_as(current, by=by)
    details = AddressDetails(address=address, postcode=postcode, starts_on=from_day, source=source)
    return _write(ChildAddress(child=child), details, by=by, on=on)


@transaction.atomic
def add_past_address(*, child: Child, details: AddressDetails, by: User, on: date) -> ChildAddress:
    """Record where a child lived before. Raises CannotSave where that is not over, or overlaps another."""
    child = lock_child(child, by=by)
    if details.ends_on is None or details.ends_on > on:
        raise CannotSave("Enter the last day the child lived there", field="ends_on")
    return _write(ChildAddress(child=child), details, by=by, on=on)


@transaction.atomic
def correct_address(
    *, row: ChildAddress, details: AddressDetails, version: int, by: User, on: date
) -> ChildAddress:
    """Correct how an address is written or its days. Raises CannotSave, and RecordChanged."""
    row = lock_row(row, version=version, by=by)
    row.child = Child.objects.get(pk=row.child_id)
    return _write(row, details, by=by, on=on)


@transaction.atomic
def remove_address(*, row: ChildAddress, version: int, by: User, on: date) -> None:
    """Take away an address recorded by mistake. Raises CannotSave, and RecordChanged."""
    remove_row(row=row, version=version, by=by)
    _keep_in_step(Child.objects.get(pk=row.child_id), by=by, on=on)


def first_address(child: Child, *, source: str, by: User, on: date) -> None:
    """Keep the address a child is added with as the first of its rows."""
    if child.address or child.postcode:
        row = ChildAddress(
            child=child, address=child.address, postcode=child.postcode, starts_on=on, source=source
        )
        save_as(row, by=by)


def correct_current(child: Child, *, address: str, postcode: str, by: User, on: date) -> None:
    """Put another address in the place of the current one, because the current one was wrong."""
    current = child.addresses.filter(ends_on=None).first()
    if current is None:
        child.address, child.postcode = address, postcode
        first_address(child, source="Correction", by=by, on=on)
    elif (current.address, current.postcode) != (address, postcode):
        current.address, current.postcode = address, postcode
        save_as(current, by=by)


def _write(row: ChildAddress, details: AddressDetails, *, by: User, on: date) -> ChildAddress:
    if not details.address and not details.postcode:
        raise CannotSave("Enter the address or the postcode", field="address")
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise CannotSave("The last day must be the first day or later", field="ends_on")
    if details.ends_on is not None and details.ends_on > on:
        raise CannotSave("Record the last day once it has passed", field="ends_on")
    for other in row.child.addresses.exclude(pk=row.pk):
        if details.span.overlaps(rules.Span(other.starts_on, other.ends_on)):
            raise CannotSave(_taken(other), field="starts_on")
    row.address, row.postcode = details.address, details.postcode
    row.starts_on, row.ends_on, row.source = details.starts_on, details.ends_on, details.source
    save_as(row, by=by)
    _keep_in_step(row.child, by=by, on=on)
    return row


def _taken(other: ChildAddress) -> str:
    until = f"until {say_date(other.ends_on)}" if other.ends_on else "and has no last day"
    return (
        f"Another address is recorded from {say_date(other.starts_on)} {until}."
        " Correct its days first, or choose days that do not overlap"
    )


def _keep_in_step(child: Child, *, by: User, on: date) -> None:
    now = child.addresses.holding_on(on).first()
    address, postcode = (now.address, now.postcode) if now else ("", "")
    if (child.address, child.postcode) != (address, postcode):
        child.address, child.postcode = address, postcode
        save_as(child, by=by)
