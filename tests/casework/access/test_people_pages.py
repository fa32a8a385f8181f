import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import Membership, Team, User
from tests.factories.access import (
    LONG_AGO,
    TeamFactory,
    UserFactory,
    administrator,
    holding,
    manager,
    officer,
)
from tests.journeys.second_factor import give_password_and_second_factor

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(TODAY)


@pytest.fixture
def admin():
    return administrator(name="Priya Nair")


@pytest.fixture
def as_admin(signed_in, admin):
    return signed_in(admin)


def new_person(team, **answers):
    return {
        "name": "Siân O’Neill",
        "email": "sian.oneill@council.example",
        "job_title": "Exclusions officer",
        "role": "OFFICER",
        "team": team.pk,
        "starts_on_day": "21",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "token": "11111111-1111-4111-8111-111111111111",
    } | answers


def test_an_administrator_sees_everybody_with_their_roles_today(as_admin):
    team = TeamFactory(name="North")
    officer(team, name="Amara Okafor")

    page = as_admin.get(reverse("access:people"))

    assert page.status_code == 200
    assert "Amara Okafor" in page.text
    assert "Officer (North)" in page.text


def test_an_auditor_reads_people_and_cannot_change_them(signed_in):
    client = signed_in(holding(Role.AUDITOR))
    other = officer()

    assert client.get(reverse("access:people")).status_code == 200
    assert client.get(reverse("access:person", args=[other.pk])).status_code == 200
    assert client.get(reverse("access:add_person")).status_code == 403
    assert client.post(reverse("access:deactivate", args=[other.pk])).status_code == 403
    other.refresh_from_db()
    assert other.is_active


@pytest.mark.parametrize("person", [officer, manager, UserFactory])
def test_others_do_not_see_people_and_roles(signed_in, person):
    assert signed_in(person()).get(reverse("access:people")).status_code == 403


@pytest.mark.parametrize("number", [10, 100])
def test_the_list_of_people_asks_the_same_number_of_questions(
    as_admin, number, django_assert_max_num_queries
):
    team = TeamFactory()
    for _ in range(number):
        officer(team)

    with django_assert_max_num_queries(8):
        as_admin.get(reverse("access:people"))


def test_a_long_list_goes_on_from_the_last_name(as_admin):
    people = [UserFactory(name=f"Officer {n:03}") for n in range(60)]
    first = as_admin.get(reverse("access:people"), {"q": "Officer"})
    onward = re.search(r'href="([^"]*after=\d+)"', first.text)[1].replace("&amp;", "&")

    second = as_admin.get(onward)

    assert people[49].name in first.text
    assert people[50].name not in first.text
    assert people[50].name in second.text


def test_adding_a_person_shows_a_password_once_and_they_must_replace_it(as_admin, admin):
    team = TeamFactory()

    page = as_admin.post(reverse("access:add_person"), new_person(team))

    user = User.objects.get(email="sian.oneill@council.example")
    password = re.search(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){3}\b", page.text)[0]
    assert user.check_password(password)
    assert user.has_one_time_password
    assert user.history.latest().history_user == admin
    assert password not in as_admin.get(reverse("access:person", args=[user.pk])).text
    repeated = as_admin.post(reverse("access:add_person"), new_person(team))
    assert repeated.status_code == 302
    assert User.objects.filter(email="sian.oneill@council.example").count() == 1


def test_a_new_person_sets_up_a_second_factor_and_then_a_password_of_their_own(as_admin):
    page = as_admin.post(reverse("access:add_person"), new_person(TeamFactory()))
    password = re.search(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){3}\b", page.text)[0]
    theirs = Client()
    theirs.post(reverse("account_login"), {"login": "sian.oneill@council.example", "password": password})
    user = User.objects.get(email="sian.oneill@council.example")

    assert theirs.get(reverse("desk:my_work")).url == reverse("mfa_activate_totp")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert theirs.get(reverse("desk:my_work")).url == reverse("account_change_password")
    own = "a long password of my own"
    answer = theirs.post(
        reverse("account_change_password"), {"oldpassword": password, "password1": own, "password2": own}
    )
    assert answer.status_code == 302
    assert theirs.get(reverse("desk:my_work")).status_code == 200


def test_what_was_typed_stays_when_it_is_refused(as_admin):
    UserFactory(email="sian.oneill@council.example")

    page = as_admin.post(reverse("access:add_person"), new_person(TeamFactory()))

    assert page.status_code == 200
    assert "Somebody with this email address is here already" in page.text
    assert "Siân O’Neill" in page.text
    assert "Error:" in page.text


def test_an_auditor_needs_a_last_day(as_admin):
    team = TeamFactory()

    refused = as_admin.post(reverse("access:add_person"), new_person(team, role="AUDITOR"))
    last_day = {"ends_on_day": "30", "ends_on_month": "9", "ends_on_year": "2026"}
    accepted = as_admin.post(reverse("access:add_person"), new_person(team, role="AUDITOR") | last_day)

    assert "an auditor’s access has an end" in refused.text.replace("&#39;", "’").replace("'", "’")
    assert "A password for" in accepted.text


def test_a_role_counts_from_the_next_request(as_admin, signed_in):
    person = UserFactory()
    theirs = signed_in(person)
    before = theirs.get(reverse("schools:search")).status_code

    as_admin.post(reverse("access:give_role", args=[person.pk]), new_person(TeamFactory()))

    assert before == 403
    assert theirs.get(reverse("schools:search")).status_code == 200


def test_a_role_that_ends_now_is_over_at_the_next_request(as_admin, signed_in):
    person = officer()
    theirs = signed_in(person)
    held = person.memberships.get()
    before = theirs.get(reverse("schools:search")).status_code

    as_admin.post(reverse("access:end_role", args=[person.pk, held.pk]), {"when": "NOW"})

    held.refresh_from_db()
    assert before == 200
    assert held.ends_on == TODAY - timedelta(days=1)
    assert theirs.get(reverse("schools:search")).status_code == 403


def test_a_role_that_began_today_and_ends_now_leaves_only_its_history(as_admin, admin):
    person = UserFactory()
    held = Membership.objects.create(user=person, team=TeamFactory(), role=Role.SENIOR, starts_on=TODAY)

    as_admin.post(reverse("access:end_role", args=[person.pk, held.pk]), {"when": "NOW"})

    assert not person.memberships.exists()
    assert Membership.history.filter(id=held.pk, history_type="-", history_user=admin).exists()


def test_a_role_ends_after_the_day_that_is_given(as_admin):
    person = officer()
    held = person.memberships.get()
    answers = {"when": "LATER", "last_day_day": "2", "last_day_month": "10", "last_day_year": "2026"}

    as_admin.post(reverse("access:end_role", args=[person.pk, held.pk]), answers)

    held.refresh_from_db()
    assert held.ends_on == date(2026, 10, 2)


def test_a_deactivated_person_is_out_at_the_next_request_and_stays_out(as_admin, signed_in, admin):
    person = officer()
    theirs = signed_in(person)
    before = theirs.get(reverse("schools:search")).status_code

    as_admin.post(reverse("access:deactivate", args=[person.pk]))
    after = theirs.get(reverse("schools:search"))
    as_admin.post(reverse("access:reactivate", args=[person.pk]))

    assert before == 200
    assert after.url.startswith(reverse("account_login"))
    assert theirs.get(reverse("schools:search")).url.startswith(reverse("account_login"))
    person.refresh_from_db()
    assert person.is_active
    assert person.has_one_time_password
    assert person.history.latest().history_user == admin


def test_a_deactivated_person_cannot_sign_in_with_the_old_password(as_admin):
    person = officer()
    give_password_and_second_factor(person)
    as_admin.post(reverse("access:deactivate", args=[person.pk]))

    answer = Client().post(
        reverse("account_login"), {"login": person.email, "password": "correct horse battery staple"}
    )

    assert "_auth_user_id" not in answer.client.session


def test_a_new_password_takes_the_second_factor_away(as_admin):
    person = officer()
    give_password_and_second_factor(person)

    page = as_admin.post(reverse("access:reset_sign_in", args=[person.pk]))

    assert "A password for" in page.text
    assert not Authenticator.objects.filter(user=person).exists()


def test_nobody_changes_their_own_roles(as_admin, admin):
    administrator()
    own = admin.memberships.get()

    ended = as_admin.post(reverse("access:end_role", args=[admin.pk, own.pk]), {"when": "NOW"})
    given = as_admin.post(
        reverse("access:give_role", args=[admin.pk]), new_person(own.team, role="SAFEGUARDING_LEAD")
    )
    gone = as_admin.post(reverse("access:deactivate", args=[admin.pk]))

    for page in (ended, given, gone):
        assert "You cannot change your own roles or sign-in" in page.text
    admin.refresh_from_db()
    assert admin.is_active
    assert [each.role for each in admin.memberships.all()] == [Role.ADMINISTRATOR]


def test_the_last_administrator_stays(as_admin, admin, signed_in):
    # The one who asks is an administrator until tonight; the other is the only one after that.
    held = admin.memberships.get()
    held.ends_on = TODAY
    held.save()
    last = administrator()
    theirs = last.memberships.get()
    answers = {"when": "LATER", "last_day_day": "21", "last_day_month": "9", "last_day_year": "2026"}

    page = as_admin.post(reverse("access:end_role", args=[last.pk, theirs.pk]), answers)

    assert "is the last administrator" in page.text
    theirs.refresh_from_db()
    assert theirs.ends_on is None


def test_somebody_who_watches_an_inbox_cannot_leave_it_unwatched(as_admin):
    team = TeamFactory(name="Inclusion inbox")
    watcher = team.watched_by
    Membership.objects.create(user=watcher, team=team, role=Role.OFFICER, starts_on=LONG_AGO)
    somebody_else = officer(team)

    refused = as_admin.post(reverse("access:deactivate", args=[watcher.pk]))
    as_admin.post(
        reverse("access:change_team", args=[team.pk]), {"name": team.name, "watched_by": somebody_else.pk}
    )
    as_admin.post(reverse("access:deactivate", args=[watcher.pk]))

    assert "watches the inbox of Inclusion inbox" in refused.text
    watcher.refresh_from_db()
    assert not watcher.is_active


def test_the_first_team_takes_what_no_other_has_registered_for(as_admin, admin):
    Team.objects.update(is_fallback=False)

    as_admin.post(reverse("access:add_team"), {"name": "Inclusion inbox", "watched_by": admin.pk})
    as_admin.post(reverse("access:add_team"), {"name": "North", "watched_by": admin.pk})

    assert Team.objects.get(name="Inclusion inbox").is_fallback
    assert not Team.objects.get(name="North").is_fallback


def test_a_team_cannot_be_under_itself(as_admin, admin):
    county = TeamFactory(name="County")
    north = TeamFactory(name="North", parent=county)

    page = as_admin.post(
        reverse("access:change_team", args=[county.pk]),
        {"name": "County", "watched_by": admin.pk, "parent": north.pk},
    )

    assert "North is County itself, or underneath it" in page.text


def test_a_role_of_one_person_is_not_found_at_the_address_of_another(as_admin):
    one, other = officer(), officer()

    page = as_admin.get(reverse("access:end_role", args=[one.pk, other.memberships.get().pk]))

    assert page.status_code == 404
