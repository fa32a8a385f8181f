"""A person's deadlines in their own calendar."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.desk import calendar_feeds
from casework.desk.models import CalendarFeed
from casework.desk.presenters.calendar_feed import as_ics
from casework.desk.queries.calendar_feed import contents_for, feed_with


class MyCalendar(Page):
    """Says whether there is a feed, and makes one: its address is shown once, in the answer to that."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        secret = calendar_feeds.make_feed(by=self.user, now=timezone.now())
        return self.show(request.build_absolute_uri(reverse("desk:feed", args=[secret])))

    def show(self, address: str = "") -> HttpResponse:
        feed = CalendarFeed.objects.visible_to(self.user).filter(revoked_at=None).first()
        return render(self.request, "desk/my_calendar.html", {"feed": feed, "address": address})


class RevokeFeed(Page):
    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def post(self, request: HttpRequest) -> HttpResponse:
        if calendar_feeds.revoke_feed(by=self.user, now=timezone.now()):
            messages.success(request, "The address opens nothing any more")
        return redirect("desk:my_calendar")


class Feed(View):
    """What a calendar reads: it cannot sign in, so the secret in the address says whose it is."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        feed = feed_with(secret)
        if feed is None:
            raise Http404
        now = timezone.now()
        calendar_feeds.note_reading(feed, now=now)
        contents = contents_for(feed.user, on=timezone.localdate())
        return HttpResponse(
            as_ics(contents, now=now, absolute=request.build_absolute_uri),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="casework.ics"'},
        )
