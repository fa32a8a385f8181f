"""Finding a child: a posted search, among those the viewer may see."""

from datetime import date

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.access.choices import Role
from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import administrator, holding, officer

pytestmark = pytest.mark.django_db

FIND = "people:find"
FIGURES = "801200001001"
UPN = upn_check_letter("A" + FIGURES) + FIGURES


def search(client, text, purpose="") -> str:
    address = reverse(FIND, query={"for": purpose} if purpose else {})
    answer = client.post(address, {"text": text})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "text", ["Oneill", "o neill sea", "O'NEILL", "14/5/2013", "14.05.2013 o’n", "2013-05-14", "seán", "Shay"]
)
def test_a_child_is_found_by_parts_of_names_and_by_date_of_birth(signed_in, text):
    child = people.child(forenames="Seán Patrick", surname="O’Neill", known_as="Shay")
    people.child(forenames="Somebody", surname="Else", date_of_birth=date(2012, 1, 1))

    page = search(signed_in(officer()), text)

    assert child.get_absolute_url() in page
    assert "1 child found" in page


def test_a_child_is_found_by_upn(signed_in):
    child = people.child(upn=UPN)

    assert child.get_absolute_url() in search(signed_in(officer()), f" {child.upn.lower()} ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter a name, a UPN or a date of birth"),
        ("   ", "Enter a name, a UPN or a date of birth"),
        ("J", "Enter at least 2 letters of a name"),
        ("%'_", "Enter at least 2 letters of a name"),
        ("x" * 201, "must be 200 characters or fewer"),
        ("a\x00b", "hidden character"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(signed_in, text, message):
    assert message in search(signed_in(officer()), text)


def test_nobody_found_offers_to_add_a_child(signed_in):
    page = search(signed_in(officer()), "Nobody", purpose="permanent_exclusion")

    assert "No child here matches" in page
    assert f'href="{reverse("people:add")}?for=permanent_exclusion"' in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "31/02/2013", "100%_ab", "\u202eabc", "👩‍👧 ab", "1 " * 99]
)
def test_odd_searches_find_nobody_and_break_nothing(signed_in, text):
    people.child()

    page = search(signed_in(officer()), text)

    assert "No child here matches" in page
    assert "<script>alert" not in page


def test_a_search_is_kept_in_the_form_and_in_no_address(signed_in):
    page = search(signed_in(officer()), "Ng“ugi <b>")

    assert str(escape("Ng“ugi <b>")) in page
    assert "?text=" not in page


def test_the_purpose_leads_from_the_result_to_where_it_begins(signed_in):
    child = people.child(surname="Jones")

    page = search(signed_in(officer()), "jones", purpose="permanent_exclusion")

    start = reverse("exclusions:log_permanent_exclusion", args=[child.public_id])
    assert f'href="{start}">{child.full_name}</a>' in page


def test_a_purpose_nobody_registered_is_left_out(signed_in):
    child = people.child(surname="Jones")

    page = search(signed_in(officer()), "jones", purpose="nonsense")

    assert f'href="{child.get_absolute_url()}">{child.full_name}</a>' in page


def test_a_restricted_child_is_not_found(signed_in):
    people.restricted(people.child(surname="Jones"))

    assert "No child here matches" in search(signed_in(officer()), "jones")


def test_an_auditor_finds_a_child_and_can_begin_nothing(signed_in):
    child = people.child(surname="Jones")

    page = search(signed_in(holding(Role.AUDITOR)), "jones", purpose="permanent_exclusion")

    assert f'href="{child.get_absolute_url()}">{child.full_name}</a>' in page
    assert reverse("exclusions:log_permanent_exclusion", args=[child.public_id]) not in page
    assert reverse("people:add") not in page


def test_an_administrator_may_not_search(signed_in):
    assert signed_in(administrator()).get(reverse(FIND)).status_code == 403


@pytest.mark.parametrize("rows", [10, 100])
def test_a_search_asks_the_database_once_however_many_it_finds(signed_in, rows, django_assert_num_queries):
    by = officer()
    for _ in range(rows):
        people.child(surname="Jones", by=by)
    client = signed_in(by)

    with django_assert_num_queries(4):
        search(client, "jones")


def test_a_long_result_says_that_it_is_cut_off(signed_in):
    by = officer()
    for _ in range(31):
        people.child(surname="Jones", by=by)

    assert "The first 30 children" in search(signed_in(by), "jones")
