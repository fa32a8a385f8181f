from datetime import date

import pytest
from django.db import IntegrityError, transaction

from casework.access.choices import Reach, Role, Verb
from casework.access.models import Membership, Team, User
from casework.access.permissions import may
from casework.access.rules import TABLE, Standing, teams_below
from tests.factories.access import TeamFactory, UserFactory, holding, manager, officer, senior

TODAY = date(2026, 9, 21)


def fresh(user):
    """The person as the next request loads them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "counts"),
    [
        (date(2026, 9, 22), None, False),
        (date(2026, 9, 21), None, True),
        (date(2026, 9, 1), date(2026, 9, 20), False),
        (date(2026, 9, 1), date(2026, 9, 21), True),
    ],
)
def test_a_role_counts_from_its_first_day_to_its_last(clock_stands_at, starts_on, ends_on, counts):
    clock_stands_at(TODAY)
    user = UserFactory()
    Membership.objects.create(
        user=user, team=TeamFactory(), role=Role.OFFICER, starts_on=starts_on, ends_on=ends_on
    )

    assert fresh(user).standing.holds(Role.OFFICER) is counts


@pytest.mark.django_db
def test_somebody_deactivated_holds_nothing():
    user = officer(is_active=False)

    assert fresh(user).standing == Standing()


@pytest.mark.django_db
def test_an_officer_reaches_their_team_and_a_manager_the_teams_below():
    county = TeamFactory()
    north = TeamFactory(parent=county)
    banbury = TeamFactory(parent=north)
    elsewhere = TeamFactory()

    assert officer(north).standing.scope(Verb.READ_CASE).team_ids == {north.pk}
    assert senior(county).standing.scope(Verb.READ_CASE).team_ids == {county.pk}
    assert manager(county).standing.scope(Verb.READ_CASE).team_ids == {county.pk, north.pk, banbury.pk}
    assert elsewhere.pk not in manager(county).standing.scope(Verb.READ_CASE).team_ids


@pytest.mark.django_db
def test_two_roles_reach_as_far_as_both():
    north, south = TeamFactory(), TeamFactory()
    user = officer(north)
    Membership.objects.create(user=user, team=south, role=Role.SENIOR, starts_on=date(2020, 1, 1))

    assert user.standing.scope(Verb.READ_CASE).team_ids == {north.pk, south.pk}
    assert user.standing.scope(Verb.REALLOCATE).team_ids == {south.pk}


@pytest.mark.django_db
def test_a_person_without_a_role_may_nothing():
    user = UserFactory()

    assert not any(may(user, verb) for verb in Verb)


@pytest.mark.django_db
def test_a_staff_or_superuser_flag_gives_nothing():
    user = UserFactory(is_staff=True, is_superuser=True)

    assert not any(may(user, verb) for verb in Verb)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
@pytest.mark.parametrize(
    "verb", [Verb.FIND_CHILD, Verb.CHANGE_CHILD, Verb.OPEN_CASE, Verb.READ_CASE, Verb.WRITE_CASE]
)
def test_analysts_and_administrators_reach_no_child(role, verb):
    assert TABLE[verb].get(role, Reach.NOTHING) is Reach.NOTHING


def test_every_verb_is_in_the_table():
    assert set(TABLE) == set(Verb)


def test_a_circle_of_teams_ends_where_it_began():
    assert teams_below({1: 2, 2: 1}) == {1: frozenset({2}), 2: frozenset({1})}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"role": Role.OFFICER, "starts_on": date(2026, 9, 2), "ends_on": date(2026, 9, 1)},
        {"role": Role.AUDITOR, "starts_on": date(2026, 9, 2), "ends_on": None},
    ],
    ids=["ends before it starts", "an auditor without an end"],
)
def test_the_database_refuses_a_membership_that_cannot_be(broken):
    user, team = UserFactory(), TeamFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, team=team, **broken)


@pytest.mark.django_db
def test_only_one_team_takes_what_nobody_else_does():
    TeamFactory(is_fallback=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        TeamFactory(is_fallback=True)
    assert Team.objects.filter(is_fallback=True).count() == 1


@pytest.mark.django_db
def test_standing_takes_two_questions(django_assert_num_queries):
    user = fresh(holding(Role.MANAGER))

    with django_assert_num_queries(2):
        user.standing.scope(Verb.READ_CASE)
        user.standing.scope(Verb.WRITE_CASE)
