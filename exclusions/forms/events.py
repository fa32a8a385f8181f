"""What is recorded after an exclusion is logged: one form a page, prefilled with what is saved.

Fields are named as the model names them, so that an error from the rules stands at its field.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import CharField, TextField

from casework.access.models import User
from casework.cases.models import Case
from casework.ui import fields
from exclusions.choices import BoardOutcome, NoticeMethod, Occasion, Party, ReviewOutcome
from exclusions.forms.child import NOT_YET, CircumstancesForm, ToldForm, ticked_for, told_date, told_in
from exclusions.forms.report import SCHOOL, WHEN, WHY, ReportForm, reported_on
from exclusions.forms.sections import OnceForm, Section
from exclusions.models import PermanentExclusion
from exclusions.queries import facts_of
from exclusions.rules.checks import told_field
from exclusions.rules.telling import told_of_cancellation
from exclusions.services import circumstances_on

IF_NOT_YET = "Leave empty what has not happened yet."


class EventForm(OnceForm):
    """A form over what is saved of a case. It carries the version it was filled from."""

    marks_optional = False
    intro: ClassVar[str] = IF_NOT_YET
    submit: ClassVar[str] = "Save"
    # The fields of the exclusion that the form sets.
    facts_asked: ClassVar[tuple[str, ...]] = ()

    version = fields.HiddenField(
        coerce=int, required=True, required_message="This page was not complete. Open it again"
    )

    def __init__(self, *args: Any, case: Case, viewer: User, **options: Any) -> None:
        self.case = case
        super().__init__(*args, **options, **self.options_for(viewer))
        if not self.is_bound:
            self.initial.update({"version": case.version, **self.saved(case)})

    def options_for(self, viewer: User) -> dict[str, Any]:
        return {}

    def saved(self, case: Case) -> dict[str, Any]:
        """Return what is now saved, by field."""
        row = case.permanent_exclusion
        return {name: getattr(row, name) for name in self.facts_asked}

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was answered as the exclusion keeps it: text that was left out is empty."""
        return {name: _as_kept(name, self.cleaned_data[name]) for name in self.facts_asked}

    @property
    def told(self) -> dict[Party, date | None]:
        return told_in(self.cleaned_data)


def _as_kept(name: str, value: Any) -> Any:
    kept_as_text = isinstance(PermanentExclusion._meta.get_field(name), (CharField, TextField))
    return "" if value is None and kept_as_text else value


def told_days(case: Case, occasion: Occasion) -> dict[str, date]:
    told = case.permanent_exclusion.told.all()
    return {told_field(Party(each.party)): each.told_on for each in told if each.occasion == occasion}


class ToldEventForm(ToldForm, EventForm):
    intro = "The days on which the school told each of them. Leave empty who has not been told yet."

    def saved(self, case: Case) -> dict[str, Any]:
        return told_days(case, Occasion.EXCLUSION)


class EducationForm(EventForm):
    facts_asked = ("provider", "provider_contact", "provision_starts_on", "provision_started_on")

    provider = fields.TextField(
        label="Who provides education?", called="provider", max_length=160, required=False
    )
    provider_contact = fields.TextField(
        label="Who is the contact there?",
        called="contact at the provider",
        hint="Name, and telephone number or email address",
        max_length=160,
        required=False,
    )
    provision_starts_on = fields.DateField(
        label="On which day is it arranged to start?", called="arranged first day", required=False
    )
    provision_started_on = fields.DateField(
        label="On which day did the child first attend?", called="first attendance", required=False
    )


class MeetingForm(EventForm):
    facts_asked = ("gb_meeting_on", "gb_papers_sent_on", "la_statement_sent_on")

    gb_meeting_on = fields.DateField(
        label="When do the governors meet?", called="date of the meeting", required=False
    )
    gb_papers_sent_on = fields.DateField(
        label="When did the clerk send the papers?", called="day the papers went", required=False
    )
    la_statement_sent_on = fields.DateField(
        label="When did we send the authority’s statement?", called="day our statement went", required=False
    )


class DecisionForm(EventForm):
    sections = (
        Section("The meeting", ("gb_met_on", "gb_outcome", "gb_reasons")),
        Section("The decision notice", ("gb_notice_on", "gb_notice_method")),
    )
    facts_asked = (
        "gb_met_on",
        "gb_outcome",
        "gb_reasons",
        "reinstated_on",
        "gb_notice_on",
        "gb_notice_method",
        "gb_notice_by_email_agreed",
    )

    gb_met_on = fields.DateField(
        label="When did the governors meet?", called="day the governors met", required=False
    )
    gb_outcome = fields.ChoiceField(
        label="What did they decide?",
        choices=BoardOutcome.choices,
        required=False,
        reveals={BoardOutcome.REINSTATE_ON_DATE: ["reinstated_on"]},
        required_message="Select what the governors decided",
    )
    reinstated_on = fields.DateField(
        label="On which day does the child return?",
        required_message="Enter the day the child is to return",
        called="day of return",
    )
    gb_reasons = fields.TextareaField(label="What reasons did they give?", called="reasons", required=False)
    gb_notice_on = fields.DateField(
        label="When was the decision notice sent to the parent?",
        called="day the decision notice went",
        required=False,
    )
    gb_notice_method = fields.ChoiceField(
        label="How did it go?",
        choices=NoticeMethod.choices,
        required=False,
        reveals={NoticeMethod.EMAIL: ["gb_notice_by_email_agreed"]},
        required_message="Select how the decision notice went",
    )
    gb_notice_by_email_agreed = fields.YesNoField(
        label="Had the parent agreed to get notices by email?", required=False
    )

    @property
    def facts(self) -> dict[str, Any]:
        facts = super().facts
        if facts["reinstated_on"] is None and self.case.permanent_exclusion.gb_reconsidered_on:
            # The day belongs to the second decision, and is asked for there.
            del facts["reinstated_on"]
        return facts


class ReviewForm(EventForm):
    sections = (
        Section(
            "The parent",
            ("irp_waived_on", "irp_application_on", "irp_application_method", "irp_abandoned_on"),
        ),
        Section("The hearing", ("irp_hearing_on", "irp_papers_sent_on", "irp_begun_on")),
        Section(
            "The panel’s decision", ("irp_decided_on", "irp_outcome", "irp_notice_on", "irp_notice_method")
        ),
        Section(
            "A claim under the Equality Act",
            ("eqa_conduct_on", "eqa_determined_on"),
            "Only where there is a claim of discrimination.",
        ),
    )
    facts_asked = tuple(name for section in sections for name in section.names)

    irp_waived_on = fields.DateField(
        label="When did the parent write that they will not apply?",
        called="day the parent wrote",
        required=False,
    )
    irp_application_on = fields.DateField(
        label="When did the parent send an application?", called="day of the application", required=False
    )
    irp_application_method = fields.ChoiceField(
        label="How did the application come?",
        choices=NoticeMethod.choices,
        required=False,
        required_message="Select how the application came",
    )
    irp_abandoned_on = fields.DateField(
        label="When did the parent give up the review?", called="day the review was given up", required=False
    )
    irp_hearing_on = fields.DateField(
        label="For which day is the hearing set?", called="day of the hearing", required=False
    )
    irp_papers_sent_on = fields.DateField(
        label="When were the papers sent?", called="day the papers went", required=False
    )
    irp_begun_on = fields.DateField(
        label="When did the hearing begin?", called="day the hearing began", required=False
    )
    irp_decided_on = fields.DateField(
        label="When did the panel decide?", called="day the panel decided", required=False
    )
    irp_outcome = fields.ChoiceField(
        label="What did the panel decide?",
        choices=ReviewOutcome.choices,
        required=False,
        required_message="Select what the panel decided",
    )
    irp_notice_on = fields.DateField(
        label="When was the panel’s notice sent?", called="day the panel’s notice went", required=False
    )
    irp_notice_method = fields.ChoiceField(
        label="How did the panel’s notice go?",
        choices=NoticeMethod.choices,
        required=False,
        required_message="Select how the panel’s notice went",
    )
    eqa_conduct_on = fields.DateField(
        label="On which day was the conduct complained of?", called="day of the conduct", required=False
    )
    eqa_determined_on = fields.DateField(
        label="When was the claim finally decided?", called="day the claim was decided", required=False
    )


class ReconsiderationForm(EventForm):
    facts_asked = (
        "gb_reconsidered_on",
        "gb_reconsidered_outcome",
        "reinstated_on",
        "gb_reconsidered_notice_on",
    )

    gb_reconsidered_on = fields.DateField(
        label="When did the governors reconsider?", called="day the governors reconsidered", required=False
    )
    gb_reconsidered_outcome = fields.ChoiceField(
        label="What did they decide?",
        choices=BoardOutcome.choices,
        required=False,
        reveals={BoardOutcome.REINSTATE_ON_DATE: ["reinstated_on"]},
        required_message="Select what the governors decided",
    )
    reinstated_on = fields.DateField(
        label="On which day does the child return?",
        required_message="Enter the day the child is to return",
        called="day of return",
    )
    gb_reconsidered_notice_on = fields.DateField(
        label="When was the notice of that decision sent?",
        called="day the notice of that decision went",
        required=False,
    )


class RollForm(EventForm):
    sections = (
        Section("The school’s roll", ("off_roll_on", "deletion_return_on")),
        Section("The next school or setting", ("placed_at", "placed_on", "new_pupil_return_on")),
    )
    facts_asked = ("off_roll_on", "deletion_return_on", "placed_at", "placed_on", "new_pupil_return_on")

    off_roll_on = fields.DateField(
        label="When was the child’s name deleted from the roll?",
        called="day the name was deleted",
        required=False,
    )
    deletion_return_on = fields.DateField(
        label="When did the school tell us of the deletion?",
        called="day of the deletion return",
        required=False,
    )
    placed_at = fields.TextField(
        label="Where is the child now on roll?",
        called="next school or setting",
        max_length=160,
        required=False,
    )
    placed_on = fields.DateField(
        label="From which day?", called="day on roll at the next school", required=False
    )
    new_pupil_return_on = fields.DateField(
        label="When did that school tell us of the new name?",
        called="day of the new pupil return",
        required=False,
    )


class ReturnForm(EventForm):
    facts_asked = ("returned_on", "reintegration_meeting_on")

    returned_on = fields.DateField(
        label="When was the child back in school?", called="day back in school", required=False
    )
    reintegration_meeting_on = fields.DateField(
        label="When was the reintegration meeting?", called="day of the reintegration meeting", required=False
    )


class CircumstancesEventForm(CircumstancesForm, EventForm):
    intro = "What held on the day of the headteacher’s decision."
    facts_asked = ("year11_no_exams_left", "ehcp_hours_met", "next_exam_on")

    def saved(self, case: Case) -> dict[str, Any]:
        child_is = circumstances_on(case.child, case.permanent_exclusion.decision_on)
        authority = child_is.home_authority or (case.school.authority if case.school else None)
        return {
            **super().saved(case),
            "home_authority": authority.code if authority else settings.HOME_AUTHORITY_CODE,
            "child_is": ticked_for(child_is),
        }


class CorrectForm(EventForm, ReportForm):
    intro = "Correct what the school reported. The deadlines follow."
    sections = (SCHOOL, WHEN, WHY)

    def options_for(self, viewer: User) -> dict[str, Any]:
        return {"viewer": viewer}

    def saved(self, case: Case) -> dict[str, Any]:
        return reported_on(case.permanent_exclusion)


class ToldOfCancellationForm(EventForm):
    """Asks about those whom the school has to tell, and anybody else it told."""

    intro = "The days on which the school told each of them, in writing and with reasons. " + NOT_YET + "."

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        self.days = told_days(case, Occasion.CANCELLATION)
        super().__init__(*args, case=case, **options)
        concerned = told_of_cancellation(facts_of(case))
        for party in Party:
            if party in concerned or told_field(party) in self.days:
                self.fields[told_field(party)] = told_date(party, hint=NOT_YET)

    def saved(self, case: Case) -> dict[str, Any]:
        days = self.days if case is self.case else told_days(case, Occasion.CANCELLATION)
        return {**super().saved(case), **days}


class CancelForm(ToldOfCancellationForm):
    intro = "A headteacher can cancel until the governors begin to meet."
    submit = "Record the cancellation"
    facts_asked = ("cancelled_on", "cancel_reasons", "returned_on")
    sections = (
        Section("The cancellation", ("cancelled_on", "cancel_reasons", "returned_on")),
        Section(
            "Who was told",
            tuple(told_field(party) for party in Party),
            "The days on which the school told each of them, in writing and with reasons.",
        ),
    )

    cancelled_on = fields.DateField(
        label="When did the headteacher cancel it?", called="date it was cancelled"
    )
    cancel_reasons = fields.TextareaField(
        label="What reasons did the headteacher give?", called="reasons for cancelling"
    )
    returned_on = fields.DateField(
        label="When was the child back in school?", called="day back in school", hint=NOT_YET, required=False
    )


class ErrorForm(EventForm):
    intro = (
        "Use this for a case that should never have been opened, or that was opened for the wrong child. "
        "The case is kept and can be read. Its clocks end, it leaves every count, and this cannot be undone."
    )
    submit = "Mark as recorded in error"

    reason = fields.TextareaField(
        label="What was wrong?", called="reason", max_length=300, count_characters=True, rows=3
    )
