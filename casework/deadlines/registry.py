"""The rule sets the services registered at start-up. The clockwork knows no service by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from casework.deadlines.rule_settings import RuleSettings, SettingSpec, settings_for
from casework.deadlines.rules import Obligation, RuleVersion
from casework.schools.rules import SchoolCalendar

Facts = TypeVar("Facts")


class RuleAlreadyRegistered(Exception):
    """One rule id, or one setting, has one owner."""


@dataclass(frozen=True, kw_only=True)
class Calculator(Generic[Facts]):
    """A question the deadline calculator can answer: its form, and the facts an answered form stands for.

    `form_class` is a form with a field `school`; `facts` takes its cleaned data. `law_date` gives the day
    whose law and settings apply, `tracks` the groups the answer comes in, by code and label.
    """

    code: str
    label: str
    form_class: type[Any]
    facts: Callable[[Mapping[str, Any]], Facts]
    law_date: Callable[[Facts], date]
    tracks: tuple[tuple[str, str], ...]
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleSet(Generic[Facts]):
    """A service's rules, how it reads facts from a file, and the pure function from facts to obligations.

    `parse` returns None when the facts do not concern the service, and raises FactError when they are wrong.
    """

    name: str
    rules: tuple[RuleVersion, ...]
    parse: Callable[[Mapping[str, object]], Facts | None]
    compute: Callable[[Facts, SchoolCalendar, RuleSettings], list[Obligation]]
    settings: tuple[SettingSpec, ...] = ()
    calculators: tuple[Calculator[Facts], ...] = ()

    @property
    def rule_ids(self) -> frozenset[str]:
        return frozenset(rule.rule_id for rule in self.rules)

    def settings_with(self, overrides: Mapping[str, object]) -> RuleSettings:
        """Return this set's settings; raises SettingError for a key it does not know."""
        return settings_for(self.settings, self.rules, overrides)

    def knows(self, key: str) -> bool:
        return key in self.rule_ids or any(spec.key == key for spec in self.settings)


def settings_alone(name: str, settings: tuple[SettingSpec, ...]) -> RuleSet[Any]:
    """Return a rule set without rules: what a room lets a council choose, beside the clocks."""
    return RuleSet(
        name=name,
        rules=(),
        parse=lambda facts: None,
        compute=lambda facts, calendar, settings: [],
        settings=settings,
    )


class Registry:
    """Rule sets by name. The product has one; a test makes its own."""

    def __init__(self, rule_sets: Iterable[RuleSet[Any]] = ()) -> None:
        self._rule_sets: dict[str, RuleSet[Any]] = {}
        for rule_set in rule_sets:
            self.register(rule_set)

    def register(self, rule_set: RuleSet[Any]) -> None:
        """Add a rule set. Raises RuleAlreadyRegistered when a name, rule id or setting is taken."""
        if rule_set.name in self._rule_sets:
            raise RuleAlreadyRegistered(f"The rule set {rule_set.name} is registered already")
        for other in self._rule_sets.values():
            taken = [key for key in sorted(_keys(rule_set)) if other.knows(key)]
            if taken:
                raise RuleAlreadyRegistered(f"{other.name} owns {', '.join(taken)}; {rule_set.name} may not")
        self._rule_sets[rule_set.name] = rule_set

    def all_rule_sets(self) -> tuple[RuleSet[Any], ...]:
        return tuple(self._rule_sets.values())

    def rule(self, rule_id: str) -> RuleVersion:
        """Return the newest version of a rule. Raises LookupError when nobody registered it."""
        versions = [rule for each in self.all_rule_sets() for rule in each.rules if rule.rule_id == rule_id]
        if not versions:
            raise LookupError(f"No rule is called {rule_id}")
        return max(versions, key=lambda version: version.valid_from)


def _keys(rule_set: RuleSet[Any]) -> set[str]:
    return set(rule_set.rule_ids) | {spec.key for spec in rule_set.settings}


_registry = Registry()
register = _registry.register
all_rule_sets = _registry.all_rule_sets
rule = _registry.rule
