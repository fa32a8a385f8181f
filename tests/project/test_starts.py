"""What runs without a secret, what refuses to, and what a production start says of itself."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

# A process of its own takes a second or more to start.
pytestmark = pytest.mark.slow

NOT_GIVEN = (
    "SECRET_KEY",
    "DEMONSTRATION",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    # The journeys set it while a browser runs, perhaps in this very process.
    "DJANGO_ALLOW_ASYNC_UNSAFE",
)
SECRET = "only-for-this-test-and-long-enough-to-be-taken-for-a-real-one-0123456789"


def run(*command, var_dir, **environment):
    given = {name: value for name, value in os.environ.items() if name not in NOT_GIVEN}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=given | {"VAR_DIR": str(var_dir)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_deployment_check_finds_nothing_in_production(tmp_path):
    checked = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        var_dir=tmp_path,
        SECRET_KEY=SECRET,
        ALLOWED_HOSTS="casework.council.example",
    )

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout + checked.stderr


def test_deadlines_are_computed_without_a_secret_and_without_a_database(tmp_path):
    examples = tmp_path / "facts.json"
    example = {
        "id": "one",
        "calendar": {"terms": [["2026-09-02", "2026-10-23"]], "bank_holidays": []},
        "facts": {"event": "permanent_exclusion", "start_date": "2026-09-21"},
    }
    worked = json.loads((settings.BASE_DIR / "tests/worked_examples/exclusion_deadlines.json").read_text())
    examples.write_text(json.dumps(worked[:1] if isinstance(worked, list) else [example]))

    computed = run("manage.py", "compute_deadlines", str(examples), var_dir=tmp_path / "var")

    assert computed.returncode == 0, computed.stderr
    assert json.loads(computed.stdout)
    assert not list((tmp_path / "var").glob("*.sqlite3"))


def test_a_server_without_a_secret_says_how_to_give_it_one(tmp_path):
    started = run("-c", "import casework.wsgi", var_dir=tmp_path)

    assert started.returncode != 0
    assert "SECRET_KEY is not set" in started.stderr
    assert "secrets.token_urlsafe" in started.stderr


def test_a_server_with_a_secret_starts(tmp_path):
    started = run("-c", "import casework.wsgi", var_dir=tmp_path, SECRET_KEY=SECRET)

    assert started.returncode == 0, started.stderr


def test_the_demonstration_is_refused_anywhere_else(tmp_path):
    refused = run("manage.py", "demonstration", var_dir=tmp_path, SECRET_KEY=SECRET)

    assert refused.returncode != 0
    assert "runs only in a demonstration" in refused.stderr
