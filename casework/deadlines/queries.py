"""The council's settings, as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.deadlines.models import RuleSetting
from casework.deadlines.registry import RuleSet
from casework.deadlines.rule_settings import RuleSettings


def agreed_settings() -> list[RuleSetting]:
    """Return every setting a manager has agreed, oldest first, in one query."""
    return list(RuleSetting.objects.exclude(approved_by=None).order_by("starts_on", "approved_at", "pk"))


def settings_on(rule_set: RuleSet[Any], *, rows: Iterable[RuleSetting], on: date) -> RuleSettings:
    """Return a rule set's settings as they stood on a day: the defaults, and over them the rows in force."""
    in_force = {row.key: row.value for row in rows if row.starts_on <= on and rule_set.knows(row.key)}
    return rule_set.settings_with(in_force)
