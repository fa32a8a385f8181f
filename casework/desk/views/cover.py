"""Cover for absences: who stands in for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import queries, services
from casework.access.choices import Verb
from casework.access.models import Cover
from casework.access.pages import Page
from casework.access.permissions import check_can_arrange_cover, may
from casework.access.services import CannotCover
from casework.desk.cover_forms import ArrangeCoverForm, EndCoverForm
from casework.desk.presenters import cover as presenters


class CoverList(Page):
    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        covers = list(queries.cover_seen_by(self.user, on=on))
        endable = set(queries.absences_to_arrange(self.user, on=on).values_list("pk", flat=True))
        context = {
            "rows": presenters.cover_rows(covers, on=on, may_end=endable),
            "covering": presenters.covering_for(self.user, covers, on=on),
            "may_arrange": may(self.user, Verb.ARRANGE_COVER),
        }
        return render(request, "desk/cover.html", context)


class ArrangeCover(Page):
    verb: ClassVar[Verb] = Verb.ARRANGE_COVER

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            address = services.handle_once(token=form.once, by=self.user, do=lambda: self.arrange(form))
        except CannotCover as error:
            form.add_error("covered_by", str(error))
            return self.show(form)
        messages.success(request, f"{form.stand_in} stands in for {form.away}")
        return redirect(address)

    def arrange(self, form: ArrangeCoverForm) -> str:
        services.arrange_cover(
            officer=form.away,
            covered_by=form.stand_in,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
            by=self.user,
            on=timezone.localdate(),
        )
        return reverse("desk:cover")

    def form(self, data: Any = None) -> ArrangeCoverForm:
        on = timezone.localdate()
        officers = list(queries.absences_to_arrange(self.user, on=on))
        return ArrangeCoverForm(
            data,
            officers=officers,
            stand_ins=queries.stand_ins_for(*officers, on=on),
            viewer=self.user,
            on=on,
        )

    def show(self, form: ArrangeCoverForm) -> HttpResponse:
        return render(self.request, "desk/cover_arrange.html", {"form": form})


class EndCover(Page):
    verb: ClassVar[Verb] = Verb.ARRANGE_COVER
    cover: Cover

    def load(self, *args: Any, **kwargs: Any) -> None:
        on = timezone.localdate()
        self.cover = get_object_or_404(queries.cover_seen_by(self.user, on=on), pk=kwargs["pk"])
        check_can_arrange_cover(self.user, self.cover.officer, on=on)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(EndCoverForm(on=timezone.localdate()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        on = timezone.localdate()
        form = EndCoverForm(request.POST, on=on)
        if not form.is_valid():
            return self.show(form)
        last_day = form.cleaned_data["last_day"] or on - timedelta(days=1)
        try:
            services.end_cover(cover=self.cover, last_day=last_day, by=self.user, on=on)
        except CannotCover as error:
            form.add_error("last_day", str(error))
            return self.show(form)
        messages.success(request, "The cover has its end")
        return redirect("desk:cover")

    def show(self, form: EndCoverForm) -> HttpResponse:
        return render(self.request, "desk/cover_end.html", {"form": form, "cover": self.cover})
