"""What was known of a child on a day: as recorded by its end, and holding on it."""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from casework.people.choices import Relationship, StatusKind
from casework.people.models import ChildUserObjectPermission
from casework.people.queries import alerts_to_review
from casework.people.services import ContactDetails, addresses, identity
from casework.people.services.identity import Identity
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, administrator, officer

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'value="\w{64}"|X-CSRFToken[^}]*}')
RECORDED = date(2026, 9, 21)
LATER = date(2026, 10, 12)
TODAY = date(2026, 11, 20)


def text_of(response) -> str:
    return " ".join(TOKEN.sub("", response.content.decode()).split())


def known(client, child, day: date | str):
    return client.get(reverse("desk:child_known_on", args=[child.public_id], query={"on": str(day)}))


@pytest.fixture
def who():
    return officer()


@pytest.fixture
def child(who, clock_stands_at):
    """Recorded on 21 September; renamed, moved and given a social worker on 12 October."""
    clock_stands_at(RECORDED)
    parent = ContactDetails(name="Sam Before", relationship=Relationship.MOTHER, lives_with_child=True)
    child = people.child(
        by=who, forenames="Ash", surname="Before", address="1 Street", postcode="OX1 1ND", parent=parent
    )
    people.row_of(child, "alerts", text="Two dogs", review_on=date(2027, 1, 4))
    clock_stands_at(LATER)
    after = Identity(forenames="Ash", surname="After", date_of_birth=child.date_of_birth)
    identity.correct_identity(
        child=child, identity=after, keeps_former_name=True, ended_on=None, version=1, by=who, on=LATER
    )
    addresses.move_home(
        child=child,
        address="2 Road",
        postcode="OX1 2ND",
        from_day=date(2026, 10, 1),
        source="Mother",
        by=who,
        on=LATER,
    )
    people.row_of(child, "status_facts", kind=StatusKind.SOCIAL_CARE, value="cpp", starts_on=RECORDED)
    clock_stands_at(TODAY)
    return child


def test_the_page_shows_what_was_recorded_by_the_end_of_the_day(signed_in, child, who):
    page = text_of(known(signed_in(who), child, date(2026, 10, 11)))

    assert "Known at the end of 11 October 2026" in page
    assert "Ash Before" in page
    assert "1 Street" in page
    assert "Two dogs" in page
    assert "Sam Before" in page
    # Held on the day, and was written down the day after.
    assert "Child protection plan" not in page
    assert "2 Road" not in page


def test_the_page_shows_what_was_recorded_later_once_it_was(signed_in, child, who):
    page = text_of(known(signed_in(who), child, LATER))

    assert "Ash After" in page
    assert "Former legal name" in page
    assert "2 Road" in page
    assert "Child protection plan" in page
    # Recorded by then, and did not hold on the day any more.
    assert "1 Street" not in page


def test_what_was_removed_later_was_known(signed_in, child, who):
    child.alerts.get().delete()

    assert "Two dogs" in text_of(known(signed_in(who), child, LATER))
    assert "Two dogs" not in text_of(known(signed_in(who), child, TODAY))


def test_a_day_ends_at_midnight_here(signed_in, who, clock_stands_at):
    clock_stands_at(RECORDED, time(23, 59))
    child = people.child(by=who, surname="Late")
    clock_stands_at(TODAY)

    assert "Known at the end of" in text_of(known(signed_in(who), child, RECORDED))
    before = text_of(known(signed_in(who), child, date(2026, 9, 20)))
    assert "Nothing was recorded about this child by the end of 20 September 2026" in before


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-21", "The day must be today or in the past"),
        ("2026-02-31", "Day must be a real date"),
        ("0001-01-01", "Year must be between"),
        ("99999-01-01", "Day must be a real date"),
        ("banana", "Day must include"),
        ("-", "Enter the day"),
        ("2026-11-20-1-1", "Known at the end of 20 November 2026"),
    ],
)
def test_a_day_that_cannot_be_is_answered_in_words(signed_in, child, who, day, said):
    page = known(signed_in(who), child, day)

    assert page.status_code == 200
    assert said in text_of(page)


def test_the_page_asks_for_a_day_first(signed_in, child, who):
    page = text_of(signed_in(who).get(reverse("desk:child_known_on", args=[child.public_id])))

    assert "Which day?" in page
    assert "Known at the end" not in page
    assert "There is a problem" not in page


def test_who_sees_no_child_sees_none_of_the_past_either(signed_in, child):
    assert known(signed_in(administrator()), child, TODAY).status_code == 403
    people.restricted(child)
    named = officer()
    ChildUserObjectPermission.objects.assign_perm("view_child", named, child)

    assert known(signed_in(officer()), child, LATER).status_code == 404
    assert known(signed_in(named), child, LATER).status_code == 200


@pytest.mark.parametrize("rows", [10, 100])
def test_the_page_asks_as_often_for_many_rows(
    signed_in, who, rows, clock_stands_at, django_assert_num_queries
):
    clock_stands_at(TODAY)
    child = people.child(by=who)
    for n in range(rows):
        people.row_of(child, "other_names", forenames=f"Name{n}")
        people.row_of(child, "identifiers", value=f"L-{n}")
        people.row_of(child, "status_facts")
        people.row_of(child, "enrolments", status="G")
        people.row_of(child, "alerts", owner=who)
    client = signed_in(who)

    with django_assert_num_queries(13 + ENTRY_IN_THE_LOG):
        known(client, child, TODAY)


def test_alerts_come_back_to_their_owner_on_the_day(child, who):
    mine = people.row_of(child, "alerts", owner=who, review_on=TODAY)
    people.row_of(child, "alerts", owner=who, review_on=date(2026, 11, 21))
    people.row_of(child, "alerts", owner=who, review_on=RECORDED, ends_on=RECORDED)
    people.row_of(child, "alerts", review_on=RECORDED)

    assert alerts_to_review(who, on=TODAY) == [mine]

    people.restricted(child)
    assert alerts_to_review(who, on=TODAY) == []
