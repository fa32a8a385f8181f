"""A form sent many times leaves one record, and everybody who sent it sees success."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casework.access.models import HandledForm, Team, User
from casework.access.services import handle_once
from casework.cases.models import Case, ReferenceCounter
from tests.factories import people
from tests.factories.access import TeamFactory, administrator, officer
from tests.factories.exclusions import permanent_exclusion, school_with_terms

BACKEND = "django.contrib.auth.backends.ModelBackend"
AT_ONCE = 50
TODAY = date(2026, 9, 22)


def team_form(admin):
    return {"name": "Elective home education", "watched_by": admin.pk, "token": str(uuid4())}


def signed_in_browsers(user, number):
    """One person's session, in many windows."""
    first = Client()
    first.force_login(user, backend=BACKEND)
    browsers = [Client() for _ in range(number)]
    for browser in browsers:
        browser.cookies["sessionid"] = first.cookies["sessionid"].value
    return browsers


@pytest.mark.django_db
def test_a_form_sent_twice_one_after_the_other_leaves_one_record():
    admin = administrator()
    client = signed_in_browsers(admin, 1)[0]
    form = team_form(admin)

    answers = [client.post(reverse("access:add_team"), form) for _ in range(2)]

    assert Team.objects.filter(name="Elective home education").count() == 1
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url


@pytest.mark.django_db
def test_a_case_logged_twice_with_one_token_is_one_case():
    person, school, child = officer(), school_with_terms(), people.child()
    team, token = TeamFactory(), uuid4()

    def log():
        case = permanent_exclusion(child=child, school=school, team=team, officer_=person, by=person)
        return case.get_absolute_url()

    addresses = {handle_once(token=token, by=person, do=log) for _ in range(2)}

    assert len(addresses) == 1
    assert Case.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_fifty_times_at_once_leaves_one_record(all_at_once):
    admin = administrator()
    form = team_form(admin)
    browsers = signed_in_browsers(admin, AT_ONCE)

    answers = all_at_once(
        [lambda browser=browser: browser.post(reverse("access:add_team"), form) for browser in browsers]
    )

    assert {getattr(answer, "status_code", answer) for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Team.objects.filter(name="Elective home education").count() == 1
    assert HandledForm.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_exclusion_saved_fifty_times_at_once_is_one_case(all_at_once):
    person, school, child = officer(), school_with_terms(), people.child()
    team, token = TeamFactory(), uuid4()

    def log():
        by = User.objects.get(pk=person.pk)
        return permanent_exclusion(
            child=child, school=school, team=team, officer_=by, by=by
        ).get_absolute_url()

    addresses = all_at_once([lambda: handle_once(token=token, by=person, do=log)] * AT_ONCE)

    assert len({str(address) for address in addresses}) == 1
    case = Case.objects.get()
    assert addresses[0] == case.get_absolute_url()
    assert case.chronology.filter(kind="CASE_OPENED").count() == 1
    assert ReferenceCounter.objects.get().last_number == 1
