"""One child, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from casework.cases.kinds import kind_of
from casework.cases.models import Case
from casework.cases.presenters import (
    DeadlineRow,
    deadline_row,
    status_tag,
)
from casework.desk.queries.child import ChildFile
from casework.schools.rules import SchoolCalendar
from casework.ui.words import say_date

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


def deadlines_across(file: ChildFile, *, on: date) -> list[DeadlineRow]:
    """Return what is open on every case of a child that the viewer may see, with the case each belongs to."""
    rows = []
    for deadline in file.deadlines:
        calendar = file.calendars.get(deadline.case.school_id or 0, SchoolCalendar(()))
        row = deadline_row(deadline, on=on, calendar=calendar)
        notes = [deadline.case.reference, *([row.note] if row.note else [])]
        rows.append(replace(row, note=", ".join(notes)))
    return rows
