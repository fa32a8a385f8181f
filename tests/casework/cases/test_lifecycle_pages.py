"""Giving a case to an officer, closing it, opening it again."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import Role
from casework.cases.choices import CaseStatus, ChronologyKind
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, administrator, holding, officer, senior
from tests.factories.cases import closed
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
CLOSED_ON = {"closed_on_day": 21, "closed_on_month": 9, "closed_on_year": 2026}


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


@pytest.mark.parametrize("name", ["allocate", "close", "reopen"])
def test_a_case_of_another_team_does_not_exist(signed_in, name):
    case = permanent_exclusion()

    assert signed_in(senior()).get(at(name, case)).status_code == 404
    assert signed_in(senior()).post(at(name, case)).status_code == 404
    assert signed_in(administrator()).get(at(name, case)).status_code == 403


@pytest.mark.parametrize("name", ["allocate", "close", "reopen"])
def test_a_colleague_who_reads_may_not_change(signed_in, name):
    team = TeamFactory()
    case = permanent_exclusion(team=team)

    assert signed_in(officer(team)).get(at(name, case)).status_code == 403
    assert signed_in(officer(team)).post(at(name, case)).status_code == 403


def test_a_senior_gives_a_case_to_an_officer_of_the_team(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    boss, new = senior(team), officer(team, name="New Officer")
    officer(name="Stranger")
    holding(Role.ANALYST, team, name="Counter")
    client = signed_in(boss)
    page = text_of(client.get(at("allocate", case)))
    assert "New Officer" in page
    assert "Stranger" not in page
    assert "Counter" not in page

    answer = client.post(at("allocate", case), {"officer": new.pk, "reason": "Leave"})

    assert answer.url == case.get_absolute_url()
    case.refresh_from_db()
    assert case.officer == new
    assert set(case.deadlines.values_list("owner", flat=True)) == {new.pk}
    assert case.chronology.filter(kind=ChronologyKind.ALLOCATED, by=boss).exists()


def test_a_case_is_not_given_to_somebody_outside_the_team(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team)

    answer = signed_in(senior(team)).post(
        at("allocate", case), {"officer": officer().pk, "reason": "Leave & gone"}
    )

    assert "Select an officer" in text_of(answer)
    assert "Leave &amp; gone" in text_of(answer)


def test_a_closed_case_changes_no_hands(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    closed(case, by=case.officer, on=MONDAY)

    answer = signed_in(senior(team)).post(
        at("allocate", case), {"officer": officer(team).pk, "reason": "Leave"}
    )

    assert "The case is closed" in text_of(answer)


def test_closing_lists_everything_that_stands_in_the_way(signed_in):
    case = permanent_exclusion()

    answer = signed_in(case.officer).post(at("close", case), CLOSED_ON | {"outcome": "EHE"})

    page = text_of(answer)
    assert "things are still open: settle each before you close the case" in page
    for deadline in case.deadlines.filter(state="OPEN", kind="DEADLINE"):
        assert deadline.get_absolute_url() in page
    assert "<title>Error:" in page
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"outcome": ""}, "Select how it ended"),
        ({"outcome": "NONSENSE"}, "Select how it ended"),
        ({"closed_on_year": 2027}, "The day the case is closed must be today or in the past"),
        ({"closed_on_year": 2025}, "must be on or after 21 September 2026"),
    ],
)
def test_closing_refuses_what_cannot_be(signed_in, data, message):
    case = permanent_exclusion()

    answer = signed_in(case.officer).post(at("close", case), CLOSED_ON | {"outcome": "EHE"} | data)

    assert message in text_of(answer)


def test_a_case_is_closed_once_and_opened_again(signed_in):
    case = permanent_exclusion()
    closed(case, by=case.officer, on=MONDAY)
    client = signed_in(case.officer)

    again = client.post(at("close", case), CLOSED_ON | {"outcome": "CANCELLED"})
    assert "A case that is closed cannot become closed" in text_of(again)

    client.post(at("reopen", case), {"reason": "More came in"})
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN
    entry = case.chronology.get(kind=ChronologyKind.CASE_REOPENED)
    assert entry.details == ["More came in", f"Held by {case.officer}"]

    twice = client.post(at("reopen", case), {"reason": "More came in"})
    assert "A case that is open cannot become open" in text_of(twice)


def test_opening_again_needs_a_reason(signed_in):
    case = permanent_exclusion()

    assert "Enter the reason" in text_of(signed_in(case.officer).post(at("reopen", case)))


# Closing shows what is open, so that its page reads as much as a record does.
MOST_QUERIES = {"allocate": 8, "close": 11, "reopen": 8}


@pytest.mark.parametrize("name", ["allocate", "close", "reopen"])
def test_the_forms_ask_the_database_little(signed_in, name, django_assert_max_num_queries):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    client = signed_in(senior(team))

    with django_assert_max_num_queries(MOST_QUERIES[name] + ENTRY_IN_THE_LOG):
        client.get(at(name, case))
