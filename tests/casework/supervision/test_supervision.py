"""Going through a caseload: whose, in which order, what is decided, and what stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from markupsafe import escape

from casework.access.models import AccessLogEntry
from casework.cases.choices import ChronologyKind
from casework.cases.models import Action, Case
from casework.supervision import rules, services
from casework.supervision.models import CaseDiscussion, SupervisionSession
from tests import naughty
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, manager, officer, senior
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.people import restricted

ON = date(2026, 10, 13)
ODD_AT_ONCE, LONGEST_ODD = 20, 150
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday(clock_stands_at):
    clock_stands_at(ON)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def who(team):
    return officer(team, name="Amara Okafor")


@pytest.fixture
def boss(team):
    return senior(team, name="Rachel Cohen")


@pytest.fixture
def case(team, who):
    return permanent_exclusion(team=team, officer_=who)


@pytest.fixture
def session(boss, who, case):
    return services.start_session(officer=who, by=boss, on=ON)


def recorded(session, case, by, **typed):
    given = {"why": "ROUTINE", "discussion": "", "decision": "", "action": None, "version": 0}
    return services.record_discussion(session=session, case=case, by=by, on=ON, **(given | typed))


def address(name, session, case=None):
    parts = {"public_id": session.public_id} | ({"reference": case.reference} if case else {})
    return reverse(f"supervision:{name}", kwargs=parts)


# Whose caseload


def test_a_senior_goes_through_the_caseload_of_an_officer_of_the_team(session, who, boss, team):
    assert (session.officer, session.supervisor, session.team) == (who, boss, team)


def test_a_manager_goes_through_the_caseload_of_an_officer_of_a_team_below(who, team, case):
    team.parent = TeamFactory()
    team.save()

    assert services.start_session(officer=who, by=manager(team.parent), on=ON).officer == who


@pytest.mark.parametrize("make", [officer, senior])
def test_nobody_goes_through_a_caseload_that_is_not_theirs_to_steer(make, who, case):
    with pytest.raises(PermissionDenied):
        services.start_session(officer=who, by=make(TeamFactory()), on=ON)


def test_nobody_goes_through_their_own_caseload(boss):
    with pytest.raises(PermissionDenied):
        services.start_session(officer=boss, by=boss, on=ON)


def test_an_officer_has_one_open_session(session, who, boss):
    assert services.start_session(officer=who, by=boss, on=ON) == session
    assert SupervisionSession.objects.count() == 1


def test_somebody_who_has_left_the_team_cannot_be_supervised_in_it(who, boss, case):
    who.memberships.update(ends_on=ON - timedelta(days=1))

    with pytest.raises(PermissionDenied):
        services.start_session(officer=who, by=boss, on=ON)


# The sheet


def test_the_sheet_has_what_is_late_first(signed_in, session, boss, team, who, case):
    school = school_with_terms()
    later = permanent_exclusion(team=team, officer_=who, decision_on=ON, school=school)

    page = signed_in(boss).get(session.get_absolute_url()).text

    assert page.index(case.reference) < page.index(later.reference)
    assert "2 cases, 1 late" in page


def test_the_sheet_has_the_officers_open_cases_alone(signed_in, session, boss, team, case):
    other = permanent_exclusion(team=team)

    page = signed_in(boss).get(session.get_absolute_url()).text

    assert case.reference in page
    assert other.reference not in page


def test_a_restricted_case_leaves_no_trace_on_the_sheet(signed_in, session, boss, case):
    restricted(case.child)

    page = signed_in(boss).get(session.get_absolute_url()).text

    assert case.reference not in page
    assert "0 cases" in page
    assert signed_in(boss).get(address("discuss", session, case)).status_code == 404


def test_a_case_that_nobody_talked_about_for_eight_weeks_says_so(signed_in, session, boss, case):
    Case.objects.filter(pk=case.pk).update(opened_on=ON - timedelta(weeks=8, days=1))
    assert "Not talked about for 8 weeks" in signed_in(boss).get(session.get_absolute_url()).text

    recorded(session, case, boss, decision="Ring the school")

    assert "Not talked about for 8 weeks" not in signed_in(boss).get(session.get_absolute_url()).text


@pytest.mark.parametrize(("days", "is_due"), [(55, False), (56, False), (57, True)])
def test_a_case_is_due_the_day_after_the_interval(days, is_due):
    opened = ON - timedelta(days=days)

    due = rules.is_due_for_discussion(last_discussed_on=None, opened_on=opened, interval_weeks=8, on=ON)

    assert due is is_due


def test_talking_about_a_case_starts_the_interval_again():
    assert not rules.is_due_for_discussion(
        last_discussed_on=ON - timedelta(weeks=8), opened_on=date(2020, 1, 1), interval_weeks=8, on=ON
    )


def test_the_sheet_and_its_print_are_in_the_access_log(signed_in, session, boss, case):
    signed_in(boss).get(session.get_absolute_url())
    signed_in(boss).get(address("print", session))

    looks = AccessLogEntry.objects.order_by("pk").values_list("child_id", "action", "object_kind")
    assert list(looks) == [
        (case.child_id, "VIEW", "supervision"),
        (case.child_id, "PRINT", "supervision"),
    ]


def test_paper_has_room_to_write_for_each_case(signed_in, session, boss, case):
    page = signed_in(boss).get(address("print", session)).text

    assert "Action, who, by when" in page


# A decision


def test_a_decision_stands_in_the_chronology_of_the_case_at_once(session, boss, case):
    recorded(session, case, boss, decision="Ask the governors for an earlier date")

    entry = case.chronology.get(kind=ChronologyKind.SUPERVISION)
    assert entry.text == "Decided in supervision with Amara Okafor"
    assert entry.details == ["Ask the governors for an earlier date"]
    assert entry.by == boss


def test_what_was_only_talked_about_stays_out_of_the_chronology(session, boss, case):
    recorded(session, case, boss, discussion="How the meeting went")

    assert not case.chronology.filter(kind=ChronologyKind.SUPERVISION).exists()


def test_an_action_is_the_officers_to_do(session, boss, who, case):
    agreed = services.AgreedAction(text="Ring the school", owner=who, due_on=date(2026, 10, 16))
    recorded(session, case, boss, decision="Move it on", action=agreed)

    action = Action.objects.get()
    assert (action.owner, action.case, action.due_on) == (who, case, date(2026, 10, 16))
    told = case.chronology.get(kind=ChronologyKind.ACTION_AGREED)
    assert told.text == "Action: Ring the school"
    assert told.details == ["For Amara Okafor, by Friday 16 October 2026"]


def test_changing_the_decision_is_a_second_entry_and_saving_it_again_is_none(session, boss, case):
    first = recorded(session, case, boss, decision="One")
    second = recorded(session, case, boss, decision="Two", version=first.version)
    recorded(session, case, boss, decision="Two", version=second.version)

    told = case.chronology.filter(kind=ChronologyKind.SUPERVISION).order_by("pk")
    assert [entry.details for entry in told] == [["One"], ["Two"]]


def test_two_who_record_the_same_case_lose_nothing(signed_in, session, boss, case):
    recorded(session, case, boss, decision="What the first one wrote")

    page = signed_in(boss).post(
        address("discuss", session, case),
        {"why": "RISK", "decision": "What the second one wrote", "version": "0", "discussion": ""},
    )

    assert page.status_code == 200
    assert "What the first one wrote" in page.text
    assert "What the second one wrote" in page.text
    assert CaseDiscussion.objects.get().decision == "What the first one wrote"


def test_saving_over_the_other_works_once_both_were_shown(signed_in, session, boss, case):
    first = recorded(session, case, boss, decision="First")

    signed_in(boss).post(
        address("discuss", session, case),
        {"why": "RISK", "decision": "Second", "version": str(first.version), "discussion": ""},
    )

    assert CaseDiscussion.objects.get().decision == "Second"


def test_the_last_decision_and_whether_its_action_is_done_come_back_next_time(
    signed_in, session, boss, who, case, clock_stands_at
):
    agreed = services.AgreedAction(text="Ring the school", owner=who, due_on=date(2026, 10, 16))
    recorded(session, case, boss, decision="Move it on", action=agreed)
    services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())
    clock_stands_at(date(2026, 11, 10))
    again = services.start_session(officer=who, by=boss, on=date(2026, 11, 10))

    page = signed_in(boss).get(again.get_absolute_url()).text

    assert "Move it on" in page
    assert "Ring the school (Amara Okafor, by Fri 16 Oct 2026). Late." in page


def test_a_case_of_another_officer_cannot_be_recorded(session, boss, team):
    other = permanent_exclusion(team=team)

    with pytest.raises(services.CannotSupervise):
        recorded(session, other, boss, decision="No")


# Some two dozen forms are sent and shown again.
@pytest.mark.slow
def test_odd_text_comes_back_as_it_was_typed(signed_in, session, boss, case):
    client, version = signed_in(boss), 0
    texts = [text.strip() for text in naughty.STRINGS if text.strip() and len(text) < LONGEST_ODD]
    for start in range(0, len(texts), ODD_AT_ONCE):
        text = "\n".join(texts[start : start + ODD_AT_ONCE])
        answer = client.post(
            address("discuss", session, case),
            {"why": "RISK", "decision": text, "discussion": text, "version": str(version)},
        )
        assert answer.status_code == 302, text
        row = CaseDiscussion.objects.get()
        version = row.version

        assert row.decision.splitlines() == text.splitlines()
        assert str(escape(row.decision.splitlines()[0])) in client.get(session.get_absolute_url()).text

    refused = client.post(
        address("discuss", session, case),
        {"why": "RISK", "decision": naughty.NUL, "discussion": "", "version": str(version)},
    )
    assert refused.status_code == 200
    assert CaseDiscussion.objects.get().version == version


def test_nothing_written_is_refused_in_words(signed_in, session, boss, case):
    page = signed_in(boss).post(
        address("discuss", session, case), {"why": "RISK", "decision": "", "discussion": "", "version": "0"}
    )

    assert "Write what was talked about, or what was decided" in page.text


def test_an_action_in_the_past_is_refused_and_nothing_typed_is_lost(signed_in, session, boss, who, case):
    typed = {
        "why": "RISK",
        "decision": "Move it on",
        "discussion": "",
        "version": "0",
        "action_text": "Ring the school",
        "action_owner": str(who.pk),
        "action_due_on_day": "12",
        "action_due_on_month": "10",
        "action_due_on_year": "2026",
    }

    page = signed_in(boss).post(address("discuss", session, case), typed)

    assert "The date of the action must be today or in the future" in page.text
    assert "Move it on" in page.text
    assert "Ring the school" in page.text


# The end


def test_a_finished_session_keeps_the_caseload_of_its_day(signed_in, session, boss, case):
    services.finish_session(session=session, next_on=date(2026, 11, 10), by=boss, now=timezone.now())
    before = signed_in(boss).get(session.get_absolute_url()).text
    Case.objects.filter(pk=case.pk).update(next_due_on=date(2027, 1, 1), officer=boss)

    after = signed_in(boss).get(session.get_absolute_url()).text

    step = case.deadlines.filter(state="OPEN", kind="DEADLINE").earliest("due_on").title
    assert step in before
    assert step in after
    assert case.reference in after
    assert "1 case, 1 late" in after


def test_a_finished_session_cannot_be_written_in(session, boss, case):
    services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())

    with pytest.raises(services.CannotSupervise):
        recorded(session, case, boss, decision="Too late")


def test_what_was_typed_while_somebody_finished_the_session_stays(signed_in, session, boss, case):
    services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())

    page = signed_in(boss).post(
        address("discuss", session, case),
        {"why": "RISK", "decision": "Written too late", "discussion": "", "version": "0"},
    )

    assert "The session was finished meanwhile" in page.text
    assert "Written too late" in page.text


def test_finishing_twice_finishes_once(session, boss):
    first = services.finish_session(session=session, next_on=date(2026, 11, 10), by=boss, now=timezone.now())
    second = services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())

    assert (second.finished_at, second.next_on) == (first.finished_at, first.next_on)


def test_a_senior_does_not_supervise_another_senior_and_a_manager_does(team):
    colleague = senior(team)

    with pytest.raises(PermissionDenied):
        services.start_session(officer=colleague, by=senior(team), on=ON)
    assert services.start_session(officer=colleague, by=manager(team), on=ON).officer == colleague


def test_the_officer_signs_what_is_finished_and_once(session, boss, who):
    with pytest.raises(services.CannotSupervise):
        services.sign_session(session=session, comments="", by=who, now=timezone.now())
    services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())
    services.sign_session(session=session, comments="I see it differently", by=who, now=timezone.now())
    services.sign_session(session=session, comments="I see it differently", by=who, now=timezone.now())
    with pytest.raises(services.CannotSupervise):
        services.sign_session(session=session, comments="Changed", by=who, now=timezone.now())

    session.refresh_from_db()
    assert session.officer_comments == "I see it differently"


def test_the_supervisor_cannot_sign_for_the_officer(session, boss):
    services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())

    with pytest.raises(PermissionDenied):
        services.sign_session(session=session, comments="", by=boss, now=timezone.now())


# Pages


def test_the_officer_reads_their_session_and_writes_nothing_in_it(signed_in, session, who, case):
    client = signed_in(who)

    assert client.get(session.get_absolute_url()).status_code == 200
    assert client.get(address("discuss", session, case)).status_code == 403
    assert client.get(address("finish", session)).status_code == 403


def test_a_colleague_finds_no_session(signed_in, session, team):
    assert signed_in(officer(team)).get(session.get_absolute_url()).status_code == 404


def test_the_list_has_numbers_within_sight(signed_in, boss, session, case, team, who):
    restricted(permanent_exclusion(team=team, officer_=who).child)

    page = signed_in(boss).get(reverse("supervision:officers")).text

    assert "Amara Okafor" in page
    row = page[page.index("Amara Okafor") :]
    assert '<div class="app-table__content">1</div>' in row


def test_an_officer_sees_their_own_sessions(signed_in, session, who):
    page = signed_in(who).get(reverse("supervision:officers")).text

    assert "Rachel Cohen" in page
    assert "Officers in your teams" not in page


@pytest.mark.parametrize("cases", [1, 10])
def test_the_sheet_takes_as_many_queries_for_ten_cases_as_for_one(
    signed_in, boss, who, team, cases, django_assert_num_queries
):
    school = school_with_terms()
    held = [permanent_exclusion(team=team, officer_=who, school=school) for _ in range(cases)]
    session = services.start_session(officer=who, by=boss, on=ON)
    for each in held:
        agreed = services.AgreedAction(text="Ring", owner=who, due_on=ON)
        recorded(session, each, boss, decision="Yes", action=agreed)
    client = signed_in(boss)

    with django_assert_num_queries(11 + ENTRY_IN_THE_LOG):
        client.get(session.get_absolute_url())


@pytest.mark.parametrize("officers", [2, 10])
def test_the_list_takes_as_many_queries_for_ten_officers_as_for_two(
    signed_in, boss, team, officers, django_assert_num_queries
):
    for _ in range(officers):
        services.start_session(officer=officer(team), by=boss, on=ON)
    client = signed_in(boss)

    with django_assert_num_queries(8):
        client.get(reverse("supervision:officers"))


def test_what_the_officer_adds_in_a_second_tab_is_not_dropped_silently(signed_in, session, boss, who):
    services.finish_session(session=session, next_on=None, by=boss, now=timezone.now())
    client = signed_in(who)
    client.post(address("sign", session), {"comments": "First"})

    page = client.post(address("sign", session), {"comments": "Second thoughts"})

    assert page.status_code == 200
    assert "You have signed this session already" in page.text
    assert "Second thoughts" in page.text


def test_an_action_on_a_case_that_was_closed_meanwhile_is_refused_in_words(signed_in, session, boss, case):
    recorded(session, case, boss, discussion="How the meeting went")
    Case.objects.filter(pk=case.pk).update(status="CLOSED", closed_on=ON)

    page = signed_in(boss).post(
        address("discuss", session, case),
        {
            "why": "ROUTINE",
            "discussion": "What was typed",
            "version": "1",
            "action_text": "Ring the school",
            "action_owner": str(session.officer_id),
            "action_due_on_day": "16",
            "action_due_on_month": "10",
            "action_due_on_year": "2026",
        },
    )

    assert page.status_code == 200
    assert "The case was closed meanwhile" in page.text
    assert "What was typed" in page.text
    assert not Action.objects.exists()


def test_an_action_typed_beside_one_agreed_meanwhile_is_not_dropped_silently(
    signed_in, session, boss, who, case
):
    agreed = services.AgreedAction(text="Ring the school", owner=who, due_on=ON)
    recorded(session, case, boss, decision="Move it on", action=agreed)
    client = signed_in(boss)
    typed = {"why": "ROUTINE", "discussion": "", "decision": "Wait", "version": "1"}

    page = client.post(address("discuss", session, case), typed | {"action_text": "Write to the parents"})

    assert "yours is not added: “Write to the parents”" in page.text
    assert CaseDiscussion.objects.get().decision == "Move it on"
    assert client.post(address("discuss", session, case), typed).status_code == 302
