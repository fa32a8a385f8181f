"""What stands in somebody's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import may
from casework.cases.kinds import Appointment, all_kinds
from casework.cases.models import Case, Deadline
from casework.desk.models import CalendarFeed

MOST_DEADLINES = 1000
MOST_CASES = 1000
LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True)
class FeedContents:
    """The deadlines somebody watches and what is arranged on their cases."""

    deadlines: list[Deadline]
    appointments: list[tuple[Case, Appointment]]


def feed_with(secret: str) -> CalendarFeed | None:
    """Return the feed that a secret address opens: not revoked, of somebody who may sign in and has casework.

    Only the hash is looked for, so that the database holds nothing that opens a feed.
    """
    live = CalendarFeed.objects.filter(revoked_at=None, user__is_active=True).select_related("user")
    feed = live.filter(secret_hash=hash_of(secret)).first()
    return feed if feed and may(feed.user, Verb.USE_CASEWORK) else None


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def contents_for(user: User, *, on: date) -> FeedContents:
    """Return what the person may see and watches: two queries, and one for each kind of case."""
    deadlines = (
        Deadline.objects.visible_to(user)
        .owned_by(user)
        .outstanding()
        .filter(due_on__gte=on - LOOKS_BACK)
        .select_related("case")
        .defer("explanation")
        .order_by("due_on", "pk")
    )
    held = Case.objects.visible_to(user).open().filter(officer__in=user.standing.own_ids).order_by("-pk")
    appointments = [
        (case, appointment)
        for kind in all_kinds()
        for case in held.filter(kind=kind.code)
        .select_related(*kind.load)
        .prefetch_related(*kind.prefetch)[:MOST_CASES]
        for appointment in kind.appointments(case)
    ]
    return FeedContents(list(deadlines[:MOST_DEADLINES]), appointments)
