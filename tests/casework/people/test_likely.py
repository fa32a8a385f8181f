"""Who may be the child about to be added: how two compare, who is compared, and what the page shows."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import LookAction
from casework.access.models import AccessLogEntry
from casework.people.choices import IdentifierKind, NameKind
from casework.people.finding import likely_same, likely_same_many
from casework.people.finding.rules import (
    Agreement,
    Name,
    Person,
    compare,
    compare_addresses,
    compare_dates,
    compare_words,
)
from casework.people.models import Child, ChildIdentifier, ChildName
from casework.people.rules import upn_check_letter
from casework.people.services import ContactDetails, keep_words
from tests.casework.people.test_add_child import PARENT, add, text_of
from tests.factories import people
from tests.factories.access import officer

BORN = date(2013, 5, 4)
FIGURES = "801200001001"
UPN = upn_check_letter("A" + FIGURES) + FIGURES
SAME, ALIKE, NEAR, DIFFERENT, NOT_KNOWN = (
    Agreement.SAME,
    Agreement.ALIKE,
    Agreement.NEAR,
    Agreement.DIFFERENT,
    Agreement.NOT_KNOWN,
)


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (BORN, BORN, SAME),
        (BORN, date(2013, 4, 5), ALIKE),
        (BORN, date(2013, 5, 14), ALIKE),
        (BORN, date(2013, 5, 5), ALIKE),
        (BORN, date(2014, 5, 4), ALIKE),
        (BORN, date(2019, 5, 4), ALIKE),
        (BORN, date(2013, 5, 27), NEAR),
        (BORN, date(2013, 6, 8), NEAR),
        (BORN, date(2013, 6, 9), DIFFERENT),
        (BORN, date(2012, 4, 20), NEAR),
        (BORN, date(2011, 7, 9), DIFFERENT),
        (date(2012, 2, 29), date(2012, 3, 1), NEAR),
        (date(9999, 12, 31), date(1, 1, 1), DIFFERENT),
        (None, BORN, NOT_KNOWN),
    ],
)
def test_birth_dates_compare_by_slips_of_hand_and_memory(one, other, agreement):
    assert compare_dates(one, other) is agreement


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Amelia", "AMÉLIA", SAME),
        ("Amelia Rose", "Amelia", SAME),
        ("Anne-Marie", "Annemarie", SAME),
        ("Smith-Jones", "Jones", ALIKE),
        ("Amelia", "Ameila", ALIKE),
        ("Stephen", "Steven", ALIKE),
        ("Amelia Rose", "Amelia Grace", ALIKE),
        ("Amelia", "Oliver", DIFFERENT),
        ("", "Oliver", NOT_KNOWN),
        ("...", "Oliver", NOT_KNOWN),
    ],
)
def test_names_compare_without_case_accents_and_spelling(one, other, agreement):
    assert compare_words(one, other) is agreement


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("1 High Street\nOxford", "1, High Street, Oxford", SAME),
        ("1 High Street, Oxford", "1 High Street, Oxfrod, OX1", ALIKE),
        ("1 High Street, Oxford", "99 Mill Lane, Banbury", DIFFERENT),
    ],
)
def test_addresses_compare_by_their_words(one, other, agreement):
    assert compare_addresses([one], [other]) is agreement


def person(forenames="Amelia", surname="Smith", born=BORN, **more):
    home = {"postcodes": frozenset({"OX1 1ND"}), "addresses": ("1 High Street",)}
    return Person(names=(Name(forenames, surname),), born=born, **(home | more))


HOME_ELSEWHERE = {"postcodes": frozenset({"RG2 7AA"}), "addresses": ("99 Mill Lane",)}


@pytest.mark.parametrize(
    "other",
    [
        person(),
        person(**HOME_ELSEWHERE),
        person(surname="Jones", **HOME_ELSEWHERE),
        person(forenames="Smith", surname="Amelia", **HOME_ELSEWHERE),
        person(forenames="Ameila", surname="Smyth", born=date(2013, 4, 5), **HOME_ELSEWHERE),
        person(forenames="Millie", **HOME_ELSEWHERE),
        person(born=date(2013, 6, 1), **HOME_ELSEWHERE),
    ],
)
def test_one_child_written_down_twice_is_likely(other):
    assert compare(person(), other).is_likely


@pytest.mark.parametrize(
    "other",
    [
        # Brothers and sisters share a name and a home.
        person(forenames="Oliver", born=date(2010, 9, 30), emails=frozenset({"a@home.example"})),
        person(born=date(2009, 11, 21), **HOME_ELSEWHERE),
        person(forenames="Oliver", surname="Jones", **HOME_ELSEWHERE),
    ],
)
def test_another_child_is_not_likely(other):
    assert not compare(person(emails=frozenset({"a@home.example"})), other).is_likely


@pytest.fixture
def here(db):
    parent = ContactDetails(name="Sam Smith", relationship="MOT", email="sam@home.example")
    child = people.child(
        forenames="Amelia Rose",
        surname="Smith",
        known_as="Millie",
        date_of_birth=BORN,
        upn=UPN,
        address="1 High Street\nOxford",
        postcode="OX1 1ND",
        parent=parent,
    )
    ChildName.objects.create(child=child, kind=NameKind.FORMER_LEGAL, surname="Featherstone")
    keep_words(child)
    ChildIdentifier.objects.create(child=child, kind=IdentifierKind.FORMER_UPN, value="Z801200001999")
    return child


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ({"forenames": "Amelia", "surname": "Smith", "date_of_birth": BORN}, ""),
        ({"forenames": "Emelia", "surname": "Smyth", "date_of_birth": BORN}, ""),
        ({"forenames": "Amelia", "surname": "Smith", "date_of_birth": date(2013, 4, 5)}, ""),
        ({"forenames": "Smith", "surname": "Amelia", "date_of_birth": date(2013, 4, 5)}, ""),
        ({"forenames": "Milly", "surname": "Smith", "date_of_birth": date(2013, 5, 20)}, ""),
        ({"forenames": "Amelia", "surname": "Featherstone", "date_of_birth": BORN}, ""),
        ({"forenames": "X", "surname": "Y", "date_of_birth": date(2009, 9, 9), "upn": UPN}, ""),
        ({"forenames": "X", "surname": "Y", "date_of_birth": date(2009, 9, 9), "upn": "z801200001999"}, ""),
        (
            {
                "forenames": "Ameila",
                "surname": "Lee",
                "date_of_birth": date(2013, 5, 6),
                "postcode": "OX1 1ND",
            },
            "",
        ),
        ({"forenames": "Ameila", "surname": "Lee", "date_of_birth": date(2013, 5, 6)}, "SAM@home.example"),
    ],
)
def test_the_indexes_lead_to_whoever_is_likely(here, typed, email):
    typed = people.DetailsFactory(**typed)

    assert [each.child for each in likely_same(typed, viewer=officer(), email=email)] == [here]


def test_many_are_compared_with_the_questions_of_one(here, django_assert_max_num_queries):
    who = officer()
    rows = [people.DetailsFactory(forenames="Amelia", surname="Smith", date_of_birth=BORN)] * 40
    rows.append(people.DetailsFactory(forenames="Nobody", surname="Else", date_of_birth=date(2009, 9, 9)))

    with django_assert_max_num_queries(8):
        found = likely_same_many(rows, viewer=who)

    assert [len(each) for each in found] == [1] * 40 + [0]


def test_a_restricted_child_is_likely_to_nobody_who_is_not_named(here):
    people.restricted(here)
    typed = people.DetailsFactory(forenames="Amelia", surname="Smith", date_of_birth=BORN, upn=UPN)

    assert likely_same(typed, viewer=officer()) == []


def test_what_was_typed_stands_beside_each_who_may_be_the_same(here, signed_in):
    page = text_of(
        add(
            signed_in(officer()),
            forenames="Emelia",
            surname="Smith",
            date_of_birth_day="5",
            date_of_birth_month="4",
            postcode="ox2 2nd",
            **PARENT,
        )
    )

    assert "Amelia Rose Smith, born 4 May 2013" in page
    for words in (
        "Emelia",
        "Day and month swapped",
        "OX2 2ND",
        "OX1 1ND",
        "Featherstone",
        "Sam Smith",
        "Similar",
        "Different",
        "Not typed",
    ):
        assert words in page, words
    assert Child.objects.count() == 1
    entry = AccessLogEntry.objects.get()
    assert (entry.child_id, entry.object_kind, entry.action) == (here.pk, "candidate", LookAction.SEARCH)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 10])
def test_showing_them_asks_the_database_as_much_however_many_they_are(
    signed_in, rows, django_assert_max_num_queries
):
    who = officer()
    for _ in range(rows):
        people.child(forenames="Amelia Rose", surname="Jones", by=who, address="1 Street", upn=UPN)
    client = signed_in(who)

    with django_assert_max_num_queries(20):
        page = text_of(add(client, **PARENT))

    assert "Is it one of these?" in page
    assert page.count("This is the child") == rows


@pytest.mark.django_db
def test_a_form_that_asks_again_leads_to_the_search(signed_in):
    assert reverse("people:find") in text_of(signed_in(officer()).get(reverse("people:add")))
