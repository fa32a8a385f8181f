"""Requests that no browser sends, at every address: never a failure of ours, never a trace of the code.

The suite sends a part of them; `DRILL_REQUESTS=10000` sends all.
"""

import os
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project.addresses import all_names
from tests.project.declared import ON_A_CASE, ON_A_CHILD, ON_A_PAGE
from tests.project.test_permission_matrix import BACKEND, World

REQUESTS = int(os.environ.get("DRILL_REQUESTS", "300"))
TODAY = date(2026, 9, 22)
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
FIELD = re.compile(r'name="([^"]+)"')
# Nothing about them can be asked without its own sign-in, or it would end the session.
LEFT_OUT = {"account_logout", "openid_connect_login", "openid_connect_callback"}
pytestmark = [
    # Hundreds of requests.
    pytest.mark.slow,
    pytest.mark.django_db,
]

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            "\x00",
            "a\x00b",
            "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "%00%ff",
            "0000-00-00",
            "9999-12-31",
            "0",
            "-1",
            "99999999999999999999999",
            "1e309",
            "NaN",
            "٣",
            "²",
            "1/0/0",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "{{7*7}}",
            "../../../etc/passwd",
            "=1+1",
            "\u202e\u0000",
            "\N{LINE SEPARATOR}",
            "00000000-0000-0000-0000-000000000000",
            "on",
            "yes",
            "A" * 5_000,
        ]
    ),
    st.integers(-(10**20), 10**20).map(str),
    st.dates().map(str),
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"", b"{", b'{"a": [', b"a=%", b"a=%zz&b", b"\xff\xfe=1", b"x" * 1_000_000]),
)
CONTENT_TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=nonesuch",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=utf-16",
        "",
        "\x00",
    ]
)


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(county):
    found = {}
    for role in ("officer", "manager", "business support", "administrator"):
        for checks in (False, True):
            client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
            client.force_login(county.people[role], backend=BACKEND)
            found[role, checks] = client
    return found


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(TODAY)


def address_of(name, county):
    if name in ON_A_CASE:
        return county.case_address(name, "their team's")
    if name in ON_A_CHILD:
        return county.child_address(name, "unrestricted")
    return county.page_address(name) if name in ON_A_PAGE else None


def fields_of(client, address, known):
    """The names of a page's fields, read once."""
    if address not in known:
        before = transaction.savepoint()
        page = client.get(address)
        transaction.savepoint_rollback(before)
        is_page = page.status_code == 200 and "html" in page.headers.get("Content-Type", "")
        known[address] = sorted(set(FIELD.findall(page.text))) if is_page else []
    return known[address]


def faults_of(response):
    shown = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code >= 500:
        return f"answered {response.status_code}"
    return "showed its code" if b"Traceback (most recent call" in shown else ""


def test_no_request_makes_a_page_fail(county, clients):
    names = sorted(set(all_names()) - LEFT_OUT)
    addresses = [address for name in names if (address := address_of(name, county))]
    known, failed = {}, []

    @settings(
        max_examples=REQUESTS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def send(data):
        address = data.draw(st.sampled_from(addresses))
        client = clients[data.draw(st.sampled_from(sorted(clients)))]
        method = data.draw(st.sampled_from(METHODS))
        query = data.draw(st.dictionaries(st.text(max_size=12) | st.sampled_from(KEYS), HOSTILE, max_size=4))
        whole = f"{address}?{urlencode(query, errors='replace')}" if query else address
        before = transaction.savepoint()
        if method != "post":
            response = getattr(client, method)(whole)
        elif data.draw(st.booleans()):
            names = fields_of(client, address, known) or ["nothing"]
            form = {each: data.draw(HOSTILE) for each in names[:40]}
            response = client.post(whole, form)
        else:
            response = client.generic("POST", whole, data.draw(BODIES), data.draw(CONTENT_TYPES))
        fault = faults_of(response)
        transaction.savepoint_rollback(before)
        if fault:
            failed.append(f"{method} {whole!r}: {fault}")

    send()

    assert failed == []


# What addresses read from their query.
KEYS = ("after", "before", "on", "for", "q", "page", "sort", "officer", "team", "kind", "state", "from", "to")


@pytest.mark.parametrize("size", [1_000_000, 3_000_000])
def test_a_field_of_a_megabyte_is_answered(size, county, clients):
    client = clients["officer", False]

    response = client.post(county.page_address("people:find"), {"text": "a" * size})

    assert response.status_code in (200, 302, 400, 413)


def test_a_thousand_fields_are_refused(county, clients):
    client = clients["officer", False]

    response = client.post(county.page_address("people:find"), {f"field{n}": "1" for n in range(1_200)})

    assert response.status_code == 400


@pytest.mark.parametrize("token", ["", "nonsense", "a" * 64])
def test_a_wrong_token_of_the_form_is_refused(token, county, clients):
    client = clients["officer", True]

    response = client.post(county.page_address("people:find"), {"text": "Jo", "csrfmiddlewaretoken": token})

    assert response.status_code == 403
