"""Writing down what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.access.models import User
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case, ChronologyEntry, Note
from casework.people.models import Child

ENTRIES_AT_ONCE = 500


def record_in_chronology(
    *,
    case: Case,
    kind: ChronologyKind,
    text: str,
    by: User | None,
    happened_on: date,
    details: Sequence[str] = (),
    note: Note | None = None,
    other_case: Case | None = None,
) -> ChronologyEntry:
    """Add an entry, in the transaction of the change it tells of.

    `note` is opened from the entry. An entry that names another case is seen by those who read both.
    """
    return ChronologyEntry.objects.create(
        child_id=case.child_id,
        case=case,
        kind=kind,
        text=text,
        details=list(details),
        by=by,
        happened_on=happened_on,
        note=note,
        other_case=other_case,
    )


def record_about_child(
    *, child: Child, text: str, by: User | None, happened_on: date, details: Sequence[str] = ()
) -> ChronologyEntry:
    """Add an entry about the child and no case, in the transaction of the change it tells of."""
    return ChronologyEntry.objects.create(
        child=child,
        kind=ChronologyKind.PERSON_CHANGED,
        text=text,
        details=list(details),
        by=by,
        happened_on=happened_on,
    )


def record_for_many(
    entries: Sequence[tuple[Case, Sequence[str]]],
    *,
    kind: ChronologyKind,
    text: str,
    by: User | None,
    happened_on: date,
) -> None:
    """Add the same entry to many cases, each with its own details, in the transaction of the change."""
    ChronologyEntry.objects.bulk_create(
        ChronologyEntry(
            child_id=case.child_id,
            case=case,
            kind=kind,
            text=text,
            details=list(details),
            by=by,
            happened_on=happened_on,
        )
        for case, details in entries
    )


def record_about_many(
    children: Sequence[Child], *, text: str, details: Sequence[str], by: User | None, happened_on: date
) -> None:
    """Add the same entry about many children and no case, in the transaction of what it tells of."""
    ChronologyEntry.objects.bulk_create(
        (
            ChronologyEntry(
                child=child,
                kind=ChronologyKind.PERSON_CHANGED,
                text=text,
                details=list(details),
                by=by,
                happened_on=happened_on,
            )
            for child in children
        ),
        batch_size=ENTRIES_AT_ONCE,
    )
