"""What the search looks in, kept in step with children's names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from casework.people.finding.words import sound_of, words_of
from casework.people.models import Child, ChildName, ChildWord, Word
from casework.schools.search import APOSTROPHES, fold

CHILDREN_AT_ONCE = 2000
ROWS_AT_ONCE = 5000


def keep_words(child: Child) -> None:
    """Let the search find a child by every name it has or had. Called in the transaction that wrote a name
    of the child, or one beside it, after that."""
    keep_words_of_many([child])


def keep_words_of_newcomers(children: Sequence[Child]) -> None:
    """Let the search find children who were added just now, and have no names beside those on them."""
    _add({child.pk: words_of(_names(child)) for child in children})


def keep_words_of_many(children: Iterable[Child]) -> None:
    """Do for many children what `keep_words` does, with few questions to the database."""
    by_pk = {child.pk: child for child in children}
    pks = list(by_pk)
    for start in range(0, len(pks), CHILDREN_AT_ONCE):
        # Without a savepoint: a failure is the caller's to undo, together with the names.
        with transaction.atomic(savepoint=False):
            _keep([by_pk[pk] for pk in pks[start : start + CHILDREN_AT_ONCE]])


def forget_unused_words() -> int:
    """Take away the words that no child has any longer, and return how many."""
    return Word.objects.filter(children=None).delete()[0]


def _keep(children: list[Child]) -> None:
    wanted = _wanted(children)
    kept: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ChildWord.objects.filter(child__in=wanted).values_list("child_id", "word__text", "pk")
    for child_id, text, pk in rows:
        kept[child_id][text] = pk
    stale = [pk for child_id, has in kept.items() for text, pk in has.items() if text not in wanted[child_id]]
    if stale:
        ChildWord.objects.filter(pk__in=stale).delete()
    _add({child_id: words - kept[child_id].keys() for child_id, words in wanted.items()})


def _add(missing: dict[int, set[str]]) -> None:
    texts = set().union(*missing.values())
    if texts:
        ids = _ids_of(texts)
        ChildWord.objects.bulk_create(
            (
                ChildWord(child_id=child_id, word_id=ids[text])
                for child_id, words in sorted(missing.items())
                for text in sorted(words)
            ),
            batch_size=ROWS_AT_ONCE,
            ignore_conflicts=True,
        )


def _wanted(children: list[Child]) -> dict[int, set[str]]:
    names = {child.pk: _names(child) for child in children}
    others = ChildName.objects.filter(child__in=names).values_list("child_id", "forenames", "surname")
    for child_id, forenames, surname in others:
        names[child_id] += [forenames, surname]
    return {child_id: words_of(each) for child_id, each in names.items()}


def _names(child: Child) -> list[str]:
    return [child.forenames, child.surname, child.known_as]


def _ids_of(texts: set[str]) -> dict[str, int]:
    """Return the keys of words, adding those that are new.

    In alphabetical order, so that two who add the same words wait for each other and never in a circle.
    """
    ids = _known(texts)
    if new := sorted(texts - ids.keys()):
        Word.objects.bulk_create(
            (Word(text=text, sound=sound_of(text)) for text in new),
            batch_size=ROWS_AT_ONCE,
            ignore_conflicts=True,
        )
        ids |= _known(new)
    return ids


def _known(texts: Iterable[str]) -> dict[str, int]:
    return dict(Word.objects.filter(text__in=texts).values_list("text", "pk"))


def searchable(child: Child) -> str:
    """Return the child's names as the release before this one searched them."""
    names = [child.forenames, child.surname, child.known_as]
    apart = [fold(name) for name in names]
    at_apostrophes = [fold(APOSTROPHES.sub(" ", name)) for name in names if APOSTROPHES.search(name)]
    joined = [name.replace(" ", "") for name in apart if " " in name]
    return f" {' '.join(filter(None, [*apart, *at_apostrophes, *joined]))}"[:400]
