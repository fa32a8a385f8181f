"""What pages read about cases and deadlines, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from casework.access.choices import Role
from casework.access.models import Membership, User
from casework.cases.models import (
    Allocation,
    Case,
    ChronologyEntry,
    Deadline,
    Extension,
    NotApplicableProposal,
    Pause,
)
from casework.schools.queries import calendar_of
from casework.schools.rules import SchoolCalendar

ENTRIES_A_PAGE = 30
# The roles that carry cases; the others read, count or keep the system.
CARRIES_CASES = (
    Role.OFFICER,
    Role.DUTY_OFFICER,
    Role.SENIOR,
    Role.MANAGER,
    Role.BUSINESS_SUPPORT,
    Role.SAFEGUARDING_LEAD,
)


def calendar_for(case: Case) -> SchoolCalendar:
    """Return the calendar of the case's own school; one on which nothing is known where it has no school."""
    return calendar_of(case.school) if case.school else SchoolCalendar(())


def deadlines_of(case: Case) -> list[Deadline]:
    """Return a case's deadlines by date, and keep them on the case for whoever asks it again.

    They come without the explanation, which only a deadline's own page shows.
    """
    deadlines = Deadline.objects.select_related("owner", "owner_team").defer("explanation")
    prefetch_related_objects([case], Prefetch("deadlines", queryset=deadlines))
    return list(case.deadlines.all())


def chronology_of(
    case: Case, *, viewer: User, before: int | None
) -> tuple[list[ChronologyEntry], int | None]:
    """Return a page of the chronology, newest first, and the key that the next page starts below, if any.

    Entries are only ever added, so that the order of their keys is the order in which they were written.
    """
    entries = ChronologyEntry.objects.visible_to(viewer).filter(case=case)
    entries = entries.select_related("by").order_by("-pk")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    page = list(entries[: ENTRIES_A_PAGE + 1])
    is_more = len(page) > ENTRIES_A_PAGE
    page = page[:ENTRIES_A_PAGE]
    for entry in page:
        entry.case = case
    return page, page[-1].pk if is_more else None


@dataclass(frozen=True)
class DeadlineChanges:
    """What people have done to one deadline's date, or proposed."""

    pauses: list[Pause]
    extensions: list[Extension]
    proposals: list[NotApplicableProposal]

    @property
    def waiting(self) -> NotApplicableProposal | None:
        """The proposal that nobody has decided yet; there is one at most."""
        return next((each for each in self.proposals if each.is_agreed is None), None)


def changes_of(deadline: Deadline) -> DeadlineChanges:
    return DeadlineChanges(
        pauses=list(deadline.pauses.select_related("by")),
        extensions=list(deadline.extensions.select_related("by")),
        proposals=list(deadline.proposals.select_related("proposed_by", "decided_by")),
    )


def carrying(*, on: date) -> QuerySet[User]:
    """Return the people who may hold cases on a day: they can sign in, and have a role that carries cases."""
    held = Membership.objects.in_force(on).filter(role__in=CARRIES_CASES)
    return User.objects.filter(is_active=True, pk__in=held.order_by().values("user"))


def carriers_by_team(team_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Return, for each team, who carries cases in it on a day."""
    held = Membership.objects.in_force(on).filter(
        team__in=list(team_ids), role__in=CARRIES_CASES, user__is_active=True
    )
    found: dict[int, set[int]] = {}
    for team_id, user_id in held.order_by().values_list("team", "user"):
        found.setdefault(team_id, set()).add(user_id)
    return found


def officers_for(case: Case, *, on: date) -> QuerySet[User]:
    """Return the people a case can be given to: those who carry cases in its team."""
    held = Membership.objects.in_force(on).filter(team=case.team_id, role__in=CARRIES_CASES)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def allocations_of(case: Case) -> list[Allocation]:
    """Return who held a case, the latest first."""
    return list(case.allocations.select_related("officer", "team", "by"))


def people_at_work(on: date) -> QuerySet[User]:
    """Return the people who can sign in and hold a role, whichever."""
    return User.objects.filter(is_active=True, pk__in=Membership.objects.in_force(on).values("user"))
