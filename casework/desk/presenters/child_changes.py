"""What was typed beside what is saved: for the chronology, and for the second of two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField

from casework.ui import fields
from casework.ui.fields.dates import Typed
from casework.ui.fields.typeahead import Answer
from casework.ui.forms import Form
from casework.ui.words import say_date

NOTHING = "nothing"


@dataclass(frozen=True)
class Difference:
    """One answer that is not the same in two forms, in words."""

    label: str
    saved: str
    typed: str


def differing(saved: Form, typed: Form) -> list[Difference]:
    """Return the answers in which what was typed is not what is saved.

    A question about the change itself is left out: nothing of it is saved.
    """
    found = []
    for bound in typed.visible_fields():
        if bound.name in getattr(typed, "about_the_change", ()):
            continue
        before, now = said(saved[bound.name]), said(bound)
        if before != now:
            found.append(Difference(str(bound.label), before or NOTHING, now or NOTHING))
    return found


def in_lines(differences: list[Difference]) -> list[str]:
    return [f"{each.label.removesuffix('?')}: {each.typed} (was {each.saved})" for each in differences]


def said(bound: BoundField) -> str:
    """Say what a field holds as somebody reading the form would."""
    value, field = bound.value(), bound.field
    if isinstance(value, Typed):
        return _day(field, value)
    if isinstance(value, Answer):
        return value.text
    if isinstance(field, fields.BooleanField):
        return "yes" if value else "no"
    if choices := getattr(field, "choices", None):
        return str(dict(choices).get(value, "") if value else "")
    return "" if value is None else _one_end_of_line(str(value))


def _day(field: Any, value: Typed) -> str:
    try:
        return say_date(field.to_python(value))
    except ValidationError:
        return " ".join(part for part in value if part)


def _one_end_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
