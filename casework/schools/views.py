"""Finding a school, and the page of one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.permissions import may
from casework.schools import presenters, queries, services
from casework.schools.forms import LinkOfficerForm, SearchForm
from casework.schools.models import LocalAuthority, School

MOST_SHOWN = 50


class Search(Page):
    verb: ClassVar[Verb] = Verb.READ_SCHOOL

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET or None)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        found = queries.search_schools(text, self.user, limit=MOST_SHOWN)
        context = {
            "filters": form,
            "text": text,
            "rows": presenters.search_rows(found, queries.present_names(found)),
            "is_cut_off": len(found) == MOST_SHOWN,
            "most_shown": MOST_SHOWN,
            "home": queries.home_authority(),
        }
        return render(request, "schools/search.html", context)


class Suggest(Page):
    """Schools for the type-ahead of a form, as it is being typed."""

    verb: ClassVar[Verb] = Verb.READ_SCHOOL

    def get(self, request: HttpRequest) -> JsonResponse:
        found = queries.search_schools(request.GET.get("q", "")[:200], self.user)
        return JsonResponse([presenters.suggestion(school) for school in found], safe=False)


class OneSchool(Page):
    """A page about one school, by its URN."""

    verb: ClassVar[Verb] = Verb.READ_SCHOOL
    school: School

    def load(self, *args: Any, **kwargs: Any) -> None:
        school = queries.school_with_people(kwargs["urn"], self.user)
        if school is None:
            raise Http404
        self.school = school


class SchoolPage(OneSchool):
    def get(self, request: HttpRequest, urn: str) -> HttpResponse:
        school = self.school
        held = queries.dates_of([school])[school.pk]
        year = presenters.chosen_year(held, request.GET.get("year", ""), on=timezone.localdate())
        may_change = may(self.user, Verb.CHANGE_CALENDAR)
        county = school.authority.name if school.authority else ""
        context = {
            "school": school,
            "label": presenters.label(school),
            "status": presenters.status(school),
            "closed": presenters.closed_notice(school, queries.present_name(school)),
            "details": presenters.details(school),
            "links": presenters.links(queries.linked_schools(school, self.user)),
            "calendar": presenters.calendar_page(held, year, county=county, removable=may_change),
            "may_change": may_change,
            "change_links": presenters.change_links(school, year, on=timezone.localdate())
            if may_change
            else [],
        }
        return render(request, "schools/school.html", context)


class AuthorityCalendar(Page):
    """The calendar that an authority's schools follow where they have none of their own."""

    verb: ClassVar[Verb] = Verb.READ_SCHOOL
    authority: LocalAuthority

    def load(self, *args: Any, **kwargs: Any) -> None:
        authority = queries.authority_with_code(kwargs["code"])
        if authority is None:
            raise Http404
        self.authority = authority

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        on = timezone.localdate()
        held = queries.dates_of_authority(self.authority)
        year = presenters.chosen_year(held, request.GET.get("year", ""), on=on)
        may_change = may(self.user, Verb.CHANGE_CALENDAR)
        context = {
            "authority": self.authority,
            "calendar": presenters.calendar_page(
                held, year, county=self.authority.name, removable=may_change
            ),
            "change_links": presenters.change_links(self.authority, year, on=on) if may_change else [],
        }
        return render(request, "schools/authority.html", context)


class ChangeLinkOfficer(OneSchool):
    verb: ClassVar[Verb] = Verb.CHANGE_CALENDAR

    def get(self, request: HttpRequest, urn: str) -> HttpResponse:
        return self.show(
            LinkOfficerForm(initial={"officer": self.school.link_officer_id}, officers=self.officers())
        )

    def post(self, request: HttpRequest, urn: str) -> HttpResponse:
        form = LinkOfficerForm(request.POST, officers=self.officers())
        if not form.is_valid():
            return self.show(form)
        services.set_link_officer(school=self.school, officer=form.chosen, by=self.user)
        messages.success(request, "Link officer saved")
        return redirect(self.school)

    def officers(self) -> Any:
        return queries.possible_link_officers(on=timezone.localdate())

    def show(self, form: LinkOfficerForm) -> HttpResponse:
        context = {"school": self.school, "form": form}
        return render(self.request, "schools/change_link_officer.html", context)
