"""Who looked at what, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.urls import reverse

from casework.access.models import AccessLogEntry
from casework.people.models import Child
from casework.ui.words import say_moment

# What was shown, by the kind that a page writes down; `{}` is its reference.
SHOWN = {
    "child": "Child’s record",
    "case": "Case {}",
    "access_log": "Who looked at this record",
    "restriction": "Who may see this record",
    "search": "Results of a search",
    "candidate": "Offered as perhaps the same child",
    "enquiry": "Enquiry {}",
    "caseload": "List of cases",
    "supervision": "Supervision of an officer’s cases",
    "intake": "Caseload brought in from a file",
}


def log_rows(entries: Iterable[AccessLogEntry], *, readable: Collection[str]) -> list[list[Any]]:
    """Return entries as rows; `readable` are the references of cases that the viewer may open."""
    return [
        [
            say_moment(entry.at),
            str(entry.user),
            entry.get_action_display(),
            {"text": in_words(entry), "href": _case_href(entry, readable)},
        ]
        for entry in entries
    ]


def own_rows(entries: Iterable[AccessLogEntry], *, children: Mapping[int, Child]) -> list[list[Any]]:
    return [
        [
            say_moment(entry.at),
            _child_cell(children.get(entry.child_id)),
            entry.get_action_display(),
            in_words(entry),
        ]
        for entry in entries
    ]


def in_words(entry: AccessLogEntry) -> str:
    """Say what was shown, as people speak of it."""
    words = SHOWN.get(entry.object_kind, entry.object_kind.replace("_", " ").capitalize())
    return words.format(entry.object_id).strip()


def _child_cell(child: Child | None) -> Any:
    return {"text": child.full_name, "href": child.get_absolute_url()} if child else ""


def _case_href(entry: AccessLogEntry, readable: Collection[str]) -> str:
    if entry.object_kind != "case" or entry.object_id not in readable:
        return ""
    return reverse("desk:case", args=[entry.object_id])
