"""Every address asks for a sign-in, and answers with the headers that keep a page private."""

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse

from casework import urls
from casework.ui.views import bad_request, service_unavailable
from tests.factories.access import administrator, officer
from tests.journeys.second_factor import PASSWORD, code_now, give_password_and_second_factor
from tests.project.addresses import address_of_nothing, all_names

pytestmark = pytest.mark.django_db

# A calendar cannot sign in: the secret in the address of a feed says whose it is.
PUBLIC = {"account_login", "account_inactive", "mfa_authenticate", "health", "desk:feed"}
BACKEND = "django.contrib.auth.backends.ModelBackend"
A_YEAR = 60 * 60 * 24 * 365


def breaks(request):
    raise RuntimeError


class Broken:
    """The project's addresses, and some that go wrong."""

    urlpatterns = [
        *urls.urlpatterns,
        path("breaks/", breaks, name="health"),
        path("bad/", lambda request: bad_request(request, ValueError()), name="health"),
        path("busy/", service_unavailable, name="health"),
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


def faults_in_headers(response):
    policy = response.headers.get("Content-Security-Policy", "")
    script = next((part for part in policy.split(";") if part.strip().startswith("script-src")), "")
    wanted = {
        "policy": "default-src 'self'" in policy and "object-src 'none'" in policy,
        "no inline script": "'self'" in script and "unsafe" not in policy,
        "frames": "frame-ancestors 'none'" in policy and response.headers.get("X-Frame-Options") == "DENY",
        "not kept": "no-store" in response.headers.get("Cache-Control", ""),
        "not sniffed": response.headers.get("X-Content-Type-Options") == "nosniff",
        "no referrer": response.headers.get("Referrer-Policy") == "same-origin",
        "TLS": response.headers.get("Strict-Transport-Security", "").startswith(f"max-age={A_YEAR}"),
    }
    return [name for name, holds in wanted.items() if not holds]


@pytest.fixture(params=[None, officer, administrator], ids=["signed out", "officer", "administrator"])
def client(request):
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    if request.param:
        client.force_login(request.param(), backend=BACKEND)
    return client


@pytest.mark.parametrize("name", sorted(set(all_names()) - PUBLIC))
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_asks_a_stranger_to_sign_in(name, method):
    address = address_of_nothing(name)

    answer = getattr(Client(), method)(address)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_every_address_answers_with_headers_that_keep_it_private(client):
    faults = {
        f"{method} {name}": found
        for name in all_names()
        for method in ("get", "post")
        if (found := faults_in_headers(getattr(client, method)(address_of_nothing(name), secure=True)))
    }

    assert faults == {}


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere/", 404), ("/breaks/", 500), ("/bad/", 400), ("/busy/", 503), ("/account/sign-in/", 200)],
)
@override_settings(ROOT_URLCONF=Broken)
def test_a_page_that_cannot_be_shown_has_the_same_headers(client, address, status, caplog):
    answer = client.get(address, secure=True)

    assert answer.status_code in (status, 302)
    assert faults_in_headers(answer) == []


@override_settings(ROOT_URLCONF=Broken)
def test_a_page_that_breaks_shows_nothing_of_why(caplog):
    client = Client(raise_request_exception=False)

    page = client.get("/breaks/").text

    assert "RuntimeError" not in page
    assert "Traceback" not in page


def test_a_form_without_its_token_is_refused_with_the_headers(caplog):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("account_login"), {"login": "x@council.example"}, secure=True)

    assert answer.status_code == 403
    assert faults_in_headers(answer) == []


@pytest.mark.parametrize("name", ["sessionid", "csrftoken"])
def test_cookies_go_over_tls_alone_and_no_script_reads_them(name):
    client, person = Client(), officer()
    secret = give_password_and_second_factor(person)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, secure=True)
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)}, secure=True)
    client.get(reverse("people:find"), secure=True)

    cookie = client.cookies[name]

    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_an_answer_in_json_is_as_private():
    client = Client()
    client.force_login(officer(), backend=BACKEND)

    answer = client.get(reverse("schools:suggest"), {"q": "School"}, secure=True)

    assert answer.headers["Content-Type"] == "application/json"
    assert faults_in_headers(answer) == []
