"""The page of one case."""

import re
from datetime import date

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.access.choices import Role
from casework.cases import services
from casework.cases.choices import CaseStatus, ChronologyKind
from casework.cases.models import CaseUserObjectPermission
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, manager, officer, senior
from tests.factories.cases import closed, deadline_of
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
NAUGHTY = ["O’Neill-Ståhl", "محمد", "Zoë 🎈", "<script>alert(1)</script>", "Robert'); DROP TABLE", "Ng&ugi"]


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


TOKEN = re.compile(r'value="\w{64}"|X-CSRFToken[^}]*}')


def text_of(response) -> str:
    return " ".join(TOKEN.sub("", response.content.decode()).split())


def test_the_case_page_puts_the_most_urgent_deadline_first(signed_in, clock_stands_at):
    case = permanent_exclusion()
    clock_stands_at(date(2026, 9, 23))

    page = text_of(signed_in(case.officer).get(case.get_absolute_url()))

    assert page.index("Next deadline") < page.index("Education while excluded")
    assert "Mon 21 Sep 2026, 2 school days late" in page
    for track in ("Education while excluded", "Governors and review", "School roll and next place"):
        assert track in page
    assert deadline_of(case).get_absolute_url() in page


def test_the_case_page_offers_the_next_steps_to_those_who_write_alone(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    step = reverse("exclusions:record", args=[case.reference, "told"])

    assert step in text_of(signed_in(case.officer).get(case.get_absolute_url()))
    assert step not in text_of(signed_in(officer(team)).get(case.get_absolute_url()))


def test_a_senior_may_reallocate_and_an_officer_not(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    link = reverse("cases:allocate", args=[case.reference])

    assert link in text_of(signed_in(senior(team)).get(case.get_absolute_url()))
    assert link not in text_of(signed_in(case.officer).get(case.get_absolute_url()))


def test_a_case_of_another_team_does_not_exist(signed_in):
    case = permanent_exclusion()
    client = signed_in(officer())

    hidden = client.get(case.get_absolute_url())
    missing = client.get(reverse("desk:case", args=["EXC-2026-99999"]))

    assert hidden.status_code == missing.status_code == 404
    assert text_of(hidden) == text_of(missing)


def test_a_restricted_case_opens_to_the_person_named_on_it(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    case.is_restricted = True
    case.save()
    named = officer(team)
    CaseUserObjectPermission.objects.assign_perm("view_case", named, case)

    assert signed_in(named).get(case.get_absolute_url()).status_code == 200
    assert signed_in(officer(team)).get(case.get_absolute_url()).status_code == 404


def test_somebody_without_casework_may_not(signed_in):
    case = permanent_exclusion()

    assert signed_in(holding(Role.ANALYST)).get(case.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("reference", ["exc-2026-00001", "EXC-2026-1", "EXC-2026-00001%00", "x" * 300])
def test_what_is_no_reference_is_no_page(signed_in, reference):
    assert signed_in(officer()).get(f"/cases/{reference}/").status_code == 404


def test_a_case_recorded_in_error_says_so_and_offers_nothing(signed_in):
    case = permanent_exclusion()
    services.record_in_error(case=case, by=case.officer, reason="The wrong child", on=MONDAY)

    page = text_of(signed_in(case.officer).get(case.get_absolute_url()))

    assert "It is kept to be read, counts in no total" in page
    assert "The wrong child" in page
    assert "Close the case" not in page
    assert "Next deadline" not in page


def test_a_closed_case_may_be_opened_again(signed_in):
    case = permanent_exclusion()
    case = closed(case, by=case.officer, on=MONDAY)
    assert case.status == CaseStatus.CLOSED

    page = text_of(signed_in(case.officer).get(case.get_absolute_url()))

    assert "This case was closed on 21 September 2026." in page
    assert reverse("cases:reopen", args=[case.reference]) in page
    assert reverse("cases:close", args=[case.reference]) not in page


def test_a_case_being_recalculated_says_so(signed_in):
    case = permanent_exclusion()
    case.is_being_recalculated = True
    case.save()

    assert "being worked out again" in text_of(signed_in(case.officer).get(case.get_absolute_url()))


@pytest.mark.parametrize("name", NAUGHTY)
def test_names_come_back_as_they_were_typed(signed_in, name):
    holder = officer()
    case = permanent_exclusion(child=people.child(surname=name, by=holder), officer_=holder)

    page = signed_in(case.officer).get(case.get_absolute_url()).content.decode()

    assert str(escape(name)) in page
    assert "<script>alert" not in page


def write_entries(case, count):
    for n in range(count):
        services.record_in_chronology(
            case=case,
            kind=ChronologyKind.EVENT,
            text=f"Entry {n:03d}",
            by=case.officer,
            happened_on=MONDAY,
            details=["A line"],
        )


def test_the_chronology_shows_thirty_entries_and_then_the_older_ones(signed_in):
    case = permanent_exclusion()
    write_entries(case, 40)
    client = signed_in(case.officer)

    newest = text_of(client.get(case.get_absolute_url()))
    assert "Entry 039" in newest
    assert "Entry 010" in newest
    assert "Entry 009" not in newest
    key = newest.split("?before=")[1].split("#")[0]
    older = text_of(client.get(case.get_absolute_url(), {"before": key}))

    assert "Entry 009" in older
    assert "Permanent exclusion case opened" in older
    assert "Entry 010" not in older
    assert "Newest entries" in older


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣", "\x00"])
def test_a_key_that_is_none_shows_the_newest_entries(signed_in, before):
    case = permanent_exclusion()

    answer = signed_in(case.officer).get(case.get_absolute_url(), {"before": before})

    assert answer.status_code == 200
    assert "Clocks started" in text_of(answer)


@pytest.mark.parametrize("entries", [10, 100])
def test_a_long_chronology_asks_the_database_no_more_often(signed_in, entries, django_assert_num_queries):
    case = permanent_exclusion()
    write_entries(case, entries)
    client = signed_in(case.officer)

    with django_assert_num_queries(13 + ENTRY_IN_THE_LOG):
        client.get(case.get_absolute_url())


@pytest.mark.parametrize("by", [officer, senior, manager])
def test_everybody_who_reads_the_case_stays_within_the_bar(signed_in, by, django_assert_max_num_queries):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    client = signed_in(by(team))

    with django_assert_max_num_queries(14 + ENTRY_IN_THE_LOG):
        client.get(case.get_absolute_url())
