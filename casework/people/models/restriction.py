"""Why a child's record is restricted, who asked for that and who agreed."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from casework.access.models import RestrictionRecord
from casework.people.models.children import Child


class ChildRestriction(RestrictionRecord):
    """A restriction of everything about one child."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="restrictions")

    history = HistoricalRecords()

    class Meta(RestrictionRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(state__in=["REQUESTED", "ACTIVE"]),
                name="one_restriction_of_a_child",
            )
        ]
