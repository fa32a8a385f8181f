"""What one cell says, put right: dates, numbers, names and addresses."""

import re
from datetime import date

# The register writes a date it does not know as the first day of 1900.
UNKNOWN_DATE = date(1900, 1, 1)

NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]+|\s+")
DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
URN = re.compile(r"[1-9][0-9]{4,6}")
DIGITS = re.compile(r"[0-9]+")
WORD = re.compile(r"[^\W\d_]+")
SMALL_WORDS = {"and", "by", "cum", "in", "le", "next", "of", "on", "the", "under", "upon"}
POST = re.compile(r"head|principal|not recorded|unknown", re.IGNORECASE)


class RowRefused(ValueError):
    """One row cannot go in. The message says why, in words."""


def tidy(text: str) -> str:
    """Return the text on one line, without the apostrophe by which spreadsheets keep a cell as text."""
    return NOT_PRINTED.sub(" ", text).strip().removeprefix("'").strip()


def read_urn(text: str) -> str:
    if not URN.fullmatch(text):
        raise RowRefused(
            f"“{text[:40]}” is not a URN: it has five to seven digits" if text else "The URN is missing"
        )
    return text


def is_number(text: str, *, digits: int) -> bool:
    """Say whether the text is a number of at most so many digits, in the digits of the register."""
    return bool(DIGITS.fullmatch(text)) and len(text) <= digits


def read_date(text: str, called: str) -> date | None:
    """Return the date, or nothing where it is blank or unknown. The day comes first, or the year."""
    if not text:
        return None
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise RowRefused(f"The {called} “{text[:40]}” is not a date")
    try:
        read = date(year, month, day)
    except ValueError:
        raise RowRefused(f"The {called} “{text}” is not a real date") from None
    return None if read == UNKNOWN_DATE else read


def read_age(text: str, called: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise RowRefused(f"The {called} “{text[:40]}” is not an age in years")
    return int(text)


def read_telephone(text: str) -> str:
    """Return eleven digits where the number can be restored to them, and otherwise what was written."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"^(\+44|0044)(\s*\(0\))?", "0", text))
    if len(digits) == 10 and not digits.startswith("0"):
        digits = f"0{digits}"
    return digits if len(digits) == 11 and digits.startswith("0") else text


def read_postcode(text: str) -> str:
    capitals = re.sub(r"\s+", "", text).upper()
    if match := POSTCODE.fullmatch(capitals):
        return f"{match[1]} {match[2]}"
    return text.upper()


def read_headteacher(title: str, first: str, last: str) -> str:
    """Return the name of the headteacher. A post written where the title goes is no title."""
    title = "" if POST.search(title) else title
    return " ".join(part for part in (title, ordinary_case(first), ordinary_case(last)) if part)


def ordinary_case(text: str) -> str:
    """Return words written all in capitals as a person writes them, and anything else as it is."""
    if len(text) < 2 or text != text.upper() or not text[0].isalpha():
        return text
    return WORD.sub(lambda match: _word(match[0], is_first=match.start() == 0), text).replace("'S", "'s")


def _word(word: str, *, is_first: bool) -> str:
    lower = word.lower()
    if lower in SMALL_WORDS and not is_first:
        return lower
    if lower.startswith("mc") and len(lower) > 3:
        return f"Mc{lower[2:].capitalize()}"
    return lower.capitalize()
