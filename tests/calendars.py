"""Calendars the tests count on: Oxfordshire's dates, with one school's own INSET days."""

from datetime import date

from casework.schools.choices import DayKind
from casework.schools.rules import Closure, SchoolCalendar, TermBlock

TERMS_2025 = (
    TermBlock(date(2025, 9, 2), date(2025, 10, 24), "Term 1"),
    TermBlock(date(2025, 11, 3), date(2025, 12, 19), "Term 2"),
    TermBlock(date(2026, 1, 5), date(2026, 2, 13), "Term 3"),
    TermBlock(date(2026, 2, 23), date(2026, 3, 27), "Term 4"),
    TermBlock(date(2026, 4, 13), date(2026, 5, 22), "Term 5"),
    TermBlock(date(2026, 6, 1), date(2026, 7, 20), "Term 6"),
)
TERMS_2026 = (
    TermBlock(date(2026, 9, 2), date(2026, 10, 23), "Term 1"),
    TermBlock(date(2026, 11, 2), date(2026, 12, 18), "Term 2"),
    TermBlock(date(2027, 1, 4), date(2027, 2, 12), "Term 3"),
    TermBlock(date(2027, 2, 22), date(2027, 3, 25), "Term 4"),
    TermBlock(date(2027, 4, 12), date(2027, 5, 28), "Term 5"),
    TermBlock(date(2027, 6, 7), date(2027, 7, 21), "Term 6"),
)
INSET_2026 = tuple(
    Closure(day, day, DayKind.INSET)
    for day in (date(2026, 9, 2), date(2026, 11, 30), date(2027, 1, 4), date(2027, 6, 7))
)
BANK_HOLIDAYS = {
    date(2025, 12, 25): "Christmas Day",
    date(2025, 12, 26): "Boxing Day",
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "Early May bank holiday",
    date(2026, 5, 25): "Spring bank holiday",
    date(2026, 8, 31): "Summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day",
    date(2027, 1, 1): "New Year's Day",
    date(2027, 3, 26): "Good Friday",
    date(2027, 3, 29): "Easter Monday",
    date(2027, 5, 3): "Early May bank holiday",
    date(2027, 5, 31): "Spring bank holiday",
    date(2027, 8, 30): "Summer bank holiday",
}


def year_2026(*closed: date) -> SchoolCalendar:
    """One year, 2026/27, with INSET days, and any days closed besides."""
    snow = tuple(Closure(day, day, DayKind.CLOSURE, "snow") for day in closed)
    return SchoolCalendar(TERMS_2026, (*INSET_2026, *snow), BANK_HOLIDAYS)


def two_years() -> SchoolCalendar:
    return SchoolCalendar(TERMS_2025 + TERMS_2026, INSET_2026, BANK_HOLIDAYS)
