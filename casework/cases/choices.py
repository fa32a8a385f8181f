"""The states of a case and of a deadline, and what a chronology entry can be."""

from django.db import models


class CaseStatus(models.TextChoices):
    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"
    RECORDED_IN_ERROR = "RECORDED_IN_ERROR", "Recorded in error"


# From each status, the ones it may move to. Recorded in error is final: the case is kept, marked and not
# counted.
CASE_MOVES: dict[str, set[str]] = {
    CaseStatus.OPEN: {CaseStatus.CLOSED, CaseStatus.RECORDED_IN_ERROR},
    CaseStatus.CLOSED: {CaseStatus.OPEN, CaseStatus.RECORDED_IN_ERROR},
    CaseStatus.RECORDED_IN_ERROR: set(),
}


class DeadlineState(models.TextChoices):
    OPEN = "OPEN", "Open"
    MET = "MET", "Met"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Not applicable"
    FALLEN_AWAY = "FALLEN_AWAY", "No longer owed"


class DeadlineKind(models.TextChoices):
    """The same four as the clockwork's: something to do by, a date to know, not before, may until."""

    DEADLINE = "DEADLINE", "To do by"
    MILESTONE = "MILESTONE", "Date to know"
    EARLIEST = "EARLIEST", "Not before"
    WINDOW = "WINDOW", "Open until"


class ChronologyKind(models.TextChoices):
    CASE_OPENED = "CASE_OPENED", "Case opened"
    CASE_CLOSED = "CASE_CLOSED", "Case closed"
    CASE_REOPENED = "CASE_REOPENED", "Case reopened"
    RECORDED_IN_ERROR = "RECORDED_IN_ERROR", "Recorded in error"
    ALLOCATED = "ALLOCATED", "Allocated"
    FACTS_CHANGED = "FACTS_CHANGED", "Facts changed"
    DEADLINES_STARTED = "DEADLINES_STARTED", "Deadlines started"
    DEADLINES_MOVED = "DEADLINES_MOVED", "Deadlines moved"
    DEADLINE_MET = "DEADLINE_MET", "Deadline met"
    DEADLINE_REOPENED = "DEADLINE_REOPENED", "Deadline reopened"
    DEADLINE_PAUSED = "DEADLINE_PAUSED", "Deadline paused"
    DEADLINE_RESUMED = "DEADLINE_RESUMED", "Deadline resumed"
    DEADLINE_EXTENDED = "DEADLINE_EXTENDED", "Deadline extended"
    NOT_APPLICABLE_PROPOSED = "NOT_APPLICABLE_PROPOSED", "Proposed as not applicable"
    NOT_APPLICABLE_DECIDED = "NOT_APPLICABLE_DECIDED", "Not applicable: decided"
    HANDED_OVER = "HANDED_OVER", "Handed over"
    EVENT = "EVENT", "Event"
