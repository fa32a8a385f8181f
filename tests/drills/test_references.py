"""References are given one after the other, however many ask at once, and none is left out."""

from datetime import date

import pytest
from django.db import transaction

from casework.cases.models import ReferenceCounter
from casework.cases.services.lifecycle import next_reference
from tests.factories.exclusions import permanent_exclusion

NUMBER = 500
THREADS = 10


def give(year=2026):
    with transaction.atomic():
        return next_reference(prefix="EXC", year=year)


@pytest.mark.django_db
def test_references_count_up_by_year():
    assert [give(), give(), give(2027), give()] == [
        "EXC-2026-00001",
        "EXC-2026-00002",
        "EXC-2027-00001",
        "EXC-2026-00003",
    ]


@pytest.mark.django_db
def test_a_case_that_was_not_saved_leaves_no_gap():
    class CutOff(Exception):
        pass

    give()

    def give_and_break():
        with transaction.atomic():
            next_reference(prefix="EXC", year=2026)
            raise CutOff

    with pytest.raises(CutOff):
        give_and_break()

    assert give() == "EXC-2026-00002"


@pytest.mark.django_db
def test_the_year_of_a_reference_is_that_of_its_opening():
    case = permanent_exclusion(decision_on=date(2026, 12, 18), on=date(2027, 1, 4))

    assert case.reference == "EXC-2027-00001"


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_five_hundred_at_once_are_all_different_and_leave_no_gap(all_at_once):
    def give_some():
        return [give() for _ in range(NUMBER // THREADS)]

    given = all_at_once([give_some] * THREADS)

    assert not [answer for answer in given if isinstance(answer, Exception)]
    references = [reference for some in given for reference in some]
    assert sorted(references) == [f"EXC-2026-{number:05}" for number in range(1, NUMBER + 1)]


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_those_that_are_taken_back_at_the_same_time_leave_no_gap(all_at_once):
    class TakenBack(Exception):
        pass

    def give_and_take_back():
        kept = []
        for turn in range(NUMBER // THREADS):
            try:
                with transaction.atomic():
                    reference = next_reference(prefix="EXC", year=2026)
                    if turn % 3 == 0:
                        raise TakenBack
                    kept.append(reference)
            except TakenBack:
                continue
        return kept

    given = all_at_once([give_and_take_back] * THREADS)

    references = sorted(reference for some in given for reference in some)
    assert references == [f"EXC-2026-{number:05}" for number in range(1, len(references) + 1)]
    assert ReferenceCounter.objects.get().last_number == len(references)
