"""What every field can say about itself."""

from typing import Any

from django import forms

from casework.ui.words import sentence_case

AN_ANSWER = "answer"


class Worded(forms.Field):
    """The wording every field here takes: label, hint, the name it has in errors, and how large its label is.

    Fields inherit from this first and from a Django field second.
    """

    verb = "Enter"
    macro = "text"

    def __init__(
        self,
        *,
        label: str = "",
        hint: str = "",
        called: str = "",
        required: bool = True,
        required_message: str = "",
        label_size: str = "",
        is_page_heading: bool = False,
        **options: Any,
    ) -> None:
        self.called = called or called_after(label)
        self.required_message = required_message
        self.label_size = label_size
        self.is_page_heading = is_page_heading
        super().__init__(label=label, help_text=hint, required=required, **options)
        self.error_messages |= {"required": self.ask_for_it(), "null_characters_not_allowed": self.retype()}
        self.error_messages |= self.wording()

    @property
    def hint(self) -> str:
        return str(self.help_text)

    @property
    def subject(self) -> str:
        """The name of the field at the start of a sentence."""
        return sentence_case(self.called)

    def ask_for_it(self) -> str:
        if self.required_message:
            return self.required_message
        return f"{self.verb} an answer" if self.called == AN_ANSWER else f"{self.verb} the {self.called}"

    def retype(self) -> str:
        return f"{self.subject} has a hidden character in it that cannot be kept. Type it again"

    def wording(self) -> dict[str, str]:
        """Return this kind of field's messages, by the code of what is wrong."""
        return {}


def called_after(label: str) -> str:
    """Name a field in the middle of a sentence: "Date of birth" is the "date of birth", "UPN" is "UPN"."""
    if not label or label.endswith("?"):
        return AN_ANSWER
    first_word = label.split()[0]
    return label[0].lower() + label[1:] if first_word[1:].islower() or len(first_word) == 1 else label
