"""Codes of the clockwork: how binding a rule is, how it is counted and who owes the step."""

from django.db.models import TextChoices


class RuleStatus(TextChoices):
    MUST = "MUST", "Must (law)"
    SHOULD = "SHOULD", "Should (statutory guidance)"
    LOCAL = "LOCAL", "Local practice"


class Confidence(TextChoices):
    """How sure the rule book is of its reading of the source."""

    A = "A", "Read in the source or confirmed twice"
    B = "B", "One good source"
    C = "C", "To be confirmed before relying on it"


class Unit(TextChoices):
    SCHOOL_DAY = "SCHOOL_DAY", "school days"
    WORKING_DAY = "WORKING_DAY", "working days"
    CALENDAR_DAY = "CALENDAR_DAY", "calendar days"
    CALENDAR_MONTH = "CALENDAR_MONTH", "calendar months"
    CLOCK_HOUR = "CLOCK_HOUR", "hours"


class OwedBy(TextChoices):
    """Who has to take the step; who watches it here is another question."""

    SCHOOL = "SCHOOL", "The headteacher"
    GOVERNING_BOARD = "GOVERNING_BOARD", "The governing board"
    CLERK = "CLERK", "The clerk"
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY", "The local authority"
    HOME_AUTHORITY = "HOME_AUTHORITY", "The home local authority"
    PARENT = "PARENT", "The parent"
    PANEL = "PANEL", "The panel"
    ARRANGING_AUTHORITY = "ARRANGING_AUTHORITY", "The arranging authority"


class ObligationKind(TextChoices):
    DEADLINE = "DEADLINE", "To be done by"
    MILESTONE = "MILESTONE", "Date to know"
    EARLIEST = "EARLIEST", "Not before"
    WINDOW = "WINDOW", "May be done until"
