"""Enquiries from the call to the answer, the note at the end of a day, and the rota."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.cases.models import ChronologyEntry
from casework.deadlines.models import RuleSetting
from casework.duty import rules, services
from casework.duty.choices import EnquiryState, PartOfDay
from casework.duty.models import DutyTurn, Enquiry
from tests.factories import people
from tests.factories.access import TeamFactory, holding, manager, officer, senior
from tests.factories.duty import details, enquiry_of, turn_of
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 9, 21), date(2026, 9, 22)
MORNING, AFTERNOON = PartOfDay.MORNING, PartOfDay.AFTERNOON


@pytest.fixture
def team(clock_stands_at):
    clock_stands_at(MONDAY)
    return TeamFactory(name="North")


@pytest.fixture
def taker(team):
    return officer(team, name="Amara Okafor")


# Taking


def test_an_enquiry_gets_a_reference_an_owner_and_five_working_days(team, taker):
    enquiry = enquiry_of(team, by=taker)

    assert enquiry.reference == "ENQ-2026-00001"
    assert enquiry.owner == taker
    assert enquiry.respond_by == date(2026, 9, 28)
    assert enquiry.history.get().history_user == taker


def test_the_days_to_answer_leave_out_weekends_and_bank_holidays(team, clock_stands_at):
    clock_stands_at(date(2026, 12, 24))

    assert enquiry_of(team).respond_by == date(2027, 1, 5)


def test_the_days_to_answer_are_the_councils_own(team):
    boss = manager(team)
    RuleSetting.objects.create(
        key="enquiry-response",
        value=10,
        starts_on=MONDAY,
        reason="Too tight",
        proposed_by=boss,
        approved_by=boss,
        approved_at=timezone.now(),
    )

    assert enquiry_of(team).respond_by == date(2026, 10, 5)


def test_an_enquiry_that_came_earlier_counts_from_its_day(team):
    enquiry = enquiry_of(team, received_on=date(2026, 9, 18))

    assert timezone.localdate(enquiry.received_at) == date(2026, 9, 18)
    assert enquiry.respond_by == date(2026, 9, 25)


@pytest.mark.parametrize(("at", "name"), [(time(9), "Early Bird"), (time(15), "Late Bird")])
def test_an_enquiry_goes_to_whoever_is_on_duty_at_the_hour(team, taker, clock_stands_at, at, name):
    clock_stands_at(MONDAY, at)
    turn_of(team, officer_=officer(team, name="Early Bird"), part=MORNING)
    turn_of(team, officer_=officer(team, name="Late Bird"), part=AFTERNOON)

    enquiry = services.take_enquiry(
        team=team, details=details(), received_on=MONDAY, owner=None, by=taker, now=timezone.now()
    )

    assert enquiry.owner.name == name


def test_an_enquiry_for_nobody_on_duty_is_refused(team, taker):
    with pytest.raises(services.NobodyOnDuty, match="Nobody is on duty for North now"):
        services.take_enquiry(
            team=team, details=details(), received_on=MONDAY, owner=None, by=taker, now=timezone.now()
        )

    assert not Enquiry.objects.exists()


def test_an_enquiry_of_another_team_is_not_taken(team):
    with pytest.raises(PermissionDenied):
        enquiry_of(team, by=officer())


# Who sees one


def test_an_enquiry_about_a_restricted_child_is_there_for_those_named_alone(team, taker):
    child = people.restricted(people.child())
    named = officer(team)
    assign_perm("people.view_child", named, child)
    enquiry = enquiry_of(team, by=named, child=child)

    assert Enquiry.objects.visible_to(named).get() == enquiry
    assert not Enquiry.objects.visible_to(taker).exists()
    assert not Enquiry.objects.visible_to(manager(team)).exists()


def test_an_enquiry_that_became_a_restricted_case_is_gone_for_the_others(team, taker):
    enquiry = enquiry_of(team, by=taker)
    case = permanent_exclusion(team=team)
    services.enquiry_became_case(enquiry=enquiry, case=case, by=taker, on=MONDAY)
    case.is_restricted = True
    case.save()

    assert not Enquiry.objects.visible_to(taker).exists()


# Answering


def test_an_answer_settles_an_enquiry_and_says_whether_in_time(team, taker):
    enquiry = enquiry_of(team, by=taker)

    done = services.answer_enquiry(enquiry=enquiry, answer="Day 6", answered_on=MONDAY, version=1, by=taker)

    assert (done.state, done.answered_by, done.version) == (EnquiryState.ANSWERED, taker, 2)
    assert not done.is_late(date(2026, 12, 1))


def test_an_answer_before_the_question_is_refused(team, taker):
    with pytest.raises(services.CannotChangeEnquiry, match="reached us on 21 September 2026"):
        services.answer_enquiry(
            enquiry=enquiry_of(team, by=taker),
            answer="Day 6",
            answered_on=date(2026, 9, 20),
            version=1,
            by=taker,
        )


def test_the_second_of_two_answers_meets_the_first(team, taker):
    enquiry, other = enquiry_of(team, by=taker), officer(team)
    given = {"enquiry": enquiry, "answered_on": MONDAY, "version": 1}
    services.answer_enquiry(answer="Day 6", by=taker, **given)

    with pytest.raises(services.EnquiryChanged) as caught:
        services.answer_enquiry(answer="Ask the school", by=other, **given)

    assert caught.value.enquiry.answer == "Day 6"


def test_an_enquiry_is_given_to_somebody_of_the_team(team, taker):
    enquiry, other = enquiry_of(team, by=taker), officer(team)

    assert services.give_enquiry(enquiry=enquiry, owner=other, version=1, by=taker, on=MONDAY).owner == other


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST])
def test_an_enquiry_is_not_given_to_somebody_who_takes_none_here(team, taker, role):
    stranger = holding(role) if role is Role.OFFICER else holding(role, team)

    with pytest.raises(services.CannotChangeEnquiry, match="does not take the enquiries of North"):
        services.give_enquiry(
            enquiry=enquiry_of(team, by=taker), owner=stranger, version=1, by=taker, on=MONDAY
        )


def test_an_enquiry_about_a_restricted_child_goes_to_nobody_unnamed(team):
    child, named = people.restricted(people.child()), officer(team)
    assign_perm("people.view_child", named, child)
    enquiry = enquiry_of(team, by=named, child=child)

    with pytest.raises(services.CannotChangeEnquiry, match="may not see this child’s record"):
        services.give_enquiry(enquiry=enquiry, owner=officer(team), version=1, by=named, on=MONDAY)


def test_the_child_of_an_enquiry_is_named_later(team, taker):
    child = people.child()

    changed = services.change_enquiry(
        enquiry=enquiry_of(team, by=taker), details=details(child=child), version=1, by=taker
    )

    assert changed.child == child


# Becoming a case


def test_a_case_that_came_from_an_enquiry_says_so_and_settles_it(team, taker):
    enquiry = enquiry_of(team, by=taker, asker_name="Ms Okoro")
    case = permanent_exclusion(team=team)

    assert services.enquiry_became_case(enquiry=enquiry, case=case, by=taker, on=MONDAY)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.case, enquiry.child) == (EnquiryState.BECAME_CASE, case, case.child)
    assert enquiry.answered_on == MONDAY
    entry = ChronologyEntry.objects.get(case=case, text="From enquiry ENQ-2026-00001")
    assert entry.details == ["Telephone from: School, Ms Okoro", "What happens after the fifth day?"]


def test_an_answered_enquiry_that_becomes_a_case_keeps_the_day_of_its_answer(team, taker):
    enquiry = enquiry_of(team, by=taker, received_on=date(2026, 9, 17))
    services.answer_enquiry(
        enquiry=enquiry, answer="Send the letter", answered_on=date(2026, 9, 18), version=1, by=taker
    )

    services.enquiry_became_case(enquiry=enquiry, case=permanent_exclusion(), by=taker, on=MONDAY)

    enquiry.refresh_from_db()
    assert enquiry.answered_on == date(2026, 9, 18)


def test_a_second_case_from_one_enquiry_leaves_it_with_the_first(team, taker):
    enquiry, first, second = enquiry_of(team, by=taker), permanent_exclusion(), permanent_exclusion()
    services.enquiry_became_case(enquiry=enquiry, case=first, by=taker, on=MONDAY)

    assert not services.enquiry_became_case(enquiry=enquiry, case=second, by=taker, on=MONDAY)

    enquiry.refresh_from_db()
    assert enquiry.case == first
    assert second.chronology.filter(text="From enquiry ENQ-2026-00001").exists()


@pytest.mark.parametrize("verb", ["answer", "change"])
def test_an_enquiry_that_became_a_case_is_carried_on_there(team, taker, verb):
    enquiry = enquiry_of(team, by=taker)
    services.enquiry_became_case(enquiry=enquiry, case=permanent_exclusion(), by=taker, on=MONDAY)
    more = (
        {"answer": "Day 6", "answered_on": MONDAY} if verb == "answer" else {"details": details(text="Other")}
    )

    with pytest.raises(services.CannotChangeEnquiry, match="became a case"):
        getattr(services, f"{verb}_enquiry")(enquiry=enquiry, version=2, by=taker, **more)


# Handing over


def test_a_handover_note_keeps_how_many_are_open_without_counting_restricted_children(team, taker):
    child = people.restricted(people.child())
    assign_perm("people.view_child", taker, child)
    enquiry_of(team, by=taker)
    enquiry_of(team, by=taker, child=child)

    note = services.write_handover(team=team, text="Ring the school back", by=taker, on=MONDAY)

    assert note.open_enquiries == 1


# The rota


@pytest.fixture
def boss(team):
    return senior(team)


def plan(team, boss, halves, seen="", on=MONDAY):
    return services.plan_week(team=team, monday=MONDAY, halves=halves, seen=seen, by=boss, on=on)


def test_a_week_is_planned_and_planned_again(team, taker, boss):
    other = officer(team)
    first = {(MONDAY, MORNING): taker.pk, (MONDAY, AFTERNOON): taker.pk, (TUESDAY, MORNING): taker.pk}
    plan(team, boss, first)
    second = {(MONDAY, MORNING): taker.pk, (MONDAY, AFTERNOON): other.pk}

    plan(team, boss, second, seen=rules.as_seen(first))

    held = DutyTurn.objects.values_list("on", "part", "officer")
    assert rules.halves_of(held) == second
    assert DutyTurn.history.filter(history_type="-").first().history_user == boss


def test_two_who_plan_one_week_at_once_take_turns(team, taker, boss):
    plan(team, boss, {(MONDAY, MORNING): taker.pk})

    with pytest.raises(services.RotaChanged):
        plan(team, senior(team), {(MONDAY, MORNING): officer(team).pk})


def test_nobody_is_put_on_duty_on_a_bank_holiday(team, taker, boss):
    monday = date(2026, 12, 28)

    with pytest.raises(services.CannotPlan, match="28 December 2026 is no working day"):
        services.plan_week(
            team=team,
            monday=monday,
            halves={(monday, MORNING): taker.pk},
            seen="",
            by=boss,
            on=MONDAY,
        )


def test_a_week_gone_by_is_not_planned(team, taker, boss):
    with pytest.raises(services.CannotPlan, match="gone by"):
        plan(team, boss, {(MONDAY, MORNING): taker.pk}, on=date(2026, 9, 28))


def test_somebody_of_another_team_is_not_put_on_duty(team, boss):
    with pytest.raises(services.CannotPlan, match="North"):
        plan(team, boss, {(MONDAY, MORNING): officer().pk})


def test_an_officer_does_not_plan_the_rota(team, taker):
    with pytest.raises(PermissionDenied):
        plan(team, taker, {(MONDAY, MORNING): taker.pk})


def test_two_turns_are_swapped(team, boss):
    one, two = turn_of(team), turn_of(team, on=TUESDAY)
    before = one.officer, two.officer

    services.swap_turns(turn=one, other=two, by=boss, on=MONDAY)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (two.officer, one.officer) == before


def test_a_turn_that_changed_meanwhile_is_not_swapped(team, boss):
    one, two = turn_of(team), turn_of(team, on=TUESDAY)
    DutyTurn.objects.filter(pk=two.pk).update(officer=officer(team))

    with pytest.raises(services.CannotPlan, match="changed while you were choosing"):
        services.swap_turns(turn=one, other=two, by=boss, on=MONDAY)


def test_turns_of_two_teams_are_not_swapped(team, boss):
    with pytest.raises(services.CannotPlan, match="one team"):
        services.swap_turns(turn=turn_of(team), other=turn_of(TeamFactory()), by=boss, on=MONDAY)
