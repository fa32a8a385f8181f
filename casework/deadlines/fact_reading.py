"""Reading one fact at a time from a dictionary that anybody may have written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeVar

Code = TypeVar("Code", bound=Enum)

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class FactError(ValueError):
    """A fact is not in the form it should be; the message names it and says what is wrong."""


def read_date(value: object, name: str) -> date:
    """Return a date written as YYYY-MM-DD. Raises FactError."""
    if not isinstance(value, str) or not ISO_DATE.match(value):
        raise FactError(f"{name} must be a date such as 2026-09-21, not {_shown(value)}")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise FactError(f"{name} is not a day of the calendar: {value}") from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise FactError(f"{name} must be between {EARLIEST_YEAR} and {LATEST_YEAR}, not {value}")
    return day


@dataclass(frozen=True, slots=True)
class FactReader:
    """Typed reads of named facts. A missing fact and null are both None; unknown facts are left alone."""

    facts: Mapping[str, object]
    within: str = ""

    def has(self, *names: str) -> bool:
        return any(self.facts.get(name) is not None for name in names)

    def day(self, name: str) -> date | None:
        value = self.facts.get(name)
        return None if value is None else read_date(value, self._called(name))

    def days(self, name: str) -> tuple[date, ...]:
        """Return one date or a list of them, earliest first."""
        value = self.facts.get(name)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        return tuple(sorted(read_date(each, self._called(name)) for each in values))

    def yes_or_no(self, name: str) -> bool | None:
        value = self.facts.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise FactError(f"{self._called(name)} must be true or false, not {_shown(value)}")

    def text(self, name: str) -> str:
        value = self.facts.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        raise FactError(f"{self._called(name)} must be text, not {_shown(value)}")

    def whole_number(self, name: str, *, at_least: int = 0) -> int | None:
        value = self.facts.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise FactError(f"{self._called(name)} must be a whole number, not {_shown(value)}")
        if value < at_least:
            raise FactError(f"{self._called(name)} must be {at_least} or more, not {value}")
        return value

    def half_days(self, name: str) -> Fraction | None:
        """Return a number of days in whole and half days."""
        value = self.facts.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise FactError(f"{self._called(name)} must be a number of days, not {_shown(value)}")
        if value < 0 or (value * 2) % 1 != 0:
            raise FactError(f"{self._called(name)} must be whole or half days from 0 up, not {_shown(value)}")
        return Fraction(value)

    def code(self, name: str, codes: type[Code], *, also: Mapping[str, Code] | None = None) -> Code | None:
        """Return the code a word stands for, whatever its capitals; `also` adds other words for one."""
        value = self.facts.get(name)
        if value is None:
            return None
        words: dict[str, Code] = {str(code.value).lower(): code for code in codes}
        words |= also or {}
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        raise FactError(
            f"{self._called(name)} must be one of {', '.join(sorted(words))}, not {_shown(value)}"
        )

    def inner(self, name: str) -> "FactReader | None":
        value = self.facts.get(name)
        return None if value is None else self._entry(value, name)

    def inner_list(self, name: str) -> "tuple[FactReader, ...]":
        value = self.facts.get(name)
        if value is None:
            return ()
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise FactError(f"{self._called(name)} must be a list, not {_shown(value)}")
        return tuple(self._entry(each, f"{name}[{at}]") for at, each in enumerate(value, start=1))

    def required_day(self, name: str) -> date:
        day = self.day(name)
        if day is None:
            raise FactError(f"{self._called(name)} is missing")
        return day

    def _entry(self, value: object, name: str) -> "FactReader":
        if isinstance(value, Mapping):
            return FactReader(value, self._called(name))
        raise FactError(f"{self._called(name)} must be an object, not {_shown(value)}")

    def _called(self, name: str) -> str:
        return f"{self.within} {name}".strip()


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
