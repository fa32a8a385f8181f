"""Going through one officer's caseload, case by case: what was said, decided and agreed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.access.choices import Verb
from casework.access.models import Team
from casework.cases.models import Action, Case
from casework.supervision.choices import WhyDiscussed

if TYPE_CHECKING:
    from casework.access.models import User


class SupervisionSessionQuerySet(models.QuerySet["SupervisionSession"]):
    def visible_to(self, user: User) -> SupervisionSessionQuerySet:
        """Return the person's own sessions, and for those who supervise, those of their teams' officers."""
        own = models.Q(officer=user) | models.Q(supervisor=user)
        scope = user.standing.scope(Verb.SUPERVISE)
        if not scope:
            return self.filter(models.Q(officer=user))
        return self.filter(own | models.Q(team__in=scope.team_ids))


class SupervisionSession(models.Model):
    """One meeting of an officer and whoever supervises them. Finished, it is locked; both sign it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="supervised_in")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="supervises_in")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    held_on = models.DateField()
    next_on = models.DateField("next session", null=True, blank=True)
    caseload = models.JSONField(
        default=list, help_text="The caseload as it stood when the session was finished."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    officer_comments = models.TextField(blank=True)
    officer_signed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords(excluded_fields=["caseload"])
    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["officer", "-held_on"], name="sessions_by_officer")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("supervisor")),
                name="nobody_supervises_themselves",
                violation_error_message="Choose somebody else's caseload",
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=models.Q(finished_at=None), name="one_open_session_an_officer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:session", args=[self.public_id])


class CaseDiscussion(models.Model):
    """One case in a session: what was decided and why, and the action agreed."""

    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="discussions")
    case = models.ForeignKey(Case, models.PROTECT, related_name="discussions")
    why = models.CharField(max_length=10, choices=WhyDiscussed.choices, default=WhyDiscussed.ROUTINE)
    discussion = models.TextField("what was talked about", blank=True)
    decision = models.TextField("decision, and the reason for it", blank=True)
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "-recorded_at"], name="discussions_by_case")]
        constraints = [models.UniqueConstraint(fields=["session", "case"], name="a_case_once_in_a_session")]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.session_id}"
