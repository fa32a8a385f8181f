"""Bring in a file of children, or of open cases, from the installation itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.access.models import Team, User
from casework.cases.kinds import all_kinds
from casework.intake import queries, services
from casework.intake.choices import RowState, RunState
from casework.intake.columns import columns_of, kinds_that_come_in
from casework.intake.models import IntakeRun
from casework.ui.words import plural

SHOWN_FAULTS = 50
ROWS_CANNOT_COME_IN = 2
ROWS_TO_BE_SETTLED = 3


class Command(BaseCommand):
    help = (
        "Bring in children, or open cases, from a CSV file or an Excel workbook, in the name of somebody who "
        "may. Columns are matched by their headings. Nothing comes in where a row cannot, unless --leave-out "
        "says so. Ends with 1 where the file is refused, 2 where rows cannot come in, and 3 where "
        "that person has to settle rows, which they do on the page of the file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who brings the file in")
        parser.add_argument("--team", metavar="NAME", help="the team it is for; without it, the person's own")
        parser.add_argument(
            "--kind",
            default="",
            choices=["", *(kind.code for kind in all_kinds())],
            help="the kind of case each row opens; without it, children alone",
        )
        parser.add_argument("--check", action="store_true", help="check the rows, and bring nothing in")
        parser.add_argument(
            "--leave-out", action="store_true", help="bring in the others where some rows cannot come in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = self.person(options["by"])
        try:
            run = self.checked(options, by)
            self.say_faults(run)
            counts = queries.counts(run)
            self.say(counts)
            if options["check"]:
                services.abandon(run=run, by=by)
            elif counts.unsettled:
                raise CommandError(
                    f"{plural(counts.unsettled, 'row')} may be children who are here. {by} settles them at "
                    f"{run.get_absolute_url()}",
                    returncode=ROWS_TO_BE_SETTLED,
                )
            elif counts.of(RowState.GOOD, RowState.CONFLICT):
                self.bring_in(run, by, leaves_out_bad=options["leave_out"])
        except PermissionDenied as error:
            raise CommandError(f"{error}: {by}") from error
        if counts.of(RowState.BAD) and not (options["leave_out"] and not options["check"]):
            raise CommandError("Rows cannot be brought in", returncode=ROWS_CANNOT_COME_IN)

    def person(self, email: str) -> User:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError("Nobody who can sign in has this email address")
        return person

    def team(self, name: str | None, by: User) -> Team:
        teams = queries.teams_for(by)
        found = [team for team in teams if name is None or team.name.casefold() == name.casefold()]
        if not found:
            raise CommandError("This person brings nothing into such a team")
        return found[0]

    def checked(self, options: dict[str, Any], by: User) -> IntakeRun:
        kind = options["kind"]
        if kind and kind not in dict(kinds_that_come_in()):
            raise CommandError("Cases of this kind do not come in from a file")
        team = self.team(options["team"], by)
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}") from error
        try:
            run = services.take_in(data=data, file_name=options["file"].name, kind=kind, team=team, by=by)
        except services.CannotTakeIn as error:
            raise CommandError(str(error)) from error
        mapping = columns_of(kind).guess(run.columns)
        for code, place in mapping.items():
            self.stdout.write(f"{columns_of(kind).labels[code]}: {run.columns[place]}")
        try:
            run = services.match_columns(run=run, mapping=mapping, by=by)
        except services.CannotMatch as error:
            services.abandon(run=run, by=by)
            raise CommandError("; ".join(error.errors.values())) from error
        return services.check_rows(run=run, by=by, on=timezone.localdate())

    def say_faults(self, run: IntakeRun) -> None:
        bad = run.rows.filter(state=RowState.BAD).order_by("number")
        for row in bad[:SHOWN_FAULTS]:
            self.stderr.write(f"Row {row.number}: {'; '.join(row.faults)}")
        if (more := bad.count() - SHOWN_FAULTS) > 0:
            self.stderr.write(f"and {plural(more, 'row')} more")

    def say(self, counts: queries.Counts) -> None:
        self.stdout.write(
            f"{plural(counts.of(RowState.GOOD), 'row')} ready, "
            f"{counts.of(RowState.CONFLICT)} to be settled, {counts.of(RowState.HERE)} here already, "
            f"{counts.of(RowState.BAD)} that cannot be brought in"
        )

    def bring_in(self, run: IntakeRun, by: User, *, leaves_out_bad: bool) -> None:
        try:
            run = services.begin_bringing_in(run=run, leaves_out_bad=leaves_out_bad, by=by)
        except services.CannotBringIn as error:
            services.abandon(run=run, by=by)
            raise CommandError(str(error), returncode=ROWS_CANNOT_COME_IN) from error
        run = services.bring_in(run=run, by=by, on=timezone.localdate(), now=timezone.now())
        if run.state != RunState.DONE:
            raise CommandError(run.what_failed, returncode=ROWS_TO_BE_SETTLED)
        self.stdout.write(f"{plural(queries.counts(run).of(RowState.DONE), 'row')} brought in")
