"""What officers and the register do to schools and their calendars."""

from casework.schools.changes import CalendarChange
from casework.schools.register import NotARegister
from casework.schools.services.authorities import load_authorities
from casework.schools.services.calendars import (
    MAX_REASON,
    CannotChangeCalendar,
    NewTerm,
    add_closure,
    remove_closure,
    remove_terms,
    set_link_officer,
    set_terms,
)
from casework.schools.services.demonstration import load_demonstration_schools
from casework.schools.services.register import ImportReport, Refusal, import_register

__all__ = [
    "MAX_REASON",
    "CalendarChange",
    "CannotChangeCalendar",
    "ImportReport",
    "NewTerm",
    "NotARegister",
    "Refusal",
    "add_closure",
    "import_register",
    "load_authorities",
    "load_demonstration_schools",
    "remove_closure",
    "remove_terms",
    "set_link_officer",
    "set_terms",
]
