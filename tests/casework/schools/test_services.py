"""Changing calendars: what is refused, what is kept, and whose name the history has."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from casework.schools import services
from casework.schools.choices import ClosureKind
from casework.schools.models import Closure, TermBlock
from casework.schools.queries import calendar_of
from casework.schools.services import CannotChangeCalendar, NewTerm
from tests.factories.access import officer, senior
from tests.factories.schools import (
    ClosureFactory,
    LocalAuthorityFactory,
    SchoolFactory,
    TermBlockFactory,
    year_of_terms,
)

pytestmark = pytest.mark.django_db

AUTUMN_1 = NewTerm("Autumn 1", date(2026, 9, 2), date(2026, 10, 23))
AUTUMN_2 = NewTerm("Autumn 2", date(2026, 11, 2), date(2026, 12, 18))


@pytest.fixture
def by():
    return senior()


@pytest.fixture
def authority():
    return LocalAuthorityFactory()


@pytest.fixture
def set_terms(by, authority):
    def set_terms(*blocks, **options):
        options = {
            "authority": authority,
            "by": by,
            "school_year": "2026/27",
            "reason": "New dates",
        } | options
        return services.set_terms(blocks=blocks, **options)

    return set_terms


def test_set_terms_keeps_each_block_and_says_whose_calendar_changed(set_terms, authority, by):
    change = set_terms(AUTUMN_1, AUTUMN_2)

    assert (change.authority, change.school) == (authority, None)
    assert change.what == "Term dates of 2026/27 changed for Oxfordshire"
    assert list(TermBlock.objects.values_list("name", "starts_on")) == [
        ("Autumn 1", date(2026, 9, 2)),
        ("Autumn 2", date(2026, 11, 2)),
    ]
    records = TermBlock.history.values_list("history_type", "history_user", "history_change_reason")
    assert set(records) == {("+", by.pk, "New dates")}


def test_set_terms_writes_only_what_differs(set_terms):
    set_terms(AUTUMN_1, AUTUMN_2)
    longer = NewTerm("Autumn 2", date(2026, 11, 2), date(2026, 12, 22), is_provisional=True)

    set_terms(AUTUMN_1, longer)
    set_terms(longer)

    assert list(TermBlock.history.order_by("history_id").values_list("history_type", "name", "ends_on")) == [
        ("+", "Autumn 1", date(2026, 10, 23)),
        ("+", "Autumn 2", date(2026, 12, 18)),
        ("~", "Autumn 2", date(2026, 12, 22)),
        ("-", "Autumn 1", date(2026, 10, 23)),
    ]


def test_set_terms_for_one_school_leaves_its_authoritys_alone(set_terms, authority):
    year_of_terms(authority=authority)
    school = SchoolFactory(authority=authority)

    change = set_terms(AUTUMN_2, authority=None, school=school)

    assert change.school == school
    assert not calendar_of(school).is_school_day(date(2026, 9, 2))
    assert calendar_of(SchoolFactory(authority=authority)).is_school_day(date(2026, 9, 2))


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ([], "Enter at least one term"),
        ([AUTUMN_1, NewTerm("Autumn 2", date(2026, 10, 23), date(2026, 12, 18))], "Autumn 1 .* overlap"),
        ([NewTerm("Autumn 1", date(2026, 10, 23), date(2026, 9, 2))], "ends before it starts"),
        ([AUTUMN_1, AUTUMN_1], "listed twice"),
        ([NewTerm("Autumn 1", date(2025, 9, 2), date(2025, 10, 23))], "not in the school year 2026/27"),
        ([NewTerm("Summer 2", date(2027, 6, 7), date(2027, 8, 1))], "1 August 2026 to 31 July 2027"),
    ],
)
def test_set_terms_refuses_dates_that_contradict_each_other(set_terms, blocks, reason):
    with pytest.raises(CannotChangeCalendar, match=reason):
        set_terms(*blocks)

    assert not TermBlock.objects.exists()


def test_set_terms_refuses_a_year_that_is_not_one(set_terms):
    with pytest.raises(CannotChangeCalendar, match="such as 2026/27"):
        set_terms(AUTUMN_1, school_year="2026/28")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 101])
def test_every_change_says_why_in_few_words(set_terms, reason):
    with pytest.raises(CannotChangeCalendar, match=r"why|100 characters"):
        set_terms(AUTUMN_1, reason=reason)


def test_dates_belong_to_an_authority_or_to_one_school(set_terms):
    with pytest.raises(ValueError, match="or to one school"):
        set_terms(AUTUMN_1, school=SchoolFactory())


def test_remove_terms_lets_a_school_follow_its_authority_again(by, authority):
    year_of_terms(authority=authority)
    school = SchoolFactory(authority=authority)
    TermBlockFactory(school=school, starts_on=date(2026, 9, 7))

    services.remove_terms(school=school, school_year="2026/27", by=by, reason="Entered by mistake")

    assert calendar_of(school).is_school_day(date(2026, 9, 2))
    assert TermBlock.history.filter(history_type="-").get().history_user == by


def test_remove_terms_refuses_where_there_are_none(by):
    with pytest.raises(CannotChangeCalendar, match="no term dates of its own"):
        services.remove_terms(school=SchoolFactory(), school_year="2026/27", by=by, reason="Mistake")


@pytest.fixture
def add_closure(by, authority):
    year_of_terms(authority=authority)

    def add_closure(starts_on, ends_on=None, **options):
        options = {
            "authority": authority,
            "by": by,
            "kind": ClosureKind.INSET,
            "reason": "Training",
        } | options
        return services.add_closure(starts_on=starts_on, ends_on=ends_on or starts_on, **options)

    return add_closure


def test_add_closure_for_an_authority_closes_every_school_of_it(add_closure, authority, by):
    change = add_closure(date(2026, 9, 28))

    assert change.what == "INSET day on 28 September 2026 added for Oxfordshire"
    assert calendar_of(SchoolFactory(authority=authority)).reason(date(2026, 9, 28)) == "INSET day: Training"
    assert Closure.history.get().history_user == by


def test_add_closure_for_a_school_closes_that_school(add_closure, authority):
    school = SchoolFactory(name="Oak School", authority=authority)

    change = add_closure(
        date(2027, 1, 11),
        date(2027, 1, 12),
        authority=None,
        school=school,
        kind=ClosureKind.CLOSURE,
        reason="Snow",
    )

    assert change.what == "Unplanned closure from 11 January 2027 to 12 January 2027 added for Oak School"
    assert not calendar_of(school).is_school_day(date(2027, 1, 12))


def test_a_closure_may_run_over_a_weekend(add_closure):
    add_closure(date(2026, 9, 25), date(2026, 9, 28))

    assert Closure.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "reason"),
    [
        (date(2026, 9, 26), date(2026, 9, 27), "at a weekend"),
        (date(2027, 5, 3), None, "on a bank holiday"),
        (date(2026, 10, 26), None, "not in a term"),
        (date(2026, 10, 23), date(2026, 10, 26), "26 October 2026 is not in a term"),
        (date(2028, 1, 10), None, "not loaded for 10 January 2028"),
        (date(2026, 9, 29), date(2026, 9, 28), "first day or later"),
        (date(2026, 9, 2), date(2027, 7, 21), "92 days at the most"),
    ],
)
def test_add_closure_refuses_days_on_which_nobody_is_due_in_school(add_closure, starts_on, ends_on, reason):
    with pytest.raises(CannotChangeCalendar, match=reason):
        add_closure(starts_on, ends_on)

    assert not Closure.objects.exists()


def test_add_closure_refuses_a_day_that_is_closed_already(add_closure, authority):
    add_closure(date(2026, 9, 28))

    with pytest.raises(
        CannotChangeCalendar, match=r"28 September 2026 is closed already \(INSET day: Training\)"
    ):
        add_closure(date(2026, 9, 28), authority=None, school=SchoolFactory(authority=authority))


def test_remove_closure_makes_school_days_of_it_again(by, authority):
    year_of_terms(authority=authority)
    closure = ClosureFactory(authority=authority)

    change = services.remove_closure(closure=closure, by=by, reason="Moved")

    assert change.what == "INSET day on 28 September 2026 removed for Oxfordshire"
    assert calendar_of(SchoolFactory(authority=authority)).is_school_day(date(2026, 9, 28))
    assert Closure.history.first().history_user == by


def test_remove_closure_refuses_one_that_is_gone(by, authority):
    closure = ClosureFactory(authority=authority)
    Closure.objects.all().delete()

    with pytest.raises(CannotChangeCalendar, match="removed this closure already"):
        services.remove_closure(closure=closure, by=by, reason="Moved")


def test_set_link_officer_names_one_and_writes_history_once(by):
    school, link_officer = SchoolFactory(), officer()

    services.set_link_officer(school=school, officer=link_officer, by=by)
    services.set_link_officer(school=school, officer=link_officer, by=by)

    school.refresh_from_db()
    assert school.link_officer == link_officer
    assert [record.history_user for record in school.history.filter(history_type="~")] == [by]


def test_an_officer_may_change_no_calendar(add_closure, set_terms, authority):
    by = officer()

    for change in (
        lambda: add_closure(date(2026, 9, 28), by=by),
        lambda: set_terms(AUTUMN_1, by=by),
        lambda: services.remove_terms(authority=authority, school_year="2026/27", by=by, reason="Mistake"),
        lambda: services.remove_closure(closure=ClosureFactory(authority=authority), by=by, reason="Mistake"),
        lambda: services.set_link_officer(school=SchoolFactory(), officer=by, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change()
