"""A thing found by typing part of its name, with JavaScript or without."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from casework.ui.fields.wording import AN_ANSWER, Worded

LONGEST = 200
Candidates = Sequence[tuple[Any, str]]


class Answer(NamedTuple):
    """What was chosen, what was typed, and the text the choice was made for."""

    chosen: str = ""
    text: str = ""
    chosen_for: str | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether the choice still belongs to the text beside it: typing something else undoes it."""
        return bool(self.chosen) and self.chosen_for in (None, self.text)


class TypeaheadInput(forms.Widget):
    """Reads the parts of the answer from a submitted form. Drawing them is the field template's work."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Answer:
        chosen_for = data.get(f"{name}_for")
        return Answer(
            chosen=_line(data.get(name)),
            text=_line(data.get(f"{name}_text")),
            chosen_for=None if chosen_for is None else _line(chosen_for),
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data


class TypeaheadField(Worded, forms.Field):
    macro = "typeahead"
    widget = TypeaheadInput

    def __init__(
        self,
        *,
        suggest_url_name: str = "",
        resolve: Callable[[str], Candidates] | None = None,
        load: Callable[[str], Any] | None = None,
        value_of: Callable[[Any], Any] = lambda found: found.pk,
        label_of: Callable[[Any], str] = str,
        nothing_found_message: str = "",
        several_message: str = "",
        **options: Any,
    ) -> None:
        self.suggest_url_name = suggest_url_name
        self.resolve = resolve
        self.load = load
        self.value_of = value_of
        self.label_of = label_of
        self.nothing_found_message = nothing_found_message
        self.several_message = several_message
        super().__init__(**options)

    def wording(self) -> dict[str, str]:
        thing = "match" if self.called == AN_ANSWER else self.called
        return {
            "nothing_found": self.nothing_found_message
            or "Nothing matches “%(text)s”. Check the spelling or type less of it",
            "several": (self.several_message or f"Select the {thing} from the list").replace("%", "%%"),
            "too_long": f"{self.subject} must be {LONGEST} characters or fewer",
        }

    def prepare_value(self, value: Any) -> Answer:
        if isinstance(value, Answer):
            return value
        if value in self.empty_values:
            return Answer()
        label = self.label_of(value)
        return Answer(chosen=str(self.value_of(value)), text=label, chosen_for=label)

    def clean(self, value: Any) -> Any:
        answer = self.prepare_value(value)
        if len(answer.text) > LONGEST or len(answer.chosen) > LONGEST:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        if "\x00" in answer.text + answer.chosen:
            raise ValidationError(self.retype(), code="null_characters_not_allowed")
        if answer.is_chosen and (found := self._load(answer.chosen)) is not None:
            return found
        if answer.text:
            return self._find(answer.text)
        if self.required or answer.is_chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        return (before.chosen, before.text) != (data.chosen, data.text)

    def _find(self, text: str) -> Any:
        candidates = list(self.resolve(text)) if self.resolve else []
        if len(candidates) == 1 and (found := self._load(str(candidates[0][0]))) is not None:
            return found
        if len(candidates) > 1:
            raise ValidationError(
                self.error_messages["several"], code="several", params={"candidates": candidates}
            )
        raise ValidationError(
            self.error_messages["nothing_found"], code="nothing_found", params={"text": text}
        )

    def _load(self, chosen: str) -> Any:
        return self.load(chosen) if self.load else None


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())
