"""What a page about one child asks besides the record and the family."""

from __future__ import annotations

from datetime import date

from casework.deadlines.queries import setting_on
from casework.desk.record_settings import STATUS_STALE_DAYS
from casework.people.choices import SOCIAL_CARE_KINDS
from casework.people.record import FACT, Record


def stale_after(record: Record, *, on: date) -> int:
    """Return after how many days facts of social care are to be confirmed; 0 where there is none."""
    if not any(row.kind in SOCIAL_CARE_KINDS for row in record.of(FACT)):
        return 0
    return int(str(setting_on(STATUS_STALE_DAYS, on=on)))
