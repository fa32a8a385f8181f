"""Whole numbers and amounts."""

from decimal import Decimal
from typing import Any

from django import forms

from casework.ui.fields.text import width_class
from casework.ui.fields.wording import Worded

# What every database keeps in an ordinary whole number.
LARGEST = 2_147_483_647


class Numeric(Worded):
    autocomplete = ""
    spellcheck = False
    inputmode = "numeric"
    not_a_number = "a number"

    def __init__(self, *, width: int | str = 5, prefix: str = "", suffix: str = "", **options: Any) -> None:
        self.width_class = width_class(width)
        self.prefix = prefix
        self.suffix = suffix
        super().__init__(widget=forms.TextInput, **options)

    def wording(self) -> dict[str, str]:
        return {
            "invalid": f"{self.subject} must be {self.not_a_number}",
            "min_value": f"{self.subject} must be %(limit_value)s or more",
            "max_value": f"{self.subject} must be %(limit_value)s or less",
            "max_digits": f"{self.subject} must have %(max)s figures or fewer",
            "max_decimal_places": f"{self.subject} must have %(max)s decimal places or fewer",
            "max_whole_digits": f"{self.subject} must have %(max)s figures or fewer before the decimal point",
        }

    def to_python(self, value: Any) -> Any:
        return super().to_python(without_thousands(value))


class IntegerField(Numeric, forms.IntegerField):
    not_a_number = "a whole number"

    def __init__(self, *, min_value: int = -LARGEST, max_value: int = LARGEST, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)


class DecimalField(Numeric, forms.DecimalField):
    inputmode = "decimal"

    def __init__(
        self,
        *,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        max_digits: int = 12,
        decimal_places: int = 2,
        **options: Any,
    ) -> None:
        super().__init__(
            min_value=min_value,
            max_value=max_value,
            max_digits=max_digits,
            decimal_places=decimal_places,
            **options,
        )


def without_thousands(value: Any) -> Any:
    """Leave out the commas of "1,250", and refuse what only a computer takes for a number ("1_0", "1e3")."""
    if not isinstance(value, str):
        return value
    figures = value.strip().replace(",", "")
    return figures if not figures or set(figures) <= set("+-.0123456789") else "not a number"
