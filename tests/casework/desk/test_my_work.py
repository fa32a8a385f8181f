"""My work: what is late, due today and due soon, and below it what waits."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import Cover, Team
from casework.cases import services
from casework.cases.choices import DeadlineKind
from casework.cases.models import Action, Case, Deadline, Note
from casework.duty import services as duty
from casework.duty.models import DutyTurn
from casework.people.choices import AlertKind
from casework.people.models import Alert
from casework.schools.models import TermBlock
from tests.factories import people
from tests.factories.access import (
    TeamFactory,
    UserFactory,
    administrator,
    holding,
    manager,
    officer,
    senior,
)
from tests.factories.cases import deadline_of, handed_over
from tests.factories.duty import enquiry_of, turn_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
PAGE = "desk:my_work"


@pytest.fixture
def monday(clock_stands_at):
    clock_stands_at(MONDAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def groups(response) -> dict[str, list[str]]:
    return {group.title: [row.title for row in group.rows] for group in response.context["groups"]}


@pytest.fixture
def signed_in_with_context(signed_in, monkeypatch):
    """Sign in on a client whose pages tell what they were drawn from."""
    from casework.desk.views import my_work as views

    drawn = {}

    def render(request, template, context):
        drawn.update(context)
        return original(request, template, context)

    original = views.render
    monkeypatch.setattr(views, "render", render)

    def get(user, address):
        drawn.clear()
        response = signed_in(user).get(address)
        response.context = dict(drawn)
        return response

    return get


def test_my_work_sorts_deadlines_by_how_near_they_are(signed_in_with_context, clock_stands_at):
    clock_stands_at(date(2026, 9, 22))
    case = permanent_exclusion(decision_on=MONDAY)

    shown = groups(signed_in_with_context(case.officer, reverse(PAGE)))

    assert shown["Overdue"] == ["Written notice of the days the child may not be in a public place"]
    assert "Tell the governing board" in shown["Due today"]
    assert shown["Due in the next five school days"] == [
        "Notice of the arrangements, at least 48 hours before they start",
        "Full-time education by the authority (Day 6)",
    ]


def test_my_work_leaves_out_what_is_further_off(signed_in, clock_stands_at):
    clock_stands_at(MONDAY)
    case = permanent_exclusion(decision_on=MONDAY)

    assert "Governors meet" not in text_of(signed_in(case.officer).get(reverse(PAGE)))
    clock_stands_at(date(2026, 10, 5))
    assert "In 5 school days" in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_my_work_counts_school_days_across_a_holiday(signed_in, clock_stands_at):
    case = permanent_exclusion(decision_on=date(2026, 10, 1))
    due = deadline_of(case).due_on
    assert due == date(2026, 10, 22)
    Deadline.objects.filter(pk=deadline_of(case).pk).update(due_on=date(2026, 11, 3))
    clock_stands_at(date(2026, 10, 21))

    page = text_of(signed_in(case.officer).get(reverse(PAGE)))

    assert "In 4 school days" in page


def test_my_work_says_how_late_a_deadline_is_in_school_days(signed_in, clock_stands_at):
    case = permanent_exclusion(decision_on=MONDAY)
    clock_stands_at(date(2026, 9, 23))

    assert "2 school days late" in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_my_work_shows_the_inbox_of_a_team_to_the_one_who_watches_it(signed_in, monday):
    watcher = officer()
    team = TeamFactory(name="Exclusions North", watched_by=watcher)
    holding(Role.OFFICER, team, name="Somebody Else")
    watcher.memberships.update(team=team)
    case = permanent_exclusion(team=team)
    case.deadlines.update(owner=None)

    assert "Team inbox: Exclusions North" in text_of(signed_in(watcher).get(reverse(PAGE)))
    assert "Team inbox" not in text_of(signed_in(officer(team)).get(reverse(PAGE)))


def test_my_work_is_empty_in_a_friendly_way(signed_in, monday):
    page = text_of(signed_in(officer()).get(reverse(PAGE)))

    assert "Nothing is overdue." in page
    assert "Nothing is due today." in page
    assert f"{reverse('people:find')}?for=permanent_exclusion" in page


def test_my_work_leaves_out_a_case_that_became_restricted(signed_in, monday):
    case = permanent_exclusion()
    people.restricted(case.child)

    assert case.child.surname not in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_my_work_lists_dates_that_wait_for_term_dates_with_the_page_that_adds_them(signed_in, monday):
    team = TeamFactory()
    boss = senior(team)
    school = school_with_terms()
    TermBlock.objects.filter(starts_on__gte=date(2026, 10, 1)).delete()
    TermBlock.objects.filter(name="Autumn 1").update(ends_on=date(2026, 9, 25))
    theirs = permanent_exclusion(team=team, officer_=boss, school=school)
    case = permanent_exclusion(school=school, team=team)
    assert deadline_of(case).missing_calendar

    assert "Add term dates for" in text_of(signed_in(case.officer).get(reverse(PAGE)))
    link = reverse("cases:change_terms", args=["authority", "931", 2026])
    assert link not in text_of(signed_in(case.officer).get(reverse(PAGE)))
    assert theirs.officer == boss
    assert link in text_of(signed_in(boss).get(reverse(PAGE)))


def test_my_work_lists_clocks_that_are_paused_until_further_notice(signed_in, monday):
    case = permanent_exclusion()
    services.pause_deadline(
        deadline=deadline_of(case), by=case.officer, starts_on=MONDAY, ends_on=None, reason="Flood", on=MONDAY
    )

    assert "Paused until further notice" in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_a_proposal_waits_for_a_senior_of_the_team_and_for_nobody_else(signed_in, monday):
    team = TeamFactory()
    case = permanent_exclusion(team=team)
    services.propose_not_applicable(
        deadline=deadline_of(case), by=case.officer, reason="Withdrawn at once", on=MONDAY
    )

    assert "Withdrawn at once" in text_of(signed_in(senior(team)).get(reverse(PAGE)))
    assert "Withdrawn at once" not in text_of(signed_in(case.officer).get(reverse(PAGE)))
    assert "Withdrawn at once" not in text_of(signed_in(senior()).get(reverse(PAGE)))


def test_an_action_handed_over_is_marked_as_done(signed_in, monday):
    clerk = officer(name="Clerk")
    TeamFactory(is_fallback=True, watched_by=clerk)
    case = permanent_exclusion()
    action = handed_over(case, by=case.officer, text="Tell the <panel>", due_on=date(2026, 9, 18))
    clerk.memberships.update(team=Team.objects.get(is_fallback=True))
    client = signed_in(clerk)
    page = text_of(client.get(reverse(PAGE)))
    assert "Tell the &lt;panel&gt;" in page
    assert "By Fri 18 Sep 2026, late" in page
    # The case is another team's: named people, not a way in.
    assert case.reference not in page

    done = client.post(reverse("desk:finish_action", args=[action.pk]), follow=True)

    action.refresh_from_db()
    assert action.done_on == MONDAY
    assert ">Actions<" not in text_of(done)


def test_an_action_of_another_team_does_not_exist(signed_in, monday):
    TeamFactory(is_fallback=True)
    action = handed_over(permanent_exclusion(), by=officer())

    answer = signed_in(officer()).post(reverse("desk:finish_action", args=[action.pk]))

    assert answer.status_code == 404


def test_an_action_is_done_by_its_team_and_not_by_another_reader_of_the_case(signed_in, monday):
    TeamFactory(is_fallback=True)
    case = permanent_exclusion()
    action = handed_over(case, by=case.officer)
    address = reverse("desk:finish_action", args=[action.pk])

    assert signed_in(case.officer).post(address).status_code == 403
    assert signed_in(case.officer).get(address).status_code == 405


@pytest.mark.parametrize(
    ("role", "link"), [(Role.ANALYST, "schools:search"), (Role.ADMINISTRATOR, "access:people")]
)
def test_somebody_without_casework_sees_what_they_may_open(signed_in, monday, role, link):
    answer = signed_in(holding(role)).get(reverse(PAGE))

    assert answer.status_code == 200
    assert f'href="{reverse(link)}"' in text_of(answer)
    assert "Find a child" not in text_of(answer)


def test_somebody_without_a_role_is_told_whom_to_ask(signed_in, monday):
    assert "hold no role yet" in text_of(signed_in(UserFactory()).get(reverse(PAGE)))


def test_an_administrator_opens_no_action(signed_in, monday):
    assert signed_in(administrator()).post(reverse("desk:finish_action", args=[1])).status_code == 403


# Beside the deadlines


def away(somebody, covered_by):
    """Somebody is away today, and another stands in."""
    return Cover.objects.create(
        officer=somebody, covered_by=covered_by, starts_on=MONDAY, ends_on=MONDAY, arranged_by=covered_by
    )


def test_the_work_of_an_officer_who_is_away_is_there_and_marked(signed_in, monday):
    team = TeamFactory(is_fallback=True)
    absent, stand_in = officer(team, name="Tom Pritchard"), officer(team)
    case = permanent_exclusion(team=team, officer_=absent)
    Action.objects.create(
        child=case.child, case=case, text="Ring the school", team=team, owner=absent, created_by=absent
    )
    enquiry = enquiry_of(team, by=absent)
    assert case.reference not in text_of(signed_in(stand_in).get(reverse(PAGE)))
    away(absent, stand_in)

    page = text_of(signed_in(stand_in).get(reverse(PAGE)))

    assert "Tell the governing board" in page
    assert enquiry.reference in page
    assert "Ring the school" in page
    assert page.count("For Tom Pritchard, who is away") >= 3
    assert "who is away" not in text_of(signed_in(absent).get(reverse(PAGE)))


def test_the_open_enquiries_of_somebody_stand_by_their_day(signed_in, monday):
    team = TeamFactory()
    holder = officer(team)
    soon = enquiry_of(team, by=holder, topic="SEND")
    late = enquiry_of(team, by=holder, received_on=date(2026, 9, 7), child=people.child(surname="Lindqvist"))
    answered = enquiry_of(team, by=holder)
    duty.answer_enquiry(enquiry=answered, answer="Yes", answered_on=MONDAY, version=1, by=holder)
    colleagues = enquiry_of(team)

    page = text_of(signed_in(holder).get(reverse(PAGE)))

    assert page.index(late.reference) < page.index(soon.reference)
    assert "Lindqvist. By Mon 14 Sep 2026, late" in page
    assert "Special educational needs" in page
    assert answered.reference not in page
    assert colleagues.reference not in page


def test_an_enquiry_about_a_child_who_became_restricted_is_gone(signed_in, monday):
    team = TeamFactory()
    holder, child = officer(team), people.child()
    enquiry = enquiry_of(team, by=holder, child=child)
    people.restricted(child)

    assert enquiry.reference not in text_of(signed_in(holder).get(reverse(PAGE)))


def test_who_is_on_duty_today_is_said_where_a_rota_is_kept(signed_in, monday):
    team = TeamFactory()
    one, other = officer(team, name="Tom Pritchard"), officer(team)
    assert "On duty today" not in text_of(signed_in(one).get(reverse(PAGE)))

    turn = turn_of(team, officer_=one, part="MORNING")
    turn_of(team, officer_=other, part="AFTERNOON")
    assert "Tom Pritchard (morning), you (afternoon)" in text_of(signed_in(other).get(reverse(PAGE)))

    DutyTurn.objects.filter(team=team).exclude(pk=turn.pk).delete()
    DutyTurn.objects.filter(pk=turn.pk).update(on=date(2026, 9, 22))
    assert "On duty today: <strong>nobody</strong>" in text_of(signed_in(other).get(reverse(PAGE)))


def test_what_can_wait_is_a_line_with_its_numbers_and_a_page_of_its_own(signed_in, monday):
    team = TeamFactory()
    boss = senior(team)
    case = permanent_exclusion(team=team)
    Note.objects.create(case=case, kind="CALL", happened_on=MONDAY, author=boss)
    Alert.objects.create(
        child=case.child,
        kind=AlertKind.values[0],
        text="A dog",
        starts_on=date(2026, 8, 1),
        review_on=MONDAY,
        owner=boss,
    )
    Case.objects.filter(pk=case.pk).update(officer=None)
    client = signed_in(boss)

    page = text_of(client.get(reverse(PAGE)))
    waiting = text_of(client.get(reverse("desk:also_waiting")))

    assert "1 note begun and not finished, 1 alert to look at again" in page
    assert reverse("desk:also_waiting") in page
    assert f"{case.child.full_name}, {case.reference}" in waiting
    assert "to look at again by Mon 21 Sep 2026" in waiting
    assert "1 open case that nobody holds" in waiting


def test_a_page_without_anything_waiting_says_so(signed_in, monday, django_assert_max_num_queries):
    client = signed_in(officer())
    assert reverse("desk:also_waiting") not in text_of(client.get(reverse(PAGE)))

    with django_assert_max_num_queries(8):
        assert "Nothing else is waiting for you" in text_of(client.get(reverse("desk:also_waiting")))


def test_the_page_of_what_waits_is_not_for_an_administrator(signed_in, monday):
    assert signed_in(administrator()).get(reverse("desk:also_waiting")).status_code == 403


def many_deadlines(case, count):
    model = deadline_of(case)
    Deadline.objects.bulk_create(
        Deadline(
            case=case,
            rule_id="test",
            key=str(n),
            title=f"Step {n}",
            kind=DeadlineKind.DEADLINE,
            status="MUST",
            owed_by="The headteacher",
            owner=model.owner,
            owner_team=model.owner_team,
            due_on=date(2026, 9, 1 + n % 20),
            explanation=model.explanation,
        )
        for n in range(count)
    )


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR])
def test_my_work_asks_the_database_as_often_for_a_hundred_rows_as_for_ten(
    signed_in, monday, rows, role, django_assert_num_queries, django_assert_max_num_queries
):
    team = TeamFactory(is_fallback=True)
    holder = holding(role, team)
    team.watched_by = holder
    team.save()
    case = permanent_exclusion(officer_=holder, team=team)
    for _ in range(rows // 10):
        another = permanent_exclusion(team=team, officer_=holder, school=case.school)
        many_deadlines(another, 9)
        handed_over(another, by=holder)
        enquiry_of(team, by=holder, child=another.child)
        Note.objects.create(case=another, kind="CALL", happened_on=MONDAY, author=holder)
        services.propose_not_applicable(
            deadline=deadline_of(another), by=senior(team), reason="Over", on=MONDAY
        )
    turn_of(team, officer_=holder)
    away(permanent_exclusion(team=team, school=case.school).officer, holder)
    client = signed_in(holder)

    with django_assert_num_queries(8):
        client.get(reverse(PAGE))
    with django_assert_max_num_queries(8):
        client.get(reverse("desk:also_waiting"))


def test_a_manager_asks_once_more_for_the_teams_below(signed_in, monday, django_assert_max_num_queries):
    team = TeamFactory()
    case = permanent_exclusion(officer_=manager(team), team=team)
    client = signed_in(case.officer)

    with django_assert_max_num_queries(9):
        client.get(reverse(PAGE))


def test_my_work_shows_a_hundred_rows_and_then_the_rest(signed_in_with_context, monday):
    case = permanent_exclusion()
    many_deadlines(case, 120)

    first = signed_in_with_context(case.officer, reverse(PAGE))
    key = str(first.context["next_key"])
    second = signed_in_with_context(case.officer, f"{reverse(PAGE)}?after={key}")

    shown = [title for page in (first, second) for titles in groups(page).values() for title in titles]
    assert sorted(title for title in shown if title.startswith("Step")) == sorted(
        f"Step {n}" for n in range(120)
    )
    assert second.context["next_key"] is None


@pytest.mark.parametrize(
    "after", ["nonsense", "2026-09-21", "2026-09-21.x", "9999-99-99.1", "2026-09-21.٣", "\x00"]
)
def test_a_key_that_is_none_shows_the_start_of_the_list(signed_in, monday, after):
    answer = signed_in(officer()).get(reverse(PAGE), {"after": after})

    assert answer.status_code == 200
    assert "Nothing is overdue." in text_of(answer)


def test_a_case_being_recalculated_says_so(signed_in, monday):
    case = permanent_exclusion()
    case.is_being_recalculated = True
    case.save()

    assert "Being recalculated" in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_my_work_leaves_out_the_deadlines_of_a_closed_case(signed_in, monday):
    case = permanent_exclusion()
    services.record_in_error(case=case, by=case.officer, reason="The wrong child", on=MONDAY)

    assert case.reference not in text_of(signed_in(case.officer).get(reverse(PAGE)))


def test_the_way_to_a_calendar_of_ones_own_is_at_the_end_of_the_first_page(signed_in, monday):
    client = signed_in(officer())

    page = text_of(client.get(reverse(PAGE)))

    assert page.count(reverse("desk:my_calendar")) == 1
    assert "Deadlines in your own calendar" in page
    assert reverse("desk:my_calendar") not in client.get(reverse("desk:caseload")).text
