"""Answer a file of facts with due dates, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.deadlines.files import FileError, answers, explanations, read_examples
from casework.deadlines.registry import all_rule_sets

MALFORMED = 2


class Command(BaseCommand):
    help = "Work out every deadline the facts in a JSON file bear on, with the default settings."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json", help="a list of examples")
        parser.add_argument(
            "--explain", action="store_true", help="show the source, each day counted and each day skipped"
        )

    def handle(self, *args: Any, file: Path, explain: bool, **options: Any) -> None:
        answer = explanations if explain else answers
        try:
            found = answer(read_examples(file.read_bytes()), all_rule_sets())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}", returncode=MALFORMED) from None
        except FileError as error:
            raise CommandError(f"{file}: {error}", returncode=MALFORMED) from None
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
