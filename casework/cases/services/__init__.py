"""The verbs officers use on any case."""

from casework.cases.services.allocation import (
    Allotment,
    CannotAllocate,
    Hindrance,
    allocate_case,
    allocate_cases,
)
from casework.cases.services.calendar import (
    CalendarChanged,
    change_calendar,
    finish_recalculations,
    recalculate_all,
    refresh_unknown_deadlines,
)
from casework.cases.services.children import change_about_child, correct_child, tell_case_owners
from casework.cases.services.handover import finish_action, hand_over, publish_fact, withdraw_facts
from casework.cases.services.lifecycle import (
    CannotClose,
    CaseChanged,
    MoveNotAllowed,
    close_case,
    facts_changed,
    lock_case,
    open_case,
    record_in_error,
    reopen_case,
)
from casework.cases.services.record import record_about_child, record_in_chronology
from casework.cases.services.settings import approve_setting
from casework.cases.services.steps import (
    CannotChangeDeadline,
    agree_not_applicable,
    extend_deadline,
    meet_deadline,
    pause_deadline,
    propose_not_applicable,
    refuse_not_applicable,
    reopen_deadline,
    resume_deadline,
)
from casework.cases.services.synchronise import Moved, start_deadlines, synchronise_deadlines

__all__ = [
    "Allotment",
    "CalendarChanged",
    "CannotAllocate",
    "CannotChangeDeadline",
    "CannotClose",
    "CaseChanged",
    "Hindrance",
    "MoveNotAllowed",
    "Moved",
    "agree_not_applicable",
    "allocate_case",
    "allocate_cases",
    "approve_setting",
    "change_about_child",
    "change_calendar",
    "close_case",
    "correct_child",
    "extend_deadline",
    "facts_changed",
    "finish_action",
    "finish_recalculations",
    "hand_over",
    "lock_case",
    "meet_deadline",
    "open_case",
    "pause_deadline",
    "propose_not_applicable",
    "publish_fact",
    "recalculate_all",
    "record_about_child",
    "record_in_chronology",
    "record_in_error",
    "refresh_unknown_deadlines",
    "refuse_not_applicable",
    "reopen_case",
    "reopen_deadline",
    "resume_deadline",
    "start_deadlines",
    "synchronise_deadlines",
    "tell_case_owners",
    "withdraw_facts",
]
