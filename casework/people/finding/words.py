"""The words of a name as they are kept and typed: folded, apart and joined, and how they sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import jellyfish

from casework.schools.search import APOSTROPHES, fold

LONGEST_WORD = 60
# Sean and Shaun: the sounds that English spells both ways at the front of a name.
FRONT_SOUNDS = str.maketrans({"X": "S"})


def words_of(names: Iterable[str]) -> set[str]:
    """Return every word that names are found by.

    O'Neill is oneill, and o and neill; Anne-Marie is anne and marie, and annemarie.
    """
    return {word[:LONGEST_WORD] for name in names for word in _words_of(name)}


def _words_of(name: str) -> Iterator[str]:
    apart = fold(name).split()
    yield from apart
    if APOSTROPHES.search(name):
        yield from fold(APOSTROPHES.sub(" ", name)).split()
    yield from (first + second for first, second in pairwise(apart))
    if apart:
        yield "".join(apart)


def sound_of(word: str) -> str:
    """Return how a folded word sounds in English, or nothing where it is not in plain letters."""
    if not (word.isascii() and word.isalpha()):
        return ""
    sound = jellyfish.metaphone(word)[:LONGEST_WORD]
    return sound[:1].translate(FRONT_SOUNDS) + sound[1:]
