"""A school's calendar and the counting of days on it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from casework.schools.choices import DayKind
from casework.schools.rules.blocks import (
    MAX_HOLIDAY_DAYS,
    Closure,
    TermBlock,
    checked_closures,
    checked_terms,
    days_closed,
    each_day,
    known_after,
    known_before,
    named,
)
from casework.schools.rules.counting import (
    Count,
    CountUnit,
    Hole,
    SkippedDay,
    Unknown,
    term_dates_missing,
)
from casework.schools.rules.years import good_friday, school_year_begins_in

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class SchoolCalendar:
    """One school's term blocks, closures and bank holidays, ready to count on.

    Raises CalendarError when blocks are reversed or overlap. Counting never guesses: where the
    calendar does not reach, the answer is Unknown and names the school year to load.
    """

    terms: tuple[TermBlock, ...]
    closures: tuple[Closure, ...] = ()
    bank_holidays: Mapping[date, str] | Iterable[date] = ()
    _days: list[date] = field(init=False, repr=False)
    _day_set: frozenset[date] = field(init=False, repr=False)
    _closed: dict[date, Closure] = field(init=False, repr=False)
    _holidays: dict[date, str] = field(init=False, repr=False)
    _holes: tuple[Hole, ...] = field(init=False, repr=False)
    _skips: list[SkippedDay] = field(init=False, repr=False)
    _skip_days: list[date] = field(init=False, repr=False)
    _length: int = field(init=False, repr=False)
    _forward_from: date = field(init=False, repr=False)
    _known: tuple[date, date] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "terms", checked_terms(self.terms))
        put(self, "closures", checked_closures(self.closures))
        put(self, "_holidays", named(self.bank_holidays))
        put(self, "bank_holidays", self._holidays)
        put(self, "_closed", days_closed(self.closures))
        put(self, "_days", self._build_days())
        put(self, "_day_set", frozenset(self._days))
        put(self, "_length", len(self._days))
        put(self, "_holes", self._find_holes())
        put(self, "_known", self._reach())
        put(self, "_forward_from", self._known[0] - ONE_DAY if self._known else date.max)
        put(self, "_skips", [])
        put(self, "_skip_days", [])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SchoolCalendar):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, ...]:
        return self.terms, self.closures, tuple(self._holidays.items())

    # What a day is

    def kind_of(self, day: date) -> DayKind:
        if day.weekday() >= 5:
            return DayKind.WEEKEND
        if day in self._holidays:
            return DayKind.BANK_HOLIDAY
        if day in self._day_set:
            return DayKind.SCHOOL_DAY
        if day in self._closed:
            return self._closed[day].kind
        return DayKind.HOLIDAY if self.covers(day) else DayKind.BEYOND

    def is_school_day(self, day: date) -> bool:
        return day in self._day_set

    def reason(self, day: date) -> str:
        """Return in words what the day is: "weekend", "bank holiday: Good Friday", "closed: snow"."""
        kind = self.kind_of(day)
        detail = ""
        if kind is DayKind.BANK_HOLIDAY:
            detail = self._holidays[day]
        elif day in self._closed and kind in (DayKind.INSET, DayKind.CLOSURE):
            detail = self._closed[day].reason
        return f"{kind.label}: {detail}" if detail else str(kind.label)

    def covers(self, day: date) -> bool:
        """Say whether the loaded term dates settle what this day is."""
        if self._known is None or not self._known[0] <= day <= self._known[1]:
            return False
        return not any(hole.first <= day <= hole.last for hole in self._holes)

    def term_block_of(self, day: date) -> TermBlock | None:
        index = bisect_right(self.terms, day, key=lambda block: block.start) - 1
        if index >= 0 and day <= self.terms[index].end:
            return self.terms[index]
        return None

    # School days: the date alone

    def school_days_after(self, start: date, n: int) -> date | Unknown:
        """Return the nth school day after `start`, which is day 0 and need not be a school day."""
        index = bisect_right(self._days, start) + n - 1
        if n > 0 and index < self._length and not self._holes and start >= self._forward_from:
            return self._days[index]
        return self._forward(index - n + 1, n, start)

    def nth_school_day(self, first: date, n: int) -> date | Unknown:
        """Return the nth school day counting `first` as day 1, or the next school day if it is not one."""
        position = bisect_left(self._days, first)
        if self._known is None or first < self._known[0]:
            return self._missing_before(first)
        return self._forward(position, n, first)

    def school_days_before(self, day: date, n: int) -> date | Unknown:
        """Return the nth school day before `day`, which is day 0 and need not be a school day."""
        position = bisect_left(self._days, day)
        if n < 1:
            return _zero(day, n)
        if self._known is None or day > self._known[1] + ONE_DAY:
            return self._missing_after(day)
        if position - n < 0:
            year = self._year_before_first()
            return term_dates_missing(year, year)
        for hole in self._holes:
            if day > hole.first and position - n < hole.position <= position:
                return hole.unknown
        return self._days[position - n]

    def next_school_day(self, after: date) -> date | Unknown:
        return self.school_days_after(after, 1)

    def first_school_day_on_or_after(self, day: date) -> date | Unknown:
        return self.nth_school_day(day, 1)

    def previous_school_day(self, before: date) -> date | Unknown:
        return self.school_days_before(before, 1)

    def school_days_from(self, first: date, n: int) -> tuple[date, ...]:
        """Return n school days from `first` on, fewer where the calendar ends or has a hole."""
        if self._known is None or first < self._known[0]:
            return ()
        position = bisect_left(self._days, first)
        stop = position + n
        for hole in self._holes:
            if first <= hole.last and position <= hole.position:
                stop = min(stop, hole.position)
        return tuple(self._days[position:stop])

    def school_days_between(self, after: date, until: date) -> int | Unknown:
        """Return how many school days lie after one date, up to and including another."""
        if until <= after:
            return 0
        if self._known is None or after < self._forward_from:
            return self._missing_before(after)
        if until > self._known[1]:
            return self._missing_after(until)
        for hole in self._holes:
            if after < hole.last and until >= hole.first:
                return hole.unknown
        return bisect_right(self._days, until) - bisect_right(self._days, after)

    # School days: the date with its explanation

    def count_school_days_after(self, start: date, n: int) -> Count:
        return Count(start, n, self.school_days_after(start, n), CountUnit.AFTER, self)

    def count_nth_school_day(self, first: date, n: int) -> Count:
        return Count(first, n, self.nth_school_day(first, n), CountUnit.NTH, self)

    def count_school_days_before(self, day: date, n: int) -> Count:
        return Count(day, n, self.school_days_before(day, n), CountUnit.BEFORE, self)

    def count_working_days_after(self, day: date, n: int) -> Count:
        return Count(day, n, self.working_days_after(day, n), CountUnit.WORKING, self)

    def counted_days(self, count: Count) -> tuple[tuple[int, date], ...]:
        """Return the days a count used, numbered in the order of counting."""
        if count.unit is CountUnit.WORKING:
            walked = (day for day in self._walk(count) if self.is_working_day(day))
            return tuple(enumerate(walked, start=1))
        first, last = self._span(count)
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        days = self._days[low:high]
        if count.unit is CountUnit.BEFORE:
            days = days[::-1]
        return tuple(enumerate(days, start=1))

    def skipped_days(self, count: Count) -> tuple[SkippedDay, ...]:
        """Return the days a count passed over, each with its reason."""
        if count.unit is CountUnit.WORKING:
            walked = (day for day in self._walk(count) if not self.is_working_day(day))
            return tuple(SkippedDay(day, *self._not_working(day)) for day in walked)
        if not self._skips:
            self._fill_skips()
        first, last = self._span(count)
        low, high = bisect_left(self._skip_days, first), bisect_right(self._skip_days, last)
        skipped = self._skips[low:high]
        return tuple(skipped[::-1] if count.unit is CountUnit.BEFORE else skipped)

    # Working days

    def is_working_day(self, day: date) -> bool:
        """Say whether post counts: Monday to Friday, not a bank holiday, Good Friday or Christmas Day."""
        return (
            day.weekday() < 5
            and day not in self._holidays
            and (day.month, day.day) != (12, 25)
            and day != good_friday(day.year)
        )

    def working_days_after(self, day: date, n: int) -> date | Unknown:
        return self._working(day, n, ONE_DAY)

    def working_days_before(self, day: date, n: int) -> date | Unknown:
        return self._working(day, n, -ONE_DAY)

    def _working(self, day: date, n: int, step: timedelta) -> date | Unknown:
        edges = [*self._holidays]
        if self.terms:
            edges += [self.terms[0].start, self.terms[-1].end]
        if not edges:
            return _bank_holidays_missing(day)
        first, last = min(edges), max(edges)
        while n > 0:
            day += step
            if not first <= day <= last:
                return _bank_holidays_missing(day)
            n -= self.is_working_day(day)
        return day

    def _not_working(self, day: date) -> tuple[DayKind, str]:
        if day.weekday() >= 5:
            return DayKind.WEEKEND, str(DayKind.WEEKEND.label)
        if day in self._holidays:
            return DayKind.BANK_HOLIDAY, self.reason(day)
        name = "Christmas Day" if day.month == 12 else "Good Friday"
        return DayKind.BANK_HOLIDAY, f"{DayKind.BANK_HOLIDAY.label}: {name}"

    # Inside

    def _build_days(self) -> list[date]:
        return [
            day
            for block in self.terms
            for day in each_day(block.start, block.end)
            if day.weekday() < 5 and day not in self._holidays and day not in self._closed
        ]

    def _find_holes(self) -> tuple[Hole, ...]:
        holes = []
        for before, after in pairwise(self.terms):
            if (after.start - before.end).days - 1 > MAX_HOLIDAY_DAYS:
                first, last = known_after(before) + ONE_DAY, known_before(after) - ONE_DAY
                index = bisect_left(self._days, after.start)
                unknown = term_dates_missing(school_year_begins_in(first), school_year_begins_in(last))
                holes.append(Hole(first, last, index, unknown))
        return tuple(holes)

    def _reach(self) -> tuple[date, date] | None:
        if not self.terms:
            return None
        return known_before(self.terms[0]), known_after(self.terms[-1])

    def _forward(self, position: int, n: int, start: date) -> date | Unknown:
        if n < 1:
            return _zero(start, n)
        if self._known is None or start < self._forward_from:
            return self._missing_before(start)
        for hole in self._holes:
            if start < hole.last and position <= hole.position <= position + n - 1:
                return hole.unknown
        if position + n > self._length:
            return self._missing_after(start)
        return self._days[position + n - 1]

    def _missing_before(self, day: date) -> Unknown:
        last = self._year_before_first() if self.terms else 0
        year = school_year_begins_in(day)
        return term_dates_missing(year, max(last, year))

    def _year_before_first(self) -> int:
        return school_year_begins_in(known_before(self.terms[0]) - ONE_DAY)

    def _missing_after(self, day: date) -> Unknown:
        if not self.terms:
            return term_dates_missing(school_year_begins_in(day), school_year_begins_in(day))
        first = school_year_begins_in(known_after(self.terms[-1]) + ONE_DAY)
        return term_dates_missing(first, max(first, school_year_begins_in(day)))

    def _fill_skips(self) -> None:
        if self._known is None:
            return
        for day in each_day(*self._known):
            if day not in self._day_set:
                self._skips.append(SkippedDay(day, self.kind_of(day), self.reason(day)))
                self._skip_days.append(day)

    def _span(self, count: Count) -> tuple[date, date]:
        """Return the first and last date a count walked over, as far as it got."""
        result = count.result
        if count.unit is CountUnit.BEFORE:
            low = result if isinstance(result, date) else self._blocked_before(count.start)
            return low, count.start - ONE_DAY
        first = count.start if count.unit is CountUnit.NTH else count.start + ONE_DAY
        return first, result if isinstance(result, date) else self._blocked_after(first)

    def _blocked_after(self, first: date) -> date:
        if self._known is None or first < self._known[0]:
            return first - ONE_DAY
        stops = [hole.first - ONE_DAY for hole in self._holes if first <= hole.last]
        return min([*stops, self._known[1]])

    def _blocked_before(self, day: date) -> date:
        if self._known is None or day > self._known[1] + ONE_DAY:
            return day
        stops = [hole.last + ONE_DAY for hole in self._holes if day > hole.first]
        return max([*stops, self._known[0]])

    def _walk(self, count: Count) -> Iterator[date]:
        if isinstance(count.result, date):
            yield from each_day(count.start + ONE_DAY, count.result)


def _zero(day: date, n: int) -> date:
    if n < 0:
        raise ValueError("Count a number of days that is not negative")
    return day


def _bank_holidays_missing(day: date) -> Unknown:
    return Unknown(missing=str(day.year), message=f"Add bank holidays for {day.year}")
