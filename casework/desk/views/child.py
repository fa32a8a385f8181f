"""One child."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.permissions import may
from casework.desk.presenters import child as presenters
from casework.desk.presenters import child_record as records
from casework.desk.presenters.child_record import Viewing
from casework.desk.presenters.family import family_shown
from casework.desk.presenters.restriction import record_links
from casework.desk.queries.child import enquiries_about, stale_after
from casework.desk.queries.family import family_of
from casework.people import presenters as people
from casework.people.child_forms import KnownOnForm
from casework.people.pages import ChildPage
from casework.people.record import known_at, record_of
from casework.people.starts import all_starts
from casework.ui.words import say_date


class ChildRecord(ChildPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        child, on = self.child, timezone.localdate()
        family = family_of(child, viewer=self.user, on=on)
        record = record_of(child)
        view = Viewing(
            on=on,
            may_change=may(self.user, Verb.CHANGE_CHILD),
            stale_after=stale_after(record, on=on),
        )
        self.shows(family.shown_ids(with_suggestions=view.may_change), "child", child.public_id)
        cases = family.cases.get(child.pk, [])
        concerned = presenters.open_to_all([*cases, *family.known.get(child.pk, [])])
        starts = all_starts() if may(self.user, Verb.OPEN_CASE) else ()
        context = {
            "child": child,
            "tags": records.tags(child, record, view),
            "glance": [*records.at_a_glance(child, record, view), presenters.held_by(concerned)],
            "identity": records.identity(child, record, view),
            "sections": records.sections(child, record, view),
            "concerned": presenters.concerned(concerned),
            "cases": presenters.case_rows(cases),
            "enquiries": presenters.enquiry_rows(enquiries_about(child, viewer=self.user), on=on),
            "family": family_shown(family, may_change=view.may_change, on=on),
            "starts": [{"text": start.text, "href": people.start_href(start, child)} for start in starts],
            "may_change": view.may_change,
            "record_links": record_links(child, viewer=self.user),
        }
        return render(request, "desk/child.html", context)


class ChildKnownOn(ChildPage):
    """What was recorded of the child by the end of a day, and held on it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        asked = asked_day(request.GET)
        form = KnownOnForm(asked or None, on=today)
        known, day = None, None
        if asked and form.is_valid():
            day = form.cleaned_data["on"]
            known = known_at(self.child, end_of(day))
        context: dict[str, Any] = {"form": form, "child": self.child, "day": say_date(day), "is_known": False}
        if known is not None and day is not None:
            record = records.only_held(known.record, day)
            context |= {
                "is_known": True,
                "tags": records.tags(known.child, record, Viewing(on=day)),
                "identity": records.identity(known.child, record, Viewing(on=day)),
                "sections": records.known_sections(known.child, record, day),
                "contacts": records.known_contacts(known.contacts),
            }
        return render(request, "desk/child_known_on.html", context)


def asked_day(query: QueryDict) -> QueryDict:
    """Return what was asked in the three parts the form reads; `?on=2026-09-21` is such a day too."""
    if "on" not in query:
        return query
    parts = query.copy()
    parts["on_year"], parts["on_month"], parts["on_day"] = [*str(query["on"]).split("-"), "", ""][:3]
    return parts


def end_of(day: date) -> datetime:
    """Return the moment a day is over, here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
