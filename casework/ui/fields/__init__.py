"""Form fields that draw their own GOV.UK markup and speak plainly about what is wrong."""

from casework.ui.fields.choices import (
    BooleanField,
    ChoiceField,
    HiddenField,
    MultipleChoiceField,
    SelectField,
    YesNoField,
)
from casework.ui.fields.dates import DateField, TimeField
from casework.ui.fields.files import FileField
from casework.ui.fields.numbers import DecimalField, IntegerField
from casework.ui.fields.text import EmailField, PasswordField, TextareaField, TextField
from casework.ui.fields.typeahead import TypeaheadField

__all__ = [
    "BooleanField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "HiddenField",
    "IntegerField",
    "MultipleChoiceField",
    "PasswordField",
    "SelectField",
    "TextField",
    "TextareaField",
    "TimeField",
    "TypeaheadField",
    "YesNoField",
]
