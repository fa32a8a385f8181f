"""Work that may come late, or twice, and files that come in at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from casework.access.models import Membership
from casework.intake import services, tasks
from casework.intake.choices import RowState, RunState
from casework.intake.columns import columns_of
from casework.people.models import Child
from tests.factories.access import officer
from tests.factories.intake import CHILD_HEADINGS, ON, checked, states, table, taken_in

ANN = ["Ann", "Lee", "14/05/2013", "", "F", "1 High Street", "OX1 1ND"]


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(ON)


def matched(by):
    run = taken_in(table(CHILD_HEADINGS, ANN), by=by)
    return services.match_columns(run=run, mapping=columns_of("").guess(run.columns), by=by)


def begun(by):
    run = checked(table(CHILD_HEADINGS, ANN), by=by)
    return services.begin_bringing_in(run=run, leaves_out_bad=False, by=by)


@pytest.mark.django_db
def test_a_file_whose_message_was_lost_is_carried_on_with():
    waits_to_be_checked, waits_to_come_in = matched(officer()), begun(officer())

    assert tasks.carry_on() == 2
    assert tasks.carry_on() == 0

    waits_to_be_checked.refresh_from_db()
    waits_to_come_in.refresh_from_db()
    assert (waits_to_be_checked.state, waits_to_come_in.state) == (RunState.CHECKED, RunState.DONE)
    assert Child.objects.count() == 1


@pytest.mark.django_db
def test_a_task_that_comes_twice_brings_nothing_in_twice():
    run = begun(officer())

    tasks.carry_on_with(run.pk)
    tasks.carry_on_with(run.pk)

    assert Child.objects.count() == 1


@pytest.mark.django_db
def test_a_task_of_a_file_that_is_gone_does_nothing():
    tasks.carry_on_with(999_999)


@pytest.mark.django_db
def test_a_file_of_somebody_who_may_bring_none_in_any_more_is_given_up():
    by = officer()
    run = begun(by)
    Membership.objects.filter(user=by).update(ends_on=date(2026, 9, 1))

    tasks.carry_on_with(run.pk)

    run.refresh_from_db()
    assert (run.state, run.rows.count(), Child.objects.count()) == (RunState.ABANDONED, 0, 0)


@pytest.mark.django_db
def test_a_person_does_not_wait_for_somebody_elses_large_file(monkeypatch):
    by = officer()
    run = begun(by)

    def busy(**options):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr("casework.intake.services.working.bring_in", busy)

    left = services.carry_on_now_or_later(run=run, by=by, on=ON, now=timezone.now())

    assert left.state == RunState.BRINGING_IN


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_files_with_one_child_at_the_same_moment_add_the_child_once():
    runs = [(run, run.by) for run in (begun(officer()), begun(officer()))]

    def come_in(run, by):
        try:
            return services.bring_in(run=run, by=by, on=ON, now=timezone.now()).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = sorted(pool.map(lambda each: come_in(*each), runs))

    assert ended == [RunState.CHECKING, RunState.DONE]
    assert Child.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_file_brought_in_twice_at_the_same_moment_comes_in_once():
    run = begun(officer())

    def come_in(_):
        try:
            return services.bring_in(run=run, by=run.by, on=ON, now=timezone.now()).state
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(come_in, range(4)))

    assert ended == [RunState.DONE] * 4
    assert (Child.objects.count(), states(run)) == (1, [RowState.DONE])
