"""The pages on the way of a caseload, as somebody who may bring one in uses them."""

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import AccessLogEntry
from casework.cases.models import Case
from casework.intake import services
from casework.intake.choices import RowState, RunState
from casework.intake.models import IntakeRun
from casework.people.models import Child
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, manager, officer
from tests.factories.exclusions import permanent_exclusion
from tests.factories.intake import CHILD_HEADINGS, ON, brought_in, checked, states, table, taken_in

pytestmark = pytest.mark.django_db

ANN = ["Ann", "Lee", "14/05/2013", "", "F", "1 High Street", "OX1 1ND"]
MOVED = [*ANN[:5], "2 Low Road", "OX2 2ND"]
BAD = ["", "Lee", "14/05/2013", "", "", "", ""]


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(ON)


@pytest.fixture
def by():
    return officer()


@pytest.fixture
def client(signed_in, by):
    return signed_in(by)


@pytest.fixture
def ann(by):
    return people.child(
        by=by,
        forenames="Ann",
        surname="Lee",
        date_of_birth=date(2013, 5, 14),
        sex="F",
        address="1 High Street",
        postcode="OX1 1ND",
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, run, *more):
    return reverse(f"intake:{name}", args=[run.public_id, *more])


def chosen(*rows, kind="children", name="caseload.csv", data=None, token=None):
    data = table(CHILD_HEADINGS, *rows) if data is None else data
    return {"file": SimpleUploadedFile(name, data), "kind": kind, "token": token or uuid4()}


def children(*rows):
    return table(CHILD_HEADINGS, *rows)


def many(count):
    """Children told apart by everything."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = []
    for n in range(count):
        first, last = letters[n % 26], letters[n // 26]
        born = f"{n % 28 + 1}/{n % 12 + 1}/{2010 + n % 8}"
        rows.append([f"F{first}{last}x", f"Q{last}{first}z", born, "", "", f"{n} Road {first}", ""])
    return rows


def test_a_file_goes_from_choosing_it_to_children_who_are_here(client):
    answer = client.post(reverse("intake:start"), chosen(ANN))
    run = IntakeRun.objects.get()
    assert answer.url == run.get_absolute_url()

    page = client.get(at("match", run))
    assert "DOB: 14/05/2013" in page.text
    asked = ["forenames", "surname", "date_of_birth", "upn", "sex", "address", "postcode"]
    answer = client.post(at("match", run), {code: place for place, code in enumerate(asked)})
    assert "1 row" in client.get(answer.url).text

    answer = client.post(answer.url, follow=True)
    assert "1 row brought in" in answer.text
    child = Child.objects.get()
    rows = client.get(at("rows", run, "done"))
    assert child.get_absolute_url() in rows.text
    assert AccessLogEntry.objects.filter(child_id=child.pk, object_kind="intake").exists()


def test_choosing_twice_with_one_press_makes_one_file(client):
    token = uuid4()

    first = client.post(reverse("intake:start"), chosen(ANN, token=token))
    second = client.post(reverse("intake:start"), chosen(ANN, token=token))

    assert first.url == second.url
    assert IntakeRun.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.csv", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n", "caseload.csv", "The file is a picture"),
        (b"Name\n\x00\x01", "caseload.csv", "binary data"),
        (b"Name,Born\n", "caseload.csv", "no rows beneath"),
        (b"PK\x03\x04", "caseload.xlsx", "cut short or damaged"),
        (b"x" * 5_000_001, "caseload.csv", "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_nothing_kept(client, data, name, said):
    answer = client.post(reverse("intake:start"), chosen(data=data, name=name))

    assert answer.status_code == 200
    assert said in text_of(answer)
    assert IntakeRun.objects.count() == 0


def test_no_file_is_asked_for(client):
    answer = client.post(reverse("intake:start"), {"kind": "children", "token": uuid4()})

    assert "Choose a file" in text_of(answer)


def test_a_manager_says_which_team_a_file_is_for(signed_in):
    county = TeamFactory()
    below = TeamFactory(parent=county, name="North")
    TeamFactory(name="Elsewhere")
    client = signed_in(manager(county))
    page = client.get(reverse("intake:start")).text
    assert "North" in page
    assert "Elsewhere" not in page

    client.post(reverse("intake:start"), chosen(ANN) | {"team": below.pk})

    assert IntakeRun.objects.get().team == below


def test_columns_that_are_missing_or_taken_twice_are_said(client, by):
    run = taken_in(children(ANN), by=by)

    answer = client.post(at("match", run), {"forenames": 0, "surname": 0})

    assert "Choose the column that has: Date of birth" in text_of(answer)
    answer = client.post(at("match", run), {"forenames": 0, "surname": 0, "date_of_birth": 2})
    assert "“Forename” is chosen for “Forenames” already" in text_of(answer)


def test_the_same_headings_are_matched_as_before_and_the_same_file_is_known(client, by):
    first = taken_in(children(ANN), by=by)
    services.match_columns(run=first, mapping={"forenames": 1, "surname": 0, "date_of_birth": 2}, by=by)
    second = taken_in(children(ANN), by=by)

    page = text_of(client.get(at("match", second)))

    assert "as you matched the same headings last time" in page
    assert "You chose this very file before" in page


def test_rows_that_cannot_come_in_are_shown_and_downloaded_with_what_is_wrong(client, by):
    run = checked(table([*CHILD_HEADINGS, "Note"], [*BAD, "=1+1"], [*ANN, ""]), by=by)

    page = text_of(client.get(at("rows", run, "bad")))
    answer = client.get(at("faults", run))

    assert "Forenames: nothing is given" in page
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))
    assert rows == [
        [*CHILD_HEADINGS, "Note", "What is wrong"],
        [*BAD, "'=1+1", "Forenames: nothing is given"],
    ]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_corrected_download_may_be_brought_again(client, by):
    run = checked(children(BAD), by=by)
    answer = client.get(at("faults", run))
    corrected = b"".join(answer.streaming_content).replace(b"\r\n,Lee", b"\r\nAnn,Lee")

    assert states(checked(corrected, by=by)) == [RowState.GOOD]


def test_bad_rows_are_left_out_by_saying_so(client, by):
    run = checked(children(BAD, ANN), by=by)

    refused = client.post(run.get_absolute_url())
    assert "1 row cannot be brought in" in text_of(refused)
    assert Child.objects.count() == 0

    answer = client.post(run.get_absolute_url(), {"leaves_out_bad": "on"}, follow=True)
    assert "1 row brought in" in text_of(answer)
    assert states(run) == [RowState.LEFT_OUT, RowState.DONE]


def test_a_second_press_brings_nothing_in_twice(client, by):
    run = checked(children(ANN), by=by)
    client.post(run.get_absolute_url())

    answer = client.post(run.get_absolute_url(), follow=True)

    assert "moved on" in text_of(answer)
    assert Child.objects.count() == 1


def test_a_row_is_settled_beside_the_child_it_may_be(client, by, ann):
    run = checked(children(MOVED), by=by)
    page = text_of(client.get(at("settle", run)))
    assert "1 High Street" in page
    assert "2 Low Road" in page
    assert AccessLogEntry.objects.filter(child_id=ann.pk, user=by).exists()

    answer = client.post(at("settle", run), {"row_2": "TAKE"}, follow=True)
    assert "Bring in 1 row" in text_of(answer)
    client.post(run.get_absolute_url())

    ann.refresh_from_db()
    assert ann.address == "2 Low Road"


def test_saving_without_an_answer_says_that_no_row_is_settled(client, by, ann):
    run = checked(children(MOVED), by=by)

    answer = client.post(at("settle", run), {}, follow=True)

    assert "No row was settled" in text_of(answer)


def test_rows_of_one_sort_are_settled_together(client, by, ann):
    run = checked(children(MOVED), by=by)

    answer = client.post(at("settle_many", run), {"sort": "address+postcode", "choice": "KEEP"})

    assert answer.url == run.get_absolute_url()
    assert run.rows.get().settled == "KEEP"


def test_who_a_child_is_takes_a_look_at_each_row(client, by, ann):
    run = checked(children(["Anna", *ANN[1:]]), by=by)

    answer = client.post(at("settle_many", run), {"sort": "forenames", "choice": "TAKE"})

    assert "look at each row" in text_of(answer)


def test_a_child_restricted_since_the_check_is_not_shown(client, by, ann):
    run = checked(children(MOVED), by=by)
    people.restricted(ann)

    page = client.get(at("settle", run))

    assert "1 High Street" not in page.text
    assert str(ann.public_id) not in page.text
    run.refresh_from_db()
    assert (run.state, states(run)) == (RunState.CHECKED, [RowState.GOOD])


def test_a_child_restricted_after_it_came_in_leaves_the_list(client, by):
    run = brought_in(checked(children(ANN), by=by), by=by)
    people.restricted(Child.objects.get())

    page = client.get(at("rows", run, "done"))

    assert "Lee" not in page.text
    assert "cannot see" not in page.text


def test_a_large_file_is_checked_by_the_worker_and_says_how_far_it_is(
    client, by, settings, django_capture_on_commit_callbacks
):
    settings.INTAKE_AT_ONCE = 1
    run = taken_in(children(ANN, ["Ben", "Okafor", "2/3/2014", "", "", "", ""]), by=by)
    with django_capture_on_commit_callbacks() as waiting:
        client.post(at("match", run), {"forenames": 0, "surname": 1, "date_of_birth": 2})
    page = text_of(client.get(run.get_absolute_url()))
    assert "0 of 2 rows checked" in page
    assert "every 2s" in page

    for each in waiting:
        each()

    polled = client.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert "2 rows" in text_of(client.get(run.get_absolute_url()))


def test_giving_up_forgets_the_rows(client, by):
    run = checked(children(ANN), by=by)
    assert client.get(at("abandon", run)).status_code == 200

    client.post(at("abandon", run))

    run.refresh_from_db()
    assert (run.state, run.rows.count()) == (RunState.ABANDONED, 0)
    assert "None of its rows are kept" in client.get(run.get_absolute_url()).text


NAMES = ["run", "match", "settle", "settle_many", "faults", "abandon"]


@pytest.mark.parametrize("name", NAMES)
def test_somebody_elses_file_is_not_there(signed_in, by, name):
    run = checked(children(ANN), by=by)
    colleague = signed_in(officer(run.team))

    assert colleague.get(at(name, run)).status_code == 404
    if name != "faults":
        assert colleague.post(at(name, run)).status_code == 404


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.BUSINESS_SUPPORT, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_may_not(signed_in, role):
    assert signed_in(holding(role)).get(reverse("intake:start")).status_code == 403


@pytest.mark.parametrize("word", ["nothing", "conflict"])
def test_rows_of_no_sort_are_not_there(client, by, word):
    assert client.get(at("rows", checked(children(ANN), by=by), word)).status_code == 404


@pytest.mark.parametrize("count", [10, 100])
@pytest.mark.parametrize(("name", "most"), [("run", 8), ("match", 8), ("rows", 8 + ENTRY_IN_THE_LOG)])
def test_a_page_asks_as_much_with_many_rows(client, by, count, name, most, django_assert_max_num_queries):
    run = brought_in(checked(children(*many(count)), by=by), by=by)
    if name == "match":
        IntakeRun.objects.filter(pk=run.pk).update(state=RunState.CHECKED)
    address = at("rows", run, "done") if name == "rows" else at(name, run)

    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [2, 20])
def test_settling_asks_as_much_with_many_rows(client, by, count, django_assert_max_num_queries):
    rows = many(count)
    brought_in(checked(children(*rows), by=by), by=by)
    run = checked(children(*([*row[:5], "9 Other Road", "OX1 1ND"] for row in rows)), by=by)

    with django_assert_max_num_queries(11 + ENTRY_IN_THE_LOG):
        assert "9 Other Road" in client.get(at("settle", run)).text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_files_asks_as_much_with_many(client, by, count, django_assert_max_num_queries):
    for _ in range(count):
        taken_in(children(ANN), by=by)

    with django_assert_max_num_queries(8):
        assert client.get(reverse("intake:start")).status_code == 200


def test_no_case_is_opened_by_children_alone(by):
    brought_in(checked(children(ANN), by=by), by=by)

    assert not Case.objects.exists()


def test_the_way_in_stands_below_the_search_for_those_who_may(client, signed_in):
    way_in = reverse("intake:start")

    assert way_in in client.get(reverse("people:find")).text
    assert way_in not in signed_in(holding(Role.BUSINESS_SUPPORT)).get(reverse("people:find")).text


@pytest.mark.parametrize(("is_restricted", "is_shown"), [(False, True), (True, False)])
def test_a_case_out_of_reach_is_named_unless_it_is_restricted(client, by, ann, is_restricted, is_shown):
    elsewhere = permanent_exclusion(child=ann, team=TeamFactory())
    run = checked(children(ANN), by=by)
    IntakeRun.objects.filter(pk=run.pk).update(kind=elsewhere.kind)
    run.rows.update(case=elsewhere)
    Case.objects.filter(pk=elsewhere.pk).update(is_restricted=is_restricted)

    page = text_of(client.get(at("rows", run, "here")))

    assert "Ann Lee" in page
    assert (elsewhere.reference in page) is is_shown
