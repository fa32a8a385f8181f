"""Add a person from the command line: the first administrator of an installation."""

from __future__ import annotations

import getpass
import sys
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from casework.access.choices import Role
from casework.access.models import User
from casework.access.services import CannotManage, add_person_with_team, new_password


class Command(BaseCommand):
    help = (
        "Add a person who may sign in, with a first role. The password is asked for; where nobody can be "
        "asked, one is made up and printed. It is used once: they choose their own, and set up a second "
        "factor, at their first sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="the address they sign in with")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, type=str.upper, choices=Role.values)
        parser.add_argument(
            "--team", required=True, help="made if it is not here, with this person watching its inbox"
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, help="the last day of the role, as 2026-12-31"
        )

    def handle(
        self, *args: Any, email: str, name: str, role: str, team: str, until: date | None, **options: Any
    ) -> None:
        self.check_email(email)
        password, is_made_up = self.password(User(name=name, email=email))
        try:
            user = add_person_with_team(
                name=name,
                email=email,
                role=Role(role),
                team=team,
                starts_on=timezone.localdate(),
                ends_on=until,
                password=password,
            )
        except CannotManage as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user} may sign in with {user.email}.")
        if is_made_up:
            self.stdout.write(f"The password, shown once: {password}")

    def check_email(self, email: str) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an email address") from None

    def password(self, user: User) -> tuple[str, bool]:
        if not sys.stdin.isatty():
            return new_password(), True
        password = getpass.getpass("Password to be used once: ")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if getpass.getpass("The same again: ") != password:
            raise CommandError("The two passwords are not the same. Nobody was added.")
        return password, False
