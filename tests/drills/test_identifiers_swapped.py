"""Each identifier in an address, and each that is typed, swapped for one that is out of reach.

What is out of reach answers as what does not exist: the same bytes.
"""

import re
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casework.people.rules import upn_check_letter
from casework.people.services import keep_words
from tests.project import declared
from tests.project.addresses import NOTHING
from tests.project.declared import ON_A_CASE, ON_A_CHILD
from tests.project.test_permission_matrix import BACKEND, World

TODAY = date(2026, 9, 22)
HIDDEN_CASES = ("restricted", "restricted and allocated to them", "child restricted", "another team's")
NO_CASE = "EXC-1999-99999"
NO_CHILD = NOTHING["public_id"]
HIDDEN_UPN = upn_check_letter("A931400126777") + "931400126777"
NO_UPN = upn_check_letter("A931400126888") + "931400126888"
# What differs between any two answers: tokens of forms, nonces, and the keys of what was just made.
MADE_UP = re.compile(
    r'(?:name="(?:csrfmiddlewaretoken|token)" value="[^"]+")|(?:X-CSRFToken[^}]+)|(?:nonce="[^"]+")'
    r"|(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
pytestmark = [
    # Hundreds of pairs of requests.
    pytest.mark.slow,
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        county = World()
        county.hand_to(county.people["officer"])
        hidden = county.children["restricted"]
        hidden.forenames, hidden.surname, hidden.upn = "Zephyrine", "Quibbleworth", HIDDEN_UPN
        hidden.save()
        keep_words(hidden)
        yield county
        transaction.set_rollback(True)


@pytest.fixture
def client(county, clock_stands_at):
    clock_stands_at(TODAY)
    client = Client()
    client.force_login(county.people["officer"], backend=BACKEND)
    return client


def addresses_swapped(county):
    """Pairs of an address out of reach and the same one of nothing: the record, then what hangs on one."""
    for name in ON_A_CASE:
        for state in HIDDEN_CASES:
            hidden = county.case_address(name, state)
            yield hidden, hidden.replace(county.cases[state].reference, NO_CASE)
        yield from hanging_on_a_case(name, county)
    for name in ON_A_CHILD:
        child = county.children["restricted"]
        hidden = county.child_address(name, "restricted")
        yield hidden, hidden.replace(str(child.public_id), NO_CHILD)
        yield from hanging_on_a_child(name, county)


def hanging_on_a_case(name, county):
    """A note, an action or a deadline of a hidden case, asked for at a case that may be read."""
    hidden, mine = county.cases["restricted"], county.cases["their team's"]
    parts = declared.parts_on_a_case(name, county, hidden)
    if "deadline" in name or "not_applicable" in name:
        parts = {"pk": hidden.deadline.pk}
    for part in parts:
        if part == "pk":
            asked = {"reference": mine.reference} | parts
            yield reverse(name, kwargs=asked), reverse(name, kwargs=asked | {"pk": NOTHING["pk"]})


def hanging_on_a_child(name, county):
    """Something of a hidden child, and the hidden child as somebody's sibling, asked for at another child."""
    hidden, mine = county.children["restricted"], county.children["unrestricted"]
    whole = {**declared.parts_on_a_child(name, county, mine), "public_id": mine.public_id}
    parts = declared.parts_on_a_child(name, county, hidden)
    if "other" in parts:
        asked = whole | {"other": hidden.public_id}
        yield reverse(name, kwargs=asked), reverse(name, kwargs=asked | {"other": NO_CHILD})
    if "pk" in parts:
        asked = whole | {"pk": parts["pk"]}
        yield reverse(name, kwargs=asked), reverse(name, kwargs=asked | {"pk": NOTHING["pk"]})


def typed_swapped(county):
    """Pairs of what may be typed on a page: something hidden, and something that is nowhere."""
    mine, child = county.cases["their team's"], county.children["unrestricted"]
    hidden = county.cases["restricted"].reference
    find, sibling = reverse("people:find"), reverse("desk:find_sibling", args=[child.public_id])
    link = reverse("cases:link", args=[mine.reference])
    give = reverse("desk:reallocate")
    for address in (find, sibling):
        for known, unknown in (
            (HIDDEN_UPN, NO_UPN),
            (hidden, NO_CASE),
            ("Zephyrine Quibbleworth", "Persephone Nonesuchname"),
            ("Quibblewrth", "Nonesuchnam"),
        ):
            yield address, {"text": known}, {"text": unknown}
    linked = {"kind": "FOLLOWS", "reason": ""}
    yield link, linked | {"reference": hidden}, linked | {"reference": NO_CASE}
    yield give, {"case": f"{hidden}.1."}, {"case": f"{NO_CASE}.1."}
    born = county.children["restricted"].date_of_birth
    added = {
        "date_of_birth_day": born.day,
        "date_of_birth_month": born.month,
        "date_of_birth_year": born.year,
    }
    yield (
        reverse("people:add"),
        added | {"forenames": "Zephyrine", "surname": "Quibbleworth", "upn": HIDDEN_UPN},
        added | {"forenames": "Persephone", "surname": "Nonesuchname", "upn": NO_UPN},
    )


def said(response, words):
    """An answer without what differs between any two, and without what was asked for."""
    shown = b"".join(response.streaming_content) if response.streaming else response.content
    text = f"{response.status_code} {response.headers.get('Location', '')} {shown.decode(errors='replace')}"
    for word in sorted(map(str, words), key=len, reverse=True):
        text = text.replace(word, "")
    return MADE_UP.sub("", text)


def undone(ask):
    before = transaction.savepoint()
    try:
        return ask()
    finally:
        transaction.savepoint_rollback(before)


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_an_address_out_of_reach_answers_as_one_of_nothing(method, client, county):
    differing = []
    pairs = list(addresses_swapped(county))
    for hidden, nothing in pairs:
        answers = [undone(lambda a=a: getattr(client, method)(a)) for a in (hidden, nothing)]
        if answers[0].status_code == 200 or len({said(each, [hidden, nothing]) for each in answers}) > 1:
            differing.append(f"{hidden} ({answers[0].status_code}) and {nothing} ({answers[1].status_code})")

    assert differing == []
    assert len(pairs) > 150


def test_what_is_typed_of_a_hidden_record_answers_as_what_is_nowhere(client, county):
    differing = []
    for address, hidden, nothing in typed_swapped(county):
        answers = []
        for typed in (hidden, nothing):
            before = transaction.savepoint()
            answer = client.post(address, typed)
            if answer.status_code == 302 and "/searches/" in answer.url:
                answer = client.get(answer.url)
            answers.append(said(answer, [*hidden.values(), *nothing.values()]))
            transaction.savepoint_rollback(before)
        if answers[0] != answers[1]:
            differing.append(f"{address} {hidden}")

    assert differing == []


def test_the_swapping_finds_a_leak_where_there_is_one(county, clock_stands_at):
    """Somebody who is named sees a difference: the comparison is not blind."""
    clock_stands_at(TODAY)
    client = Client()
    client.force_login(county.people["officer"], backend=BACKEND)
    case = county.cases["their team's"]
    seen = reverse("desk:case", args=[case.reference])
    nothing = reverse("desk:case", args=[NO_CASE])

    assert said(client.get(seen), [seen, nothing]) != said(client.get(nothing), [seen, nothing])
