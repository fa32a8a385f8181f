from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from casework.access.models import User
from tests.factories.access import officer
from tests.journeys.second_factor import PASSWORD, code_now, give_password_and_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return officer()


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_a_stranger_is_sent_to_sign_in_and_back_again():
    answer = Client().get(reverse("schools:search"))

    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={reverse('schools:search')}"


def test_a_password_alone_opens_nothing(person):
    give_password_and_second_factor(person)
    client = Client()

    answer = sign_in(client, person)

    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("schools:search")).url.startswith(reverse("account_login"))


def test_password_and_code_open_the_pages_of_the_role(person):
    secret = give_password_and_second_factor(person)
    client = Client()
    sign_in(client, person)

    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert client.get(reverse("schools:search")).status_code == 200


def test_a_code_serves_once(person):
    secret = give_password_and_second_factor(person)
    first, second = Client(), Client()
    code = code_now(secret)
    sign_in(first, person)
    first.post(reverse("mfa_authenticate"), {"code": code})

    sign_in(second, person)
    answer = second.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize("name", ["desk:my_work", "schools:search", "account_change_password", "mfa_index"])
def test_somebody_with_a_password_and_no_second_factor_can_only_set_one_up(person, name):
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    sign_in(client, person)

    assert client.get(reverse(name)).url == reverse("mfa_activate_totp")


def test_somebody_who_has_just_signed_in_sets_a_second_factor_up_without_the_password_again(person):
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    sign_in(client, person)

    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_while_after_signing_in_the_password_is_asked_for_again(person, clock_stands_at):
    clock_stands_at(date(2026, 9, 21), time(9))
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    sign_in(client, person)
    clock_stands_at(date(2026, 9, 21), time(10))

    confirm = client.get(reverse("mfa_activate_totp")).url
    client.post(confirm, {"password": PASSWORD})

    assert confirm.startswith(reverse("account_reauthenticate"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_second_factor_is_not_taken_away_without_the_password_again(person):
    secret = give_password_and_second_factor(person)
    client = Client()
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert client.get(reverse("mfa_deactivate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_a_newcomer_types_the_password_they_were_given_twice(person):
    person.set_password(PASSWORD)
    person.has_one_time_password = True
    person.save()
    client = Client()

    typed = sign_in(client, person)
    set_up = client.get(typed.url, follow=True)
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    change = client.get(reverse("desk:my_work"))
    new = "another horse, another battery"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert set_up.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert change.url == reverse("account_change_password")
    assert client.get(reverse("desk:my_work")).status_code == 200


def test_signing_in_gives_a_new_session(person):
    secret = give_password_and_second_factor(person)
    client = Client()
    client.get(reverse("account_login"))
    sign_in(client, person)
    before = client.session.session_key

    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert client.session.session_key != before


def test_a_session_ends_when_the_person_signs_out(signed_in, person):
    client = signed_in(person)
    kept = client.cookies["sessionid"].value

    client.post(reverse("account_logout"))

    stolen = Client()
    stolen.cookies["sessionid"] = kept
    assert stolen.get(reverse("schools:search")).url.startswith(reverse("account_login"))


def test_nobody_makes_an_account_of_their_own(client):
    client.post(
        "/account/signup/",
        {"email": "stranger@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not User.objects.filter(email="stranger@example.org").exists()
