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
    NOTE = "NOTE", "Note"
    NOTE_ADDED_TO = "NOTE_ADDED_TO", "Addendum to a note"
    ACTION_AGREED = "ACTION_AGREED", "Action agreed"
    ACTION_DONE = "ACTION_DONE", "Action done"
    CASES_LINKED = "CASES_LINKED", "Cases linked"
    SUPERVISION = "SUPERVISION", "Supervision decision"
    RESTRICTION = "RESTRICTION", "Restriction"
    PERSON_CHANGED = "PERSON_CHANGED", "Child or family details changed"
    EVENT = "EVENT", "Event"


class NoteKind(models.TextChoices):
    CALL = "CALL", "Telephone call"
    EMAIL = "EMAIL", "Email"
    LETTER = "LETTER", "Letter"
    MEETING = "MEETING", "Meeting"
    VISIT = "VISIT", "Visit"
    DECISION = "DECISION", "Decision"
    OVERSIGHT = "OVERSIGHT", "Management oversight"
    OTHER = "OTHER", "Other note"


# Finished notes of these kinds are contact with the family, the child or the school.
CONTACTS = (NoteKind.CALL, NoteKind.EMAIL, NoteKind.LETTER, NoteKind.MEETING, NoteKind.VISIT)


class NoteStatus(models.TextChoices):
    DRAFT = "DRAFT", "Draft"
    FINAL = "FINAL", "Finished"


class ChildVoice(models.TextChoices):
    """How the child's own view was come by."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By telephone"
    WRITTEN = "written", "In writing"
    DRAWING = "drawing", "In a drawing"
    THROUGH_ADULT = "through_trusted_adult", "Through an adult the child trusts"
    OBSERVED = "observed", "By watching"
    NOT_OBTAINED = "not_obtained", "Not obtained"


class LinkKind(models.TextChoices):
    FOLLOWS = "FOLLOWS", "One follows from the other"
    SAME_EVENT = "SAME_EVENT", "Same event"
    FAMILY = "FAMILY", "Same family"
    OTHER = "OTHER", "Another reason"
