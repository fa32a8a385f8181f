"""Pages that look across the rooms: somebody's work, one case, one child."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views import View

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.pages import Page
from casework.access.permissions import may
from casework.cases import permissions
from casework.cases import presenters as cases
from casework.cases import services as case_services
from casework.cases.kinds import CaseKind, Panel, kind_of
from casework.cases.models import Action
from casework.cases.queries import calendar_for, chronology_of, deadlines_of
from casework.cases.views.mixins import CasePage
from casework.desk import presenters, queries
from casework.people import presenters as people
from casework.people.forms import ChildForm
from casework.people.models import Child
from casework.people.queries import upn_holder
from casework.people.services import CannotSaveChild
from casework.people.starts import all_starts

# One figure fewer than the largest key a database gives.
LONGEST_KEY = 19


class FirstPage(Page):
    """The one page that asks for no verb: whoever has signed in lands on it, and sees what they may open."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = cast(User, request.user)
        return View.dispatch(self, request, *args, **kwargs)


class MyWork(FirstPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not may(self.user, Verb.USE_CASEWORK):
            return render(request, "desk/no_casework.html", {"pages": presenters.other_pages(self.user)})
        on = timezone.localdate()
        after = queries.WorkKey.read(request.GET.get("after", ""))
        work = queries.due_work(self.user, on=on, after=after)
        context = {
            "groups": presenters.work_groups(work, on=on),
            "next_key": work.next_key,
            "is_first_page": after is None,
            "is_recalculating": any(each.case.is_being_recalculated for each in work.deadlines),
            "starts": presenters.start_buttons(self.user),
        }
        if after is None:
            aside = queries.set_aside(self.user)
            context |= {
                "waiting": presenters.waiting_for_dates(aside, viewer=self.user),
                "paused": presenters.paused(aside),
                "to_decide": presenters.to_decide(aside),
                "actions": presenters.action_rows(queries.actions_of(self.user), on=on),
            }
        return render(request, "desk/my_work.html", context)


class FinishAction(Page):
    """Marks what was handed over as done."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = get_object_or_404(Action.objects.visible_to(self.user), pk=pk)
        case_services.finish_action(action=action, by=self.user, done_on=timezone.localdate())
        messages.success(request, f"Done: {action.text}")
        return redirect("desk:my_work")


class CaseRecord(CasePage):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        case, kind, on = self.case, kind_of(self.case), timezone.localdate()
        deadlines = deadlines_of(case)
        calendar = calendar_for(case)
        before = request.GET.get("before", "")
        entries, older = chronology_of(case, before=key_in(before))
        may_write = permissions.can_write(self.user, case)
        context = {
            "case": case,
            "kind": kind,
            "status": cases.status_tag(case),
            "notices": cases.notices(case, waiting=presenters.waiting(deadlines)),
            "next": presenters.next_clock(deadlines, on=on, calendar=calendar) if case.is_open else None,
            "tracks": presenters.tracks(kind, deadlines, on=on, calendar=calendar),
            "panels": self.panels(kind),
            "steps": kind.next_steps(case, self.user) if may_write else [],
            "changes": presenters.case_changes(case, viewer=self.user, may_write=may_write),
            "details": presenters.case_details(case, kind),
            "entries": cases.chronology(entries),
            "older": older,
            "is_newest": not before,
        }
        return render(request, "desk/case.html", context)

    def panels(self, kind: CaseKind) -> list[dict[str, str]]:
        """Draw what the service shows of its own facts; its templates escape what people typed."""
        return [
            {"title": panel.title, "html": mark_safe(self.draw(panel))}
            for panel in kind.panels(self.case, self.user)
        ]

    def draw(self, panel: Panel) -> str:
        return render_to_string(panel.template, {**panel.context, "panel": panel}, self.request)


def key_in(text: str) -> int | None:
    """Read the key of a row from an address; what is none is left out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else None


class ChildPage(Page):
    """A page about a child the viewer may see; for others the child does not exist."""

    verb: ClassVar[Verb] = Verb.FIND_CHILD
    child: Child

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.child = get_object_or_404(Child.objects.visible_to(self.user), public_id=kwargs["public_id"])


class ChildRecord(ChildPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        child, on = self.child, timezone.localdate()
        file = queries.child_file(child, viewer=self.user, on=on)
        starts = all_starts() if may(self.user, Verb.OPEN_CASE) else ()
        context = {
            "child": child,
            "identity": people.identity(child, on=on),
            "alerts": people.alerts(file.facts),
            "contacts": people.contact_rows(file.contacts),
            "cases": presenters.case_rows(file.cases),
            "deadlines": presenters.deadlines_across(file, on=on),
            "starts": [{"text": start.text, "href": people.start_href(start, child)} for start in starts],
            "may_change": may(self.user, Verb.CHANGE_CHILD),
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
