"""What is still open on a case that somebody wants to close."""

from __future__ import annotations

from datetime import date

from django.db.models import prefetch_related_objects

from casework.cases import rules
from casework.cases.choices import DeadlineKind, DeadlineState, NoteKind, NoteStatus
from casework.cases.kinds import kind_of
from casework.cases.models import Action, Case, Note
from casework.cases.queries.notes import last_day_of_draft, standards_on


def closing_facts(case: Case, *, outcome: str, on: date) -> rules.ClosingFacts:
    """Return what bears on closing a case: what is open, what its service misses, what the council asks."""
    standards = standards_on(on)
    kind = kind_of(case)
    prefetch_related_objects([case], *kind.prefetch)
    oversight = case.notes.filter(kind=NoteKind.OVERSIGHT, status=NoteStatus.FINAL)
    drafts = [
        note
        for note in case.notes.filter(status=NoteStatus.DRAFT).select_related("author").order_by("pk")
        # One that has lain for its time is finished by the closing itself.
        if (last := last_day_of_draft(note, standards=standards)) is None or on <= last
    ]
    return rules.ClosingFacts(
        outcome=outcome,
        open_items=(
            *_open_deadlines(case),
            *(_action(each) for each in case.actions.filter(done_on=None)),
            *(_draft(each) for each in drafts),
        ),
        from_the_service=kind.reasons_not_to_close(case),
        lacks_oversight=standards.closing_needs_oversight and not oversight.exists(),
    )


def _open_deadlines(case: Case) -> list[rules.OpenItem]:
    found = case.deadlines.filter(state=DeadlineState.OPEN, kind=DeadlineKind.DEADLINE).defer("explanation")
    return [
        rules.OpenItem(rules.Kept.DEADLINE, deadline.pk, deadline.title)
        for deadline in kind_of(case).to_settle(case, list(found))
    ]


def _action(action: Action) -> rules.OpenItem:
    return rules.OpenItem(rules.Kept.ACTION, action.pk, f"Action, {action.text}")


def _draft(note: Note) -> rules.OpenItem:
    return rules.OpenItem(rules.Kept.DRAFT, note.pk, f"A draft note by {note.author}")
