"""Words in use that begin as typed, or are alike. What PostgreSQL alone can do is here, and another way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.lookups import TrigramSimilar, TrigramStrictWordSimilar
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Lower
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from casework.people.finding.rules import ALIKE_WORDS, word_likeness
from casework.people.finding.words import sound_of
from casework.people.models import Word

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

# Fewer letters are alike to too much.
SHORTEST_ALIKE = 3
MOST_ALIKE = 20
LONG_ENOUGH = 7
# Of words that share fewer letters in order, none is alike.
WORTH_COMPARING = 0.75


class WordInUse(NamedTuple):
    """A word of somebody's name, and how alike it is to what was typed, from 0 to 1."""

    pk: int
    text: str
    score: float


def words_beginning(ways: Sequence[Sequence[str]]) -> list[dict[int, str]]:
    """Return for each typed word the words in use that begin with one of the ways to write it."""
    wanted = Q()
    for way in {way for each in ways for way in each}:
        wanted |= Q(text__startswith=way)
    words = list(Word.objects.filter(wanted).values_list("pk", "text"))
    return [
        {pk: text for pk, text in words if text.startswith(beginnings)} for beginnings in map(tuple, ways)
    ]


def alike_words(typed: Sequence[str]) -> dict[str, list[WordInUse]]:
    """Return for each typed word the words in use that are most alike."""
    words = [word for word in typed if len(word) >= SHORTEST_ALIKE]
    if not words:
        return {}
    candidates = _sharing_trigrams(words) if has_trigrams() else _every_word()
    return {word: _likest(word, candidates) for word in words}


Candidate = tuple[int, str, str]


def _likest(word: str, candidates: Sequence[Candidate]) -> list[WordInUse]:
    """Return those most alike. Most are put aside by a quick comparison of letters, or of the sound."""
    texts = [text for _, text, _ in candidates]
    sounds = _sounds([word])
    near = {at for at, (_, _, sound) in enumerate(candidates) if sound in sounds}
    for scorer in (JaroWinkler.similarity, OSA.normalized_similarity):
        matches = process.extract(
            word, texts, scorer=scorer, processor=None, limit=MOST_ALIKE, score_cutoff=WORTH_COMPARING
        )
        near.update(at for _, _, at in matches)
    scored = [WordInUse(candidates[at][0], texts[at], word_likeness(word, texts[at])) for at in near]
    likest = sorted(scored, key=lambda each: (-each.score, each.pk))[:MOST_ALIKE]
    return [each for each in likest if each.score >= ALIKE_WORDS]


def _sharing_trigrams(words: Sequence[str]) -> list[Candidate]:
    """One part of the question for each word: of an "or", the database would try every part on every row."""
    asked = [Q(sound__in=_sounds(words))]
    asked += [Q(_operator(word)(Lower("text"), Value(word))) for word in words]
    first, *others = (Word.objects.filter(each).values_list("pk", "text", "sound") for each in asked)
    return list(first.union(*others))


def _operator(word: str) -> type[TrigramSimilar | TrigramStrictWordSimilar]:
    """Return how trigrams are compared. To a single word the two are the same, and differ in how many must
    be shared (`DATABASES` says it): a slip leaves few of a short word; long words share some by chance."""
    return TrigramStrictWordSimilar if len(word) >= LONG_ENOUGH else TrigramSimilar


def _every_word() -> list[Candidate]:
    return list(Word.objects.values_list("pk", "text", "sound"))


def _sounds(words: Iterable[str]) -> set[str]:
    return {sound for word in words if len(sound := sound_of(word)) > 1}


@cache
def has_trigrams() -> bool:
    """Say whether the database finds words by their trigrams. Asked once: it takes a migration to change."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'words_by_trigram'")
        return cursor.fetchone() is not None


class IsAmong(Func):
    """Say whether a key is one of many. They go as one value, so that thousands cost little to ask for."""

    output_field = BooleanField()

    def __init__(self, key: str, keys: Iterable[int]) -> None:
        super().__init__(F(key), Value(",".join(map(str, keys))))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = "%(expressions)s || ']'))",
        arg_joiner: str | None = " IN (SELECT value FROM json_each('[' || ",
        **extra: Any,
    ) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, function, template, arg_joiner, **extra)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        template, joiner = "%(expressions)s || '}')::bigint[])", " = ANY(('{' || "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **extra)
