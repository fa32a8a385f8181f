"""What a day is, where a calendar ends, and which term and year a date is in."""

from datetime import date

import holidays
import pytest

from casework.schools.choices import DayKind
from casework.schools.rules import (
    CalendarError,
    Closure,
    SchoolCalendar,
    StatutoryTermName,
    TermBlock,
    Unknown,
    compulsory_school_age_ends,
    compulsory_school_age_starts,
    easter_sunday,
    school_year_begins_in,
    statutory_term,
)
from tests.calendars import BANK_HOLIDAYS, INSET_2026, TERMS_2025, TERMS_2026, two_years, year_2026


@pytest.mark.parametrize(
    ("day", "kind", "reason"),
    [
        (date(2026, 10, 23), DayKind.SCHOOL_DAY, "school day"),
        (date(2026, 10, 24), DayKind.WEEKEND, "weekend"),
        (date(2026, 10, 26), DayKind.HOLIDAY, "school holiday"),
        (date(2026, 11, 30), DayKind.INSET, "INSET day"),
        (date(2027, 1, 18), DayKind.CLOSURE, "closed: snow"),
        (date(2027, 3, 26), DayKind.BANK_HOLIDAY, "bank holiday: Good Friday"),
        (date(2027, 5, 3), DayKind.BANK_HOLIDAY, "bank holiday: Early May bank holiday"),
        (date(2026, 8, 24), DayKind.HOLIDAY, "school holiday"),
        (date(2026, 7, 31), DayKind.BEYOND, "term dates not loaded"),
        (date(2027, 7, 30), DayKind.HOLIDAY, "school holiday"),
        (date(2027, 8, 2), DayKind.BEYOND, "term dates not loaded"),
    ],
)
def test_a_day_says_what_it_is(day, kind, reason):
    calendar = year_2026(date(2027, 1, 18))

    assert calendar.kind_of(day) is kind
    assert calendar.reason(day) == reason


def test_a_year_has_190_pupil_days():
    assert year_2026().school_days_between(date(2026, 8, 1), date(2027, 7, 31)) == 190


def test_a_year_of_only_two_days_is_counted_to_its_edges():
    calendar = SchoolCalendar((TermBlock(date(2027, 2, 1), date(2027, 2, 2)),))

    assert calendar.nth_school_day(date(2027, 2, 1), 2) == date(2027, 2, 2)
    assert isinstance(calendar.nth_school_day(date(2027, 2, 1), 3), Unknown)
    assert isinstance(calendar.school_days_before(date(2027, 2, 1), 1), Unknown)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            (TermBlock(date(2026, 10, 23), date(2026, 9, 2), "Term 1"),),
            "The term Term 1 (23 October 2026 to 2 September 2026) ends before it starts",
        ),
        (
            (
                TermBlock(date(2026, 9, 2), date(2026, 10, 23), "Term 1"),
                TermBlock(date(2026, 10, 23), date(2026, 12, 18), "Term 2"),
            ),
            "The terms Term 1 (2 September 2026 to 23 October 2026)"
            " and Term 2 (23 October 2026 to 18 December 2026) overlap",
        ),
        (
            (
                TermBlock(date(2026, 9, 2), date(2026, 10, 23)),
                TermBlock(date(2026, 9, 2), date(2026, 10, 23)),
            ),
            "The term 2 September 2026 to 23 October 2026 is listed twice",
        ),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_in_words(terms, words):
    with pytest.raises(CalendarError) as refused:
        SchoolCalendar(terms)

    assert str(refused.value) == words


def test_a_reversed_closure_is_refused():
    with pytest.raises(CalendarError, match="ends before it starts"):
        SchoolCalendar(TERMS_2026, (Closure(date(2027, 1, 19), date(2027, 1, 18)),))


def test_blocks_may_be_given_in_any_order_and_closures_may_overlap():
    closures = (*INSET_2026, Closure(date(2026, 11, 30), date(2026, 12, 1), DayKind.CLOSURE, "flood"))
    calendar = SchoolCalendar(tuple(reversed(TERMS_2026)), closures, BANK_HOLIDAYS)

    assert calendar.next_school_day(date(2026, 11, 27)) == date(2026, 12, 2)


# Where the calendar ends


def test_a_count_past_the_last_block_names_the_school_year_to_load():
    answer = year_2026().school_days_after(date(2027, 5, 18), 50)

    assert answer == Unknown("2027/28", "Add term dates for 2027/28")


def test_the_last_loaded_day_is_known_and_the_next_is_not():
    calendar = year_2026()

    assert calendar.next_school_day(date(2027, 7, 20)) == date(2027, 7, 21)
    assert isinstance(calendar.next_school_day(date(2027, 7, 21)), Unknown)


def test_a_year_loaded_in_part_is_the_year_that_is_missing():
    calendar = SchoolCalendar(TERMS_2026[:2])

    assert calendar.next_school_day(date(2026, 12, 18)) == Unknown("2026/27", "Add term dates for 2026/27")


def test_a_count_far_beyond_names_every_year_between():
    answer = year_2026().next_school_day(date(2028, 10, 2))

    assert answer == Unknown("2027/28 and 2028/29", "Add term dates for 2027/28 and 2028/29")


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        (date(2026, 8, 1), date(2026, 9, 3)),
        (date(2026, 7, 31), date(2026, 9, 3)),
        (date(2026, 7, 30), Unknown("2025/26", "Add term dates for 2025/26")),
    ],
)
def test_august_before_the_first_loaded_autumn_is_holiday_and_july_is_not_known(start, answer):
    assert year_2026().next_school_day(start) == answer


def test_counting_back_past_the_first_block_is_unknown():
    calendar = year_2026()

    assert calendar.school_days_before(date(2026, 9, 4), 1) == date(2026, 9, 3)
    assert calendar.school_days_before(date(2026, 9, 4), 2) == Unknown(
        "2025/26", "Add term dates for 2025/26"
    )


def test_counting_back_from_the_august_after_the_calendar_is_unknown():
    assert year_2026().previous_school_day(date(2027, 8, 1)) == date(2027, 7, 21)
    assert isinstance(year_2026().previous_school_day(date(2027, 8, 2)), Unknown)


def test_a_missing_year_inside_the_calendar_is_a_hole_nothing_counts_across():
    later = TermBlock(date(2027, 9, 2), date(2027, 10, 22))
    calendar = SchoolCalendar((*TERMS_2025, later))

    assert calendar.school_days_after(date(2026, 7, 20), 1) == Unknown(
        "2026/27", "Add term dates for 2026/27"
    )
    assert calendar.school_days_after(date(2026, 12, 1), 1) == Unknown(
        "2026/27", "Add term dates for 2026/27"
    )
    assert calendar.school_days_before(date(2027, 9, 2), 1) == Unknown(
        "2026/27", "Add term dates for 2026/27"
    )
    assert calendar.school_days_after(date(2026, 7, 17), 1) == date(2026, 7, 20)
    assert calendar.school_days_after(date(2027, 8, 15), 1) == date(2027, 9, 2)
    assert calendar.school_days_before(date(2026, 7, 31), 1) == date(2026, 7, 20)
    assert calendar.kind_of(date(2027, 1, 6)) is DayKind.BEYOND
    assert isinstance(calendar.school_days_between(date(2026, 7, 1), date(2027, 9, 10)), Unknown)
    assert calendar.school_days_from(date(2026, 7, 17), 5) == (date(2026, 7, 17), date(2026, 7, 20))


def test_the_longest_holiday_is_no_hole_and_a_day_more_is():
    def calendar(starts: date) -> SchoolCalendar:
        return SchoolCalendar(
            (TermBlock(date(2026, 6, 1), date(2026, 6, 26)), TermBlock(starts, date(2026, 10, 2)))
        )

    assert calendar(date(2026, 9, 10)).next_school_day(date(2026, 6, 26)) == date(2026, 9, 10)
    assert isinstance(calendar(date(2026, 9, 11)).next_school_day(date(2026, 6, 26)), Unknown)


def test_an_empty_calendar_knows_nothing_and_says_so():
    calendar = SchoolCalendar(())

    assert calendar.next_school_day(date(2026, 9, 21)) == Unknown("2026/27", "Add term dates for 2026/27")
    assert isinstance(calendar.school_days_before(date(2026, 9, 21), 5), Unknown)
    assert isinstance(calendar.working_days_after(date(2026, 9, 21), 2), Unknown)


# Working days


@pytest.mark.parametrize(
    ("posted", "given"),
    [
        (date(2026, 10, 8), date(2026, 10, 12)),
        (date(2026, 10, 9), date(2026, 10, 13)),
        (date(2026, 10, 10), date(2026, 10, 13)),
        (date(2026, 10, 11), date(2026, 10, 13)),
        (date(2026, 12, 23), date(2026, 12, 29)),
        (date(2026, 12, 30), date(2027, 1, 4)),
        (date(2027, 3, 24), date(2027, 3, 30)),
        (date(2027, 4, 30), date(2027, 5, 5)),
        (date(2026, 11, 27), date(2026, 12, 1)),
    ],
)
def test_post_arrives_on_the_second_working_day(posted, given):
    assert year_2026().working_days_after(posted, 2) == given


def test_christmas_day_and_good_friday_are_not_working_days_even_when_nobody_listed_them():
    calendar = SchoolCalendar(TERMS_2026)

    assert calendar.working_days_after(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert calendar.working_days_after(date(2027, 3, 25), 1) == date(2027, 3, 29)


def test_working_days_are_known_as_far_as_the_calendar_or_its_bank_holidays_reach():
    calendar = year_2026()

    assert calendar.working_days_after(date(2027, 8, 25), 2) == date(2027, 8, 27)
    assert calendar.working_days_after(date(2027, 8, 27), 1) == Unknown("2027", "Add bank holidays for 2027")


def test_working_days_count_back_as_well():
    assert year_2026().working_days_before(date(2026, 12, 29), 2) == date(2026, 12, 23)


# Explanations


def test_a_count_lists_each_day_counted_and_each_day_skipped_with_its_reason():
    count = year_2026().count_school_days_after(date(2026, 11, 26), 3)

    assert count.result == date(2026, 12, 2)
    assert count.counted == ((1, date(2026, 11, 27)), (2, date(2026, 12, 1)), (3, date(2026, 12, 2)))
    assert [(day, reason) for day, _, reason in count.skipped] == [
        (date(2026, 11, 28), "weekend"),
        (date(2026, 11, 29), "weekend"),
        (date(2026, 11, 30), "INSET day"),
    ]


def test_a_count_back_lists_its_days_going_back():
    count = year_2026().count_school_days_before(date(2026, 11, 3), 2)

    assert count.counted == ((1, date(2026, 11, 2)), (2, date(2026, 10, 23)))
    assert [day for day, _, _ in count.skipped][:2] == [date(2026, 11, 1), date(2026, 10, 31)]
    assert len(count.skipped) == 9


def test_a_count_of_working_days_explains_the_bank_holidays():
    count = year_2026().count_working_days_after(date(2026, 12, 23), 2)

    assert count.counted == ((1, date(2026, 12, 24)), (2, date(2026, 12, 29)))
    assert [reason for _, _, reason in count.skipped] == [
        "bank holiday: Christmas Day",
        "weekend",
        "weekend",
        "bank holiday: Boxing Day",
    ]


def test_a_count_that_cannot_finish_shows_how_far_it_got():
    count = year_2026().count_school_days_after(date(2027, 7, 19), 5)

    assert isinstance(count.result, Unknown)
    assert count.counted == ((1, date(2027, 7, 20)), (2, date(2027, 7, 21)))


# Terms, years and ages


def test_easter_is_the_easter_of_the_holiday_tables():
    tables = holidays.country_holidays("GB", subdiv="ENG", years=range(2015, 2035))
    mondays = [day for day, name in tables.items() if "Easter Monday" in name]

    assert len(mondays) == 20
    assert all((monday - easter_sunday(monday.year)).days == 1 for monday in mondays)


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 7, 31), StatutoryTermName.SUMMER),
        (date(2026, 8, 1), StatutoryTermName.AUTUMN),
        (date(2026, 10, 23), StatutoryTermName.AUTUMN),
        (date(2026, 11, 2), StatutoryTermName.AUTUMN),
        (date(2026, 12, 31), StatutoryTermName.AUTUMN),
        (date(2027, 1, 1), StatutoryTermName.SPRING),
        (date(2027, 2, 12), StatutoryTermName.SPRING),
        (date(2027, 2, 22), StatutoryTermName.SPRING),
        (date(2027, 3, 29), StatutoryTermName.SPRING),
        (date(2027, 3, 30), StatutoryTermName.SUMMER),
        (date(2024, 4, 1), StatutoryTermName.SPRING),
        (date(2024, 4, 2), StatutoryTermName.SUMMER),
    ],
)
def test_a_statutory_term_ends_on_its_reference_date(day, term):
    found = statutory_term(day)

    assert found.name is term
    assert found.start <= day <= found.end


def test_half_term_never_starts_a_new_statutory_term():
    terms = {statutory_term(block.start) for block in TERMS_2026}

    assert len(terms) == 3
    assert [
        statutory_term(one.start) == statutory_term(two.end) for one, two in (TERMS_2026[:2], TERMS_2026[2:4])
    ]


def test_a_school_year_starts_after_july():
    assert school_year_begins_in(date(2026, 7, 31)) == 2025
    assert school_year_begins_in(date(2026, 8, 1)) == 2026
    assert school_year_begins_in(date(2028, 2, 29)) == 2027


@pytest.mark.parametrize(
    ("born", "starts"),
    [
        (date(2021, 8, 31), date(2026, 8, 31)),
        (date(2021, 9, 1), date(2026, 12, 31)),
        (date(2021, 12, 31), date(2026, 12, 31)),
        (date(2022, 1, 1), date(2027, 3, 31)),
        (date(2022, 4, 1), date(2027, 8, 31)),
        (date(2020, 2, 29), date(2025, 3, 31)),
    ],
)
def test_compulsory_school_age_starts_on_the_prescribed_day(born, starts):
    assert compulsory_school_age_starts(born) == starts


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2010, 11, 5), date(2027, 6, 25)),
        (date(2011, 2, 15), date(2027, 6, 25)),
        (date(2011, 8, 31), date(2027, 6, 25)),
        (date(2011, 9, 1), date(2028, 6, 30)),
        (date(2012, 2, 29), date(2028, 6, 30)),
    ],
)
def test_compulsory_school_age_ends_on_the_last_friday_in_june(born, ends):
    assert compulsory_school_age_ends(born) == ends
    assert ends.weekday() == 4


def test_two_years_are_counted_through_the_summer():
    assert two_years().school_days_after(date(2026, 7, 20), 2) == date(2026, 9, 4)
