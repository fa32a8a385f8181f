"""Files brought in through the services."""

import csv
import io
from datetime import date

from django.utils import timezone

from casework.intake import services
from casework.intake.columns import columns_of
from casework.intake.models import IntakeRun
from casework.intake.queries import teams_for

ON = date(2026, 9, 22)
CHILD_HEADINGS = ["Forename", "Surname", "DOB", "UPN", "Gender", "Address", "Postcode"]


def table(headings, *rows) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows([headings, *rows])
    return held.getvalue().encode()


def taken_in(data: bytes, *, by, kind: str = "", team=None) -> IntakeRun:
    return services.take_in(
        data=data, file_name="caseload.csv", kind=kind, team=team or teams_for(by)[0], by=by
    )


def checked(data: bytes, *, by, kind: str = "", team=None, on: date = ON) -> IntakeRun:
    run = taken_in(data, by=by, kind=kind, team=team)
    run = services.match_columns(run=run, mapping=columns_of(kind).guess(run.columns), by=by)
    return services.check_rows(run=run, by=by, on=on)


def brought_in(run: IntakeRun, *, by, leaves_out_bad: bool = False, on: date = ON) -> IntakeRun:
    run = services.begin_bringing_in(run=run, leaves_out_bad=leaves_out_bad, by=by)
    return services.bring_in(run=run, by=by, on=on, now=timezone.now())


def states(run: IntakeRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("state", flat=True))
