"""What the access log is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.access.choices import LookAction
from casework.access.models import User
from casework.desk.queries.access_log import Narrowed
from casework.ui import fields
from casework.ui.forms import FilterForm


class OwnLogForm(FilterForm):
    action = fields.SelectField(
        label="What was done", required=False, empty_label="Anything", choices=LookAction.choices
    )
    from_day = fields.DateField(label="From", called="first day", required=False)
    to_day = fields.DateField(label="To", called="last day", required=False)

    @property
    def narrowed(self) -> Narrowed:
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        person = given.get("person")
        return Narrowed(
            person=int(person) if person else None,
            action=given.get("action") or "",
            from_day=given.get("from_day"),
            to_day=given.get("to_day"),
        )


class LogForm(OwnLogForm):
    person = fields.SelectField(label="Who", required=False, empty_label="Anybody", choices=[])

    field_order = ["person", "action", "from_day", "to_day"]

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        person: Any = self.fields["person"]
        person.choices = [(str(user.pk), user.name) for user in people]
