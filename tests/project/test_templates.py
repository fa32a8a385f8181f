"""Every template compiles, and something shows it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

TEMPLATES = settings.BASE_DIR / "templates"
ROOMS = ("casework", "exclusions", "home_education", "panels", "safeguarding")
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
# Shown by the sign-in library, by their names.
OF_THE_SIGN_IN_LIBRARY = ("account/", "mfa/", "socialaccount/")
# Asked for by the project's error pages, under computed names or by Django itself.
ERRORS = {"400.html", "403.html", "404.html", "500.html", "503.html", "403_csrf.html"}


def everything_written():
    code = (path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py"))
    return "\n".join(path.read_text() for path in [*code, *TEMPLATES.rglob("*.html")])


@pytest.mark.parametrize("name", NAMES)
def test_the_template_compiles(name):
    engines["jinja2"].get_template(name)


def test_every_template_is_shown_by_something():
    written = everything_written()

    unused = [
        name
        for name in NAMES
        if f'"{name}"' not in written and name not in ERRORS and not name.startswith(OF_THE_SIGN_IN_LIBRARY)
    ]

    assert unused == []


@pytest.mark.parametrize("name", NAMES)
def test_the_template_carries_no_script_or_style_of_its_own(name):
    text = (Path(TEMPLATES) / name).read_text()

    assert " style=" not in text
    assert " onclick" not in text
    assert "| safe" not in text or name == "components/tables.html"
