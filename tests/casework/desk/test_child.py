"""The child's record, and correcting what it says."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.access.choices import Role
from casework.duty.services import answer_enquiry
from casework.people.choices import Relationship, StatusKind
from casework.people.models import Child, ChildUserObjectPermission
from casework.people.rules import upn_check_letter
from casework.people.services import ContactDetails, add_contact, state_fact
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, administrator, holding, officer, senior
from tests.factories.cases import deadline_of
from tests.factories.duty import enquiry_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
DAYS = [date(2026, 9, day) for day in (3, 4, 7, 8, 9, 10, 11, 14, 15, 16)]
TOKEN = re.compile(r'value="\w{64}"|X-CSRFToken[^}]*}')


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


def text_of(response) -> str:
    return " ".join(TOKEN.sub("", response.content.decode()).split())


def upn_for(figures: str) -> str:
    return upn_check_letter("X" + figures) + figures


def typed(child: Child, **changes) -> dict:
    born = child.date_of_birth
    data = {
        "forenames": child.forenames,
        "surname": child.surname,
        "known_as": child.known_as,
        "date_of_birth_day": born.day,
        "date_of_birth_month": born.month,
        "date_of_birth_year": born.year,
        "token": str(uuid4()),
        "version": child.version,
    }
    return data | changes


def upn_typed(child: Child, upn: str, **changes) -> dict:
    return {"upn": upn, "token": str(uuid4()), "version": child.version} | changes


def test_the_record_shows_identity_alerts_contacts_cases_and_deadlines(signed_in):
    holder = officer()
    child = people.child(by=holder, surname="Jones", known_as="Ash", upn=upn_for("801200001001"))
    add_contact(
        child=child,
        details=ContactDetails(
            name="Sam Jones",
            relationship=Relationship.MOTHER,
            telephone="01865 000000",
            has_parental_responsibility=True,
            lives_with_child=True,
        ),
        by=holder,
    )
    case = permanent_exclusion(child=child, officer_=holder)
    state_fact(
        child=child,
        kind=StatusKind.SOCIAL_WORKER,
        starts_on=MONDAY,
        by=holder,
        source="Virtual school",
    )

    page = text_of(signed_in(holder).get(child.get_absolute_url()))

    assert "14 May 2013, aged 13" in page
    assert "Year 9" in page
    assert "Has a social worker" in page
    assert "Since 21 September 2026" in page
    assert "Mother, has parental responsibility" in page
    assert case.get_absolute_url() in page
    assert deadline_of(case).get_absolute_url() in page
    assert reverse("exclusions:log_permanent_exclusion", args=[child.public_id]) in page
    assert "Check this number" not in page


def test_a_upn_that_fails_its_check_is_flagged(signed_in):
    child = people.child()
    Child.objects.filter(pk=child.pk).update(upn="A801200001001")

    assert "Check this number" in text_of(signed_in(officer()).get(child.get_absolute_url()))


def test_cases_that_the_viewer_may_not_see_leave_no_trace(signed_in):
    child = people.child()
    case = permanent_exclusion(child=child)

    page = text_of(signed_in(officer()).get(child.get_absolute_url()))

    assert case.reference not in page
    assert "No case that you may see." in page
    assert "Governors meet" not in page


def test_a_restricted_child_answers_as_one_who_does_not_exist(signed_in):
    child = people.restricted(people.child())
    client = signed_in(officer())

    hidden = client.get(child.get_absolute_url())
    missing = client.get(reverse("desk:child", args=[uuid4()]))

    assert hidden.status_code == missing.status_code == 404
    assert text_of(hidden) == text_of(missing)


@pytest.mark.parametrize("name", ["desk:child", "desk:correct_child", "desk:add_contact"])
def test_a_person_named_on_a_restricted_child_sees_it_and_others_do_not(signed_in, name):
    child = people.restricted(people.child())
    named = officer()
    ChildUserObjectPermission.objects.assign_perm("view_child", named, child)
    address = reverse(name, args=[child.public_id])

    assert signed_in(named).get(address).status_code == 200
    assert signed_in(officer()).get(address).status_code == 404
    assert signed_in(senior()).post(address).status_code == 404


@pytest.mark.parametrize("name", ["desk:child", "desk:correct_child", "desk:add_contact"])
def test_an_administrator_sees_no_child(signed_in, name):
    child = people.child()

    assert signed_in(administrator()).get(reverse(name, args=[child.public_id])).status_code == 403


def test_an_auditor_reads_a_record_and_changes_nothing(signed_in):
    child = people.child()
    client = signed_in(holding(Role.AUDITOR))

    page = client.get(child.get_absolute_url())

    assert page.status_code == 200
    assert "Correct these details" not in text_of(page)
    assert client.get(reverse("desk:correct_child", args=[child.public_id])).status_code == 403


@pytest.mark.parametrize("cases", [1, 10])
def test_the_record_asks_as_often_for_ten_cases_as_for_one(signed_in, cases, django_assert_num_queries):
    team = TeamFactory()
    holder = officer(team)
    child, school = people.child(by=holder), school_with_terms()
    for n in range(cases):
        permanent_exclusion(child=child, school=school, officer_=holder, team=team, decision_on=DAYS[n])
        enquiry_of(team, by=holder, child=child)
    for n in range(cases):
        add_contact(child=child, details=ContactDetails(name=f"N {n}", relationship="OTH"), by=holder)
    client = signed_in(holder)

    with django_assert_num_queries(13 + ENTRY_IN_THE_LOG):
        client.get(child.get_absolute_url())


def test_correcting_a_child_is_kept_in_the_history(signed_in):
    child = people.child(surname="Jonse")
    who = officer()

    answer = signed_in(who).post(
        reverse("desk:correct_child", args=[child.public_id]),
        typed(child, surname="Jones", name_because="MISTYPED"),
    )

    assert answer.url == child.get_absolute_url()
    child.refresh_from_db()
    assert child.surname == "Jones"
    assert " jones" in child.search_text
    assert child.history.first().history_user == who


def test_correcting_a_date_of_birth_moves_the_clocks_that_turn_on_it(signed_in):
    holder = officer()
    child = people.child(by=holder, date_of_birth=date(2011, 2, 3))
    case = permanent_exclusion(child=child, officer_=holder)
    before = {each.rule_id for each in case.deadlines.filter(state="OPEN")}

    signed_in(holder).post(
        reverse("desk:correct_child", args=[child.public_id]),
        typed(child, date_of_birth_year=2010, date_of_birth_month=1),
    )

    after = {each.rule_id for each in case.deadlines.filter(state="OPEN")}
    assert before != after
    assert case.chronology.filter(text="The child's details were corrected").exists()


def test_a_upn_of_another_child_is_shown_before_it_is_saved_twice(signed_in):
    number = upn_for("801200001001")
    other = people.child(surname="Other", upn=number)
    child = people.child()
    client, address = signed_in(officer()), reverse("desk:change_upn", args=[child.public_id])

    asked = client.post(address, upn_typed(child, number))

    assert asked.status_code == 200
    assert other.get_absolute_url() in text_of(asked)
    assert "same number recorded by mistake" in text_of(asked)
    child.refresh_from_db()
    assert child.upn == ""

    client.post(address, upn_typed(child, number, none_of_these="yes", shown=str(other.public_id)))
    child.refresh_from_db()
    assert child.upn == number


def test_a_upn_of_a_restricted_child_leaves_no_trace(signed_in):
    number = upn_for("801200001001")
    people.restricted(people.child(surname="Hidden", upn=number))
    child = people.child()

    answer = signed_in(officer()).post(
        reverse("desk:change_upn", args=[child.public_id]), upn_typed(child, number)
    )

    assert answer.status_code == 302


def test_a_refused_correction_keeps_what_was_typed(signed_in):
    child = people.child()

    answer = signed_in(officer()).post(
        reverse("desk:correct_child", args=[child.public_id]),
        typed(child, surname="<b>Ø’Hara</b>", date_of_birth_year=2030),
    )

    page = text_of(answer)
    assert "Date of birth must be in the past" in page
    assert str(escape("<b>Ø’Hara</b>")) in page
    assert "<title>Error:" in page


def test_what_was_asked_about_a_child_and_is_still_to_answer_stands_on_the_record(signed_in):
    team = TeamFactory()
    taker, child = officer(team, name="Priya Desai"), people.child()
    late = enquiry_of(team, by=taker, child=child, received_on=date(2026, 9, 7), topic="SEND")
    answered = enquiry_of(team, by=taker, child=child)
    answer_enquiry(enquiry=answered, answer="Yes", answered_on=date(2026, 9, 21), version=1, by=taker)
    others = enquiry_of(team, by=taker, child=people.child())

    page = text_of(signed_in(taker).get(child.get_absolute_url()))

    assert "Enquiries to answer about this child" in page
    assert late.get_absolute_url() in page
    assert "Special educational needs" in page
    assert "Mon 14 Sep 2026, late" in page
    assert answered.reference not in page
    assert others.reference not in page


def test_an_enquiry_of_another_team_is_not_on_the_record(signed_in):
    child = people.child()
    enquiry = enquiry_of(TeamFactory(), child=child)

    for viewer in (officer(), holding(Role.AUDITOR)):
        page = text_of(signed_in(viewer).get(child.get_absolute_url()))
        assert enquiry.reference not in page
        assert "Enquiries to answer" not in page
