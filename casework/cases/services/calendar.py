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
from casework.cases.services.synchronise import Workings, loaded, synchronise_many
from casework.schools.services import CalendarChange

BATCH = 100


@dataclass(frozen=True)
class CalendarChanged:
    """How many open cases a change touched, how many deadlines moved, and how many cases a sweep will
    finish."""

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
    return _recalculate(cases.values_list("pk", flat=True), by=by, because=f"{done.what}: {reason}", on=on)


@transaction.atomic
def recalculate_all(*, by: User, because: str, on: date) -> CalendarChanged:
    """Work out every open case again: a setting changed."""
    return _recalculate(Case.objects.open().values_list("pk", flat=True), by=by, because=because, on=on)


def _recalculate(found: QuerySet[Case, int], *, by: User, because: str, on: date) -> CalendarChanged:
    ids = list(found)
    now, later = ids[: settings.RECALCULATE_AT_ONCE], ids[settings.RECALCULATE_AT_ONCE :]
    moved = 0
    for start in range(0, len(now), BATCH):
        moved += _recalculate_batch(now[start : start + BATCH], by=by, because=because, on=on)
    for start in range(0, len(later), 1000):
        Case.objects.filter(pk__in=later[start : start + 1000]).update(is_being_recalculated=True)
    return CalendarChanged(cases=len(ids), moved=moved, waiting=len(later))


def _recalculate_batch(ids: Sequence[int], *, by: User | None, because: str, on: date) -> int:
    # Locked in the order of their keys, so that two changes at once cannot wait for each other.
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    codes = Case.objects.filter(pk__in=ids).order_by("kind").values_list("kind", flat=True).distinct()
    cases = [case for code in codes for case in loaded(kind_named(code)).filter(pk__in=ids)]
    moved = synchronise_many(
        cases, workings=Workings.for_cases(cases), by=by, because=because, happened_on=on
    )
    return len(moved)


def finish_recalculations(*, on: date) -> int:
    """Finish what a calendar change left waiting, one case a transaction. Safe to run twice, or late."""
    done = 0
    waiting = Case.objects.filter(is_being_recalculated=True).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            if Case.objects.filter(pk=pk, is_being_recalculated=True).update(is_being_recalculated=False):
                _recalculate_batch([pk], by=None, because="The calendar changed", on=on)
                done += 1
    return done


def refresh_unknown_deadlines(*, on: date) -> int:
    """Look again at dates that waited for term dates: the dates may have come without a page being used."""
    unknown = Deadline.objects.filter(state=DeadlineState.OPEN, case__status=CaseStatus.OPEN)
    ids = sorted(set(unknown.exclude(missing_calendar="").values_list("case_id", flat=True)))
    moved = 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            moved += _recalculate_batch(
                ids[start : start + BATCH], by=None, because="Term dates were added", on=on
            )
    return moved
