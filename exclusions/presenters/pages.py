"""What the pages for logging and recording say around their forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.forms import Field, Form
from django.utils.html import format_html

from casework.access.models import Team, User
from casework.cases.models import Case
from casework.people.models import Child
from casework.people.rules import age_on
from casework.ui.words import plural, say_date, say_day, say_time
from exclusions.choices import StartPoint
from exclusions.details import AsReported

EMPTY = "empty"


@dataclass(frozen=True)
class ChangedField:
    """A field that somebody else saved while this person typed something different."""

    label: str
    saved: str
    typed: str


def child_rows(child: Child, *, on: date) -> list[dict[str, Any]]:
    """Return who the child is, as far as everybody here may see."""
    born = f"{say_date(child.date_of_birth)}, {plural(age_on(child.date_of_birth, on), 'year')} old"
    rows = [{"key": "Name", "value": child.full_name}, {"key": "Date of birth", "value": born}]
    if child.known_as:
        rows.insert(1, {"key": "Preferred name", "value": child.known_as})
    if child.upn:
        rows.append({"key": "UPN", "value": child.upn})
    return rows


def changed_fields(form: Form, saved: Mapping[str, Any]) -> list[ChangedField]:
    """Return where what is saved now differs from what was typed, in words, for a form that was valid."""
    pairs = [
        (str(bound.label), said(bound.field, saved.get(bound.name)), said(bound.field, typed))
        for bound in form.visible_fields()
        for typed in [form.cleaned_data.get(bound.name)]
    ]
    return [ChangedField(*pair) for pair in pairs if pair[1] != pair[2]]


def said(field: Field, value: Any) -> str:
    """Return an answer as a person would say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "" or value == []:
        return EMPTY
    if isinstance(value, date):
        return say_day(value)
    if isinstance(value, time):
        return say_time(value)
    choices = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    if isinstance(value, (list, tuple)):
        return ", ".join(sorted(choices.get(str(each), str(each)) for each in value))
    return choices.get(str(value), str(value))


def recorded_banner(case: Case, text: str, moved: Sequence[object]) -> str:
    """Return what the case page says after something was recorded: how many deadlines moved, and where."""
    if not moved:
        return f"{text}. No deadline moved."
    return format_html(
        '{}. {} changed: <a class="govuk-notification-banner__link" href="{}#chronology">'
        "see the chronology</a>",
        text,
        plural(len(moved), "deadline"),
        case.get_absolute_url(),
    )


def preview_rows(details: AsReported, *, officer: User, team: Team) -> list[dict[str, Any]]:
    """Return what was typed that the clocks turn on, and who will hold the case."""
    point = StartPoint(details.start_point).label
    return [
        {"key": "School", "value": details.school.name},
        {"key": "Decided", "value": f"{say_day(details.decision_on)}, by {details.decided_by}"},
        {"key": "First day out", "value": f"{say_day(details.start_on)}. {point}"},
        {"key": "Held by", "value": f"{officer}, {team}"},
    ]


def same_exclusions(cases: Sequence[Case], visible: frozenset[int]) -> list[dict[str, Any]]:
    """Return open exclusions that may be the one being logged, each a link where it may be read."""
    return [
        {
            "reference": case.reference,
            "held_by": str(case.officer or case.team),
            "href": case.get_absolute_url() if case.pk in visible else "",
        }
        for case in cases
    ]
