"""The blocks a school meets in, its closures, and what they settle about the days around them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from casework.schools.choices import DayKind
from casework.schools.rules.counting import CalendarError, in_words

# No school holiday is as long: a wider gap between two blocks means term dates are missing.
MAX_HOLIDAY_DAYS = 75

# A first block that starts by then is the start of its school year, so August before it is holiday.
LATEST_START_OF_YEAR = (9, 15)
EARLIEST_END_OF_YEAR = (7, 1)


@dataclass(frozen=True, slots=True, order=True)
class TermBlock:
    """An unbroken block in which the school meets: a half term, as a rule."""

    start: date
    end: date
    name: str = ""

    def __str__(self) -> str:
        dates = f"{in_words(self.start)} to {in_words(self.end)}"
        return f"{self.name} ({dates})" if self.name else dates


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """Days inside a block on which the whole school is closed to pupils."""

    start: date
    end: date
    kind: DayKind = DayKind.CLOSURE
    reason: str = ""


def checked_terms(terms: Iterable[TermBlock]) -> tuple[TermBlock, ...]:
    ordered = tuple(sorted(terms))
    for block in ordered:
        if block.end < block.start:
            raise CalendarError(f"The term {block} ends before it starts")
    for before, after in pairwise(ordered):
        if (before.start, before.end) == (after.start, after.end):
            raise CalendarError(f"The term {before} is listed twice")
        if after.start <= before.end:
            raise CalendarError(f"The terms {before} and {after} overlap")
    return ordered


def checked_closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    ordered = tuple(sorted(closures))
    for closure in ordered:
        if closure.end < closure.start:
            raise CalendarError(
                f"The closure from {in_words(closure.start)} ends before it starts,"
                f" on {in_words(closure.end)}"
            )
    return ordered


def days_closed(closures: tuple[Closure, ...]) -> dict[date, Closure]:
    return {day: closure for closure in closures[::-1] for day in each_day(closure.start, closure.end)}


def named(bank_holidays: Mapping[date, str] | Iterable[date]) -> dict[date, str]:
    if isinstance(bank_holidays, Mapping):
        return dict(sorted(bank_holidays.items()))
    return dict.fromkeys(sorted(bank_holidays), "")


def each_day(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def known_before(block: TermBlock) -> date:
    """Return the first day settled by a block that nothing precedes."""
    if (8, 1) <= (block.start.month, block.start.day) <= LATEST_START_OF_YEAR:
        return date(block.start.year, 8, 1)
    return block.start


def known_after(block: TermBlock) -> date:
    """Return the last day settled by a block that nothing follows."""
    if EARLIEST_END_OF_YEAR <= (block.end.month, block.end.day) <= (7, 31):
        return date(block.end.year, 7, 31)
    return block.end
