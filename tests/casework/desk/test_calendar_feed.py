"""A person's deadlines in their own calendar: secret, revocable, without names, and readable by calendars."""

import json
import os
import re
import subprocess
from datetime import date, timedelta

import pytest
import vobject
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from casework.access.choices import Role
from casework.access.services import deactivate_person
from casework.desk.models import CalendarFeed
from tests.factories.access import TeamFactory, holding, officer
from tests.factories.exclusions import permanent_exclusion
from tests.factories.people import restricted

ON = date(2026, 9, 22)
READ_BY_ICAL_JS = """
import ICAL from "ical.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
console.log(JSON.stringify(events.map((each) => {
  const event = new ICAL.Event(each);
  return {summary: event.summary, starts: event.startDate.toString(), isDay: event.startDate.isDate};
})));
"""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(ON)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def person(team):
    return officer(team)


@pytest.fixture
def case(team, person):
    case = permanent_exclusion(team=team, officer_=person)
    row = case.permanent_exclusion
    row.gb_meeting_on = date(2026, 10, 9)
    row.save()
    return case


def address_made_by(client) -> str:
    page = client.post(reverse("desk:my_calendar"))
    return re.search(r"http://testserver(/feeds/[^<\s]+)", page.text).group(1)


def feed_of(client) -> bytes:
    """What a calendar reads, which has not signed in."""
    return Client().get(address_made_by(client)).content


def test_the_feed_holds_each_open_deadline_and_what_is_arranged(signed_in, person, case):
    calendar = Calendar.from_ical(feed_of(signed_in(person)))

    said = {(str(event["summary"]), event["dtstart"].dt) for event in calendar.walk("VEVENT")}
    due = case.deadlines.filter(state="OPEN", kind="DEADLINE", due_on__isnull=False)
    assert said == {(f"Due: {each.title} ({case.reference})", each.due_on) for each in due} | {
        (f"Governors’ meeting ({case.reference})", date(2026, 10, 9))
    }
    assert len(due) > 3


def test_two_calendar_clients_read_the_same_from_it(signed_in, person, case):
    feed = feed_of(signed_in(person))

    ours = sorted(str(event["summary"]) for event in Calendar.from_ical(feed).walk("VEVENT"))
    by_vobject = vobject.readOne(feed.decode())
    assert sorted(event.summary.value for event in by_vobject.vevent_list) == ours
    assert {type(event.dtstart.value) for event in by_vobject.vevent_list} == {date}
    read = subprocess.run(
        [settings.BASE_DIR / ".venv/bin/node", "--input-type=module", "--eval", READ_BY_ICAL_JS],
        input=feed,
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=30,
        check=True,
        env=os.environ,
    )
    by_ical_js = json.loads(read.stdout)
    assert sorted(event["summary"] for event in by_ical_js) == ours
    assert all(event["isDay"] for event in by_ical_js)


def test_the_feed_names_no_child(signed_in, person, case):
    feed = feed_of(signed_in(person)).decode().replace("\r\n ", "")

    assert case.reference in feed
    for word in (case.child.forenames, case.child.surname, str(case.child.public_id), str(case.school)):
        assert word not in feed


def test_the_feed_leaves_out_what_the_person_may_not_see(signed_in, person, case):
    restricted(case.child)

    assert case.reference not in feed_of(signed_in(person)).decode()


def test_a_revoked_address_opens_nothing(signed_in, person, case):
    client = signed_in(person)
    address = address_made_by(client)

    client.post(reverse("desk:revoke_feed"))

    assert client.get(address).status_code == 404


def test_a_new_address_makes_the_old_one_open_nothing(signed_in, person, case):
    client = signed_in(person)
    first = address_made_by(client)
    second = address_made_by(client)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_somebody_who_has_left_has_no_feed(signed_in, person, case):
    client = signed_in(person)
    address = address_made_by(client)

    deactivate_person(user=person, by=holding(Role.ADMINISTRATOR, TeamFactory()), on=ON)

    assert client.get(address).status_code == 404


def test_somebody_without_a_role_any_more_has_no_feed(signed_in, person, case):
    client = signed_in(person)
    address = address_made_by(client)

    person.memberships.update(ends_on=ON - timedelta(days=1))

    assert client.get(address).status_code == 404


def test_the_database_holds_nothing_that_opens_a_feed(signed_in, person):
    address = address_made_by(signed_in(person))

    secret = address.removeprefix("/feeds/").removesuffix(".ics")
    assert secret not in str(list(CalendarFeed.objects.values()))
    assert secret not in str(list(CalendarFeed.history.values()))


def test_the_page_says_when_a_calendar_last_read_the_feed(signed_in, person, case):
    client = signed_in(person)
    address = address_made_by(client)
    assert "No calendar has read it yet" in client.get(reverse("desk:my_calendar")).text

    client.get(address)

    assert (
        "A calendar last read it on 22 September 2026, midday" in client.get(reverse("desk:my_calendar")).text
    )


def test_the_address_is_shown_once(signed_in, person):
    client = signed_in(person)
    address = address_made_by(client)

    assert address not in client.get(reverse("desk:my_calendar")).text


def test_nobody_else_may_open_the_page(signed_in):
    assert signed_in(holding(Role.ANALYST, TeamFactory())).get(reverse("desk:my_calendar")).status_code == 403


@pytest.mark.parametrize("cases", [1, 10])
def test_the_feed_takes_as_many_queries_for_ten_cases_as_for_one(
    signed_in, team, person, cases, django_assert_num_queries
):
    for _ in range(cases):
        permanent_exclusion(team=team, officer_=person)
    client = signed_in(person)
    address = address_made_by(client)
    calendar = Client()

    with django_assert_num_queries(8):
        calendar.get(address)
