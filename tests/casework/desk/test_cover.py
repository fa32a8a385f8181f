"""Cover for absences: who arranges it, what it gives, and how it ends."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import Cover, Membership, User
from casework.cases.models import Action, Case, Deadline
from casework.cases.permissions import can_write
from tests.factories import people
from tests.factories.access import (
    LONG_AGO,
    TeamFactory,
    UserFactory,
    administrator,
    holding,
    manager,
    officer,
    senior,
)
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
DAYS = {
    **{"starts_on_day": 21, "starts_on_month": 9, "starts_on_year": 2026},
    **{"ends_on_day": 25, "ends_on_month": 9, "ends_on_year": 2026},
}
PAGES = ["desk:cover", "desk:arrange_cover"]


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(parent=TeamFactory(name="County"))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def fresh(user):
    """The person as the next request loads them."""
    return User.objects.get(pk=user.pk)


def absence(away, stand_in, *, starts_on=MONDAY, ends_on=date(2026, 9, 25)) -> Cover:
    return Cover.objects.create(
        officer=away, covered_by=stand_in, starts_on=starts_on, ends_on=ends_on, arranged_by=away
    )


def asked_for(away, stand_in, **days):
    return {"officer": away.pk, "covered_by": stand_in.pk, "reason": "Leave"} | DAYS | days


def test_an_officer_arranges_cover_for_themselves(signed_in, team):
    away, stand_in = officer(team), officer(team, name="Stand In")
    client = signed_in(away)

    answer = client.post(reverse("desk:arrange_cover"), asked_for(away, stand_in))

    assert answer.url == reverse("desk:cover")
    assert "Stand In" in text_of(client.get(answer.url))
    cover = Cover.objects.get()
    assert (cover.officer, cover.covered_by, cover.arranged_by) == (away, stand_in, away)
    assert cover.history.get().history_user == away


def test_a_second_press_arranges_it_once(signed_in, team):
    away, stand_in = officer(team), officer(team)
    client = signed_in(away)
    form = asked_for(away, stand_in) | {"token": "7c1f0f5e-7f5e-4b6a-9d53-0d2d8f0f4b11"}

    answers = [client.post(reverse("desk:arrange_cover"), form) for _ in range(2)]

    assert {answer.url for answer in answers} == {reverse("desk:cover")}
    assert Cover.objects.count() == 1


@pytest.mark.parametrize("who", [senior, manager])
def test_those_who_lead_arrange_it_for_others(signed_in, team, who):
    boss = who(team.parent if who is manager else team)
    away, stand_in = officer(team), officer(team)

    signed_in(boss).post(reverse("desk:arrange_cover"), asked_for(away, stand_in))

    assert Cover.objects.get().arranged_by == boss


def test_an_officer_arranges_none_for_a_colleague(signed_in, team):
    away, stand_in = officer(team), officer(team)

    answer = signed_in(stand_in).post(reverse("desk:arrange_cover"), asked_for(away, stand_in))

    assert "Select who is away" in text_of(answer)
    assert not Cover.objects.exists()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
def test_nobody_stands_in_who_carries_no_cases(signed_in, team, role):
    away, counter = officer(team), holding(role, team, name="Counter")
    stranger = officer(name="Stranger")
    client = signed_in(away)

    page = text_of(client.get(reverse("desk:arrange_cover")))
    answer = client.post(reverse("desk:arrange_cover"), asked_for(away, counter))

    assert "Counter" not in page
    assert stranger.name not in page
    assert "Select who stands in" in text_of(answer)


def test_somebody_who_is_away_themselves_does_not_stand_in(signed_in, team):
    away, stand_in, third = officer(team), officer(team, name="Away Too"), officer(team)
    absence(stand_in, third, starts_on=date(2026, 9, 25), ends_on=date(2026, 9, 30))

    answer = signed_in(away).post(reverse("desk:arrange_cover"), asked_for(away, stand_in))

    assert "Away Too is away on some of these days" in text_of(answer)
    assert "Leave" in text_of(answer)


def test_cover_is_not_arranged_twice_for_one_day(signed_in, team):
    away, stand_in = officer(team), officer(team)
    absence(away, stand_in)

    answer = signed_in(away).post(reverse("desk:arrange_cover"), asked_for(away, stand_in))

    assert "on some of these days already" in text_of(answer)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"starts_on_day": 20}, "The first day must be today or later"),
        ({"ends_on_day": 20}, "The last day must be the first day or later"),
        ({"ends_on_day": "", "ends_on_month": "", "ends_on_year": ""}, "Enter the last day"),
    ],
)
def test_days_that_cannot_be_are_refused(signed_in, team, days, message):
    away, stand_in = officer(team), officer(team)

    answer = signed_in(away).post(reverse("desk:arrange_cover"), asked_for(away, stand_in, **days))

    assert message in text_of(answer)
    assert not Cover.objects.exists()


def test_cover_begins_and_ends_by_itself(team, clock_stands_at):
    away, stand_in = officer(team), officer(team)
    case = permanent_exclusion(team=team, officer_=away)
    absence(away, stand_in, starts_on=date(2026, 9, 22), ends_on=date(2026, 9, 23))

    writes = {}
    for day in (21, 22, 23, 24):
        clock_stands_at(date(2026, 9, day))
        writes[day] = can_write(fresh(stand_in), Case.objects.select_related("child").get(pk=case.pk))

    assert writes == {21: False, 22: True, 23: True, 24: False}


def test_what_is_watched_by_the_absent_is_the_stand_ins_too(team):
    away, stand_in = officer(team), officer(team)
    case = permanent_exclusion(team=team, officer_=away)
    inbox = permanent_exclusion(team=team, officer_=away)
    Deadline.objects.filter(case=inbox).update(owner=None, owner_team=team)
    team.watched_by = away
    team.save()
    before = Deadline.objects.owned_by(fresh(stand_in)).count()

    absence(away, stand_in)

    theirs = Deadline.objects.owned_by(fresh(stand_in)).visible_to(fresh(stand_in))
    assert before == 0
    assert set(theirs.values_list("case", flat=True)) == {case.pk, inbox.pk}
    assert set(Deadline.objects.owned_by(fresh(away)).values_list("pk", flat=True)) == set(
        theirs.values_list("pk", flat=True)
    )


def test_my_work_shows_what_is_covered_at_the_next_request(signed_in, team):
    away, stand_in = officer(team), officer(team)
    case = permanent_exclusion(team=team, officer_=away)
    client = signed_in(stand_in)
    before = text_of(client.get(reverse("desk:my_work")))

    cover = absence(away, stand_in)
    meanwhile = text_of(client.get(reverse("desk:my_work")))
    cover.delete()

    assert case.reference not in before
    assert case.reference in meanwhile
    assert case.reference not in text_of(client.get(reverse("desk:my_work")))


def test_what_is_restricted_stays_with_those_who_are_named(team):
    away, stand_in = officer(team), officer(team)
    case = permanent_exclusion(team=team, officer_=away)
    people.restricted(case.child)

    absence(away, stand_in)

    assert not Case.objects.visible_to(fresh(stand_in)).exists()


def test_cover_gives_nothing_to_somebody_whose_role_ended(team):
    away, stand_in = officer(team), officer(team)
    permanent_exclusion(team=team, officer_=away)
    absence(away, stand_in)

    Membership.objects.filter(user=stand_in).update(ends_on=date(2026, 9, 20))

    assert not Case.objects.visible_to(fresh(stand_in)).exists()
    assert fresh(stand_in).standing.own_ids == {stand_in.pk}


def test_cover_gives_an_auditor_nothing(team):
    away, auditor = officer(team), holding(Role.AUDITOR, team)
    permanent_exclusion(team=team, officer_=away)

    absence(away, auditor)

    assert not Case.objects.visible_to(fresh(auditor)).exists()


def test_cover_is_not_passed_on(team):
    away, stand_in, third = officer(team), officer(team), officer(team)
    absence(away, stand_in)

    absence(stand_in, third)

    assert fresh(third).standing.own_ids == {third.pk, stand_in.pk}


def test_an_action_of_the_absent_is_seen_by_the_stand_in(team):
    away, stand_in = officer(team), officer(team)
    case = permanent_exclusion(team=team, officer_=away)
    action = Action.objects.create(
        child=case.child, case=case, text="Ring the school", team=team, owner=away, created_by=away
    )

    absence(away, stand_in)

    assert action in Action.objects.visible_to(fresh(stand_in)).filter(
        owner__in=fresh(stand_in).standing.own_ids
    )


def test_cover_ends_now_from_the_next_request(signed_in, team):
    away, stand_in = officer(team), officer(team)
    case = permanent_exclusion(team=team, officer_=away)
    cover = absence(away, stand_in, starts_on=date(2026, 9, 20))

    answer = signed_in(away).post(reverse("desk:end_cover", args=[cover.pk]), {"when": "NOW"})

    assert answer.url == reverse("desk:cover")
    assert Cover.objects.get().ends_on == date(2026, 9, 20)
    assert not can_write(fresh(stand_in), case)


def test_cover_that_began_today_and_ends_now_leaves_only_its_history(signed_in, team):
    away, stand_in = officer(team), officer(team)
    cover = absence(away, stand_in)

    signed_in(away).post(reverse("desk:end_cover", args=[cover.pk]), {"when": "NOW"})

    assert not Cover.objects.exists()
    assert Cover.history.filter(history_type="-").get().history_user == away


def test_cover_is_not_made_longer_by_ending_it(signed_in, team):
    away, stand_in = officer(team), officer(team)
    cover = absence(away, stand_in)
    later = {"when": "LATER", "last_day_day": 30, "last_day_month": 9, "last_day_year": 2026}

    answer = signed_in(away).post(reverse("desk:end_cover", args=[cover.pk]), later)

    assert "The cover ends then, or earlier, already" in text_of(answer)
    assert Cover.objects.get().ends_on == date(2026, 9, 25)


def test_a_colleague_sees_cover_and_does_not_end_it(signed_in, team):
    away, stand_in, colleague = officer(team, name="Away"), officer(team), officer(team)
    cover = absence(away, stand_in)
    client = signed_in(colleague)

    page = text_of(client.get(reverse("desk:cover")))

    assert "Away" in page
    assert "End it" not in page
    assert client.get(reverse("desk:end_cover", args=[cover.pk])).status_code == 403


def test_cover_in_another_team_is_not_there(signed_in, team):
    cover = absence(officer(team, name="Away"), officer(team))
    client = signed_in(officer())

    assert "Away" not in text_of(client.get(reverse("desk:cover"))).replace("Away</th>", "")
    assert client.get(reverse("desk:end_cover", args=[cover.pk])).status_code == 404


def test_the_stand_in_is_told_for_whom(signed_in, team):
    stand_in = officer(team)
    absence(officer(team, name="Away Officer"), stand_in)

    page = text_of(signed_in(stand_in).get(reverse("desk:cover")))

    assert "You stand in for Away Officer until 25 September 2026." in page


@pytest.mark.parametrize("name", PAGES)
def test_who_has_no_casework_arranges_nothing(signed_in, name):
    assert signed_in(administrator()).get(reverse(name)).status_code == 403
    assert signed_in(UserFactory()).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("many", [10, 100])
def test_the_pages_ask_the_database_little(signed_in, team, name, many, django_assert_max_num_queries):
    boss = senior(team)
    members = [UserFactory() for _ in range(many)]
    Membership.objects.bulk_create(
        Membership(user=user, team=team, role=Role.OFFICER, starts_on=LONG_AGO) for user in members
    )
    Cover.objects.bulk_create(
        Cover(officer=away, covered_by=boss, starts_on=MONDAY, ends_on=MONDAY, arranged_by=boss)
        for away in members
    )
    client = signed_in(boss)

    with django_assert_max_num_queries(8):
        client.get(reverse(name))
