"""Finding a child: a posted search, among those the viewer may see."""

from datetime import date

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm
from markupsafe import escape

from casework.access.choices import LookAction, Role
from casework.access.models import AccessLogEntry
from casework.people.finding.alike import has_trigrams
from casework.people.models import Search
from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, administrator, holding, officer
from tests.factories.exclusions import permanent_exclusion, school_with_terms

pytestmark = pytest.mark.django_db

FIND = "people:find"
FIGURES = "801200001001"
UPN = upn_check_letter("A" + FIGURES) + FIGURES


def search(client, text, purpose="") -> str:
    address = reverse(FIND, query={"for": purpose} if purpose else {})
    answer = client.post(address, {"text": text}, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "text",
    [
        *("Oneill", "o neill sea", "O'NEILL", "seán", "Shay", "14/5/2013", "14.05.2013 o’n", "2013-05-14"),
        *("14 May 2013", "May 14, 2013 seanpatrick", "oneill 14th of may 13", "05/14/2013", "14052013"),
    ],
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


# Who is signed in (3), the search, who begins so, words alike, who has them, former names.
MOST_QUESTIONS = 8


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize("text", ["jones", "jnoes", "jones 14 May 2013", "ox1 1nd jones", "14/5/2013"])
def test_a_search_asks_the_database_little_however_many_it_finds(
    signed_in, rows, text, django_assert_max_num_queries
):
    has_trigrams()
    by = officer()
    for _ in range(rows):
        people.child(surname="Jones", by=by, address="1 Street", postcode="OX1 1ND")
    client = signed_in(by)
    found = client.post(reverse(FIND), {"text": text}).url

    with django_assert_max_num_queries(MOST_QUESTIONS + ENTRY_IN_THE_LOG):
        page = client.get(found).content.decode()

    assert f"{min(rows, 30)} children" in page


def test_making_a_search_asks_the_database_little(signed_in, django_assert_max_num_queries):
    client = signed_in(officer())

    with django_assert_max_num_queries(4):
        client.post(reverse(FIND), {"text": "jones"})


def test_a_long_result_says_that_it_is_cut_off(signed_in):
    by = officer()
    for _ in range(31):
        people.child(surname="Jones", by=by)

    assert "The first 30 children; there are more" in search(signed_in(by), "jones")


def test_thirty_children_are_all_there_are(signed_in):
    by = officer()
    for _ in range(30):
        people.child(surname="Jones", by=by)

    assert "30 children found" in search(signed_in(by), "jones")


def test_a_search_has_an_address_of_its_own_that_says_nothing_of_it(signed_in):
    child, who = people.child(surname="Jones"), officer()
    client = signed_in(who)

    answer = client.post(reverse(FIND, query={"for": "permanent_exclusion"}), {"text": "jones"})

    kept = Search.objects.get()
    assert (kept.user, kept.text) == (who, "jones")
    assert answer.status_code == 302
    assert answer.url == reverse("people:search", args=[kept.public_id], query={"for": "permanent_exclusion"})
    # Refresh, and Back.
    for _ in range(2):
        assert child.full_name in client.get(answer.url).content.decode()
    assert Search.objects.count() == 1


def test_a_search_is_there_only_for_the_person_who_made_it(signed_in):
    people.child(surname="Jones")
    address = signed_in(officer()).post(reverse(FIND), {"text": "jones"}).url

    assert signed_in(officer()).get(address).status_code == 404
    assert signed_in(administrator()).get(address).status_code == 403


def test_a_search_that_finds_nobody_is_kept_as_well(signed_in):
    search(signed_in(officer()), "Nobody")

    assert Search.objects.get().text == "Nobody"
    assert not AccessLogEntry.objects.exists()


def test_each_child_a_search_shows_goes_into_the_access_log(signed_in):
    who = officer()
    children = {people.child(surname="Jones", by=who).pk for _ in range(3)}
    people.restricted(people.child(surname="Jones", by=who))

    search(signed_in(who), "jones")

    entries = AccessLogEntry.objects.all()
    assert {each.child_id for each in entries} == children
    assert {(each.user, each.action, each.object_kind, each.object_id) for each in entries} == {
        (who, LookAction.SEARCH, "search", str(Search.objects.get().public_id))
    }


def test_a_restricted_child_is_found_by_nobody_who_is_not_named(signed_in):
    team = TeamFactory()
    who, named = officer(team), officer(team)
    case = permanent_exclusion(
        child=people.child(
            forenames="Zephyrine",
            surname="Quibble",
            upn=UPN,
            address="1 Street",
            postcode="OX9 9XX",
            date_of_birth=date(2014, 2, 3),
        ),
        team=team,
        school=school_with_terms(),
    )
    assign_perm("people.view_child", named, people.restricted(case.child))
    ways = [UPN, case.reference, "3 2 2014", "ox9 9xx", "zephyrine", "zefirine quible", "quibble 2 3 2014"]

    for text in ways:
        assert "No child here matches" in search(signed_in(who), text), text
        assert case.child.get_absolute_url() in search(signed_in(named), text), text


def test_a_case_reference_finds_the_child_of_a_case_the_person_may_read(signed_in):
    team = TeamFactory()
    case = permanent_exclusion(team=team, school=school_with_terms())

    assert "Case reference" in search(signed_in(officer(team)), case.reference.lower())
    assert "No child here matches" in search(signed_in(officer()), case.reference)


def test_a_date_that_is_none_is_left_out_and_said(signed_in):
    people.child(surname="Jones")

    page = search(signed_in(officer()), "Jones 31/02/2013")

    assert "31/02/2013 is not a real date" in page
    assert "1 child found" in page
