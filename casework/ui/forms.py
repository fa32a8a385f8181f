"""The form every page's form is made from, and the renderer of the project's forms."""

from collections.abc import Iterator
from typing import Any, TypedDict

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.renderers import DjangoTemplates
from django.template import loader

from casework.ui.presenters import id_to_mend


class SummaryItem(TypedDict, total=False):
    text: str
    href: str


class Form(forms.Form):
    use_required_attribute = False
    # Whether a label says "(optional)" where an answer may be left out.
    marks_optional = True

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    @property
    def error_summary(self) -> list[SummaryItem]:
        return error_summary_items(self)

    def _clean_form(self) -> None:
        """Leave out the questions that no answer asks, before the form's own `clean` looks at them."""
        for name in names_not_asked(self):
            self.errors.pop(name, None)
            field = self.fields[name]
            self.cleaned_data[name] = getattr(field, "empty_value", None)
            if isinstance(field, forms.BooleanField):
                self.cleaned_data[name] = False
        super()._clean_form()  # type: ignore[misc]  # Django's own step, unknown to its type stubs


class FilterForm(Form):
    """What a list is narrowed by: nothing in it has to be answered."""

    marks_optional = False


class GovukRenderer(DjangoTemplates):
    """Draws whole fields and forms with the project's templates, and bare widgets with Django's."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("ui/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


def error_summary_items(form: BaseForm) -> list[SummaryItem]:
    """List what is wrong, with the form as a whole and then field by field, each leading to its input."""
    items: list[SummaryItem] = [{"text": str(message)} for message in form.non_field_errors()]
    for bound in form:
        for message in bound.errors:
            item: SummaryItem = {"text": str(message)}
            if not bound.is_hidden:
                item["href"] = f"#{id_to_mend(bound)}"
            items.append(item)
    return items


def top_fields(form: BaseForm) -> list[BoundField]:
    """Return the visible fields in order, without those drawn inside the answer they depend on."""
    revealed = {name for field in form.fields.values() for names in reveals(field).values() for name in names}
    return [bound for bound in form.visible_fields() if bound.name not in revealed]


def names_not_asked(form: BaseForm) -> set[str]:
    """Return the fields that no answer reveals, and those that only such fields reveal."""
    asked: set[str] = {bound.name for bound in [*top_fields(form), *form.hidden_fields()]}
    waiting = list(asked)
    while waiting:
        revealed = _revealed_by_answer(form, waiting.pop()) - asked
        asked |= revealed
        waiting.extend(revealed)
    return set(form.fields) - asked


def reveals(field: forms.Field) -> dict[str, list[str]]:
    return getattr(field, "reveals", {})


def _revealed_by_answer(form: BaseForm, name: str) -> set[str]:
    bound = form[name]
    return {
        revealed
        for answer, names in reveals(bound.field).items()
        if answer in set(_answers(bound))
        for revealed in names
    }


def _answers(bound: BoundField) -> Iterator[str]:
    given = bound.value()
    if isinstance(given, bool):
        yield "on" if given else ""
    elif isinstance(given, (list, tuple)):
        yield from (str(answer) for answer in given)
    else:
        yield str(given)
