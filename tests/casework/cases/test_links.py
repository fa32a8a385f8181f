"""Cases that have to do with each other."""

from datetime import date

import pytest
from django.urls import reverse

from casework.cases.choices import ChronologyKind
from casework.cases.models import CaseLink
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.factories.work import link_of, twin_of
from tests.naughty import NUL

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def case(team):
    return permanent_exclusion(team=team)


@pytest.fixture
def other(team):
    return permanent_exclusion(team=team)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, case, link=None) -> str:
    return reverse(f"cases:{name}", args=[case.reference, *([link.pk] if link else [])])


def to(case, **more):
    return {"reference": case.reference, "kind": "SAME_EVENT", "reason": "One fight"} | more


@pytest.mark.parametrize("turned_round", [False, True])
def test_a_link_is_shown_on_both_cases(signed_in, team, case, other, turned_round):
    boss = senior(team)
    first, second = (other, case) if turned_round else (case, other)

    signed_in(boss).post(at("link", first), to(second, reference=f" {second.reference.lower()} "))

    link = CaseLink.objects.get()
    assert link.case_id < link.other_id
    for one, another in ((case, other), (other, case)):
        page = text_of(signed_in(boss).get(one.get_absolute_url()))
        assert f"Linked to {another.reference}" in page
        assert "Same event: One fight" in page


def test_a_case_out_of_reach_answers_as_one_that_is_not_there(signed_in, case):
    elsewhere = permanent_exclusion()
    client = signed_in(case.officer)

    hidden = text_of(client.post(at("link", case), to(elsewhere)))
    missing = text_of(client.post(at("link", case), to(elsewhere, reference="EXC-1999-00001")))

    assert "No case that you may read has this reference" in hidden
    assert "No case that you may read has this reference" in missing
    assert not CaseLink.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reference": ""}, "Enter the reference of the other case"),
        ({"reference": NUL}, "hidden character"),
        ({"kind": ""}, "Select how they belong together"),
        ({"reason": "x" * 201}, "200"),
    ],
)
def test_a_link_needs_a_reference_and_its_kind(signed_in, case, other, data, message):
    assert message in text_of(signed_in(case.officer).post(at("link", case), to(other, **data)))


def test_a_case_is_linked_to_another_and_once(signed_in, team, case, other):
    client = signed_in(senior(team))
    assert "This is the case itself" in text_of(client.post(at("link", case), to(case)))

    client.post(at("link", case), to(other))
    again = text_of(client.post(at("link", other), to(case)))

    assert "is linked to this case already" in again
    assert CaseLink.objects.count() == 1


def test_a_restricted_case_leaves_no_trace_on_the_other(signed_in, team, case, other):
    boss = senior(team)
    signed_in(boss).post(at("link", case), to(other))
    other.is_restricted = True
    other.save()

    for address in (
        case.get_absolute_url(),
        reverse("desk:case_chronology", args=[case.reference]),
        reverse("desk:print_case_chronology", args=[case.reference]),
        reverse("desk:child_chronology", args=[case.child.public_id]),
    ):
        page = text_of(signed_in(boss).get(address))
        assert other.reference not in page
        assert "Linked" not in page
    assert signed_in(boss).get(at("unlink", case, CaseLink.objects.get())).status_code == 404


def test_a_link_is_taken_away_and_its_history_stays(signed_in, team, case, other):
    boss = senior(team)
    link = link_of(case, with_case=other, by=boss)
    client = signed_in(boss)
    assert other.reference in text_of(client.get(at("unlink", case, link)))

    client.post(at("unlink", case, link))

    assert not CaseLink.objects.exists()
    assert CaseLink.history.get(history_type="-").history_user == boss
    for each in (case, other):
        assert each.chronology.filter(
            kind=ChronologyKind.CASES_LINKED, text__startswith="No longer linked to"
        ).exists()


@pytest.mark.parametrize("name", ["link", "unlink"])
def test_who_may_read_alone_links_nothing(signed_in, team, case, other, name):
    link = link_of(case, with_case=other, by=case.officer) if name == "unlink" else None

    assert signed_in(officer(team)).post(at(name, case, link)).status_code == 403
    assert signed_in(senior()).post(at(name, case, link)).status_code == 404


@pytest.mark.parametrize("links", [10, 100])
def test_many_links_ask_the_database_no_more_often(
    signed_in, team, case, links, django_assert_max_num_queries
):
    boss = senior(team)
    made = [link_of(case, with_case=twin_of(case), by=boss) for _ in range(links)]
    client = signed_in(boss)

    with django_assert_max_num_queries(15 + ENTRY_IN_THE_LOG):
        client.get(case.get_absolute_url())
    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(at("unlink", case, made[0]))
    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(at("link", case))
