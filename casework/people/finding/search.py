"""Finding children by what somebody typed, among those the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When, prefetch_related_objects

from casework.people.choices import IdentifierKind, NameKind
from casework.people.finding.alike import SHORTEST_ALIKE, alike_words
from casework.people.finding.reading import Sought, read
from casework.people.finding.rules import ALIKE_WORDS, exchanged, word_likeness
from casework.people.finding.ways import all_ways
from casework.people.finding.words import words_of
from casework.people.models import Child, ChildAddress, ChildIdentifier, ChildWord, Word

if TYPE_CHECKING:
    from casework.access.models import User
    from casework.people.models.children import ChildQuerySet

MOST_FOUND = 30
# Of those whose names are alike, this many are compared letter by letter.
MOST_COMPARED = 100
# Alike enough to come before the rest.
VERY_ALIKE = 0.92
WHOLE, BEGINNING = 1.0, 0.97


@dataclass(frozen=True)
class Hit:
    """A child a search found, and why."""

    child: Child
    why: str


@dataclass(frozen=True)
class Found:
    """What a search found, best first. `not_a_date` is what looks like a date in it and is none."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False
    not_a_date: str = ""

    @property
    def children(self) -> list[Child]:
        return [hit.child for hit in self.hits]


def find_children(text: str, *, viewer: User) -> Found:
    """Return the children a search finds, among those the viewer may see: at most `MOST_FOUND`.

    Takes a UPN, another number or one that a room above has registered; a birth date, with names or alone; a
    postcode; the beginnings of names in any order. A number answers first and alone. Names that are spelt
    another way, or sound alike, come after those that begin as typed.
    """
    sought = read(text)
    seen = Child.objects.visible_to(viewer)
    if hits := _by_number(sought, seen, viewer):
        return _found(hits, sought)
    if sought.born or sought.postcode:
        return _found(_by_date_or_home(sought, seen), sought)
    return _found(_by_names(sought.words, seen), sought)


def _found(hits: Sequence[Hit], sought: Sought) -> Found:
    return Found(tuple(hits[:MOST_FOUND]), len(hits) > MOST_FOUND, sought.not_a_date)


def _by_number(sought: Sought, seen: ChildQuerySet, viewer: User) -> list[Hit]:
    if not sought.numbers:
        return []
    why: dict[int, str] = {}
    for way in all_ways():
        for pk in way.children_of(sought.numbers, viewer):
            why.setdefault(pk, way.why)
    kept = ChildIdentifier.objects.filter(value__in=sought.numbers).order_by()
    named = kept.values_list("child_id", "kind")
    current = Child.objects.filter(upn__in=sought.numbers).order_by().values_list("pk", Value("UPN"))
    for pk, kind in current.union(named):
        why[pk] = "UPN" if kind == "UPN" else str(IdentifierKind(kind).label)
    if not why:
        return []
    found = seen.filter(pk__in=why)[: MOST_FOUND + 1]
    return sorted((Hit(child, why[child.pk]) for child in found), key=lambda hit: hit.why != "UPN")


# Names


@dataclass(frozen=True)
class _Match:
    """How far the words that were typed are those of a child's names."""

    score: float
    why: str


def _by_names(words: Sequence[str], seen: ChildQuerySet) -> list[Hit]:
    if not words:
        return []
    begun = list(_beginning_with(words, seen)[: MOST_FOUND + 1])
    alike: list[Child] = []
    if len(begun) <= MOST_FOUND:
        alike = list(_alike_to(words, seen.exclude(pk__in=[child.pk for child in begun])))
    typed = _Typed(words)
    unexplained = [
        child for child in [*begun, *alike] if typed.match(_present_names(child)).score < BEGINNING
    ]
    prefetch_related_objects(unexplained, "other_names")
    return [*_ranked(begun, typed), *_ranked(alike, typed)]


def _beginning_with(words: Sequence[str], seen: ChildQuerySet) -> QuerySet[Child]:
    """Return the children with a name that begins with each word; whole words first."""
    for condition in _beginnings(words):
        seen = seen.filter(pk__in=_having(condition))
    whole = sum((_points(Q(pk__in=_having(Q(text=word)))) for word in words), start=Value(0))
    return seen.order_by(whole.desc(), "surname", "forenames", "pk")


def _alike_to(words: Sequence[str], seen: ChildQuerySet) -> QuerySet[Child]:
    """Return the children with a name that begins like, or is alike to, each word; very alike ones first."""
    alike = alike_words(words)
    if not any(alike.values()):
        return Child.objects.none()
    ranks = []
    for word, condition in zip(words, _beginnings(words), strict=True):
        scores = alike.get(word, {})
        seen = seen.filter(pk__in=_having(condition | Q(pk__in=list(scores))))
        if very := [pk for pk, score in scores.items() if score >= VERY_ALIKE]:
            ranks.append(_points(Q(pk__in=ChildWord.objects.filter(word__in=very).values("child_id"))))
    # A bare nought would be the place of a column.
    best_first = [sum(ranks, start=Value(0)).desc()] if ranks else []
    return seen.order_by(*best_first, "surname", "forenames", "pk")[:MOST_COMPARED]


def _beginnings(words: Sequence[str]) -> Iterator[Q]:
    """Yield for each word what begins with it; alone, or joined with the one beside it (O Neill)."""
    for ways in _ways_to_write(words):
        condition = Q()
        for way in ways:
            condition |= Q(text__startswith=way)
        yield condition


def _ways_to_write(words: Sequence[str]) -> Iterator[list[str]]:
    joined = ["".join(pair) for pair in pairwise(words)]
    for at, word in enumerate(words):
        yield [word, *joined[max(at - 1, 0) : at + 1]]


def _having(condition: Q) -> QuerySet[ChildWord, Any]:
    """Return the keys of the children who have one of the words that a condition says."""
    return ChildWord.objects.filter(word__in=Word.objects.filter(condition).values("pk")).values("child_id")


def _points(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _ranked(children: Iterable[Child], typed: _Typed) -> list[Hit]:
    matches = [(child, typed.match(_all_names(child))) for child in children]
    matches.sort(key=lambda each: -each[1].score)
    return [Hit(child, match.why) for child, match in matches]


Named = tuple[str, str]


def _present_names(child: Child) -> list[Named]:
    return [("Name", child.forenames), ("Name", child.surname), ("Preferred name", child.known_as)]


def _all_names(child: Child) -> list[Named]:
    """Return the names of a child, the former and other ones among them where those were loaded."""
    names = _present_names(child)
    for name in getattr(child, "_prefetched_objects_cache", {}).get("other_names", ()):
        why = "Other name" if name.kind == NameKind.OTHER else "Former name"
        names += [(why, name.forenames), (why, name.surname)]
    return names


class _Typed:
    """The words that were typed, and how far they are those of one name after another."""

    def __init__(self, words: Sequence[str]) -> None:
        self.ways = list(_ways_to_write(words))
        self.scores: dict[tuple[str, str], float] = {}
        self.words: dict[str, set[str]] = {}

    def match(self, names: Sequence[Named], at: int | None = None) -> _Match:
        """Say how far the words, or the one at a place, are those of the names, and which name tells most."""
        known = [(why, word) for why, name in names for word in self._words_of(name)]
        total, whys = 0.0, []
        asked = self.ways if at is None else [self.ways[at]]
        for ways in asked:
            score, why = max(
                ((self._score(way, word), why) for why, word in known for way in ways),
                key=lambda each: each[0],
                default=(0.0, "Name"),
            )
            total += score
            whys.append("Spelt differently" if score < BEGINNING else why)
        return _Match(total / len(asked), max(whys, key=TELLING.index))

    def _words_of(self, name: str) -> set[str]:
        if name not in self.words:
            self.words[name] = words_of([name])
        return self.words[name]

    def _score(self, typed: str, word: str) -> float:
        if (typed, word) not in self.scores:
            self.scores[typed, word] = _word_score(typed, word)
        return self.scores[typed, word]


# What tells most comes last.
TELLING = ["Name", "Preferred name", "Other name", "Former name", "Spelt differently"]


def _word_score(typed: str, word: str) -> float:
    if typed == word:
        return WHOLE
    if word.startswith(typed):
        return BEGINNING
    return word_likeness(typed, word) if len(typed) >= SHORTEST_ALIKE else 0.0


# Birth dates and postcodes


def _by_date_or_home(sought: Sought, seen: ChildQuerySet) -> list[Hit]:
    """Return those with the birth date and the postcode, where they were typed, and names like the ones
    typed; and with the names as typed, those born on a day that is easily mistaken for it."""
    here = seen
    if sought.postcode:
        homes = ChildAddress.objects.filter(postcode=sought.postcode).values("child_id")
        here = here.filter(pk__in=homes)
    born = sought.born
    if born is not None:
        days = [day for day in (born, exchanged(born)) if day]
        exact = _points(Q(date_of_birth=born))
        here = here.filter(date_of_birth__in=days).order_by(exact.desc(), "surname", "forenames", "pk")
    if not sought.words:
        return [Hit(child, _why(child, sought, "")) for child in here[: MOST_FOUND + 1]]
    same = list(here.prefetch_related("other_names")[:MOST_COMPARED])
    hits = list(_with_names_alike(same, sought))
    if born is not None and not sought.postcode:
        mistaken = seen.filter(date_of_birth__in=_easily_mistaken(born))
        others = list(_beginning_with(sought.words, mistaken)[: MOST_FOUND + 1])
        hits += [Hit(child, _why(child, sought, "Name")) for child in others]
    return hits


def _with_names_alike(children: Sequence[Child], sought: Sought) -> Iterator[Hit]:
    """Yield those with every word in their names, best first, and then those with one of several."""
    every, some = [], []
    typed = _Typed(sought.words)
    for child in children:
        names = _all_names(child)
        alike = [typed.match(names, at).score >= ALIKE_WORDS for at in range(len(sought.words))]
        match = typed.match(names)
        if match.score >= BEGINNING or all(alike):
            every.append((child.date_of_birth != sought.born, -match.score, child, match.why))
        elif any(alike):
            some.append((child.date_of_birth != sought.born, -match.score, child, "Another name"))
    for group in (every, some):
        for _, _, child, why in sorted(group, key=lambda each: each[:2]):
            yield Hit(child, _why(child, sought, why))


def _easily_mistaken(born: date) -> set[date]:
    """Return the days that differ from a birth date in one part: day, month or year."""
    found = {(year, born.month, born.day) for year in range(born.year - 10, born.year + 11)}
    found |= {(born.year, month, born.day) for month in range(1, 13)}
    found |= {(born.year, born.month, day) for day in range(1, 32)}
    days = {day for parts in found if (day := _real(*parts))}
    return {day for day in days if day not in (born, exchanged(born))}


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _why(child: Child, sought: Sought, names: str) -> str:
    reasons = [names] if names else []
    if sought.born:
        reasons.append(_why_born(child.date_of_birth, sought.born))
    if sought.postcode:
        reasons.append("Postcode" if child.postcode == sought.postcode else "Former postcode")
    first, *rest = reasons
    return ", ".join([first, *(each[0].lower() + each[1:] for each in rest)])


def _why_born(born: date, sought: date) -> str:
    if born == sought:
        return "Date of birth"
    return "Day and month swapped" if born == exchanged(sought) else "Another date of birth"
