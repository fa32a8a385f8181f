"""The council's settings, as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from casework.deadlines.models import RuleSetting
from casework.deadlines.registry import RuleSet, all_rule_sets
from casework.deadlines.rule_settings import RuleSettings, SettingSpec, SettingValue
from casework.deadlines.rules import RuleVersion
from casework.schools.models import LocalAuthority


def agreed_settings() -> list[RuleSetting]:
    """Return every setting a manager has agreed, oldest first, in one query."""
    return list(RuleSetting.objects.exclude(approved_by=None).order_by("starts_on", "approved_at", "pk"))


def settings_on(rule_set: RuleSet[Any], *, rows: Iterable[RuleSetting], on: date) -> RuleSettings:
    """Return a rule set's settings as they stood on a day: the defaults, and over them the rows in force."""
    in_force = {row.key: row.value for row in rows if row.starts_on <= on and rule_set.knows(row.key)}
    return rule_set.settings_with(in_force)


def setting_on(key: str, *, on: date) -> SettingValue:
    """Return one setting as it stood on a day. Raises LookupError for a key nobody declared."""
    rule_set = next((each for each in all_rule_sets() if each.knows(key)), None)
    if rule_set is None:
        raise LookupError(f"There is no setting called {key}")
    agreed = RuleSetting.objects.exclude(approved_by=None).filter(key=key)
    rows = agreed.order_by("starts_on", "approved_at", "pk")
    return settings_on(rule_set, rows=rows, on=on)[key]


def authority_here() -> LocalAuthority | None:
    """Return the authority that runs this installation, where the list of authorities has it."""
    return LocalAuthority.objects.filter(code=settings.HOME_AUTHORITY_CODE).first()


@dataclass(frozen=True)
class Settable:
    """Something a council may settle: a setting a service declares, or the length of a rule."""

    key: str
    spec: SettingSpec | None = None
    rule: RuleVersion | None = None
    rows: Sequence[RuleSetting] = ()

    @property
    def agreed(self) -> list[RuleSetting]:
        """Return what managers agreed, the newest first."""
        held = [row for row in self.rows if row.approved_by_id is not None]
        return sorted(held, key=lambda row: (row.starts_on, row.approved_at, row.pk), reverse=True)

    @property
    def waiting(self) -> list[RuleSetting]:
        return [row for row in self.rows if row.approved_by_id is None]

    def in_force(self, on: date) -> RuleSetting | None:
        return next((row for row in self.agreed if row.starts_on <= on), None)


def settables() -> list[Settable]:
    """Return everything a council may settle, each with what was proposed and agreed, in one query."""
    rows: dict[str, list[RuleSetting]] = {}
    for row in RuleSetting.objects.select_related("proposed_by", "approved_by"):
        rows.setdefault(row.key, []).append(row)
    found: list[Settable] = []
    for rule_set in all_rule_sets():
        found += [Settable(spec.key, spec=spec, rows=rows.get(spec.key, ())) for spec in rule_set.settings]
        newest = {rule.rule_id: rule for rule in rule_set.rules if rule.length_may_be_set}
        found += [
            Settable(rule_id, rule=rule, rows=rows.get(rule_id, ())) for rule_id, rule in newest.items()
        ]
    return found


def settable(key: str) -> Settable | None:
    return next((each for each in settables() if each.key == key), None)
