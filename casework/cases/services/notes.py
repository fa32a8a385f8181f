"""Notes: kept while they are written, locked once finished, corrected by an addendum."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from casework.access.models import User
from casework.access.services import save_as
from casework.cases import permissions, queries, rules
from casework.cases.choices import ChronologyKind, NoteKind, NoteStatus
from casework.cases.models import Case, Note, NoteAddendum
from casework.cases.services.record import record_in_chronology
from casework.cases.services.summary import refresh_contact

BY_ITSELF = "Became final by itself: the time a draft may lie had passed"


class NoteChanged(Exception):
    """Somebody saved the draft from another page after this one was opened. Carries the note as it now is."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.pk)
        self.note = note


class NoteIsFinished(Exception):
    """The note is locked: it can be added to, and not changed. Carries the note."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.pk)
        self.note = note


class CannotFinishNote(Exception):
    """Something the note needs is not written yet; `errors` says what, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, kw_only=True)
class NoteDetails:
    """What is written in a note. A draft may leave out anything."""

    kind: str = ""
    happened_on: date | None = None
    happened_at: time | None = None
    people_present: str = ""
    was_child_seen: bool | None = None
    was_child_seen_alone: bool | None = None
    child_voice_method: str = ""
    child_voice: str = ""
    text: str = ""
    analysis: str = ""
    decision: str = ""
    decision_reason: str = ""
    is_significant: bool = False


@dataclass(frozen=True)
class Written:
    """What an opened page holds: the details, the version they began from, and which page it is."""

    details: NoteDetails
    version: int | None
    page: UUID


@transaction.atomic
def begin_note(*, case: Case, details: NoteDetails, page: UUID, by: User) -> Note:
    """Keep a new draft. `page` tells the opened page it came from apart from any other."""
    permissions.check_can_write_note(by, case)
    note = Note(case=case, author=by, saved_from=page, **asdict(details))
    save_as(note, by=by)
    return note


@transaction.atomic
def save_draft(
    *, note: Note, details: NoteDetails, version: int | None, page: UUID, by: User, on: date
) -> Note:
    """Keep what was written since. Nothing is saved where nothing changed.

    Raises NoteChanged when it was saved from another page since `version`, and NoteIsFinished when it is
    final, or the time a draft may lie has passed.
    """
    note = _locked_draft(note, by)
    _insist_it_may_lie(note, on=on)
    if _write(note, Written(details, version, page)):
        save_as(note, by=by)
    return note


@transaction.atomic
def finish_note(*, note: Note, by: User, on: date, written: Written | None = None) -> Note:
    """Finish a draft, with what was written last: it is locked, and stands in the chronology.

    Raises CannotFinishNote for what it lacks, and NoteChanged and NoteIsFinished as `save_draft` does.
    """
    note = _locked_draft(note, by)
    _insist_it_may_lie(note, on=on)
    if written is not None:
        _write(note, written)
    lacks = rules.what_a_note_lacks(queries.facts_of_note(note), on=on)
    if note.kind == NoteKind.OVERSIGHT and not permissions.can_oversee(by, note.case):
        lacks["kind"] = "Management oversight is written by a senior officer or a manager"
    if lacks:
        raise CannotFinishNote(lacks)
    return _finish(note, by=by)


@transaction.atomic
def discard_draft(*, note: Note, by: User) -> None:
    """Take a draft away: its history stays. Raises NoteIsFinished when it is final."""
    note = _locked_draft(note, by)
    note._history_user = by  # type: ignore[attr-defined]
    note.delete()


@transaction.atomic
def add_addendum(*, note: Note, text: str, reason: str, by: User, on: date) -> NoteAddendum:
    """Correct a finished note, or add to it. The note stays as it was and both are shown.

    A draft whose time has passed is finished first.
    """
    note = Note.objects.select_for_update(of=("self",)).select_related("case__child").get(pk=note.pk)
    permissions.check_can_write_note(by, note.case)
    if note.is_draft:
        if not is_past_its_time(note, on=on):
            raise PermissionDenied("This note is still a draft: change the draft")
        _finish_by_time(note)
    addendum = NoteAddendum(note=note, text=text, reason=reason, by=by)
    save_as(addendum, by=by)
    record_in_chronology(
        case=note.case,
        kind=ChronologyKind.NOTE_ADDED_TO,
        text=f"Addendum to: {note_in_words(note)}",
        details=[reason],
        by=by,
        happened_on=on,
        note=note,
    )
    return addendum


def finish_overdue_drafts(*, on: date) -> int:
    """Finish every draft that has lain for the set time, one a transaction. Safe to run twice, or late."""
    done = 0
    for pk in queries.overdue_draft_ids(on=on):
        with transaction.atomic():
            note = (
                Note.objects.select_for_update(of=("self",))
                .select_related("case__child", "author")
                .filter(pk=pk, status=NoteStatus.DRAFT)
                .first()
            )
            if note is not None:
                _finish_by_time(note)
                done += 1
    return done


def finish_overdue_drafts_of(case: Case, *, on: date) -> None:
    """Finish those drafts of one case that have lain for the set time, in the caller's transaction."""
    drafts = Note.objects.select_for_update(of=("self",)).select_related("case__child", "author")
    for note in drafts.filter(case=case, status=NoteStatus.DRAFT).order_by("pk"):
        if is_past_its_time(note, on=on):
            _finish_by_time(note)


def is_past_its_time(note: Note, *, on: date) -> bool:
    last = queries.last_day_of_draft(note, standards=queries.standards_on(on))
    return last is not None and on > last


def note_in_words(note: Note) -> str:
    """Say what a note is, without what it tells: "Visit with Ms Smith"."""
    kind = NoteKind(note.kind).label if note.kind else "Note"
    return f"{kind} with {note.people_present}" if note.people_present else str(kind)


def _locked_draft(note: Note, by: User) -> Note:
    locked = (
        Note.objects.select_for_update(of=("self",)).select_related("case__child", "author").get(pk=note.pk)
    )
    permissions.check_can_write_note(by, locked.case)
    if not locked.is_draft:
        raise NoteIsFinished(locked)
    if locked.author_id != by.pk:
        raise PermissionDenied("This draft is somebody else’s")
    return locked


def _write(note: Note, written: Written) -> bool:
    """Put what was written into a locked draft, and say whether anything is different."""
    if note.version != written.version and note.saved_from != written.page:
        raise NoteChanged(note)
    details = asdict(written.details)
    if all(getattr(note, name) == value for name, value in details.items()):
        return False
    for name, value in details.items():
        setattr(note, name, value)
    note.version += 1
    note.saved_from = written.page
    return True


def _insist_it_may_lie(note: Note, *, on: date) -> None:
    # Nothing is written here: the sweep finishes it, or the addendum does. A raised exception would undo it.
    if is_past_its_time(note, on=on):
        raise NoteIsFinished(note)


def _finish(note: Note, *, by: User | None, by_time: bool = False) -> Note:
    note.status, note.finished_at = NoteStatus.FINAL, timezone.now()
    note.finished_by_time = by_time
    note.version += 1
    save_as(note, by=by)
    assert note.happened_on is not None
    record_in_chronology(
        case=note.case,
        kind=ChronologyKind.NOTE,
        text=note_in_words(note),
        details=[BY_ITSELF] if by_time else [],
        by=note.author,
        happened_on=note.happened_on,
        note=note,
    )
    refresh_contact(note.case)
    return note


def _finish_by_time(note: Note) -> Note:
    """Finish a draft as it stands; what it cannot do without is filled in."""
    note.kind = note.kind or NoteKind.OTHER
    note.happened_on = note.happened_on or timezone.localtime(note.recorded_at).date()
    return _finish(note, by=None, by_time=True)
