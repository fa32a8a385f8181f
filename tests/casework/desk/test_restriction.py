"""Restricting a child or a case: asked for, decided, looked at again, lifted."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from casework.access.choices import RestrictionReason, RestrictionState, Role
from casework.access.models import AccessLogEntry, Membership, User
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case, CaseRestriction, CaseUserObjectPermission
from casework.cases.services import restriction as services
from casework.cases.services.restriction import CannotRestrict, Named
from casework.desk.queries.restriction import NOBODY_LIFTS, people_to_name, waiting_for
from casework.people.models import Child, ChildRestriction, ChildUserObjectPermission, SiblingLink
from tests.factories import people
from tests.factories.access import (
    ENTRY_IN_THE_LOG,
    LONG_AGO,
    TeamFactory,
    UserFactory,
    holding,
    manager,
    officer,
    senior,
)
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
REVIEW = date(2026, 12, 20)
REVIEW_FIELDS = {"review_on_day": 20, "review_on_month": 12, "review_on_year": 2026}
ACTS = ("ask", "decide", "keep", "lift")


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(parent=TeamFactory(name="County"))


@pytest.fixture
def case(team):
    return permanent_exclusion(team=team, officer_=officer(team, name="Case Holder"))


@pytest.fixture
def boss(team):
    return senior(team, name="Team Senior")


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def of_child(act, child) -> str:
    return reverse(f"desk:{act}_child_restriction", args=[child.public_id])


def of_case(act, case) -> str:
    return reverse(f"desk:{act}_case_restriction", args=[case.reference])


def sees(user, record) -> bool:
    return type(record).objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=record.pk).exists()


def restricted(record, *named, by, until=None):
    """Restrict a record through the service; the first named has no last day."""
    people_ = [Named(user=user, ends_on=until if number else None) for number, user in enumerate(named)]
    return services.restrict(
        record=record,
        reason=RestrictionReason.STAFF,
        details="Her aunt works here",
        named=people_,
        review_on=REVIEW,
        by=by,
        on=MONDAY,
    )


def the_form(*named, **fields):
    return (
        {"reason": "staff_child_or_relative", "named": [user.pk for user in named]} | REVIEW_FIELDS | fields
    )


def test_an_officer_asks_and_a_senior_agrees(signed_in, case, boss):
    child = case.child
    asker = case.officer
    client = signed_in(asker)
    client.post(of_child("ask", child), {"reason": "adoption", "details": "Placed last week"})

    page = text_of(signed_in(boss).get(of_child("decide", child)))
    assert "Placed last week" in page
    assert "Case Holder" in page
    answer = signed_in(boss).post(
        of_child("decide", child),
        {"decision": "AGREE", "why": "Agreed", "named": [boss.pk, asker.pk]} | REVIEW_FIELDS,
    )

    assert answer.url == of_child("show", child)
    child.refresh_from_db()
    restriction = ChildRestriction.objects.get()
    assert child.is_restricted
    assert (restriction.state, restriction.requested_by, restriction.decided_by) == ("ACTIVE", asker, boss)
    assert (restriction.reason, restriction.review_on) == ("adoption", REVIEW)
    assert sees(asker, child)
    assert sees(boss, child)
    assert not sees(officer(case.team), child)


def test_a_senior_refuses_with_a_reason(signed_in, case, boss):
    services.ask_to_restrict(record=case, reason=RestrictionReason.PREVENT, details="", by=case.officer)
    client = signed_in(boss)

    empty = client.post(of_case("decide", case), {"decision": "REFUSE"})
    client.post(of_case("decide", case), {"decision": "REFUSE", "why": "Not needed"})

    assert "Enter the reason why it is not restricted" in text_of(empty)
    restriction = CaseRestriction.objects.get()
    assert (restriction.state, restriction.decision_reason) == (RestrictionState.REFUSED, "Not needed")
    assert not Case.objects.get().is_restricted
    assert sees(officer(case.team), case)


def test_a_decider_restricts_a_case_at_once(signed_in, case, boss):
    answer = signed_in(boss).post(of_case("decide", case), the_form(boss, case.officer), follow=True)

    assert "You are named on it and go on seeing it." in text_of(answer)
    assert Case.objects.get().is_restricted
    assert not Child.objects.get().is_restricted
    assert not sees(officer(case.team), case)
    assert sees(officer(case.team), case.child)


def test_who_restricts_without_naming_themselves_is_told(signed_in, case, boss):
    other = senior(case.team)

    answer = signed_in(boss).post(of_case("decide", case), the_form(other_1=other.pk), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("desk:my_work")
    assert "You are not named on it, so you no longer see it." in text_of(answer)
    assert not sees(boss, case)


@pytest.mark.parametrize("who", [[], ["officer"], ["senior until a day"]])
def test_nobody_locks_everybody_out(signed_in, case, boss, who):
    fields = {"named": []}
    if who == ["officer"]:
        fields["named"] = [case.officer.pk]
    if who == ["senior until a day"]:
        fields = {"named": [boss.pk]} | {
            f"until_{boss.pk}_{part}": value for part, value in (("day", 1), ("month", 10), ("year", 2026))
        }

    answer = signed_in(boss).post(of_case("decide", case), the_form() | fields)

    assert "Name, without a last day, somebody who may lift it again" in text_of(answer)
    assert not Case.objects.get().is_restricted
    assert not CaseRestriction.objects.exists()


def test_somebody_else_is_named_until_a_day(signed_in, case, boss, clock_stands_at):
    lead = holding(Role.SAFEGUARDING_LEAD, name="The Lead")
    until = {"until_other_1_day": 1, "until_other_1_month": 10, "until_other_1_year": 2026}

    signed_in(boss).post(of_child("decide", case.child), the_form(boss, other_1=lead.pk) | until)

    assert ChildUserObjectPermission.objects.get(user=lead).ends_on == date(2026, 10, 1)
    assert sees(lead, case.child)
    clock_stands_at(date(2026, 10, 2))
    assert not sees(lead, case.child)


def test_people_without_casework_are_not_offered(signed_in, case, boss):
    holding(Role.ADMINISTRATOR, name="Keeps The System")

    assert "Keeps The System" not in text_of(signed_in(boss).get(of_child("decide", case.child)))


def test_the_chronology_says_that_and_not_why(case, boss):
    restricted(case.child, boss, by=boss)
    services.lift_restriction(record=case.child, why="Her aunt left", by=boss, on=MONDAY)

    entries = case.child.chronology.filter(kind=ChronologyKind.RESTRICTION).order_by("pk")
    assert [entry.text for entry in entries] == ["Record restricted", "Restriction lifted"]
    assert all(entry.by == boss for entry in entries)
    said = str([(entry.text, entry.details) for entry in entries])
    assert "Team Senior" in said
    assert "aunt" not in said


def test_asking_says_why_to_those_who_decide_alone(signed_in, case, boss):
    asker, colleague = case.officer, officer(case.team)
    services.ask_to_restrict(
        record=case.child, reason=RestrictionReason.STAFF, details="Her aunt works here", by=asker
    )

    told = {
        user: "Her aunt works here" in text_of(signed_in(user).get(of_child("show", case.child)))
        for user in (asker, colleague, boss)
    }

    assert told == {asker: True, colleague: False, boss: True}
    assert not case.child.chronology.filter(kind=ChronologyKind.RESTRICTION).exists()


def test_a_restriction_is_asked_for_once(signed_in, case):
    client = signed_in(case.officer)
    client.post(of_case("ask", case), {"reason": "adoption"})

    again = client.post(of_case("ask", case), {"reason": "adoption"})

    assert "asked for already" in text_of(again)
    assert CaseRestriction.objects.count() == 1


def test_another_reason_is_said_in_words(signed_in, case):
    answer = signed_in(case.officer).post(of_case("ask", case), {"reason": "other"})

    assert "Enter the reason" in text_of(answer)


def test_keeping_it_changes_who_is_named_and_when_it_is_looked_at(signed_in, case, boss):
    restricted(case, boss, case.officer, by=boss)
    other = senior(case.team)
    client = signed_in(boss)
    seen = hidden_value(client.get(of_case("keep", case)), "seen")
    form = the_form(boss, other_1=other.pk, why="Still so", seen=seen) | {"review_on_month": 11}

    client.post(of_case("keep", case), form)

    named = CaseUserObjectPermission.objects.values_list("user", flat=True)
    assert set(named) == {boss.pk, other.pk}
    assert CaseRestriction.objects.get().review_on == date(2026, 11, 20)
    assert not sees(case.officer, case)
    taken_off = CaseUserObjectPermission.history.get(user=case.officer, history_type="-")
    assert taken_off.history_user == boss


def test_two_who_change_who_is_named_are_shown_both(signed_in, case, boss):
    restricted(case, boss, by=boss)
    client = signed_in(boss)
    seen = hidden_value(client.get(of_case("keep", case)), "seen")
    other = senior(case.team, name="Named Meanwhile")
    named = [Named(user=boss), Named(user=other)]
    services.keep_restricted(
        record=case, why="More", named=named, seen=seen, review_on=REVIEW, by=boss, on=MONDAY
    )

    answer = client.post(of_case("keep", case), the_form(boss, why="Only me", seen=seen))

    page = text_of(answer)
    assert "Somebody else changed who is named" in page
    assert "Named Meanwhile" in page
    assert "Only me" in page
    assert CaseUserObjectPermission.objects.count() == 2
    client.post(of_case("keep", case), the_form(boss, why="Only me", seen=hidden_value(answer, "seen")))
    assert CaseUserObjectPermission.objects.get().user == boss


def hidden_value(response, name) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.text)
    assert found
    return unescape(found.group(1))


def test_lifting_lets_everybody_see_again(signed_in, case, boss):
    restricted(case.child, boss, by=boss)
    client = signed_in(boss)

    empty = client.post(of_child("lift", case.child))
    client.post(of_child("lift", case.child), {"why": "No longer"})

    assert "Enter the reason" in text_of(empty)
    assert sees(officer(), case.child)
    assert not ChildUserObjectPermission.objects.exists()
    restriction = ChildRestriction.objects.get()
    assert (restriction.state, restriction.lifted_by) == (RestrictionState.LIFTED, boss)
    again = client.post(of_child("lift", case.child), {"why": "No longer"})
    assert "The record is not restricted" in text_of(again)


def test_a_record_restricted_before_reasons_were_kept_is_lifted(signed_in, case, boss):
    people.restricted(case.child)
    ChildUserObjectPermission.objects.assign_perm("view_child", boss, case.child)
    client = signed_in(boss)

    assert "No reason is kept" in text_of(client.get(of_child("show", case.child)))
    client.post(of_child("lift", case.child), {"why": "No longer"})
    assert sees(officer(), case.child)


@pytest.mark.parametrize("act", ACTS)
def test_who_is_not_named_finds_nothing(signed_in, case, boss, act):
    restricted(case, boss, by=boss)
    hidden = people.restricted(people.child())

    assert signed_in(senior(case.team)).get(of_case(act, case)).status_code == 404
    assert signed_in(senior(case.team)).get(of_child(act, hidden)).status_code == 404


@pytest.mark.parametrize("act", ["decide", "keep", "lift"])
def test_an_officer_asks_and_does_not_decide(signed_in, case, act):
    client = signed_in(case.officer)

    assert client.get(of_case(act, case)).status_code == 403
    assert client.get(of_child(act, case.child)).status_code == 403


def test_a_named_officer_does_not_lift(case, boss):
    restricted(case, boss, case.officer, by=boss)

    with pytest.raises(PermissionDenied):
        services.lift_restriction(record=case, why="Because", by=case.officer, on=MONDAY)


def test_a_senior_of_another_team_does_not_restrict_the_child(case):
    with pytest.raises(PermissionDenied):
        restricted(case.child, senior(), by=senior())


def test_a_child_without_a_case_is_restricted_by_any_senior():
    child, boss = people.child(), senior()

    restricted(child, boss, by=boss)

    assert Child.objects.get(pk=child.pk).is_restricted


def test_a_manager_restricts_in_the_teams_below(case):
    boss = manager(case.team.parent)

    restricted(case, boss, by=boss)

    assert Case.objects.get().is_restricted


def test_a_review_must_come_after_today(case, boss):
    with pytest.raises(CannotRestrict, match="after today"):
        services.restrict(
            record=case,
            reason=RestrictionReason.COURT,
            details="",
            named=[Named(user=boss)],
            review_on=MONDAY,
            by=boss,
            on=MONDAY,
        )


def test_the_review_is_suggested_after_ninety_days(signed_in, case, boss):
    page = signed_in(boss).get(of_case("decide", case)).text

    assert re.search(r'name="review_on_day"[^>]*value="20"', page)
    assert re.search(r'name="review_on_month"[^>]*value="12"', page)
    assert "local default" in page


def test_brothers_and_sisters_are_named_as_not_restricted(signed_in, case, boss):
    seen, hidden = people.child(forenames="Seen"), people.restricted(people.child(forenames="Hidden"))
    for sibling in (seen, hidden):
        SiblingLink.objects.create(child=case.child, sibling=sibling, kind="FULL", starts_on=LONG_AGO)

    page = text_of(signed_in(boss).get(of_child("decide", case.child)))

    assert "Brothers and sisters are not restricted by this" in page
    assert seen.full_name in page
    assert "Hidden" not in page


def test_what_waits_is_told_to_those_who_decide(case, boss, clock_stands_at):
    services.ask_to_restrict(record=case, reason=RestrictionReason.PREVENT, details="", by=case.officer)
    restricted(case.child, boss, by=boss)

    def waiting(user, on=MONDAY):
        user = User.objects.get(pk=user.pk)
        return sorted((each.reference, each.state) for each in waiting_for(user, on=on))

    # The request is about a case of a child restricted since then: whoever is named on the child decides.
    assert waiting(boss) == [(case.reference, "REQUESTED")]
    assert waiting(senior(case.team)) == []
    assert waiting(case.officer) == []
    assert waiting(boss, on=REVIEW) == [("", "ACTIVE"), (case.reference, "REQUESTED")]


def test_what_waits_is_one_question(case, boss, django_assert_num_queries):
    user = User.objects.get(pk=boss.pk)
    assert user.standing

    with django_assert_num_queries(1):
        waiting_for(user, on=MONDAY)


def told(user, on=MONDAY) -> list[int]:
    found = waiting_for(User.objects.get(pk=user.pk), on=on)
    return [int(each.reference) for each in found if each.state == NOBODY_LIFTS]


def test_a_restriction_that_nobody_can_lift_any_more_is_told_of(case, team, boss):
    above, lead = manager(team.parent), holding(Role.SAFEGUARDING_LEAD)
    number = restricted(case, boss, case.officer, by=boss).pk
    assert (told(above), told(lead)) == ([], [])

    boss.memberships.update(ends_on=date(2026, 9, 20))

    assert told(lead) == [number]
    for other in (above, senior(team), officer(team), case.officer, holding(Role.AUDITOR)):
        assert told(other) == []


def test_a_child_whose_restriction_nobody_can_lift_is_told_of_as_well(case, boss):
    lead = holding(Role.SAFEGUARDING_LEAD)
    number = restricted(case.child, boss, by=boss).pk
    alone = restricted(people.child(), boss, by=boss).pk

    User.objects.filter(pk=boss.pk).update(is_active=False)

    assert told(lead) == [number, alone]


def test_somebody_whose_last_day_has_passed_lifts_nothing(case, team, boss):
    lead, other = holding(Role.SAFEGUARDING_LEAD), senior(team)
    number = restricted(case, boss, other, by=boss, until=date(2026, 9, 23)).pk
    boss.memberships.update(ends_on=MONDAY)

    assert told(lead, date(2026, 9, 23)) == []
    assert told(lead, date(2026, 9, 24)) == [number]


def test_who_is_told_that_nobody_can_lift_it_learns_nothing_of_the_child(signed_in, case, boss):
    viewer = holding(Role.SAFEGUARDING_LEAD)
    number = restricted(case.child, boss, by=boss).pk
    boss.memberships.update(ends_on=date(2026, 9, 20))
    client = signed_in(viewer)

    page = text_of(client.get(reverse("desk:also_waiting")))

    assert f"nobody left who can lift it: child restriction number {number}." in page
    assert "1 restriction that nobody can lift" in text_of(client.get(reverse("desk:my_work")))
    for trace in (case.reference, case.child.surname, str(case.child.public_id), "Her aunt works here"):
        assert trace not in page
    assert not AccessLogEntry.objects.filter(user=viewer).exists()


@pytest.mark.parametrize("many", [10, 60])
def test_what_nobody_can_lift_is_asked_for_at_once(
    signed_in, team, boss, many, django_assert_num_queries, django_assert_max_num_queries
):
    viewer = holding(Role.SAFEGUARDING_LEAD)
    for number in range(many):
        child = people.child(by=boss)
        case = Case.objects.create(
            reference=f"EXC-2026-{90000 + number}",
            kind="permanent_exclusion",
            child=child,
            team=team,
            opened_on=MONDAY,
            opened_by=boss,
            is_restricted=True,
        )
        CaseRestriction.objects.create(case=case, state="ACTIVE", reason="adoption", requested_by=boss)
    user = User.objects.get(pk=viewer.pk)
    assert user.standing

    with django_assert_num_queries(1):
        assert len(waiting_for(user, on=MONDAY)) == min(many, 50)
    client = signed_in(viewer)
    for page in ("desk:my_work", "desk:also_waiting"):
        with django_assert_max_num_queries(8):
            client.get(reverse(page))


def test_each_page_is_written_in_the_log(signed_in, case, boss):
    signed_in(boss).get(of_child("show", case.child))
    signed_in(boss).get(of_case("show", case))

    entries = AccessLogEntry.objects.order_by("pk").values_list("child_id", "object_kind", "object_id")
    assert list(entries) == [
        (case.child_id, "restriction", str(case.child.public_id)),
        (case.child_id, "restriction", case.reference),
    ]


@pytest.mark.parametrize("many", [10, 100])
@pytest.mark.parametrize("act", ["show", *ACTS])
def test_the_pages_ask_the_database_little(signed_in, case, boss, act, many, django_assert_max_num_queries):
    others = [UserFactory() for _ in range(many)]
    Membership.objects.bulk_create(
        Membership(user=user, team=case.team, role=Role.OFFICER, starts_on=LONG_AGO) for user in others
    )
    if act in ("keep", "lift"):
        restricted(case, boss, *others, by=boss)
    client = signed_in(boss)

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(of_case(act, case))


def test_a_decision_asks_the_database_little(signed_in, case, boss, django_assert_max_num_queries):
    client = signed_in(boss)

    with django_assert_max_num_queries(28):
        client.post(of_case("decide", case), the_form(boss, case.officer))


def test_who_holds_a_restricted_case_of_the_child_is_not_said_to_others(case, boss, team):
    hidden_holder = officer(TeamFactory(), name="Hidden Holder")
    hidden = permanent_exclusion(team=hidden_holder.memberships.get().team, officer_=hidden_holder)
    Case.objects.filter(pk=hidden.pk).update(child=case.child, is_restricted=True)

    people_ = people_to_name(case.child, viewer=boss, on=MONDAY)

    holding_a_case = {each.name for each in people_ if each.holds}
    assert holding_a_case == {"Case Holder"}
