"""Work on a file that is done while the person waits, where it is small, and by the worker otherwise."""

from __future__ import annotations

from datetime import date, datetime

from django.db import OperationalError, transaction

from casework.access.models import User
from casework.intake.choices import RunState
from casework.intake.models import IntakeRun
from casework.intake.services.bringing import bring_in
from casework.intake.services.checking import check_rows
from casework.intake.services.taking import is_small


def carry_on_now_or_later(*, run: IntakeRun, by: User, on: date, now: datetime) -> IntakeRun:
    """Check a file, or bring it in, whichever it waits for; a large one is left to the worker."""
    from casework.intake.tasks import carry_on_with

    if run.state not in (RunState.CHECKING, RunState.BRINGING_IN):
        return run
    if not is_small(run):
        # The file is a row before it is a message: one that is lost is made up for every minute.
        transaction.on_commit(lambda: carry_on_with.delay(run.pk))
        return run
    try:
        if run.state == RunState.BRINGING_IN:
            run = bring_in(run=run, by=by, on=on, now=now)
        if run.state == RunState.CHECKING:
            run = check_rows(run=run, by=by, on=on)
    except OperationalError:
        # A large file of somebody else is coming in: the worker waits for its turn instead of this person.
        transaction.on_commit(lambda: carry_on_with.delay(run.pk))
    return run
