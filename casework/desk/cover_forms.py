"""What is typed about cover for somebody's absence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.access.forms import OnceForm
from casework.access.models import User
from casework.ui import fields


class ArrangeCoverForm(OnceForm):
    officer = fields.SelectField(
        label="Who is away?", required_message="Select who is away", empty_label="Select a person", choices=[]
    )
    covered_by = fields.SelectField(
        label="Who stands in?",
        required_message="Select who stands in",
        hint="Somebody who carries cases in the same team",
        empty_label="Select a person",
        choices=[],
    )
    starts_on = fields.DateField(label="First day", called="first day")
    ends_on = fields.DateField(label="Last day", called="last day", hint="It ends by itself after this day")
    reason = fields.TextField(
        label="Why?",
        called="reason",
        required=False,
        max_length=200,
        hint="For example, leave. Colleagues can read this: leave out anything about health",
    )

    def __init__(
        self,
        *args: Any,
        officers: Iterable[User],
        stand_ins: Iterable[User],
        viewer: User,
        on: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.officers = {str(user.pk): user for user in officers}
        self.stand_ins = {str(user.pk): user for user in stand_ins}
        away: Any = self.fields["officer"]
        away.choices = [(pk, user.name) for pk, user in self.officers.items()]
        away.initial = str(viewer.pk) if str(viewer.pk) in self.officers else None
        covers: Any = self.fields["covered_by"]
        covers.choices = [(pk, user.name) for pk, user in self.stand_ins.items()]
        starts_on: Any = self.fields["starts_on"]
        starts_on.earliest, starts_on.earliest_message = on, "The first day must be today or later"

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must be the first day or later")
        if self.cleaned_data.get("officer") and self.cleaned_data["officer"] == self.cleaned_data.get(
            "covered_by"
        ):
            self.add_error("covered_by", "Select somebody else to stand in")
        return self.cleaned_data

    @property
    def away(self) -> User:
        return self.officers[self.cleaned_data["officer"]]

    @property
    def stand_in(self) -> User:
        return self.stand_ins[self.cleaned_data["covered_by"]]


class EndCoverForm(OnceForm):
    when = fields.ChoiceField(
        label="When does the cover end?",
        choices=[("NOW", "Now"), ("LATER", "After a day")],
        hints={"NOW": "From their next click the stand-in has their own work alone"},
        reveals={"LATER": ["last_day"]},
        required_message="Select when the cover ends",
    )
    last_day = fields.DateField(label="Last day", called="last day")

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        last_day: Any = self.fields["last_day"]
        last_day.earliest, last_day.earliest_message = on, "The last day must be today or later"
