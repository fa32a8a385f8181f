"""One child, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.cases.kinds import kind_of
from casework.cases.models import Case
from casework.cases.presenters import status_tag
from casework.duty.models import Enquiry
from casework.people.models import Child
from casework.ui.words import say_date, say_short

Shown = dict[str, Any]


def case_rows(cases: Iterable[Case]) -> list[list[Any]]:
    return [_case_row(case) for case in cases]


def _case_row(case: Case) -> list[Any]:
    status = status_tag(case)
    return [
        {"text": case.reference, "href": case.get_absolute_url(), "note": kind_of(case).label},
        str(case.school or ""),
        say_date(case.opened_on),
        str(case.officer or f"Team inbox: {case.team}"),
        {"tag": status["text"], "colour": status["colour"]},
    ]


def open_to_all(cases: Iterable[Case]) -> list[Case]:
    """Return the open cases with nothing restricted: of those anybody may know who holds them."""
    return [case for case in cases if case.is_open and not case.is_restricted]


def concerned(cases: Iterable[Case]) -> list[Shown]:
    """Return who is involved with a child and whom to ring, and nothing of what it is about."""
    seen: dict[tuple[int, int | None], Shown] = {}
    for case in cases:
        person = case.officer or case.team.watched_by
        role = "" if case.officer else " watches the team’s inbox"
        lines = [f"{person}{role}", person.telephone or "No telephone number recorded"]
        seen.setdefault((case.team_id, case.officer_id), {"key": str(case.team), "lines": lines})
    return list(seen.values())


def held_by(cases: Iterable[Case]) -> str:
    """Say on one line who holds the open cases of a child."""
    holders = dict.fromkeys(str(case.officer or case.team) for case in cases)
    return f"Open cases held by {' and '.join(holders)}" if holders else "No open case"


def enquiry_rows(enquiries: Iterable[Enquiry], *, on: date) -> list[list[Any]]:
    return [
        [
            {"text": each.reference, "href": each.get_absolute_url(), "note": each.get_topic_display()},
            f"{say_short(each.respond_by)}{', late' if each.is_late(on) else ''}",
            str(each.owner),
        ]
        for each in enquiries
    ]


def upn_holder(child: Child) -> Shown:
    """Return another child who has the UPN just typed."""
    return {
        "name": child.full_name,
        "born": say_date(child.date_of_birth),
        "href": child.get_absolute_url(),
        "public_id": str(child.public_id),
    }
