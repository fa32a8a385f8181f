"""Calendars, search and names, in a number of queries that does not grow."""

from datetime import date

import pytest

from casework.schools.changes import CalendarChange
from casework.schools.choices import ClosureKind, DayKind, SchoolStatus
from casework.schools.queries import (
    bank_holidays,
    bounds_of,
    calendar_of,
    calendars_of,
    dates_of,
    linked_schools,
    present_name,
    present_names,
    schools_affected,
    search_schools,
)
from casework.schools.rules import Unknown
from tests.factories.access import UserFactory, officer
from tests.factories.schools import (
    ClosureFactory,
    LocalAuthorityFactory,
    SchoolFactory,
    SchoolLinkFactory,
    TermBlockFactory,
    year_of_terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def oxfordshire():
    authority = LocalAuthorityFactory()
    year_of_terms(authority=authority)
    return authority


# Calendars


def test_a_school_follows_its_authority(oxfordshire):
    calendar = calendar_of(SchoolFactory(authority=oxfordshire))

    assert calendar.is_school_day(date(2026, 9, 2))
    assert calendar.kind_of(date(2026, 10, 26)) is DayKind.HOLIDAY
    assert dates_of([SchoolFactory()]).popitem()[1].school_days_in("2026/27") == 194


def test_a_schools_own_dates_replace_its_authoritys_for_that_year_only(oxfordshire):
    TermBlockFactory(
        authority=oxfordshire, school_year="2027/28", starts_on=date(2027, 9, 6), ends_on=date(2027, 10, 22)
    )
    school = SchoolFactory(authority=oxfordshire)
    TermBlockFactory(school=school, starts_on=date(2026, 9, 4), ends_on=date(2026, 10, 16))

    calendar = calendar_of(school)

    assert not calendar.is_school_day(date(2026, 9, 2))
    assert calendar.is_school_day(date(2026, 9, 4))
    assert not calendar.is_school_day(date(2026, 11, 2))
    assert calendar.is_school_day(date(2027, 9, 6))


def test_closures_of_the_authority_and_of_the_school_both_count(oxfordshire):
    school, other = SchoolFactory(authority=oxfordshire), SchoolFactory(authority=oxfordshire)
    ClosureFactory(authority=oxfordshire, starts_on=date(2026, 9, 28))
    ClosureFactory(school=school, kind=ClosureKind.CLOSURE, starts_on=date(2026, 9, 29), reason="flood")

    calendars = calendars_of([school, other])

    assert calendars[school.pk].reason(date(2026, 9, 28)) == "INSET day: Training"
    assert calendars[school.pk].reason(date(2026, 9, 29)) == "closed: flood"
    assert calendars[other.pk].is_school_day(date(2026, 9, 29))


def test_a_count_beyond_the_last_block_is_unknown_and_names_the_year(oxfordshire):
    answer = calendar_of(SchoolFactory(authority=oxfordshire)).school_days_after(date(2027, 7, 20), 5)

    assert answer == Unknown(missing="2027/28", message="Add term dates for 2027/28")


def test_a_school_without_an_authority_has_a_calendar_on_which_all_is_unknown():
    answer = calendar_of(SchoolFactory(authority=None)).school_days_after(date(2026, 9, 21), 5)

    assert str(answer) == "Add term dates for 2026/27"


def test_schools_that_follow_their_authority_share_one_calendar(oxfordshire):
    first, second = SchoolFactory(authority=oxfordshire), SchoolFactory(authority=oxfordshire)

    calendars = calendars_of([first, second])

    assert calendars[first.pk] is calendars[second.pk]


@pytest.mark.parametrize("count", [10, 100])
def test_calendars_take_two_queries_however_many_schools(oxfordshire, count, django_assert_num_queries):
    schools = SchoolFactory.create_batch(count, authority=oxfordshire)
    for school in schools[::2]:
        ClosureFactory(school=school)

    with django_assert_num_queries(2):
        calendars_of(schools)


def test_bank_holidays_go_by_the_names_people_use():
    named = bank_holidays(2026, 2026)

    assert named[date(2026, 5, 4)] == "Early May bank holiday"
    assert named[date(2026, 12, 28)] == "Boxing Day (substitute day)"


@pytest.mark.parametrize("school_year", ["2026", "2026/28", "26/27", "2026-27", ""])
def test_a_school_year_is_written_as_two_years_that_follow_each_other(school_year):
    with pytest.raises(ValueError, match="such as 2026/27"):
        bounds_of(school_year)


def test_a_school_year_runs_from_august_to_july():
    assert bounds_of("2099/00") == (date(2099, 8, 1), date(2100, 7, 31))


def test_a_change_affects_one_school_or_every_school_of_the_authority(oxfordshire):
    school, other = SchoolFactory(authority=oxfordshire), SchoolFactory(authority=oxfordshire)
    SchoolFactory(authority=None)

    assert set(schools_affected(CalendarChange(None, school, "snow"))) == {school}
    assert set(schools_affected(CalendarChange(oxfordshire, None, "snow"))) == {school, other}


# Finding a school


@pytest.fixture
def viewer():
    return officer()


def names(schools):
    return [school.name for school in schools]


def test_every_word_must_fit_somewhere(viewer):
    SchoolFactory(name="St Mary's School", town="Thame")
    SchoolFactory(name="St Mary's School", town="Banbury")
    SchoolFactory(name="St John's School", town="Thame")

    found = search_schools("thame ST MARY’S", viewer)

    assert [(school.name, school.town) for school in found] == [("St Mary's School", "Thame")]


def test_a_postcode_is_found_with_and_without_its_space(viewer):
    SchoolFactory(name="Cheney School", postcode="OX3 7QH")

    assert (
        names(search_schools("ox37qh", viewer))
        == names(search_schools("OX3 7QH", viewer))
        == ["Cheney School"]
    )


@pytest.mark.parametrize("number", ["139146", "931/4120", "9314120", "931 4120"])
def test_an_exact_number_comes_first(viewer, number):
    SchoolFactory(name="A school at 139146 Street, 931 4120", town="")
    SchoolFactory(urn="139146", name="Cheney School", establishment_number="4120")

    assert names(search_schools(number, viewer))[0] == "Cheney School"


def test_open_schools_come_before_closed_ones_and_this_authoritys_before_others(viewer):
    elsewhere = LocalAuthorityFactory(code="825", name="Buckinghamshire")
    SchoolFactory(name="Oak School A", status=SchoolStatus.CLOSED)
    SchoolFactory(name="Oak School B", authority=elsewhere)
    SchoolFactory(name="Oak School C")

    assert names(search_schools("oak", viewer)) == ["Oak School C", "Oak School B", "Oak School A"]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "''"])
def test_nothing_typed_finds_nothing(viewer, text):
    SchoolFactory()

    assert search_schools(text, viewer) == []


def test_no_more_than_the_limit_are_found(viewer):
    SchoolFactory.create_batch(3, name="Oak School")

    assert len(search_schools("oak", viewer, limit=2)) == 2


def test_somebody_without_a_role_finds_nothing():
    SchoolFactory(name="Oak School")

    assert search_schools("oak", UserFactory()) == []


# Links and names


def test_links_come_with_the_schools_that_are_held_here(viewer):
    school = SchoolFactory()
    held = SchoolFactory(urn="300001")
    SchoolLinkFactory(school=school, linked_urn="300001", link_type="Predecessor")
    SchoolLinkFactory(school=school, linked_urn="300002", link_type="Predecessor")

    assert [other for _, other in linked_schools(school, viewer)] == [held, None]


def closed(urn, name):
    return SchoolFactory(urn=urn, name=name, status=SchoolStatus.CLOSED)


def test_a_closed_school_goes_by_the_name_of_its_last_successor():
    first, second = closed("100001", "First"), closed("100002", "Second")
    SchoolFactory(urn="100003", name="Third")
    SchoolLinkFactory(school=first, linked_urn="100002", linked_name="Second")
    SchoolLinkFactory(school=second, linked_urn="100003", linked_name="Third, as the link has it")
    SchoolLinkFactory(school=second, linked_urn="100001", link_type="Predecessor")

    assert present_name(first) == "Third"


def test_a_successor_that_is_not_held_gives_the_name_in_the_link():
    school = closed("100001", "First")
    SchoolLinkFactory(
        school=school, linked_urn="100002", linked_name="Academy", link_type="Successor - merged"
    )

    assert present_name(school) == "Academy"


def test_a_school_that_was_split_goes_by_all_its_successors():
    school = closed("100001", "First")
    SchoolLinkFactory(
        school=school, linked_urn="100003", linked_name="Upper", link_type="Successor - Split School"
    )
    SchoolLinkFactory(
        school=school, linked_urn="100002", linked_name="Lower", link_type="Successor - Split School"
    )

    assert present_name(school) == "Lower and Upper"


def test_an_open_school_keeps_its_name_whatever_its_links():
    school = SchoolFactory(name="First")
    SchoolLinkFactory(school=school, linked_urn="100002", linked_name="Academy")

    assert present_name(school) == "First"


def test_schools_that_follow_each_other_in_a_circle_still_have_a_name():
    first, second = closed("100001", "First"), closed("100002", "Second")
    SchoolLinkFactory(school=first, linked_urn="100002", link_type="Result of Amalgamation")
    SchoolLinkFactory(school=second, linked_urn="100001", link_type="Result of Amalgamation")

    assert present_name(first) in {"First", "Second"}


@pytest.mark.parametrize("count", [10, 100])
def test_names_take_a_query_a_step_however_many_schools(count, django_assert_num_queries):
    schools = [closed(str(100_000 + n), f"Old {n}") for n in range(count)]
    for n, school in enumerate(schools):
        SchoolLinkFactory(school=school, linked_urn=str(300_000 + n), linked_name=f"New {n}")

    with django_assert_num_queries(3):
        names_now = present_names(schools)

    assert names_now[schools[7].pk] == "New 7"
