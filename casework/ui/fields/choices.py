"""Answers picked from a list, some of which ask a further question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from casework.ui.fields.text import width_class
from casework.ui.fields.wording import Worded


class Chosen(Worded):
    verb = "Select"

    def wording(self) -> dict[str, str]:
        return {"invalid_choice": self.ask_for_it()}


class Revealing(Chosen):
    """Radios and checkboxes: items may have hints, a divider, and fields asked only with that answer."""

    def __init__(
        self,
        *,
        hints: Mapping[Any, str] | None = None,
        divider_before: Mapping[Any, str] | None = None,
        reveals: Mapping[Any, Sequence[str]] | None = None,
        inline: bool = False,
        small: bool = False,
        **options: Any,
    ) -> None:
        self.hints = _by_text(hints or {})
        self.divider_before = _by_text(divider_before or {})
        self.reveals: dict[str, list[str]] = {
            key: list(names) for key, names in _by_text(reveals or {}).items()
        }
        self.inline = inline
        self.small = small
        super().__init__(**options)


class ChoiceField(Revealing, forms.TypedChoiceField):
    macro = "radios"
    widget = forms.RadioSelect

    def __init__(self, *, coerce: Callable[[Any], Any] = str, **options: Any) -> None:
        super().__init__(coerce=coerce, empty_value=None, **options)


class YesNoField(ChoiceField):
    def __init__(self, *, inline: bool = True, **options: Any) -> None:
        options["choices"] = [("yes", "Yes"), ("no", "No")]
        super().__init__(coerce=lambda answer: answer == "yes", inline=inline, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def ask_for_it(self) -> str:
        return self.required_message or "Select yes or no"


class SelectField(Chosen, forms.TypedChoiceField):
    macro = "select"
    widget = forms.Select

    def __init__(
        self,
        *,
        coerce: Callable[[Any], Any] = str,
        empty_label: str = "",
        width: int | str = "",
        **options: Any,
    ) -> None:
        self.empty_label = empty_label
        self.width_class = width_class(width)
        super().__init__(coerce=coerce, empty_value=None, **options)


class MultipleChoiceField(Revealing, forms.TypedMultipleChoiceField):
    macro = "checkboxes"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, coerce: Callable[[Any], Any] = str, **options: Any) -> None:
        super().__init__(coerce=coerce, **options)

    def wording(self) -> dict[str, str]:
        return {**super().wording(), "invalid_list": self.ask_for_it()}


class BooleanField(Worded, forms.BooleanField):
    verb = "Confirm"
    macro = "checkbox"

    def __init__(
        self, *, required: bool = False, reveals: Sequence[str] = (), small: bool = False, **options: Any
    ) -> None:
        self.reveals: dict[str, list[str]] = {"on": list(reveals)} if reveals else {}
        self.small = small
        super().__init__(required=required, **options)


class HiddenField(Worded, forms.CharField):
    widget = forms.HiddenInput

    def __init__(
        self,
        *,
        coerce: Callable[[Any], Any] = str,
        required: bool = False,
        max_length: int = 500,
        **options: Any,
    ) -> None:
        self.coerce = coerce
        super().__init__(required=required, max_length=max_length, empty_value=None, **options)

    def wording(self) -> dict[str, str]:
        return {"invalid": "Something in this page was not understood. Open the page again"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text is None:
            return None
        try:
            return self.coerce(text)
        except (TypeError, ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def _by_text(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in mapping.items()}
