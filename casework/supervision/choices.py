"""Why a case is talked about in supervision."""

from django.db import models


class WhyDiscussed(models.TextChoices):
    ROUTINE = "ROUTINE", "Its turn"
    LATE = "LATE", "Something is late"
    RISK = "RISK", "Risk"
    STUCK = "STUCK", "Stuck"
    NEW = "NEW", "New"
    CLOSING = "CLOSING", "Closing"
    COMPLAINT = "COMPLAINT", "Complaint"
