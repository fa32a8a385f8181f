"""The facts of a permanent exclusion, on the case that carries it."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from casework.cases.models import Case
from exclusions.choices import Basis, BoardOutcome, NoticeMethod, Occasion, Party, ReviewOutcome, StartPoint


class ReasonCodeQuerySet(models.QuerySet["ReasonCode"]):
    def in_force(self, on: object) -> ReasonCodeQuerySet:
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=on), valid_from__lte=on)


class ReasonCode(models.Model):
    """A reason for exclusion from the Common Basic Data Set, with the days it may be used for."""

    code = models.CharField(max_length=2, primary_key=True)
    description = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = ReasonCodeQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.description


class PermanentExclusion(models.Model):
    """One permanent exclusion: what the headteacher decided, and what followed."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="permanent_exclusion")

    decision_on = models.DateField("date of the decision")
    decision_at = models.TimeField("time of the decision", null=True, blank=True)
    decided_by = models.CharField("decided by", max_length=120)
    start_on = models.DateField("first day out of school")
    start_point = models.CharField("point of the day", max_length=30, choices=StartPoint.choices)
    basis = models.CharField(
        "single incident or persistent", max_length=12, choices=Basis.choices, blank=True
    )
    circumstances = models.TextField("what happened", max_length=10_000, blank=True)
    next_exam_on = models.DateField("next public examination or national test", null=True, blank=True)
    year11_no_exams_left = models.BooleanField("Year 11 with no examinations left", default=False)
    ehcp_hours_met = models.BooleanField("weekly hours in the plan are already met", default=False)

    provider = models.CharField("who provides education from Day 6", max_length=160, blank=True)
    provider_contact = models.CharField("contact at the provider", max_length=160, blank=True)
    provision_starts_on = models.DateField("arranged first day", null=True, blank=True)
    provision_started_on = models.DateField("first attendance", null=True, blank=True)

    gb_meeting_on = models.DateField("date of the governors' meeting", null=True, blank=True)
    gb_papers_sent_on = models.DateField("papers sent", null=True, blank=True)
    la_statement_sent_on = models.DateField("authority's statement sent", null=True, blank=True)
    gb_met_on = models.DateField("governors met", null=True, blank=True)
    gb_outcome = models.CharField(
        "governors' decision", max_length=20, choices=BoardOutcome.choices, blank=True
    )
    gb_reasons = models.TextField("governors' reasons", max_length=10_000, blank=True)
    reinstated_on = models.DateField("day of return", null=True, blank=True)
    gb_notice_method = models.CharField(
        "how the decision notice went", max_length=20, choices=NoticeMethod.choices, blank=True
    )
    gb_notice_on = models.DateField("decision notice sent", null=True, blank=True)
    gb_notice_by_email_agreed = models.BooleanField("parent agreed to email", null=True, blank=True)

    irp_waived_on = models.DateField("parent wrote that they will not apply", null=True, blank=True)
    irp_application_method = models.CharField(
        "how the application came", max_length=20, choices=NoticeMethod.choices, blank=True
    )
    irp_application_on = models.DateField("application sent", null=True, blank=True)
    irp_abandoned_on = models.DateField("review abandoned", null=True, blank=True)
    irp_hearing_on = models.DateField("date of the hearing", null=True, blank=True)
    irp_papers_sent_on = models.DateField("papers for the review sent", null=True, blank=True)
    irp_begun_on = models.DateField("hearing began", null=True, blank=True)
    irp_decided_on = models.DateField("panel decided", null=True, blank=True)
    irp_outcome = models.CharField(
        "panel's decision", max_length=20, choices=ReviewOutcome.choices, blank=True
    )
    irp_notice_method = models.CharField(
        "how the panel's notice went", max_length=20, choices=NoticeMethod.choices, blank=True
    )
    irp_notice_on = models.DateField("panel's notice sent", null=True, blank=True)
    gb_reconsidered_on = models.DateField("governors reconsidered", null=True, blank=True)
    gb_reconsidered_outcome = models.CharField(
        "decision on reconsidering", max_length=20, choices=BoardOutcome.choices, blank=True
    )
    gb_reconsidered_notice_on = models.DateField("notice of that decision sent", null=True, blank=True)
    eqa_conduct_on = models.DateField("conduct complained of under the Equality Act", null=True, blank=True)
    eqa_determined_on = models.DateField("Equality Act claim finally decided", null=True, blank=True)

    off_roll_on = models.DateField("name deleted from the roll", null=True, blank=True)
    deletion_return_on = models.DateField("deletion return received", null=True, blank=True)
    placed_on = models.DateField("on roll at the next school", null=True, blank=True)
    placed_at = models.CharField("next school or setting", max_length=160, blank=True)
    new_pupil_return_on = models.DateField("new pupil return received", null=True, blank=True)
    returned_on = models.DateField("back in school", null=True, blank=True)
    reintegration_meeting_on = models.DateField("reintegration meeting", null=True, blank=True)

    cancelled_on = models.DateField("cancelled by the headteacher", null=True, blank=True)
    cancel_reasons = models.TextField("reasons for cancelling", max_length=10_000, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_on__gte=models.F("decision_on")),
                name="exclusion_starts_after_decision",
                violation_error_message="The first day out must be the day of the decision or later",
            ),
            models.CheckConstraint(
                condition=models.Q(gb_met_on=None, gb_outcome="")
                | (models.Q(gb_met_on__isnull=False) & ~models.Q(gb_outcome="")),
                name="board_decision_is_whole",
                violation_error_message="Enter both the day the governors met and what they decided",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_on=None, cancel_reasons="")
                | (models.Q(cancelled_on__isnull=False) & ~models.Q(cancel_reasons="")),
                name="cancellation_has_reasons",
                violation_error_message="A cancellation needs its day and its reasons",
            ),
            models.CheckConstraint(
                condition=models.Q(gb_notice_on=None, gb_notice_method="")
                | (models.Q(gb_notice_on__isnull=False) & ~models.Q(gb_notice_method="")),
                name="decision_notice_is_whole",
                violation_error_message="Enter both the day the decision notice went and how",
            ),
            models.CheckConstraint(
                condition=models.Q(irp_application_on=None, irp_application_method="")
                | (models.Q(irp_application_on__isnull=False) & ~models.Q(irp_application_method="")),
                name="review_application_is_whole",
                violation_error_message="Enter both the day of the application and how it came",
            ),
            models.CheckConstraint(
                condition=models.Q(irp_notice_on=None, irp_notice_method="")
                | (models.Q(irp_notice_on__isnull=False) & ~models.Q(irp_notice_method="")),
                name="panel_notice_is_whole",
                violation_error_message="Enter both the day of the panel's notice and how it went",
            ),
        ]

    def __str__(self) -> str:
        return f"Permanent exclusion {self.case.reference}"


class ExclusionReason(models.Model):
    """One of up to three reasons, in the headteacher's order."""

    exclusion = models.ForeignKey(PermanentExclusion, models.CASCADE, related_name="reasons")
    position = models.PositiveSmallIntegerField()
    code = models.ForeignKey(ReasonCode, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["exclusion", "position"], name="one_reason_a_position"),
            models.UniqueConstraint(fields=["exclusion", "code"], name="a_reason_once"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=3),
                name="up_to_three_reasons",
                violation_error_message="Choose up to three reasons",
            ),
        ]

    def __str__(self) -> str:
        return self.code.description


class Told(models.Model):
    """The day one party was told of the exclusion, or of its cancellation."""

    exclusion = models.ForeignKey(PermanentExclusion, models.CASCADE, related_name="told")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    party = models.CharField(max_length=24, choices=Party.choices)
    told_on = models.DateField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["occasion", "pk"]
        verbose_name_plural = "told"
        constraints = [
            models.UniqueConstraint(fields=["exclusion", "occasion", "party"], name="told_once_of_each")
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} told on {self.told_on}"
