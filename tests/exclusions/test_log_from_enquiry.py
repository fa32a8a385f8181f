"""A permanent exclusion that an enquiry turns into: what was written down there goes along."""

from datetime import date

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.cases.models import Case
from casework.duty.choices import EnquiryState
from tests.exclusions.typed import answers
from tests.factories import people
from tests.factories.access import TeamFactory, holding, officer
from tests.factories.duty import enquiry_of
from tests.factories.exclusions import school_with_terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(date(2026, 9, 22))


@pytest.fixture
def team():
    return TeamFactory(name="Exclusions")


@pytest.fixture
def viewer(team):
    return officer(team)


@pytest.fixture
def school():
    return school_with_terms(name="Cherwell Fields School")


@pytest.fixture
def child(viewer):
    return people.child(by=viewer, forenames="Amara", surname="Lindqvist")


def log_page(child, enquiry) -> str:
    log = reverse("exclusions:log_permanent_exclusion", args=[child.public_id])
    return f"{log}?enquiry={enquiry.reference}"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_school_and_the_words_of_the_enquiry_are_there(signed_in, team, viewer, school, child):
    enquiry = enquiry_of(team, by=viewer, child=child, school=school, text="Out from <today>")

    page = text_of(signed_in(viewer).get(log_page(child, enquiry)))

    assert 'value="Cherwell Fields School' in page
    assert "Out from &lt;today&gt;" in page
    assert f'href="{enquiry.get_absolute_url()}"' in page


def test_saving_opens_the_case_and_settles_the_enquiry_in_one(signed_in, team, viewer, school, child):
    enquiry = enquiry_of(team, by=viewer)
    client, address = signed_in(viewer), log_page(child, enquiry)
    given = answers(school, team) | {"step": "save"}

    client.post(address, given)
    client.post(address, given)

    case = Case.objects.get()
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.case, enquiry.child) == (EnquiryState.BECAME_CASE, case, child)
    assert case.chronology.filter(text=f"From enquiry {enquiry.reference}").count() == 1


def test_nothing_is_settled_where_the_case_is_not_saved(signed_in, team, viewer, school, child):
    enquiry = enquiry_of(team, by=viewer)

    signed_in(viewer).post(log_page(child, enquiry), answers(school, team) | {"step": "check"})

    enquiry.refresh_from_db()
    assert enquiry.is_open
    assert not Case.objects.exists()


def test_an_enquiry_about_another_child_does_not_go_along(signed_in, team, viewer, child):
    enquiry = enquiry_of(team, by=viewer, child=people.child(), text="About somebody else")

    assert "About somebody else" not in text_of(signed_in(viewer).get(log_page(child, enquiry)))


@pytest.mark.parametrize("whose", ["another team", "unnamed"])
def test_an_enquiry_out_of_reach_leaves_no_trace(signed_in, team, viewer, child, whose):
    if whose == "another team":
        enquiry = enquiry_of(TeamFactory(), child=child, text="Secret")
    else:
        hidden, named = people.restricted(people.child()), officer(team)
        assign_perm("people.view_child", named, hidden)
        enquiry = enquiry_of(team, by=named, child=hidden, text="Secret")

    page = text_of(signed_in(viewer).get(log_page(child, enquiry)))

    assert "Secret" not in page
    assert "From enquiry" not in page


def test_the_way_through_finding_and_adding_the_child_keeps_the_enquiry(signed_in, team, viewer):
    enquiry = enquiry_of(team, by=viewer)
    people.child(by=viewer, surname="Lindqvist")
    client, query = signed_in(viewer), {"for": "permanent_exclusion", "enquiry": enquiry.reference}

    found = client.post(reverse("people:find", query=query), {"text": "lindqvist"}, follow=True)
    added = text_of(client.get(reverse("people:add", query=query)))

    assert f"/?enquiry={enquiry.reference}" in text_of(found)
    assert f"?for=permanent_exclusion&amp;enquiry={enquiry.reference}" in text_of(found)
    assert f"?for=permanent_exclusion&amp;enquiry={enquiry.reference}" in added


@pytest.mark.parametrize("said", ["<script>", "ENQ-2026-1", "x" * 5000, "\x00"])
def test_what_is_no_reference_stays_behind(signed_in, viewer, said):
    page = text_of(
        signed_in(viewer).get(reverse("people:add"), {"for": "permanent_exclusion", "enquiry": said})
    )

    assert "enquiry=" not in page


def test_business_support_turns_its_enquiry_into_a_case(signed_in, team, school, child):
    clerk = holding(Role.BUSINESS_SUPPORT, team)
    enquiry = enquiry_of(team, by=clerk, child=child)

    signed_in(clerk).post(log_page(child, enquiry), answers(school, team) | {"step": "save"})

    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.BECAME_CASE


def test_the_form_from_an_enquiry_keeps_to_its_bar(
    signed_in, team, viewer, school, child, django_assert_max_num_queries
):
    enquiry = enquiry_of(team, by=viewer, child=child, school=school)
    client = signed_in(viewer)

    with django_assert_max_num_queries(10):
        client.get(log_page(child, enquiry))
