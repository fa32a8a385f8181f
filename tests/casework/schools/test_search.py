"""Text as it is searched."""

import pytest

from casework.schools.search import fold, school_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("St Mary's C.E. (VA) School, Thame", "st marys c e va school thame"),
        ("O’Neill", "oneill"),
        ("École Sainte-Thérèse", "ecole sainte therese"),
        ("Søren Łukasz Æthel", "soren lukasz aethel"),
        ("St Thomas \u0430 Becket", "st thomas a becket"),
        ("Straße", "strasse"),
        ("ﬁrst", "first"),
        ("  ", ""),
        ("%_*", ""),
    ],
)
def test_fold_leaves_out_accents_capitals_and_punctuation(text, folded):
    assert fold(text) == folded


def test_a_school_is_found_by_its_postcode_with_and_without_the_space_and_by_its_numbers():
    text = school_text(
        name="Cheney School", town="Oxford", postcode="OX3 7QH", urn="139146", dfe_number="931/4120"
    )

    assert text == "cheney school oxford ox3 7qh ox37qh 139146 9314120"


def test_a_name_that_folds_to_more_than_its_column_holds_is_cut():
    text = school_text(name="\ufdfa" * 100, town="", postcode="", urn="139146", dfe_number="")

    assert len(text) == 400
