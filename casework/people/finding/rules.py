"""How alike two people are, as they are written down: plain Python, every fact passed in.

Each thing that is known of both speaks for or against their being one person. The points are logarithms, to
base 2, of how much likelier such an agreement is for one person than for two who happen to share it; rounded,
and tried on record sets with known answers (`bench/record_linkage.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from casework.people.finding.words import sound_of
from casework.schools.search import fold


class Agreement(StrEnum):
    """How one thing that is written down compares with another."""

    SAME = "same"
    ALIKE = "alike"
    NEAR = "near"
    DIFFERENT = "different"
    NOT_KNOWN = "not known"


Points = dict[Agreement, float]

FORENAMES: Points = {Agreement.SAME: 6, Agreement.ALIKE: 4, Agreement.DIFFERENT: -3}
SURNAME: Points = {Agreement.SAME: 7, Agreement.ALIKE: 5, Agreement.DIFFERENT: -4}
BORN: Points = {Agreement.SAME: 12, Agreement.ALIKE: 7, Agreement.NEAR: 2, Agreement.DIFFERENT: -6}
NUMBER: Points = {Agreement.SAME: 24, Agreement.ALIKE: 10, Agreement.DIFFERENT: -3}
POSTCODE: Points = {Agreement.SAME: 7, Agreement.ALIKE: 3, Agreement.DIFFERENT: -1}
ADDRESS: Points = {Agreement.SAME: 4, Agreement.ALIKE: 2, Agreement.DIFFERENT: -0.5}
EMAIL: Points = {Agreement.SAME: 8, Agreement.ALIKE: 5, Agreement.DIFFERENT: -0.5}
# A surname typed where the forename belongs is a little less likely than the names as they stand.
EXCHANGED = -1.0
# Brothers and sisters share a home: together its signs count no more than this.
MOST_FOR_A_HOME = 9.0

# From here on two are shown side by side. Lower, brothers and sisters appear beside each other; higher, a
# child whose birthday and surname were both taken down wrongly is added a second time.
LIKELY = 8.0

ALIKE_WORDS = 0.86
SOUND_ALIKE = 0.9
# One slip in a word of so many letters leaves it alike, wherever it stands.
LONG_WORD = 5
SAME_ADDRESS = 90
ALIKE_ADDRESS = 70
ALIKE_EMAIL = 0.85
# Slips of memory rather than of the hand: a few weeks out, in the right year or in one that reads like it.
NEAR_DAYS = 35
NEAR_YEARS = (-10, -1, 0, 1, 10)


@dataclass(frozen=True)
class Name:
    forenames: str
    surname: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is compared: everything that is, or was, known of somebody, in any order."""

    names: tuple[Name, ...]
    born: date | None = None
    numbers: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    emails: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Comparison:
    """What speaks for two people being one, in points, and how each thing compares."""

    points: float
    forenames: Agreement
    surname: Agreement
    born: Agreement
    number: Agreement
    postcode: Agreement
    address: Agreement

    @property
    def is_likely(self) -> bool:
        return self.points >= LIKELY


@dataclass(frozen=True)
class NamesCompared:
    forenames: Agreement
    surname: Agreement
    points: float


def compare(one: Person, other: Person) -> Comparison:
    """Compare two people by everything known of both."""
    names = max(
        (compare_names(a, b) for a in one.names for b in other.names),
        key=lambda each: each.points,
        default=NamesCompared(Agreement.NOT_KNOWN, Agreement.NOT_KNOWN, 0),
    )
    born = compare_dates(one.born, other.born)
    number = _compare_any(one.numbers, other.numbers, is_alike=is_a_slip)
    postcode = _compare_any(one.postcodes, other.postcodes, is_alike=is_a_slip)
    address = compare_addresses(one.addresses, other.addresses)
    email = _compare_any(one.emails, other.emails, is_alike=_is_email_alike)
    home = POSTCODE.get(postcode, 0) + ADDRESS.get(address, 0) + EMAIL.get(email, 0)
    points = names.points + BORN.get(born, 0) + NUMBER.get(number, 0) + min(home, MOST_FOR_A_HOME)
    return Comparison(points, names.forenames, names.surname, born, number, postcode, address)


def compare_names(one: Name, other: Name) -> NamesCompared:
    """Compare two names, also with forename and surname exchanged."""
    straight = _names(one, other, 0)
    exchanged = _names(one, Name(other.surname, other.forenames), EXCHANGED)
    return max(straight, exchanged, key=lambda each: each.points)


def _names(one: Name, other: Name, points: float) -> NamesCompared:
    forenames = compare_words(one.forenames, other.forenames)
    surname = compare_words(one.surname, other.surname)
    points += FORENAMES.get(forenames, 0) + SURNAME.get(surname, 0)
    return NamesCompared(forenames, surname, points)


def compare_words(one: str, other: str) -> Agreement:
    """Compare forenames with forenames, or surname with surname. A name left out (Rose, of Amelia Rose) is
    the same name; one word of a double name is alike."""
    ones, others = fold(one).split(), fold(other).split()
    if not ones or not others:
        return Agreement.NOT_KNOWN
    joined, other_joined = "".join(ones), "".join(others)
    if joined == other_joined:
        return Agreement.SAME
    if ones[0] == others[0] and len(ones[0]) > 1 and 1 in (len(ones), len(others)):
        return Agreement.SAME
    likeness = max(word_likeness(a, b) for a in [*ones, joined] for b in [*others, other_joined])
    return Agreement.ALIKE if likeness >= ALIKE_WORDS else Agreement.DIFFERENT


def word_likeness(one: str, other: str) -> float:
    """Return how alike two folded words are, from 0 to 1: misspelt, letters exchanged, or sounding alike."""
    if one == other:
        return 1.0
    likeness = max(JaroWinkler.similarity(one, other), OSA.normalized_similarity(one, other))
    if min(len(one), len(other)) >= LONG_WORD and is_a_slip(one, other):
        likeness = max(likeness, ALIKE_WORDS)
    sound = sound_of(one)
    if len(sound) > 1 and sound == sound_of(other):
        likeness = max(likeness, SOUND_ALIKE)
    # Nothing is as alike as the word itself.
    return min(likeness, 0.99)


def compare_dates(one: date | None, other: date | None) -> Agreement:
    """Compare two birth dates. Alike: a slip of the hand, or day and month exchanged. Near: one part wrong,
    or misremembered by a few weeks."""
    if one is None or other is None:
        return Agreement.NOT_KNOWN
    if one == other:
        return Agreement.SAME
    if other == exchanged(one) or is_a_slip(f"{one:%Y%m%d}", f"{other:%Y%m%d}"):
        return Agreement.ALIKE
    parts_shared = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    if parts_shared == 2 or any(start <= other <= end for start, end in spans_near(one)):
        return Agreement.NEAR
    return Agreement.DIFFERENT


def exchanged(day: date) -> date | None:
    """Return the date with day and month exchanged, where there is such a day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def spans_near(day: date) -> list[tuple[date, date]]:
    """Return the first and last days of the weeks around a day, and around it in the years that read like
    its own."""
    spans = []
    for years in NEAR_YEARS:
        # Day 28 is in every month, and the weeks around take up the difference.
        middle = day.replace(year=min(max(day.year + years, 2), 9998), day=min(day.day, 28))
        spans.append((middle - timedelta(days=NEAR_DAYS), middle + timedelta(days=NEAR_DAYS)))
    return spans


def is_a_slip(one: str, other: str) -> bool:
    """Say whether one character is wrong, missing or too many, or two beside each other are exchanged."""
    return OSA.distance(one, other, score_cutoff=1) <= 1


def compare_addresses(ones: Collection[str], others: Collection[str]) -> Agreement:
    if not ones or not others:
        return Agreement.NOT_KNOWN
    likeness = max(fuzz.token_sort_ratio(fold(one), fold(other)) for one in ones for other in others)
    if likeness >= SAME_ADDRESS:
        return Agreement.SAME
    return Agreement.ALIKE if likeness >= ALIKE_ADDRESS else Agreement.DIFFERENT


def _compare_any(
    ones: frozenset[str], others: frozenset[str], *, is_alike: Callable[[str, str], bool]
) -> Agreement:
    if not ones or not others:
        return Agreement.NOT_KNOWN
    if ones & others:
        return Agreement.SAME
    alike = any(is_alike(one, other) for one in ones for other in others)
    return Agreement.ALIKE if alike else Agreement.DIFFERENT


def _is_email_alike(one: str, other: str) -> bool:
    return OSA.normalized_similarity(one, other) >= ALIKE_EMAIL


def sounds_of(name: Name) -> tuple[set[str], set[str]]:
    """Return how the words of forenames and of surname sound; a word that has no sound stands for itself."""
    return _sounds(name.forenames), _sounds(name.surname)


def _sounds(text: str) -> set[str]:
    words = fold(text).split()
    words += [one + other for one, other in pairwise(words)]
    return {sound_of(word) or word for word in words}


def reasons_to_compare(person: Person) -> Iterator[tuple[object, ...]]:
    """Yield what two people must share, one of it at least, to be compared at all.

    A birth date (day and month either way round), a number, a postcode or an e-mail address; the sounds of a
    forename and a surname; the sound of either with a birth date that is near. The queries ask the indexes
    for the same.
    """
    if person.born:
        yield "born", person.born
        if turned := exchanged(person.born):
            yield "born", turned
    yield from (("number", each) for each in person.numbers)
    yield from (("postcode", each) for each in person.postcodes)
    yield from (("email", each) for each in person.emails)
    for name in person.names:
        first, last = sounds_of(name)
        yield from (("names", *sorted((one, other))) for one in first for other in last)


def near_days(day: date) -> Callable[[date], bool]:
    """Return what says quickly, of many birth dates, whether each is the same, alike or near."""
    spans = spans_near(day)
    turned = exchanged(day)

    def is_near(other: date) -> bool:
        shared = (day.year == other.year) + (day.month == other.month) + (day.day == other.day)
        return shared >= 2 or other == turned or any(start <= other <= end for start, end in spans)

    return is_near
