"""A restricted child leaves no trace for those who are not named: words, numbers, and the length of lists."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.cases.models import Case, Deadline
from casework.cases.services import hand_over
from casework.duty.models import Enquiry
from casework.people.choices import Relationship
from casework.people.rules import upn_check_letter
from casework.people.services import ContactDetails
from exclusions.services import record_facts
from tests.factories import people
from tests.factories.access import TeamFactory, holding, officer
from tests.factories.duty import enquiry_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.project.addresses import ANY_TEXT, addresses

TODAY = date(2026, 9, 22)
BACKEND = "django.contrib.auth.backends.ModelBackend"
UPN = upn_check_letter("A931400126777") + "931400126777"
# Words that stand nowhere else.
CANARIES = ("Zephyrine", "Quibbleworth", "Zorblatt", "Canaryhouse", "Marmaladian", UPN)
pytestmark = [
    # Every address is opened by each role.
    pytest.mark.slow,
    pytest.mark.django_db,
]
NOT_ADMINISTRATORS = [role for role in Role if role is not Role.ADMINISTRATOR]


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(TODAY)


@pytest.fixture
def team():
    return TeamFactory(parent=TeamFactory(name="County"), is_fallback=True)


@pytest.fixture
def hidden(team):
    """A restricted child with a case that is full of words of its own."""
    parent = ContactDetails(
        name="Odette Zorblatt",
        relationship=Relationship.MOTHER,
        email="zorblatt@example.org",
        has_parental_responsibility=True,
    )
    holder = officer(team, name="Somebody Named")
    child = people.child(forenames="Zephyrine", surname="Quibbleworth", upn=UPN, parent=parent, by=holder)
    case = permanent_exclusion(
        child=child,
        team=team,
        officer_=holder,
        school=school_with_terms(name="A school that many go to"),
        circumstances="Marmaladian words were said",
    )
    record_facts(
        case=case,
        facts={"provider": "Canaryhouse", "provision_starts_on": date(2026, 9, 29)},
        told={},
        event="Education arranged",
        by=holder,
        version=case.version,
        on=TODAY,
    )
    people.restricted(child)
    assign_perm("people.view_child", holder, child)
    hand_over(child=child, case=case, topic="", text="Marmaladian matters", by=holder, on=TODAY)
    enquiry_of(team, by=holder, child=child, text="Marmaladian questions", asker_name="Odette Zorblatt")
    return Case.objects.get(pk=case.pk)


def a_viewer(role, team, hidden):
    """Somebody who held the case before it was restricted, watches the inbox, and is not named."""
    viewer = holding(role, team.parent if role is Role.MANAGER else team)
    Case.objects.filter(pk=hidden.pk).update(officer=viewer, opened_by=viewer)
    Deadline.objects.filter(case=hidden).update(owner=viewer)
    Enquiry.objects.filter(child=hidden.child).update(owner=viewer)
    team.watched_by = viewer
    team.save()
    client = Client()
    client.force_login(viewer, backend=BACKEND)
    return client


def addresses_about(hidden):
    deadline = hidden.deadlines.first()
    parts = {
        "reference": hidden.reference,
        "pk": deadline.pk,
        "public_id": hidden.child.public_id,
        "child": hidden.child.public_id,
        "urn": hidden.school.urn,
        "code": hidden.school.authority.code,
        "page": "education",
        "key": hidden.school.urn,
        "kind": "school",
        "begins_in": 2026,
        "membership": 1,
        "whose": "team",
        "extension": "csv",
    }
    for name, needed in addresses():
        # Signing out would end the crawl.
        if name == "account_logout":
            continue
        try:
            yield reverse(name, kwargs={part: parts.get(part, ANY_TEXT) for part in needed})
        except NoReverseMatch:
            continue


def canaries_in(response):
    # A file that is streamed has no text of its own.
    said = b"".join(response).decode(errors="replace") + str(dict(response.headers))
    return [word for word in CANARIES if word in said]


@pytest.mark.parametrize("role", list(Role))
def test_no_address_gives_a_restricted_child_away(role, team, hidden):
    client = a_viewer(role, team, hidden)

    told = {}
    for address in addresses_about(hidden):
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            if response.status_code != 302 and (found := canaries_in(response)):
                told[f"{method} {address}"] = found

    assert told == {}


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
@pytest.mark.parametrize("typed", ["Quibbleworth", "zeph quib", UPN, "14/5/2013", "Quibbleworth 14/05/2013"])
def test_a_search_finds_as_much_as_without_the_child(role, typed, team, hidden):
    client = a_viewer(role, team, hidden)

    found = client.post(reverse("people:find"), {"text": typed})
    found_nothing = client.post(reverse("people:find"), {"text": "Nonesuchname"})

    # What was typed is shown again; nothing else differs.
    assert without(found, typed) == without(found_nothing, "Nonesuchname")


@pytest.mark.parametrize("with_upn", ["", UPN], ids=["same name and birth", "same UPN"])
def test_adding_the_same_child_says_nothing_of_the_hidden_one(with_upn, team, hidden):
    client = a_viewer(Role.OFFICER, team, hidden)
    form = {
        "forenames": "Zephyrine",
        "surname": "Quibbleworth",
        "date_of_birth_day": "14",
        "date_of_birth_month": "5",
        "date_of_birth_year": "2013",
        "upn": with_upn,
        "parent_name": "Somebody",
    }
    other = form | {"forenames": "Nobody", "surname": "Nonesuchname", "upn": ""}

    same = client.post(reverse("people:add"), form)
    different = client.post(reverse("people:add"), other)

    assert same.status_code == different.status_code
    assert "probably" not in same.text.lower()
    assert str(hidden.child.public_id) not in same.text


def test_my_work_and_the_calendar_count_no_restricted_case(team, hidden):
    client = a_viewer(Role.SENIOR, team, hidden)

    work = client.get(reverse("desk:my_work"))
    closure = client.get(reverse("cases:add_closure", args=["school", hidden.school.urn]))

    assert hidden.reference not in work.text
    assert "1 open case" not in closure.text


def test_a_named_person_sees_what_the_others_do_not(team, hidden):
    client = Client()
    client.force_login(hidden.officer, backend=BACKEND)

    page = client.get(hidden.get_absolute_url())

    assert page.status_code == 200
    assert "Quibbleworth" in page.text


def without(response, typed):
    text = re.sub(r'name="(csrfmiddlewaretoken|token)" value="[^"]+"', "", response.text)
    text = re.sub(r"X-CSRFToken[^}]+|nonce=\"[^\"]+\"", "", text)
    return text.replace(typed, "").replace(typed.replace("/", "&#x2F;"), "")
