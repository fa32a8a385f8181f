"""Long forms in sections, each with a heading of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.forms import BoundField

from casework.ui import fields
from casework.ui.forms import Form, top_fields


@dataclass(frozen=True)
class Section:
    """Fields that belong together, in the order they are asked."""

    title: str
    names: tuple[str, ...]
    intro: str = ""


@dataclass(frozen=True)
class ShownSection:
    title: str
    intro: str
    fields: list[BoundField]


class SectionedForm(Form):
    sections: ClassVar[tuple[Section, ...]] = ()

    @property
    def shown_sections(self) -> list[ShownSection]:
        """Return the sections with their fields; those an answer reveals are drawn inside that answer."""
        top = {bound.name: bound for bound in top_fields(self)}
        if not self.sections:
            return [ShownSection("", "", list(top.values()))]
        return [
            ShownSection(section.title, section.intro, [top[name] for name in section.names if name in top])
            for section in self.sections
        ]


class OnceForm(SectionedForm):
    """A form that is handled once, however often it arrives."""

    token = fields.HiddenField(
        coerce=UUID, required=True, required_message="This page was not complete. Open it again"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("token", uuid4())


def choose_from(field: Any, choices: list[tuple[Any, str]]) -> None:
    """Give a select, radios or checkboxes what can be chosen."""
    field.choices = choices
