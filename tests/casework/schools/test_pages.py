"""The pages about schools: who may open them, what they say, and how many queries they take."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import Role
from casework.schools.choices import ClosureKind, SchoolStatus
from tests.factories.access import UserFactory, administrator, holding, officer, senior
from tests.factories.schools import (
    ClosureFactory,
    LocalAuthorityFactory,
    SchoolFactory,
    SchoolLinkFactory,
    TermBlockFactory,
    year_of_terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(clock_stands_at):
    clock_stands_at(date(2026, 9, 21))


@pytest.fixture
def authority():
    authority = LocalAuthorityFactory()
    year_of_terms(authority=authority)
    return authority


@pytest.fixture
def school(authority):
    return SchoolFactory(
        urn="123136",
        name="Stoke Row School",
        authority=authority,
        establishment_number="3206",
        headteacher="Mrs Angela Wheatcroft",
        telephone="01491680720",
        website="www.stoke-row-school.co.uk",
        postcode="RG9 5QS",
    )


def text_of(response):
    return " ".join(response.content.decode().split())


# Who may


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_read_about_a_school(signed_in, school, role):
    client = signed_in(holding(role))

    for address in (
        reverse("schools:search", query={"q": "stoke"}),
        reverse("schools:suggest", query={"q": "stoke"}),
        reverse("schools:school", args=["123136"]),
        reverse("schools:authority", args=["931"]),
    ):
        assert client.get(address).status_code == 200


def test_somebody_without_a_role_may_not(signed_in, school):
    client = signed_in(UserFactory())

    for address in (reverse("schools:search"), reverse("schools:suggest"), school.get_absolute_url()):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("urn", ["999999", "abc", "123136x"])
def test_an_unknown_school_is_not_found(signed_in, school, urn):
    assert signed_in(officer()).get(reverse("schools:school", args=[urn])).status_code == 404


def test_an_unknown_authority_is_not_found(signed_in):
    assert signed_in(officer()).get(reverse("schools:authority", args=["000"])).status_code == 404


@pytest.mark.parametrize("person", [senior, administrator])
def test_those_who_may_change_calendars_see_how(signed_in, school, person):
    page = text_of(signed_in(person()).get(school.get_absolute_url()))

    assert reverse("cases:change_terms", args=["school", "123136", 2026]) in page
    assert reverse("cases:add_closure", args=["school", "123136"]) in page
    assert reverse("schools:change_link_officer", args=["123136"]) in page


def test_an_officer_sees_no_way_to_change_a_calendar(signed_in, school):
    ClosureFactory(school=school)

    page = text_of(signed_in(officer()).get(school.get_absolute_url()))

    assert "/cases/calendar/" not in page
    assert "link-officer" not in page


# Finding


def test_search_lists_what_fits(signed_in, school):
    page = text_of(signed_in(officer()).get(reverse("schools:search"), {"q": "stoke"}))

    assert "1 school" in page
    assert "Stoke Row School" in page
    assert "931/3206" in page


def test_search_says_so_when_nothing_fits(signed_in, school):
    assert "No school matches “zzz”" in text_of(
        signed_in(officer()).get(reverse("schools:search"), {"q": "zzz"})
    )


def test_search_takes_markup_as_text(signed_in):
    page = text_of(signed_in(officer()).get(reverse("schools:search"), {"q": "<script>alert(1)</script>"}))

    assert "<script>alert" not in page


def test_search_tells_of_a_closed_school_what_it_is_now(signed_in):
    closed = SchoolFactory(name="Old School", status=SchoolStatus.CLOSED)
    SchoolLinkFactory(school=closed, linked_name="New Academy")

    assert "Now New Academy" in text_of(signed_in(officer()).get(reverse("schools:search"), {"q": "old"}))


def test_suggestions_tell_schools_of_one_name_apart(signed_in):
    SchoolFactory(urn="100001", name="Oak School", town="Thame")
    SchoolFactory(urn="100002", name="Oak School", town="", status=SchoolStatus.CLOSED)

    assert signed_in(officer()).get(reverse("schools:suggest"), {"q": "oak"}).json() == [
        {"value": "100001", "text": "Oak School, Thame (URN 100001)"},
        {"value": "100002", "text": "Oak School (URN 100002, closed)"},
    ]


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "\0"}, {"q": "x" * 5_000}])
def test_suggestions_are_none_for_nothing_and_for_nonsense(signed_in, school, query):
    response = signed_in(officer()).get(reverse("schools:suggest"), query)

    assert (response.status_code, response.json()) == (200, [])


@pytest.mark.parametrize("query", [{"q": "\0"}, {"q": "x" * 5_000}])
def test_search_answers_nonsense_with_a_page(signed_in, school, query):
    assert signed_in(officer()).get(reverse("schools:search"), query).status_code == 200


# One school


def test_a_school_shows_its_details(signed_in, school):
    school.link_officer = officer(name="Amara Okafor")
    school.save()

    page = text_of(signed_in(officer()).get(school.get_absolute_url()))

    for words in ("Mrs Angela Wheatcroft", "Amara Okafor", "01491 680720", "931/3206", "RG9 5QS"):
        assert words in page
    assert 'href="http://www.stoke-row-school.co.uk"' in page


def test_a_website_that_is_none_is_not_a_link(signed_in, school):
    school.website = "javascript:alert(1)"
    school.save()

    assert 'href="javascript' not in text_of(signed_in(officer()).get(school.get_absolute_url()))


def test_a_school_whose_type_the_register_did_not_state_says_so(signed_in, school):
    assert "does not state the type" in text_of(signed_in(officer()).get(school.get_absolute_url()))


def test_a_closed_school_says_so_and_leads_to_its_successor(signed_in, school):
    closed = SchoolFactory(name="Old School", status=SchoolStatus.CLOSED, closed_on=date(2020, 8, 31))
    SchoolLinkFactory(
        school=closed, linked_urn="123136", linked_name="Stoke Row", link_type="Successor - merged"
    )

    page = text_of(signed_in(officer()).get(closed.get_absolute_url()))

    assert "This school closed on 31 August 2020. It is now Stoke Row School." in page
    assert f'href="{school.get_absolute_url()}"' in page
    assert "Successor (merged)" in page


def test_a_school_shows_its_year_with_terms_closures_and_the_count(signed_in, school, authority):
    ClosureFactory(school=school, starts_on=date(2026, 9, 28), reason="Training")
    ClosureFactory(authority=authority, kind=ClosureKind.CLOSURE, starts_on=date(2027, 1, 11), reason="Snow")

    page = text_of(signed_in(officer()).get(school.get_absolute_url()))

    assert "School year 2026/27" in page
    assert "192 school days in 2026/27" in page
    assert "Wednesday 2 September 2026" in page
    assert "Monday 28 September 2026" in page
    assert "28, INSET day: Training" in page
    assert "Monday 11 January 2027" in page
    assert "26, bank holiday: Good Friday" in page


def test_provisional_dates_are_marked(signed_in, school, authority):
    TermBlockFactory(
        authority=authority,
        school_year="2027/28",
        starts_on=date(2027, 9, 6),
        ends_on=date(2027, 10, 22),
        is_provisional=True,
    )
    client = signed_in(officer())

    this_year = text_of(client.get(school.get_absolute_url()))
    next_year = text_of(client.get(school.get_absolute_url(), {"year": "2027/28"}))

    assert "provisional dates" not in this_year
    assert "These are provisional dates: confirm them with Oxfordshire" in next_year


def test_a_school_with_dates_of_its_own_says_whose_they_are(signed_in, school):
    TermBlockFactory(school=school, name="Own term", starts_on=date(2026, 9, 7))

    page = text_of(signed_in(officer()).get(school.get_absolute_url()))

    assert "The school’s own" in page
    assert "Wednesday 2 September 2026" not in page


@pytest.mark.parametrize("year", ["1999/00", "", "nonsense", "2026-27"])
def test_a_year_that_is_not_held_shows_the_present_one(signed_in, school, year):
    page = text_of(signed_in(officer()).get(school.get_absolute_url(), {"year": year}))

    assert "School year 2026/27" in page


def test_a_school_without_term_dates_says_what_that_means(signed_in):
    school = SchoolFactory(authority=None, name="Lone School")

    assert "No term dates are held for Lone School" in text_of(
        signed_in(senior()).get(school.get_absolute_url())
    )


# How many queries


@pytest.mark.parametrize("count", [10, 100])
def test_search_takes_as_many_queries_for_ten_as_for_a_hundred(signed_in, django_assert_num_queries, count):
    for n in range(count):
        school = SchoolFactory(name=f"Oak School {n}", status=SchoolStatus.CLOSED)
        SchoolLinkFactory(school=school, linked_urn=str(400_000 + n))
    client = signed_in(officer())

    with django_assert_num_queries(8):
        client.get(reverse("schools:search"), {"q": "oak"})


@pytest.mark.parametrize("count", [10, 100])
def test_a_school_takes_as_many_queries_for_ten_links_and_closures_as_for_a_hundred(
    signed_in, django_assert_num_queries, school, count
):
    for _ in range(count):
        other = SchoolFactory()
        SchoolLinkFactory(school=school, linked_urn=other.urn, link_type="Predecessor")
        ClosureFactory(school=school)
    client = signed_in(senior())

    with django_assert_num_queries(8):
        client.get(school.get_absolute_url())


# The link officer


def test_a_link_officer_is_named_and_shown(signed_in, school):
    chosen = officer(name="Amara Okafor")
    client = signed_in(senior())

    response = client.post(
        reverse("schools:change_link_officer", args=["123136"]), {"officer": chosen.pk}, follow=True
    )

    assert "Link officer saved" in text_of(response)
    assert "Amara Okafor" in text_of(response)


def test_somebody_who_carries_no_cases_cannot_be_a_link_officer(signed_in, school):
    chosen = administrator()

    response = signed_in(senior()).post(
        reverse("schools:change_link_officer", args=["123136"]), {"officer": chosen.pk}
    )

    school.refresh_from_db()
    assert (response.status_code, school.link_officer) == (200, None)


def test_an_officer_cannot_change_the_link_officer(signed_in, school):
    address = reverse("schools:change_link_officer", args=["123136"])
    client = signed_in(officer())

    assert client.get(address).status_code == client.post(address, {}).status_code == 403
