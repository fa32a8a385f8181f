"""Words in use that are alike to what was typed. What PostgreSQL alone can do is here, beside another way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from django.contrib.postgres.lookups import TrigramSimilar
from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Lower
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from casework.people.finding.rules import ALIKE_WORDS, word_likeness
from casework.people.finding.words import sound_of
from casework.people.models import Word

# Fewer letters are alike to too much.
SHORTEST_ALIKE = 3
MOST_ALIKE = 20
# Of words that share fewer letters in order, none is alike.
WORTH_COMPARING = 0.75

Alike = dict[int, float]


def alike_words(typed: Sequence[str]) -> dict[str, Alike]:
    """Return for each typed word the words in use that are alike: their keys, and how alike from 0 to 1."""
    words = [word for word in typed if len(word) >= SHORTEST_ALIKE]
    if not words:
        return {}
    candidates = _sharing_trigrams(words) if has_trigrams() else _every_word()
    return {word: _likest(word, candidates) for word in words}


Candidate = tuple[int, str, str]


def _likest(word: str, candidates: Sequence[Candidate]) -> Alike:
    """Return those most alike. Most are put aside by a quick comparison of letters, or of the sound."""
    texts = [text for _, text, _ in candidates]
    sounds = _sounds([word])
    near = {at for at, (_, _, sound) in enumerate(candidates) if sound in sounds}
    for scorer in (JaroWinkler.similarity, OSA.normalized_similarity):
        matches = process.extract(
            word, texts, scorer=scorer, processor=None, limit=MOST_ALIKE, score_cutoff=WORTH_COMPARING
        )
        near.update(at for _, _, at in matches)
    scores = {candidates[at][0]: word_likeness(word, texts[at]) for at in near}
    likest = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MOST_ALIKE]
    return {pk: scores[pk] for pk in likest if scores[pk] >= ALIKE_WORDS}


def _sharing_trigrams(words: Sequence[str]) -> list[Candidate]:
    wanted = Q(sound__in=_sounds(words))
    for word in words:
        wanted |= Q(TrigramSimilar(Lower("text"), Value(word)))
    return list(Word.objects.filter(wanted).values_list("pk", "text", "sound"))


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
