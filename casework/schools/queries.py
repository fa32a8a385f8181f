"""What pages and clocks read about schools and their calendars."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TypeVar

import holidays
from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When

from casework.access.choices import Verb
from casework.access.models import Membership, User
from casework.access.rules import TABLE
from casework.schools import rules
from casework.schools.changes import CalendarChange
from casework.schools.choices import DayKind, SchoolStatus
from casework.schools.models import Closure, LocalAuthority, School, SchoolLink, SchoolQuerySet, TermBlock
from casework.schools.search import fold

SCHOOL_YEAR = re.compile(r"(20\d\d)/(\d\d)")
DFE_NUMBER = re.compile(r"(\d{3})\s*/?\s*(\d{4})")
MAX_WORDS = 8
# Longer than any line of schools taking over from one another; the limit keeps a circle from running on.
MAX_SUCCESSIONS = 10

Dated = TypeVar("Dated", TermBlock, Closure)

# The names GOV.UK uses.
BANK_HOLIDAY_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


# Calendars


@dataclass(frozen=True)
class HeldDates:
    """The blocks and closures that hold for a school: its own blocks in the years that have them."""

    terms: tuple[TermBlock, ...] = ()
    closures: tuple[Closure, ...] = ()

    @cached_property
    def calendar(self) -> rules.SchoolCalendar:
        years = [day.year for block in self.terms for day in (block.starts_on, block.ends_on)]
        return rules.SchoolCalendar(
            terms=tuple(rules.TermBlock(block.starts_on, block.ends_on, block.name) for block in self.terms),
            closures=tuple(
                rules.Closure(closure.starts_on, closure.ends_on, DayKind(closure.kind), closure.reason)
                for closure in self.closures
            ),
            bank_holidays=bank_holidays(min(years) - 1, max(years) + 1) if years else {},
        )

    @property
    def school_years(self) -> list[str]:
        return sorted({block.school_year for block in self.terms})

    def terms_of(self, school_year: str) -> list[TermBlock]:
        return [block for block in self.terms if block.school_year == school_year]

    def closures_between(self, first: date, last: date) -> list[Closure]:
        found = [
            closure for closure in self.closures if closure.starts_on <= last and closure.ends_on >= first
        ]
        return sorted(found, key=lambda closure: closure.starts_on)

    def school_days_in(self, school_year: str) -> int:
        return sum(
            self.calendar.is_school_day(block.starts_on + timedelta(days=n))
            for block in self.terms_of(school_year)
            for n in range((block.ends_on - block.starts_on).days + 1)
        )


def bounds_of(school_year: str) -> tuple[date, date]:
    """Return the first and the last day that a school year may reach.

    Raises ValueError, in words, unless it is written as 2026/27.
    """
    match = SCHOOL_YEAR.fullmatch(school_year)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError("Write the school year as two years that follow each other, such as 2026/27")
    begins_in = int(match[1])
    return date(begins_in, 8, 1), date(begins_in + 1, 7, 31)


@lru_cache(maxsize=32)
def bank_holidays(first_year: int, last_year: int) -> Mapping[date, str]:
    """Return the bank holidays of England, with substitute days, from one year to another."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1))
    return {day: _bank_holiday_name(name) for day, name in sorted(found.items())}


def _bank_holiday_name(name: str) -> str:
    plain = name.removesuffix(" (observed)")
    said = BANK_HOLIDAY_NAMES.get(plain, plain)
    return f"{said} (substitute day)" if plain != name else said


def dates_of(schools: Iterable[School]) -> dict[int, HeldDates]:
    """Return what holds for each school, by its key, in two queries however many there are."""
    schools = list(schools)
    theirs = Q(school__in=[school.pk for school in schools]) | Q(
        authority__in={school.authority_id for school in schools if school.authority_id}
    )
    terms = _by_owner(TermBlock.objects.filter(theirs))
    closures = _by_owner(Closure.objects.filter(theirs))
    shared: dict[int | None, HeldDates] = {}
    held = {}
    for school in schools:
        own, county = ("school", school.pk), ("authority", school.authority_id)
        if own in terms or own in closures:
            held[school.pk] = HeldDates(
                _own_first(terms[own], terms[county]), (*closures[own], *closures[county])
            )
        else:
            # One calendar serves every school that follows its authority.
            held[school.pk] = shared.setdefault(
                school.authority_id, HeldDates(tuple(terms[county]), tuple(closures[county]))
            )
    return held


def dates_of_authority(authority: LocalAuthority) -> HeldDates:
    return HeldDates(
        tuple(TermBlock.objects.filter(authority=authority)),
        tuple(Closure.objects.filter(authority=authority)),
    )


def closure_with_owner(pk: int) -> Closure | None:
    return Closure.objects.select_related("authority", "school__authority").filter(pk=pk).first()


def calendar_of(school: School) -> rules.SchoolCalendar:
    return calendars_of([school])[school.pk]


def calendars_of(schools: Iterable[School]) -> dict[int, rules.SchoolCalendar]:
    """Return each school's calendar, by its key, in two queries however many there are.

    A school without an authority and without dates of its own has a calendar on which every count is unknown.
    """
    return {pk: held.calendar for pk, held in dates_of(schools).items()}


def _by_owner(rows: Iterable[Dated]) -> defaultdict[tuple[str, int | None], list[Dated]]:
    owned: defaultdict[tuple[str, int | None], list[Dated]] = defaultdict(list)
    for row in rows:
        owned[("school", row.school_id) if row.school_id else ("authority", row.authority_id)].append(row)
    return owned


def _own_first(own: Sequence[TermBlock], county: Sequence[TermBlock]) -> tuple[TermBlock, ...]:
    own_years = {block.school_year for block in own}
    blocks = [*own, *(block for block in county if block.school_year not in own_years)]
    return tuple(sorted(blocks, key=lambda block: block.starts_on))


def schools_affected(change: CalendarChange) -> SchoolQuerySet:
    """Return the schools whose calendar a change may have altered."""
    if change.school is not None:
        return School.objects.filter(pk=change.school.pk)
    return School.objects.filter(authority=change.authority)


# Finding a school


def school_with_people(urn: str, viewer: User) -> School | None:
    schools = School.objects.visible_to(viewer).select_related("authority", "link_officer")
    return schools.filter(urn=urn).first()


def authority_with_code(code: str) -> LocalAuthority | None:
    return LocalAuthority.objects.filter(code=code).first()


def home_authority() -> LocalAuthority | None:
    """Return the authority that runs this installation, once the authorities are loaded."""
    return authority_with_code(settings.HOME_AUTHORITY_CODE)


def possible_link_officers(*, on: date) -> QuerySet[User]:
    """Return the people whose role lets them carry a school's cases."""
    carrying = Membership.objects.in_force(on).filter(role__in=TABLE[Verb.WRITE_CASE])
    return User.objects.filter(is_active=True, pk__in=carrying.values("user")).order_by("name", "pk")


def linked_schools(school: School, viewer: User) -> list[tuple[SchoolLink, School | None]]:
    """Return what the register links a school to, each with the other school where it is held."""
    links = list(school.links.all())
    held = School.objects.visible_to(viewer).filter(urn__in=[link.linked_urn for link in links])
    by_urn = {other.urn: other for other in held}
    return [(link, by_urn.get(link.linked_urn)) for link in links]


def search_schools(text: str, viewer: User, limit: int = 20) -> list[School]:
    """Return the schools that every word fits: an exact number, open ones and this authority's own first."""
    words = fold(text).split()[:MAX_WORDS]
    if not words:
        return []
    found = School.objects.visible_to(viewer).select_related("authority")
    for word in words:
        found = found.filter(search_text__contains=word)
    exact = Case(When(_is_exactly(text.strip()), then=Value(0)), default=Value(1))
    closed = Case(When(status=SchoolStatus.CLOSED, then=Value(1)), default=Value(0))
    elsewhere = Case(When(authority__code=settings.HOME_AUTHORITY_CODE, then=Value(0)), default=Value(1))
    return list(found.order_by(exact, closed, elsewhere, "name", "urn")[:limit])


def _is_exactly(text: str) -> Q:
    if match := DFE_NUMBER.fullmatch(text):
        return Q(authority__code=match[1], establishment_number=match[2])
    return Q(urn=text)


# Names


def present_name(school: School) -> str:
    return present_names([school])[school.pk]


def present_names(schools: Iterable[School]) -> dict[int, str]:
    """Return what each school is called now, by its key: a closed one goes by the names of its successors.

    Takes one query for each step from successor to successor, and one for the names, however many schools.
    """
    schools = list(schools)
    links = successor_links({school.urn for school in schools if school.status == SchoolStatus.CLOSED})
    last = {school.pk: _last_in_line(school.urn, links) for school in schools}
    urns = {urn for line in last.values() for urn in line} - {school.urn for school in schools}
    names = {link.linked_urn: link.linked_name for found in links.values() for link in found}
    if urns:
        names |= dict(School.objects.filter(urn__in=urns).values_list("urn", "name"))
    names |= {school.urn: school.name for school in schools}
    return {school.pk: " and ".join(names[urn] for urn in last[school.pk]) for school in schools}


def successor_links(urns: set[str]) -> dict[str, list[SchoolLink]]:
    """Return the links from closed schools to their successors, by URN, following each line to its end."""
    found: dict[str, list[SchoolLink]] = {}
    asked: set[str] = set()
    for _ in range(MAX_SUCCESSIONS):
        if not urns:
            break
        closed = SchoolLink.objects.filter(school__urn__in=urns, school__status=SchoolStatus.CLOSED)
        for link in closed.select_related("school").order_by("linked_name", "pk"):
            if link.is_successor:
                found.setdefault(link.school.urn, []).append(link)
        asked |= urns
        urns = {link.linked_urn for links in found.values() for link in links} - asked
    return found


def _last_in_line(
    urn: str, links: Mapping[str, Sequence[SchoolLink]], passed: frozenset[str] = frozenset()
) -> list[str]:
    if urn in passed or urn not in links:
        return [urn]
    ends = [end for link in links[urn] for end in _last_in_line(link.linked_urn, links, passed | {urn})]
    return list(dict.fromkeys(ends))
