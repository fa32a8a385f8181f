"""What is to be done on a case: agreed, changed, done."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import Cover, User
from casework.cases.choices import ChronologyKind
from casework.cases.models import Action, CaseUserObjectPermission
from casework.cases.services import finish_action
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, officer, senior
from tests.factories.cases import closed
from tests.factories.exclusions import permanent_exclusion
from tests.factories.work import action_of
from tests.naughty import NUL, STRINGS

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
DUE = {"due_on_day": 25, "due_on_month": 9, "due_on_year": 2026}


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(name="North")


@pytest.fixture
def case(team):
    return permanent_exclusion(team=team)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, case, action=None) -> str:
    return reverse(f"cases:{name}", args=[case.reference, *([action.pk] if action else [])])


def typed(owner, **more):
    return DUE | {"token": str(uuid4()), "text": "Ring the school", "owner": owner} | more


def person(user) -> str:
    return f"person-{user.pk}"


def test_an_action_has_an_owner_and_a_day_and_stands_in_the_chronology(signed_in, team, case):
    colleague = officer(team, name="Priya Desai")
    client, data = signed_in(case.officer), typed(person(colleague))

    first, second = client.post(at("add_action", case), data), client.post(at("add_action", case), data)

    action = Action.objects.get()
    assert first.url == second.url
    assert (action.owner, action.team, action.due_on) == (colleague, team, date(2026, 9, 25))
    entry = case.chronology.get(kind=ChronologyKind.ACTION_AGREED)
    assert (entry.text, entry.details) == (
        "Action: Ring the school",
        ["For Priya Desai, by Friday 25 September 2026"],
    )
    page = text_of(client.get(case.get_absolute_url()))
    assert "Due Fri 25 Sep 2026" in page
    assert "Mark as done" in page


def test_an_action_may_go_to_the_inbox_of_another_team(signed_in, case):
    south = TeamFactory(name="South")

    signed_in(case.officer).post(at("add_action", case), typed(f"inbox-{south.pk}"))

    action = Action.objects.get()
    assert (action.team, action.owner) == (south, south.watched_by)
    page = text_of(signed_in(case.officer).get(case.get_absolute_url()))
    assert "inbox of South" in page
    assert "Mark as done" not in page


def test_an_action_on_a_restricted_case_goes_to_people_named_on_it(signed_in, team, case):
    named = officer(team, name="Named Person")
    officer(team, name="Unnamed Person")
    case.is_restricted = True
    case.save()
    CaseUserObjectPermission.objects.assign_perm("view_case", named, case)
    formerly = officer(team, name="Formerly Named")
    CaseUserObjectPermission.objects.assign_perm("view_case", formerly, case)
    CaseUserObjectPermission.objects.filter(user=formerly).update(ends_on=date(2026, 9, 20))

    page = text_of(signed_in(named).get(at("add_action", case)))

    assert "Named Person</option>" in page
    assert "Unnamed Person" not in page
    assert "Formerly Named" not in page
    assert "Inbox of" not in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": ""}, "Enter what is to be done"),
        ({"text": NUL}, "hidden character"),
        ({"text": "x" * 401}, "400"),
        ({"owner": ""}, "Select who is to do it"),
        ({"owner": "person-999999"}, "Select who is to do it"),
        ({"due_on_day": 20}, "The day it is due must be today or later"),
        ({"due_on_day": ""}, "must include a day"),
    ],
)
def test_an_action_is_not_agreed_without_what_it_needs(signed_in, case, data, message):
    page = text_of(signed_in(case.officer).post(at("add_action", case), typed(person(case.officer)) | data))

    assert message in page
    assert "<title>Error:" in page
    assert not Action.objects.exists()


def test_a_closed_case_takes_no_action(signed_in, case):
    closed(case, by=case.officer, on=MONDAY)

    page = text_of(signed_in(case.officer).post(at("add_action", case), typed(person(case.officer))))

    assert "The case is closed" in page


@pytest.mark.parametrize("name", ["add_action", "change_action", "finish_action"])
def test_a_case_of_another_team_does_not_exist(signed_in, case, name):
    action = None if name == "add_action" else action_of(case)

    assert signed_in(senior()).get(at(name, case, action)).status_code == 404
    assert signed_in(senior()).post(at(name, case, action)).status_code == 404


def test_a_colleague_who_reads_agrees_and_changes_nothing(signed_in, team, case):
    action = action_of(case)
    client = signed_in(officer(team))

    assert client.get(at("add_action", case)).status_code == 403
    assert client.get(at("change_action", case, action)).status_code == 403


def test_an_auditor_finishes_nothing(signed_in, team, case):
    auditor = holding(Role.AUDITOR, team)
    CaseUserObjectPermission.objects.assign_perm("view_case", auditor, case)

    assert signed_in(auditor).get(at("finish_action", case, action_of(case))).status_code == 403


def change(action, **more):
    seen = f"{action.owner_id}.{action.due_on.isoformat() if action.due_on else ''}"
    return DUE | {"owner": person(action.owner), "reason": "She is away", "seen": seen} | more


def test_owner_and_day_change_with_a_reason(signed_in, team, case):
    action = action_of(case)
    colleague = officer(team)

    signed_in(case.officer).post(at("change_action", case, action), change(action, owner=person(colleague)))

    before = action.owner
    action.refresh_from_db()
    assert (action.owner, action.due_on) == (colleague, date(2026, 9, 25))
    entry = case.chronology.get(kind=ChronologyKind.ACTION_AGREED)
    assert entry.details == [
        f"For {colleague} now, before: {before}",
        "Due Friday 25 September 2026, before: no date",
        "She is away",
    ]
    assert action.history.latest().history_user == case.officer


def test_two_people_do_not_overwrite_each_other(signed_in, team, case):
    action = action_of(case)
    data = change(action)
    Action.objects.filter(pk=action.pk).update(owner=officer(team, name="Taken Over"))
    client = signed_in(case.officer)

    page = text_of(client.post(at("change_action", case, action), data))

    assert "Somebody changed this action after you opened it. Now: For Taken Over" in page
    assert "She is away" in page
    action.refresh_from_db()
    seen = f"{action.owner_id}."
    assert seen in page
    client.post(at("change_action", case, action), data | {"seen": seen})
    action.refresh_from_db()
    assert action.owner == case.officer


@pytest.mark.parametrize("seen", ["", "x", "1.nonsense"])
def test_a_page_that_says_nothing_of_what_it_showed_changes_nothing(signed_in, case, seen):
    action = action_of(case)

    answer = signed_in(case.officer).post(at("change_action", case, action), change(action, seen=seen))

    assert answer.status_code == 200
    assert case.chronology.filter(kind=ChronologyKind.ACTION_AGREED).count() == 0


def test_an_action_that_is_done_says_what_came_of_it(signed_in, case):
    action = action_of(case, due_on=date(2026, 9, 18))
    client = signed_in(case.officer)
    done = {"done_on_day": 21, "done_on_month": 9, "done_on_year": 2026}
    assert "Overdue" in text_of(client.get(case.get_absolute_url()))
    assert "Enter what came of it" in text_of(client.post(at("finish_action", case, action), done))

    client.post(at("finish_action", case, action), done | {"outcome": "They will send the letter"})

    action.refresh_from_db()
    assert (action.done_on, action.outcome) == (MONDAY, "They will send the letter")
    entry = case.chronology.get(kind=ChronologyKind.ACTION_DONE)
    assert entry.details == ["They will send the letter"]
    page = text_of(client.get(case.get_absolute_url()))
    assert "Done Mon 21 Sep 2026, late" in page
    assert "1 action done" in page


def absent_in_another_team(case, *, stand_in, ends_on=MONDAY):
    """Somebody of another team owns an action of the case, and is away while a colleague stands in."""
    away = officer(stand_in.memberships.get().team, name="Tom Baker")
    action = action_of(case, owner=away)
    # Only the owner reaches it: the team it was given to is neither the case's nor the stand-in's.
    Action.objects.filter(pk=action.pk).update(team=TeamFactory())
    Cover.objects.create(
        officer=away, covered_by=stand_in, starts_on=date(2026, 9, 14), ends_on=ends_on, arranged_by=away
    )
    action.refresh_from_db()
    return action


def test_whoever_stands_in_finishes_what_somebody_away_has_to_do(team, case):
    stand_in = officer(TeamFactory())
    action = absent_in_another_team(case, stand_in=stand_in)

    finish_action(action=action, by=User.objects.get(pk=stand_in.pk), done_on=MONDAY, outcome="Rung")

    action.refresh_from_db()
    assert action.done_on == MONDAY
    assert action.history.latest().history_user == stand_in


def test_an_action_is_the_owners_alone_again_when_the_cover_is_over(team, case):
    stand_in = officer(TeamFactory())
    action = absent_in_another_team(case, stand_in=stand_in, ends_on=date(2026, 9, 20))

    with pytest.raises(PermissionDenied):
        finish_action(action=action, by=User.objects.get(pk=stand_in.pk), done_on=MONDAY)


def test_a_stand_in_marks_it_as_done_from_their_own_work(signed_in, team, case):
    away, stand_in = case.officer, officer(team)
    action = action_of(case)
    Action.objects.filter(pk=action.pk).update(team=TeamFactory())
    done = reverse("desk:finish_action", args=[action.pk])
    assert signed_in(stand_in).post(done).status_code in (403, 404)
    Cover.objects.create(
        officer=away, covered_by=stand_in, starts_on=MONDAY, ends_on=MONDAY, arranged_by=away
    )

    page = text_of(signed_in(stand_in).get(reverse("desk:my_work")))
    assert done in page
    assert signed_in(stand_in).post(done).status_code == 302

    action.refresh_from_db()
    assert action.done_on == MONDAY


def test_what_is_done_is_not_changed(signed_in, case):
    action = action_of(case)
    Action.objects.filter(pk=action.pk).update(done_on=MONDAY)

    page = text_of(signed_in(case.officer).post(at("change_action", case, action), change(action)))

    assert "The action is done already" in page


def test_text_comes_back_as_it_was_typed(signed_in, case):
    client = signed_in(case.officer)
    for words in STRINGS:
        kept = " ".join(words.split())[:150]
        if kept:
            client.post(at("add_action", case), typed(person(case.officer), text=kept))

    assert "<script>alert" not in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("actions", [10, 100])
def test_many_actions_ask_the_database_no_more_often(signed_in, case, actions, django_assert_max_num_queries):
    made = [action_of(case) for _ in range(actions)]
    client = signed_in(case.officer)

    with django_assert_max_num_queries(14 + ENTRY_IN_THE_LOG):
        client.get(case.get_absolute_url())
    for name in ("change_action", "finish_action"):
        with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
            client.get(at(name, case, made[0]))
    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(at("add_action", case))


def test_what_a_second_person_writes_of_an_action_that_is_done_is_not_dropped(signed_in, case):
    action = action_of(case)
    finish_action(action=action, by=case.officer, done_on=MONDAY, outcome="Rung")
    client, address = signed_in(case.officer), at("finish_action", case, action)
    day = {"done_on_day": 21, "done_on_month": 9, "done_on_year": 2026}

    page = text_of(client.post(address, day | {"outcome": "They will call back"}))

    assert "already, with “Rung”" in page
    assert "They will call back" in page
    assert client.post(address, day | {"outcome": "Rung"}).status_code == 302
