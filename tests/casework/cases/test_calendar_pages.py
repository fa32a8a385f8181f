"""The pages that change a calendar: what is saved, what is refused, and that what was typed stays."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.schools.models import Closure, TermBlock
from tests.factories.access import administrator, officer, senior
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion
from tests.factories.schools import (
    HALF_TERMS,
    ClosureFactory,
    LocalAuthorityFactory,
    SchoolFactory,
    TermBlockFactory,
    year_of_terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(clock_stands_at):
    clock_stands_at(date(2026, 9, 21))


@pytest.fixture
def authority():
    authority = LocalAuthorityFactory()
    year_of_terms(authority=authority)
    return authority


@pytest.fixture
def school(authority):
    return SchoolFactory(urn="123136", name="Stoke Row School", authority=authority)


@pytest.fixture
def client(signed_in):
    return signed_in(senior())


def text_of(response):
    return " ".join(response.content.decode().split())


def typed(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def closure(starts_on, ends_on=None, **fields):
    posted = {"kind": "CLOSURE", "reason": "Snow", "token": uuid4(), **typed("starts_on", starts_on)}
    return posted | (typed("ends_on", ends_on) if ends_on else {}) | fields


def terms(*blocks, **fields):
    posted = {"reason": "Confirmed by the council", "token": uuid4()}
    for n, (name, starts_on, ends_on) in enumerate(blocks):
        posted |= {f"name_{n}": name} | typed(f"starts_on_{n}", starts_on) | typed(f"ends_on_{n}", ends_on)
    return posted | fields


FOR_SCHOOL = ("school", "123136")
FOR_AUTHORITY = ("authority", "931")


# Closures


@pytest.mark.parametrize("owner", [FOR_SCHOOL, FOR_AUTHORITY])
def test_a_closure_is_saved_and_shown(client, school, owner):
    response = client.post(
        reverse("cases:add_closure", args=owner), closure(date(2027, 1, 11), date(2027, 1, 12)), follow=True
    )

    page = text_of(response)
    assert "Calendar changed. Open cases that count on it have been worked out again" in page
    assert "Monday 11 January 2027 to Tuesday 12 January 2027" in page
    assert Closure.objects.get().reason == "Snow"


def test_one_day_needs_no_last_day(client, school):
    client.post(reverse("cases:add_closure", args=FOR_SCHOOL), closure(date(2027, 1, 11)))

    assert Closure.objects.get().ends_on == date(2027, 1, 11)


def test_pressing_twice_saves_once_and_both_succeed(client, school):
    address, posted = reverse("cases:add_closure", args=FOR_SCHOOL), closure(date(2027, 1, 11))

    first, second = client.post(address, posted), client.post(address, posted)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Closure.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        (closure(date(2027, 1, 9)), "falls at a weekend"),
        (closure(date(2026, 10, 26)), "is not in a term"),
        (closure(date(2027, 1, 12), date(2027, 1, 11)), "The last day closed must be the first day or later"),
        (closure(date(2029, 1, 11)), "Term dates are not loaded"),
        (closure(date(2027, 1, 11), reason=""), "Say why the calendar changes"),
        (closure(date(2027, 1, 11), kind=""), "Select what kind of closure it is"),
    ],
)
def test_a_closure_that_cannot_be_is_refused_and_what_was_typed_stays(client, school, posted, message):
    response = client.post(reverse("cases:add_closure", args=FOR_SCHOOL), posted)

    page = text_of(response)
    assert response.status_code == 200
    assert message in page
    assert "<title> Error:" in page or "<title>Error:" in page
    assert f'value="{posted["starts_on_year"]}"' in page
    assert not Closure.objects.exists()


def test_a_closure_on_a_day_that_is_closed_already_is_refused(client, school, authority):
    ClosureFactory(authority=authority, starts_on=date(2027, 1, 11))

    response = client.post(reverse("cases:add_closure", args=FOR_SCHOOL), closure(date(2027, 1, 11)))

    assert "is closed already" in text_of(response)


def test_a_refused_form_may_be_mended_and_sent_again(client, school):
    address, token = reverse("cases:add_closure", args=FOR_SCHOOL), uuid4()

    client.post(address, closure(date(2027, 1, 9), token=token))
    client.post(address, closure(date(2027, 1, 11), token=token))

    assert Closure.objects.get().starts_on == date(2027, 1, 11)


def test_a_closure_is_removed_with_a_reason(client, school):
    address = reverse("cases:remove_closure", args=[ClosureFactory(school=school).pk])

    assert "Monday 28 September 2026 will count as school days again" in text_of(client.get(address))
    assert "Say why the calendar changes" in text_of(client.post(address, {"token": uuid4(), "reason": ""}))
    assert client.post(address, {"token": uuid4(), "reason": "Moved"}).status_code == 302
    assert not Closure.objects.exists()
    assert client.get(address).status_code == 404


# Deadlines


@pytest.mark.parametrize("owner", [FOR_SCHOOL, FOR_AUTHORITY])
def test_a_closure_moves_the_deadlines_that_count_over_it(signed_in, school, owner):
    case = permanent_exclusion(school=school)
    before = deadline_of(case).due_on

    response = signed_in(senior(case.team)).post(
        reverse("cases:add_closure", args=owner), closure(date(2026, 9, 28), reason="Flood"), follow=True
    )

    assert (before, deadline_of(case).due_on) == (date(2026, 10, 12), date(2026, 10, 13))
    assert "deadlines moved: the chronology of each case says why" in text_of(response)


def test_how_many_deadlines_moved_is_not_said_of_cases_out_of_reach(client, school):
    case = permanent_exclusion(school=school)

    response = client.post(
        reverse("cases:add_closure", args=FOR_SCHOOL), closure(date(2026, 9, 28)), follow=True
    )

    assert deadline_of(case).due_on == date(2026, 10, 13)
    assert "Open cases that count on it have been worked out again" in text_of(response)
    assert "moved" not in text_of(response)


def test_a_closure_that_is_removed_moves_them_back(client, school):
    inset = ClosureFactory(school=school, starts_on=date(2026, 9, 28))
    case = permanent_exclusion(school=school)

    client.post(reverse("cases:remove_closure", args=[inset.pk]), {"token": uuid4(), "reason": "Moved"})

    assert deadline_of(case).due_on == date(2026, 10, 12)


def test_the_page_says_how_many_cases_that_the_viewer_may_read_are_affected(signed_in, school):
    case = permanent_exclusion(school=school)
    address = reverse("cases:add_closure", args=FOR_SCHOOL)

    colleague = text_of(signed_in(senior(case.team)).get(address))
    stranger = text_of(signed_in(senior()).get(address))

    assert "The deadlines of 1 open case that you can read are worked out again when you save" in colleague
    assert "You can read no open case that counts on these dates." in stranger


# Terms


def test_the_form_for_terms_starts_from_what_holds(client, school):
    page = text_of(client.get(reverse("cases:change_terms", args=[*FOR_SCHOOL, 2026])))

    assert 'value="Autumn 1"' in page
    assert "Stoke Row School follows Oxfordshire in 2026/27" in page


def test_the_form_for_a_year_without_dates_has_the_usual_names(client, school):
    page = text_of(client.get(reverse("cases:change_terms", args=[*FOR_AUTHORITY, 2027])))

    assert 'value="Summer 2"' in page
    assert "follows" not in page


def test_terms_of_an_authority_are_saved(client, school, authority):
    later = ("Autumn 1", date(2026, 9, 3), date(2026, 10, 23))

    response = client.post(
        reverse("cases:change_terms", args=[*FOR_AUTHORITY, 2026]), terms(later, *HALF_TERMS[1:]), follow=True
    )

    assert "Calendar changed" in text_of(response)
    assert TermBlock.objects.filter(authority=authority).first().starts_on == date(2026, 9, 3)
    assert TermBlock.objects.count() == 6


def test_a_school_may_have_dates_of_its_own_and_give_them_up(client, school):
    address = reverse("cases:change_terms", args=[*FOR_SCHOOL, 2026])
    remove = reverse("cases:remove_terms", args=[*FOR_SCHOOL, 2026])

    client.post(address, terms(HALF_TERMS[1], is_provisional="on"))

    assert TermBlock.objects.get(school=school).is_provisional
    assert remove in text_of(client.get(address))

    client.post(remove, {"token": uuid4(), "reason": "Entered by mistake"})

    assert not TermBlock.objects.filter(school=school).exists()


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        (terms(HALF_TERMS[0], ("Autumn 2", date(2026, 10, 1), date(2026, 12, 18))), "overlap"),
        (
            terms(("Autumn 1", date(2026, 10, 23), date(2026, 9, 2))),
            "The last day of Autumn 1 must be its first day or later",
        ),
        (terms(("Autumn 1", date(2027, 9, 2), date(2027, 10, 23))), "is not in the school year 2026/27"),
        (terms(HALF_TERMS[0], reason=""), "Say why the calendar changes"),
        (terms(), "Enter at least one term"),
        (terms(HALF_TERMS[0], **typed("starts_on_1", date(2026, 11, 2))), "Enter the last day of term 2"),
        (terms(HALF_TERMS[0], starts_on_0_month="13"), "must be a real date"),
    ],
)
def test_terms_that_cannot_be_are_refused_and_what_was_typed_stays(client, school, posted, message):
    response = client.post(reverse("cases:change_terms", args=[*FOR_SCHOOL, 2026]), posted)

    page = text_of(response)
    assert message in page
    if "name_0" in posted:
        assert f'value="{posted["name_0"]}"' in page
        assert f'value="{posted["starts_on_0_day"]}"' in page
    assert not TermBlock.objects.filter(school=school).exists()


# Who may


def test_officers_may_not_change_a_calendar_and_administrators_may(signed_in, school):
    addresses = [
        reverse("cases:add_closure", args=FOR_SCHOOL),
        reverse("cases:change_terms", args=[*FOR_AUTHORITY, 2026]),
        reverse("cases:remove_terms", args=[*FOR_SCHOOL, 2026]),
        reverse("cases:remove_closure", args=[ClosureFactory(school=school).pk]),
    ]
    refused, allowed = signed_in(officer()), signed_in(administrator())

    assert [refused.get(address).status_code for address in addresses] == [403] * 4
    assert [refused.post(address, {}).status_code for address in addresses] == [403] * 4
    assert [allowed.get(address).status_code for address in addresses] == [200] * 4


@pytest.mark.parametrize(
    "address",
    [
        "school/999999/closures/add/",
        "authority/000/closures/add/",
        "county/931/closures/add/",
        "authority/931/terms/1998/",
        "authority/931/terms/99999/",
        "closures/999999/remove/",
    ],
)
def test_what_is_not_there_is_not_found(client, school, address):
    assert client.get(f"/cases/calendar/{address}").status_code == 404


@pytest.mark.parametrize("count", [10, 100])
def test_the_form_takes_as_many_queries_for_ten_closures_as_for_a_hundred(
    client, school, django_assert_num_queries, count
):
    for _ in range(count):
        ClosureFactory(school=school)
    TermBlockFactory(school=school)

    with django_assert_num_queries(7):
        client.get(reverse("cases:change_terms", args=[*FOR_SCHOOL, 2026]))
