"""What a page about one child asks besides the record and the family."""

from __future__ import annotations

from datetime import date

from casework.access.models import User
from casework.deadlines.queries import setting_on
from casework.desk.record_settings import STATUS_STALE_DAYS
from casework.duty.models import Enquiry
from casework.people.choices import SOCIAL_CARE_KINDS
from casework.people.models import Child
from casework.people.record import FACT, Record


def stale_after(record: Record, *, on: date) -> int:
    """Return after how many days facts of social care are to be confirmed; 0 where there is none."""
    if not any(row.kind in SOCIAL_CARE_KINDS for row in record.of(FACT)):
        return 0
    return int(str(setting_on(STATUS_STALE_DAYS, on=on)))


def enquiries_about(child: Child, *, viewer: User) -> list[Enquiry]:
    """Return what was asked about a child and is still to answer, as far as the viewer may see it."""
    found = Enquiry.objects.visible_to(viewer).open().filter(child=child)
    return list(found.select_related("owner").order_by("respond_by", "pk"))
