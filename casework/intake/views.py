"""Bringing in a caseload: a file is chosen, its columns are matched, doubts are settled, its rows come in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.services import handle_once
from casework.intake import forms, presenters, queries, services
from casework.intake.choices import RowState, RunState, Settled
from casework.intake.columns import columns_of
from casework.intake.models import IntakeRow, IntakeRun
from casework.ui.spreadsheets import CSV_TYPE, csv_rows
from casework.ui.words import plural

SAMPLES = 3
WORKING = (RunState.CHECKING, RunState.BRINGING_IN)


class Start(Page):
    verb: ClassVar[Verb] = Verb.BRING_IN

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.teams = queries.teams_for(self.user)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(forms.ChooseFileForm(teams=self.teams))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.ChooseFileForm(request.POST, request.FILES, teams=self.teams)
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.take(form))
        except services.CannotTakeIn as error:
            form.add_error("file", str(error))
            return self.show(form)
        return redirect(address)

    def take(self, form: forms.ChooseFileForm) -> str:
        file = form.cleaned_data["file"]
        run = services.take_in(
            data=file.read(),
            file_name=file.name or "",
            kind=form.kind_chosen,
            team=form.team_chosen,
            by=self.user,
        )
        return run.get_absolute_url()

    def show(self, form: forms.ChooseFileForm) -> HttpResponse:
        columns, rows = presenters.runs_table(queries.runs_of(self.user))
        context = {"form": form, "columns": columns, "rows": rows}
        return render(self.request, "intake/start.html", context)


class RunPage(Page):
    """A page about a file the person brought; nobody else's file is there."""

    verb: ClassVar[Verb] = Verb.BRING_IN
    run: IntakeRun

    def load(self, *args: Any, **kwargs: Any) -> None:
        runs = IntakeRun.objects.visible_to(self.user).select_related("team")
        self.run = get_object_or_404(runs, public_id=kwargs["public_id"])

    def carry_on(self, run: IntakeRun) -> IntakeRun:
        return services.carry_on_now_or_later(
            run=run, by=self.user, on=timezone.localdate(), now=timezone.now()
        )

    def moved_on(self) -> HttpResponse:
        messages.info(self.request, "This file has moved on since you opened the page.")
        return redirect(self.run)


class Match(RunPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.run.state not in (RunState.MAPPING, RunState.CHECKED):
            return redirect(self.run)
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            run = services.match_columns(run=self.run, mapping=form.mapping, by=self.user)
        except services.CannotMatch as error:
            for code, message in error.errors.items():
                form.add_error(code, message)
            return self.show(form)
        except services.MovedOn:
            return self.moved_on()
        return redirect(self.carry_on(run))

    def form(self, data: Any = None) -> forms.MatchForm:
        columns = columns_of(self.run.kind)
        self.samples = [row.cells for row in self.run.rows.all()[:SAMPLES]]
        self.remembered = None if self.run.mapping else queries.mapping_before(self.run)
        return forms.MatchForm(
            data,
            columns=columns,
            headings=self.run.columns,
            samples=self.samples,
            mapping=self.run.mapping or self.remembered or columns.guess(self.run.columns),
        )

    def show(self, form: forms.MatchForm) -> HttpResponse:
        context = {
            "form": form,
            "run": self.run,
            "same_file": queries.same_file_before(self.run),
            "is_remembered": self.remembered is not None,
            "samples": presenters.sample_rows(self.run, self.samples),
        }
        return render(self.request, "intake/match.html", context)


class Run(RunPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.run.state == RunState.MAPPING:
            return redirect("intake:match", self.run.public_id)
        if getattr(request, "htmx", False) and self.run.state not in WORKING:
            return HttpResponseClientRefresh()
        return self.show(None, queries.counts(self.run))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        counts = queries.counts(self.run)
        form = self.form(counts, request.POST)
        form.full_clean()
        try:
            run = services.begin_bringing_in(
                run=self.run,
                leaves_out_bad=bool(form.cleaned_data.get("leaves_out_bad")),
                by=self.user,
            )
        except services.CannotBringIn as error:
            form.add_error(None, str(error))
            return self.show(form, counts)
        except services.MovedOn:
            return self.moved_on()
        run = self.carry_on(run)
        if run.state == RunState.DONE:
            done = queries.counts(run).of(RowState.DONE)
            messages.success(request, f"{plural(done, 'row')} brought in")
        return redirect(run)

    def form(self, counts: queries.Counts, data: Any = None) -> forms.BringInForm:
        bad = counts.of(RowState.BAD)
        return forms.BringInForm(data, bad_rows=plural(bad, "row") if bad else "")

    def show(self, form: forms.BringInForm | None, counts: queries.Counts) -> HttpResponse:
        is_checked = self.run.state == RunState.CHECKED
        context = {
            "run": self.run,
            "form": form or (self.form(counts) if is_checked else None),
            "about": presenters.about(self.run),
            "standing": presenters.standing(self.run, counts),
            "progress": presenters.progress(self.run) if self.run.state in WORKING else None,
            "is_checked": is_checked,
            "unsettled": counts.unsettled,
            "ready": presenters.ready_words(counts),
            "is_ready": bool(counts.of(RowState.GOOD, RowState.CONFLICT)) and not counts.unsettled,
            "colour": presenters.COLOURS[RunState(self.run.state)],
            "may_be_abandoned": self.run.state not in (RunState.DONE, RunState.ABANDONED),
        }
        return render(self.request, "intake/run.html", context)


class Rows(RunPage):
    def get(self, request: HttpRequest, *, shown: str, **kwargs: Any) -> HttpResponse:
        if shown not in presenters.SHOWN:
            raise Http404
        state, title = presenters.SHOWN[shown]
        rows = list(queries.rows_after(self.run, [state], after=after(request))[: queries.ROWS_A_PAGE + 1])
        page = rows[: queries.ROWS_A_PAGE]
        seen = queries.children_named([row.child_id or row.likely_id for row in page], viewer=self.user)
        if seen:
            self.shows(seen, "intake", self.run.public_id)
        # A child who was restricted since leaves the list.
        page_seen = [row for row in page if (row.child_id or row.likely_id or 0) in {0, *seen}]
        columns, lines = presenters.rows_table(
            page_seen,
            self.run,
            seen=seen,
            cases_seen=queries.cases_seen([row.case_id for row in page_seen], viewer=self.user),
        )
        context = {
            "run": self.run,
            "title": title,
            "columns": columns,
            "rows": lines,
            "next": page[-1].number if len(rows) > len(page) else None,
            "is_first": not after(request),
        }
        return render(request, "intake/rows.html", context)


class Settle(RunPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.run.state != RunState.CHECKED:
            return redirect(self.run)
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.read_rows()
        form = forms.SettleForm(request.POST, rows=self.page)
        if not form.is_valid():
            return self.show(form)
        try:
            settled = services.settle_rows(run=self.run, choices=form.choices, by=self.user)
        except services.MovedOn:
            return self.moved_on()
        if settled:
            messages.success(request, f"{plural(settled, 'row')} settled")
        else:
            messages.info(request, "No row was settled, because none was answered.")
        if self.next:
            return redirect(f"{request.path}?after={self.next}")
        return redirect(self.run)

    def read_rows(self) -> None:
        rows, self.children = queries.conflicts_after(self.run, after=after(self.request), viewer=self.user)
        if gone := [row.number for row in rows if row.likely_id not in self.children]:
            # The child was restricted, or merged into another, since the file was checked.
            self.run = services.check_again(run=self.run, numbers=gone, by=self.user, on=timezone.localdate())
            rows = [row for row in rows if row.number not in gone]
        self.page: list[IntakeRow] = rows[: queries.CONFLICTS_A_PAGE]
        self.next = self.page[-1].number if len(rows) > len(self.page) else None

    def show(
        self, form: forms.SettleForm | None = None, many: forms.SettleManyForm | None = None
    ) -> HttpResponse:
        if not hasattr(self, "page"):
            self.read_rows()
        form = form or forms.SettleForm(rows=self.page)
        if self.children:
            self.shows(self.children, "intake", self.run.public_id)
        sorts = queries.sorts_of(self.run)
        context = {
            "run": self.run,
            "form": form,
            "many": many or forms.SettleManyForm(sorts=sorts),
            "is_many": sum(left for _, _, _, left in sorts) > 1,
            "conflicts": [
                presenters.conflict(row, self.run, self.children.get(row.likely_id or 0)) for row in self.page
            ],
            "next": self.next,
            "query": f"?after={after(self.request)}" if after(self.request) else "",
        }
        return render(self.request, "intake/settle.html", context)


class SettleMany(Settle):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("intake:settle", self.run.public_id)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.SettleManyForm(request.POST, sorts=queries.sorts_of(self.run))
        if not form.is_valid():
            return self.show(many=form)
        try:
            settled = services.settle_sort(
                run=self.run,
                sort=form.cleaned_data["sort"],
                choice=Settled(form.cleaned_data["choice"]),
                by=self.user,
            )
        except services.MovedOn:
            return self.moved_on()
        messages.success(request, f"{plural(settled, 'row')} settled")
        return redirect(
            "intake:settle" if queries.counts(self.run).unsettled else "intake:run", self.run.public_id
        )


class Faults(RunPage):
    """The rows that cannot be brought in, or were left out, as they came and with what is wrong."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = self.run.rows.filter(state__in=(RowState.BAD, RowState.LEFT_OUT)).order_by("number")
        lines = presenters.download_rows(rows.iterator(chunk_size=500))
        response = StreamingHttpResponse(
            csv_rows([*self.run.columns, "What is wrong"], lines), content_type=CSV_TYPE
        )
        response["Content-Disposition"] = 'attachment; filename="cannot-be-brought-in.csv"'
        return response


class Abandon(RunPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.run.state in (RunState.DONE, RunState.ABANDONED):
            return redirect(self.run)
        return render(request, "intake/abandon.html", {"run": self.run})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.abandon(run=self.run, by=self.user)
        except services.MovedOn:
            return self.moved_on()
        messages.success(request, "The file is given up, and its rows are forgotten")
        return redirect("intake:start")


def after(request: HttpRequest) -> int:
    """Return the row a page begins after, as its address says."""
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
