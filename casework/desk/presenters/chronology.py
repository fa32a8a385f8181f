"""A chronology, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.access.models import User
from casework.cases.choices import ChronologyKind
from casework.cases.models import ChronologyEntry
from casework.cases.presenters import LABELS, entry_row, said
from casework.desk.queries.chronology import GROUPS, MOST_PRINTED, Narrowed
from casework.ui.words import say_date, say_moment

Shown = dict[str, Any]


def rows(entries: Iterable[ChronologyEntry], *, in_full: bool, with_case: bool) -> list[Shown]:
    return [_row(entry, in_full=in_full, with_case=with_case) for entry in entries]


def _row(entry: ChronologyEntry, *, in_full: bool, with_case: bool) -> Shown:
    shown = entry_row(entry)
    lines = [shown.text] if shown.text else []
    if in_full and entry.kind == ChronologyKind.NOTE:
        lines += _told(entry)
    reference = entry.case.reference if entry.case else ""
    return {
        "title": shown.title,
        "when": shown.when,
        "day": say_date(entry.happened_on),
        "by": shown.by,
        "text": "\n".join(lines),
        "href": shown.href,
        "tag": reference if with_case else "",
        "colour": "grey",
    }


def _told(entry: ChronologyEntry) -> list[str]:
    note = entry.note
    if note is None:
        return []
    names = [name for name in LABELS if name not in ("kind", "happened_on", "people_present")]
    told = [(LABELS[name], said(name, getattr(note, name))) for name in names]
    added = [
        f"Added by {each.by} on {say_moment(each.recorded_at)}: {each.text}" for each in note.addenda.all()
    ]
    return [f"{label}: {value}" for label, value in told if value] + added


def left_out(by: Narrowed, *, author: User | None, is_cut: bool) -> list[str]:
    """Return what a printed chronology leaves out, so that nobody takes it for the whole."""
    said_so = []
    if by.group:
        said_so.append(f"Only {GROUPS[by.group][0].lower()}")
    if author is not None:
        said_so.append(f"Only what {author} wrote")
    if by.since:
        said_so.append(f"Nothing before {say_date(by.since)}")
    if by.until:
        said_so.append(f"Nothing after {say_date(by.until)}")
    if by.significant:
        said_so.append("Significant events only")
    if not by.in_full:
        said_so.append("The words of notes")
    if is_cut:
        said_so.append(f"Everything before the latest {MOST_PRINTED} entries")
    return said_so
