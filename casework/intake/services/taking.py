"""Taking in a file, matching its columns, and giving it up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import islice
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.intake import queries
from casework.intake.choices import RUN_MOVES, RowState, RunState
from casework.intake.columns import columns_of
from casework.intake.files import CannotRead, Limits, limits, read_table
from casework.intake.models import IntakeRow, IntakeRun
from casework.intake.services.errors import CannotMatch, CannotTakeIn, MovedOn

ROWS_AT_ONCE = 500
LONGEST_NAME = 200


@transaction.atomic
def take_in(
    *, data: bytes, file_name: str, kind: str, team: Team, by: User, within: Limits | None = None
) -> IntakeRun:
    """Take in a file: its headings and its rows, as they came. Nothing is kept of one that cannot be read.

    `kind` is the kind of case each row opens, or nothing for children alone. Raises CannotTakeIn.
    """
    check_may(by, Verb.BRING_IN)
    if team not in queries.teams_for(by):
        raise CannotTakeIn("You cannot bring children into this team")
    try:
        table = read_table(data, within or limits())
        run = IntakeRun(
            by=by,
            team=team,
            kind=kind,
            file_name=_plain_name(file_name),
            file_hash=hashlib.sha256(data).hexdigest(),
            columns=table.headings,
        )
        save_as(run, by=by)
        rows = (IntakeRow(run=run, number=row.number, cells=row.cells) for row in table.rows)
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            IntakeRow.objects.bulk_create(batch)
            run.total_rows += len(batch)
    except CannotRead as error:
        raise CannotTakeIn(str(error)) from error
    if not run.total_rows:
        raise CannotTakeIn("The file has headings and no rows beneath them")
    save_as(run, by=by)
    return run


@transaction.atomic
def match_columns(*, run: IntakeRun, mapping: Mapping[str, int], by: User) -> IntakeRun:
    """Say which column holds what, so that the rows can be checked; a file checked before is checked afresh.

    Raises CannotMatch, by what is to be known, and MovedOn where the file is past that.
    """
    run = lock_run(run, by=by)
    columns = columns_of(run.kind)
    errors = {each.code: f"Choose the column that has: {each.label}" for each in columns.missing(mapping)}
    by_place: dict[int, str] = {}
    for code, place in mapping.items():
        if not 0 <= place < len(run.columns):
            errors[code] = "Choose one of the columns of the file"
        elif place in by_place:
            label = columns.labels[by_place[place]]
            errors[code] = f"“{run.columns[place]}” is chosen for “{label}” already"
        by_place.setdefault(place, code)
    if errors:
        raise CannotMatch(errors)
    move(run, to=RunState.CHECKING)
    run.mapping, run.rows_checked, run.what_failed = dict(mapping), 0, ""
    save_as(run, by=by)
    run.rows.update(
        state=RowState.WAITING, faults=[], differences=[], likely=None, settled="", settled_by=None, case=None
    )
    return run


@transaction.atomic
def abandon(*, run: IntakeRun, by: User) -> IntakeRun:
    """Give up bringing in a file. Its rows are forgotten; that somebody brought it stays."""
    run = lock_run(run, by=by)
    move(run, to=RunState.ABANDONED)
    save_as(run, by=by)
    run.rows.all().delete()
    return run


@transaction.atomic
def forget_without_leave(*, run: IntakeRun) -> None:
    """Give up a file whose person may bring none in any more: it would wait for ever."""
    run = IntakeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    move(run, to=RunState.ABANDONED)
    run.what_failed = "The person who brought the file may bring none in any more"
    save_as(run, by=run.by)
    run.rows.all().delete()


def is_small(run: IntakeRun) -> bool:
    """Say whether a file is handled while the person waits."""
    return run.total_rows <= int(settings.INTAKE_AT_ONCE)


def lock_run(run: IntakeRun, *, by: User) -> IntakeRun:
    """Return the person's own run as it now is, locked until the transaction ends."""
    check_may(by, Verb.BRING_IN)
    # One visit may lock it several times: to begin, to bring in, and to check again what changed.
    locked = IntakeRun.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=run.pk).first()
    if locked is None:
        raise IntakeRun.DoesNotExist
    return locked


def move(run: IntakeRun, *, to: RunState) -> None:
    """Move a locked run to another state. Raises MovedOn where the table of moves has no such move."""
    if to not in RUN_MOVES[RunState(run.state)]:
        raise MovedOn(run.get_state_display())
    run.state = to
    run.version += 1


def _plain_name(name: str) -> str:
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    return plain[-LONGEST_NAME:] or "File without a name"
