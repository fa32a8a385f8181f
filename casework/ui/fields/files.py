"""A file somebody chooses on their machine."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from casework.ui.fields.wording import Worded


class FileField(Worded, forms.FileField):
    """`max_bytes` is asked of the upload before anything of it is read."""

    verb = "Select"
    macro = "file"

    def __init__(self, *, max_bytes: int = 0, **options: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(**options)

    def wording(self) -> dict[str, str]:
        return {
            "empty": f"The {self.called} is empty",
            "invalid": self.ask_for_it(),
            "missing": self.ask_for_it(),
        }

    def clean(self, data: "UploadedFile[Any] | None", initial: Any = None) -> Any:
        if data is not None and self.max_bytes and (data.size or 0) > self.max_bytes:
            raise forms.ValidationError(
                f"The {self.called} is larger than {self.max_bytes / 1_000_000:g} MB", code="too_large"
            )
        return super().clean(data, initial)
