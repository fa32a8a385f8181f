"""What pages and services read about cases, in a fixed number of queries."""

from casework.cases.queries.actions import Owners, actions_of_case, named_on_restricted, owners_for
from casework.cases.queries.closing import closing_facts
from casework.cases.queries.links import linked_cases, with_what_is_beside
from casework.cases.queries.notes import (
    addenda_of,
    drafts_of,
    drafts_on,
    facts_of_note,
    last_day_of_draft,
    note_written_late,
    overdue_draft_ids,
    standards_on,
)
from casework.cases.queries.one_case import (
    CARRIES_CASES,
    ENTRIES_A_PAGE,
    DeadlineChanges,
    allocations_of,
    calendar_for,
    carriers_by_team,
    carrying,
    changes_of,
    chronology_of,
    deadlines_of,
    officers_for,
    people_at_work,
)

__all__ = [
    "CARRIES_CASES",
    "ENTRIES_A_PAGE",
    "DeadlineChanges",
    "Owners",
    "actions_of_case",
    "addenda_of",
    "allocations_of",
    "calendar_for",
    "carriers_by_team",
    "carrying",
    "changes_of",
    "chronology_of",
    "closing_facts",
    "deadlines_of",
    "drafts_of",
    "drafts_on",
    "facts_of_note",
    "last_day_of_draft",
    "linked_cases",
    "named_on_restricted",
    "note_written_late",
    "officers_for",
    "overdue_draft_ids",
    "owners_for",
    "people_at_work",
    "standards_on",
    "with_what_is_beside",
]
