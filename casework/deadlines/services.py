"""Changing what a council has settled for itself: one person proposes, a manager agrees."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.deadlines.models import RuleSetting
from casework.deadlines.registry import RuleSet, all_rule_sets
from casework.deadlines.rule_settings import SettingError, SettingValue


class CannotChangeSetting(Exception):
    """The setting cannot take this value, or the proposal cannot be decided; the message says why."""


@transaction.atomic
def propose_setting(*, key: str, value: SettingValue, starts_on: date, reason: str, by: User) -> RuleSetting:
    """Propose a value for a setting, or a length for a rule, from a day on.

    Raises CannotChangeSetting when nobody declares the setting, it cannot take the value, or the law
    fixes it.
    """
    check_may(by, Verb.PROPOSE_SETTING)
    stored = value.isoformat() if isinstance(value, date) else value
    _check_value(key, stored)
    setting = RuleSetting(key=key, value=stored, starts_on=starts_on, reason=reason, proposed_by=by)
    save_as(setting, by=by)
    return setting


@transaction.atomic
def approve_setting(*, setting: RuleSetting, by: User) -> RuleSetting:
    """Agree to a proposal, which from then on counts. Whoever calls this works open cases out again.

    Raises CannotChangeSetting when it was decided already, or was made by the same person.
    """
    setting = _waiting(setting, by)
    if setting.proposed_by_id == by.pk:
        raise CannotChangeSetting("Somebody else must agree: you made this proposal")
    _check_value(setting.key, setting.value)
    setting.approved_by, setting.approved_at = by, timezone.now()
    save_as(setting, by=by)
    return setting


@transaction.atomic
def decline_setting(*, setting: RuleSetting, reason: str, by: User) -> None:
    """Decline a proposal. The row goes; the history keeps it, with the reason and who declined.

    Raises CannotChangeSetting when it was decided already.
    """
    setting = _waiting(setting, by)
    setting._history_user = by  # type: ignore[attr-defined]
    setting._change_reason = reason  # type: ignore[attr-defined]
    setting.delete()


def _waiting(setting: RuleSetting, by: User) -> RuleSetting:
    check_may(by, Verb.APPROVE_SETTING)
    held = RuleSetting.objects.select_for_update(of=("self",)).filter(pk=setting.pk, approved_by=None).first()
    if held is None:
        raise CannotChangeSetting("Somebody has decided this proposal already")
    return held


def _check_value(key: str, value: object) -> None:
    try:
        _owner(key).settings_with({key: value})
    except SettingError as error:
        raise CannotChangeSetting(str(error)) from error


def _owner(key: str) -> RuleSet[Any]:
    for rule_set in all_rule_sets():
        if rule_set.knows(key):
            return rule_set
    raise CannotChangeSetting(f"There is no setting called {key}")
