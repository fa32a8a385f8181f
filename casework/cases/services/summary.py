"""What lists of cases are ordered and narrowed by, kept on each case where its rows are written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, Min, OuterRef, Subquery

from casework.cases.choices import CONTACTS, CaseStatus, DeadlineKind, DeadlineState, NoteStatus
from casework.cases.kinds import kind_of
from casework.cases.models import Case, Deadline, Note

CASES_AT_ONCE = 200


def refresh_due(case_ids: Iterable[int]) -> None:
    """Keep the earliest open deadline on each case: none once a case is closed."""
    still_open = Deadline.objects.filter(
        case=OuterRef("pk"),
        case__status=CaseStatus.OPEN,
        state=DeadlineState.OPEN,
        kind=DeadlineKind.DEADLINE,
        due_on__isnull=False,
    )
    earliest = still_open.order_by().values("case").annotate(due=Min("due_on")).values("due")
    Case.objects.filter(pk__in=list(case_ids)).update(next_due_on=Subquery(earliest))


def refresh_contact(case: Case) -> None:
    """Keep the day of the last finished contact on a case."""
    finished = Note.objects.filter(case=case, status=NoteStatus.FINAL, kind__in=CONTACTS)
    last = finished.aggregate(last=Max("happened_on"))["last"]
    Case.objects.filter(pk=case.pk).update(last_contact_on=last)


def refresh_education(cases: Iterable[Case]) -> None:
    """Keep since when, and until when, the child of each loaded case has no education, as its kind says."""
    differing = [case for case in cases if _follow_education(case)]
    if differing:
        Case.objects.bulk_update(
            differing, ["without_education_from", "education_starts_on"], batch_size=CASES_AT_ONCE
        )


def _follow_education(case: Case) -> bool:
    gap = kind_of(case).without_education(case) if case.is_open else None
    now = (gap.since, gap.until) if gap else (None, None)
    before = (case.without_education_from, case.education_starts_on)
    case.without_education_from, case.education_starts_on = now
    return before != now
