"""A day typed in three parts, and a time of day."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from casework.ui.fields.wording import AN_ANSWER, Worded
from casework.ui.words import MONTHS, say_date, say_time

PARTS = ("day", "month", "year")
YEARS = range(1900, 2101)


class Typed(NamedTuple):
    """What was typed, kept as typed."""

    day: str = ""
    month: str = ""
    year: str = ""


class DateParts(forms.Widget):
    """Reads the three parts of a date from a submitted form. Drawing them is the field template's work."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        return Typed(*(str(data.get(f"{name}_{part}") or "").strip() for part in PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in PARTS)


class DateField(Worded, forms.Field):
    macro = "date"
    widget = DateParts

    def __init__(
        self,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        earliest_message: str = "",
        latest_message: str = "",
        **options: Any,
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        self.earliest_message = earliest_message
        self.latest_message = latest_message
        super().__init__(**options)

    def ask_for_it(self) -> str:
        return self.required_message or ("Enter a date" if self.called == AN_ANSWER else super().ask_for_it())

    @property
    def subject(self) -> str:
        return "Date" if self.called == AN_ANSWER else super().subject

    def prepare_value(self, value: Any) -> Typed:
        if isinstance(value, date):
            return Typed(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, Typed) else Typed()

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value or not any(value):
            return value if isinstance(value, date) else None
        self._check_parts(value)
        numbers = int_or_none(value.day), month_number(value.month), int_or_none(value.year)
        day, month, year = numbers
        self._check_year(value.year, year)
        wrong = tuple(part for part, number in zip(PARTS, numbers, strict=True) if number is None)
        if day is None or month is None or year is None:
            raise self._wrong(f"{self.subject} must be a real date", wrong)
        try:
            return date(year, month, day)
        except ValueError:
            raise self._wrong(f"{self.subject} must be a real date", not_real(day, month)) from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            message = self.earliest_message or f"{self.subject} must be on or after {say_date(self.earliest)}"
            raise self._wrong(message, PARTS)
        if value and self.latest and value > self.latest:
            message = self.latest_message or f"{self.subject} must be on or before {say_date(self.latest)}"
            raise self._wrong(message, PARTS)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)

    def _check_parts(self, value: Typed) -> None:
        missing = tuple(part for part, typed in zip(PARTS, value, strict=True) if not typed)
        if missing:
            raise self._wrong(f"{self.subject} must include a {' and '.join(missing)}", missing)

    def _check_year(self, typed: str, year: int | None) -> None:
        if year is not None and len(typed) != 4:
            raise self._wrong("Year must include 4 numbers", ("year",))
        if year is not None and year not in YEARS:
            raise self._wrong(f"Year must be between {YEARS[0]} and {YEARS[-1]}", ("year",))

    def _wrong(self, message: str, parts: tuple[str, ...]) -> ValidationError:
        # A message with parameters is a format: a per cent sign in it would be read as one.
        return ValidationError(message.replace("%", "%%"), code="invalid", params={"parts": parts})


class TimeField(Worded, forms.Field):
    macro = "text"
    width_class = "govuk-input--width-5"
    prefix = suffix = inputmode = autocomplete = ""
    spellcheck = False
    widget = forms.TextInput

    def wording(self) -> dict[str, str]:
        return {"invalid": f"{self.subject} must be a time, like 2:10pm or 14:10"}

    def prepare_value(self, value: Any) -> Any:
        return say_time(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value is None or isinstance(value, time) or not str(value).strip():
            return value if isinstance(value, time) else None
        clock = time_from_words(str(value))
        if clock is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return clock

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


def int_or_none(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def month_number(text: str) -> int | None:
    """Read a month in figures, or by its name or the first three letters or more of it."""
    word = text.rstrip(".").lower()
    if len(word) >= 3 and word.isalpha():
        return next((number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word)), None)
    return int_or_none(text)


def not_real(day: int, month: int) -> tuple[str, ...]:
    """Say which part cannot be: the month, the day, or the day in that month of that year."""
    if not 1 <= month <= 12:
        return ("month",)
    return ("day",)


TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\s*(?:(?P<half>[ap])\.?m\.?)?")


def time_from_words(text: str) -> time | None:
    word = text.strip().lower()
    if word in {"midday", "noon", "midnight"}:
        return time(0 if word == "midnight" else 12)
    match = TIME.fullmatch(word)
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
