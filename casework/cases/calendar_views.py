"""Changing a calendar, which moves the deadlines of the open cases that count on it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.access.services import handle_once
from casework.cases import services
from casework.cases.calendar_forms import CalendarForm, ClosureForm, ReasonForm, TermsForm
from casework.cases.models import Case
from casework.schools import queries
from casework.schools import services as schools
from casework.schools.models import Closure, LocalAuthority, School
from casework.schools.rules import school_year_name
from casework.ui.words import plural, say_day


class CalendarPage(Page):
    """A page that changes the calendar of an authority or of one school."""

    verb: ClassVar[Verb] = Verb.CHANGE_CALENDAR
    template_name: ClassVar[str]
    school: School | None = None
    authority: LocalAuthority | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        if kwargs["kind"] == "school":
            self.school = queries.school_with_people(kwargs["key"], self.user)
        else:
            self.authority = queries.authority_with_code(kwargs["key"])
        if self.school is None and self.authority is None:
            raise Http404

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            return redirect(
                handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.save(form))
            )
        except schools.CannotChangeCalendar as error:
            form.add_error(None, str(error))
            return self.show(form)

    def form(self, data: Any = None) -> CalendarForm:
        raise NotImplementedError

    def change(self, form: Any) -> schools.CalendarChange:
        raise NotImplementedError

    def save(self, form: CalendarForm) -> str:
        changed = services.change_calendar(
            by=self.user,
            reason=form.cleaned_data["reason"],
            change=lambda: self.change(form),
            on=timezone.localdate(),
        )
        messages.success(self.request, in_words(changed))
        return self.done_href

    def show(self, form: CalendarForm) -> HttpResponse:
        context = {
            "form": form,
            "owner": self.owner_name,
            "back_href": self.back_href,
            "affected": self.affected(),
            **self.context(),
        }
        return render(self.request, self.template_name, context)

    def context(self) -> dict[str, Any]:
        return {}

    @property
    def owner_name(self) -> str:
        return str(self.school or self.authority)

    @property
    def back_href(self) -> str:
        if self.school is not None:
            return self.school.get_absolute_url()
        assert self.authority is not None
        return reverse("schools:authority", args=[self.authority.code])

    @property
    def done_href(self) -> str:
        return self.back_href

    @cached_property
    def held_dates(self) -> queries.HeldDates:
        if self.school is not None:
            return queries.dates_of([self.school])[self.school.pk]
        assert self.authority is not None
        return queries.dates_of_authority(self.authority)

    def affected(self) -> str:
        """Say how many of the open cases that the viewer may read hang on this calendar."""
        cases = Case.objects.visible_to(self.user).open()
        if self.school is not None:
            cases = cases.filter(school=self.school)
        else:
            cases = cases.filter(school__authority=self.authority)
        count = cases.count()
        if not count:
            return (
                "You can read no open case that counts on these dates. The deadlines of any that others hold"
                " are worked out again when you save."
            )
        return (
            f"The deadlines of {plural(count, 'open case')} that you can read are worked out again when you"
            " save, and so are those of any that others hold."
        )


def in_words(changed: services.CalendarChanged) -> str:
    """Say what a change of calendar did to deadlines."""
    said = "Calendar changed. Open cases that count on it have been worked out again"
    if changed.waiting:
        return f"{said} or will be within minutes: {plural(changed.waiting, 'case')} to go"
    if changed.moved:
        return f"{said}. {plural(changed.moved, 'deadline')} moved: the chronology of each case says why"
    return said


class AddClosure(CalendarPage):
    template_name = "cases/calendar/add_closure.html"

    def form(self, data: Any = None) -> CalendarForm:
        return ClosureForm(data)

    def change(self, form: Any) -> schools.CalendarChange:
        given = form.cleaned_data
        return schools.add_closure(
            kind=given["kind"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            reason=given["reason"],
            by=self.user,
            school=self.school,
            authority=self.authority,
        )


class TermsPage(CalendarPage):
    """A page about the term dates of one school year."""

    school_year: str

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.school_year = school_year_name(kwargs["begins_in"])
        try:
            queries.bounds_of(self.school_year)
        except ValueError as error:
            raise Http404 from error


class ChangeTerms(TermsPage):
    template_name = "cases/calendar/change_terms.html"

    def form(self, data: Any = None) -> CalendarForm:
        return TermsForm(data, terms=self.held_dates.terms_of(self.school_year))

    def change(self, form: Any) -> schools.CalendarChange:
        return schools.set_terms(
            school_year=self.school_year,
            blocks=form.cleaned_data["blocks"],
            reason=form.cleaned_data["reason"],
            by=self.user,
            school=self.school,
            authority=self.authority,
        )

    @property
    def done_href(self) -> str:
        return f"{self.back_href}?year={self.school_year}"

    def context(self) -> dict[str, Any]:
        terms = self.held_dates.terms_of(self.school_year)
        has_own = any(block.school_id for block in terms)
        kind, key = ("school", self.school.urn) if self.school else ("authority", "")
        return {
            "school_year": self.school_year,
            "follows": str(self.school.authority) if self.school and not has_own and terms else "",
            "remove_href": reverse("cases:remove_terms", args=[kind, key, int(self.school_year[:4])])
            if self.school and has_own
            else "",
        }


class RemoveTerms(TermsPage):
    """Let a school follow its authority's dates again."""

    template_name = "cases/calendar/remove_terms.html"

    def form(self, data: Any = None) -> CalendarForm:
        return ReasonForm(data)

    def change(self, form: Any) -> schools.CalendarChange:
        return schools.remove_terms(
            school_year=self.school_year,
            reason=form.cleaned_data["reason"],
            by=self.user,
            school=self.school,
            authority=self.authority,
        )

    def context(self) -> dict[str, Any]:
        return {"school_year": self.school_year}


class RemoveClosure(CalendarPage):
    template_name = "cases/calendar/remove_closure.html"
    closure: Closure

    def load(self, *args: Any, **kwargs: Any) -> None:
        closure = queries.closure_with_owner(kwargs["pk"])
        if closure is None:
            raise Http404
        self.closure, self.school, self.authority = closure, closure.school, closure.authority

    def form(self, data: Any = None) -> CalendarForm:
        return ReasonForm(data)

    def change(self, form: Any) -> schools.CalendarChange:
        return schools.remove_closure(closure=self.closure, by=self.user, reason=form.cleaned_data["reason"])

    def context(self) -> dict[str, Any]:
        return {
            "kind": self.closure.get_kind_display(),
            "first": say_day(self.closure.starts_on),
            "last": say_day(self.closure.ends_on),
        }
