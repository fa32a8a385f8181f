"""Two officers save one case at the same moment: neither change is lost, and the second is told."""

import os
from datetime import date

import pytest

from casework.access.models import User
from casework.cases.models import Case
from casework.cases.services import CaseChanged
from exclusions.services import record_facts
from tests.factories.exclusions import permanent_exclusion

# As many as run in a quarter of a minute. The bar is a thousand: DRILL_PAIRS=1000 runs them in two minutes.
PAIRS = int(os.environ.get("DRILL_PAIRS", "120"))
SAVED_BY = ("Provider one", "Provider two")


def save(case, user, version, provider, day):
    return record_facts(
        case=case,
        facts={"provider": provider},
        told={},
        event="Education recorded",
        by=user,
        version=version,
        on=day,
    )


@pytest.mark.django_db
def test_who_saves_from_an_old_version_is_told_and_changes_nothing():
    case = permanent_exclusion()
    day = date(2026, 9, 22)
    save(case, case.officer, case.version, "First", day)

    with pytest.raises(CaseChanged) as told:
        save(case, case.officer, case.version, "Second", day)

    assert told.value.case.permanent_exclusion.provider == "First"
    assert Case.objects.get().permanent_exclusion.provider == "First"


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pairs_who_save_at_once_lose_nothing(all_at_once):
    """Two officers with threads of their own, each pair from the version both have on their screens."""
    case = permanent_exclusion()
    user = User.objects.get(pk=case.officer_id)
    day = date(2026, 9, 22)
    kept, refused, other = 0, 0, []
    version = Case.objects.get(pk=case.pk).version
    changes_before = case.permanent_exclusion.history.count()

    for pair in range(PAIRS):
        answers = all_at_once(
            [
                lambda who=who: save(case, user, version, f"{who} {pair}", day)  # noqa: B023 - run in this turn
                for who in SAVED_BY
            ]
        )
        refusals = [answer for answer in answers if isinstance(answer, CaseChanged)]
        other += [
            answer
            for answer in answers
            if isinstance(answer, Exception) and not isinstance(answer, CaseChanged)
        ]
        refused += len(refusals)
        kept += len(answers) - len(refusals)
        winner = next(
            who for who, answer in zip(SAVED_BY, answers, strict=True) if not isinstance(answer, Exception)
        )
        now = Case.objects.select_related("permanent_exclusion").get(pk=case.pk)
        assert now.permanent_exclusion.provider == f"{winner} {pair}"
        assert now.version == version + 1
        assert refusals[0].case.version == now.version
        version = now.version

    assert other == []
    assert (kept, refused) == (PAIRS, PAIRS)
    assert case.permanent_exclusion.history.count() == changes_before + PAIRS
