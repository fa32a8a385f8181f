"""Who is without education today."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.desk.presenters import board as presenters
from casework.desk.presenters import caseload as lists
from casework.desk.queries.board import board
from casework.desk.queries.caseload import key_in


class WithoutEducation(Page):
    verb: ClassVar[Verb] = Verb.READ_CASE

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        team = key_in(request.GET.get("team", ""))
        after = request.GET.get("after", "")
        found = board(self.user, on=on, team=team, after=after)
        address = reverse("desk:without_education")
        query: dict[str, Any] = {"team": team} if team else {}
        more = query | {"after": found.caseload.next_key}
        context = {
            "on": on,
            "tabs": lists.tabs(self.user, current="desk:without_education"),
            "teams": presenters.by_team(found, current=team),
            "total": presenters.total(found, team=team),
            "rows": presenters.rows(found, viewer=self.user, on=on),
            "start_href": lists.with_query(address, query) if after else "",
            "next_href": lists.with_query(address, more) if found.caseload.next_key else "",
        }
        return render(request, "desk/without_education.html", context)
