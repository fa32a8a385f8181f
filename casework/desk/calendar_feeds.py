"""Making and revoking the secret address of somebody's calendar feed."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.desk.models import CalendarFeed
from casework.desk.queries.calendar_feed import hash_of

SECRET_BYTES = 32
# Calendars ask every few minutes; one note an hour of having asked is enough.
NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_feed(*, by: User, now: datetime) -> str:
    """Give a person a new secret address and return its secret, which is kept nowhere. The one before it
    dies."""
    check_may(by, Verb.USE_CASEWORK)
    # Two at once wait here for each other, so that one address is left.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    revoke_feed(by=by, now=now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    save_as(CalendarFeed(user=by, secret_hash=hash_of(secret)), by=by)
    return secret


@transaction.atomic
def revoke_feed(*, by: User, now: datetime) -> bool:
    """Make a person's secret address open nothing any more. Return whether there was one."""
    live = list(CalendarFeed.objects.select_for_update(of=("self",)).filter(user=by, revoked_at=None))
    for feed in live:
        feed.revoked_at = now
        save_as(feed, by=by)
    return bool(live)


def note_reading(feed: CalendarFeed, *, now: datetime) -> None:
    """Keep when a calendar last read the feed, so that its owner sees whether anything does."""
    if feed.last_read_at is None or now - feed.last_read_at > NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
