"""Many cases change hands at once: to one officer or evenly, wholly or not at all."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.cases import services
from casework.cases.choices import ChronologyKind
from casework.cases.models import Action, Allocation, Case, Deadline
from casework.desk.rules import spread
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, manager, officer, senior
from tests.factories.caseload import a_case, many_cases

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
PAGE = "desk:reallocate"


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory(name="North", parent=TeamFactory(name="County"))


@pytest.fixture
def boss(team):
    return senior(team, name="Sam Reed")


@pytest.fixture
def away(team):
    return officer(team, name="Tom Baker")


@pytest.fixture
def ann(team):
    return officer(team, name="Ann Webb")


@pytest.fixture
def ben(team):
    return officer(team, name="Ben Okafor")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def give(cases, officer, *, by, **options):
    return services.allocate_cases(
        allotments=[services.Allotment(case.reference, officer, case.version) for case in cases],
        by=by,
        reason="Leave",
        on=MONDAY,
        **options,
    )


def hidden_fields(response) -> dict[str, list[str]]:
    """What the check page sends on when its button is pressed."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', response.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return found


# The service


def test_with_each_case_go_its_allocation_deadlines_and_open_actions_and_the_chronology_says_so(
    team, boss, away, ann
):
    cases = many_cases(team, away, 3)
    others = Action.objects.create(
        child=cases[0].child, case=cases[0], text="Theirs", team=team, owner=boss, created_by=boss
    )
    mine = Action.objects.create(
        child=cases[0].child, case=cases[0], text="His", team=team, owner=away, created_by=boss
    )
    done = Action.objects.create(
        child=cases[0].child,
        case=cases[0],
        text="Was",
        team=team,
        owner=away,
        created_by=boss,
        done_on=MONDAY,
    )

    give(cases, ann, by=boss)

    for case in cases:
        case.refresh_from_db()
        assert (case.officer, case.version) == (ann, 2)
        assert [(each.officer, each.ended_at is None) for each in case.allocations.all()] == [
            (ann, True),
            (away, False),
        ]
        assert set(case.deadlines.values_list("owner", flat=True)) == {ann.pk}
        entry = case.chronology.get(kind=ChronologyKind.ALLOCATED)
        assert (entry.text, entry.details, entry.by) == (
            "Allocated to Ann Webb",
            ["Before: Tom Baker", "Leave"],
            boss,
        )
    owners = dict(Action.objects.values_list("text", "owner"))
    assert owners == {others.text: boss.pk, mine.text: ann.pk, done.text: away.pk}


def test_each_row_that_changed_has_a_history_that_names_the_author(team, boss, away, ann):
    cases = many_cases(team, away, 2)

    give(cases, ann, by=boss)

    for model in (Case, Allocation, Deadline):
        changed = model.history.filter(history_user=boss)
        assert changed.count() == {Case: 2, Allocation: 4, Deadline: 2}[model]


def test_a_case_that_nobody_held_takes_along_what_nobody_watched(team, boss, ann):
    case = a_case(team, None)

    give([case], ann, by=boss)

    assert case.deadlines.get().owner == ann
    assert case.chronology.get().details == ["Before: North", "Leave"]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda case: Case.objects.filter(pk=case.pk).update(version=5), "somebody changed it meanwhile"),
        (
            lambda case: Case.objects.filter(pk=case.pk).update(status="CLOSED", closed_on=MONDAY),
            "The case is closed",
        ),
        (lambda case: people.restricted(case.child), "it is not here any more"),
        (lambda case: Case.objects.filter(pk=case.pk).update(team=TeamFactory()), "not here any more"),
    ],
    ids=["changed", "closed", "restricted", "another team's"],
)
def test_one_case_that_cannot_go_keeps_all_where_they_are_and_is_named(team, boss, away, ann, spoil, why):
    cases = many_cases(team, away, 3)
    spoil(cases[1])

    with pytest.raises(services.CannotAllocate) as refusal:
        give(cases, ann, by=boss)

    assert [each.reference for each in refusal.value.hindrances] == [cases[1].reference]
    assert why in str(refusal.value)
    assert set(Case.objects.values_list("officer", flat=True)) == {away.pk}
    assert not told_in_chronology(cases)


def told_in_chronology(cases):
    return [each for case in cases for each in case.chronology.filter(kind=ChronologyKind.ALLOCATED)]


def test_a_case_is_not_given_to_whoever_holds_it_or_works_elsewhere(team, boss, away):
    case = a_case(team, away)

    for person, why in ((away, "holds it already"), (officer(name="Stranger"), "does not work in North")):
        with pytest.raises(services.CannotAllocate, match=why):
            services.allocate_case(case=case, officer=person, by=boss, reason="Leave", on=MONDAY)


def test_one_case_is_refused_to_somebody_who_may_not_reallocate_it(team, away, ann):
    with pytest.raises(PermissionDenied):
        services.allocate_case(case=a_case(team, away), officer=ann, by=away, reason="Leave", on=MONDAY)


@pytest.mark.parametrize("number", [10, 100])
def test_a_hundred_cases_change_hands_in_as_many_questions_as_ten(
    team, boss, away, ann, ben, number, django_assert_max_num_queries
):
    cases = many_cases(team, away, number)
    allotments = [
        services.Allotment(case.reference, to, case.version) for case, to in spread(cases, [ann, ben])
    ]
    assert boss.standing

    # SQLite takes many rows in parts.
    with django_assert_max_num_queries(24):
        services.allocate_cases(allotments=allotments, by=boss, reason="Leave", on=MONDAY)

    assert Case.objects.filter(officer=ann).count() == number / 2


def test_work_is_spread_so_that_nobody_gets_two_more_than_another():
    shares = [len([1 for _, to in spread(range(8), "abc") if to == name]) for name in "abc"]

    assert shares == [3, 3, 2]


# The pages


@pytest.mark.parametrize("role", [Role.OFFICER, Role.BUSINESS_SUPPORT, Role.SAFEGUARDING_LEAD, Role.AUDITOR])
def test_the_page_is_for_those_who_reallocate(signed_in, team, role):
    client = signed_in(holding(role, team))

    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(PAGE)).status_code == 403


def test_without_a_case_the_caseload_asks_to_select_some(signed_in, boss):
    answer = signed_in(boss).get(reverse(PAGE), follow=True)

    assert "Select the cases first" in text_of(answer)


def test_the_team_caseload_lets_a_senior_select_cases_and_nobody_else(signed_in, team, boss, away):
    case = a_case(team, away)
    team_page = reverse("desk:team_caseload")

    shown = text_of(signed_in(boss).get(team_page, {"choose": "all"}))
    assert re.search(rf'name="case" value="{case.reference}" id="case-1" checked', shown)
    assert 'name="case"' not in text_of(signed_in(boss).get(team_page, {"status": "closed"}))
    assert 'name="case"' not in text_of(signed_in(boss).get(reverse("desk:caseload")))
    assert 'name="case"' in text_of(signed_in(manager(team.parent)).get(team_page))


def test_a_senior_gives_the_cases_of_an_absent_officer_to_two_others(signed_in, team, boss, away, ann, ben):
    cases = many_cases(team, away, 3)
    client = signed_in(boss)
    chosen = client.get(reverse(PAGE), {"case": [case.reference for case in cases]})
    assert "Tom Baker" in text_of(chosen)
    assert "Step of 1, Fri 25 Sep 2026" in text_of(chosen)
    typed = hidden_fields(chosen) | {
        "to_whom": "EVENLY",
        "officers": [ann.pk, ben.pk],
        "reason": "Long-term leave",
    }

    check = client.post(reverse(PAGE), typed)
    assert "Ann Webb gets 2 cases" in text_of(check)
    assert "Ben Okafor gets 1 case" in text_of(check)
    assert set(Case.objects.values_list("officer", flat=True)) == {away.pk}
    confirmed = hidden_fields(check) | {"confirm": "yes"}
    done = client.post(reverse(PAGE), confirmed)
    again = client.post(reverse(PAGE), confirmed)

    assert done.url == again.url == reverse("desk:team_caseload")
    assert "3 cases have a new holder" in text_of(client.get(done.url))
    assert sorted(Case.objects.values_list("officer__name", flat=True)) == [
        "Ann Webb",
        "Ann Webb",
        "Ben Okafor",
    ]
    assert len(told_in_chronology(cases)) == 3


def test_a_case_that_changed_meanwhile_is_named_and_nothing_typed_is_lost(signed_in, team, boss, away, ann):
    cases = many_cases(team, away, 3)
    client = signed_in(boss)
    typed = hidden_fields(client.get(reverse(PAGE), {"case": [case.reference for case in cases]}))
    typed |= {"to_whom": "ONE", "officer": ann.pk, "reason": "Leave & gone"}
    confirmed = hidden_fields(client.post(reverse(PAGE), typed)) | {"confirm": "yes"}
    Case.objects.filter(pk=cases[0].pk).update(version=9)
    people.restricted(cases[1].child)

    answer = client.post(reverse(PAGE), confirmed)

    shown = text_of(answer)
    assert f"{cases[0].reference}: somebody changed it meanwhile. Tom Baker holds it now" in shown
    assert f"{cases[1].reference}: it is not here any more" in shown
    assert cases[1].child.surname not in shown
    assert "Leave &amp; gone" in shown
    assert "<title>Error:" in shown
    assert set(Case.objects.values_list("officer", flat=True)) == {away.pk}
    assert hidden_fields(answer)["case"] == [f"{cases[2].reference}.1"]


def test_a_case_out_of_reach_is_not_offered(signed_in, team, boss, away):
    theirs = a_case(TeamFactory(), officer(), number=7)
    hidden = a_case(team, away, number=8)
    people.restricted(hidden.child)
    case = a_case(team, away, number=9)

    shown = text_of(
        signed_in(boss).get(
            reverse(PAGE), {"case": [theirs.reference, hidden.reference, case.reference, "nonsense"]}
        )
    )

    assert "1 case<" in shown
    assert hidden.child.surname not in shown
    assert theirs.child.surname not in shown


def test_a_restricted_case_is_moved_by_those_who_are_named(signed_in, team, boss, away, ann):
    case = a_case(team, away)
    people.restricted(case.child)
    assign_perm("people.view_child", boss, case.child)

    with pytest.raises(services.CannotAllocate, match="Ann Webb is not named on this restricted record"):
        give([case], ann, by=boss)
    assign_perm("people.view_child", ann, case.child)
    give([case], ann, by=boss)

    case.refresh_from_db()
    assert case.officer == ann


def test_a_case_that_stands_twice_in_what_was_sent_changes_hands_in_no_way(team, boss, away, ann):
    case = a_case(team, away)

    with pytest.raises(services.CannotAllocate, match="twice"):
        give([case, case], ann, by=boss)

    assert Allocation.objects.filter(case=case, ended_at=None).count() <= 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Select who holds the cases from now on"),
        ({"to_whom": "ONE", "reason": "Leave"}, "Select an officer"),
        ({"to_whom": "EVENLY", "reason": "Leave"}, "Select the officers"),
        ({"to_whom": "ONE", "officer": "999999", "reason": "Leave"}, "Select an officer"),
        ({"to_whom": "ONE"}, "Enter the reason"),
    ],
)
def test_what_cannot_be_is_refused_in_words(signed_in, team, boss, away, typed, message):
    case = a_case(team, away)

    answer = signed_in(boss).post(reverse(PAGE), {"case": f"{case.reference}.1"} | typed)

    assert message in text_of(answer)
    assert case.reference in text_of(answer)


def test_several_officers_are_two_or_more_and_others_than_the_holder(signed_in, team, boss, away, ann):
    case = a_case(team, away)
    client, start = signed_in(boss), {"case": f"{case.reference}.1", "reason": "Leave"}

    one = client.post(reverse(PAGE), start | {"to_whom": "EVENLY", "officers": [ann.pk]})
    same = client.post(reverse(PAGE), start | {"to_whom": "ONE", "officer": away.pk})

    assert "Select two officers or more" in text_of(one)
    assert "These cases are held as you ask already" in text_of(same)


def test_cases_of_several_teams_go_to_somebody_who_works_in_all_of_them(signed_in, team, away):
    south = TeamFactory(name="South", parent=team.parent)
    first, second = a_case(team, away, number=1), a_case(south, officer(south), number=2)
    client = signed_in(manager(team.parent))

    shown = text_of(client.get(reverse(PAGE), {"case": [first.reference, second.reference]}))

    assert "nobody carries cases in all of them" in shown


@pytest.mark.parametrize("rows", [10, 100])
def test_the_pages_ask_the_database_little(
    signed_in, team, boss, away, ann, rows, django_assert_max_num_queries
):
    cases = many_cases(team, away, rows)
    client = signed_in(boss)
    references = [case.reference for case in cases]
    with django_assert_max_num_queries(8):
        chosen = client.get(reverse(PAGE), {"case": references})
    typed = hidden_fields(chosen) | {"to_whom": "ONE", "officer": ann.pk, "reason": "Leave"}
    with django_assert_max_num_queries(8):
        check = client.post(reverse(PAGE), typed)

    with django_assert_max_num_queries(34):
        client.post(reverse(PAGE), hidden_fields(check) | {"confirm": "yes"})

    assert Case.objects.filter(officer=ann).count() == rows


def test_two_who_give_one_case_away_do_not_overwrite_each_other(signed_in, team, boss, away, ann, ben):
    case = a_case(team, away)
    address = reverse("cases:allocate", args=[case.reference])
    client = signed_in(boss)
    page = hidden_fields(client.get(address))
    give([case], ben, by=boss)

    answer = client.post(address, page | {"officer": ann.pk, "reason": "Leave"})

    assert "Somebody changed it meanwhile. Ben Okafor holds it now" in text_of(answer)
    case.refresh_from_db()
    assert case.officer == ben


def test_the_case_tells_who_held_it_from_when_until_when_and_why(signed_in, team, boss, away, ann):
    case = a_case(team, away)
    give([case], ann, by=boss)
    address = reverse("cases:allocations", args=[case.reference])

    shown = text_of(signed_in(boss).get(address))

    assert re.search(r"Ann Webb.*From 21 September 2026, midday, still.*Leave. By Sam Reed.*Tom Baker", shown)
    assert "From 21 September 2026, midday until 21 September 2026, midday" in shown
    assert "Give the case to an officer" in shown
    assert "Give the case to an officer" not in text_of(signed_in(ann).get(address))
    assert signed_in(officer()).get(address).status_code == 404


def test_the_page_of_who_held_a_case_asks_the_database_little(
    signed_in, team, boss, away, ann, ben, django_assert_max_num_queries
):
    case = a_case(team, away)
    for number in range(12):
        case.refresh_from_db()
        give([case], (ann, ben)[number % 2], by=boss)
    client = signed_in(boss)

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(reverse("cases:allocations", args=[case.reference]))
