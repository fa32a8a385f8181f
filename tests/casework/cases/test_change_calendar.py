"""A calendar change and the open clocks that count on it."""

from copy import copy
from datetime import date, timedelta

import pytest

from casework.cases import services
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case, Deadline
from casework.schools.choices import ClosureKind
from casework.schools.services import add_closure, remove_closure
from exclusions.models import PermanentExclusion
from tests.factories.access import TeamFactory, manager, officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.factories.schools import SchoolFactory, year_of_terms

pytestmark = pytest.mark.django_db

# Excluded from the start of Monday 23 November, Day 6 is Monday 30 November.
MONDAY = date(2026, 11, 23)
DAY_6 = date(2026, 11, 30)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def school():
    school = SchoolFactory()
    year_of_terms(authority=school.authority)
    return school


@pytest.fixture
def case(team, school):
    return permanent_exclusion(school=school, team=team, by=officer(team), decision_on=MONDAY, on=MONDAY)


def snow(school, by, day):
    return lambda: add_closure(
        school=school, kind=ClosureKind.CLOSURE, starts_on=day, ends_on=day, reason="Snow", by=by
    )


def day_6(case):
    return Deadline.objects.get(case=case, rule_id="day6-provision-la")


def test_a_snow_day_moves_day_6_and_the_chronology_says_why(case, school, team):
    lead = senior(team)

    changed = services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
    )

    assert day_6(case).due_on == date(2026, 12, 1)
    assert (changed.cases, changed.waiting) == (1, 0)
    entry = case.chronology.get(kind=ChronologyKind.DEADLINES_MOVED)
    assert "Unplanned closure on 25 November 2026" in entry.text
    assert "Phoned in" in entry.text
    assert (
        "Full-time education by the authority (Day 6): was Mon 30 Nov 2026, now Tue 1 Dec 2026"
        in entry.details
    )
    assert changed.moved == len(entry.details)
    assert day_6(case).history.first().history_user == lead


def test_a_closure_after_the_deadline_moves_nothing(case, school, team):
    lead = senior(team)

    services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, DAY_6 + timedelta(days=60)), on=MONDAY
    )

    assert day_6(case).due_on == DAY_6


def test_taking_a_closure_back_moves_the_date_back(case, school, team):
    lead = senior(team)
    services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
    )

    services.change_calendar(
        by=lead,
        reason="It never closed",
        change=lambda: remove_closure(closure=school.closures.get(), by=lead, reason="It never closed"),
        on=MONDAY,
    )

    assert day_6(case).due_on == DAY_6


def test_a_step_already_taken_keeps_the_date_that_applied(case, school, team):
    lead = senior(team)
    services.meet_deadline(
        deadline=day_6(case), by=case.opened_by, met_on=MONDAY, met_by="The provider", on=MONDAY
    )

    services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
    )

    assert day_6(case).due_on == DAY_6


def test_a_closed_case_is_left_alone(case, school, team):
    lead = senior(team)
    Case.objects.filter(pk=case.pk).update(status="CLOSED", closed_on=MONDAY)

    changed = services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
    )

    assert changed.cases == 0
    assert day_6(case).due_on == DAY_6


def test_a_restricted_case_moves_and_leaves_no_trace_in_the_numbers(case, school, team):
    lead = senior(team)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)

    changed = services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
    )

    assert day_6(case).due_on == date(2026, 12, 1)
    assert (changed.cases, changed.moved, changed.waiting) == (0, 0, 0)


def test_above_the_limit_cases_wait_for_the_sweep_and_say_why_all_the_same(case, school, team, settings):
    settings.RECALCULATE_AT_ONCE = 1
    later = permanent_exclusion(school=school, team=team, by=case.opened_by, decision_on=MONDAY, on=MONDAY)
    lead = manager(team)

    changed = services.change_calendar(
        by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
    )

    later.refresh_from_db()
    assert (changed.cases, changed.waiting) == (2, 1)
    assert later.is_being_recalculated
    assert day_6(later).due_on == DAY_6

    assert services.finish_recalculations(on=MONDAY) == 1
    assert services.finish_recalculations(on=MONDAY) == 0

    later.refresh_from_db()
    assert not later.is_being_recalculated
    assert day_6(later).due_on == date(2026, 12, 1)
    assert "Phoned in" in later.chronology.get(kind=ChronologyKind.DEADLINES_MOVED).text


def test_synchronising_twice_changes_nothing_the_second_time(case):
    before = Deadline.history.count()

    moved = services.synchronise_deadlines(
        case=case, by=case.opened_by, because="Looked again", happened_on=MONDAY
    )

    assert moved == []
    assert Deadline.history.count() == before


def test_dates_that_waited_for_a_calendar_come_when_it_does(team):
    school = SchoolFactory()
    case = permanent_exclusion(school=school, team=team, by=officer(team), decision_on=MONDAY, on=MONDAY)
    assert day_6(case).due_on is None
    assert day_6(case).missing_calendar == "2026/27"

    year_of_terms(authority=school.authority)
    services.refresh_unknown_deadlines(on=MONDAY)

    assert day_6(case).due_on == DAY_6
    assert day_6(case).missing_calendar == ""


def copies(case: Case, number: int) -> list[Case]:
    """As many cases like one, with its facts and deadlines, written in bulk."""
    exclusion, deadlines = case.permanent_exclusion, list(case.deadlines.all())
    fields = {name: getattr(case, name) for name in ("kind", "child", "school", "team", "officer")}
    made = Case.objects.bulk_create(
        Case(reference=f"EXC-2026-{n:05d}", opened_on=MONDAY, opened_by=case.opened_by, **fields)
        for n in range(1000, 1000 + number)
    )
    PermanentExclusion.objects.bulk_create(copy_of(exclusion, case=each) for each in made)
    Deadline.objects.bulk_create(
        copy_of(deadline, pk=None, case=each) for each in made for deadline in deadlines
    )
    return made


def copy_of(row, **changes):
    again = copy(row)
    for name, value in changes.items():
        setattr(again, name, value)
    return again


@pytest.mark.slow
def test_a_term_date_changed_under_five_hundred_open_cases_takes_a_fixed_number_of_queries(
    case, school, team, django_assert_max_num_queries
):
    copies(case, 499)
    lead = senior(team)

    with django_assert_max_num_queries(250):
        changed = services.change_calendar(
            by=lead, reason="Phoned in", change=snow(school, lead, date(2026, 11, 25)), on=MONDAY
        )

    assert (changed.cases, changed.waiting) == (500, 0)
    due = Deadline.objects.filter(rule_id="day6-provision-la").values_list("due_on", flat=True)
    assert len(due) == 500
    assert set(due) == {date(2026, 12, 1)}
