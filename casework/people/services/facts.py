"""Dated facts about a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people import rules
from casework.people.choices import WITH_SOCIAL_WORKER, StatusKind
from casework.people.models import Child, StatusFact
from casework.people.services.errors import CannotSaveChild
from casework.people.services.rows import CannotSave, lock_child, lock_row
from casework.schools.models import LocalAuthority
from casework.ui.words import say_date


@dataclass(frozen=True, kw_only=True)
class FactDetails:
    """A fact as an officer records it: what its kind asks for, from when until when, and who says so."""

    kind: StatusKind
    value: str = ""
    detail: str = ""
    authority: LocalAuthority | None = None
    starts_on: date
    ends_on: date | None = None
    source: str = ""

    @property
    def span(self) -> rules.Span:
        return rules.Span(self.starts_on, self.ends_on)


@transaction.atomic
def record_fact(*, child: Child, details: FactDetails, by: User, on: date) -> StatusFact:
    """Record a fact about a child. One of the same kind that still runs ends the day before.

    A child for whom social care acts has a social worker, so that is stated with it. Raises CannotSave for a
    value that is not of the kind's list, and where the days overlap with a fact already recorded.
    """
    child = lock_child(child, by=by)
    for other in _same_kind(child, details):
        span = rules.Span(other.starts_on, other.ends_on)
        if span.can_end_before(details.span) and not _says_the_same(other, details):
            end_fact(fact=other, ends_on=rules.day_before(details.starts_on), by=by)
    fact = _write(StatusFact(child=child), details, by=by, on=on)
    if details.kind == StatusKind.SOCIAL_CARE and details.value in WITH_SOCIAL_WORKER:
        _state_social_worker(child, details, by=by)
    return fact


@transaction.atomic
def correct_fact(*, row: StatusFact, details: FactDetails, version: int, by: User, on: date) -> StatusFact:
    """Correct a fact. Raises CannotSave, and RecordChanged."""
    return _write(lock_row(row, version=version, by=by), details, by=by, on=on)


@transaction.atomic
def confirm_fact(*, row: StatusFact, source: str, version: int, by: User, on: date) -> StatusFact:
    """Say that a fact still holds, and who says so. Raises CannotSave, and RecordChanged."""
    row = lock_row(row, version=version, by=by)
    if not row.holds_on(on):
        raise CannotSave("This does not hold today: correct its days instead")
    row.confirmed_on, row.source = on, source
    save_as(row, by=by)
    return row


@transaction.atomic
def stop_fact(*, row: StatusFact, ends_on: date, source: str, version: int, by: User) -> StatusFact:
    """Say which day was the last of a fact, and who says so. Raises CannotSave, and RecordChanged."""
    row = lock_row(row, version=version, by=by)
    if ends_on < row.starts_on:
        raise CannotSave(f"The last day must be on or after {say_date(row.starts_on)}", field="ends_on")
    row.source = source
    return end_fact(fact=row, ends_on=ends_on, by=by)


@transaction.atomic
def state_fact(
    *,
    child: Child,
    kind: StatusKind,
    starts_on: date,
    by: User,
    source: str,
    authority: LocalAuthority | None = None,
) -> StatusFact:
    """State that something holds for a child from a day. A fact already stated, and still running, is left
    as it is.

    A different home authority ends the one before it, the day before.
    """
    check_may(by, Verb.CHANGE_CHILD)
    running: StatusFact | None = (
        StatusFact.objects.filter(child=child, kind=kind).holding_on(starts_on).first()
    )
    if running is not None:
        if running.authority == authority:
            return running
        if running.starts_on == starts_on:
            running.authority = authority
            save_as(running, by=by)
            return running
        end_fact(fact=running, ends_on=starts_on - timedelta(days=1), by=by)
    fact = StatusFact(child=child, kind=kind, authority=authority, starts_on=starts_on, source=source)
    save_as(fact, by=by)
    return fact


@transaction.atomic
def end_fact(*, fact: StatusFact, ends_on: date, by: User) -> StatusFact:
    """Say that a fact no longer holds; `ends_on` is its last day. Raises CannotSaveChild for a day before
    its first."""
    check_may(by, Verb.CHANGE_CHILD)
    if ends_on < fact.starts_on:
        raise CannotSaveChild("The last day must be the first day or later")
    fact.ends_on = ends_on
    save_as(fact, by=by)
    return fact


def _write(row: StatusFact, details: FactDetails, *, by: User, on: date) -> StatusFact:
    fault = rules.fact_fault(details.kind, value=details.value, has_authority=details.authority is not None)
    if fault:
        raise CannotSave(fault, field="authority" if details.kind in rules.NEEDS_AUTHORITY else "value")
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise CannotSave("The last day must be the first day or later", field="ends_on")
    for other in _same_kind(row.child, details).exclude(pk=row.pk):
        if details.span.overlaps(rules.Span(other.starts_on, other.ends_on)):
            raise CannotSave(_taken(other), field="starts_on")
    row.kind, row.value, row.detail = details.kind, details.value, details.detail
    row.authority, row.source = details.authority, details.source
    row.starts_on, row.ends_on = details.starts_on, details.ends_on
    row.confirmed_on = on
    save_as(row, by=by)
    return row


def _state_social_worker(child: Child, details: FactDetails, *, by: User) -> None:
    workers = StatusFact.objects.filter(child=child, kind=StatusKind.SOCIAL_WORKER)
    if any(details.span.overlaps(rules.Span(each.starts_on, each.ends_on)) for each in workers):
        return
    worker = StatusFact(
        child=child,
        kind=StatusKind.SOCIAL_WORKER,
        detail=details.detail,
        authority=details.authority,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        source=details.source,
    )
    save_as(worker, by=by)


def _same_kind(child: Child, details: FactDetails) -> models.QuerySet[StatusFact]:
    found = StatusFact.objects.filter(child=child, kind=details.kind)
    return found.filter(value=details.value) if details.kind in rules.SEVERAL_AT_ONCE else found


def _says_the_same(fact: StatusFact, details: FactDetails) -> bool:
    authority = details.authority.pk if details.authority else None
    return (fact.value, fact.authority_id, fact.detail) == (details.value, authority, details.detail)


def _taken(other: StatusFact) -> str:
    what = rules.value_in_words(other.kind, other.value) or other.get_kind_display()
    until = f"until {say_date(other.ends_on)}" if other.ends_on else "and has not ended"
    return (
        f"“{what}” is recorded from {say_date(other.starts_on)} {until}."
        " Correct its days first, or choose days that do not overlap"
    )
