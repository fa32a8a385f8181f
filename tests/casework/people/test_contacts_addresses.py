"""Whose address somebody may be told."""

import pytest

from casework.people.family_rules import (
    THE_CHILD,
    Home,
    Kept,
    addresses_left_out,
    lives_at_one_kept_from_them,
)

MOTHER, FATHER, GRAN, UNCLE = 1, 2, 3, 4
CHILD = Home(THE_CHILD, "12 High Street\nOxford", "OX1 1ND")
WITH_CHILD = Home(MOTHER, is_with_child=True)
FATHERS = Home(FATHER, "3 Mill Lane", "OX2 2AA")
GRANS = Home(GRAN, "12, High St, Oxford", "ox11nd")
UNCLES = Home(UNCLE, "14 High Street", "OX1 1ND")
FAMILY = [CHILD, WITH_CHILD, FATHERS, GRANS, UNCLES]


@pytest.mark.parametrize(
    ("kept", "homes", "left_out"),
    [
        ([], FAMILY, set()),
        ([Kept(THE_CHILD, FATHER)], [CHILD, FATHERS], {THE_CHILD}),
        ([Kept(THE_CHILD, GRAN)], [CHILD, FATHERS], set()),
        ([Kept(THE_CHILD, FATHER)], FAMILY, {THE_CHILD, MOTHER, GRAN}),
        ([Kept(MOTHER, FATHER)], FAMILY, {THE_CHILD, MOTHER, GRAN}),
        ([Kept(UNCLE, FATHER)], FAMILY, {UNCLE}),
        ([Kept(MOTHER, FATHER)], [Home(THE_CHILD), WITH_CHILD, FATHERS], {THE_CHILD, MOTHER}),
        ([Kept(UNCLE, FATHER)], [CHILD, Home(UNCLE), Home(GRAN)], {UNCLE}),
        ([Kept(UNCLE, FATHER)], [], {UNCLE}),
        ([Kept(UNCLE, FATHER)], [Home(UNCLE, "The Barn", ""), Home(GRAN, "the  barn.", "")], {UNCLE, GRAN}),
        ([Kept(THE_CHILD, FATHER)], [CHILD, Home(FATHER, "12 High Street", "OX1 1ND")], {THE_CHILD}),
        (
            [Kept(MOTHER, FATHER)],
            [CHILD, Home(MOTHER, "12 High Street", "OX1 1ND", is_with_child=False), FATHERS],
            {THE_CHILD, MOTHER},
        ),
    ],
    ids=[
        "nothing is kept",
        "the child's",
        "kept from somebody else",
        "with everybody who lives with the child, or at the same number and postcode",
        "the mother's, and so the child's who lives with her",
        "next door is another address",
        "known to be together, though nobody wrote the address down",
        "two unknown addresses are not the same",
        "nothing is known of where anybody lives",
        "the same words without a postcode",
        "never their own",
        "typed for the mother as well",
    ],
)
def test_addresses_are_left_out(kept, homes, left_out):
    assert addresses_left_out(FATHER, kept=kept, homes=homes) == left_out


def test_an_old_address_of_somebody_who_lives_with_the_child_says_nothing():
    moved_in = Home(MOTHER, "3 Mill Lane", "OX2 2AA", is_with_child=True)

    assert addresses_left_out(GRAN, kept=[Kept(FATHER, GRAN)], homes=[CHILD, moved_in, FATHERS]) == {FATHER}


@pytest.mark.parametrize(
    ("home", "is_at_home"),
    [
        (FATHERS, False),
        (Home(FATHER, "12 high street Oxford", "OX1 1ND"), True),
        (Home(FATHER, is_with_child=True), True),
    ],
)
def test_somebody_who_lives_there_cannot_be_kept_from_knowing(home, is_at_home):
    kept = [Kept(THE_CHILD, FATHER)]

    assert lives_at_one_kept_from_them(FATHER, kept=kept, homes=[CHILD, home]) is is_at_home
