"""Days, terms and school years: the pure rules of a school's calendar."""

from casework.schools.rules.blocks import MAX_HOLIDAY_DAYS, Closure, TermBlock
from casework.schools.rules.calendar import SchoolCalendar
from casework.schools.rules.counting import (
    CalendarError,
    Count,
    CountUnit,
    SkippedDay,
    Unknown,
    in_words,
)
from casework.schools.rules.years import (
    StatutoryTerm,
    StatutoryTermName,
    compulsory_school_age_ends,
    compulsory_school_age_starts,
    easter_monday,
    easter_sunday,
    good_friday,
    school_year_begins_in,
    school_year_name,
    statutory_term,
)

__all__ = [
    "MAX_HOLIDAY_DAYS",
    "CalendarError",
    "Closure",
    "Count",
    "CountUnit",
    "SchoolCalendar",
    "SkippedDay",
    "StatutoryTerm",
    "StatutoryTermName",
    "TermBlock",
    "Unknown",
    "compulsory_school_age_ends",
    "compulsory_school_age_starts",
    "easter_monday",
    "easter_sunday",
    "good_friday",
    "in_words",
    "school_year_begins_in",
    "school_year_name",
    "statutory_term",
]
