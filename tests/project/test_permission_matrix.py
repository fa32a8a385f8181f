"""Every address, by every method, for every role, on a record in every state.

What is expected is written down here, and does not look at the product's own table.
"""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.access.models import User
from casework.cases.models import Action, Case
from casework.deadlines.services import propose_setting
from exclusions.views.record import EVENTS
from tests.factories import people
from tests.factories.access import TeamFactory, UserFactory, holding, officer, senior
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.schools import ClosureFactory
from tests.journeys.second_factor import give_password_and_second_factor
from tests.project import declared
from tests.project.addresses import all_names
from tests.project.declared import CASE_ACTS, CHILD_ACTS, ON_A_CASE, ON_A_CHILD, ON_A_PAGE, PAGES
from tests.project.declared.cases import READ_CASE
from tests.project.declared.words import (
    BOTH,
    CASE_STATES,
    CASEWORKERS,
    CHILD_STATES,
    EVERY_ROLE,
    POST,
    ROLES,
)

TODAY = date(2026, 9, 22)
BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = [
    # Some three thousand requests.
    pytest.mark.slow,
    pytest.mark.django_db,
]

STRANGER = "signed out"

# An action that was handed over: its owner and its team finish it.
HANDED_OVER = "desk:finish_action"
# A person's own sign-in, whatever their role. What is not set up yet is not there.
OWN_ACCOUNT = {
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
# A person's calendar, to whoever has the secret in its address: there is none here.
FEED = "desk:feed"
# Open to anybody.
PUBLIC = {"account_login", "account_inactive", "mfa_authenticate", "health"}

ALLOWED, FORBIDDEN, NOT_THERE, NO_SUCH_METHOD, SIGN_IN = "allowed", 403, 404, 405, "sign in"


def expected_on_a_case(role, state, act):
    """What somebody may not read does not exist; what they may read and not change is refused."""
    if role not in READ_CASE:
        return FORBIDDEN
    if state not in READ_CASE[role]:
        return NOT_THERE
    return ALLOWED if state in CASE_ACTS[act].get(role, set()) else FORBIDDEN


def expected_on_a_child(role, state, act):
    if role not in CHILD_ACTS[act]:
        return FORBIDDEN
    return NOT_THERE if state == "restricted" else ALLOWED


def expected_on_a_page(role, act):
    """A room says who may; or who may, and for whom what the address names is not there."""
    who = PAGES[act]
    if isinstance(who, dict):
        return NOT_THERE if role in who["not there"] else ALLOWED if role in who["allowed"] else FORBIDDEN
    return ALLOWED if role in who else FORBIDDEN


def by_method(expected, method, methods):
    return NO_SUCH_METHOD if expected == ALLOWED and method not in methods else expected


def said(response):
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    return ALLOWED if response.status_code in (200, 302) else response.status_code


class World:
    """One county with a case in each state. Its people are made once for the module."""

    def __init__(self):
        self.county = TeamFactory(name="County")
        self.team = TeamFactory(name="North", parent=self.county)
        self.elsewhere = TeamFactory(name="Elsewhere")
        self.school = school_with_terms()
        self.people = {name: self.person(name, role) for name, role in ROLES.items()}
        self.cases = {state: self.case(state) for state in CASE_STATES}
        self.children = {
            "unrestricted": people.child(),
            "restricted": people.restricted(people.child()),
            "restricted and named": self.named_on(people.restricted(people.child()), "people.view_child"),
        }
        self.somebody = officer(self.team)
        self.gone = officer(self.team, is_active=False)
        self.closure = ClosureFactory(school=self.school, starts_on=date(2026, 11, 30))
        self.setting = propose_setting(
            key="day1_mode",
            value="same_day",
            starts_on=date(2026, 9, 1),
            reason="To try",
            by=senior(self.team),
        )
        self.actions = {"own": self.action(self.team), "another team's": self.action(self.elsewhere)}

    def person(self, name, role):
        if role is None:
            return UserFactory(name=name)
        return holding(role, self.county if role is Role.MANAGER else self.team, name=name)

    def case(self, state):
        team = self.elsewhere if state == "another team's" else self.team
        case = permanent_exclusion(team=team, school=self.school)
        if state.startswith("restricted"):
            case.is_restricted = True
            case.save()
        if state.startswith("child restricted"):
            people.restricted(case.child)
        if state == "restricted and named":
            self.named_on(case, "cases.view_case")
        if state == "child restricted and named":
            self.named_on(case.child, "people.view_child")
        # Cases that are theirs are in another team, so that nothing else gives them away.
        if state in ("allocated to them", "opened by them"):
            Case.objects.filter(pk=case.pk).update(team=self.elsewhere)
        case.deadline = deadline_of(case)
        return case

    def named_on(self, record, permission):
        for person in self.people.values():
            assign_perm(permission, person, record)
        return record

    def action(self, team):
        return Action.objects.create(
            child=self.children["unrestricted"],
            text="Tell the panel",
            team=team,
            owner=team.watched_by,
            created_by=self.somebody,
        )

    def hand_to(self, person):
        """Let the cases that are theirs, and what else belongs to one person, be this person's."""
        for state, field in (
            ("allocated to them", "officer"),
            ("restricted and allocated to them", "officer"),
            ("opened by them", "opened_by"),
        ):
            Case.objects.filter(pk=self.cases[state].pk).update(**{field: person})
        for room in declared.ROOMS:
            if hasattr(room, "hand_to"):
                room.hand_to(self, person)

    def case_address(self, name, state, page="education"):
        case = self.cases[state]
        parts = {"reference": case.reference}
        if "deadline" in name or "not_applicable" in name:
            parts["pk"] = case.deadline.pk
        if name == "exclusions:record":
            parts["page"] = page
        parts |= declared.parts_on_a_case(name, self, case)
        return reverse(name, kwargs=parts)

    def child_address(self, name, state):
        part = "child" if name.startswith("exclusions:") else "public_id"
        child = self.children[state]
        more = declared.parts_on_a_child(name, self, child)
        return reverse(name, kwargs={part: child.public_id} | more)

    def page_address(self, name):
        return reverse(name, kwargs=declared.parts_of(name, self) or {})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(TODAY)


@pytest.fixture(params=[*ROLES, STRANGER])
def somebody(request, world):
    """Somebody with each role, and somebody who has not signed in."""
    client = Client()
    role = request.param
    if role != STRANGER:
        client.force_login(world.people[role], backend=BACKEND)
        world.hand_to(world.people[role])
    return SimpleNamespace(role=role, client=client)


def differences(somebody, asked):
    """Ask each address by both methods, undo what that did, and list the answers that are not as declared."""
    wrong = []
    for address, methods, expected in asked:
        for method in ("get", "post"):
            before = transaction.savepoint()
            answer = said(getattr(somebody.client, method)(address))
            transaction.savepoint_rollback(before)
            declared = SIGN_IN if somebody.role == STRANGER else by_method(expected, method, methods)
            if answer != declared:
                wrong.append(f"{method} {address}: {answer}, declared {declared}")
    return wrong


def test_every_address_is_declared():
    declared = {*ON_A_CASE, *ON_A_CHILD, *ON_A_PAGE, HANDED_OVER, FEED, *OWN_ACCOUNT, *PUBLIC}

    assert set(all_names()) == declared


def test_cases_answer_as_declared(somebody, world):
    asked = [
        (world.case_address(name, state), methods, expected_on_a_case(somebody.role, state, act))
        for name, (act, methods) in ON_A_CASE.items()
        for state in CASE_STATES
    ]

    assert differences(somebody, asked) == []


def test_every_page_that_records_an_event_answers_as_the_first(somebody, world):
    asked = [
        (
            world.case_address("exclusions:record", state, page),
            BOTH,
            expected_on_a_case(somebody.role, state, "write"),
        )
        for page in EVENTS
        for state in ("their team's", "restricted")
    ]

    assert differences(somebody, asked) == []


def test_children_answer_as_declared(somebody, world):
    asked = [
        (world.child_address(name, state), methods, expected_on_a_child(somebody.role, state, act))
        for name, (act, methods) in ON_A_CHILD.items()
        for state in CHILD_STATES
    ]

    assert differences(somebody, asked) == []


def test_other_pages_answer_as_declared(somebody, world):
    asked = [
        (world.page_address(name), methods, expected_on_a_page(somebody.role, act))
        for name, (act, methods) in ON_A_PAGE.items()
    ]

    assert differences(somebody, asked) == []


def test_actions_are_finished_by_those_they_were_handed_to(somebody, world):
    # Business support holds what it was handed; the auditor is in the team and changes nothing.
    finishes = CASEWORKERS - {"manager"}
    reads = EVERY_ROLE - {"analyst", "administrator"}
    own = ALLOWED if somebody.role in finishes else NOT_THERE if somebody.role == "manager" else FORBIDDEN
    asked = [
        (reverse(HANDED_OVER, args=[world.actions["own"].pk]), POST, own),
        (
            reverse(HANDED_OVER, args=[world.actions["another team's"].pk]),
            POST,
            NOT_THERE if somebody.role in reads else FORBIDDEN,
        ),
    ]
    posted = [each for each in differences(somebody, asked) if each.startswith("post")]

    assert posted == []


def test_everybody_keeps_their_own_sign_in(somebody, world):
    if somebody.role != STRANGER:
        person = User.objects.get(pk=world.people[somebody.role].pk)
        give_password_and_second_factor(person)
        somebody.client.force_login(person, backend=BACKEND)
    for name in sorted(OWN_ACCOUNT):
        before = transaction.savepoint()
        answer = said(somebody.client.get(reverse(name)))
        transaction.savepoint_rollback(before)

        assert answer == SIGN_IN if somebody.role == STRANGER else answer in (ALLOWED, NOT_THERE), name


def test_what_is_open_to_anybody_is_open(somebody):
    for name in sorted(PUBLIC):
        assert somebody.client.get(reverse(name)).status_code in (200, 302), name


def test_an_address_of_nothing_answers_as_one_out_of_reach(world):
    """The same bytes: a restricted child leaves no trace."""
    client = Client()
    client.force_login(world.people["officer"], backend=BACKEND)
    hidden = world.case_address("desk:case", "restricted")
    nothing = reverse("desk:case", args=["EXC-1999-00001"])

    assert page_without_tokens(client.get(hidden)) == page_without_tokens(client.get(nothing))


def page_without_tokens(response):
    assert response.status_code == 404
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.text)
    return re.sub(r"X-CSRFToken[^}]+|nonce=\"[^\"]+\"", "", text)


def test_a_calendar_without_its_secret_is_not_there(somebody):
    assert somebody.client.get(reverse(FEED, args=["nothing"])).status_code == NOT_THERE
