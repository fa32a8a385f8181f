"""Load the demonstration, and say who to sign in as."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exclusions.demonstration.accounts import PEOPLE, Person
from exclusions.demonstration.build import load_demonstration

REFUSED = (
    "This adds invented children, and people whose passwords it prints, so it runs only in a demonstration. "
    "Set DEMONSTRATION=1 to start one, on a database of its own."
)
CODE_LASTS = 30
COLUMNS = ("Name", "Role", "Email address", "Password", "Authenticator secret", "Code now")


class Command(BaseCommand):
    help = "Load a fictional caseload on real schools, and say who to sign in as. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--who", action="store_true", help="only say who to sign in as")

    def handle(self, *args: Any, who: bool, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(REFUSED)
        if not who:
            self.load()
        self.say_who(now=time.time())

    def load(self) -> None:
        started = time.monotonic()
        cases = load_demonstration(on=timezone.localdate())
        self.stdout.write(f"{cases} cases are here. This took {time.monotonic() - started:.0f} seconds.")

    def say_who(self, *, now: float) -> None:
        rows = [COLUMNS, *(self.row(person, now) for person in PEOPLE)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
        self.stdout.write("\nSign in as any of these:\n")
        for row in rows:
            cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        left = CODE_LASTS - int(now) % CODE_LASTS
        self.stdout.write(
            f"\nThese codes last {left} more seconds. For others: add the secret to an authenticator app, "
            "or run: .venv/bin/python manage.py demonstration --who"
        )

    def row(self, person: Person, now: float) -> tuple[str, ...]:
        code = format_hotp_value(hotp_value(person.secret, int(now) // CODE_LASTS))
        return (person.name, person.role.label, person.email, person.password, person.secret, code)
