"""The duty page, taking an enquiry and what becomes of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from casework.access.choices import LookAction, Role
from casework.access.models import AccessLogEntry
from casework.deadlines.models import RuleSetting
from casework.duty import services
from casework.duty.models import Enquiry, HandoverNote
from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, manager, officer, senior
from tests.factories.duty import enquiry_of, turn_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms

pytestmark = pytest.mark.django_db

FIGURES = "823432108001"
UPN = upn_check_letter("A" + FIGURES) + FIGURES
MONDAY, TUESDAY = date(2026, 9, 21), date(2026, 9, 22)
LIST, RECORD, FORM = 8, 14, 8


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def team(clock_stands_at):
    clock_stands_at(TUESDAY)
    return TeamFactory(name="North")


@pytest.fixture
def taker(team):
    return officer(team, name="Amara Okafor")


@pytest.fixture
def client(signed_in, taker):
    return signed_in(taker)


def typed(**given):
    told = {
        "token": uuid4(),
        "channel": "PHONE",
        "received_on_day": "22",
        "received_on_month": "9",
        "received_on_year": "2026",
        "asker_kind": "SCHOOL",
        "asker_name": "Ms Okoro",
        "topic": "EXCLUSION",
        "text": "A new boy is out from today.\nWhat now?",
        "answerer": "MINE",
    }
    return told | given


# The day


def test_the_day_says_who_is_on_duty_and_what_is_late(client, team, taker):
    turn_of(team, officer_=taker)
    late = enquiry_of(team, by=taker, received_on=date(2026, 9, 10))
    enquiry_of(team, by=taker)

    page = text_of(client.get(reverse("duty:today")))

    assert "You</p>" in page
    assert "Late: 1 enquiry" in page
    assert "To answer: 1 enquiry" in page
    assert page.index(late.reference) < page.index("To answer")
    assert "3 working days late" in page


def test_the_day_says_when_nobody_is_on_duty(client):
    assert ">Nobody</p>" in text_of(client.get(reverse("duty:today")))


def test_a_bank_holiday_says_so(signed_in, taker, clock_stands_at):
    clock_stands_at(date(2026, 12, 28))

    page = text_of(signed_in(taker).get(reverse("duty:today")))

    assert "Nobody: bank holiday: Boxing Day (substitute day)" in page


def test_somebody_with_several_teams_is_told_whose_duty_it_is(signed_in, team, taker):
    both = holding(Role.DUTY_OFFICER, team)
    south = TeamFactory(name="South")
    both.memberships.create(team=south, role=Role.DUTY_OFFICER, starts_on=date(2020, 1, 1))
    turn_of(team, officer_=taker, part="MORNING")

    page = text_of(signed_in(both).get(reverse("duty:today")))

    assert "North: Amara Okafor (morning)" in page
    assert "South: Nobody" in page


def test_an_enquiry_about_a_restricted_child_leaves_no_trace(client, team):
    child, named = people.restricted(people.child()), officer(team)
    assign_perm("people.view_child", named, child)
    hidden = enquiry_of(team, by=named, child=child, text="Secret")

    for name in ("duty:today", "duty:enquiries"):
        assert hidden.reference not in text_of(client.get(reverse(name)))
    assert client.get(hidden.get_absolute_url()).status_code == 404
    for act in ("answer", "change", "give"):
        assert client.post(reverse(f"duty:{act}", args=[hidden.reference])).status_code == 404


def test_another_teams_enquiry_does_not_exist(client):
    assert client.get(enquiry_of(TeamFactory()).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR])
def test_duty_is_for_those_who_take_enquiries(signed_in, team, role):
    client = signed_in(holding(role, team))

    assert client.get(reverse("duty:today")).status_code == 403
    assert client.post(reverse("duty:take"), typed()).status_code == 403


# Taking


def test_an_enquiry_is_taken_once_however_often_the_button_is_pressed(client, taker):
    answers = typed()

    first = client.post(reverse("duty:take"), answers, follow=True)
    client.post(reverse("duty:take"), answers)

    enquiry = Enquiry.objects.get()
    assert enquiry.text == "A new boy is out from today.\nWhat now?"
    assert enquiry.owner == taker
    assert "Tuesday 29 September 2026" in text_of(first)
    assert "5 working days to answer is this council’s own target, not law." in text_of(first)


def test_what_was_typed_stays_when_something_is_missing(client):
    page = text_of(client.post(reverse("duty:take"), typed(asker_kind="", text="Two words")))

    assert "Select who is asking" in page
    assert "Two words" in page
    assert 'value="Ms Okoro"' in page
    assert not Enquiry.objects.exists()


def test_an_enquiry_for_whoever_is_on_duty_says_when_nobody_is(client):
    page = text_of(client.post(reverse("duty:take"), typed(answerer="ON_DUTY")))

    assert "Nobody is on duty for North now" in page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 23), "The day it reached us must be today or in the past"),
        (date(2024, 9, 23), "The day it reached us must be within the last year"),
    ],
)
def test_the_day_an_enquiry_came_is_believable(client, day, said):
    parts = {"received_on_day": day.day, "received_on_month": day.month, "received_on_year": day.year}

    assert said in text_of(client.post(reverse("duty:take"), typed(**parts)))


def test_the_child_is_found_by_name_and_chosen_among_several(client):
    first = people.child(forenames="Amara Jane", surname="Lindqvist")
    people.child(forenames="Amara", surname="Lindqvist")
    hidden = people.restricted(people.child(forenames="Amara Rose", surname="Lindqvist"))

    page = text_of(client.post(reverse("duty:take"), typed(child_text="lindqvist amara")))

    assert "Select the child from the list" in page
    assert "Amara Jane Lindqvist, born 14 May 2013" in page
    assert str(hidden.public_id) not in page
    assert AccessLogEntry.objects.filter(action=LookAction.SEARCH).count() == 2

    client.post(reverse("duty:take"), typed(child=str(first.public_id), child_text="lindqvist amara"))
    assert Enquiry.objects.get().child == first


def test_a_child_is_taken_at_once_for_the_upn_and_never_for_a_name_alone(client):
    child = people.child(surname="Lindqvist", upn=UPN)

    assert "Select the child from the list" in text_of(
        client.post(reverse("duty:take"), typed(child_text="lindqvist"))
    )
    client.post(reverse("duty:take"), typed(child_text=UPN.lower()))

    assert Enquiry.objects.get().child == child


def test_a_restricted_childs_key_finds_nobody(client):
    hidden = people.restricted(people.child(surname="Lindqvist"))

    for given in ({"child": str(hidden.public_id)}, {"child_text": "lindqvist"}, {"child": "nonsense"}):
        page = text_of(client.post(reverse("duty:take"), typed(**given)))
        assert "Lindqvist</" not in page.replace("“lindqvist”", "")
    assert not Enquiry.objects.filter(child=hidden).exists()


def test_the_form_says_first_whom_to_ring_about_danger(client, team):
    assert "phone the safeguarding hub or 999" in text_of(client.get(reverse("duty:take")))
    boss = manager(team)
    RuleSetting.objects.create(
        key="danger_telephone",
        value="0345 050 7666",
        starts_on=MONDAY,
        reason="The hub",
        proposed_by=boss,
        approved_by=boss,
        approved_at=timezone.now(),
    )

    page = text_of(client.get(reverse("duty:take")))

    assert "phone 0345 050 7666 before you write anything down" in page
    assert page.index("0345 050 7666") < page.index("<textarea")


def test_the_number_and_the_days_to_answer_stand_among_the_settings(client):
    page = text_of(client.get(reverse("deadlines:settings")))

    assert "Telephone number when a child may be in danger" in page
    assert "Not set" in page
    assert "Answer an enquiry" in page
    assert "5 working days" in page


def test_a_worry_about_a_child_says_whom_to_ring_on_its_own_page(client, team, taker):
    worry = enquiry_of(team, by=taker, topic="SAFEGUARDING")

    assert "If a child may be in danger now" in text_of(client.get(worry.get_absolute_url()))
    other = enquiry_of(team, by=taker)
    assert "If a child may be in danger now" not in text_of(client.get(other.get_absolute_url()))


@pytest.mark.parametrize("name", ["asker_name", "asker_telephone", "text", "child_text", "school_text"])
@pytest.mark.parametrize("said", ["<script>alert(1)</script>", "O’Neill & Søn", "\x00", "👩‍👧", "=1+1"])
def test_whatever_is_typed_is_taken_or_refused_in_words(client, name, said):
    answer = client.post(reverse("duty:take"), typed(**{name: said}), follow=True)

    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


# One enquiry


def test_a_page_about_an_enquiry_of_a_child_goes_into_the_access_log(client, team, taker):
    child = people.child()
    enquiry = enquiry_of(team, by=taker, child=child)

    client.get(enquiry.get_absolute_url())

    entry = AccessLogEntry.objects.get()
    assert (entry.child_id, entry.object_kind, entry.object_id) == (child.pk, "enquiry", enquiry.reference)


def test_an_answer_is_written_down_and_shown(client, team, taker):
    enquiry = enquiry_of(team, by=taker)
    answers = {
        "version": 1,
        "answer": "Education from day 6",
        "answered_on_day": "22",
        "answered_on_month": "9",
        "answered_on_year": "2026",
    }

    page = text_of(client.post(reverse("duty:answer", args=[enquiry.reference]), answers, follow=True))

    assert "Answered in time" in page
    assert "Education from day 6" in page


def test_two_answers_at_once_are_both_shown_and_nothing_typed_is_lost(client, team, taker):
    enquiry = enquiry_of(team, by=taker)
    services.answer_enquiry(
        enquiry=enquiry, answer="Theirs", answered_on=TUESDAY, version=1, by=officer(team, name="Tom")
    )
    address = reverse("duty:answer", args=[enquiry.reference])
    answers = {
        "version": 1,
        "answer": "Mine",
        "answered_on_day": "22",
        "answered_on_month": "9",
        "answered_on_year": "2026",
    }

    page = text_of(client.post(address, answers))

    assert "Somebody else saved this enquiry while you were typing" in page
    assert "Theirs" in page
    assert ">Mine</textarea>" in page
    client.post(address, answers | {"version": 2})
    enquiry.refresh_from_db()
    assert enquiry.answer == "Mine"


def test_an_enquiry_is_given_to_a_colleague(client, team, taker):
    enquiry, colleague = enquiry_of(team, by=taker), officer(team, name="Tom Pritchard")

    client.post(reverse("duty:give", args=[enquiry.reference]), {"version": 1, "owner": colleague.pk})

    enquiry.refresh_from_db()
    assert enquiry.owner == colleague


def test_the_child_of_an_enquiry_is_named_on_its_form(client, team, taker):
    enquiry, child = enquiry_of(team, by=taker), people.child(surname="Lindqvist")
    address = reverse("duty:change", args=[enquiry.reference])
    assert "What happens after the fifth day?" in text_of(client.get(address))

    client.post(
        address,
        {
            "version": 1,
            "channel": "PHONE",
            "asker_kind": "SCHOOL",
            "topic": "EXCLUSION",
            "text": "What happens?",
            "child": str(child.public_id),
        },
    )

    enquiry.refresh_from_db()
    assert (enquiry.child, enquiry.text) == (child, "What happens?")


def test_an_enquiry_leads_to_a_case_of_each_kind_and_takes_itself_along(client, team, taker):
    child = people.child()
    known, unknown = enquiry_of(team, by=taker, child=child), enquiry_of(team, by=taker)

    log = reverse("exclusions:log_permanent_exclusion", args=[child.public_id])
    assert f"{log}?enquiry={known.reference}" in text_of(client.get(known.get_absolute_url()))
    find = f"{reverse('people:find')}?for=permanent_exclusion&amp;enquiry={unknown.reference}"
    assert find in text_of(client.get(unknown.get_absolute_url()))


def test_the_case_of_an_enquiry_is_linked_for_those_who_may_read_it(client, signed_in, team, taker):
    enquiry = enquiry_of(team, by=taker)
    case = permanent_exclusion(team=team)
    services.enquiry_became_case(enquiry=enquiry, case=case, by=taker, on=TUESDAY)

    assert f'href="{case.get_absolute_url()}"' in text_of(client.get(enquiry.get_absolute_url()))
    clerk = signed_in(holding(Role.BUSINESS_SUPPORT, team))
    assert f'href="{case.get_absolute_url()}"' not in text_of(clerk.get(enquiry.get_absolute_url()))


# The list


def test_the_list_is_narrowed_and_paged(client, team, taker, monkeypatch):
    monkeypatch.setattr("casework.duty.queries.ROWS_A_PAGE", 2)
    references = [enquiry_of(team, by=taker, topic="ATTENDANCE").reference for _ in range(3)]
    other = enquiry_of(team, by=taker, topic="SEND").reference

    first = text_of(client.get(reverse("duty:enquiries"), {"topic": "ATTENDANCE"}))

    assert references[2] in first
    assert references[0] not in first
    assert other not in first
    third = Enquiry.objects.get(reference=references[1])
    second = text_of(client.get(reverse("duty:enquiries"), {"topic": "ATTENDANCE", "after": third.pk}))
    assert references[0] in second
    assert "Back to the newest" in second


@pytest.mark.parametrize("query", [{"owner": "x"}, {"state": "NO"}, {"after": "9" * 30}, {"topic": "\x00"}])
def test_what_narrows_nothing_is_left_out(client, team, taker, query):
    enquiry = enquiry_of(team, by=taker)

    assert enquiry.reference in text_of(client.get(reverse("duty:enquiries"), query))


# The end of a day


def test_a_handover_note_stands_on_the_page_of_the_next_morning(
    client, signed_in, clock_stands_at, team, taker
):
    token = uuid4()
    for _ in range(2):
        client.post(reverse("duty:hand_over"), {"token": token, "text": "Ring back\nthe school"})
    assert HandoverNote.objects.count() == 1
    clock_stands_at(date(2026, 9, 23))

    page = text_of(signed_in(taker).get(reverse("duty:today")))

    assert "Handed over by Amara Okafor, Tuesday 22 September 2026" in page
    assert "Ring back the school" in page


# How often each page asks the database


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize("name", ["duty:today", "duty:enquiries"])
def test_a_list_asks_the_database_as_often_for_a_hundred_rows_as_for_ten(
    signed_in, team, taker, rows, name, django_assert_max_num_queries
):
    school = school_with_terms()
    for n in range(rows):
        enquiry = enquiry_of(team, by=taker, child=people.child(by=taker), school=school)
        if n % 3 == 0:
            services.answer_enquiry(enquiry=enquiry, answer="Yes", answered_on=TUESDAY, version=1, by=taker)
    services.write_handover(team=team, text="Quiet", by=taker, on=MONDAY)
    turn_of(team, officer_=taker)

    for user in (taker, manager(team)):
        client = signed_in(user)
        with django_assert_max_num_queries(LIST):
            client.get(reverse(name))


def test_the_pages_of_one_enquiry_keep_to_their_bars(client, team, taker, django_assert_max_num_queries):
    enquiry = enquiry_of(team, by=taker, child=people.child(), school=school_with_terms())
    for _ in range(10):
        officer(team)

    with django_assert_max_num_queries(RECORD + ENTRY_IN_THE_LOG):
        client.get(enquiry.get_absolute_url())
    for act in ("answer", "change", "give"):
        with django_assert_max_num_queries(FORM + ENTRY_IN_THE_LOG):
            client.get(reverse(f"duty:{act}", args=[enquiry.reference]))
    with django_assert_max_num_queries(FORM):
        client.get(reverse("duty:take"))
    with django_assert_max_num_queries(20):
        client.post(reverse("duty:take"), typed())


# The rota


@pytest.fixture
def boss(team):
    return senior(team, name="Rachel Cohen")


def test_the_rota_shows_a_week_and_why_nobody_works(signed_in, team, taker, clock_stands_at):
    turn_of(team, officer_=taker, on=date(2026, 12, 29), part="AFTERNOON")

    page = text_of(signed_in(taker).get(reverse("duty:rota"), {"week": "2026-12-28"}))

    assert "None. Bank holiday: Boxing Day (substitute day)" in page
    assert "Amara Okafor (afternoon)" in page
    assert "Plan this week" not in page


@pytest.mark.parametrize("week", ["nonsense", "9999-01-01", "0001-01-01", "", "\x00"])
def test_a_week_that_is_none_is_this_week(client, week):
    page = text_of(client.get(reverse("duty:rota"), {"week": week}))

    assert "Week of Monday 21 September 2026" in page


def test_a_senior_plans_a_week_with_one_answer(signed_in, team, taker, boss):
    client = signed_in(boss)
    address = reverse("duty:plan", args=[team.pk]) + "?week=2026-09-28"
    assert "Amara Okafor" in text_of(client.get(address))

    page = text_of(
        client.post(address, {"whole_week": taker.pk, "day3_morning": boss.pk, "seen": ""}, follow=True)
    )

    assert page.count("Amara Okafor</div>") == 4
    assert "Rachel Cohen (morning), Amara Okafor (afternoon)" in page


def test_two_plans_at_once_are_both_shown(signed_in, team, taker, boss):
    turn_of(team, officer_=taker, on=date(2026, 9, 28))
    address = reverse("duty:plan", args=[team.pk]) + "?week=2026-09-28"

    page = text_of(signed_in(boss).post(address, {"day1_morning": boss.pk, "seen": ""}))

    assert "Somebody else changed this week while you were planning it. Look at both" in page
    assert "As it is saved now" in page
    assert f'<option value="{boss.pk}" selected' in page


def test_turns_are_swapped(signed_in, team, taker, boss):
    mine, theirs = turn_of(team, officer_=taker), turn_of(team, officer_=boss, on=date(2026, 9, 30))

    answer = signed_in(boss).post(
        reverse("duty:swap", args=[mine.pk]),
        {"officer": taker.pk, "other": f"{theirs.pk}.{boss.pk}"},
        follow=True,
    )

    assert "The turns are swapped" in text_of(answer)
    mine.refresh_from_db()
    assert mine.officer == boss


def test_the_rota_of_another_team_is_not_there_to_plan(signed_in, boss):
    other = turn_of(TeamFactory())

    assert signed_in(boss).get(reverse("duty:plan", args=[other.team_id])).status_code == 404
    assert signed_in(boss).get(reverse("duty:swap", args=[other.pk])).status_code == 404


def test_an_officer_plans_no_rota(client, team):
    assert client.get(reverse("duty:plan", args=[team.pk])).status_code == 403
    assert client.get(reverse("duty:swap", args=[turn_of(team).pk])).status_code == 403


def test_the_pages_of_the_rota_keep_to_their_bars(signed_in, team, boss, django_assert_max_num_queries):
    for n in range(10):
        turn = turn_of(team, on=date(2026, 10, 5 + n))
    client = signed_in(boss)

    with django_assert_max_num_queries(LIST):
        client.get(reverse("duty:rota"), {"week": "2026-10-05"})
    with django_assert_max_num_queries(FORM):
        client.get(reverse("duty:plan", args=[team.pk]) + "?week=2026-10-05")
    with django_assert_max_num_queries(FORM):
        client.get(reverse("duty:swap", args=[turn.pk]))


def test_both_versions_of_an_enquiry_are_logged_for_the_child_they_now_show(client, team, taker):
    first, second = people.child(), people.child()
    enquiry = enquiry_of(team, by=taker, child=first)
    stale = enquiry.version
    Enquiry.objects.filter(pk=enquiry.pk).update(version=stale + 1)
    address = reverse("duty:answer", args=[enquiry.reference])
    answer = {"answer": "Told", "answered_on_day": "22", "answered_on_month": "9", "answered_on_year": "2026"}

    def named_meanwhile(*args, **kwargs):
        Enquiry.objects.filter(pk=enquiry.pk).update(child=second)
        return original(*args, **kwargs)

    original = services.answer_enquiry
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "answer_enquiry", named_meanwhile)
        page = client.post(address, answer | {"version": str(stale)})

    assert second.full_name in page.text
    assert [entry.child_id for entry in AccessLogEntry.objects.filter(object_kind="enquiry")] == [second.pk]
