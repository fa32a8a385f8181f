"""What the whole tree promises, read from its syntax trees and its models."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOMS = ("casework", "exclusions", "home_education", "panels", "safeguarding")
APPS = {
    *("access", "schools", "people", "deadlines", "cases", "duty", "supervision", "intake", "desk"),
    *ROOMS,
}
# What nobody's story is in, or what is only ever added to.
WITHOUT_HISTORY = {
    "access.HandledForm": "a token",
    "access.AccessLogEntry": "is a record itself: entries are added and never changed",
    "cases.ChronologyEntry": "is a history itself: entries are added and never changed",
    "cases.ReferenceCounter": "a number",
    "exclusions.ReasonCode": "a code list",
    "intake.IntakeRow": "a row of a file on its way in",
    "people.ChildWord": "what the search looks in",
    "people.Search": "is a record itself: searches are added and never changed",
    "people.Word": "what the search looks in",
    "schools.LocalAuthority": "a code list",
    "schools.SchoolLink": "as the register has it",
}
# Read by pages without asking who looks: nobody's story is in them.
OPEN_TO_ALL = {"LocalAuthority", "ReasonCode"}
# Celery keeps such a date in the message, which may be lost or delivered again and again.
DATES_IN_MESSAGES = {"eta", "countdown"}


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (settings.BASE_DIR / room).rglob("*.py")


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sources():
        yield str(path.relative_to(settings.BASE_DIR)), ast.parse(path.read_text())


def is_a_view(path: str) -> bool:
    return "/views/" in path or Path(path).name == "views.py" or path.endswith("_views.py")


def reads_without_a_viewer(tree: ast.AST) -> Iterator[int]:
    """The lines that reach for all rows of a model: `Model.objects` without `.visible_to(` right after it."""
    begun = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_default_manager", "_base_manager")
            and id(node) not in begun
            and not (isinstance(node.value, ast.Name) and node.value.id in OPEN_TO_ALL)
        ):
            yield node.lineno


def test_views_read_nothing_without_the_viewer():
    found = [
        f"{path}:{line}" for path, tree in trees() if is_a_view(path) for line in reads_without_a_viewer(tree)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("Case.objects.visible_to(user).filter(pk=1)", False),
        ("Case.objects.filter(pk=1)", True),
        ("Case.objects.filter(pk=1).visible_to(user)", True),
        ("get_object_or_404(Case.objects.all(), pk=1)", True),
    ],
)
def test_the_reading_of_views_finds_what_it_looks_for(line, is_found):
    assert bool(list(reads_without_a_viewer(ast.parse(line)))) is is_found


def test_no_message_of_the_queue_carries_a_date():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in DATES_IN_MESSAGES
    ]

    assert found == []


def test_today_is_read_at_the_doors_alone():
    """Rules, models' defaults and services take the day they are told; pages, tasks and commands read it."""
    doors = ("views", "tasks", "commands", "forms")
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if not any(door in path for door in doors)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and not node.args
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("localdate", "today", "utcnow")
    ]

    # A person's standing is that of the request, which is today's.
    assert [each for each in found if not each.startswith("casework/access/models.py")] == []


def test_every_model_keeps_a_history_or_says_why_not():
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    without = {
        model._meta.label
        for model in ours
        if not hasattr(model, "history") and not model.__name__.startswith("Historical")
    }

    assert without == set(WITHOUT_HISTORY)


def test_no_history_keeps_a_password():
    user = apps.get_model("access", "HistoricalUser")

    assert "password" not in {field.name for field in user._meta.get_fields()}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("word", ["utils.py", "helpers.py"])
def test_no_module_is_a_drawer_for_anything(word):
    assert [path for path in sources() if path.name == word] == []
