"""Changing term dates and closures. Whoever calls these moves the deadlines that hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction

from casework.access.choices import Verb
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.schools import queries, rules
from casework.schools.changes import CalendarChange
from casework.schools.choices import ClosureKind, DayKind
from casework.schools.models import Closure, LocalAuthority, School, TermBlock
from casework.schools.rules import in_words

if TYPE_CHECKING:
    from casework.access.models import User

# The column that keeps a change's reason in the history is this long.
MAX_REASON = 100
LONGEST_CLOSURE = timedelta(days=92)


class CannotChangeCalendar(Exception):
    """The calendar would contradict itself. The message says how, in words an officer can act on."""


@dataclass(frozen=True)
class NewTerm:
    """One block of term as somebody enters it."""

    name: str
    starts_on: date
    ends_on: date
    is_provisional: bool = False


@transaction.atomic
def set_terms(
    *,
    school_year: str,
    blocks: Sequence[NewTerm],
    by: User,
    reason: str,
    authority: LocalAuthority | None = None,
    school: School | None = None,
) -> CalendarChange:
    """Set all the term dates of one school year, of an authority or of one school.

    Raises CannotChangeCalendar when blocks overlap, are reversed or lie outside the school year.
    """
    check_may(by, Verb.CHANGE_CALENDAR)
    owner = _locked(authority, school)
    _check_year(school_year, blocks)
    _check_reason(reason)
    _write_terms(owner, school_year, blocks, by=by, reason=reason)
    return owner.changed(f"Term dates of {school_year} changed for {owner.name}")


@transaction.atomic
def remove_terms(
    *,
    school_year: str,
    by: User,
    reason: str,
    authority: LocalAuthority | None = None,
    school: School | None = None,
) -> CalendarChange:
    """Remove the term dates of one school year. A school then follows its authority's again.

    Raises CannotChangeCalendar when there are none.
    """
    check_may(by, Verb.CHANGE_CALENDAR)
    owner = _locked(authority, school)
    _check_reason(reason)
    if not _write_terms(owner, school_year, [], by=by, reason=reason):
        raise CannotChangeCalendar(f"{owner.name} has no term dates of its own for {school_year}")
    return owner.changed(f"Term dates of {school_year} removed for {owner.name}")


@transaction.atomic
def add_closure(
    *,
    kind: ClosureKind,
    starts_on: date,
    ends_on: date,
    by: User,
    reason: str,
    authority: LocalAuthority | None = None,
    school: School | None = None,
) -> CalendarChange:
    """Add days on which pupils do not attend, for one school or for every school of an authority.

    Raises CannotChangeCalendar when the days are not school days, or are closed already.
    """
    check_may(by, Verb.CHANGE_CALENDAR)
    owner = _locked(authority, school)
    _check_reason(reason)
    if ends_on < starts_on:
        raise CannotChangeCalendar("The last day must be the first day or later")
    if ends_on - starts_on > LONGEST_CLOSURE:
        raise CannotChangeCalendar(f"A closure can last {LONGEST_CLOSURE.days} days at the most")
    _check_days_can_close(owner.held_dates().calendar, starts_on, ends_on)
    closure = Closure(**owner.fields, kind=kind, starts_on=starts_on, ends_on=ends_on, reason=reason.strip())
    _save(closure, by=by, reason=reason)
    return owner.changed(f"{_closure_in_words(closure)} added for {owner.name}")


@transaction.atomic
def remove_closure(*, closure: Closure, by: User, reason: str) -> CalendarChange:
    """Remove a closure that did not happen. Raises CannotChangeCalendar when it is gone already."""
    check_may(by, Verb.CHANGE_CALENDAR)
    owner = _locked(closure.authority, closure.school)
    _check_reason(reason)
    held = Closure.objects.filter(pk=closure.pk).first()
    if held is None:
        raise CannotChangeCalendar("Somebody has removed this closure already")
    said = _closure_in_words(held)
    _delete(held, by=by, reason=reason)
    return owner.changed(f"{said} removed for {owner.name}")


@transaction.atomic
def set_link_officer(*, school: School, officer: User | None, by: User) -> School:
    """Name the officer a school deals with, or nobody."""
    check_may(by, Verb.CHANGE_CALENDAR)
    school = School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    if school.link_officer != officer:
        school.link_officer = officer
        save_as(school, by=by)
    return school


@dataclass(frozen=True)
class _Owner:
    """Whose dates they are, held under a lock so that two officers take turns."""

    authority: LocalAuthority | None
    school: School | None

    @property
    def name(self) -> str:
        return str(self.school or self.authority)

    @property
    def fields(self) -> dict[str, LocalAuthority | School | None]:
        return {"authority": self.authority, "school": self.school}

    def held_dates(self) -> queries.HeldDates:
        if self.school is not None:
            return queries.dates_of([self.school])[self.school.pk]
        assert self.authority is not None
        return queries.dates_of_authority(self.authority)

    def changed(self, what: str) -> CalendarChange:
        return CalendarChange(authority=self.authority, school=self.school, what=what)


def _locked(authority: LocalAuthority | None, school: School | None) -> _Owner:
    if (authority is None) == (school is None):
        raise ValueError("Dates belong to an authority or to one school")
    if school is not None:
        return _Owner(None, School.objects.select_for_update(of=("self",)).get(pk=school.pk))
    assert authority is not None
    return _Owner(LocalAuthority.objects.select_for_update(of=("self",)).get(pk=authority.pk), None)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotChangeCalendar("Say why the calendar changes")
    if len(reason) > MAX_REASON:
        raise CannotChangeCalendar(f"The reason must be {MAX_REASON} characters or fewer")


def _check_year(school_year: str, blocks: Sequence[NewTerm]) -> None:
    if not blocks:
        raise CannotChangeCalendar("Enter at least one term")
    first, last = _bounds(school_year)
    for block in blocks:
        if not first <= block.starts_on <= last or not first <= block.ends_on <= last:
            raise CannotChangeCalendar(
                f"{block.name} is not in the school year {school_year}, "
                f"which runs from {in_words(first)} to {in_words(last)}"
            )
    _check_terms_agree(blocks)


def _bounds(school_year: str) -> tuple[date, date]:
    try:
        return queries.bounds_of(school_year)
    except ValueError as error:
        raise CannotChangeCalendar(str(error)) from error


def _check_terms_agree(blocks: Iterable[NewTerm]) -> None:
    try:
        rules.SchoolCalendar(
            tuple(rules.TermBlock(block.starts_on, block.ends_on, block.name) for block in blocks)
        )
    except rules.CalendarError as error:
        raise CannotChangeCalendar(str(error)) from error


def _check_days_can_close(calendar: rules.SchoolCalendar, starts_on: date, ends_on: date) -> None:
    days = [starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days + 1)]
    kinds = {day: calendar.kind_of(day) for day in days}
    for day, kind in kinds.items():
        if kind is DayKind.BEYOND:
            raise CannotChangeCalendar(f"Term dates are not loaded for {in_words(day)}: add them first")
        if kind is DayKind.HOLIDAY:
            raise CannotChangeCalendar(f"{in_words(day)} is not in a term, so nobody is due in school")
        if kind in (DayKind.INSET, DayKind.CLOSURE):
            raise CannotChangeCalendar(f"{in_words(day)} is closed already ({calendar.reason(day)})")
    if DayKind.SCHOOL_DAY not in kinds.values():
        kind = kinds[starts_on]
        what = "at a weekend" if kind is DayKind.WEEKEND else "on a bank holiday"
        raise CannotChangeCalendar(f"{in_words(starts_on)} falls {what}, when no pupil is due in school")


def _write_terms(
    owner: _Owner, school_year: str, blocks: Sequence[NewTerm], *, by: User, reason: str
) -> bool:
    """Make the stored blocks those given, touching only what differs. Say whether anything did."""
    held = {
        block.starts_on: block for block in TermBlock.objects.filter(**owner.fields, school_year=school_year)
    }
    wanted = {block.starts_on: block for block in blocks}
    gone = [block for starts_on, block in held.items() if starts_on not in wanted]
    for block in gone:
        _delete(block, by=by, reason=reason)
    differs = bool(gone)
    for starts_on, new in wanted.items():
        block = held.get(starts_on) or TermBlock(**owner.fields, school_year=school_year, starts_on=starts_on)
        stated = (new.name, new.ends_on, new.is_provisional)
        if block.pk is None or (block.name, block.ends_on, block.is_provisional) != stated:
            block.name, block.ends_on, block.is_provisional = stated
            _save(block, by=by, reason=reason)
            differs = True
    return differs


def _save(row: models.Model, *, by: User, reason: str) -> None:
    row._change_reason = reason  # type: ignore[attr-defined]
    save_as(row, by=by)


def _delete(row: models.Model, *, by: User, reason: str) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row.delete()


def _closure_in_words(closure: Closure) -> str:
    if closure.starts_on == closure.ends_on:
        return f"{closure.get_kind_display()} on {in_words(closure.starts_on)}"
    return f"{closure.get_kind_display()} from {in_words(closure.starts_on)} to {in_words(closure.ends_on)}"
