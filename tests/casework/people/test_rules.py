"""Numbers and their checks, postcodes, years, values of facts, and days that overlap."""

from datetime import date

import pytest

from casework.people import rules
from casework.people.choices import ETHNICITIES, LANGUAGES, IdentifierKind, StatusKind
from casework.people.rules import Span


@pytest.mark.parametrize(
    ("on", "earliest"),
    [(date(2026, 8, 31), date(2000, 9, 1)), (date(2026, 9, 1), date(2001, 9, 1))],
)
def test_the_earliest_date_of_birth_follows_the_academic_year(on, earliest):
    assert rules.earliest_date_of_birth(on) == earliest


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ox11nd", "OX1 1ND"), (" sw1a  2aa ", "SW1A 2AA"), ("OX1", ""), ("Oxford", ""), ("OX1 1N", "")],
)
def test_a_postcode_is_put_right_or_refused(typed, kept):
    assert rules.tidy_postcode(typed) == kept


@pytest.mark.parametrize(
    ("year", "name"), [(-3, ""), (-1, "Nursery"), (0, "Reception"), (9, "Year 9"), (14, "Year 14"), (15, "")]
)
def test_a_year_group_has_a_name_while_there_is_school(year, name):
    assert rules.year_group_name(year) == name


@pytest.mark.parametrize(
    "upn",
    [
        "B801200005001",
        "W931405024001",
        "K931405024002",
        "P825400119123",
        "J916540718777",
        "V93140502401A",
        "F93140502401Z",
    ],
)
def test_a_upn_whose_letter_fits_passes(upn):
    assert rules.upn_fault(upn) == ""


@pytest.mark.parametrize(
    ("upn", "said"),
    [
        ("A801200005001", "For these it would be B"),
        ("K931405024001", "For these it would be W"),
        ("A123456789123", "For these it would be P"),
        ("B80120000500", "this has 12"),
        ("I931405024001", "I, O and S are never used"),
        ("X80120000A001", "a letter, 11 numbers"),
        ("V93140502401O", "I, O and S are never used"),
        ("Q207000016049", "For these it would be P"),
    ],
)
def test_a_upn_that_cannot_be_is_refused_in_words(upn, said):
    assert said in rules.upn_fault(upn)


def test_a_upn_is_kept_in_capitals_without_spaces():
    assert rules.tidy_upn(" b801 2000 05001 ") == "B801200005001"


@pytest.mark.parametrize("uln", ["9276308686", "2442725095", "7111780026", "9614255489"])
def test_a_uln_whose_last_number_fits_passes(uln):
    assert rules.uln_fault(uln) == ""


@pytest.mark.parametrize(
    ("uln", "said"),
    [
        ("9276308687", "last number does not fit"),
        ("9999999999", "last number does not fit"),
        ("0276308686", "does not begin with 0"),
        ("927630868", "10 numbers"),
        ("92763O8686", "10 numbers"),
        ("", "10 numbers"),
    ],
)
def test_a_uln_that_cannot_be_is_refused_in_words(uln, said):
    assert said in rules.uln_fault(uln)


def test_other_numbers_are_kept_as_they_came():
    assert rules.tidy_identifier(IdentifierKind.SOCIAL_CARE, " 00 17-a ") == "00 17-a"
    assert rules.identifier_fault(IdentifierKind.SOCIAL_CARE, "00 17-a") == ""
    assert rules.tidy_identifier(IdentifierKind.ULN, "92763 08686") == "9276308686"


@pytest.mark.parametrize(
    ("kind", "value", "has_authority", "said"),
    [
        (StatusKind.SOCIAL_CARE, "cpp", False, ""),
        (StatusKind.SOCIAL_CARE, "", False, "Select an answer"),
        (StatusKind.SOCIAL_CARE, "XXX", False, "Select an answer"),
        (StatusKind.SEN_NEED, "ASD", False, ""),
        (StatusKind.YEAR_GROUP, "8", False, ""),
        (StatusKind.YEAR_GROUP, "99", False, "Select an answer"),
        (StatusKind.YOUNG_CARER, "", False, ""),
        (StatusKind.YOUNG_CARER, "Z", False, "Select an answer"),
        (StatusKind.EHC_PLAN, "", False, ""),
        (StatusKind.EHC_PLAN, "A", False, "has no value"),
        (StatusKind.LOOKED_AFTER, "", False, "Select the local authority"),
        (StatusKind.LOOKED_AFTER, "", True, ""),
        (StatusKind.HOME_AUTHORITY, "", True, ""),
    ],
)
def test_a_fact_has_what_its_kind_needs(kind, value, has_authority, said):
    fault = rules.fact_fault(kind, value=value, has_authority=has_authority)

    assert (said in fault) if said else fault == ""


def test_the_code_lists_are_whole():
    assert (len(ETHNICITIES), len(LANGUAGES)) == (24, 255)
    assert ETHNICITIES["WIRT"] == "White - Irish Traveller"


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (Span(date(2026, 1, 1), date(2026, 5, 3)), False),
        (Span(date(2026, 1, 1), date(2026, 5, 4)), True),
        (Span(date(2026, 5, 31), date(2026, 6, 9)), True),
        (Span(date(2026, 6, 1)), False),
        (Span(date(2026, 1, 1)), True),
    ],
)
def test_spans_overlap_where_they_share_a_day(other, overlaps):
    may = Span(date(2026, 5, 4), date(2026, 5, 31))

    assert may.overlaps(other) is other.overlaps(may) is overlaps


@pytest.mark.parametrize(("on", "stale"), [(date(2026, 11, 20), False), (date(2026, 11, 21), True)])
def test_a_fact_is_stale_the_day_after_the_limit(on, stale):
    assert rules.is_stale(confirmed_on=date(2026, 9, 21), on=on, after_days=60) is stale
