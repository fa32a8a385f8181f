"""Who is on duty, what was asked, and what the day leaves to the next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.access.choices import Verb
from casework.access.models import Team
from casework.cases.models import Case
from casework.duty.choices import AskerKind, Channel, EnquiryState, PartOfDay, Topic
from casework.people.models import Child
from casework.schools.models import School

if TYPE_CHECKING:
    from casework.access.models import User


def within_their_teams(user: User) -> models.Q:
    """Return the condition for rows of a team whose duty the person does, or steers."""
    scope = user.standing.scope(Verb.TAKE_ENQUIRY)
    return models.Q(team__in=scope.team_ids) if scope else models.Q(pk__in=[])


class DutyTurnQuerySet(models.QuerySet["DutyTurn"]):
    def visible_to(self, user: User) -> DutyTurnQuerySet:
        return self.filter(within_their_teams(user))


class DutyTurn(models.Model):
    """Who answers a team's telephone and inbox on a day."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="duty_turns")
    on = models.DateField()
    part = models.CharField(max_length=10, choices=PartOfDay.choices, default=PartOfDay.ALL_DAY)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duty_turns")

    history = HistoricalRecords()
    objects = DutyTurnQuerySet.as_manager()

    class Meta:
        ordering = ["on", "part", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "on", "part"], name="one_officer_a_duty_turn")]

    def __str__(self) -> str:
        return f"{self.officer}: {self.on}"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> EnquiryQuerySet:
        """Return the enquiries of the person's teams.

        One about a child out of their sight is not there, nor one that became a restricted case out of it.
        """
        about = models.Q(child=None) | models.Q(child__in=Child.objects.visible_to(user))
        led_to = models.Q(case=None) | models.Q(case__is_restricted=False)
        led_to |= models.Q(case__in=Case.objects.visible_to(user))
        return self.filter(within_their_teams(user) & about & led_to)

    def open(self) -> EnquiryQuerySet:
        return self.filter(state=EnquiryState.OPEN)


class Enquiry(models.Model):
    """Something asked of a team, answered by a day or turned into a case."""

    reference = models.CharField(max_length=20, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="enquiries")
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    asker_kind = models.CharField("who asks", max_length=20, choices=AskerKind.choices)
    asker_name = models.CharField(max_length=160, blank=True)
    asker_telephone = models.CharField(max_length=40, blank=True)
    asker_email = models.EmailField("asker's e-mail address", blank=True)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="enquiries")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    text = models.TextField("what was asked")
    respond_by = models.DateField("day by which to answer")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enquiries")
    state = models.CharField(max_length=20, choices=EnquiryState.choices, default=EnquiryState.OPEN)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField("what was answered", blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="enquiries")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()
    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name_plural = "enquiries"
        indexes = [
            models.Index(fields=["team", "state", "respond_by", "id"], name="enquiries_by_team"),
            models.Index(fields=["team", "-received_at"], name="enquiries_by_day"),
            models.Index(
                fields=["owner", "respond_by"],
                condition=models.Q(state=EnquiryState.OPEN),
                name="open_enquiries_by_owner",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=EnquiryState.OPEN, answered_on=None)
                | (~models.Q(state=EnquiryState.OPEN) & models.Q(answered_on__isnull=False)),
                name="answered_enquiry_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=EnquiryState.BECAME_CASE) | models.Q(case__isnull=False),
                name="enquiry_names_the_case_it_became",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("duty:enquiry", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state == EnquiryState.OPEN

    def is_late(self, on: date) -> bool:
        """Say whether the answer is, or was, later than its day."""
        return (self.answered_on or on) > self.respond_by


class HandoverNoteQuerySet(models.QuerySet["HandoverNote"]):
    def visible_to(self, user: User) -> HandoverNoteQuerySet:
        return self.filter(within_their_teams(user))


class HandoverNote(models.Model):
    """What whoever was on duty leaves to the next at the end of the day."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="handover_notes")
    on = models.DateField()
    text = models.TextField()
    open_enquiries = models.PositiveIntegerField(help_text="How many were open when the note was written.")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()
    objects = HandoverNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["team", "-on"], name="handover_notes_by_team")]

    def __str__(self) -> str:
        return f"{self.team} {self.on}"
