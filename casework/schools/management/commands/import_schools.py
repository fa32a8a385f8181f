"""Take in a file of the register of schools, or of the links between schools."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from casework.schools.register import LayoutKind, Row
from casework.schools.services import ImportReport, NotARegister, import_register

SHOWN_REFUSALS = 50


class Command(BaseCommand):
    help = (
        "Import schools from any download of Get Information about Schools, or the links between them. "
        "The layout is recognised by its headings; plain or gzipped. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--authority",
            action="append",
            default=[],
            metavar="CODE",
            help="take only the schools of this authority, by its DfE code (may be given several times)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_register(
                path=options["file"],
                by=None,
                on=timezone.localdate(),
                authorities=options["authority"],
                progress=bar,
            )
        except NotARegister as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        except OSError as error:
            raise CommandError(f"Nothing was imported. The file cannot be read: {error.strerror}") from error
        for line in summary(report):
            self.stdout.write(line)


def bar(rows: Iterable[Row], total: int) -> Iterable[Row]:
    """Show how far an import has come, on a terminal only."""
    shown: Iterable[Row] = tqdm(rows, total=total, unit=" rows", unit_scale=True, disable=None)
    return shown


def summary(report: ImportReport) -> list[str]:
    what = "links" if report.kind is LayoutKind.LINKS else "schools"
    lines = [f"{report.added:,} {what} added", f"{report.changed:,} changed"]
    if report.kind is not LayoutKind.LINKS:
        lines.append(f"{report.closed:,} closed since the last import (counted as changed too)")
    lines.append(f"{report.unchanged:,} unchanged")
    for count, words in (
        (report.repeated, "repeated rows, taken once"),
        (report.left_out, "of other authorities, left out"),
        (report.not_held, "of schools that are not held here"),
    ):
        if count:
            lines.append(f"{count:,} {words}")
    lines.append(f"{len(report.refused):,} refused")
    lines += [f"  {refusal}" for refusal in report.refused[:SHOWN_REFUSALS]]
    if len(report.refused) > SHOWN_REFUSALS:
        lines.append(f"  and {len(report.refused) - SHOWN_REFUSALS:,} more")
    return lines
