"""What is typed into the deadline calculator and into the rule settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.access.models import User
from casework.deadlines.registry import Calculator
from casework.deadlines.rule_settings import LONGEST_LENGTH, SettingSpec, SettingValue
from casework.schools.fields import SchoolField
from casework.ui import fields
from casework.ui.forms import Form

LONGEST_REASON = 300


class WhatHappenedForm(Form):
    what = fields.ChoiceField(
        label="What happened?", choices=[], label_size="m", required_message="Select what happened"
    )

    def __init__(self, *args: Any, calculators: dict[str, Calculator[Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        what: Any = self.fields["what"]
        what.choices = [(code, each.label) for code, each in calculators.items()]
        what.hints = {code: each.hint for code, each in calculators.items() if each.hint}


class CalculatorForm(Form):
    """What every question of the calculator asks: on which calendar to count. It asks for nobody's name."""

    school = SchoolField(
        label="Which school?",
        called="school",
        hint="Its own calendar is counted on. Leave empty to use the county’s term dates",
        required=False,
    )

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        school = self.fields["school"]
        if isinstance(school, SchoolField):
            school.offer_to(viewer)


class ProposeSettingForm(Form):
    """A new value for one setting, from a day on. The kind of answer depends on the setting."""

    starts_on = fields.DateField(
        label="From which day does it hold?",
        called="day it holds from",
        hint="A case goes by the setting in force on its own date, such as the headteacher’s decision",
    )
    reason = fields.TextareaField(
        label="Why should it change?",
        called="reason",
        hint="The manager who agrees reads this, and it stays with the setting",
        max_length=LONGEST_REASON,
        count_characters=True,
        rows=3,
    )

    def __init__(self, *args: Any, spec: SettingSpec | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"] = _value_field(spec)
        self.order_fields(["value", "starts_on", "reason"])

    @property
    def value_proposed(self) -> SettingValue:
        value: SettingValue = self.cleaned_data["value"]
        return value


class DeclineSettingForm(Form):
    reason = fields.TextareaField(
        label="Why should it stay as it is?", called="reason", max_length=100, count_characters=True, rows=2
    )


def _value_field(spec: SettingSpec | None) -> Any:
    """Return the question for one setting; without a spec it is the length of a rule."""
    if spec is None:
        return fields.IntegerField(label="New length", min_value=0, max_value=LONGEST_LENGTH)
    if spec.choices:
        return fields.ChoiceField(
            label="New value", choices=spec.choices, required_message="Select the new value"
        )
    if spec.value_type is date:
        return fields.DateField(
            label="New date", hint="Leave empty where there is no date yet", required=False
        )
    if spec.value_type is int:
        return fields.IntegerField(label="New value")
    return fields.TextField(label="New value")
