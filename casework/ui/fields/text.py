"""Words: one line, several lines, an e-mail address, a password."""

from typing import Any

from django import forms

from casework.ui.fields.wording import Worded

# Long enough for anything said on one line, short enough for any column that keeps it.
ONE_LINE = 200
SEVERAL_LINES = 10_000
EMAIL_ADDRESS = 254

WIDTHS: dict[int | str, str] = {
    **{number: f"govuk-input--width-{number}" for number in (2, 3, 4, 5, 10, 20)},
    **{name: f"govuk-!-width-{name}" for name in ("full", "three-quarters", "two-thirds", "one-half")},
    **{name: f"govuk-!-width-{name}" for name in ("one-third", "one-quarter")},
}


class TextField(Worded, forms.CharField):
    def __init__(
        self,
        *,
        max_length: int = ONE_LINE,
        width: int | str = "",
        prefix: str = "",
        suffix: str = "",
        autocomplete: str = "",
        inputmode: str = "",
        spellcheck: bool | None = None,
        **options: Any,
    ) -> None:
        self.width_class = width_class(width)
        self.prefix = prefix
        self.suffix = suffix
        self.autocomplete = autocomplete
        self.inputmode = inputmode
        self.spellcheck = spellcheck
        super().__init__(max_length=max_length, **options)

    def wording(self) -> dict[str, str]:
        return lengths_in_words(self.subject)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").splitlines())


class TextareaField(Worded, forms.CharField):
    macro = "textarea"
    widget = forms.Textarea

    def __init__(
        self,
        *,
        max_length: int = SEVERAL_LINES,
        rows: int = 5,
        count_characters: bool = False,
        **options: Any,
    ) -> None:
        self.rows = rows
        self.count_characters = count_characters
        super().__init__(max_length=max_length, **options)

    def wording(self) -> dict[str, str]:
        return lengths_in_words(self.subject)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class EmailField(Worded, forms.EmailField):
    prefix = suffix = inputmode = ""
    spellcheck = False

    def __init__(self, *, width: int | str = "", autocomplete: str = "", **options: Any) -> None:
        self.width_class = width_class(width)
        self.autocomplete = autocomplete
        super().__init__(max_length=EMAIL_ADDRESS, **options)

    def wording(self) -> dict[str, str]:
        return {
            **lengths_in_words(self.subject),
            "invalid": "Enter an email address in the correct format, like name@example.com",
        }


class PasswordField(Worded, forms.CharField):
    macro = "password"
    widget = forms.PasswordInput

    def __init__(
        self,
        *,
        max_length: int = 128,
        width: int | str = "",
        autocomplete: str = "current-password",
        **options: Any,
    ) -> None:
        self.width_class = width_class(width)
        self.autocomplete = autocomplete
        super().__init__(max_length=max_length, strip=False, **options)

    def wording(self) -> dict[str, str]:
        return lengths_in_words(self.subject)


def width_class(width: int | str) -> str:
    return WIDTHS[width] if width else ""


def lengths_in_words(subject: str) -> dict[str, str]:
    return {
        "max_length": f"{subject} must be %(limit_value)d characters or fewer",
        "min_length": f"{subject} must be %(limit_value)d characters or more",
    }
