"""What a person decides about rows that may be children who are here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from casework.access.models import User
from casework.intake.choices import RowState, RunState, Settled
from casework.intake.models import IntakeRow, IntakeRun
from casework.intake.rules import settled_in_bulk, sort_of
from casework.intake.services.errors import MovedOn
from casework.intake.services.taking import lock_run

ROWS_AT_ONCE = 500


@transaction.atomic
def settle_rows(*, run: IntakeRun, choices: Mapping[int, Settled], by: User) -> int:
    """Settle rows, by their number in the file. Raises MovedOn where the file is past settling."""
    run = _lock_to_settle(run, by=by)
    rows = list(run.rows.filter(state=RowState.CONFLICT, number__in=choices))
    for row in rows:
        row.settled, row.settled_by = choices[row.number], by
    IntakeRow.objects.bulk_update(rows, ["settled", "settled_by"], batch_size=ROWS_AT_ONCE)
    return len(rows)


@transaction.atomic
def settle_sort(*, run: IntakeRun, sort: str, choice: Settled, by: User) -> int:
    """Settle every row of one sort that nobody has settled yet, and return how many those were.

    Where names, birth dates or UPNs differ, only “another child” can be said of many at once: the rest takes
    a look at each. Raises MovedOn as `settle_rows` does.
    """
    run = _lock_to_settle(run, by=by)
    waiting = run.rows.filter(state=RowState.CONFLICT, settled="")
    of_the_sort = [
        row
        for row in waiting.only("pk", "differences", "run")
        if sort_of(row.differences) == sort and choice in settled_in_bulk(row.differences)
    ]
    for row in of_the_sort:
        row.settled, row.settled_by = choice, by
    IntakeRow.objects.bulk_update(of_the_sort, ["settled", "settled_by"], batch_size=ROWS_AT_ONCE)
    return len(of_the_sort)


def _lock_to_settle(run: IntakeRun, *, by: User) -> IntakeRun:
    run = lock_run(run, by=by)
    if run.state != RunState.CHECKED:
        raise MovedOn(run.get_state_display())
    return run
