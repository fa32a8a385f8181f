"""Writing down who was shown a child's record. Entries are added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from casework.access.models import AccessLogEntry, User

if TYPE_CHECKING:
    from casework.access.pages import Look

LONGEST_DEVICE = AccessLogEntry._meta.get_field("device").max_length or 0
ENTRIES_AT_ONCE = 500


def record_looks(request: HttpRequest, look: Look, *, by: User) -> None:
    """Add an entry for each child that an answer showed."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    device = request.headers.get("User-Agent", "")[:LONGEST_DEVICE].replace("\x00", "")
    AccessLogEntry.objects.bulk_create(
        (
            AccessLogEntry(
                user=by,
                action=look.action,
                child_id=child_id,
                object_kind=look.object_kind,
                object_id=look.object_id,
                page=page,
                device=device,
            )
            for child_id in look.child_ids
        ),
        batch_size=ENTRIES_AT_ONCE,
    )
