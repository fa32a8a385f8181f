"""The verbs of a permanent exclusion."""

from exclusions.details import AsReported, Circumstances, ExclusionDetails
from exclusions.queries import KIND
from exclusions.rules.checks import CannotRecord
from exclusions.services.log import (
    EXCLUDED,
    AlreadyRecorded,
    check_exclusion,
    log_permanent_exclusion,
    preview_exclusion,
)
from exclusions.services.record import (
    Recorded,
    cancel_exclusion,
    correct_exclusion,
    record_circumstances,
    record_exclusion_in_error,
    record_facts,
    record_told_of_cancellation,
)
from exclusions.services.writing import circumstances_on

__all__ = [
    "EXCLUDED",
    "KIND",
    "AlreadyRecorded",
    "AsReported",
    "CannotRecord",
    "Circumstances",
    "ExclusionDetails",
    "Recorded",
    "cancel_exclusion",
    "check_exclusion",
    "circumstances_on",
    "correct_exclusion",
    "log_permanent_exclusion",
    "preview_exclusion",
    "record_circumstances",
    "record_exclusion_in_error",
    "record_facts",
    "record_told_of_cancellation",
]
