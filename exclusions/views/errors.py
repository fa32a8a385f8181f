"""What the services refuse, told where the person typed it."""

from collections.abc import Mapping

from django.forms import Form


def show_errors(form: Form, errors: Mapping[str, str]) -> None:
    """Put each error at its field; one about a field that this page does not ask stands above the form."""
    for name, message in errors.items():
        form.add_error(name if name in form.fields else None, message)
