"""Caseloads: somebody's own, that of their teams, narrowed, sorted, paged, and filters that are kept."""

import re
from datetime import date

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.access.models import Cover, Membership, Team
from casework.desk.models import SavedFilter
from casework.desk.queries.caseload import ROWS_A_PAGE, needing_owner
from casework.duty.services import answer_enquiry
from tests.factories import people
from tests.factories.access import TeamFactory, administrator, holding, manager, officer, senior
from tests.factories.caseload import a_case, many_cases
from tests.factories.duty import enquiry_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
OWN, TEAM = "desk:caseload", "desk:team_caseload"


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(name="North", parent=TeamFactory(name="County"))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def listed(response) -> list[str]:
    """The references in the order of the list."""
    return list(dict.fromkeys(re.findall(r'/cases/(EXC-\d{4}-\d{5})/"', response.content.decode())))


def page(client, name=TEAM, **query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_caseload_of_ones_own_is_for_those_who_carry_cases(signed_in, role):
    assert signed_in(holding(role)).get(reverse(OWN)).status_code == 403


@pytest.mark.parametrize("role", [Role.OFFICER, Role.BUSINESS_SUPPORT, Role.ANALYST, Role.ADMINISTRATOR])
def test_the_caseload_of_others_is_not_for_everybody(signed_in, role, team):
    assert signed_in(holding(role, team)).get(reverse(TEAM)).status_code == 403


def test_an_officer_sees_their_own_cases_alone(signed_in, team):
    me, colleague = officer(team), officer(team)
    mine, theirs = a_case(team, me, number=1), a_case(team, colleague, number=2)

    assert listed(page(signed_in(me), OWN)) == [mine.reference]
    assert theirs.reference not in text_of(page(signed_in(me), OWN))


def test_a_senior_sees_their_team_and_a_manager_the_teams_below(signed_in, team):
    mine = a_case(team, officer(team), number=1)
    a_case(TeamFactory(), officer(), number=2)

    assert listed(page(signed_in(senior(team)))) == [mine.reference]
    assert listed(page(signed_in(manager(team.parent)))) == [mine.reference]
    assert listed(page(signed_in(senior()))) == []


def test_whoever_covers_sees_the_cases_of_the_absent_marked(signed_in, team):
    away, me = officer(team, name="Tom Baker"), officer(team)
    case = a_case(team, away)
    Cover.objects.create(
        officer=away, covered_by=me, starts_on=MONDAY, ends_on=MONDAY, arranged_by=senior(team)
    )

    shown = page(signed_in(me), OWN)

    assert listed(shown) == [case.reference]
    assert "Covering for Tom Baker" in text_of(shown)


def test_whoever_watches_an_inbox_sees_what_nobody_holds_there(signed_in, team):
    me = officer(team)
    Team.objects.filter(pk=team.pk).update(watched_by=me)
    case = a_case(team, None)

    shown = page(signed_in(me), OWN)

    assert listed(shown) == [case.reference]
    assert "Team inbox: North" in text_of(shown)
    assert listed(page(signed_in(officer(team)), OWN)) == []


def test_whoever_covers_sees_what_nobody_holds_in_the_inbox_of_the_absent(signed_in, team):
    stand_in, away = officer(team), officer(team)
    Team.objects.filter(pk=team.pk).update(watched_by=away)
    waiting = a_case(team, None)
    assert listed(page(signed_in(stand_in), OWN)) == []
    Cover.objects.create(
        officer=away, covered_by=stand_in, starts_on=MONDAY, ends_on=MONDAY, arranged_by=away
    )

    assert listed(page(signed_in(stand_in), OWN)) == [waiting.reference]


def test_a_row_says_what_is_next_how_late_it_is_and_how_long_the_child_is_without_education(signed_in, team):
    me = officer(team, name="Priya Desai")
    a_case(
        team,
        me,
        due_on=date(2026, 9, 17),
        school=school_with_terms(name="Cherwell Fields"),
        without_education_from=date(2026, 9, 14),
        last_contact_on=date(2026, 9, 16),
        opened_on=date(2026, 9, 14),
    )

    shown = text_of(page(signed_in(me), OWN))

    for words in (
        "Step of 1",
        "2 school days late",
        "Thu 17 Sep 2026",
        "None for 6 school days",
        "Wed 16 Sep 2026",
        "7 days",
        "Cherwell Fields",
        "Permanent exclusion,",
        "EXC-2026-90001",
        "1 case",
    ):
        assert words in shown


def test_a_real_case_shows_its_most_urgent_deadline(signed_in, team):
    case = permanent_exclusion(team=team, officer_=officer(team))

    shown = text_of(page(signed_in(case.officer), OWN))

    assert "Written notice of the days the child may not be in a public place" in shown
    assert "None for 1 school day" in shown


@pytest.fixture
def varied(team):
    """Cases that differ in one thing each."""
    first, second, gone = officer(team, name="Ann"), officer(team, name="Ben"), officer(team, name="Cy")
    Membership.objects.filter(user=gone).update(ends_on=date(2026, 9, 1))
    school = school_with_terms(name="Beech School")
    return {
        "plain": a_case(team, first, number=1),
        "late": a_case(team, second, number=2, due_on=date(2026, 9, 10), last_contact_on=MONDAY),
        "nobody's": a_case(team, None, number=3, due_on=None),
        "gone": a_case(team, gone, number=4, due_on=date(2026, 9, 28)),
        "gap": a_case(team, first, number=5, without_education_from=MONDAY, due_on=date(2026, 9, 30)),
        "arranged": a_case(
            team,
            first,
            number=6,
            due_on=date(2026, 10, 1),
            without_education_from=date(2026, 9, 1),
            education_starts_on=MONDAY,
        ),
        "school": a_case(team, first, number=7, school=school, due_on=date(2026, 10, 2)),
        "closed": a_case(
            team, first, number=8, status="CLOSED", closed_on=MONDAY, next_due_on=None, due_on=None
        ),
        "error": a_case(
            team, first, number=9, status="RECORDED_IN_ERROR", closed_on=MONDAY, next_due_on=None
        ),
    }


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"officer": "nobody"}, ["nobody's"]),
        ({"officer": "left"}, ["gone"]),
        ({"only": ["late"]}, ["late"]),
        ({"only": ["without_education"]}, ["gap"]),
        ({"only": ["late", "without_education"]}, []),
        ({"status": "closed"}, ["closed"]),
        ({"track": "challenge", "only": ["late"]}, ["late"]),
        ({"track": "roll"}, []),
    ],
)
def test_a_list_is_narrowed(signed_in, team, varied, query, kept):
    shown = listed(page(signed_in(senior(team)), **query))

    assert shown == [varied[name].reference for name in kept]


def test_a_list_is_narrowed_to_an_officer_and_to_a_school(signed_in, team, varied):
    client = signed_in(senior(team))
    school = varied["school"].school

    assert listed(page(client, officer=varied["late"].officer.pk)) == [varied["late"].reference]
    assert listed(page(client, school=school.pk)) == [varied["school"].reference]
    assert "Cy (has left)" in text_of(page(client))


def test_a_list_begins_with_what_is_late_and_ends_with_what_has_no_date(signed_in, team, varied):
    order = ["late", "plain", "gone", "gap", "arranged", "school", "nobody's"]

    assert listed(page(signed_in(senior(team)))) == [varied[name].reference for name in order]


@pytest.mark.parametrize(
    "query", [{"officer": "nonsense"}, {"school": "99999999"}, {"sort": "x"}, {"after": "x"}, {"only": "x"}]
)
def test_what_a_list_cannot_be_narrowed_by_narrows_nothing(signed_in, team, varied, query):
    assert len(listed(page(signed_in(senior(team)), **query))) == 7


@pytest.mark.parametrize("after", ["none.x", "2026-99-99.1", "٣.1", "\x00", "9" * 30, "2026-09-21"])
@pytest.mark.parametrize("sort", ["", "child", "contact"])
def test_a_key_that_is_none_shows_the_start_of_the_list(signed_in, team, after, sort):
    a_case(team, officer(team))

    assert len(listed(page(signed_in(senior(team)), after=after, sort=sort))) == 1


@pytest.mark.parametrize("sort", ["", "child", "opened", "school", "contact"])
def test_every_order_goes_on_where_a_page_ended(signed_in, team, sort):
    me = senior(team)
    school = school_with_terms(name="Beech School")
    for number in range(1, ROWS_A_PAGE + 21):
        a_case(
            team,
            me,
            number=number,
            due_on=None if number % 5 == 0 else date(2026, 9, 1 + number % 9),
            opened_on=date(2026, 9, 1 + number % 7),
            last_contact_on=None if number % 3 else date(2026, 9, 1 + number % 4),
            school=school if number % 4 else None,
        )
    client = signed_in(me)
    first = page(client, sort=sort)
    further = re.search(r'href="([^"]+after=[^"]+)" rel="next"', first.content.decode())

    second = client.get(further[1].replace("&amp;", "&"))

    assert len(listed(first)) == ROWS_A_PAGE
    assert len(listed(second)) == 20
    assert not set(listed(first)) & set(listed(second))
    assert "70 cases" in text_of(first)
    assert "Surname" not in further[1]


def test_a_restricted_case_leaves_no_trace_in_rows_choices_and_counts(signed_in, team):
    holder = officer(team, name="Quillon Marsh")
    hidden = a_case(team, holder, school=school_with_terms(name="Hidden School"))
    people.restricted(hidden.child)
    boss = senior(team)

    shown = text_of(page(signed_in(boss)))

    for words in (hidden.child.surname, "Quillon Marsh", "Hidden School", "1 case"):
        assert words not in shown
    assert not needing_owner(boss, on=MONDAY)


def test_a_restricted_case_is_marked_for_those_who_are_named(signed_in, team):
    hidden = a_case(team, officer(team))
    people.restricted(hidden.child)
    boss = senior(team)
    assign_perm("people.view_child", boss, hidden.child)

    assert listed(page(signed_in(boss), only="restricted")) == [hidden.reference]
    assert "Restricted" in text_of(page(signed_in(boss)))


def test_more_than_a_thousand_are_not_counted(signed_in, team, monkeypatch):
    monkeypatch.setattr("casework.desk.queries.caseload.COUNTED_TO", 60)
    monkeypatch.setattr("casework.desk.presenters.caseload.COUNTED_TO", 60)
    me = senior(team)
    many_cases(team, me, 62)

    assert "More than 60 cases" in text_of(page(signed_in(me)))


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize(("name", "role"), [(OWN, Role.OFFICER), (TEAM, Role.SENIOR), (OWN, Role.SENIOR)])
def test_a_caseload_asks_the_database_as_often_for_a_hundred_rows_as_for_ten(
    signed_in, team, rows, name, role, django_assert_max_num_queries
):
    me = holding(role, team)
    many_cases(team, me, rows, school=school_with_terms())
    client = signed_in(me)

    with django_assert_max_num_queries(8):
        page(client, name)


def test_a_manager_asks_once_more_for_the_teams_below(signed_in, team, django_assert_max_num_queries):
    many_cases(team, officer(team), 60, school=school_with_terms())
    client = signed_in(manager(team.parent))

    with django_assert_max_num_queries(9):
        page(client)


# Filters that are kept


def test_a_filter_is_saved_used_renamed_and_deleted(signed_in, team, varied):
    me = senior(team)
    client = signed_in(me)
    save = re.search(r'href="([^"]+/save/[^"]*)"', page(client, only="late").content.decode())[1]

    answer = client.post(save.replace("&amp;", "&"), {"name": "Late ones"})

    saved = SavedFilter.objects.get()
    assert (saved.name, saved.page, saved.query, saved.user) == ("Late ones", "team", {"only": ["late"]}, me)
    assert answer.url == f"{reverse(TEAM)}?only=late"
    assert "Late ones" in text_of(page(client))
    assert client.get(reverse(TEAM), {"saved": saved.pk}).url == answer.url

    client.post(f"{reverse('desk:rename_filter')}?filter={saved.pk}", {"name": "Overdue"})
    assert "Overdue" in text_of(client.get(reverse("desk:saved_filters")))
    assert client.get(f"{reverse('desk:delete_filter')}?filter={saved.pk}").status_code == 200
    client.post(f"{reverse('desk:delete_filter')}?filter={saved.pk}")
    assert not SavedFilter.objects.exists()
    assert [row.history_user for row in SavedFilter.history.all()] == [me, me, me]


def test_a_filter_of_somebody_else_does_not_exist(signed_in, team):
    theirs = SavedFilter.objects.create(user=senior(team), page="team", name="Theirs", query={})
    client = signed_in(senior(team))

    assert client.get(reverse(TEAM), {"saved": theirs.pk}).status_code == 404
    for name in ("desk:rename_filter", "desk:delete_filter"):
        assert client.post(f"{reverse(name)}?filter={theirs.pk}", {"name": "Mine"}).status_code == 404
    assert "Theirs" not in text_of(client.get(reverse("desk:saved_filters")))


def test_a_name_is_given_to_one_filter_of_a_list(signed_in, team):
    me = officer(team)
    client, address = signed_in(me), reverse("desk:save_filter", args=["own"])
    client.post(f"{address}?only=late", {"name": "Late ones"})

    answer = client.post(address, {"name": "late ones"})

    assert "You have a filter of this name already" in text_of(answer)
    assert "Enter the name of the filter" in text_of(client.post(address, {"name": " "}))
    assert SavedFilter.objects.count() == 1


def test_the_filter_pages_ask_the_database_little(signed_in, team, django_assert_max_num_queries):
    me = senior(team)
    for number in range(12):
        SavedFilter.objects.create(user=me, page="team", name=f"Filter {number}", query={"only": ["late"]})
    client = signed_in(me)

    for address in (
        reverse("desk:saved_filters"),
        reverse("desk:save_filter", args=["team"]),
        f"{reverse('desk:rename_filter')}?filter={SavedFilter.objects.first().pk}",
    ):
        with django_assert_max_num_queries(8):
            client.get(address)


# What has lost its owner


def test_what_somebody_who_left_holds_needs_an_owner(signed_in, team):
    gone = officer(team, name="Cy Grant")
    case = a_case(team, gone)
    a_case(team, None, number=2)
    school = school_with_terms(name="Beech School", link_officer=gone)
    boss = senior(team)
    assert needing_owner(boss, on=MONDAY).cases == 0

    gone.is_active = False
    gone.save()

    found = needing_owner(boss, on=MONDAY)
    assert (found.cases, found.unallocated, found.schools) == (1, 1, 1)
    shown = text_of(signed_in(boss).get(reverse("desk:needing_owner")))
    assert "1 open case of somebody who has left" in shown
    assert "1 open case that nobody holds" in shown
    assert reverse("schools:change_link_officer", args=[school.urn]) in shown
    assert listed(page(signed_in(boss), officer="left")) == [case.reference]
    assert not needing_owner(officer(team), on=MONDAY)
    assert not needing_owner(senior(), on=MONDAY).cases


def test_a_deadline_that_somebody_gone_watches_on_anothers_case_needs_an_owner(signed_in, team):
    gone, stays = officer(team, name="Cy Grant"), officer(team)
    case = a_case(team, stays)
    case.deadlines.update(owner=gone)
    gone.memberships.update(ends_on=date(2026, 9, 1))
    boss = senior(team)

    assert needing_owner(boss, on=MONDAY).deadlines == 1
    assert "Step of 1" in text_of(signed_in(boss).get(reverse("desk:needing_owner")))


def test_an_open_enquiry_of_somebody_who_has_left_needs_an_owner(signed_in, team):
    gone, boss = officer(team, name="Cy Grant"), senior(team)
    left, answered = enquiry_of(team, by=gone, topic="SEND"), enquiry_of(team, by=gone)
    answer_enquiry(enquiry=answered, answer="Yes", answered_on=MONDAY, version=1, by=gone)
    hidden = enquiry_of(team, by=gone, child=people.child())
    people.restricted(hidden.child)
    elsewhere = enquiry_of(TeamFactory(), owner=gone)
    theirs = enquiry_of(team, by=boss)
    assert needing_owner(boss, on=MONDAY).enquiries == 0
    gone.memberships.update(ends_on=date(2026, 9, 1))

    assert needing_owner(boss, on=MONDAY).enquiries == 1
    shown = text_of(signed_in(boss).get(reverse("desk:needing_owner")))
    assert "1 open enquiry of somebody who has left" in shown
    assert left.get_absolute_url() in shown
    assert "Special educational needs" in shown
    for other in (answered, hidden, elsewhere, theirs):
        assert other.reference not in shown


def test_what_needs_an_owner_is_counted_in_one_question(team, django_assert_num_queries):
    boss = senior(team)
    many_cases(team, None, 12)
    assert boss.standing

    with django_assert_num_queries(1):
        needing_owner(boss, on=MONDAY)


def test_the_page_of_what_needs_an_owner_is_not_for_officers(signed_in, team):
    assert signed_in(officer(team)).get(reverse("desk:needing_owner")).status_code == 403
    assert signed_in(administrator()).get(reverse("desk:needing_owner")).status_code == 403


@pytest.mark.parametrize("rows", [10, 100])
def test_the_page_of_what_needs_an_owner_asks_little(signed_in, team, rows, django_assert_max_num_queries):
    gone, boss = officer(team), senior(team)
    for case in many_cases(team, boss, rows):
        case.deadlines.update(owner=gone)
        enquiry_of(team, by=gone)
    gone.memberships.update(ends_on=date(2026, 9, 1))
    client = signed_in(boss)

    with django_assert_max_num_queries(8):
        client.get(reverse("desk:needing_owner"))


@pytest.mark.parametrize("sort", ["child", "school"])
def test_where_a_list_goes_on_tells_nothing_of_a_case_out_of_sight(signed_in, team, sort):
    hidden = a_case(
        team,
        officer(team),
        child=people.child(surname="Aardvark"),
        school=school_with_terms(name="Aardvark School"),
    )
    people.restricted(hidden.child)
    seen = a_case(team, officer(team), number=2, child=people.child(surname="Zebra"))
    client = signed_in(senior(team))
    assert listed(page(client, sort=sort)) == [seen.reference]

    after_hidden = listed(page(client, sort=sort, after=hidden.pk))
    after_nobody = listed(page(client, sort=sort, after=999_999))

    assert after_hidden == after_nobody == []
