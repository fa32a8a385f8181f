import re

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.messages import SUCCESS, get_messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.access.models import User
from casework.ui import fields, navigation
from casework.ui.forms import Form
from casework.ui.navigation import AlreadyInNavigation, NavItem, items_for, register
from casework.ui.views import server_error, service_unavailable

pytestmark = [pytest.mark.urls("tests.casework.ui.urls"), pytest.mark.django_db]

SIGN_IN = "/account/sign-in/"
PASSWORD = "a long and quiet sentence"


@pytest.fixture(autouse=True)
def _this_room_alone(monkeypatch, settings):
    monkeypatch.setattr(navigation, "_items", {})
    settings.LOGIN_REDIRECT_URL = "home"
    settings.ACCOUNT_FORMS = {
        "login": "casework.ui.account_forms.SignInForm",
        "change_password": "casework.ui.account_forms.ChangePasswordForm",
        "reauthenticate": "casework.ui.account_forms.ConfirmPasswordForm",
    }
    settings.MFA_FORMS = {
        "authenticate": "casework.ui.account_forms.EnterCodeForm",
        "reauthenticate": "casework.ui.account_forms.ConfirmCodeForm",
        "activate_totp": "casework.ui.account_forms.SetUpAppForm",
    }


@pytest.fixture
def officer():
    return User.objects.create_user("priya@example.com", PASSWORD, name="Priya <Raman>")


@pytest.fixture
def secret(officer):
    secret = pyotp.random_base32()
    TOTP.activate(officer, secret)
    return secret


@pytest.fixture
def officer_client(officer, secret):
    client = Client()
    client.force_login(officer)
    return client


def html_of(response):
    return response.content.decode()


class TestFrame:
    def test_says_who_is_signed_in_and_signs_out_by_post(self, officer_client):
        html = html_of(officer_client.get("/cases/"))

        assert "Priya &lt;Raman&gt;" in html
        assert '<form method="post" action="/account/sign-out/">' in html
        assert html.count("<h1") == 1

    def test_has_nothing_inline(self, officer_client):
        html = html_of(officer_client.get("/cases/"))

        assert " style=" not in html
        assert " onclick=" not in html
        assert "<script>" not in html

    def test_is_kept_by_no_browser(self, officer_client):
        assert "no-store" in officer_client.get("/cases/").headers["Cache-Control"]

    def test_gives_htmx_the_token_of_the_form(self, officer_client):
        html = html_of(officer_client.get("/cases/"))

        assert 'hx-headers="{&#34;X-CSRFToken&#34;: &#34;' in html

    def test_warns_that_a_demonstration_is_one(self, officer_client, settings):
        settings.DEMONSTRATION = True
        assert "not for live records" in html_of(officer_client.get("/cases/"))

        settings.DEMONSTRATION = False
        assert "not for live records" not in html_of(officer_client.get("/cases/"))

    def test_names_the_council(self, officer_client, settings):
        settings.COUNCIL_NAME = "Borsetshire County Council"

        assert "Borsetshire County Council" in html_of(officer_client.get("/cases/"))


class TestNavigation:
    def request(self, path, user):
        request = RequestFactory().get(path)
        request.user = user
        return request

    def test_shows_what_the_person_may_open_in_order(self, officer):
        register(NavItem(text="Late", url_name="late", order=30, is_shown_to=lambda user: False))
        register(NavItem(text="Cases", url_name="cases", order=20))
        register(NavItem(text="My work", url_name="home", order=10))

        assert [link["text"] for link in items_for(self.request("/", officer))] == ["My work", "Cases"]

    def test_marks_the_page_and_the_nearest_section(self, officer):
        register(NavItem(text="My work", url_name="home", order=10))
        register(NavItem(text="Cases", url_name="cases", order=20))
        register(NavItem(text="Late", url_name="late", order=30))

        marks = {
            path: [(link["current"], link["active"]) for link in items_for(self.request(path, officer))]
            for path in ("/cases/", "/cases/17/", "/cases/late/", "/children/")
        }

        assert marks == {
            "/cases/": [(False, False), (True, True), (False, False)],
            "/cases/17/": [(False, False), (False, True), (False, False)],
            "/cases/late/": [(False, False), (False, False), (True, True)],
            "/children/": [(False, False), (False, False), (False, False)],
        }

    def test_refuses_two_links_to_one_page(self):
        register(NavItem(text="Cases", url_name="cases", order=20))

        with pytest.raises(AlreadyInNavigation):
            register(NavItem(text="All cases", url_name="cases", order=20))


class TestForms:
    class NameForm(Form):
        name = fields.TextField(label="Name")

    def page(self, layout, form, rf, officer):
        request = rf.get("/")
        request.user = officer
        request.session = {}
        request._messages = FallbackStorage(request)
        source = (
            '{% extends "layouts/' + layout + '.html" %}{% set title = "Name the child" %}'
            "{% block form %}{{ ui_form(form, submit='Save name', cancel_href='/cases/') }}{% endblock %}"
            "{% block results %}{{ ui_form(form) }}{% endblock %}"
        )
        return engines["jinja2"].from_string(source).render({"form": form}, request)

    def test_carry_the_token_and_stop_a_second_press(self, rf, officer):
        html = self.page("form", self.NameForm(), rf, officer)

        assert html.count('name="csrfmiddlewaretoken"') == 2
        assert 'data-prevent-double-click="true"' in html
        assert "Save name" in html
        assert "<title>Name the child – Casework</title>" in html

    @pytest.mark.parametrize("layout", ["form", "list"])
    def test_say_what_is_wrong_once_and_in_the_title(self, layout, rf, officer):
        html = self.page(layout, self.NameForm({}), rf, officer)

        assert html.count("There is a problem") == 1
        assert "<title>Error: Name the child – Casework</title>" in html


class TestMessages:
    def test_are_banners_and_are_escaped(self, rf, officer):
        request = rf.get("/")
        request.user = officer
        request._messages = [Message(SUCCESS, "<b>Case closed</b>")]

        html = engines["jinja2"].from_string('{% extends "layouts/base.html" %}').render({}, request)

        assert list(get_messages(request))
        assert "govuk-notification-banner--success" in html
        assert "&lt;b&gt;Case closed&lt;/b&gt;" in html


class TestPagesThatFail:
    def test_a_page_out_of_reach_and_a_missing_one_answer_alike(self, officer_client):
        out_of_reach, missing = officer_client.get("/missing/"), officer_client.get("/nowhere/")

        assert out_of_reach.status_code == missing.status_code == 404
        assert "child's name" not in html_of(out_of_reach)
        assert "Page not found" in html_of(missing)

    def test_a_refusal_says_whom_to_ask(self, officer_client):
        response = officer_client.get("/refused/")

        assert response.status_code == 403
        assert "ask your manager" in html_of(response)
        assert "child's name" not in html_of(response)

    def test_a_fault_is_told_in_plain_words(self, officer_client):
        officer_client.raise_request_exception = False

        response = officer_client.get("/broken/")

        assert response.status_code == 500
        assert "Sorry, there is a problem" in html_of(response)

    def test_the_page_of_a_fault_needs_neither_person_nor_database(self, rf, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert server_error(rf.get("/")).status_code == 500
            assert service_unavailable(rf.get("/")).headers["Retry-After"] == "60"

    def test_a_form_that_was_open_too_long_says_nothing_was_saved(self):
        client = Client(enforce_csrf_checks=True)

        response = client.post(SIGN_IN, {"login": "a@example.com", "password": "x"})

        assert response.status_code == 403
        assert "was not saved" in html_of(response)


class TestSigningIn:
    def test_needs_the_password_and_the_code(self, officer, secret, client):
        form = client.get(SIGN_IN)
        assert "Email address" in html_of(form)
        assert "sign up" not in html_of(form).lower()
        assert "Forgot" not in html_of(form)

        response = client.post(SIGN_IN, {"login": officer.email, "password": PASSWORD})
        assert response.headers["Location"] == reverse("mfa_authenticate")
        assert "Enter your code" in html_of(client.get(reverse("mfa_authenticate")))

    def test_says_what_is_missing(self, client):
        html = html_of(client.post(SIGN_IN, {}))

        assert "<title>Error: Sign in – Casework</title>" in html
        assert "Enter your email address" in html
        assert "Enter your password" in html

    def test_leads_a_new_account_to_set_up_its_app_and_gives_it_recovery_codes(self, officer, client):
        client.post(SIGN_IN, {"login": officer.email, "password": PASSWORD})
        set_up = reverse("mfa_activate_totp")
        confirm = f"{reverse('account_reauthenticate')}?next={set_up}"
        html = html_of(client.post(confirm, {"password": PASSWORD}, follow=True))
        assert "Set up an authenticator app" in html
        assert "data:image/svg+xml;base64," in html
        assert "Enter the code" in html_of(client.post(set_up, {"code": ""}))

        secret = re.search(r'app-secret">(\w+)<', html)[1]
        codes = html_of(client.post(set_up, {"code": pyotp.TOTP(secret).now()}, follow=True))

        kept = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()
        assert "Recovery codes" in codes
        assert all(code in codes for code in kept)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("mfa_index", "Your account"),
            ("account_logout", "Sign out"),
            ("account_change_password", "Change your password"),
        ],
    )
    def test_offers_each_page_of_the_account(self, name, said, officer_client):
        response = officer_client.get(reverse(name))

        assert response.status_code == 200, response
        assert f'<h1 class="govuk-heading-l">{said}</h1>' in html_of(response)

    @pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_generate_recovery_codes"])
    def test_asks_who_it_is_again_before_a_change(self, name, officer_client):
        response = officer_client.get(reverse(name), follow=True)

        assert "Confirm that it is you" in html_of(response)
        assert response.redirect_chain

    def test_changes_the_password(self, officer, officer_client):
        new = "another long and quiet sentence"
        page = reverse("account_change_password")

        refused = officer_client.post(
            page, {"oldpassword": "wrong", "password1": new, "password2": new + "."}
        )
        assert "There is a problem" in html_of(refused)
        assert new not in html_of(refused)

        officer_client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new})
        officer.refresh_from_db()
        assert officer.check_password(new)

    def test_removes_the_app_after_asking_for_a_code(self, officer, secret, officer_client):
        confirm = officer_client.get(reverse("mfa_deactivate_totp")).headers["Location"]
        page = html_of(officer_client.get(confirm))
        assert "Other ways to confirm" in page

        response = officer_client.post(confirm, {"password": PASSWORD}, follow=True)

        assert "Remove your authenticator app" in html_of(response)
