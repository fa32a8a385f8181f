"""The pages about brothers and sisters."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.access.choices import LookAction
from casework.access.models import AccessLogEntry
from casework.people.choices import SiblingKind
from casework.people.models import SiblingLink
from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, officer
from tests.factories.family import also_contact_of, contact_of, siblings

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
UPN = upn_check_letter("A801200001001") + "801200001001"


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, child, *more) -> str:
    return reverse(f"desk:{name}", args=[child.public_id, *more])


def stated(**changes) -> dict:
    return {
        "token": str(uuid4()),
        "kind": "HALF",
        "starts_on_day": 3,
        "starts_on_month": 2,
        "starts_on_year": 2019,
        "source": "Their mother",
    } | changes


@pytest.mark.parametrize("text", ["Zephyrine 14/5/2013", UPN, "zeph quibble"])
def test_the_other_child_is_found_and_chosen(signed_in, text):
    child = people.child()
    other = people.child(forenames="Zephyrine", surname="Quibbleworth", upn=UPN)

    page = text_of(signed_in(officer()).post(at("find_sibling", child), {"text": text}))

    assert at("state_sibling", child, other.public_id) in page
    found = AccessLogEntry.objects.filter(action=LookAction.SEARCH).values_list("child_id", flat=True)
    assert set(found) == {child.pk, other.pk}


@pytest.mark.parametrize("text", ["Zephyrine 14/5/2013", UPN])
def test_a_hidden_child_and_the_child_itself_are_not_found(signed_in, text):
    child = people.child(forenames="Zephyrine")
    people.restricted(people.child(forenames="Zephyrine", surname="Quibbleworth", upn=UPN))

    page = text_of(signed_in(officer()).post(at("find_sibling", child), {"text": text}))

    assert "No other child here matches" in page
    assert "Quibbleworth" not in page


def test_a_sibling_is_stated_once_however_often_the_button_is_pressed(signed_in):
    child, other = people.child(), people.child(forenames="Ben", surname="Jones")
    client, data = signed_in(officer()), stated()

    assert "Ben Jones" in text_of(client.get(at("state_sibling", child, other.public_id)))
    answers = [client.post(at("state_sibling", child, other.public_id), data) for _ in range(2)]

    link = SiblingLink.objects.get()
    assert {answer.url for answer in answers} == {child.get_absolute_url()}
    assert (link.kind, link.starts_on, link.source) == (SiblingKind.HALF, date(2019, 2, 3), "Their mother")
    for one, another in ((child, other), (other, child)):
        page = text_of(client.get(one.get_absolute_url()))
        assert another.get_absolute_url() in page
        assert "Half-brother or half-sister since 3 February 2019 <br>Source: Their mother" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Select what they are to each other"),
        ({"kind": "NONE"}, "Select what they are to each other"),
        ({"starts_on_year": 2030}, "must be today or in the past"),
        ({"source": ""}, "Enter who says so"),
    ],
)
def test_what_is_missing_is_said(signed_in, changes, said):
    child, other = people.child(), people.child()

    answer = signed_in(officer()).post(at("state_sibling", child, other.public_id), stated(**changes))

    assert said in text_of(answer)
    assert not SiblingLink.objects.exists()


def test_siblings_are_not_stated_twice(signed_in):
    child, other = people.child(), people.child()
    siblings(child, other)

    answer = signed_in(officer()).post(at("state_sibling", child, other.public_id), stated())

    assert "recorded as siblings already" in text_of(answer)


@pytest.mark.parametrize("name", ["state_sibling", "say_no_sibling"])
def test_a_hidden_child_is_not_there(signed_in, name):
    child, hidden = people.child(), people.restricted(people.child())
    client = signed_in(officer())

    for other in (hidden.public_id, uuid4(), child.public_id):
        assert client.get(at(name, child, other)).status_code == 404
        assert client.post(at(name, child, other), stated()).status_code == 404


def test_a_suggestion_is_answered_with_no_and_does_not_come_back(signed_in):
    child, other = people.child(), people.child()
    also_contact_of(other, contact_of(child).contact)
    client = signed_in(officer())
    page = text_of(client.get(child.get_absolute_url()))
    assert "Sam Jones is a contact of both" in page
    assert at("state_sibling", child, other.public_id) in page
    assert at("say_no_sibling", child, other.public_id) in page

    client.post(at("say_no_sibling", child, other.public_id), {"source": "Their mother"})

    page = text_of(client.get(child.get_absolute_url()))
    assert "Are these brothers or sisters?" not in page
    assert "Nobody is recorded." in page


def test_siblings_end(signed_in):
    child, other = people.child(), people.child()
    link = siblings(child, other)
    client, address = signed_in(officer()), at("end_sibling", other, link.pk)
    ended = {"what": "ENDED", "ends_on_day": 18, "ends_on_month": 9, "ends_on_year": 2026}

    early = client.post(address, ended | {"ends_on_year": 1999})
    client.post(address, ended)

    link.refresh_from_db()
    assert "The last day must be the first day or later" in text_of(early)
    assert link.ends_on == date(2026, 9, 18)
    assert "Formerly of one family" in text_of(client.get(child.get_absolute_url()))


def test_siblings_recorded_by_mistake_are_gone(signed_in):
    child, other = people.child(), people.child()
    link = siblings(child, other)
    client = signed_in(officer())

    client.post(at("end_sibling", child, link.pk), {"what": "MISTAKE", "source": "Their father"})

    page = text_of(client.get(child.get_absolute_url()))
    assert "Formerly of one family" not in page
    assert "Nobody is recorded." in page


def test_a_link_with_a_hidden_child_is_not_there(signed_in):
    child, hidden = people.child(), people.child()
    link = siblings(child, hidden)
    people.restricted(hidden)
    client = signed_in(officer())

    assert client.get(at("end_sibling", child, link.pk)).status_code == 404
    assert client.get(at("end_sibling", people.child(), link.pk)).status_code == 404
    assert client.post(at("end_sibling", child, link.pk), {"what": "MISTAKE"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "bar"), [("find_sibling", 4), ("state_sibling", 5), ("say_no_sibling", 5), ("end_sibling", 5)]
)
def test_the_forms_stay_within_the_bar(signed_in, django_assert_max_num_queries, name, bar):
    child, other = people.child(), people.child()
    link = siblings(child, other)
    more = {"find_sibling": [], "end_sibling": [link.pk]}.get(name, [other.public_id])
    client = signed_in(officer())

    with django_assert_max_num_queries(bar + ENTRY_IN_THE_LOG):
        assert client.get(at(name, child, *more)).status_code == 200
