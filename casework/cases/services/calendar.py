"""What a change of calendar, or of a council's settings, does to open cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from casework.access.models import User
from casework.cases.choices import CaseStatus, DeadlineState
from casework.cases.kinds import kind_named
from casework.cases.models import Case, Deadline
from casework.cases.services.synchronise import Moved, Workings, loaded, synchronise_many
from casework.schools.services import CalendarChange

BATCH = 100
MARKED_AT_ONCE = 1000


@dataclass(frozen=True)
class CalendarChanged:
    """Of the cases its author may read: how many a change touched, how many deadlines moved, and how many
    cases a sweep will finish. A restricted case leaves no trace in the numbers."""

    cases: int
    moved: int
    waiting: int


@transaction.atomic
def change_calendar(
    *, by: User, reason: str, change: Callable[[], CalendarChange], on: date
) -> CalendarChanged:
    """Change a calendar and, in the same transaction, every open clock that counts on it.

    Takes the schools verb to carry out. Above `RECALCULATE_AT_ONCE` cases the rest are marked as being
    recalculated, which every list shows, and a sweep finishes them, one case a transaction.
    """
    done = change()
    cases = Case.objects.open()
    if done.school is not None:
        cases = cases.filter(school=done.school)
    else:
        cases = cases.filter(school__authority=done.authority)
    return _recalculate(cases, by=by, because=f"{done.what}: {reason}", on=on)


@transaction.atomic
def recalculate_all(*, by: User, because: str, on: date) -> CalendarChanged:
    """Work out every open case again: a setting changed."""
    return _recalculate(Case.objects.open(), by=by, because=because, on=on)


def _recalculate(found: QuerySet[Case], *, by: User, because: str, on: date) -> CalendarChanged:
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    readable = set(found.filter(pk__in=Case.objects.visible_to(by).values("pk")).values_list("pk", flat=True))
    now, later = ids[: settings.RECALCULATE_AT_ONCE], ids[settings.RECALCULATE_AT_ONCE :]
    moved: list[Moved] = []
    for start in range(0, len(now), BATCH):
        moved += _recalculate_batch(now[start : start + BATCH], by=by, because=because, on=on)
    for start in range(0, len(later), MARKED_AT_ONCE):
        Case.objects.filter(pk__in=later[start : start + MARKED_AT_ONCE]).update(
            is_being_recalculated=True, recalculated_because=because[:300]
        )
    return CalendarChanged(
        cases=len(readable),
        moved=sum(each.deadline.case_id in readable for each in moved),
        waiting=len(readable.intersection(later)),
    )


def _recalculate_batch(ids: Sequence[int], *, by: User | None, because: str, on: date) -> list[Moved]:
    # Locked in the order of their keys, so that two changes at once cannot wait for each other.
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    codes = Case.objects.filter(pk__in=ids).order_by("kind").values_list("kind", flat=True).distinct()
    cases = [case for code in codes for case in loaded(kind_named(code)).filter(pk__in=ids)]
    return synchronise_many(cases, workings=Workings.for_cases(cases), by=by, because=because, happened_on=on)


def finish_recalculations(*, on: date) -> int:
    """Finish what a calendar change left waiting, one case a transaction. Safe to run twice, or late."""
    done = 0
    waiting = Case.objects.filter(is_being_recalculated=True).order_by("pk")
    for pk, because in list(waiting.values_list("pk", "recalculated_because")):
        with transaction.atomic():
            if Case.objects.filter(pk=pk, is_being_recalculated=True).update(is_being_recalculated=False):
                _recalculate_batch([pk], by=None, because=because, on=on)
                done += 1
    return done


def refresh_unknown_deadlines(*, on: date) -> int:
    """Look again at dates that waited for term dates: the dates may have come without a page being used."""
    unknown = Deadline.objects.filter(state=DeadlineState.OPEN, case__status=CaseStatus.OPEN)
    ids = sorted(set(unknown.exclude(missing_calendar="").values_list("case_id", flat=True)))
    moved = 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            moved += len(
                _recalculate_batch(
                    ids[start : start + BATCH], by=None, because="Term dates were added", on=on
                )
            )
    return moved
