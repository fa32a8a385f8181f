"""Writing the rows of an exclusion, each with its author in the history, and what changed in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import models
from simple_history.utils import bulk_create_with_history

from casework.access.models import User
from casework.access.services import save_as
from casework.people.choices import StatusKind
from casework.people.models import Child, StatusFact
from casework.people.queries import facts_holding
from casework.people.services import end_fact, state_fact
from casework.ui.words import say_day, say_time, sentence_case
from exclusions.choices import Occasion, Party
from exclusions.details import AsReported, Circumstances, ExclusionDetails
from exclusions.models import ExclusionReason, PermanentExclusion, Told
from exclusions.rules.checks import day_before


def write_report(row: PermanentExclusion, details: AsReported) -> None:
    row.decision_on, row.decision_at = details.decision_on, details.decision_at
    row.decided_by = details.decided_by
    row.start_on, row.start_point = details.start_on, details.start_point
    row.basis, row.circumstances = details.basis, details.circumstances


def write_details(row: PermanentExclusion, details: ExclusionDetails) -> None:
    write_report(row, details)
    row.next_exam_on = details.next_exam_on
    row.year11_no_exams_left, row.ehcp_hours_met = details.year11_no_exams_left, details.ehcp_hours_met


def add_reasons(row: PermanentExclusion, codes: Sequence[str], *, by: User) -> None:
    reasons = [
        ExclusionReason(exclusion=row, position=position, code_id=code)
        for position, code in enumerate(codes, start=1)
    ]
    bulk_create_with_history(reasons, ExclusionReason, default_user=by)


def set_reasons(row: PermanentExclusion, codes: Sequence[str], *, by: User) -> None:
    before = list(row.reasons.all())
    if [each.code_id for each in before] == list(codes):
        return
    for reason in before:
        _delete(reason, by=by)
    add_reasons(row, codes, by=by)


def add_told(row: PermanentExclusion, occasion: Occasion, told: Mapping[Party, date], *, by: User) -> None:
    rows = [Told(exclusion=row, occasion=occasion, party=party, told_on=day) for party, day in told.items()]
    if rows:
        bulk_create_with_history(rows, Told, default_user=by)


def set_told(
    row: PermanentExclusion, occasion: Occasion, told: Mapping[Party, date | None], *, by: User
) -> None:
    """Set the days the parties named were told. One without a day was not told after all."""
    before = {each.party: each for each in row.told.all() if each.occasion == occasion}
    for party, day in told.items():
        held = before.get(party)
        if held is not None and day is None:
            _delete(held, by=by)
        elif held is not None and day is not None and held.told_on != day:
            held.told_on = day
            save_as(held, by=by)
    new = {party: day for party, day in told.items() if day is not None and party not in before}
    add_told(row, occasion, new, by=by)


def circumstances_on(child: Child, on: date) -> Circumstances:
    """Return what is stated of a child for a day."""
    holding = facts_holding(child.status_facts.all(), on=on)
    home = holding.get(StatusKind.HOME_AUTHORITY)
    return Circumstances(
        looked_after=StatusKind.LOOKED_AFTER in holding,
        social_worker=StatusKind.SOCIAL_WORKER in holding,
        sen_support=StatusKind.SEN_SUPPORT in holding,
        ehc_plan=StatusKind.EHC_PLAN in holding,
        home_authority=home.authority if home else None,
    )


def state_circumstances(
    child: Child, child_is: Circumstances, *, on: date, by: User, source: str
) -> list[str]:
    """Make what is stated of a child, from a day on, what was said. Return the changes in words."""
    facts = list(child.status_facts.all())
    holding = facts_holding(facts, on=on)
    changed = []
    for kind, holds in child_is.stated.items():
        authority = child_is.home_authority if kind == StatusKind.HOME_AUTHORITY else None
        before = holding.get(kind)
        if holds and (before is None or before.authority_id != (authority.pk if authority else None)):
            state_fact(child=child, kind=kind, starts_on=on, by=by, source=source, authority=authority)
            changed.append(f"{kind.label}: {authority.name if authority else 'yes'}, from {say_day(on)}")
        elif not holds and before is not None:
            _end([each for each in facts if each.kind == kind], on=on, by=by)
            changed.append(f"{kind.label}: no longer, from {say_day(on)}")
    return changed


def in_words(row: PermanentExclusion) -> dict[str, str]:
    """Return everything recorded of an exclusion, by what it is called."""
    words = {
        sentence_case(str(each.verbose_name)): _said(row, each)
        for each in PermanentExclusion._meta.concrete_fields
        if not each.primary_key
    }
    words["Reasons"] = ", ".join(each.code.description for each in row.reasons.select_related("code"))
    for told in row.told.all():
        party, of = Party(told.party), Occasion(told.occasion)
        words[f"{sentence_case(party.label)} told of {of.label}"] = say_day(told.told_on)
    return words


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    lines = []
    for label in dict.fromkeys([*before, *after]):
        was, now = before.get(label, ""), after.get(label, "")
        if was != now:
            lines.append(f"{label}: {now or 'removed'}" + (f" (was {was})" if was else ""))
    return lines


def _said(row: PermanentExclusion, of: models.Field[object, object]) -> str:
    value = getattr(row, of.name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(of, models.DateField):
        return say_day(value)
    if isinstance(of, models.TimeField):
        return say_time(value)
    return str(dict(of.flatchoices).get(value, "") if of.choices else value or "")


def _end(facts: Sequence[StatusFact], *, on: date, by: User) -> None:
    for fact in facts:
        if fact.starts_on == on:
            _delete(fact, by=by)
        elif fact.starts_on < on and (fact.ends_on is None or fact.ends_on >= on):
            end_fact(fact=fact, ends_on=day_before(on), by=by)


def _delete(row: models.Model, *, by: User) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()
