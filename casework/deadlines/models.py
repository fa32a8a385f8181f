"""What a council has settled for itself: dated rows over the defaults of the rule book."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class RuleSetting(models.Model):
    """A value that holds from a day, with who asked for it, why, and which manager agreed."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    starts_on = models.DateField("in force from")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["key", "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="setting_approval_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.starts_on}"
