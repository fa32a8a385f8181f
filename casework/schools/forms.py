"""What is typed on the pages about schools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.access.models import User
from casework.ui import fields
from casework.ui.forms import FilterForm, Form


class SearchForm(FilterForm):
    q = fields.TextField(
        label="Name, town, postcode, URN or DfE number",
        required=False,
        max_length=200,
        width="two-thirds",
        autocomplete="off",
    )


class LinkOfficerForm(Form):
    def __init__(self, *args: Any, officers: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.officers = {str(officer.pk): officer for officer in officers}
        self.fields["officer"] = fields.SelectField(
            label="Who is the school’s link officer?",
            hint="The school’s suspensions, and its cases that nobody has been given, come to this person",
            choices=[(pk, officer.name) for pk, officer in self.officers.items()],
            required=False,
            empty_label="Nobody",
        )

    @property
    def chosen(self) -> User | None:
        return self.officers.get(self.cleaned_data["officer"] or "")
