"""The rows of a caseload as a file: whose, how many, and who is told of it."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from casework.access.choices import LookAction, Role
from casework.access.models import AccessLogEntry
from casework.desk.presenters.caseload import HEADINGS
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, officer, senior
from tests.factories.caseload import a_case, many_cases
from tests.factories.exclusions import school_with_terms

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(name="North")


def at(whose="team", extension="csv") -> str:
    return reverse("desk:export_caseload", args=[whose, extension])


def rows_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet_of(response) -> list[list[object]]:
    return load_workbook(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.BUSINESS_SUPPORT, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_rows_leave_by_those_alone_who_may_export(signed_in, team, role):
    assert signed_in(holding(role, team)).get(at()).status_code == 403


@pytest.mark.parametrize(("whose", "extension"), [("team", "pdf"), ("everybody", "csv")])
def test_a_file_that_is_none_does_not_exist(signed_in, team, whose, extension):
    assert signed_in(senior(team)).get(at(whose, extension)).status_code == 404


def test_a_lead_takes_out_their_own_cases_and_no_teams(signed_in, team):
    lead = holding(Role.SAFEGUARDING_LEAD, team)
    case = a_case(team, lead)
    client = signed_in(lead)

    assert [row["Reference"] for row in rows_of(client.get(at("own")))] == [case.reference]
    assert client.get(at("team")).status_code == 404


def test_a_row_holds_what_the_list_shows(signed_in, team):
    a_case(
        team,
        officer(team, name="Priya Desai"),
        due_on=date(2026, 9, 17),
        school=school_with_terms(name="Cherwell Fields", urn="123456"),
        without_education_from=date(2026, 9, 14),
        opened_on=date(2026, 9, 14),
    )

    (row,) = rows_of(signed_in(senior(team)).get(at()))

    assert (
        row
        | {
            "Reference": "EXC-2026-90001",
            "Kind": "Permanent exclusion",
            "Status": "Open",
            "Forenames": "Forename1",
            "Surname": "Surname0001",
            "Date of birth": "2013-05-14",
            "School": "Cherwell Fields",
            "School URN": "123456",
            "Officer": "Priya Desai",
            "Team": "North",
            "Days open": "7",
            "Next step": "Step of 1",
            "Due": "2026-09-17",
            "School days until due": "-2",
            "Late": "Yes",
            "Without education since": "2026-09-14",
            "School days without education": "6",
            "Restricted": "No",
        }
        == row
    )


def test_a_file_is_narrowed_as_the_list_is(signed_in, team):
    late = a_case(team, officer(team), number=1, due_on=date(2026, 9, 1))
    a_case(team, officer(team), number=2)
    client = signed_in(senior(team))

    assert [row["Reference"] for row in rows_of(client.get(at(), {"only": "late"}))] == [late.reference]
    assert at() in client.get(reverse("desk:team_caseload"), {"only": "late"}).content.decode()


def test_a_workbook_holds_the_same_rows(signed_in, team):
    many_cases(team, officer(team), 3)
    client = signed_in(senior(team))

    sheet = sheet_of(client.get(at(extension="xlsx")))

    assert tuple(sheet[0]) == HEADINGS
    assert [row[0] for row in sheet[1:]] == [row["Reference"] for row in rows_of(client.get(at()))]
    assert sheet[1][HEADINGS.index("Due")] == date(2026, 9, 25)


def test_each_child_in_a_file_goes_into_the_access_log(signed_in, team):
    boss = senior(team)
    cases = many_cases(team, officer(team), 3)
    hidden = a_case(team, officer(team), number=9)
    people.restricted(hidden.child)

    answer = signed_in(boss).get(at())

    assert hidden.reference not in [row["Reference"] for row in rows_of(answer)]
    entries = AccessLogEntry.objects.filter(user=boss, action=LookAction.EXPORT)
    assert sorted(entries.values_list("child_id", flat=True)) == sorted(case.child_id for case in cases)
    assert set(entries.values_list("object_kind", "page")) == {("caseload", "desk:export_caseload")}


def test_a_file_that_is_cut_says_so(signed_in, team, monkeypatch):
    monkeypatch.setattr("casework.desk.queries.caseload.MOST_EXPORTED", 2)
    monkeypatch.setattr("casework.desk.presenters.caseload.MOST_EXPORTED", 2)
    many_cases(team, officer(team), 3)
    boss = senior(team)

    rows = rows_of(signed_in(boss).get(at()))

    assert len(rows) == 3
    assert rows[2]["Reference"] == "This file ends after 2 cases. Narrow the list to get the others."
    assert AccessLogEntry.objects.filter(user=boss).count() == 2


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_file_asks_the_database_as_often_for_a_hundred_rows_as_for_ten(
    signed_in, team, rows, extension, django_assert_max_num_queries
):
    many_cases(team, officer(team), rows, school=school_with_terms())
    client = signed_in(senior(team))

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        answer = client.get(at(extension=extension))
        b"".join(answer)


def test_the_links_are_there_for_those_who_may(signed_in, team):
    holder = officer(team)
    a_case(team, holder)

    assert "Download as CSV" in signed_in(senior(team)).get(reverse("desk:team_caseload")).text
    assert "Download" not in signed_in(holder).get(reverse("desk:caseload")).text
