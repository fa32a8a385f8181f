"""Somebody's work, and what was handed over to them."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.pages import Page
from casework.access.permissions import may
from casework.cases import services as case_services
from casework.cases.models import Action
from casework.cases.queries import drafts_of
from casework.desk.presenters import work as presenters
from casework.desk.presenters.caseload import needing_owner as needing_owner_in_words
from casework.desk.presenters.restriction import beyond_reach_lines, waiting_rows
from casework.desk.queries import work as queries
from casework.desk.queries.beside import MOST_SHOWN, alerts_of, beside
from casework.desk.queries.caseload import needing_owner
from casework.desk.queries.restriction import waiting_for

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
        context: dict[str, Any] = {
            "groups": presenters.work_groups(work, viewer=self.user, on=on),
            "next_key": work.next_key,
            "is_first_page": after is None,
            "is_recalculating": any(each.case.is_being_recalculated for each in work.deadlines),
            "starts": presenters.start_buttons(self.user),
        }
        if after is None:
            aside = queries.set_aside(self.user)
            found = beside(self.user, on=on)
            context |= {
                "on_duty": presenters.duty_line(found.on_duty, viewer=self.user),
                "enquiries": presenters.enquiry_rows(found.enquiries, viewer=self.user, on=on),
                "also_waiting": presenters.also_waiting(found.waiting),
                "waiting": presenters.waiting_for_dates(aside, viewer=self.user),
                "paused": presenters.paused(aside),
                "to_decide": presenters.to_decide(aside),
                "actions": presenters.action_rows(found.actions, viewer=self.user, on=on),
            }
        return render(request, "desk/my_work.html", context)


class AlsoWaiting(Page):
    """What is no deadline and can wait a little: drafts, alerts, restrictions, and what needs an owner."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        restrictions = waiting_for(self.user, on=on)
        context = {
            "drafts": presenters.draft_rows(drafts_of(self.user)),
            "alerts": presenters.alert_rows(alerts_of(self.user, on=on)[:MOST_SHOWN], viewer=self.user),
            "restrictions": waiting_rows(restrictions, on=on),
            "beyond_reach": beyond_reach_lines(restrictions),
            "needing_owner": needing_owner_in_words(needing_owner(self.user, on=on)),
        }
        return render(request, "desk/also_waiting.html", context)


class FinishAction(Page):
    """Marks what was handed over as done."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = get_object_or_404(Action.objects.visible_to(self.user), pk=pk)
        case_services.finish_action(action=action, by=self.user, done_on=timezone.localdate())
        messages.success(request, f"Done: {action.text}")
        return redirect("desk:my_work")
