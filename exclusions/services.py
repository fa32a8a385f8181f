"""The verbs of a permanent exclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction

from casework.access.models import Team, User
from casework.access.services import save_as
from casework.cases import permissions
from casework.cases import services as cases
from casework.cases.choices import ChronologyKind
from casework.cases.kinds import kind_named
from casework.cases.models import Case
from casework.people.choices import StatusKind
from casework.people.models import Child
from casework.people.queries import facts_holding
from casework.people.services import end_fact, state_fact
from casework.schools.choices import SchoolType
from casework.schools.models import LocalAuthority, School
from casework.schools.queries import calendar_of
from casework.ui.words import say_day
from exclusions.choices import Occasion, Party
from exclusions.models import ExclusionReason, PermanentExclusion, ReasonCode, Told
from exclusions.queries import facts_of
from exclusions.rules import checks
from exclusions.rules.checks import CannotRecord, Reported

KIND = "permanent_exclusion"
EXCLUDED = "PERMANENTLY_EXCLUDED"


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What holds for the child on the day of the decision, as far as clocks and duties turn on it."""

    looked_after: bool = False
    social_worker: bool = False
    sen_support: bool = False
    ehc_plan: bool = False
    home_authority: LocalAuthority | None = None

    @property
    def stated(self) -> Mapping[StatusKind, bool]:
        return {
            StatusKind.LOOKED_AFTER: self.looked_after,
            StatusKind.SOCIAL_WORKER: self.social_worker,
            StatusKind.SEN_SUPPORT: self.sen_support,
            StatusKind.EHC_PLAN: self.ehc_plan,
            StatusKind.HOME_AUTHORITY: self.home_authority is not None,
        }


@dataclass(frozen=True, kw_only=True)
class ExclusionDetails:
    """A permanent exclusion as a school reports it."""

    school: School
    decision_on: date
    decided_by: str
    start_on: date
    start_point: str
    reasons: Sequence[str]
    decision_at: time | None = None
    basis: str = ""
    circumstances: str = ""
    next_exam_on: date | None = None
    year11_no_exams_left: bool = False
    ehcp_hours_met: bool = False
    told: Mapping[Party, date] = field(default_factory=dict)
    child_is: Circumstances = field(default_factory=Circumstances)


def check_exclusion(details: ExclusionDetails, *, child: Child, on: date) -> None:
    """Raise CannotRecord, by field, for what cannot be right; the preview of an exclusion asks this too."""
    checks.check_exclusion(
        Reported(
            decision_on=details.decision_on,
            start_on=details.start_on,
            date_of_birth=child.date_of_birth,
            reasons=tuple(details.reasons),
            told=details.told,
            school_name=details.school.name,
            school_type=SchoolType(details.school.school_type),
            school_opened_on=details.school.opened_on,
            school_closed_on=details.school.closed_on,
        ),
        calendar=calendar_of(details.school),
        on=on,
    )


@transaction.atomic
def log_permanent_exclusion(
    *, child: Child, details: ExclusionDetails, team: Team, officer: User | None, by: User, on: date
) -> Case:
    """Open a case for a permanent exclusion and start its clocks.

    Raises CannotRecord with what is wrong, by field, when the facts contradict each other or the calendar.
    """
    check_exclusion(details, child=child, on=on)
    case = cases.open_case(
        kind=kind_named(KIND),
        child=child,
        school=details.school,
        team=team,
        officer=officer,
        by=by,
        opened_on=on,
    )
    row = PermanentExclusion(case=case)
    _write(row, details)
    save_as(row, by=by)
    _set_reasons(row, details.reasons, by=by)
    for party, told_on in details.told.items():
        _set_told(row, Occasion.EXCLUSION, party, told_on, by=by)
    _state_circumstances(child, details.child_is, on=details.decision_on, by=by, source=details.school.name)
    cases.publish_fact(case=case, code=EXCLUDED, happened_on=details.decision_on, by=by)
    cases.start_deadlines(case=case, by=by, happened_on=on)
    return case


@transaction.atomic
def correct_exclusion(*, case: Case, details: ExclusionDetails, by: User, version: int, on: date) -> Case:
    """Correct what the school reported; the clocks follow. Raises CannotRecord, or CaseChanged."""
    case = _open_for_writing(case, by, version)
    check_exclusion(details, child=case.child, on=on)
    row = case.permanent_exclusion
    before = _words(row)
    case.school = details.school
    _write(row, details)
    save_as(row, by=by)
    _set_reasons(row, details.reasons, by=by)
    _state_circumstances(case.child, details.child_is, on=details.decision_on, by=by, source=details.school.name)
    cases.publish_fact(case=case, code=EXCLUDED, happened_on=details.decision_on, by=by)
    cases.facts_changed(
        case=case,
        by=by,
        text="Exclusion details corrected",
        happened_on=on,
        details=_differences(before, _words(row)),
    )
    return case


@transaction.atomic
def record_facts(
    *, case: Case, facts: Mapping[str, Any], told: Mapping[Party, date | None], event: str, by: User, version: int, on: date
) -> Case:
    """Record what happened next: any of the dated facts of a permanent exclusion, and whom the school told.

    Takes fields of `PermanentExclusion` by name. Raises CannotRecord with what is wrong, by field, and CaseChanged
    when somebody saved the case after `version` was read.
    """
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    before = _words(row)
    for name, value in facts.items():
        setattr(row, name, value)
    for party, told_on in told.items():
        _set_told(row, Occasion.EXCLUSION, party, told_on, by=by)
    row = _saved(row, by=by)
    details = _differences(before, _words(row))
    if not details:
        return case
    checks.check_sequence(facts_of(_fresh(case)), on=on)
    cases.facts_changed(case=case, by=by, text=event, happened_on=on, details=details)
    return case


@transaction.atomic
def record_circumstances(*, case: Case, child_is: Circumstances, by: User, version: int, on: date) -> Case:
    """State what held for the child on the day of the decision; the clocks follow."""
    case = _open_for_writing(case, by, version)
    changed = _state_circumstances(
        case.child, child_is, on=case.permanent_exclusion.decision_on, by=by, source=case.reference
    )
    if changed:
        cases.facts_changed(
            case=case, by=by, text="The child's circumstances corrected", happened_on=on, details=changed
        )
    return case


@transaction.atomic
def cancel_exclusion(
    *,
    case: Case,
    cancelled_on: date,
    reasons: str,
    returned_on: date | None,
    told: Mapping[Party, date],
    by: User,
    version: int,
    on: date,
) -> Case:
    """Record that the headteacher cancelled the exclusion, with reasons, and who has been told.

    Raises CannotRecord when the governors had already begun to meet (SI 2012/1033 reg 8A(1) and its parallels).
    """
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    checks.check_cancellation(facts_of(_fresh(case)), cancelled_on=cancelled_on, on=on)
    row.cancelled_on, row.cancel_reasons, row.returned_on = cancelled_on, reasons, returned_on
    save_as(row, by=by)
    for party, told_on in told.items():
        _set_told(row, Occasion.CANCELLATION, party, told_on, by=by)
    cases.withdraw_facts(case=case, by=by)
    cases.facts_changed(
        case=case,
        by=by,
        text="Cancelled by the headteacher",
        happened_on=cancelled_on,
        details=[f"Reasons: {reasons}", *(f"{Party(p).label.capitalize()} told on {say_day(d)}" for p, d in told.items())],
    )
    return case


@transaction.atomic
def record_told_of_cancellation(
    *, case: Case, told: Mapping[Party, date | None], by: User, version: int, on: date
) -> Case:
    """Record who has been told of the cancellation since."""
    case = _open_for_writing(case, by, version)
    row = case.permanent_exclusion
    before = _words(row)
    for party, told_on in told.items():
        _set_told(row, Occasion.CANCELLATION, party, told_on, by=by)
    if details := _differences(before, _words(row)):
        cases.facts_changed(case=case, by=by, text="Told of the cancellation", happened_on=on, details=details)
    return case


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
    return locked


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("child", "school__authority", "permanent_exclusion").get(pk=case.pk)


def _saved(row: PermanentExclusion, *, by: User) -> PermanentExclusion:
    try:
        with transaction.atomic():
            save_as(row, by=by)
    except IntegrityError as error:
        raise CannotRecord({"": _broken_constraint(error)}) from error
    return row


def _broken_constraint(error: IntegrityError) -> str:
    for constraint in PermanentExclusion._meta.constraints:
        if constraint.name in str(error):
            return str(constraint.violation_error_message)
    return "These facts contradict each other"


def _write(row: PermanentExclusion, details: ExclusionDetails) -> None:
    row.decision_on, row.decision_at = details.decision_on, details.decision_at
    row.decided_by = details.decided_by
    row.start_on, row.start_point = details.start_on, details.start_point
    row.basis, row.circumstances = details.basis, details.circumstances
    row.next_exam_on = details.next_exam_on
    row.year11_no_exams_left, row.ehcp_hours_met = details.year11_no_exams_left, details.ehcp_hours_met


def _set_reasons(row: PermanentExclusion, codes: Sequence[str], *, by: User) -> None:
    if [each.code_id for each in row.reasons.all()] == list(codes):
        return
    for reason in row.reasons.all():
        reason._history_user = by  # type: ignore[attr-defined]
        reason.delete()
    in_force = set(ReasonCode.objects.in_force(row.decision_on).values_list("code", flat=True))
    for position, code in enumerate(codes, start=1):
        if code not in in_force:
            raise CannotRecord({"reasons": f"{code} was not a reason in use on {say_day(row.decision_on)}"})
        save_as(ExclusionReason(exclusion=row, position=position, code_id=code), by=by)


def _set_told(row: PermanentExclusion, occasion: Occasion, party: Party, told_on: date | None, *, by: User) -> None:
    told = row.told.filter(occasion=occasion, party=party).first()
    if told_on is None:
        if told is not None:
            told._history_user = by  # type: ignore[attr-defined]
            told.delete()
        return
    if told is None:
        told = Told(exclusion=row, occasion=occasion, party=party)
    if told.told_on != told_on:
        told.told_on = told_on
        save_as(told, by=by)


def _state_circumstances(
    child: Child, child_is: Circumstances, *, on: date, by: User, source: str
) -> list[str]:
    holding = facts_holding(child.status_facts.all(), on=on)
    changed = []
    for kind, holds in child_is.stated.items():
        authority = child_is.home_authority if kind == StatusKind.HOME_AUTHORITY else None
        if holds:
            before = holding.get(kind)
            if before is None or before.authority != authority:
                state_fact(child=child, kind=kind, starts_on=on, by=by, source=source, authority=authority)
                changed.append(f"{kind.label}: {authority.name if authority else 'yes'}, from {say_day(on)}")
        elif kind in holding:
            fact = holding[kind]
            if fact.starts_on == on:
                fact._history_user = by  # type: ignore[attr-defined]
                fact.delete()
            else:
                end_fact(fact=fact, ends_on=checks.day_before(on), by=by)
            changed.append(f"{kind.label}: no longer, from {say_day(on)}")
    return changed


def _words(row: PermanentExclusion) -> dict[str, str]:
    words: dict[str, str] = {}
    for model_field in PermanentExclusion._meta.concrete_fields:
        if model_field.primary_key:
            continue
        value = getattr(row, model_field.name)
        label = str(model_field.verbose_name)
        label = label[:1].upper() + label[1:]
        if isinstance(value, bool):
            words[label] = "yes" if value else "no"
        elif isinstance(value, date):
            words[label] = say_day(value)
        elif model_field.choices:
            words[label] = str(dict(model_field.flatchoices).get(value, ""))
        else:
            words[label] = str(value or "")
    words["Reasons"] = ", ".join(each.code_id for each in row.reasons.all())
    for told in row.told.all():
        of = Occasion(told.occasion).label
        words[f"{Party(told.party).label.capitalize()} told of {of}"] = say_day(told.told_on)
    return words


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    lines = []
    for label in sorted(before.keys() | after.keys()):
        was, now = before.get(label, ""), after.get(label, "")
        if was != now:
            lines.append(f"{label}: {now or 'removed'}" + (f" (was {was})" if was else ""))
    return lines
