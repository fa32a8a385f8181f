import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.access.choices import Role
from casework.access.models import Team, User

pytestmark = pytest.mark.django_db


def add_user(**answers):
    said = StringIO()
    answers = {
        "email": "first@council.example",
        "name": "First Person",
        "role": "ADMINISTRATOR",
        "team": "Systems",
    } | answers
    call_command("add_user", stdout=said, **answers)
    return said.getvalue()


@pytest.fixture(autouse=True)
def _nobody_at_the_keyboard(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())


def test_the_first_administrator_gets_a_team_and_a_password_that_is_shown_once():
    said = add_user()

    user = User.objects.get(email="first@council.example")
    assert user.check_password(re.search(r"shown once: (\S+)", said)[1])
    assert user.has_one_time_password
    assert user.standing.holds(Role.ADMINISTRATOR)
    team = Team.objects.get(name="Systems")
    assert team.watched_by == user
    assert team.is_fallback


def test_a_team_that_is_here_is_used():
    add_user()

    add_user(email="second@council.example", role="MANAGER", team="systems")

    assert Team.objects.count() == 1


def test_an_auditor_without_a_last_day_is_refused_and_nothing_is_left_behind():
    with pytest.raises(CommandError, match="an auditor's access has an end"):
        add_user(role="AUDITOR")

    assert not User.objects.exists()
    assert not Team.objects.exists()


def test_an_auditor_has_a_last_day():
    add_user(role="AUDITOR", until=date(2027, 3, 31))

    assert User.objects.get().memberships.get().ends_on == date(2027, 3, 31)


def test_an_address_that_is_taken_is_refused():
    add_user()

    with pytest.raises(CommandError, match="here already"):
        add_user(email="FIRST@council.example")


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="not an email address"):
        add_user(email="first")


def test_a_password_that_somebody_types_is_checked(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "short")

    with pytest.raises(CommandError, match="too short"):
        add_user()

    assert not User.objects.exists()
