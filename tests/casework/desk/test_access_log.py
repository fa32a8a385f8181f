"""Who looked at a child's record or a case, and what somebody was shown themselves."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from casework.access.choices import LookAction, Role
from casework.access.models import AccessLogEntry
from casework.cases.models import Case, CaseUserObjectPermission
from tests.factories import people
from tests.factories.access import (
    ENTRY_IN_THE_LOG,
    TeamFactory,
    administrator,
    holding,
    manager,
    officer,
    senior,
)
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(parent=TeamFactory(name="County"))


@pytest.fixture
def case(team):
    return permanent_exclusion(team=team, officer_=officer(team, name="Case Holder"))


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def looked(user, child, kind="child", object_id="", action=LookAction.VIEW) -> AccessLogEntry:
    return AccessLogEntry.objects.create(
        user=user, child_id=child.pk, object_kind=kind, object_id=object_id, action=action, page="desk:child"
    )


def log_of(child) -> str:
    return reverse("desk:child_access_log", args=[child.public_id])


def log_of_case(case) -> str:
    return reverse("desk:case_access_log", args=[case.reference])


def test_whoever_holds_a_case_sees_everybody_who_looked(signed_in, case):
    looked(officer(name="Curious Colleague"), case.child)

    page = text_of(signed_in(case.officer).get(log_of(case.child)))

    assert "Curious Colleague" in page
    assert "Child’s record" in page
    assert "Everybody who was shown" in page


@pytest.mark.parametrize("act", [log_of, lambda child: log_of_case(Case.objects.get())])
def test_a_colleague_sees_their_own_views_alone(signed_in, case, act):
    colleague = officer(case.team, name="Own Views")
    for user in (colleague, officer(case.team, name="Curious Colleague")):
        looked(user, case.child, "case", case.reference)

    page = text_of(signed_in(colleague).get(act(case.child)))

    assert "Own Views" in page
    assert "Curious Colleague" not in page
    assert "You see your own views here" in page


def test_a_senior_sees_who_of_the_team_looked_at_a_child_of_another(signed_in, team):
    child = permanent_exclusion().child
    looked(officer(team, name="Of The Team"), child)
    looked(officer(name="Of Another"), child)

    page = text_of(signed_in(senior(team)).get(log_of(child)))

    assert "Of The Team" in page
    assert "Of Another" not in page


def test_a_manager_sees_the_teams_below(signed_in, case):
    looked(officer(name="Of Another"), case.child)

    assert "Of Another" in text_of(signed_in(manager(case.team.parent)).get(log_of(case.child)))


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.AUDITOR])
def test_the_lead_and_auditors_see_every_log(signed_in, case, role):
    looked(officer(name="Of Another"), case.child, "case", case.reference)

    page = text_of(signed_in(holding(role)).get(log_of(case.child)))

    assert "Of Another" in page
    assert f"Case {case.reference}" in page


def test_a_case_out_of_reach_is_told_without_a_link(signed_in, case):
    looked(officer(), case.child, "case", case.reference)

    page = signed_in(holding(Role.AUDITOR)).get(log_of(case.child)).text

    assert case.reference in page
    assert case.get_absolute_url() not in page


def test_a_restricted_case_leaves_no_trace_in_the_log_of_its_child(signed_in, case):
    hidden = permanent_exclusion(child=case.child, team=case.team, officer_=officer(name="Hidden Holder"))
    Case.objects.filter(pk=hidden.pk).update(is_restricted=True)
    for kind in ("case", "access_log", "restriction"):
        looked(officer(name=f"Hidden {kind}"), case.child, kind, hidden.reference)
    named = senior(case.team)
    CaseUserObjectPermission.objects.assign_perm("view_case", named, hidden)

    page = text_of(signed_in(senior(case.team)).get(log_of(case.child)))

    assert hidden.reference not in page
    assert "Hidden" not in page
    assert hidden.reference in text_of(signed_in(named).get(log_of(case.child)))
    assert signed_in(senior(case.team)).get(log_of_case(hidden)).status_code == 404


def test_a_restricted_child_has_no_log_for_others(signed_in, case):
    people.restricted(case.child)

    assert signed_in(senior(case.team)).get(log_of(case.child)).status_code == 404
    assert signed_in(senior(case.team)).get(log_of_case(case)).status_code == 404


@pytest.mark.parametrize("who", [administrator, lambda team: holding(Role.BUSINESS_SUPPORT, team)])
def test_others_do_not_see_who_looked(signed_in, case, who):
    client = signed_in(who(case.team))

    assert client.get(log_of(case.child)).status_code == 403


def test_looking_at_the_log_is_in_the_log(signed_in, case):
    client = signed_in(case.officer)

    client.get(log_of(case.child))
    client.get(log_of_case(case))

    page = text_of(client.get(log_of(case.child)))
    assert page.count("Who looked at this record </div>") + page.count("Who looked at this record</div>") == 2


def test_the_log_is_narrowed_by_person_act_and_days(signed_in, case, clock_stands_at):
    first, second = officer(name="First Reader"), officer(name="Second Reader")
    clock_stands_at(date(2026, 9, 18))
    looked(first, case.child, object_id="early")
    clock_stands_at(MONDAY)
    looked(second, case.child, action=LookAction.PRINT)
    client = signed_in(case.officer)

    def shown(**asked):
        rows = text_of(client.get(log_of(case.child), asked)).partition("<tbody")[2]
        return "First Reader" in rows, "Second Reader" in rows

    from_monday = {"from_day_day": 21, "from_day_month": 9, "from_day_year": 2026}
    to_friday = {"to_day_day": 18, "to_day_month": 9, "to_day_year": 2026}
    assert shown() == (True, True)
    assert shown(person=first.pk) == (True, False)
    assert shown(action="PRINT") == (False, True)
    assert shown(**from_monday) == (False, True)
    assert shown(**to_friday) == (True, False)
    assert shown(person="nonsense") == (True, True)


def test_a_long_log_goes_on_below_the_last_entry(signed_in, case):
    for number in range(60):
        looked(case.officer, case.child, "case", f"EXC-1999-{number:05}")
    client = signed_in(case.officer)

    first = client.get(log_of(case.child), {"person": case.officer.pk})
    address = unescape(first.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0])
    second = text_of(client.get(address))

    assert "EXC-1999-00059" in text_of(first)
    assert "EXC-1999-00000" not in text_of(first)
    assert "EXC-1999-00000" in second
    assert f"person={case.officer.pk}" in address


def test_everybody_with_casework_sees_what_they_looked_at(signed_in, case):
    reader = holding(Role.BUSINESS_SUPPORT)
    client = signed_in(reader)
    client.get(case.child.get_absolute_url())

    page = text_of(client.get(reverse("desk:own_access_log")))

    assert case.child.full_name in page
    assert "Child’s record" in page
    assert signed_in(administrator()).get(reverse("desk:own_access_log")).status_code == 403


def test_what_was_restricted_since_is_left_out_of_ones_own_views(signed_in, case):
    reader = officer(case.team)
    other = permanent_exclusion(team=case.team)
    looked(reader, case.child, "case", case.reference)
    looked(reader, other.child, "case", other.reference)
    people.restricted(case.child)
    Case.objects.filter(pk=other.pk).update(is_restricted=True)

    page = text_of(signed_in(reader).get(reverse("desk:own_access_log")))

    assert case.reference not in page
    assert case.child.full_name not in page
    assert other.reference not in page


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize("page", ["child", "case", "own"])
def test_the_pages_ask_the_database_little(signed_in, case, page, rows, django_assert_max_num_queries):
    boss = senior(case.team)
    readers = [officer() for _ in range(10)]
    for number in range(rows):
        looked(boss if page == "own" else readers[number % 10], case.child, "case", case.reference)
    address = {
        "child": log_of(case.child),
        "case": log_of_case(case),
        "own": reverse("desk:own_access_log"),
    }[page]
    client = signed_in(boss)

    with django_assert_max_num_queries(8 + (0 if page == "own" else ENTRY_IN_THE_LOG)):
        assert client.get(address).status_code == 200
