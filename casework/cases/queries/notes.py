"""Notes: drafts, how long they may lie, and what was added to them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from casework.access.models import User
from casework.cases import rules
from casework.cases.choices import NoteKind, NoteStatus
from casework.cases.models import Case, Note, NoteAddendum
from casework.cases.standards import RULE_SET, Standards, standards_from
from casework.deadlines.queries import agreed_settings, settings_on
from casework.schools.queries import bank_holidays
from casework.schools.rules import SchoolCalendar

MOST_DRAFTS = 50


def standards_on(on: date) -> Standards:
    """Return the council's standards for work on a case as they stand on a day."""
    return standards_from(settings_on(RULE_SET, rows=agreed_settings(), on=on))


def last_day_of_draft(note: Note, *, standards: Standards) -> date | None:
    begun_on = timezone.localtime(note.recorded_at).date()
    return rules.draft_lasts_until(
        begun_on, days=standards.days_a_draft_lasts, calendar=_working_days_around(begun_on)
    )


def note_written_late(note: Note, *, standards: Standards) -> bool:
    if note.happened_on is None:
        return False
    return rules.is_written_late(
        note.happened_on,
        recorded_on=timezone.localtime(note.recorded_at).date(),
        days=standards.days_to_write_up,
        calendar=_working_days_around(note.happened_on),
    )


def overdue_draft_ids(*, on: date) -> list[int]:
    """Return the drafts, anybody's, that have lain for longer than the set time."""
    standards = standards_on(on)
    # A working day is a day at least: what is younger cannot be due.
    oldest = timezone.now() - timedelta(days=standards.days_a_draft_lasts)
    drafts = Note.objects.filter(status=NoteStatus.DRAFT, recorded_at__lte=oldest).order_by("pk")
    found = []
    for note in drafts.only("pk", "recorded_at"):
        last = last_day_of_draft(note, standards=standards)
        if last is not None and on > last:
            found.append(note.pk)
    return found


def drafts_of(user: User) -> QuerySet[Note]:
    """Return the notes somebody has begun and not finished, the oldest first, with case and child."""
    drafts = Note.objects.visible_to(user).filter(author=user, status=NoteStatus.DRAFT)
    return drafts.select_related("case__child").order_by("recorded_at", "pk")[:MOST_DRAFTS]


def drafts_on(case: Case, *, viewer: User) -> list[Note]:
    """Return the drafts on a case that the viewer may see: their own, or all where they re-allocate."""
    if not getattr(case, "has_drafts", True):
        return []
    drafts = Note.objects.visible_to(viewer).filter(case=case, status=NoteStatus.DRAFT)
    found = list(drafts.select_related("author").order_by("recorded_at", "pk")[:MOST_DRAFTS])
    for note in found:
        note.case = case
    return found


def addenda_of(note: Note) -> list[NoteAddendum]:
    return list(note.addenda.select_related("by"))


def facts_of_note(note: Note) -> rules.NoteFacts:
    return rules.NoteFacts(
        kind=note.kind,
        is_decision=note.kind == NoteKind.DECISION,
        happened_on=note.happened_on,
        text=note.text,
        decision=note.decision,
        decision_reason=note.decision_reason,
        child_voice_method=note.child_voice_method,
        child_voice=note.child_voice,
    )


def _working_days_around(day: date) -> SchoolCalendar:
    return SchoolCalendar((), bank_holidays=bank_holidays(day.year - 1, day.year + 2))
