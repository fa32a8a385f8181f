"""One child."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.permissions import may
from casework.cases import services as case_services
from casework.desk.presenters import child as presenters
from casework.desk.presenters.family import family_shown
from casework.desk.queries.family import family_of
from casework.people import presenters as people
from casework.people.forms import ChildForm
from casework.people.models import Child
from casework.people.pages import ChildPage
from casework.people.queries import upn_holder
from casework.people.services import CannotSaveChild
from casework.people.starts import all_starts

# One figure fewer than the largest key a database gives.
LONGEST_KEY = 19


class ChildRecord(ChildPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        child, on = self.child, timezone.localdate()
        family = family_of(child, viewer=self.user, on=on)
        self.shows(family.shown_ids, "child", child.public_id)
        may_change = may(self.user, Verb.CHANGE_CHILD)
        starts = all_starts() if may(self.user, Verb.OPEN_CASE) else ()
        context = {
            "child": child,
            "identity": people.identity(child, on=on),
            "alerts": people.alerts(child.status_facts.holding_on(on).select_related("authority")),
            "cases": presenters.case_rows(family.cases.get(child.pk, [])),
            "family": family_shown(family, may_change=may_change, on=on),
            "starts": [{"text": start.text, "href": people.start_href(start, child)} for start in starts],
            "may_change": may_change,
        }
        return render(request, "desk/child.html", context)


class CorrectChild(ChildPage):
    verb: ClassVar[Verb] = Verb.CHANGE_CHILD

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        if holder := self.holder_of(form.cleaned_data["upn"]):
            return self.show(form, holder)
        try:
            case_services.correct_child(
                child=self.child, details=form.child_details, by=self.user, on=timezone.localdate()
            )
        except CannotSaveChild as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The details are corrected")
        return redirect(self.child)

    def holder_of(self, upn: str) -> Child | None:
        """Return another child with the UPN just typed, unless the officer saw that child and carries on."""
        if not upn or upn == self.child.upn:
            return None
        holder = upn_holder(upn, besides=self.child, viewer=self.user)
        seen = self.request.POST.getlist("shown") if "none_of_these" in self.request.POST else []
        return holder if holder and str(holder.public_id) not in seen else None

    def form(self, data: Any = None) -> ChildForm:
        child = self.child
        names = ("forenames", "surname", "known_as", "date_of_birth", "sex", "upn", "address", "postcode")
        return ChildForm(
            data,
            on=timezone.localdate(),
            child=child,
            initial={name: getattr(child, name) for name in names},
        )

    def show(self, form: ChildForm, holder: Child | None = None) -> HttpResponse:
        found = [people.candidate(holder, upn=holder.upn, purpose=None)] if holder else []
        return render(
            self.request, "desk/correct_child.html", {"form": form, "child": self.child, "candidates": found}
        )
