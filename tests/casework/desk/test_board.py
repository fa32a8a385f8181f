"""Children without education today: who, for how long, what is owed and what is arranged."""

import re
from datetime import date

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from exclusions.services import record_facts
from tests.factories import people
from tests.factories.access import TeamFactory, holding, manager, officer, senior
from tests.factories.caseload import a_case, many_cases
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.schools import ClosureFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
PAGE = "desk:without_education"


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(name="North", parent=TeamFactory(name="County"))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def listed(response) -> list[str]:
    return list(dict.fromkeys(re.findall(r'/cases/(EXC-\d{4}-\d{5})/"', response.content.decode())))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_the_board_is_for_those_who_read_cases(signed_in, role):
    assert signed_in(holding(role)).get(reverse(PAGE)).status_code == 403


def test_the_board_begins_with_whoever_has_waited_longest(signed_in, team):
    me = officer(team)
    later = a_case(team, me, number=1, without_education_from=date(2026, 9, 14))
    longest = a_case(team, me, number=2, without_education_from=date(2026, 9, 7))
    a_case(team, me, number=3)
    a_case(TeamFactory(), officer(), number=4, without_education_from=date(2026, 9, 1))

    shown = signed_in(me).get(reverse(PAGE))

    assert listed(shown) == [longest.reference, later.reference]
    assert "2 children without education today, Monday 21 September 2026" in text_of(shown)


def test_days_are_those_of_the_childs_own_school(signed_in, team):
    me = officer(team)
    closed = school_with_terms(name="Closed for a day")
    ClosureFactory(school=closed, starts_on=date(2026, 9, 16))
    a_case(team, me, number=1, without_education_from=date(2026, 9, 14), school=closed)
    a_case(team, me, number=2, without_education_from=date(2026, 9, 14), school=school_with_terms())
    a_case(team, me, number=3, without_education_from=date(2026, 9, 14))

    shown = text_of(signed_in(me).get(reverse(PAGE)))

    assert ">5 school days<" in shown
    assert ">6 school days<" in shown
    assert "Not known: term dates are missing" in shown


def test_the_sixth_day_is_said_in_words_once_it_has_come(signed_in, team, clock_stands_at):
    case = permanent_exclusion(team=team, officer_=officer(team))
    shown = []
    for day in (25, 28, 30):
        clock_stands_at(date(2026, 9, day))
        shown.append(text_of(signed_in(case.officer).get(reverse(PAGE))))
    before, on_the_day, after = shown

    owed = "Full-time education by the authority (Day 6): Mon 28 Sep 2026"
    assert f"{owed}, in 1 school day. For the local authority to do" in before
    assert "Owed already." not in before
    assert f"<strong>Owed already.</strong> {owed}, today" in on_the_day
    assert "6 school days" in on_the_day
    assert f"{owed}, 2 school days late" in after


def test_what_is_arranged_is_said_and_ends_the_row_on_its_day(signed_in, team, clock_stands_at):
    case = permanent_exclusion(team=team, officer_=officer(team))
    client = signed_in(case.officer)
    assert "Nothing arranged" in text_of(client.get(reverse(PAGE)))
    record_facts(
        case=case,
        facts={"provider": "Beech Lodge", "provision_starts_on": date(2026, 9, 23)},
        told={},
        event="Education arranged",
        by=case.officer,
        version=case.version,
        on=MONDAY,
    )

    assert "Starts Wed 23 Sep 2026" in text_of(client.get(reverse(PAGE)))
    clock_stands_at(date(2026, 9, 23))
    assert "No child is without education today" in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_whoever_may_write_is_led_to_where_it_is_arranged(signed_in, team):
    case = permanent_exclusion(team=team, officer_=officer(team))
    link = reverse("exclusions:record", args=[case.reference, "education"])

    assert link in text_of(signed_in(case.officer).get(reverse(PAGE)))
    assert link in text_of(signed_in(senior(team)).get(reverse(PAGE)))
    colleague = text_of(signed_in(officer(team)).get(reverse(PAGE)))
    assert case.get_absolute_url() in colleague
    assert link not in colleague


def test_a_manager_sees_how_many_each_team_has_and_looks_at_one(signed_in, team):
    south = TeamFactory(name="South", parent=team.parent)
    a_case(team, officer(team), number=1, without_education_from=MONDAY)
    theirs = a_case(south, officer(south), number=2, without_education_from=MONDAY)
    client = signed_in(manager(team.parent))

    shown = text_of(client.get(reverse(PAGE)))
    one = client.get(reverse(PAGE), {"team": south.pk})

    assert re.search(r"North <span class=\"app-badge\">1", shown)
    assert "2 children without education today" in shown
    assert listed(one) == [theirs.reference]
    assert "1 child without education today" in text_of(one)


def test_a_restricted_child_is_neither_listed_nor_counted(signed_in, team):
    hidden = a_case(team, officer(team), number=1, without_education_from=MONDAY)
    a_case(team, officer(team), number=2, without_education_from=MONDAY)
    people.restricted(hidden.child)
    named = senior(team)
    assign_perm("people.view_child", named, hidden.child)

    shown = signed_in(senior(team)).get(reverse(PAGE))

    assert hidden.reference not in listed(shown)
    assert "1 child without education today" in text_of(shown)
    assert hidden.reference in listed(signed_in(named).get(reverse(PAGE)))


@pytest.mark.parametrize("rows", [10, 100])
def test_the_board_asks_the_database_as_often_for_a_hundred_rows_as_for_ten(
    signed_in, team, rows, django_assert_max_num_queries
):
    me = senior(team)
    many_cases(team, me, rows, without_education_from=MONDAY, school=school_with_terms())
    client = signed_in(me)

    with django_assert_max_num_queries(8):
        first = client.get(reverse(PAGE))
    if rows > 50:
        further = re.search(r'href="([^"]+after=[^"]+)" rel="next"', first.content.decode())[1]
        assert len(listed(client.get(further.replace("&amp;", "&")))) == rows - 50
