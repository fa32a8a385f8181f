"""What somebody means by what they typed: plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.people.rules import tidy_postcode
from casework.schools.search import fold

MOST_WORDS = 8
CENTURY = 2000

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
MONTH = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
DAY = r"(?P<day>\d{1,2})"
YEAR = r"(?P<year>\d{4}|\d{2})"
# In the order in which they are tried.
DATES = tuple(
    re.compile(rf"(?<![\w/.-]){pattern}(?![\w/-])", re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        rf"{DAY}\s*[/.\-]\s*(?P<month>\d{{1,2}})\s*[/.\-]\s*{YEAR}",
        rf"{DAY} (?P<month>\d{{1,2}}) (?P<year>\d{{4}})",
        rf"{DAY}(?:st|nd|rd|th)?\s*(?:of\s+)?{MONTH}\s*,?\s*{YEAR}",
        rf"{MONTH}\s+{DAY}(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
    )
)
# With fewer figures, it is a house number or the day of a month.
NUMBER = re.compile(r"(?=(?:\D*\d){3})[A-Z0-9/-]{4,40}", re.ASCII)
POSTCODE = re.compile(r"(?<!\w)[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][a-z]{2}(?!\w)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Sought:
    """What is looked for. `numbers` are what may be identifiers, in capitals and without spaces."""

    text: str
    numbers: tuple[str, ...] = ()
    born: date | None = None
    postcode: str = ""
    words: tuple[str, ...] = ()
    not_a_date: str = ""


def read(text: str) -> Sought:
    """Return what is looked for: numbers, a birth date, a postcode, and the beginnings of names."""
    born, not_a_date, rest = _take_date(text)
    postcode = ""
    if match := POSTCODE.search(rest):
        postcode = tidy_postcode(match[0])
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    words = tuple(dict.fromkeys(fold(rest).split()))[:MOST_WORDS]
    return Sought(text, tuple(dict.fromkeys(_numbers(text, rest))), born, postcode, words, not_a_date)


def _numbers(text: str, rest: str) -> Iterator[str]:
    """Yield what may be an identifier: everything that was typed, as one, and each part with figures that
    is no date or postcode."""
    whole = "".join(text.upper().split())
    if rest.split() == text.split() or whole.isdigit():
        yield from filter(NUMBER.fullmatch, [whole])
    yield from filter(NUMBER.fullmatch, rest.upper().split())


def _take_date(text: str) -> tuple[date | None, str, str]:
    """Return the date in a text, or what looks like one and is none, and the text without it."""
    for pattern in DATES:
        if match := pattern.search(text):
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            born = _date(match)
            return born, "" if born else match[0].strip(), rest
    return None, "", text


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    if len(parts["year"]) == 2:
        year += CENTURY
    month = int(parts["month"]) if parts.get("month") else MONTHS[parts["name"].lower()]
    if month > 12 and parts.get("month"):
        day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None
