"""The template environment of every page."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, Template, Undefined
from markupsafe import Markup, escape

from casework.ui import calendars, forms, presenters, sign_on, words

GOVUK = "govuk_frontend_jinja"


class PageEnvironment(Environment):
    """Strict for our templates, lenient for the GOV.UK macros, which count on missing values being empty."""

    lenient: Environment

    def _load_template(self, name: str, globals: Any) -> Template:
        if name.startswith(GOVUK + "/"):
            return self.lenient.get_template(name)
        return super()._load_template(name, globals)


def environment(**options: Any) -> PageEnvironment:
    ours = options.pop("loader")
    options["undefined"] = StrictUndefined
    page_environment = PageEnvironment(loader=ours, trim_blocks=True, lstrip_blocks=True, **options)
    page_environment.lenient = Environment(
        loader=PrefixLoader({GOVUK: PackageLoader(GOVUK)}),
        undefined=Undefined,
        autoescape=True,
        auto_reload=False,
    )
    page_environment.globals.update(
        static=static,
        url=url,
        get_messages=get_messages,
        plural=words.plural,
        days_in_order=calendars.days_in_order,
        calendar_legend=calendars.LEGEND,
        error_summary_items=forms.error_summary_items,
        top_fields=forms.top_fields,
        field_parts=presenters.field_parts,
        council_sign_ons=sign_on.council_sign_ons,
    )
    page_environment.filters.update(
        say_date=words.say_date,
        say_day=words.say_day,
        say_short=words.say_short,
        say_time=words.say_time,
        say_moment=words.say_moment,
        sentence_case=words.sentence_case,
        keep_lines=keep_lines,
    )
    return page_environment


def url(name: str, *args: object, query: Mapping[str, Any] | None = None, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None, query=query)


def keep_lines(text: str) -> Markup:
    """Write line ends as character references, which the macros' re-indenting leaves alone.

    Browsers send two characters for a line end and read each of them as one of its own.
    """
    one_each = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return Markup(escape(one_each).replace("\n", Markup("&#10;")))
