"""Filters that somebody keeps for a list of cases."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.pages import Page
from casework.access.permissions import check_may
from casework.desk import services
from casework.desk.caseload_forms import ConfirmForm, FilterNameForm
from casework.desk.models import SavedFilter
from casework.desk.presenters import caseload as presenters
from casework.desk.queries.caseload import key_in
from casework.desk.views.caseload import ListOfCases


class SavedFilters(Page):
    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def get(self, request: HttpRequest) -> HttpResponse:
        found = SavedFilter.objects.visible_to(self.user).order_by("page", "name", "pk")
        return render(request, "desk/saved_filters.html", {"rows": presenters.saved_rows(found)})


class SaveFilter(ListOfCases):
    """Keeps what the list in the address is narrowed by."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.whose = kwargs["whose"]
        if self.whose not in presenters.ADDRESSES:
            raise Http404

    def get(self, request: HttpRequest, whose: str) -> HttpResponse:
        return self.show(FilterNameForm())

    def post(self, request: HttpRequest, whose: str) -> HttpResponse:
        form = FilterNameForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        _, _, by = self.narrowed()
        try:
            saved = services.save_filter(
                page=whose, name=form.cleaned_data["name"], query=by.as_query(), by=self.user
            )
        except services.CannotSaveFilter as error:
            form.add_error("name", str(error))
            return self.show(form)
        messages.success(request, f"Filter saved: {saved.name}")
        return redirect(presenters.with_query(reverse(presenters.ADDRESSES[whose]), saved.query))

    def show(self, form: FilterNameForm) -> HttpResponse:
        back, query = reverse(presenters.ADDRESSES[self.whose]), self.request.GET.urlencode()
        context = {"form": form, "back_href": f"{back}?{query}", "title": "Save this filter"}
        return render(self.request, "desk/saved_filter.html", context)


class OneFilter(Page):
    """A page about the filter that the address asks for; without one there is the list of them."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK
    saved: SavedFilter

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "filter" not in request.GET:
            check_may(cast(User, request.user), self.verb)
            return redirect("desk:saved_filters")
        return super().dispatch(request, *args, **kwargs)

    def load(self, *args: Any, **kwargs: Any) -> None:
        pk = key_in(self.request.GET["filter"])
        self.saved = get_object_or_404(SavedFilter.objects.visible_to(self.user), pk=pk)


class RenameFilter(OneFilter):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(FilterNameForm(initial={"name": self.saved.name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FilterNameForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.rename_filter(saved=self.saved, name=form.cleaned_data["name"], by=self.user)
        except services.CannotSaveFilter as error:
            form.add_error("name", str(error))
            return self.show(form)
        messages.success(request, "The filter has its new name")
        return redirect("desk:saved_filters")

    def show(self, form: FilterNameForm) -> HttpResponse:
        context = {"form": form, "back_href": reverse("desk:saved_filters"), "title": "Rename a filter"}
        return render(self.request, "desk/saved_filter.html", context)


class DeleteFilter(OneFilter):
    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"form": ConfirmForm(), "saved": self.saved, "back_href": reverse("desk:saved_filters")}
        return render(request, "desk/saved_filter_delete.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        services.delete_filter(saved=self.saved, by=self.user)
        messages.success(request, "The filter is deleted")
        return redirect("desk:saved_filters")
