"""A file of children, or of open cases, on its way in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.access.models import Team
from casework.cases.models import Case
from casework.intake.choices import RowState, RunState, Settled
from casework.people.models import Child

if TYPE_CHECKING:
    from casework.access.models import User


class IntakeRunQuerySet(models.QuerySet["IntakeRun"]):
    def visible_to(self, user: User) -> IntakeRunQuerySet:
        """Return the files the person brought; a file holds children whom nobody else has been shown."""
        return self.filter(by=user)


class IntakeRun(models.Model):
    """One file somebody brings in: read, matched, checked, then taken over whole or not at all."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=40, blank=True, help_text="The kind of case each row opens; none: children."
    )
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    columns = models.JSONField(default=list, help_text="The headings of the file, in order.")
    mapping = models.JSONField(default=dict, help_text="For each thing to be known, the place of its column.")
    state = models.CharField(max_length=20, choices=RunState.choices, default=RunState.MAPPING)
    total_rows = models.PositiveIntegerField(default=0)
    rows_checked = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    what_failed = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()
    objects = IntakeRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "-id"], name="intake_runs_by_person")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("intake:run", args=[self.public_id])


class IntakeRow(models.Model):
    """One row of the file, as it came, and what stands against it."""

    run = models.ForeignKey(IntakeRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("row in the file, the headings being row 1")
    cells = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.WAITING)
    faults = models.JSONField(default=list, help_text="What is wrong, in words.")
    differences = models.JSONField(default=list, help_text="What differs from the child who is here.")
    likely = models.ForeignKey(Child, models.SET_NULL, null=True, blank=True, related_name="+")
    settled = models.CharField(max_length=10, choices=Settled.choices, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    child = models.ForeignKey(Child, models.SET_NULL, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="a_row_once_in_a_run")]
        indexes = [models.Index(fields=["run", "state", "number"], name="intake_rows_by_state")]

    def __str__(self) -> str:
        return f"Row {self.number}"
