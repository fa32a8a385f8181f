"""Caseloads: somebody's own, that of their teams, and the same rows as a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import LookAction, Verb
from casework.access.pages import Page
from casework.access.permissions import may
from casework.desk.caseload_forms import CaseloadFilter
from casework.desk.models import SavedFilter
from casework.desk.presenters import caseload as presenters
from casework.desk.queries import caseload as queries
from casework.ui.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_rows, xlsx_file


class ListOfCases(Page):
    """A list of cases with what it can be narrowed by."""

    whose: str = queries.OWN

    def narrowed(self) -> tuple[CaseloadFilter, queries.Options, queries.Narrowing]:
        """Return the filter as it was answered, with what it may be answered with."""
        status = queries.CLOSED if self.request.GET.get("status") == queries.CLOSED else queries.OPEN
        options = queries.options_in(
            queries.reached(self.user, self.whose),
            viewer=self.user,
            whose=self.whose,
            status=status,
            on=timezone.localdate(),
        )
        form = CaseloadFilter(self.request.GET, options=options, viewer=self.user, whose=self.whose)
        form.is_valid()
        return form, options, queries.Narrowing.of(form.cleaned_data)


class Caseload(ListOfCases):
    verb: ClassVar[Verb] = Verb.WRITE_CASE

    def get(self, request: HttpRequest) -> HttpResponse:
        if saved := queries.key_in(request.GET.get("saved", "")):
            return self.go_to(saved)
        on, user = timezone.localdate(), self.user
        form, options, by = self.narrowed()
        found = queries.narrowed(queries.reached(user, self.whose), by, on=on)
        after = request.GET.get("after", "")
        page = queries.page_of(found, viewer=user, sort=by.sort, after=after)
        query = by.as_query()
        may_move = self.whose == queries.TEAM and by.status == queries.OPEN and may(user, Verb.REALLOCATE)
        is_whole = not after and not page.next_key
        number = len(page.rows) if is_whole else queries.counted(found)
        context = {
            "title": presenters.TITLES[self.whose],
            "address": self.address,
            "filters": form,
            "is_team": self.whose == queries.TEAM,
            "is_narrowed": bool(query),
            "tabs": presenters.tabs(user, current=presenters.ADDRESSES[self.whose]),
            "rows": presenters.rows(
                page, viewer=user, gone=options.gone, on=on, chosen=request.GET.get("choose") == "all"
            ),
            "total": presenters.total(number),
            "saved": presenters.saved_links(options, whose=self.whose),
            "save_href": presenters.with_query(reverse("desk:save_filter", args=[self.whose]), query),
            "exports": presenters.exports(user, whose=self.whose, query=query) if page.rows else [],
            "start_href": presenters.with_query(self.address, query) if after else "",
            "next_href": self.further(query, after=page.next_key),
            "may_move": may_move,
            "choose_href": self.further(query, after=after, choose="all"),
            "on": on,
        }
        return render(request, "desk/caseload.html", context)

    @property
    def address(self) -> str:
        return reverse(presenters.ADDRESSES[self.whose])

    def further(self, query: dict[str, Any], **more: str) -> str:
        if "after" in more and not more["after"]:
            del more["after"]
        return presenters.with_query(self.address, query | more) if more else ""

    def go_to(self, pk: int) -> HttpResponse:
        """Go to the list as somebody saved it, whose address says it all."""
        saved = get_object_or_404(SavedFilter.objects.visible_to(self.user), pk=pk, page=self.whose)
        return redirect(presenters.with_query(self.address, saved.query))


class TeamCaseload(Caseload):
    verb: ClassVar[Verb] = Verb.READ_CASELOAD
    whose = queries.TEAM


class ExportCaseload(ListOfCases):
    """The rows of a caseload as a file: each child in it goes into the access log as exported."""

    verb: ClassVar[Verb] = Verb.EXPORT

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.whose, self.extension = kwargs["whose"], kwargs["extension"]
        if self.whose not in presenters.ADDRESSES or self.extension not in ("csv", "xlsx"):
            raise Http404
        if self.whose == queries.TEAM and not may(self.user, Verb.READ_CASELOAD):
            raise Http404

    def get(self, request: HttpRequest, whose: str, extension: str) -> HttpResponseBase:
        on = timezone.localdate()
        _, _, by = self.narrowed()
        found = queries.narrowed(queries.exported(self.user, whose), by, on=on)
        caseload = queries.whole(found, sort=by.sort)
        self.shows({row.child_id for row in caseload.rows}, "caseload", whose, action=LookAction.EXPORT)
        rows = presenters.file_rows(caseload, on=on)
        response: HttpResponseBase
        if extension == "csv":
            response = StreamingHttpResponse(csv_rows(presenters.HEADINGS, rows), content_type=CSV_TYPE)
        else:
            book = xlsx_file(presenters.HEADINGS, rows, sheet="Caseload")
            response = HttpResponse(book, content_type=XLSX_TYPE)
        name = presenters.file_name(whose=whose, on=on, extension=extension)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
