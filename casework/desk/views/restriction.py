"""Restricting a child or a case: asked for, decided, looked at again, lifted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access.choices import RestrictionState, Verb
from casework.access.forms import OnceForm
from casework.access.models import RestrictionRecord
from casework.access.pages import Page
from casework.access.permissions import check_may
from casework.access.services import handle_once
from casework.access.services.restriction import named_as_text
from casework.cases import permissions
from casework.cases.models import Case
from casework.cases.services import restriction as services
from casework.cases.services.restriction import CannotRestrict, NamedPeopleChanged, kind_of_record
from casework.cases.views.mixins import CasePage
from casework.desk import restriction_forms as forms
from casework.desk.presenters import restriction as presenters
from casework.desk.queries import restriction as queries
from casework.people.models import Child
from casework.people.pages import ChildPage


class RestrictionPage(Page):
    """A page about the restriction of a record, which a subclass below loads: a child or a case."""

    record: Child | Case
    child: Child

    def siblings(self) -> list[Child]:
        """Return the brothers and sisters whom the page names: a restriction of the child leaves them as
        they are, and that they were shown goes into the access log."""
        if isinstance(self.record, Case):
            return []
        found = queries.siblings_in_sight(self.child, viewer=self.user, on=timezone.localdate())
        ids = [self.child.pk, *(sibling.pk for sibling in found)]
        self.shows(ids, "restriction", self.child.public_id)
        return found

    def draw(self, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = {
            "caption": presenters.title_of(self.record),
            "what": presenters.what(self.record),
            "back_href": presenters.address("show", self.record),
        }
        return render(self.request, template, shared | context)


class OnChild(ChildPage):
    verb: ClassVar[Verb] = Verb.ASK_TO_RESTRICT
    record: Child | Case

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.record = self.child
        self.shows([self.child.pk], "restriction", self.child.public_id)


class OnCase(CasePage):
    record: Child | Case
    child: Child

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        check_may(self.user, Verb.ASK_TO_RESTRICT)
        self.record, self.child = self.case, self.case.child
        self.shows([self.case.child_id], "restriction", self.case.reference)


class ShowRestriction(RestrictionPage):
    """Whether a record is restricted, who sees it then, and what the viewer may do about that."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        on, record = timezone.localdate(), self.record
        found = queries.current_restriction(record)
        asked = found if found and found.state == RestrictionState.REQUESTED else None
        active = found if found and found.state == RestrictionState.ACTIVE else None
        may_decide = permissions.can_restrict(self.user, record)
        knows_why = may_decide or (asked is not None and asked.requested_by_id == self.user.pk)
        named = kind_of_record(record).named_on(record) if record.is_restricted else []
        context = {
            "is_restricted": record.is_restricted,
            "asked": presenters.request_rows(asked, with_reason=knows_why) if asked else [],
            "details": presenters.restriction_rows(active, on=on) if active else [],
            "named": presenters.named_rows(named, on=on),
            "may_decide": may_decide,
            "ask_href": presenters.address("ask", record),
            "decide_href": presenters.address("decide", record),
            "keep_href": presenters.address("keep", record) if active else "",
            "lift_href": presenters.address("lift", record),
            "siblings": self.siblings(),
            "back_href": record.get_absolute_url(),
        }
        return self.draw("desk/restriction.html", context)


class ChangeRestriction(RestrictionPage):
    """A page that changes a restriction: a form, one call, and where to go next."""

    template: ClassVar[str]
    # Others may ask; the rest is for those who decide.
    is_for_deciders: ClassVar[bool] = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.is_for_deciders:
            permissions.check_can_restrict(self.user, self.record)

    def form(self, data: Any = None) -> OnceForm:
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Do what was asked and return the address to go to."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(token=form.once, by=self.user, do=lambda: self.save(form))
        except CannotRestrict as error:
            form.add_error(None, str(error))
            return self.show(form)
        return redirect(address)

    def show(self, form: OnceForm) -> HttpResponse:
        return self.draw(self.template, {"form": form, **self.context()})

    def where_to_go(self, form: forms.WithNames, done: str) -> str:
        """Say what happened, and whether the person still sees the record; return a page that they do."""
        if form.names(self.user):
            messages.success(self.request, f"{done}. You are named on it and go on seeing it.")
            return presenters.address("show", self.record)
        messages.success(self.request, f"{done}. You are not named on it, so you no longer see it.")
        return reverse("desk:my_work")


class AskToRestrict(ChangeRestriction):
    template = "desk/restrict_ask.html"
    is_for_deciders = False

    def form(self, data: Any = None) -> forms.AskForm:
        return forms.AskForm(data)

    def save(self, form: forms.AskForm) -> str:
        services.ask_to_restrict(
            record=self.record,
            reason=form.cleaned_data["reason"],
            details=form.cleaned_data["details"],
            by=self.user,
        )
        messages.success(
            self.request,
            "You asked for a restriction. A senior officer, a manager or the safeguarding lead decides.",
        )
        return presenters.address("show", self.record)


class DecideRestriction(ChangeRestriction):
    """Decides what was asked for; where nobody asked, restricts the record."""

    template = "desk/restrict.html"
    asked: RestrictionRecord | None

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        found = queries.current_restriction(self.record)
        self.asked = found if found and found.state == RestrictionState.REQUESTED else None

    def form(self, data: Any = None) -> forms.RestrictForm | forms.DecideForm:
        on = timezone.localdate()
        suggested = {self.user.pk} | ({self.asked.requested_by_id} if self.asked else set())
        kind: Callable[..., Any] = forms.DecideForm if self.asked else forms.RestrictForm
        form: forms.RestrictForm | forms.DecideForm = kind(
            data,
            people=queries.people_to_name(self.record, viewer=self.user, on=on),
            suggested=suggested,
            on=on,
            initial={} if data else {"review_on": queries.suggested_review(on=on)},
        )
        return form

    def save(self, form: Any) -> str:
        typed, on = form.cleaned_data, timezone.localdate()
        if typed.get("decision") == "REFUSE":
            services.refuse_to_restrict(record=self.record, why=typed["why"], by=self.user)
            messages.success(self.request, f"The {presenters.what(self.record)} is not restricted")
            return presenters.address("show", self.record)
        if self.asked:
            services.agree_to_restrict(
                record=self.record,
                why=typed["why"],
                named=form.chosen,
                review_on=typed["review_on"],
                by=self.user,
                on=on,
            )
        else:
            services.restrict(
                record=self.record,
                reason=typed["reason"],
                details=typed["details"],
                named=form.chosen,
                review_on=typed["review_on"],
                by=self.user,
                on=on,
            )
        return self.where_to_go(form, f"The {presenters.what(self.record)} is restricted")

    def context(self) -> dict[str, Any]:
        return {
            "asked": presenters.request_rows(self.asked, with_reason=True) if self.asked else [],
            "siblings": self.siblings(),
        }


class KeepRestriction(ChangeRestriction):
    template = "desk/restrict_keep.html"

    def form(self, data: Any = None) -> forms.KeepForm:
        on = timezone.localdate()
        named = kind_of_record(self.record).named_on(self.record)
        return forms.KeepForm(
            data,
            people=queries.people_to_name(self.record, viewer=self.user, on=on),
            suggested=(),
            on=on,
            initial={"review_on": queries.suggested_review(on=on), "seen": named_as_text(named)},
        )

    def save(self, form: forms.KeepForm) -> str:
        typed = form.cleaned_data
        services.keep_restricted(
            record=self.record,
            why=typed["why"],
            named=form.chosen,
            seen=typed["seen"] or "",
            review_on=typed["review_on"],
            by=self.user,
            on=timezone.localdate(),
        )
        return self.where_to_go(form, "The restriction is kept")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, **kwargs)
        except NamedPeopleChanged:
            return self.show_both(request.POST.copy())

    def show_both(self, typed: QueryDict) -> HttpResponse:
        """Show who is named by now beside what was typed, which is saved when it is sent again."""
        named = kind_of_record(self.record).named_on(self.record)
        typed["seen"] = named_as_text(named)
        form = self.form(typed)
        form.add_error(None, "Somebody else changed who is named while this page was open. Compare and save.")
        rows = presenters.named_rows(named, on=timezone.localdate())
        return self.draw(self.template, {"form": form, "by_now": rows})

    def context(self) -> dict[str, Any]:
        return {"by_now": []}


class LiftRestriction(ChangeRestriction):
    template = "desk/restrict_lift.html"

    def form(self, data: Any = None) -> forms.LiftForm:
        return forms.LiftForm(data)

    def save(self, form: forms.LiftForm) -> str:
        services.lift_restriction(
            record=self.record, why=form.cleaned_data["why"], by=self.user, on=timezone.localdate()
        )
        messages.success(self.request, f"The {presenters.what(self.record)} is no longer restricted")
        return self.record.get_absolute_url()


class ShowChildRestriction(ShowRestriction, OnChild): ...


class AskChildRestriction(AskToRestrict, OnChild): ...


class DecideChildRestriction(DecideRestriction, OnChild):
    verb: ClassVar[Verb] = Verb.RESTRICT


class KeepChildRestriction(KeepRestriction, OnChild):
    verb: ClassVar[Verb] = Verb.RESTRICT


class LiftChildRestriction(LiftRestriction, OnChild):
    verb: ClassVar[Verb] = Verb.RESTRICT


class ShowCaseRestriction(ShowRestriction, OnCase): ...


class AskCaseRestriction(AskToRestrict, OnCase): ...


class DecideCaseRestriction(DecideRestriction, OnCase): ...


class KeepCaseRestriction(KeepRestriction, OnCase): ...


class LiftCaseRestriction(LiftRestriction, OnCase): ...
