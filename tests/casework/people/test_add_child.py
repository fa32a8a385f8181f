"""Adding a child, and the people around one."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.people.models import Child, Contact
from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import administrator, officer

pytestmark = pytest.mark.django_db

FIGURES = "801200001001"
UPN = upn_check_letter("A" + FIGURES) + FIGURES
NAUGHTY = [
    "O’Neill-Ståhl",
    "محمد بن سلمان",
    "Zoë 🎈",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE",
    "\u202eabc",
]


def typed(**changes) -> dict:
    return {
        "token": str(uuid4()),
        "forenames": "Amelia Rose",
        "surname": "Jones",
        "date_of_birth_day": "14",
        "date_of_birth_month": "5",
        "date_of_birth_year": "2013",
        **changes,
    }


PARENT = {
    "contact_name": "Sam Jones",
    "relationship": "MOT",
    "has_parental_responsibility": "yes",
    "telephone": "01865 000000",
    "email": "sam@home.example",
    "agrees_to_email_notices": "on",
    "lives_with_child": "no",
    "contact_address": "2 Other Street\nOxford",
    "contact_postcode": "ox11nd",
}


def add(client, purpose="", **changes):
    return client.post(reverse("people:add", query={"for": purpose} if purpose else {}), typed(**changes))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_child_is_added_with_a_parent(signed_in):
    who = officer()

    answer = add(
        signed_in(who), upn=f" {UPN.lower()} ", postcode="ox1 1nd", address="1 Street\r\nOxford", **PARENT
    )

    child = Child.objects.get()
    assert answer.url == child.get_absolute_url()
    assert (child.upn, child.postcode, child.address) == (UPN, "OX1 1ND", "1 Street\nOxford")
    link = child.child_contacts.get()
    assert (link.contact.name, link.contact.postcode) == ("Sam Jones", "OX1 1ND")
    assert link.has_parental_responsibility
    assert link.contact.agrees_to_email_notices
    assert child.history.get().history_user == who


def test_adding_goes_on_to_what_it_was_for(signed_in):
    answer = add(signed_in(officer()), purpose="permanent_exclusion")

    assert answer.url == reverse("exclusions:log_permanent_exclusion", args=[Child.objects.get().public_id])


def test_a_child_may_be_added_before_any_parent_is_known(signed_in):
    add(signed_in(officer()))

    assert not Child.objects.get().child_contacts.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"forenames": ""}, "Enter the legal forenames"),
        ({"surname": "x" * 121}, "Legal surname must be 120 characters or fewer"),
        ({"date_of_birth_year": "2999"}, "Year must be between"),
        ({"date_of_birth_year": "2099"}, "Date of birth must be in the past"),
        ({"date_of_birth_year": "1913"}, "Date of birth must be on or after"),
        ({"date_of_birth_day": "31", "date_of_birth_month": "2"}, "Date of birth must be a real date"),
        ({"upn": "A801200001001"}, "The first letter does not fit the numbers"),
        ({"upn": "H80120"}, "A UPN has 13 characters; this has 6"),
        ({"postcode": "Oxford"}, "Enter a full postcode, like OX1 1ND"),
        ({"telephone": "01865 000000"}, "Enter the name"),
        (PARENT | {"relationship": ""}, "Select the relationship to the child"),
        (PARENT | {"has_parental_responsibility": ""}, "Select yes if they have parental responsibility"),
        (PARENT | {"email": ""}, "Enter the email address that notices may go to"),
        (PARENT | {"email": "sam"}, "Enter an email address in the correct format"),
        (PARENT | {"contact_postcode": "no"}, "Enter a full postcode, like OX1 1ND"),
    ],
)
def test_what_cannot_be_right_is_refused_and_everything_typed_stays(signed_in, changes, message):
    answer = add(signed_in(officer()), **({"known_as": "Millie <3"} | changes))

    assert message in text_of(answer)
    assert str(escape("Millie <3")) in text_of(answer)
    assert not Child.objects.exists()
    assert not Contact.objects.exists()


def test_the_address_of_a_parent_at_home_is_not_kept_twice(signed_in):
    add(signed_in(officer()), **(PARENT | {"lives_with_child": "yes"}))

    assert Contact.objects.get().address == ""


@pytest.mark.parametrize("name", NAUGHTY)
def test_names_are_kept_and_shown_as_they_were_typed(signed_in, name):
    client = signed_in(officer())

    answer = add(client, surname=name, **(PARENT | {"contact_name": name}))

    assert Child.objects.get().surname == name
    assert str(escape(name)) in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "here",
    [
        {"forenames": "Amelia", "surname": "Jones"},
        {"forenames": "Millie", "surname": "JONES"},
        {"forenames": "Amelia", "surname": "Smith"},
        {"forenames": "Other", "surname": "Name", "upn": UPN},
    ],
)
def test_children_who_may_be_the_same_are_shown_first(signed_in, here):
    other = people.child(**here)
    client = signed_in(officer())

    asked = add(client, upn=UPN, known_as="Ash & co")

    page = text_of(asked)
    assert "Is it one of these?" in page
    assert other.get_absolute_url() in page
    assert "Ash &amp; co" in page
    assert Child.objects.count() == 1
    assert ("same number recorded by mistake" in page) == ("upn" in here)

    add(client, upn=UPN, none_of_these="yes", shown=[str(other.public_id)])
    assert Child.objects.count() == 2


def test_none_of_these_covers_only_the_children_who_were_shown(signed_in):
    shown = people.child(forenames="Amelia", surname="Jones")
    client = signed_in(officer())
    new = people.child(forenames="Amelia", surname="Jones")

    asked = add(client, none_of_these="yes", shown=[str(shown.public_id)])

    assert new.get_absolute_url() in text_of(asked)
    assert Child.objects.count() == 2


def test_a_restricted_child_is_no_candidate(signed_in):
    people.restricted(people.child(forenames="Amelia", surname="Jones", upn=UPN))

    add(signed_in(officer()), upn=UPN)

    assert Child.objects.count() == 2


def test_this_is_the_child_leads_to_what_it_was_for(signed_in):
    other = people.child(forenames="Amelia", surname="Jones")

    page = text_of(add(signed_in(officer()), purpose="permanent_exclusion"))

    assert reverse("exclusions:log_permanent_exclusion", args=[other.public_id]) in page


def test_sending_the_form_twice_adds_one_child(signed_in):
    client, token = signed_in(officer()), str(uuid4())

    first, second = add(client, token=token), add(client, token=token)

    assert Child.objects.count() == 1
    assert first.url == second.url == Child.objects.get().get_absolute_url()


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_form_without_its_token_is_refused(signed_in, token):
    assert add(signed_in(officer()), token=token).status_code == 200
    assert not Child.objects.exists()


def test_an_administrator_adds_nobody(signed_in):
    client = signed_in(administrator())

    assert client.get(reverse("people:add")).status_code == 403
    assert add(client).status_code == 403


def test_a_contact_is_added_once(signed_in):
    child, client = people.child(), signed_in(officer())
    data = PARENT | {"token": str(uuid4()), "contact_name": "<i>Kit</i>"}
    address = reverse("desk:add_contact", args=[child.public_id])

    client.post(address, data)
    answer = client.post(address, data, follow=True)

    assert child.child_contacts.count() == 1
    assert "&lt;i&gt;Kit&lt;/i&gt;" in text_of(answer)


def test_a_contact_needs_a_name(signed_in):
    child = people.child()
    address = reverse("desk:add_contact", args=[child.public_id])

    answer = signed_in(officer()).post(address, PARENT | {"token": str(uuid4()), "contact_name": ""})

    assert "Enter the name" in text_of(answer)
    assert "2 Other Street" in text_of(answer)


@pytest.mark.parametrize("page", ["people:add", "people:find"])
def test_the_forms_ask_the_database_little(signed_in, page, django_assert_max_num_queries):
    client = signed_in(officer())

    with django_assert_max_num_queries(8):
        client.get(reverse(page))


def test_adding_stays_within_the_bar(signed_in, django_assert_max_num_queries):
    client = signed_in(officer())
    # Names that others have, who are somebody else.
    people.child(forenames="Amelia Rose", surname="Smith", date_of_birth=date(2010, 1, 1))
    people.child(forenames="Kai", surname="Jones", date_of_birth=date(2010, 1, 1))

    with django_assert_max_num_queries(20):
        add(client, **PARENT)
