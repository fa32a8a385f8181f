"""Actions, linked cases and what stands in the way of closing, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.models import User
from casework.cases import permissions, rules
from casework.cases.choices import LinkKind
from casework.cases.kinds import kind_of
from casework.cases.models import Action, Case, CaseLink
from casework.cases.presenters.one_case import status_tag
from casework.ui.words import plural, say_day, say_short

Shown = dict[str, Any]


def action_rows(case: Case, actions: Iterable[Action], *, viewer: User, may_write: bool, on: date) -> Shown:
    """Return what is to be done on a case and what was done, with what the viewer may do about it."""
    still_open: list[Action] = []
    done: list[Action] = []
    for action in actions:
        action.case = case
        (done if action.done_on else still_open).append(action)
    return {
        "open": [_open_action(each, viewer=viewer, may_write=may_write, on=on) for each in still_open],
        "done": [_done_action(each) for each in done],
        "done_title": f"{plural(len(done), 'action')} done",
    }


def _open_action(action: Action, *, viewer: User, may_write: bool, on: date) -> Shown:
    late = action.due_on is not None and action.due_on < on
    names = []
    if permissions.can_finish_action(viewer, action):
        names.append(("finish_action", "Mark as done"))
    if may_write:
        names.append(("change_action", "Change owner or date"))
    return {
        "text": action.text,
        "owner": _owner(action),
        "due": f"Due {say_short(action.due_on)}" if action.due_on else "No date",
        "state": "OVERDUE" if late else "DUE_TODAY" if action.due_on == on else "",
        "actions": [
            {"text": text, "href": reverse(f"cases:{name}", args=[_reference(action), action.pk])}
            for name, text in names
        ],
    }


def _done_action(action: Action) -> Shown:
    due = action.due_on
    late = due is not None and action.done_on is not None and action.done_on > due
    return {
        "text": action.text,
        "owner": _owner(action),
        "due": f"Done {say_short(action.done_on)}{', late' if late else ''}",
        "outcome": action.outcome,
    }


def action_heading(action: Action) -> Shown:
    due = f", due {say_day(action.due_on)}" if action.due_on else ""
    return {"text": action.text, "now": f"For {_owner(action)}{due}"}


def _owner(action: Action) -> str:
    case = action.case
    if case is not None and action.team_id != case.team_id:
        return f"{action.owner}, inbox of {action.team}"
    return str(action.owner)


def _reference(action: Action) -> str:
    return action.case.reference if action.case else ""


def seen(action: Action) -> str:
    """Return the owner and the date an action has, as its page keeps them to compare with."""
    return f"{action.owner_id}.{action.due_on.isoformat() if action.due_on else ''}"


def read_seen(text: str) -> tuple[int, date | None]:
    owner, _, due = text.partition(".")
    try:
        return int(owner), date.fromisoformat(due) if due else None
    except ValueError:
        return 0, None


def link_rows(case: Case, links: Iterable[CaseLink], *, may_write: bool) -> list[Shown]:
    rows = []
    for link in links:
        other = link.other if link.case_id == case.pk else link.case
        said = LinkKind(link.kind).label
        rows.append(
            {
                "reference": other.reference,
                "href": other.get_absolute_url(),
                "child": other.child.full_name if other.child_id != case.child_id else "",
                "kind": kind_of(other).label,
                "status": status_tag(other)["text"].lower(),
                "why": f"{said}: {link.reason}" if link.reason else str(said),
                "remove_href": reverse("cases:unlink", args=[case.reference, link.pk]) if may_write else "",
            }
        )
    return rows


# Closing


def why_not_closed(reasons: Sequence[str], items: Sequence[rules.OpenItem]) -> list[str]:
    """Return what to say after a case could not be closed; the things that are open are listed below it."""
    if not items:
        return list(reasons)
    verb = "is" if len(items) == 1 else "are"
    each = "it" if len(items) == 1 else "each"
    return [
        *reasons,
        f"{plural(len(items), 'thing')} {verb} still open: settle {each} before you close the case",
    ]


def in_the_way(case: Case, facts: rules.ClosingFacts) -> list[str]:
    """Return what stands in the way besides open items; the outcome is about to be asked."""
    return [reason for reason in rules.reasons_not_to_close(facts) if reason != rules.NO_OUTCOME]


def open_items(case: Case, items: Iterable[rules.OpenItem]) -> list[Shown]:
    return [
        {
            "text": item.text,
            "href": reverse(f"cases:{PAGE_OF[item.kind]}", args=[case.reference, item.pk]),
            "what": rules.WHAT_TO_DO[item.kind],
        }
        for item in items
    ]


PAGE_OF = {
    rules.Kept.DEADLINE: "deadline",
    rules.Kept.ACTION: "finish_action",
    rules.Kept.DRAFT: "note",
}
