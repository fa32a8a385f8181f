"""Load England's local authorities."""

from typing import Any

from django.core.management.base import BaseCommand

from casework.schools.services import load_authorities


class Command(BaseCommand):
    help = "Load the local authorities of England, abolished ones included. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_authorities():,} authorities added or changed")
