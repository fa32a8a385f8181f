"""Going through an officer's caseload: who, the sheet, one case, its end."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access.choices import LookAction, Verb
from casework.access.pages import Page
from casework.access.permissions import may
from casework.cases.models import Case
from casework.deadlines.queries import setting_on
from casework.supervision import permissions, presenters, queries, services
from casework.supervision.forms import DiscussionAndActionForm, DiscussionForm, FinishForm, SignForm
from casework.supervision.models import CaseDiscussion, SupervisionSession
from casework.supervision.rule_settings import CASE_INTERVAL


class Supervision(Page):
    """The officers somebody supervises, and the person's own sessions."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK

    def get(self, request: HttpRequest) -> HttpResponse:
        on = timezone.localdate()
        steers = may(self.user, Verb.SUPERVISE)
        officers = permissions.supervised_by(self.user, on=on) if steers else None
        found = queries.officers_for(officers, viewer=self.user, on=on) if officers is not None else []
        context = {
            "steers": steers,
            "officers": presenters.officer_rows(found),
            "own": presenters.own_rows(queries.sessions_of(self.user)),
        }
        return render(request, "supervision/officers.html", context)


class BeginSession(Page):
    verb: ClassVar[Verb] = Verb.SUPERVISE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        on = timezone.localdate()
        officer = get_object_or_404(permissions.supervised_by(self.user, on=on), pk=pk)
        return redirect(services.start_session(officer=officer, by=self.user, on=on))


class SessionPage(Page):
    """A page about one session, for its officer and for those who steer the team."""

    verb: ClassVar[Verb] = Verb.USE_CASEWORK
    session: SupervisionSession

    def load(self, *args: Any, **kwargs: Any) -> None:
        seen = SupervisionSession.objects.visible_to(self.user).select_related(
            "officer", "supervisor", "team"
        )
        self.session = get_object_or_404(seen, public_id=kwargs["public_id"])


class SheetPage(SessionPage):
    """The sheet, on screen or for paper."""

    template: ClassVar[str]
    action: ClassVar[LookAction]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        on = timezone.localdate()
        sheet = queries.sheet_of(self.session, viewer=self.user)
        interval = cast(int, setting_on(CASE_INTERVAL, on=on))
        rows = presenters.sheet_rows(sheet, session=self.session, interval_weeks=interval, on=on)
        self.shows(
            {each.case.child_id for each in sheet.cases},
            "supervision",
            self.session.public_id,
            action=self.action,
        )
        session = self.session
        context = {
            "session": session,
            "details": presenters.session_details(session),
            "state": presenters.session_state(session),
            "rows": rows,
            "late": sum(row.is_late for row in rows),
            "is_cut": sheet.is_cut,
            "interval": interval,
            "may_record": permissions.may_record(self.user, session),
            "may_sign": session.finished_at is not None
            and session.officer_signed_at is None
            and session.officer_id == self.user.pk,
        }
        return render(request, self.template, context)


class SessionSheet(SheetPage):
    template = "supervision/session.html"
    action = LookAction.VIEW


class PrintSheet(SheetPage):
    template = "supervision/print.html"
    action = LookAction.PRINT


class RecordingPage(SessionPage):
    """A page on which whoever holds the session writes."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        permissions.check_holds(self.user, self.session)


class Discuss(RecordingPage):
    """One case in the session."""

    case: Case
    now: CaseDiscussion | None

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        cases = Case.objects.visible_to(self.user).select_related("child", "school", "team", "officer")
        self.case = get_object_or_404(cases, reference=kwargs["reference"])
        found = self.session.discussions.filter(case=self.case).select_related("action__owner")
        self.now = found.first()
        if self.now is None:
            get_object_or_404(cases, pk=self.case.pk, officer=self.session.officer_id)
        self.shows([self.case.child_id], "case", self.case.reference)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        if said := self.action_left_out(form):
            form.add_error(None, said)
            return self.show(form)
        typed = form.cleaned_data
        try:
            services.record_discussion(
                session=self.session,
                case=self.case,
                why=typed["why"],
                discussion=typed["discussion"],
                decision=typed["decision"],
                action=form.action,
                version=typed["version"],
                by=self.user,
                on=timezone.localdate(),
            )
        except services.CannotSupervise as error:
            form.add_error(None, str(error))
            return self.show(form)
        except services.DiscussionChanged as changed:
            return self.show_both(form, changed.discussion)
        messages.success(request, f"Recorded for {self.case.reference}")
        return redirect(f"{self.session.get_absolute_url()}#{self.case.reference}")

    def form(self, data: Any = None) -> DiscussionForm:
        if self.now is not None and self.now.action is not None:
            return DiscussionForm(data, now=self.now)
        return DiscussionAndActionForm(
            data, now=self.now, officer=self.session.officer, by=self.user, on=timezone.localdate()
        )

    def action_left_out(self, form: DiscussionForm) -> str:
        """Say which action was typed where somebody agreed another meanwhile: the page asks for none then."""
        text = self.request.POST.get(form.add_prefix("action_text"), "").strip()
        if not text or isinstance(form, DiscussionAndActionForm):
            return ""
        return f"An action was agreed here meanwhile, so yours is not added: “{text}”. Add it on the case"

    def show_both(self, form: DiscussionForm, other: CaseDiscussion) -> HttpResponse:
        """Show what somebody else saved meanwhile above what was typed, which may then be saved over it."""
        form.add_error(None, "Somebody else saved this case while you were writing. Both are shown here")
        typed = self.request.POST.copy()
        typed["version"] = str(other.version)
        form.data = typed
        return self.show(form, other)

    def show(self, form: DiscussionForm, other: CaseDiscussion | None = None) -> HttpResponse:
        on = timezone.localdate()
        context = {
            "form": form,
            "session": self.session,
            "case": self.case,
            "about": presenters.case_context(self.case, on=on),
            "now": presenters.discussion_shown(self.now, on=on),
            "other": presenters.discussion_shown(other, on=on) if other and other.pk else None,
        }
        return render(self.request, "supervision/discuss.html", context)


class FinishSession(RecordingPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(FinishForm(on=timezone.localdate()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = FinishForm(request.POST, on=timezone.localdate())
        if not form.is_valid():
            return self.show(form)
        services.finish_session(
            session=self.session, next_on=form.cleaned_data["next_on"], by=self.user, now=timezone.now()
        )
        messages.success(request, f"The session is finished. {self.session.officer} can now sign it")
        return redirect(self.session)

    def show(self, form: FinishForm) -> HttpResponse:
        return render(self.request, "supervision/finish.html", {"form": form, "session": self.session})


class SignSession(SessionPage):
    """The officer signs: nobody else may."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        permissions.check_may_sign(self.user, self.session)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(SignForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SignForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            services.sign_session(session=self.session, by=self.user, now=timezone.now(), **form.cleaned_data)
        except services.CannotSupervise as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "You have signed the session")
        return redirect(self.session)

    def show(self, form: SignForm) -> HttpResponse:
        return render(self.request, "supervision/sign.html", {"form": form, "session": self.session})
