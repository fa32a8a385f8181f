"""What cells say, which column says what, and how two descriptions of a child differ: plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.people.rules import age_on, earliest_date_of_birth, tidy_postcode, tidy_upn, upn_fault

NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]+")
SPACES = re.compile(r"\s+")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})[- ,]+(\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}")
DAY_NUMBER = re.compile(r"\d{4,5}")
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?(Z|\+00:00)?$")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Excel counts days from here. It takes 1900 for a leap year, so days before March 1900 are not to be had.
DAY_NOUGHT = date(1899, 12, 30)
FIRST_DAY_NUMBER, LAST_DAY_NUMBER = 61, 73_050
# What stands in a cell for nothing, where a name cannot stand.
NOTHING_SAID = {
    "n/a",
    "#n/a",
    "na",
    "null",
    "none",
    "-",
    "--",
    "?",
    "unknown",
    "not known",
    "nk",
    "#value!",
    "#ref!",
}
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
QUOTED = 60
# What tells children from one another.
IDENTITY = {"forenames", "surname", "date_of_birth", "upn"}


@dataclass(frozen=True)
class Named:
    """A column by its code, and every heading it goes by, folded."""

    code: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that a child's record and a row say differently, in words."""

    code: str
    label: str
    here: str
    file: str


# Which column says what


def fold_heading(text: str) -> str:
    """Return a heading as it is compared: "Date of Birth (dd/mm/yy)" is "dateofbirthddmmyy"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return NOT_LETTERS.sub("", plain)


def guess_mapping(headings: Sequence[str], columns: Iterable[Named]) -> dict[str, int]:
    """Return, for each thing to be known, the place of the column whose heading names it.

    A heading that is exactly one of the names goes before one that only begins so; no column is given twice.
    """
    folded = [fold_heading(heading) for heading in headings]
    columns = list(columns)
    found: dict[str, int] = {}
    for begins in (False, True):
        for column in columns:
            if column.code in found:
                continue
            for name in column.headings:
                place = _place(folded, fold_heading(name), begins=begins, taken=found.values())
                if place is not None:
                    found[column.code] = place
                    break
    return found


def _place(folded: Sequence[str], name: str, *, begins: bool, taken: Iterable[int]) -> int | None:
    held = set(taken)
    for place, heading in enumerate(folded):
        if place not in held and (
            heading == name or (begins and len(name) >= 6 and heading.startswith(name))
        ):
            return place
    return None


# What cells say


def tidy_cell(text: str) -> str:
    """Return what a cell says, on as many lines as it has, without its mark that keeps it as text."""
    lines = NOT_SHOWN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    plain = [" ".join(line.split()) for line in lines]
    return "\n".join(line for line in plain if line).removeprefix("'").strip()


def said(text: str) -> str:
    """Return what a cell says, or nothing where it says that nothing is known."""
    text = tidy_cell(text)
    return "" if text.casefold() in NOTHING_SAID else text


def read_text(text: str) -> str:
    return said(text)


def read_line(text: str) -> str:
    return " ".join(said(text).split())


def read_name(text: str) -> str:
    """Return a name: one written all in capitals as people write it, and “None” or “Null” as they stand.

    Raises ValueError, in words, where no letter is in it.
    """
    name = " ".join(tidy_cell(text).split())
    if name and not any(letter.isalpha() for letter in name):
        raise ValueError(f"“{quoted(name)}” is not a name")
    return name if len(name) < 3 or name != name.upper() else _ordinary_case(name)


def read_day(text: str) -> date | None:
    """Return a date: the day first, the year first, in words, or the number Excel keeps a day as.

    Raises ValueError, in words, where it is none of these.
    """
    text = MIDNIGHT.sub("", said(text)).casefold()
    if not text:
        return None
    if match := RUN_TOGETHER.fullmatch(text) or YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := DAY_FIRST.fullmatch(text):
        return _day(int(match[3]), int(match[2]), int(match[1]), text)
    if match := IN_WORDS.fullmatch(text):
        month = next((n for n, name in enumerate(MONTHS, start=1) if name.startswith(match[2])), 0)
        return _day(int(match[3]), month, int(match[1]), text)
    if SHORT_YEAR.fullmatch(text):
        raise ValueError(f"“{quoted(text)}” has a year of two figures: write all four")
    if DAY_NUMBER.fullmatch(text) and FIRST_DAY_NUMBER <= int(text) <= LAST_DAY_NUMBER and len(text) == 5:
        return DAY_NOUGHT + timedelta(days=int(text))
    raise ValueError(f"“{quoted(text)}” is not a date. Write it as 14/5/2012")


def read_sex(text: str) -> str:
    """Return a code of the list, or nothing where it is not known. Raises ValueError for anything else."""
    word = said(text).casefold()
    if word in ("f", "female", "girl"):
        return "F"
    if word in ("m", "male", "boy"):
        return "M"
    if word in ("", "u", "x", "0", "9", "not specified", "prefer not to say"):
        return ""
    raise ValueError(f"“{quoted(word)}” is not a sex: write F or M, or leave it empty")


def read_upn(text: str) -> str:
    """Return a number as it is kept. One that fails its check is kept too: `upn_note` says so."""
    upn = tidy_upn(said(text))
    if len(upn) > 13:
        raise ValueError(f"“{quoted(upn)}” is too long for a UPN, which has 13 characters")
    return upn


def upn_note(upn: str) -> str:
    fault = upn_fault(upn) if upn else ""
    return f"The UPN {upn} is kept as it came, but fails its check. {fault}" if fault else ""


def read_postcode(text: str) -> str:
    """Return a postcode as it is kept. Raises ValueError where it is not a full one."""
    text = said(text)
    postcode = tidy_postcode(text)
    if text and not postcode:
        raise ValueError(f"“{quoted(text)}” is not a full postcode")
    return postcode


def read_yes_or_no(text: str) -> bool | None:
    word = said(text).casefold()
    if word in ("y", "yes", "true", "1", "t"):
        return True
    if word in ("n", "no", "false", "0", "f"):
        return False
    if not word:
        return None
    raise ValueError(f"“{quoted(word)}” is neither yes nor no")


def birth_fault(born: date, on: date) -> str:
    """Say what is wrong with a date of birth of somebody whom education services can be about, or nothing."""
    if born > on:
        return "The date of birth is in the future"
    if born < earliest_date_of_birth(on):
        return f"The date of birth makes the child {age_on(born, on)}: check the year"
    return ""


def quoted(text: str) -> str:
    """Return the beginning of what was written, on one line, to be repeated in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED]}…"


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            f"“{quoted(text)}” is not a real date. The day comes first, as in 14/5/2012"
        ) from None


def _ordinary_case(name: str) -> str:
    words = re.split(r"([\s'’\-]+)", name.lower())
    return "".join(_capital(word) for word in words)


def _capital(word: str) -> str:
    if word.startswith("mc") and len(word) > 3:
        return f"Mc{word[2:].capitalize()}"
    return word[:1].upper() + word[1:]


# How two descriptions differ


def same_words(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but capitals, accents, spaces and marks."""
    return _plain(one) == _plain(other)


def differing(
    here: Mapping[str, str], file: Mapping[str, str], labels: Mapping[str, str]
) -> list[Difference]:
    """Return what the file says otherwise than the record; what the file leaves empty is no difference."""
    return [
        Difference(code, labels[code], here.get(code, ""), value)
        for code, value in file.items()
        if value and not same_words(here.get(code, ""), value)
    ]


def sort_of(differences: Iterable[Mapping[str, str]]) -> str:
    """Return the name of the sort of a conflict: which things differ."""
    return "+".join(sorted(each["code"] for each in differences)) or "same"


def settled_in_bulk(differences: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return what may be decided of many conflicts at once, by what differs in them.

    Where what tells children from one another differs, twins and typing errors look alike: each takes a look.
    """
    differing = {each["code"] for each in differences}
    return ("BOTH",) if differing & IDENTITY or not differing else ("KEEP", "TAKE", "BOTH")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if c.isalnum())
