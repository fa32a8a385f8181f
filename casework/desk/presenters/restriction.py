"""Restricted records, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.choices import RestrictionState, Verb
from casework.access.models import RestrictionRecord, User
from casework.access.permissions import may
from casework.cases.models import Case
from casework.desk.queries.restriction import NOBODY_LIFTS, Waiting
from casework.people.models import Child
from casework.ui.words import say_date, say_moment

Shown = dict[str, Any]


def address(act: str, record: Child | Case) -> str:
    """Return the address of an act on the restriction of a child or a case: `show`, `ask`, `lift`…"""
    if isinstance(record, Case):
        return reverse(f"desk:{act}_case_restriction", args=[record.reference])
    return reverse(f"desk:{act}_child_restriction", args=[record.public_id])


def title_of(record: Child | Case) -> str:
    """Return what stands above the heading: the case and its child, or the child."""
    if isinstance(record, Case):
        return f"{record.reference}, {record.child.full_name}"
    return record.full_name


def what(record: Child | Case) -> str:
    return "case" if isinstance(record, Case) else "record"


def request_rows(asked: RestrictionRecord, *, with_reason: bool) -> list[Shown]:
    """Return what was asked for. The reason is for those who decide, and for whoever asked."""
    rows: list[Shown] = [
        {"key": "Asked for by", "value": str(asked.requested_by)},
        {"key": "Asked for", "value": say_moment(asked.requested_at)},
    ]
    if with_reason:
        rows += [
            {"key": "Reason", "value": asked.get_reason_display()},
            {"key": "Details", "value": asked.details},
        ]
    return [row for row in rows if row["value"]]


def restriction_rows(restriction: RestrictionRecord, *, on: date) -> list[Shown]:
    review = say_date(restriction.review_on)
    late = restriction.review_on is not None and restriction.review_on < on
    rows: list[Shown] = [
        {"key": "Reason", "value": restriction.get_reason_display()},
        {"key": "Details", "value": restriction.details},
        {"key": "Asked for by", "value": str(restriction.requested_by)},
        {"key": "Decided by", "value": str(restriction.decided_by or "")},
        {"key": "Decided", "value": say_moment(restriction.decided_at)},
        {"key": "Words of the decision", "value": restriction.decision_reason},
        {"key": "To be looked at again", "value": f"{review}, overdue" if late else review},
    ]
    return [row for row in rows if row["value"]]


def named_rows(named: Iterable[Any], *, on: date) -> list[list[Any]]:
    return [
        [
            {"text": row.user.name, "note": row.user.job_title},
            say_date(row.ends_on) if row.ends_on else "No last day",
            {"tag": "Over"} if row.ends_on and row.ends_on < on else {"tag": "Sees it", "colour": "green"},
        ]
        for row in named
    ]


def record_links(record: Child | Case, *, viewer: User) -> list[dict[str, str]]:
    """Return the links from a child or a case to who looked at it, and to its restriction."""
    links = []
    if may(viewer, Verb.READ_ACCESS_LOG):
        name = "case_access_log" if isinstance(record, Case) else "child_access_log"
        key = record.reference if isinstance(record, Case) else record.public_id
        links.append(
            {"text": f"Who looked at this {what(record)}", "href": reverse(f"desk:{name}", args=[key])}
        )
    if may(viewer, Verb.ASK_TO_RESTRICT):
        text = "Who may see this" if record.is_restricted else "Restrict this"
        links.append({"text": f"{text} {what(record)}", "href": address("show", record)})
    return links


def waiting_rows(waiting: Iterable[Waiting], *, on: date) -> list[Shown]:
    """Return what somebody is to decide about restrictions, as My work shows it."""
    return [
        {
            "child": each.child,
            "title": _title(each, on),
            "reference": each.reference,
            "note": f"Asked for by {each.asked_by}" if each.state == RestrictionState.REQUESTED else "",
            "href": _page_of(each),
        }
        for each in waiting
        if each.state != NOBODY_LIFTS
    ]


def beyond_reach_lines(waiting: Iterable[Waiting]) -> list[str]:
    """Say that nobody can lift a restriction any more, to somebody who may not know whom it is about."""
    return [
        f"A restricted record has nobody left who can lift it: {each.reason} number {each.reference}. "
        "Whoever runs the system has to name somebody on it again"
        for each in waiting
        if each.state == NOBODY_LIFTS
    ]


def _title(each: Waiting, on: date) -> str:
    if each.state == RestrictionState.REQUESTED:
        return "Decide whether to restrict this " + ("case" if each.reference else "record")
    late = each.review_on is not None and each.review_on < on
    return f"Look at the restriction again{': overdue' if late else ''}"


def _page_of(each: Waiting) -> str:
    if each.reference:
        return reverse("desk:show_case_restriction", args=[each.reference])
    return reverse("desk:show_child_restriction", args=[each.child_id])
