"""Load the county that comes with the product: its schools, their links, its term dates."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.schools.services import load_demonstration_schools


class Command(BaseCommand):
    help = "Load Oxfordshire's schools and term dates. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_demonstration_schools(by=None, on=timezone.localdate())
        self.stdout.write(
            f"{report.added:,} schools added, {report.changed:,} changed, {report.unchanged:,} unchanged"
        )
