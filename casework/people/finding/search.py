"""Finding children by what somebody typed, among those the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, IntegerField, OrderBy, Q, QuerySet, Value, When, prefetch_related_objects

from casework.people.choices import IdentifierKind, NameKind
from casework.people.finding.alike import SHORTEST_ALIKE, IsAmong, WordInUse, alike_words, words_beginning
from casework.people.finding.reading import Sought, read
from casework.people.finding.rules import ALIKE_WORDS, exchanged, word_likeness
from casework.people.finding.ways import all_ways
from casework.people.finding.words import words_of
from casework.people.models import Child, ChildAddress, ChildIdentifier, ChildWord

if TYPE_CHECKING:
    from casework.access.models import User
    from casework.people.models.children import ChildQuerySet

MOST_FOUND = 30
# Of those whose names are alike, this many are compared letter by letter.
MOST_COMPARED = 60
# Of children who have all words, this many are looked up by their keys.
MOST_KEYS = 10_000
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
    other_ways = {pk: way.why for way in all_ways() for pk in way.children_of(sought.numbers, viewer)}
    kept = ChildIdentifier.objects.filter(value__in=sought.numbers).order_by()
    by_key = [Child.objects.filter(pk__in=other_ways).order_by().values("pk")] if other_ways else []
    current = Child.objects.filter(upn__in=sought.numbers).order_by().values("pk")
    found = list(seen.filter(pk__in=current.union(kept.values("child_id"), *by_key))[: MOST_FOUND + 1])
    by_upn = [child for child in found if child.upn in sought.numbers]
    others = [child for child in found if child.upn not in sought.numbers]
    to_name = [child for child in others if child.pk not in other_ways]
    kinds = dict(kept.filter(child__in=to_name).values_list("child_id", "kind")) if to_name else {}
    return [Hit(child, "UPN") for child in by_upn] + [
        Hit(child, str(IdentifierKind(kinds[child.pk]).label) if child.pk in kinds else other_ways[child.pk])
        for child in others
    ]


# Names


@dataclass(frozen=True)
class _Match:
    """How far the words that were typed are those of a child's names."""

    score: float
    why: str


def _by_names(words: Sequence[str], seen: ChildQuerySet) -> list[Hit]:
    if not words:
        return []
    beginning = words_beginning(list(_ways_to_write(words)))
    begun = list(_beginning_with(words, beginning, seen)[: MOST_FOUND + 1])
    alike: list[Child] = []
    scores: dict[str, list[WordInUse]] = {}
    if len(begun) <= MOST_FOUND:
        scores = alike_words(words)
        others = seen.exclude(pk__in=[child.pk for child in begun]) if begun else seen
        alike = list(_alike_to(words, beginning, scores, others))
    typed = _Typed(words, scores)
    prefetch_related_objects(
        [*_unexplained(begun, typed, BEGINNING), *_unexplained(alike, typed, ALIKE_WORDS)], "other_names"
    )
    return [*_ranked(begun, typed), *_ranked(alike, typed)]


WordsFound = Mapping[int, str]


def _beginning_with(
    words: Sequence[str], beginning: Sequence[WordsFound], seen: ChildQuerySet
) -> QuerySet[Child]:
    """Return the children with a name that begins with each word; whole words first."""
    if not all(beginning):
        return seen.none()
    whole = [
        _points(Q(pk__in=_having([pk])))
        for word, found in zip(words, beginning, strict=True)
        for pk, text in found.items()
        if text == word
    ]
    return _having_each(beginning, seen).order_by(*_most_first(whole), "surname", "forenames", "pk")


def _alike_to(
    words: Sequence[str],
    beginning: Sequence[WordsFound],
    alike: Mapping[str, Sequence[WordInUse]],
    seen: ChildQuerySet,
) -> QuerySet[Child]:
    """Return the children with a name that begins like, or is alike to, each word; very alike ones first."""
    found = [
        {*begun, *(each.pk for each in alike.get(word, ()))}
        for word, begun in zip(words, beginning, strict=True)
    ]
    if not any(alike.values()) or not all(found):
        return seen.none()
    very = [[each.pk for each in words if each.score >= VERY_ALIKE] for words in alike.values()]
    ranks = [_points(Q(pk__in=_having(pks))) for pks in very if pks]
    most_alike = _having_each(found, seen).order_by(*_most_first(ranks), "surname", "forenames", "pk")
    return most_alike[:MOST_COMPARED]


def _most_first(points: Sequence[Case]) -> list[OrderBy]:
    # A bare nought would be the place of a column.
    return [sum(points[1:], start=points[0]).desc()] if points else []


def _ways_to_write(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield for each word the ways to write it: alone, or joined with the one beside it (O Neill)."""
    joined = ["".join(pair) for pair in pairwise(words)]
    for at, word in enumerate(words):
        yield [word, *joined[max(at - 1, 0) : at + 1]]


def _having_each(groups: Sequence[Collection[int]], seen: ChildQuerySet) -> ChildQuerySet:
    """Return the children with a word of each group.

    Where they are not very many, their keys are asked for first: the database has no idea how few children
    share two common words, and would read all of them.
    """
    first, *others = (_having(group) for group in sorted(groups, key=len))
    if not others:
        return seen.filter(pk__in=first)
    having_all = first.intersection(*others)
    keys = [pk for (pk,) in having_all[: MOST_KEYS + 1]]
    return seen.filter(Q(pk__in=having_all) if len(keys) > MOST_KEYS else Q(IsAmong("pk", keys)))


def _having(words: Collection[int]) -> QuerySet[ChildWord, Any]:
    """Return the keys of the children who have one of the words."""
    return ChildWord.objects.filter(IsAmong("word", words)).values_list("child_id")


def _points(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _unexplained(children: Iterable[Child], typed: _Typed, least: float) -> list[Child]:
    """Return the children whose present names do not say why they are found: former and other ones may."""
    return [child for child in children if typed.match(_present_names(child)).score < least]


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

    def __init__(self, words: Sequence[str], alike: Mapping[str, Sequence[WordInUse]] | None = None) -> None:
        self.ways = list(_ways_to_write(words))
        self.scores: dict[tuple[str, str], float] = {}
        # Where the words that are alike are known, all others are not.
        self.alike = (
            alike
            if alike is None
            else {(word, each.text): each.score for word, found in alike.items() for each in found}
        )
        self.names: dict[str, list[float]] = {}

    def match(self, names: Sequence[Named]) -> _Match:
        """Say how far the words are those of the names, and which name tells most."""
        known = [(why, self._scores_of_name(name)) for why, name in names if name]
        total, tells_most = 0.0, 0
        for at in range(len(self.ways)):
            best, best_why = 0.0, "Name"
            for why, scores in known:
                if scores[at] > best:
                    best, best_why = scores[at], why
            total += best
            tells_most = max(tells_most, TELLING.index("Spelt differently" if best < BEGINNING else best_why))
        return _Match(total / len(self.ways), TELLING[tells_most])

    def scores_of(self, words: Collection[str]) -> list[float]:
        """Return for each word that was typed how far it is one of the words."""
        return [
            max((self._score(way, word) for way in ways for word in words), default=0.0) for ways in self.ways
        ]

    def _scores_of_name(self, name: str) -> list[float]:
        if name not in self.names:
            self.names[name] = self.scores_of(words_of([name]))
        return self.names[name]

    def _score(self, typed: str, word: str) -> float:
        if (typed, word) not in self.scores:
            self.scores[typed, word] = self._score_anew(typed, word)
        return self.scores[typed, word]

    def _score_anew(self, typed: str, word: str) -> float:
        if typed == word:
            return WHOLE
        if word.startswith(typed):
            return BEGINNING
        if self.alike is not None:
            return self.alike.get((typed, word), 0.0)
        return word_likeness(typed, word) if len(typed) >= SHORTEST_ALIKE else 0.0


# What tells most comes last.
TELLING = ["Name", "Preferred name", "Other name", "Former name", "Spelt differently"]


# Birth dates and postcodes


def _by_date_or_home(sought: Sought, seen: ChildQuerySet) -> list[Hit]:
    """Return those with the birth date and the postcode, where they were typed, and names like the ones
    typed. Those who are exactly as typed answer alone; where there are none, those born on a day that is
    easily mistaken for it are among the others."""
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
    typed = _Typed(sought.words)
    as_typed = list(_named(typed, here.filter(date_of_birth=born) if born else here)[: MOST_FOUND + 1])
    if as_typed:
        return _explained(as_typed, sought, typed)
    ranks = sorted(_ranks_by_words(here[:MOST_COMPARED], sought, typed))[: MOST_FOUND + 1]
    hits = _loaded(ranks, sought, typed, seen)
    if born is not None and not sought.postcode:
        others = list(_named(typed, seen.filter(date_of_birth__in=_easily_mistaken(born)))[: MOST_FOUND + 1])
        hits += [Hit(child, _why(child, sought, "Name")) for child in others]
    return hits


def _named(typed: _Typed, here: ChildQuerySet) -> ChildQuerySet:
    """Return those of a few children with a name that begins with each word."""
    for ways in typed.ways:
        begins = Q()
        for way in ways:
            begins |= Q(word__text__startswith=way)
        here = here.filter(pk__in=ChildWord.objects.filter(begins).values("child_id"))
    return here


def _explained(children: Sequence[Child], sought: Sought, typed: _Typed) -> list[Hit]:
    """Return the children whose names begin as typed, whole names first."""
    prefetch_related_objects(_unexplained(children, typed, BEGINNING), "other_names")
    return [Hit(hit.child, _why(hit.child, sought, hit.why)) for hit in _ranked(children, typed)]


class _Rank(NamedTuple):
    """The place of a child among those of a day or a home: the smallest comes first."""

    lacks_a_name: bool
    was_born_another_day: bool
    unlikeness: float
    surname: str
    forenames: str
    pk: int


def _ranks_by_words(here: ChildQuerySet, sought: Sought, typed: _Typed) -> list[_Rank]:
    """Return the places of those with all words that were typed in their names, or with one of several.

    Words are compared before any child is loaded.
    """
    ranks = []
    for (pk, born, surname, forenames), words in _words_of_each(here):
        scores = typed.scores_of(words)
        alike = [score >= ALIKE_WORDS for score in scores]
        if any(alike):
            mean = sum(scores) / len(scores)
            has_every = mean >= BEGINNING or all(alike)
            ranks.append(_Rank(not has_every, born != sought.born, 1 - mean, surname, forenames, pk))
    return ranks


def _loaded(ranks: Sequence[_Rank], sought: Sought, typed: _Typed, seen: ChildQuerySet) -> list[Hit]:
    children = seen.in_bulk([rank.pk for rank in ranks]) if ranks else {}
    found = [(children[rank.pk], rank) for rank in ranks if rank.pk in children]
    to_explain = [child for child, rank in found if not rank.lacks_a_name]
    prefetch_related_objects(_unexplained(to_explain, typed, BEGINNING), "other_names")
    return [
        Hit(
            child,
            _why(child, sought, "Another name" if rank.lacks_a_name else typed.match(_all_names(child)).why),
        )
        for child, rank in found
    ]


def _words_of_each(here: ChildQuerySet) -> Iterable[tuple[tuple[Any, ...], set[str]]]:
    """Return of each child the key, birth date, surname and forenames, and every word of all names."""
    of_child = "child_id", "child__date_of_birth", "child__surname", "child__forenames"
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    rows = ChildWord.objects.filter(child__in=here.values("pk")).values_list(*of_child, "word__text")
    for *child, word in rows:
        found[tuple(child)].add(word)
    return found.items()


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
