"""What an officer can record next on a permanent exclusion, the step the clocks wait for first."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from casework.access.models import User
from casework.cases import permissions
from casework.cases.choices import DeadlineKind
from casework.cases.kinds import Step
from casework.cases.models import Case
from exclusions.choices import ReviewOutcome
from exclusions.queries import facts_of, load_whole
from exclusions.rules import ExclusionFacts

# Every page on which something is recorded, by its address.
PAGES = {
    "told": "Record who was told",
    "education": "Record education",
    "meeting": "Record the governors’ meeting",
    "decision": "Record the governors’ decision",
    "review": "Record the independent review",
    "reconsideration": "Record the governors’ second decision",
    "roll": "Record the roll and the next place",
    "return": "Record the return to school",
    "told-of-cancellation": "Record who was told of the cancellation",
    "circumstances": "Correct the child’s circumstances",
    "correct": "Correct the exclusion",
    "cancel": "Record a cancellation",
    "error": "Mark as recorded in error",
}
ALWAYS = ("circumstances", "correct", "error")

# The page on which the step a rule asks for is recorded, by how the rule's name begins.
PAGE_OF_RULE = (
    ("notify-cancel", "told-of-cancellation"),
    ("notify-", "told"),
    ("s104-", "told"),
    ("day6-", "education"),
    ("lac-provision", "education"),
    ("gb-meet-", "meeting"),
    ("gb-papers", "meeting"),
    ("la-statement", "meeting"),
    ("gb-reconsider", "reconsideration"),
    ("gb-reinstate", "return"),
    ("gb-decision", "decision"),
    ("irp-", "review"),
    ("deletion-return", "roll"),
    ("new-pupil-return", "roll"),
)


def page_address(case: Case, page: str) -> str:
    return reverse("exclusions:record", args=[case.reference, page])


def next_steps(case: Case, user: User) -> list[Step]:
    """Return what can be recorded next: the main step is the one whose clock runs out first."""
    if not case.is_open or not permissions.can_write(user, case):
        return []
    load_whole(case)
    facts = facts_of(case)
    pages = _pages_now(facts)
    main = _page_the_clocks_wait_for(case, facts, pages)
    ordered = [main, *(page for page in pages if page != main)]
    return [Step(PAGES[page], page_address(case, page), is_main=page == main) for page in ordered]


def _pages_now(facts: ExclusionFacts) -> list[str]:
    """Return the pages that make sense now: neither over nor yet to come."""
    if facts.cancellation is not None:
        return ["told-of-cancellation", "return", "cancel", *ALWAYS]
    back = facts.reinstatement is not None
    reviewed = facts.gb_met_on is not None and not facts.board_reinstated
    to_reconsider = facts.irp_outcome in (ReviewOutcome.RECOMMEND, ReviewOutcome.QUASH_DIRECT)
    shown = {
        "told": True,
        "education": not back and facts.placed_on is None,
        "meeting": facts.gb_met_on is None,
        "decision": facts.irp_application is None,
        "review": reviewed and facts.off_roll_on is None,
        "reconsideration": to_reconsider,
        "return": back,
        "roll": reviewed and not back,
        "cancel": facts.gb_met_on is None,
    }
    return [*(page for page, is_shown in shown.items() if is_shown), *ALWAYS]


def _page_the_clocks_wait_for(case: Case, facts: ExclusionFacts, pages: list[str]) -> str:
    waiting = [each for each in case.deadlines.all() if each.is_open and each.kind == DeadlineKind.DEADLINE]
    for deadline in sorted(waiting, key=lambda each: (each.due_on or date.max, each.pk)):
        page = _page_of(deadline.rule_id, facts)
        if page in pages:
            return page
    return pages[0]


def _page_of(rule_id: str, facts: ExclusionFacts) -> str:
    page = next((page for start, page in PAGE_OF_RULE if rule_id.startswith(start)), "")
    meets = rule_id.startswith("gb-meet-") and facts.gb_meeting_date is not None
    return "decision" if meets else page
