"""What a council may choose, passed to the rules as one immutable value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casework.deadlines.choices import Confidence
from casework.deadlines.rules import RuleVersion

SettingValue = str | int | date | None

LONGEST_LENGTH = 1000


class SettingError(ValueError):
    """A setting is not known, or its value is not one it can take; the message says which."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingSpec:
    """One choice, with what an administrator needs to read before changing it.

    With `choices` the value is one of their keys; otherwise it is of the `value_type` named.
    """

    key: str
    title: str
    default: SettingValue
    confidence: Confidence
    explanation: str
    source: str
    choices: tuple[tuple[str, str], ...] = ()
    value_type: type[str] | type[int] | type[date] = str

    def checked(self, value: object) -> SettingValue:
        """Return the value in the setting's own type. Raises SettingError."""
        if self.choices:
            return self._one_of_the_choices(value)
        if self.value_type is date:
            return self._date(value)
        if isinstance(value, self.value_type) and not isinstance(value, bool):
            return value
        raise SettingError(f"{self.key} must be {_TYPE_WORDS[self.value_type]}")

    def _one_of_the_choices(self, value: object) -> str:
        codes = [code for code, _ in self.choices]
        if isinstance(value, str) and value in codes:
            return value
        raise SettingError(f"{self.key} must be one of: {', '.join(codes)}")

    def _date(self, value: object) -> date | None:
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise SettingError(f"{self.key} must be a date such as 2027-09-01, or empty") from None


_TYPE_WORDS: Mapping[type, str] = {str: "text", int: "a whole number", date: "a date"}


class RuleSettings(Mapping[str, SettingValue]):
    """Settings by key, and lengths of rules by rule id; defaults hold where nothing was set."""

    def __init__(self, values: Mapping[str, SettingValue], lengths: Mapping[str, int]) -> None:
        self._values = dict(values)
        self._lengths = dict(lengths)

    def __getitem__(self, key: str) -> SettingValue:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, key: str) -> str:
        return str(self._values[key])

    def length(self, rule: RuleVersion) -> int:
        """Return how many days (or hours) a rule runs, as set here or else as the rule says."""
        length = self._lengths.get(rule.rule_id, rule.length)
        if length is None:
            raise LookupError(f"{rule.rule_id} has no length")
        return length

    @property
    def lengths(self) -> Mapping[str, int]:
        return dict(self._lengths)


def settings_for(
    specs: Iterable[SettingSpec],
    rules: Iterable[RuleVersion],
    overrides: Mapping[str, object],
) -> RuleSettings:
    """Return the defaults with overrides applied.

    Raises SettingError for a key nobody declared, a value a setting cannot take, and a length the law fixes.
    """
    by_key = {spec.key: spec for spec in specs}
    by_rule = {rule.rule_id: rule for rule in rules}
    values = {key: spec.default for key, spec in by_key.items()}
    lengths = {}
    for key, value in overrides.items():
        if key in by_key:
            values[key] = by_key[key].checked(value)
        elif key in by_rule:
            lengths[key] = _checked_length(by_rule[key], value)
        else:
            raise SettingError(f"There is no setting called {key}")
    return RuleSettings(values, lengths)


def _checked_length(rule: RuleVersion, value: object) -> int:
    if not rule.length_may_be_set:
        raise SettingError(f"The length of {rule.rule_id} is not a setting")
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_LENGTH:
        return value
    raise SettingError(f"{rule.rule_id} must be a whole number from 0 to {LONGEST_LENGTH}")
