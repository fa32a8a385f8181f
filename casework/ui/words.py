"""Dates, times and numbers as people say them."""

from datetime import date, datetime, time

from django.utils import timezone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_date(value: date | None) -> str:
    """21 September 2026"""
    if value is None:
        return ""
    day = _local(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_day(value: date | None) -> str:
    """Monday 21 September 2026"""
    if value is None:
        return ""
    return f"{WEEKDAYS[_local(value).weekday()]} {say_date(value)}"


def say_short(value: date | None) -> str:
    """Mon 21 Sep 2026"""
    if value is None:
        return ""
    day = _local(value)
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def say_time(value: datetime | time | None) -> str:
    """2:10pm, 9am, midday, midnight"""
    if value is None:
        return ""
    clock = _local_clock(value) if isinstance(value, datetime) else value
    if (clock.hour, clock.minute) == (0, 0):
        return "midnight"
    if (clock.hour, clock.minute) == (12, 0):
        return "midday"
    minutes = f":{clock.minute:02d}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def say_moment(value: datetime | None) -> str:
    """21 September 2026, 2:10pm"""
    if value is None:
        return ""
    return f"{say_date(value)}, {say_time(value)}"


def plural(number: int, one: str, many: str = "") -> str:
    """1 school day, 3 school days"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence_case(text: str) -> str:
    """Give the text a capital first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _local_clock(value: datetime) -> time:
    return timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
