"""Notes, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.urls import reverse

from casework.access.models import User
from casework.cases.choices import ChildVoice, NoteKind
from casework.cases.models import Note, NoteAddendum
from casework.cases.queries import last_day_of_draft, note_written_late
from casework.cases.standards import Standards
from casework.ui.words import plural, say_date, say_day, say_moment, say_time

Shown = dict[str, Any]
LABELS = {
    "kind": "Kind of note",
    "happened_on": "Day it happened",
    "happened_at": "Time",
    "people_present": "Who it was with",
    "was_child_seen": "Child seen",
    "was_child_seen_alone": "Child seen alone",
    "child_voice_method": "How the child’s view was come by",
    "child_voice": "What the child said or showed",
    "text": "What was seen and said",
    "analysis": "What the author thinks it means",
    "decision": "Decision",
    "decision_reason": "Reason for the decision",
    "is_significant": "Significant event",
}
# Told in paragraphs of their own rather than in the list of facts.
AT_LENGTH = ("text", "child_voice", "analysis", "decision", "decision_reason")


def note_heading(note: Note) -> Shown:
    return {"title": _title(note), "href": note.get_absolute_url(), "day": say_day(note.happened_on)}


def note_page(note: Note, *, standards: Standards, on: date) -> Shown:
    """Return everything a note's own page shows."""
    facts = [
        {"key": label, "value": said(name, getattr(note, name))}
        for name, label in LABELS.items()
        if name not in (*AT_LENGTH, "kind", "is_significant")
    ]
    return note_heading(note) | {
        "tags": note_tags(note, standards=standards, on=on),
        "facts": [row for row in facts if row["value"]],
        "parts": [
            {"title": LABELS[name], "text": getattr(note, name)} for name in AT_LENGTH if getattr(note, name)
        ],
        "about": _about(note),
        "notice": _notice(note, standards=standards, on=on),
    }


def note_tags(note: Note, *, standards: Standards, on: date) -> list[Shown]:
    tags = []
    if not is_locked(note, standards, on):
        tags.append({"text": "Draft", "colour": "yellow"})
    if note_written_late(note, standards=standards):
        tags.append({"text": "Written late", "colour": "orange"})
    if note.is_significant:
        tags.append({"text": "Significant event", "colour": "purple"})
    return tags


def is_locked(note: Note, standards: Standards, on: date) -> bool:
    """Say whether a note can be changed no more: finished, or a draft that has lain for the set time."""
    if not note.is_draft:
        return True
    last = last_day_of_draft(note, standards=standards)
    return last is not None and on > last


def kept_until(draft: Note | None, *, standards: Standards) -> str:
    """Say how long a draft can be changed, and that the length is the council's own."""
    length = plural(standards.days_a_draft_lasts, "working day")
    last = last_day_of_draft(draft, standards=standards) if draft else None
    until = f" This one can be changed until {say_day(last)}." if last else ""
    return f"A draft becomes final by itself {length} after it was begun, a local length.{until}"


def left_out(wrong: Iterable[str]) -> list[str]:
    """Return what could not be kept as it was typed, from the names of the fields that are wrong."""
    return [LABELS[name] for name in wrong if name in LABELS]


def differing(note: Note, written: Mapping[str, Any]) -> list[Shown]:
    """Return where a note differs from what somebody typed, with what the note holds."""
    return [
        {"key": LABELS[name], "value": said(name, getattr(note, name)) or "Nothing"}
        for name, value in written.items()
        if (getattr(note, name) or None) != (value or None)
    ]


def all_that_was_typed(written: Mapping[str, Any]) -> str:
    """Put everything somebody typed into one text, so that it can be kept where the note cannot change."""
    told = {name: said(name, value) for name, value in written.items()}
    return "\n\n".join(f"{LABELS[name]}: {value}" for name, value in told.items() if value)


def said(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "" if name == "is_significant" else "No"
    if isinstance(value, date):
        return say_day(value)
    if isinstance(value, time):
        return say_time(value)
    if name == "kind":
        return str(NoteKind(value).label)
    return str(ChildVoice(value).label) if name == "child_voice_method" else str(value)


def addenda(found: Iterable[NoteAddendum]) -> list[Shown]:
    return [
        {"text": each.text, "reason": each.reason, "by": str(each.by), "when": say_moment(each.recorded_at)}
        for each in found
    ]


def note_actions(
    note: Note, *, viewer: User, may_write: bool, standards: Standards, on: date
) -> list[dict[str, str]]:
    """Return what the viewer may do with a note as it stands."""
    if not may_write:
        return []
    names = [("add_to_note", "Add a correction or something new")]
    if not is_locked(note, standards, on):
        own = [("edit_note", "Carry on writing"), ("discard_note", "Discard the draft")]
        names = own if note.author_id == viewer.pk else []
    return [
        {"text": text, "href": reverse(f"cases:{name}", args=[note.case.reference, note.pk])}
        for name, text in names
    ]


def draft_rows(drafts: Iterable[Note]) -> list[Shown]:
    return [
        {
            "text": _title(note),
            "href": reverse("cases:edit_note", args=[note.case.reference, note.pk]),
            "read_href": note.get_absolute_url(),
            "author": str(note.author),
            "author_id": note.author_id,
            "begun": f"Begun {say_moment(note.recorded_at)}",
        }
        for note in drafts
    ]


def _title(note: Note) -> str:
    kind = str(NoteKind(note.kind).label) if note.kind else "Note without a kind yet"
    return f"{kind} with {note.people_present}" if note.people_present else kind


def _about(note: Note) -> list[Shown]:
    finished = say_moment(note.finished_at) if note.finished_at else ""
    if note.finished_by_time:
        finished += ", by itself"
    rows = [
        {"key": "Written by", "value": str(note.author)},
        {"key": "Begun", "value": say_moment(note.recorded_at)},
        {"key": "Finished", "value": finished},
    ]
    return [row for row in rows if row["value"]]


def _notice(note: Note, *, standards: Standards, on: date) -> str:
    last = last_day_of_draft(note, standards=standards)
    if not note.is_draft or last is None:
        return ""
    if on > last:
        return f"The time a draft may lie ended on {say_date(last)}, so that this note is final as it stands."
    return f"A draft: it becomes final by itself after {say_date(last)}."
