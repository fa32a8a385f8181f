"""The two ways of asking who reaches a case agree: one question for one case, and one query for a list."""

import itertools

import pytest
from guardian.shortcuts import assign_perm

from casework.access.choices import Role, Verb
from casework.access.models import Membership, User
from casework.cases.models import Case, Deadline
from casework.cases.permissions import reaches
from casework.people.models import Child
from tests.factories import people
from tests.factories.access import LONG_AGO, TeamFactory, UserFactory, holding, officer
from tests.factories.exclusions import permanent_exclusion, school_with_terms

VERBS_ON_A_CASE = (
    Verb.READ_CASE,
    Verb.WRITE_CASE,
    Verb.PROPOSE_NOT_APPLICABLE,
    Verb.APPROVE_NOT_APPLICABLE,
    Verb.REALLOCATE,
)
pytestmark = [
    # Some sixteen cases are logged before anything is asked.
    pytest.mark.slow,
    pytest.mark.django_db,
]


@pytest.fixture
def county():
    return TeamFactory(name="County")


@pytest.fixture
def cases(county):
    """A case for each mixture of team, restriction of the case, and restriction of the child."""
    north, elsewhere, school = TeamFactory(parent=county), TeamFactory(), school_with_terms()
    made = []
    for team, case_restricted, child_restricted in itertools.product(
        (county, north, elsewhere), (False, True), (False, True)
    ):
        case = permanent_exclusion(team=team, school=school)
        case.is_restricted = case_restricted
        case.save()
        if child_restricted:
            people.restricted(case.child)
        made.append(case)
    return made


def people_to_ask(county, cases):
    north = cases[4].team
    for role in Role:
        yield f"{role} of the county", holding(role, county)
        yield f"{role} of an area", holding(role, north)
        allocated = holding(role)
        Case.objects.filter(pk__in=[case.pk for case in cases[::2]]).update(officer=allocated)
        yield f"{role} who holds every other case", allocated
        named = holding(role)
        for case in cases[1::2]:
            assign_perm("cases.view_case", named, case)
        yield f"{role} named on every other case", named
        named_on_children = holding(role)
        for case in cases:
            assign_perm("people.view_child", named_on_children, case.child)
        yield f"{role} named on every child", named_on_children
    both = holding(Role.OFFICER, north)
    Membership.objects.create(user=both, team=county, role=Role.MANAGER, starts_on=LONG_AGO)
    yield "officer and manager", both
    yield "nobody", UserFactory()
    yield "a superuser without a role", UserFactory(is_superuser=True)


def test_one_question_and_one_query_agree(county, cases):
    disagreements = []
    for who, user in people_to_ask(county, cases):
        user = User.objects.get(pk=user.pk)
        for verb in VERBS_ON_A_CASE:
            listed = set(Case.objects.within(user, verb).values_list("pk", flat=True))
            for case in Case.objects.select_related("child"):
                if reaches(user, verb, case) is not (case.pk in listed):
                    disagreements.append(f"{who}: {verb}, {case.reference}")

    assert disagreements == []


def test_nobody_writes_what_they_may_not_read(county, cases):
    too_far = []
    for who, user in people_to_ask(county, cases):
        user = User.objects.get(pk=user.pk)
        read = set(Case.objects.within(user, Verb.READ_CASE))
        too_far += [
            f"{who}: {verb}" for verb in VERBS_ON_A_CASE if not set(Case.objects.within(user, verb)) <= read
        ]

    assert too_far == []


def test_deadlines_are_seen_with_their_cases(county, cases):
    for who, user in people_to_ask(county, cases):
        user = User.objects.get(pk=user.pk)
        seen = set(Deadline.objects.visible_to(user).values_list("case", flat=True))

        assert seen == set(Case.objects.visible_to(user).values_list("pk", flat=True)), who


def test_a_restricted_child_is_seen_by_those_who_are_named_alone():
    hidden = people.restricted(people.child())
    stranger, named = officer(), officer()
    assign_perm("people.view_child", named, hidden)

    assert not Child.objects.visible_to(stranger).filter(pk=hidden.pk).exists()
    assert Child.objects.visible_to(named).filter(pk=hidden.pk).exists()


def test_being_named_gives_nothing_without_a_role():
    hidden = people.restricted(people.child())
    nobody = UserFactory()
    assign_perm("people.view_child", nobody, hidden)

    assert not Child.objects.visible_to(nobody).exists()


def test_being_named_on_a_child_does_not_open_a_restricted_case():
    case = permanent_exclusion()
    people.restricted(case.child)
    case.is_restricted = True
    case.save()
    named = officer(case.team)
    assign_perm("people.view_child", named, case.child)

    assert not Case.objects.visible_to(named).exists()
    assert not reaches(named, Verb.READ_CASE, case)
