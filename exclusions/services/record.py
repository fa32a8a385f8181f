"""What happens after an exclusion is logged: facts, corrections, circumstances, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from casework.access.models import User
from casework.access.services import save_as
from casework.cases import permissions
from casework.cases import services as cases
from casework.cases.models import Case
from casework.cases.services import Moved
from exclusions.choices import Occasion, Party
from exclusions.details import AsReported, Circumstances
from exclusions.models import PermanentExclusion
from exclusions.queries import facts_of
from exclusions.rules import checks
from exclusions.rules.checks import CannotRecord, told_errors
from exclusions.services.log import EXCLUDED, check_exclusion
from exclusions.services.writing import (
    circumstances_on,
    differences,
    in_words,
    set_reasons,
    set_told,
    state_circumstances,
    write_report,
)

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Recorded:
    """What came of recording something: the case as it now is, and the deadlines that moved."""

    case: Case
    moved: Sequence[Moved] = ()


@transaction.atomic
def correct_exclusion(*, case: Case, details: AsReported, by: User, version: int, on: date) -> Recorded:
    """Correct what the school reported; the clocks follow. Raises CannotRecord, or CaseChanged.

    Whom the school told, and what holds for the child, have verbs of their own and stay as they are.
    """
    case = _open_for_writing(case, by, version)
    check_exclusion(details, child=case.child, told={}, on=on)
    row = case.permanent_exclusion
    before, decided, school = in_words(row), row.decision_on, case.school
    child_is = circumstances_on(case.child, decided)
    write_report(row, details)
    save_as(row, by=by)
    set_reasons(row, details.reasons, by=by)
    changed = differences(before, in_words(row))
    if school != details.school:
        changed.insert(0, f"School: {details.school} (was {school})")
        case.school = details.school
    if not changed:
        return Recorded(case)
    checks.check_sequence(facts_of(case), changed=("decision_on", "start_on"), on=on)
    if row.decision_on != decided:
        state_circumstances(case.child, child_is, on=row.decision_on, by=by, source=case.reference)
        cases.publish_fact(case=case, code=EXCLUDED, happened_on=row.decision_on, by=by)
    moved = cases.facts_changed(
        case=case, by=by, text="Exclusion details corrected", happened_on=on, details=changed
    )
    return Recorded(case, moved)


@transaction.atomic
def record_facts(
    *,
    case: Case,
    facts: Mapping[str, Any],
    told: Mapping[Party, date | None],
    event: str,
    by: User,
    version: int,
    on: date,
) -> Recorded:
    """Record what happened next: any of the dated facts of a permanent exclusion, and whom the school told.

    Takes fields of `PermanentExclusion` by name; `event` is the sentence for the chronology. Raises
    CannotRecord with what is wrong, by field, and CaseChanged when somebody saved the case after `version`.
    """
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    before = in_words(row)
    _check_told(told, since=row.decision_on, event="the decision", on=on)
    _write_facts(case, row, facts, by=by, on=on)
    set_told(row, Occasion.EXCLUSION, told, by=by)
    details = differences(before, in_words(row))
    if not details:
        return Recorded(case)
    moved = cases.facts_changed(case=case, by=by, text=event, happened_on=on, details=details)
    return Recorded(case, moved)


@transaction.atomic
def record_circumstances(
    *,
    case: Case,
    child_is: Circumstances,
    by: User,
    version: int,
    on: date,
    facts: Mapping[str, Any] = NOTHING,
) -> Recorded:
    """State what held for the child on the day of the decision; the clocks follow.

    `facts` are fields of `PermanentExclusion` by name, as for `record_facts`.
    """
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    before = in_words(row)
    _write_facts(case, row, facts, by=by, on=on)
    changed = differences(before, in_words(row))
    changed += state_circumstances(case.child, child_is, on=row.decision_on, by=by, source=case.reference)
    if not changed:
        return Recorded(case)
    moved = cases.facts_changed(
        case=case, by=by, text="The child’s circumstances recorded", happened_on=on, details=changed
    )
    return Recorded(case, moved)


@transaction.atomic
def cancel_exclusion(
    *,
    case: Case,
    cancelled_on: date,
    reasons: str,
    returned_on: date | None,
    told: Mapping[Party, date | None],
    by: User,
    version: int,
    on: date,
) -> Recorded:
    """Record that the headteacher cancelled the exclusion, with reasons, and who has been told.

    Raises CannotRecord when the governors had already begun to meet (SI 2012/1033 reg 8A(1) and parallels).
    A cancellation already recorded is corrected.
    """
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    checks.check_cancellation(
        facts_of(case), cancelled_on=cancelled_on, returned_on=returned_on, told=told, on=on
    )
    before = in_words(row)
    row.cancelled_on, row.cancel_reasons, row.returned_on = cancelled_on, reasons, returned_on
    set_told(row, Occasion.CANCELLATION, told, by=by)
    details = differences(before, in_words(row))
    if not details:
        return Recorded(case)
    save_as(row, by=by)
    cases.withdraw_facts(case=case, by=by)
    moved = cases.facts_changed(
        case=case, by=by, text="Cancelled by the headteacher", happened_on=cancelled_on, details=details
    )
    return Recorded(case, moved)


@transaction.atomic
def record_told_of_cancellation(
    *, case: Case, told: Mapping[Party, date | None], by: User, version: int, on: date
) -> Recorded:
    """Record who has been told of the cancellation since. Raises CannotRecord where nothing was cancelled."""
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    if row.cancelled_on is None:
        raise CannotRecord({"": "The exclusion has not been cancelled. Record the cancellation first."})
    _check_told(told, since=row.cancelled_on, event="the cancellation", on=on)
    before = in_words(row)
    set_told(row, Occasion.CANCELLATION, told, by=by)
    details = differences(before, in_words(row))
    if not details:
        return Recorded(case)
    moved = cases.facts_changed(
        case=case, by=by, text="Told of the cancellation", happened_on=on, details=details
    )
    return Recorded(case, moved)


@transaction.atomic
def record_exclusion_in_error(*, case: Case, reason: str, by: User, version: int, on: date) -> Case:
    """Mark the case as recorded in error, or on the wrong child. It is kept, and leaves every count."""
    case = _open_for_writing(case, by, version)
    return cases.record_in_error(case=case, by=by, reason=reason, on=on)


def _open_for_writing(case: Case, by: User, version: int) -> Case:
    locked = cases.lock_case(case=case, version=version)
    permissions.check_can_write(by, locked)
    if not locked.is_open:
        raise CannotRecord({"": "The case is not open. Open it again first."})
    prefetch_related_objects([locked], "child__status_facts__authority")
    return locked


def _write_facts(
    case: Case, row: PermanentExclusion, facts: Mapping[str, Any], *, by: User, on: date
) -> None:
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(row, name, value)
    checks.check_whole(vars(row))
    checks.check_sequence(facts_of(case), changed=facts.keys(), on=on)
    save_as(row, by=by)


def _check_told(told: Mapping[Party, date | None], *, since: date, event: str, on: date) -> None:
    if errors := told_errors(told, since=since, event=event, on=on):
        raise CannotRecord(errors)
