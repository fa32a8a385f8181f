"""Kinds of school, of closure and of day."""

from django.db import models


class SchoolType(models.TextChoices):
    """Which part of the exclusions regulations a school falls under."""

    MAINTAINED = "MAINTAINED", "Maintained school"
    PRU = "PRU", "Pupil referral unit"
    ACADEMY = "ACADEMY", "Academy or free school"
    AP_ACADEMY = "AP_ACADEMY", "Alternative provision academy"
    INDEPENDENT = "INDEPENDENT", "Independent school"
    OTHER = "OTHER", "Other establishment"


class SchoolStatus(models.TextChoices):
    OPEN = "OPEN", "Open"
    CLOSING = "CLOSING", "Open, proposed to close"
    PROPOSED = "PROPOSED", "Proposed to open"
    CLOSED = "CLOSED", "Closed"


class ClosureKind(models.TextChoices):
    INSET = "INSET", "INSET day"
    CLOSURE = "CLOSURE", "Unplanned closure"


class DayKind(models.TextChoices):
    """What a day is on one school's calendar."""

    SCHOOL_DAY = "SCHOOL_DAY", "school day"
    WEEKEND = "WEEKEND", "weekend"
    BANK_HOLIDAY = "BANK_HOLIDAY", "bank holiday"
    HOLIDAY = "HOLIDAY", "school holiday"
    INSET = "INSET", "INSET day"
    CLOSURE = "CLOSURE", "closed"
    BEYOND = "BEYOND", "term dates not loaded"
