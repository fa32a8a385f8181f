"""The calendar feed as calendars read it. It names no child: a reference, what is due, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from casework.cases.models import Case
from casework.desk.queries.calendar_feed import FeedContents

REFRESHES_EVERY = timedelta(hours=4)


def as_ics(contents: FeedContents, *, now: datetime, absolute: Callable[[str], str]) -> bytes:
    """Return the feed as an iCalendar object (RFC 5545), each entry a whole day.

    `absolute` makes a full address of a page's.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Casework//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Casework deadlines")
    calendar.add("refresh-interval", REFRESHES_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for deadline in contents.deadlines:
        if deadline.due_on is None:
            continue
        calendar.add_component(
            _day(
                uid=f"deadline-{deadline.pk}",
                on=deadline.due_on,
                text=f"Due: {deadline.title} ({deadline.case.reference})",
                href=absolute(deadline.get_absolute_url()),
                now=now,
            )
        )
    for case, appointment in contents.appointments:
        calendar.add_component(
            _day(
                uid=f"{appointment.code}-{case.reference}",
                on=appointment.on,
                text=f"{appointment.text} ({case.reference})",
                href=absolute(_page_of(case)),
                now=now,
            )
        )
    feed: bytes = calendar.to_ical()
    return feed


def _page_of(case: Case) -> str:
    return case.get_absolute_url()


def _day(*, uid: str, on: date, text: str, href: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@casework")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", text)
    event.add("url", href)
    event.add("class", "PRIVATE")
    # A deadline takes up no time of the day, so that colleagues still see the person as free.
    event.add("transp", "TRANSPARENT")
    return event
