"""What the field templates draw: each field's parameters, as the design system's macros name them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, widgets
from django.urls import reverse
from django.utils.safestring import SafeData

from casework.ui.fields.dates import PARTS, Typed
from casework.ui.fields.typeahead import Answer, Candidates

Params = dict[str, Any]

# Forms that other libraries bring say by their widget how they are drawn.
MACROS_BY_WIDGET: list[tuple[type[widgets.Widget], str]] = [
    (widgets.PasswordInput, "password"),
    (widgets.Textarea, "textarea"),
    (widgets.RadioSelect, "radios"),
    (widgets.CheckboxSelectMultiple, "checkboxes"),
    (widgets.CheckboxInput, "checkbox"),
    (widgets.Select, "select"),
    (widgets.FileInput, "file"),
]
# Drawn from the field itself, or not at all: a placeholder is no label, and text cut off in silence is lost.
ATTRIBUTES_LEFT_OUT = {
    *("type", "class", "id", "name", "value", "rows", "cols", "autocomplete", "inputmode"),
    *("placeholder", "maxlength", "minlength"),
}


def field_parts(bound: BoundField) -> Params:
    """Return the macro that draws the field, and its parameters."""
    macro = macro_for(bound)
    draw = {
        "textarea": textarea,
        "password": password,
        "date": date_input,
        "radios": choices,
        "checkboxes": choices,
        "checkbox": single_checkbox,
        "select": select,
        "typeahead": typeahead,
        "file": common,
    }.get(macro, text_input)
    return {"macro": macro, "params": draw(bound)}


def macro_for(bound: BoundField) -> str:
    if macro := getattr(bound.field, "macro", ""):
        return str(macro)
    for widget, macro in MACROS_BY_WIDGET:
        if isinstance(bound.field.widget, widget):
            return macro
    return "text"


def base_id(bound: BoundField) -> str:
    return bound.auto_id or bound.html_name


def errors_of(bound: BoundField) -> list[ValidationError]:
    return bound.form.errors.as_data().get(bound.name, [])


def id_to_mend(bound: BoundField) -> str:
    """Return the id of the input an error message leads to."""
    if macro_for(bound) == "date":
        return f"{base_id(bound)}-{parts_in_error(bound)[0]}"
    if candidates(bound):
        return f"{base_id(bound)}-choice"
    return base_id(bound)


def parts_in_error(bound: BoundField) -> tuple[str, ...]:
    for error in errors_of(bound):
        if parts := (getattr(error, "params", None) or {}).get("parts"):
            return tuple(parts)
    return PARTS


def candidates(bound: BoundField) -> Candidates:
    """Return what a typed text may mean, where it may mean several things."""
    for error in errors_of(bound):
        if error.code == "several" and (params := getattr(error, "params", None)):
            found: Candidates = params["candidates"]
            return found
    return []


def common(bound: BoundField) -> Params:
    field = bound.field
    params: Params = {
        "id": base_id(bound),
        "name": bound.html_name,
        "label": label(bound),
        "disabled": field.disabled,
    }
    if bound.help_text:
        params["hint"] = _hint(str(bound.help_text))
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(message) for message in bound.errors)}
    return params


def _hint(text: str) -> Params:
    # Django's own list of what a password must have arrives as markup.
    return {"html": text} if isinstance(text, SafeData) else {"text": text}


def label(bound: BoundField) -> Params:
    return _heading(bound, "label")


def fieldset(bound: BoundField) -> Params:
    return {"legend": _heading(bound, "fieldset__legend")}


def _heading(bound: BoundField, block: str) -> Params:
    field = bound.field
    is_page_heading = getattr(field, "is_page_heading", False)
    size = getattr(field, "label_size", "") or ("l" if is_page_heading else "")
    is_marked = (
        not field.required and macro_for(bound) != "checkbox" and getattr(bound.form, "marks_optional", True)
    )
    optional = " (optional)" if is_marked else ""
    return {
        "text": f"{bound.label}{optional}",
        "classes": f"govuk-{block}--{size}" if size else "",
        "isPageHeading": is_page_heading,
    }


def text_input(bound: BoundField) -> Params:
    field = bound.field
    params = common(bound) | {
        "value": _text(bound),
        "type": getattr(field.widget, "input_type", "text"),
        "classes": getattr(field, "width_class", ""),
        "attributes": foreign_attributes(bound),
    }
    for name in ("autocomplete", "inputmode"):
        if value := getattr(field, name, "") or field.widget.attrs.get(name, ""):
            params[name] = value
    for name in ("prefix", "suffix"):
        if value := getattr(field, name, ""):
            params[name] = {"text": value}
    if (spellcheck := getattr(field, "spellcheck", None)) is not None:
        params["spellcheck"] = spellcheck
    return params


def foreign_attributes(bound: BoundField) -> Params:
    """Return what else another library's form says of its input."""
    attributes = bound.field.widget.attrs
    return {
        name: value
        for name, value in attributes.items()
        if name not in ATTRIBUTES_LEFT_OUT and value not in (None, False)
    }


def textarea(bound: BoundField) -> Params:
    field = bound.field
    is_counted = getattr(field, "count_characters", False)
    return common(bound) | {
        "value": _text(bound),
        "rows": getattr(field, "rows", 5),
        "maxlength": getattr(field, "max_length", None) if is_counted else None,
        "attributes": {},
    }


def password(bound: BoundField) -> Params:
    field = bound.field
    autocomplete = getattr(field, "autocomplete", "") or field.widget.attrs.get("autocomplete", "")
    # What was typed into a password is never sent back.
    return common(bound) | {"classes": getattr(field, "width_class", ""), "autocomplete": autocomplete}


def date_input(bound: BoundField) -> Params:
    typed = bound.value()
    values = typed if isinstance(typed, Typed) else Typed()
    wrong = parts_in_error(bound) if bound.errors else ()
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "id": f"{base_id(bound)}-{part}",
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, value in zip(PARTS, values, strict=True)
    ]
    return common(bound) | {"fieldset": fieldset(bound), "items": items}


def choices(bound: BoundField) -> Params:
    field = bound.field
    given = bound.value()
    answers = given if isinstance(given, (list, tuple)) else [] if given is None else [given]
    chosen = {str(answer) for answer in answers}
    # A question that an answer opens stands below that answer, so the answers cannot stand beside each other.
    styles = ["inline"] if getattr(field, "inline", False) and not getattr(field, "reveals", {}) else []
    styles += ["small"] if getattr(field, "small", False) else []
    return common(bound) | {
        "idPrefix": base_id(bound),
        "fieldset": fieldset(bound),
        "classes": " ".join(f"govuk-{macro_for(bound)}--{style}" for style in styles),
        "items": list(_items(bound, chosen)),
    }


def single_checkbox(bound: BoundField) -> Params:
    field = bound.field
    params = common(bound)
    item: Params = {
        "value": "on",
        "text": str(bound.label),
        "checked": bool(bound.value()),
        "disabled": field.disabled,
        "reveals": getattr(field, "reveals", {}).get("on", []),
    }
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return params | {
        "idPrefix": base_id(bound),
        "items": [item],
        "classes": "govuk-checkboxes--small" if getattr(field, "small", False) else "",
    }


def select(bound: BoundField) -> Params:
    field: Any = bound.field
    value = "" if bound.value() is None else str(bound.value())
    options = [(str(option), str(text)) for option, text in _flat(field.choices)]
    if isinstance(getattr(field, "empty_label", None), str) and ("" not in dict(options)):
        options.insert(0, ("", field.empty_label))
    items = [{"value": option, "text": text, "selected": option == value} for option, text in options]
    return common(bound) | {"items": items, "classes": getattr(field, "width_class", "")}


def typeahead(bound: BoundField) -> Params:
    field: Any = bound.field
    value = bound.value()
    answer = value if isinstance(value, Answer) else Answer()
    chosen = answer.chosen if answer.is_chosen and not bound.errors else ""
    return common(bound) | {
        "value": answer.text,
        "textName": f"{bound.html_name}_text",
        "forName": f"{bound.html_name}_for",
        "chosen": chosen,
        "chosenFor": answer.text,
        "candidates": [{"value": str(option), "text": text} for option, text in candidates(bound)],
        "suggestUrl": reverse(field.suggest_url_name) if field.suggest_url_name else "",
    }


def _items(bound: BoundField, chosen: set[str]) -> Any:
    field: Any = bound.field
    hints, dividers = getattr(field, "hints", {}), getattr(field, "divider_before", {})
    for option, text in _flat(field.choices):
        value = str(option)
        if value in dividers:
            yield {"divider": str(dividers[value])}
        item: Params = {
            "value": value,
            "text": str(text),
            "checked": value in chosen,
            "disabled": field.disabled,
            "reveals": getattr(field, "reveals", {}).get(value, []),
        }
        if value in hints:
            item["hint"] = {"text": str(hints[value])}
        yield item


def _flat(choices: Any) -> Any:
    for value, text in choices:
        if isinstance(text, (list, tuple)):
            yield from text
        elif value != "" or text:
            yield value, text


def _text(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)
