"""Who looked at a child's record or a case, and what somebody was shown themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import AccessLogEntry
from casework.access.pages import Page
from casework.access.permissions import check_may
from casework.cases.views.mixins import CasePage
from casework.desk.access_log_forms import LogForm, OwnLogForm
from casework.desk.presenters import access_log as presenters
from casework.desk.queries import access_log as queries
from casework.desk.views.case import key_in
from casework.people.models import Child
from casework.people.pages import ChildPage


class ChildAccessLog(ChildPage):
    verb: ClassVar[Verb] = Verb.READ_ACCESS_LOG

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.shows([self.child.pk], "access_log", self.child.public_id)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        around = queries.cases_around(self.child, viewer=self.user)
        entries, is_whole = queries.log_of_child(
            self.child, around, viewer=self.user, on=timezone.localdate()
        )
        return render_log(
            request, entries, around, is_whole=is_whole, child=self.child, back=self.child.get_absolute_url()
        )


class CaseAccessLog(CasePage):
    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        check_may(self.user, Verb.READ_ACCESS_LOG)
        self.shows([self.case.child_id], "access_log", self.case.reference)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        around = queries.cases_around(self.case.child, viewer=self.user)
        entries, is_whole = queries.log_of_case(self.case, around, viewer=self.user, on=timezone.localdate())
        return render_log(
            request,
            entries,
            around,
            is_whole=is_whole,
            child=self.case.child,
            reference=reference,
            back=self.case.get_absolute_url(),
        )


class OwnAccessLog(Page):
    """What the viewer was shown. It names nobody whom they were not shown before, and is not logged."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = OwnLogForm(request.GET or None)
        before = key_in(request.GET.get("before", ""))
        page = queries.page_of(queries.own_log(self.user), filters.narrowed, before=before)
        children = queries.children_in(page, viewer=self.user)
        context = {
            "filters": filters,
            "rows": presenters.own_rows(page.entries, children=children),
            **paging(request, older=page.older, before=before),
        }
        return render(request, "desk/access_log_own.html", context)


def render_log(
    request: HttpRequest,
    entries: QuerySet[AccessLogEntry],
    around: queries.CasesAround,
    *,
    is_whole: bool,
    child: Child,
    back: str,
    reference: str = "",
) -> HttpResponse:
    """Draw the log of a child or a case, narrowed by what the address says."""
    filters = LogForm(request.GET or None, people=queries.people_in(entries))
    before = key_in(request.GET.get("before", ""))
    page = queries.page_of(entries, filters.narrowed, before=before)
    context = {
        "filters": filters,
        "rows": presenters.log_rows(page.entries, readable=around.readable),
        "is_whole": is_whole,
        "child": child,
        "reference": reference,
        "back_href": back,
        **paging(request, older=page.older, before=before),
    }
    return render(request, "desk/access_log.html", context)


def paging(request: HttpRequest, *, older: int | None, before: int | None) -> dict[str, Any]:
    """Return the addresses of the pages before and after, with what the list is narrowed by."""
    asked = {name: value for name, value in request.GET.items() if name != "before"}
    return {
        "is_narrowed": any(asked.values()),
        "newest": "" if before is None else _address(request.path, asked),
        "older": _address(request.path, asked | {"before": older}) if older else "",
        "clear_href": request.path,
    }


def _address(path: str, asked: dict[str, Any]) -> str:
    query = QueryDict(mutable=True)
    query.update(asked)
    return f"{path}?{query.urlencode()}" if query else path
