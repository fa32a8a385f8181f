"""Taking enquiries, and what becomes of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access.choices import LookAction, Verb
from casework.access.pages import Page
from casework.access.services import handle_once
from casework.cases.models import Case
from casework.duty import presenters, queries, services
from casework.duty.forms import (
    MINE,
    AnswerForm,
    ChangeEnquiryForm,
    EnquiryFilterForm,
    EnquiryForm,
    OwnerForm,
    TakeEnquiryForm,
    VersionForm,
)
from casework.duty.models import Enquiry

# One figure fewer than the largest key a database gives.
LONGEST_KEY = 19


class EnquiryList(Page):
    """Every enquiry, the newest first, narrowed by what it is about and how it stands."""

    verb: ClassVar[Verb] = Verb.TAKE_ENQUIRY

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        form = EnquiryFilterForm(request.GET, owners=queries.owners_seen_by(self.user))
        narrowed = form.narrowed
        after = request.GET.get("after", "")
        page, next_key = queries.page_of_enquiries(self.user, narrowed=narrowed, after=key_in(after))
        rows = presenters.enquiry_rows(
            page,
            on=on,
            calendar=queries.working_calendar(on),
            names_team=len(self.user.standing.scope(self.verb).team_ids) > 1,
        )
        context = {
            "filters": form,
            "is_narrowed": bool(narrowed),
            "columns": presenters.COLUMNS,
            "rows": rows,
            "next": {**narrowed, "after": next_key} if next_key else None,
            "first": {**narrowed} if after else None,
        }
        return render(request, "duty/enquiries.html", context)


class AsksAboutChild(Page):
    """A page whose form finds a child: those it offers to choose from are shown, and written down as such."""

    def note_children(self, form: EnquiryForm) -> None:
        if shown := form.children_shown:
            self.shows(shown, "enquiry", action=LookAction.SEARCH)


class TakeEnquiry(AsksAboutChild):
    verb: ClassVar[Verb] = Verb.TAKE_ENQUIRY

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.take(form))
        except services.NobodyOnDuty as error:
            form.add_error("answerer", str(error))
            return self.show(form)
        except services.CannotChangeEnquiry as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The enquiry is written down")
        return redirect(address)

    def take(self, form: TakeEnquiryForm) -> str:
        enquiry = services.take_enquiry(
            team=form.team_chosen,
            details=form.details,
            received_on=form.cleaned_data["received_on"],
            owner=self.user if form.cleaned_data["answerer"] == MINE else None,
            by=self.user,
            now=timezone.now(),
        )
        return enquiry.get_absolute_url()

    def form(self, data: Any = None) -> TakeEnquiryForm:
        return TakeEnquiryForm(
            data,
            viewer=self.user,
            teams=queries.teams_of(self.user, self.verb),
            on=timezone.localdate(),
        )

    def show(self, form: TakeEnquiryForm) -> HttpResponse:
        self.note_children(form)
        settings = queries.duty_settings(on=timezone.localdate())
        context = {
            "form": form,
            "danger": presenters.about_danger(settings),
            "length": presenters.local_length(settings),
        }
        return render(self.request, "duty/take_enquiry.html", context)


class EnquiryPage(Page):
    """A page about an enquiry of the viewer's teams; for others it does not exist."""

    verb: ClassVar[Verb] = Verb.TAKE_ENQUIRY
    enquiry: Enquiry

    def load(self, *args: Any, **kwargs: Any) -> None:
        seen = queries.with_everything(Enquiry.objects.visible_to(self.user))
        self.enquiry = get_object_or_404(seen, reference=kwargs["reference"])
        self.shows_its_child()

    def shows_its_child(self) -> None:
        if self.enquiry.child_id:
            self.shows([self.enquiry.child_id], "enquiry", self.enquiry.reference)


class EnquiryRecord(EnquiryPage):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        enquiry, on = self.enquiry, timezone.localdate()
        settings = queries.duty_settings(on=on)
        context = {
            "enquiry": enquiry,
            "status": presenters.state_tag(enquiry, on=on),
            "danger": presenters.about_danger(settings) if presenters.is_worry(enquiry) else "",
            "details": presenters.enquiry_details(
                enquiry,
                on=on,
                calendar=queries.working_calendar(on),
                reads_case=self.reads_case(),
            ),
            "length": presenters.local_length(settings),
            "answered": presenters.answered(enquiry),
            "starts": presenters.starts_from(enquiry, viewer=self.user),
        }
        return render(request, "duty/enquiry.html", context)

    def reads_case(self) -> bool:
        case_id = self.enquiry.case_id
        return case_id is not None and Case.objects.visible_to(self.user).filter(pk=case_id).exists()


class ChangeOneEnquiry(EnquiryPage):
    """A form about one enquiry, which somebody else may save meanwhile: then both are shown, nothing lost."""

    template_name: ClassVar[str]
    done: ClassVar[str]

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self.change(form)
        except services.EnquiryChanged as error:
            return self.show_both(error.enquiry)
        except services.CannotChangeEnquiry as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, self.done)
        return redirect(self.enquiry)

    def form(self, data: Any = None) -> VersionForm:
        raise NotImplementedError

    def change(self, form: Any) -> None:
        raise NotImplementedError

    def show_both(self, theirs: Enquiry) -> HttpResponse:
        """Show what somebody else saved beside what was typed; saving again lets what was typed stand."""
        data = self.request.POST.copy()
        data["version"] = str(theirs.version)
        self.enquiry = theirs
        # They may have named another child meanwhile: that one is shown now.
        self.look = None
        self.shows_its_child()
        form = self.form(data)
        form.add_error(None, "Somebody else saved this enquiry while you were typing. Look at both")
        return self.show(form, theirs=presenters.theirs(theirs))

    def show(self, form: VersionForm, theirs: list[dict[str, Any]] | None = None) -> HttpResponse:
        context = {"form": form, "enquiry": self.enquiry, "theirs": theirs or []}
        return render(self.request, self.template_name, context)


class ChangeEnquiry(ChangeOneEnquiry, AsksAboutChild):
    template_name = "duty/change_enquiry.html"
    done = "The enquiry is corrected"

    def form(self, data: Any = None) -> ChangeEnquiryForm:
        return ChangeEnquiryForm(
            data, viewer=self.user, initial=ChangeEnquiryForm.first_answers(self.enquiry)
        )

    def change(self, form: Any) -> None:
        services.change_enquiry(
            enquiry=self.enquiry, details=form.details, version=form.cleaned_data["version"], by=self.user
        )

    def show(self, form: Any, theirs: list[dict[str, Any]] | None = None) -> HttpResponse:
        self.note_children(form)
        return super().show(form, theirs)


class AnswerEnquiry(ChangeOneEnquiry):
    template_name = "duty/answer_enquiry.html"
    done = "The answer is written down"

    def form(self, data: Any = None) -> AnswerForm:
        on, enquiry = timezone.localdate(), self.enquiry
        first = {
            "version": enquiry.version,
            "answer": enquiry.answer,
            "answered_on": enquiry.answered_on or on,
        }
        return AnswerForm(data, on=on, initial=first)

    def change(self, form: Any) -> None:
        services.answer_enquiry(enquiry=self.enquiry, by=self.user, **form.cleaned_data)


class GiveEnquiry(ChangeOneEnquiry):
    template_name = "duty/give_enquiry.html"
    done = "The enquiry has somebody else now"

    def form(self, data: Any = None) -> OwnerForm:
        people = queries.takers_of(self.enquiry.team, on=timezone.localdate())
        return OwnerForm(
            data,
            people=people.exclude(pk=self.enquiry.owner_id),
            initial={"version": self.enquiry.version},
        )

    def change(self, form: Any) -> None:
        services.give_enquiry(
            enquiry=self.enquiry,
            owner=form.chosen,
            version=form.cleaned_data["version"],
            by=self.user,
            on=timezone.localdate(),
        )


def key_in(text: str) -> int | None:
    """Read the key of a row from an address; what is none is left out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else None
