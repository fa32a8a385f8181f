"""One deadline: its whole explanation, and what can be done about it."""

from datetime import date

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.access.choices import Role
from casework.cases import services
from casework.cases.choices import ChronologyKind, DeadlineState
from casework.cases.models import Deadline
from casework.schools.models import TermBlock
from tests.factories.access import (
    ENTRY_IN_THE_LOG,
    TeamFactory,
    administrator,
    holding,
    manager,
    officer,
    senior,
)
from tests.factories.cases import closed, deadline_of, open_deadline
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
NAUGHTY = [
    "O’Neill-Ståhl",
    "محمد",
    "Zoë 🎈",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE",
    "{{ 7*7 }}",
]
CHANGES = (
    "meet_deadline",
    "pause_deadline",
    "resume_deadline",
    "extend_deadline",
    "propose_not_applicable",
    "decide_not_applicable",
    "reopen_deadline",
)


@pytest.fixture(autouse=True)
def _wednesday(clock_stands_at):
    clock_stands_at(date(2026, 9, 23))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name: str, deadline: Deadline) -> str:
    return reverse(f"cases:{name}", args=[deadline.case.reference, deadline.pk])


def on(name: str, day: date) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# The explanation


def test_the_page_explains_every_day_counted_and_every_day_not_counted(signed_in):
    deadline = open_deadline()

    page = text_of(signed_in(deadline.case.officer).get(deadline.get_absolute_url()))

    assert "Mon 12 Oct 2026" in page
    assert "Due in 13 school days" in page
    assert "Must (law)" in page
    assert "The governing board" in page
    assert "15 school days" in page
    assert deadline.explanation["source"] in page
    assert str(escape(deadline.explanation["because"])) in page
    for day in deadline.explanation["counted"]:
        assert f">{day['n']}</td>" in page
    assert "weekend" in page
    assert "not counted" in page


def test_the_page_says_which_reading_is_not_confirmed(signed_in):
    case = permanent_exclusion()
    confirmed, doubtful = deadline_of(case), deadline_of(case, "funding-follows")
    client = signed_in(case.officer)

    doubt = "This reading is not confirmed: it is a setting."
    assert doubt not in text_of(client.get(confirmed.get_absolute_url()))
    assert doubt in text_of(client.get(doubtful.get_absolute_url()))
    assert reverse("deadlines:settings") in text_of(client.get(doubtful.get_absolute_url()))


def test_an_unknown_date_says_which_term_dates_are_missing(signed_in):
    deadline = open_deadline()
    TermBlock.objects.filter(starts_on__gte=date(2026, 10, 1)).delete()
    TermBlock.objects.filter(name="Autumn 1").update(ends_on=date(2026, 9, 25))
    services.synchronise_deadlines(
        case=deadline.case, by=deadline.case.officer, because="Dates removed", happened_on=MONDAY
    )

    page = text_of(signed_in(deadline.case.officer).get(deadline.get_absolute_url()))

    assert "Not known until dates for 2026/27 are added" in page
    assert "Waiting for term dates" in page


def test_a_deadline_met_by_the_facts_says_where_to_change_it(signed_in):
    case = permanent_exclusion(told={"PARENT": MONDAY})
    deadline = deadline_of(case, "notify-parents")

    page = text_of(signed_in(case.officer).get(deadline.get_absolute_url()))

    assert "Recorded on the case as done on Monday 21 September 2026" in page
    assert at("reopen_deadline", deadline) not in page


def test_the_page_shows_the_rules_date_beside_the_extended_one(signed_in):
    deadline = open_deadline()
    services.extend_deadline(
        deadline=deadline,
        by=deadline.case.officer,
        new_due_on=date(2026, 10, 20),
        given_by="The clerk",
        reason="Flood",
        on=MONDAY,
    )

    page = text_of(signed_in(deadline.case.officer).get(deadline.get_absolute_url()))

    assert "Monday 12 October 2026" in page
    assert "Tuesday 20 October 2026" in page
    assert "given by The clerk" in page


@pytest.mark.parametrize("changes", [1, 10])
def test_the_page_asks_the_database_as_often_after_many_changes(
    signed_in, changes, django_assert_num_queries
):
    deadline = open_deadline()
    by = deadline.case.officer
    for n in range(changes):
        services.extend_deadline(
            deadline=deadline, by=by, new_due_on=date(2026, 11, 1 + n), given_by="X", reason="Y", on=MONDAY
        )
    client = signed_in(by)

    with django_assert_num_queries(10 + ENTRY_IN_THE_LOG):
        client.get(deadline.get_absolute_url())


# Who may


@pytest.mark.parametrize("name", ["deadline", *CHANGES])
def test_a_deadline_of_another_team_does_not_exist(signed_in, name):
    deadline = open_deadline()

    assert signed_in(officer()).get(at(name, deadline)).status_code == 404
    assert signed_in(senior()).post(at(name, deadline)).status_code in (404, 405)


@pytest.mark.parametrize("name", ["deadline", *CHANGES])
def test_a_deadline_is_found_under_its_own_case_alone(signed_in, name):
    deadline = open_deadline()
    other = permanent_exclusion(officer_=deadline.case.officer, team=deadline.case.team)
    address = reverse(f"cases:{name}", args=[other.reference, deadline.pk])

    assert signed_in(deadline.case.officer).get(address).status_code == 404


@pytest.mark.parametrize("name", ["deadline", *CHANGES])
def test_an_administrator_may_not(signed_in, name):
    assert signed_in(administrator()).get(at(name, open_deadline())).status_code == 403


@pytest.mark.parametrize("name", CHANGES)
def test_a_colleague_reads_and_does_not_write(signed_in, name):
    team = TeamFactory()
    deadline = open_deadline(team=team)
    client = signed_in(officer(team))

    assert client.get(deadline.get_absolute_url()).status_code == 200
    assert client.get(at(name, deadline)).status_code == 403
    assert client.post(at(name, deadline)).status_code == 403


def test_only_a_senior_is_offered_the_decision(signed_in):
    team = TeamFactory()
    deadline = open_deadline(team=team)
    services.propose_not_applicable(
        deadline=deadline, by=deadline.case.officer, reason="Withdrawn", on=MONDAY
    )
    decide = at("decide_not_applicable", deadline)

    assert decide in text_of(signed_in(senior(team)).get(deadline.get_absolute_url()))
    assert decide not in text_of(signed_in(deadline.case.officer).get(deadline.get_absolute_url()))
    assert signed_in(deadline.case.officer).get(decide).status_code == 403


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 40])
def test_a_key_that_is_none_is_no_page(signed_in, pk):
    case = permanent_exclusion()

    assert signed_in(case.officer).get(f"/cases/{case.reference}/deadlines/{pk}/").status_code == 404


# What is done


def test_a_deadline_is_met_on_a_day_by_somebody(signed_in):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)

    answer = client.post(at("meet_deadline", deadline), on("met_on", MONDAY) | {"met_by": "The clerk"})

    assert answer.url == deadline.get_absolute_url()
    deadline.refresh_from_db()
    assert (deadline.state, deadline.met_on, deadline.met_by) == (DeadlineState.MET, MONDAY, "The clerk")
    assert deadline.history.first().history_user == deadline.case.officer
    assert deadline.case.chronology.filter(kind=ChronologyKind.DEADLINE_MET).exists()
    assert at("reopen_deadline", deadline) in text_of(client.get(deadline.get_absolute_url()))


def test_a_deadline_is_not_met_in_the_future(signed_in):
    deadline = open_deadline()

    answer = signed_in(deadline.case.officer).post(
        at("meet_deadline", deadline), on("met_on", date(2026, 9, 24)) | {"met_by": "<b>Clerk</b>"}
    )

    assert "The date it was met must be today or in the past" in text_of(answer)
    assert "&lt;b&gt;Clerk&lt;/b&gt;" in text_of(answer)
    deadline.refresh_from_db()
    assert deadline.is_open


def test_a_deadline_is_paused_and_started_again(signed_in):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)

    client.post(
        at("pause_deadline", deadline),
        on("starts_on", date(2026, 9, 28)) | {"until": "FURTHER_NOTICE", "reason": "Flood"},
    )
    deadline.refresh_from_db()
    assert deadline.is_paused
    page = text_of(client.get(deadline.get_absolute_url()))
    assert "None while the pause runs" in page
    assert at("resume_deadline", deadline) in page

    client.post(at("resume_deadline", deadline), on("ends_on", date(2026, 9, 29)))
    deadline.refresh_from_db()
    assert deadline.due_on == date(2026, 10, 14)


def test_pauses_may_not_overlap(signed_in):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)
    days = on("starts_on", date(2026, 9, 28)) | on("ends_on", date(2026, 9, 30)) | {"until": "LAST_DAY"}
    client.post(at("pause_deadline", deadline), days | {"reason": "Flood"})

    answer = client.post(at("pause_deadline", deadline), days | {"reason": "Fire & flood"})

    assert "These days overlap a pause that is already recorded" in text_of(answer)
    assert "Fire &amp; flood" in text_of(answer)
    assert deadline.pauses.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (on("starts_on", date(2026, 10, 13)), "The pause must start by the deadline"),
        (
            on("starts_on", date(2026, 9, 30)) | on("ends_on", date(2026, 9, 29)) | {"until": "LAST_DAY"},
            "The last day of the pause must be the first day or later",
        ),
        (on("starts_on", date(2026, 9, 30)) | {"until": "LAST_DAY"}, "Enter the last day not counted"),
        ({"starts_on_day": "x"}, "First day not counted must include"),
        (on("starts_on", date(2026, 9, 30)) | {"reason": ""}, "Enter the reason"),
        (
            on("starts_on", date(2026, 9, 30)) | {"reason": "x" * 301},
            "Reason must be 300 characters or fewer",
        ),
    ],
)
def test_a_pause_that_cannot_be_says_why(signed_in, data, message):
    deadline = open_deadline()

    answer = signed_in(deadline.case.officer).post(
        at("pause_deadline", deadline), {"until": "FURTHER_NOTICE", "reason": "Flood"} | data
    )

    assert message in text_of(answer)
    assert not deadline.pauses.exists()


def test_a_deadline_that_is_not_paused_cannot_be_started_again(signed_in):
    deadline = open_deadline()

    answer = signed_in(deadline.case.officer).post(at("resume_deadline", deadline), on("ends_on", MONDAY))

    assert "The deadline is not paused" in text_of(answer)


def test_more_time_is_given_and_the_law_is_said_to_give_none(signed_in):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)
    asked = text_of(client.get(at("extend_deadline", deadline)))
    assert "gives no power to extend it" in asked
    assert "Monday 12 October 2026" in asked

    client.post(
        at("extend_deadline", deadline),
        on("new_due_on", date(2026, 10, 20)) | {"given_by": "The chair", "reason": "No quorum"},
    )

    deadline.refresh_from_db()
    assert (deadline.computed_on, deadline.due_on) == (date(2026, 10, 12), date(2026, 10, 20))


def test_more_time_cannot_be_less(signed_in):
    deadline = open_deadline()

    answer = signed_in(deadline.case.officer).post(
        at("extend_deadline", deadline),
        on("new_due_on", date(2026, 10, 12)) | {"given_by": "The chair", "reason": "No quorum"},
    )

    assert "The new date must be after Monday 12 October 2026" in text_of(answer)
    assert "No quorum" in text_of(answer)


@pytest.mark.parametrize(
    ("decision", "state"), [("AGREE", DeadlineState.NOT_APPLICABLE), ("REFUSE", DeadlineState.OPEN)]
)
def test_a_senior_decides_on_a_proposal(signed_in, decision, state):
    team = TeamFactory()
    deadline = open_deadline(team=team)
    signed_in(deadline.case.officer).post(at("propose_not_applicable", deadline), {"reason": "Withdrawn"})
    client = signed_in(senior(team))
    assert "Withdrawn" in text_of(client.get(at("decide_not_applicable", deadline)))

    answer = client.post(
        at("decide_not_applicable", deadline), {"decision": decision, "reason": "As the law says"}
    )

    assert answer.status_code == 302
    deadline.refresh_from_db()
    assert deadline.state == state
    assert "As the law says" in text_of(client.get(deadline.get_absolute_url()))
    assert deadline.case.chronology.filter(kind=ChronologyKind.NOT_APPLICABLE_DECIDED).count() == 1


def test_a_refusal_needs_a_reason(signed_in):
    team = TeamFactory()
    deadline = open_deadline(team=team)
    services.propose_not_applicable(deadline=deadline, by=deadline.case.officer, reason="Over", on=MONDAY)

    answer = signed_in(senior(team)).post(at("decide_not_applicable", deadline), {"decision": "REFUSE"})

    assert "Enter the reason why it still applies" in text_of(answer)


def test_nobody_decides_on_a_proposal_of_their_own(signed_in):
    team = TeamFactory()
    boss = senior(team)
    deadline = open_deadline(team=team)
    services.propose_not_applicable(deadline=deadline, by=boss, reason="Over", on=MONDAY)

    answer = signed_in(boss).post(at("decide_not_applicable", deadline), {"decision": "AGREE"})

    assert "Somebody else must decide: you made this proposal" in text_of(answer)


def test_a_second_proposal_is_refused(signed_in):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)
    client.post(at("propose_not_applicable", deadline), {"reason": "Withdrawn"})

    answer = client.post(at("propose_not_applicable", deadline), {"reason": "Withdrawn"})

    assert "A proposal is already waiting for a decision" in text_of(answer)


def test_a_mark_made_by_mistake_is_undone(signed_in):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)
    client.post(at("meet_deadline", deadline), on("met_on", MONDAY) | {"met_by": "The clerk"})

    client.post(at("reopen_deadline", deadline), {"reason": "Another case"})

    deadline.refresh_from_db()
    assert (deadline.state, deadline.met_on) == (DeadlineState.OPEN, None)
    assert deadline.case.chronology.filter(kind=ChronologyKind.DEADLINE_REOPENED).exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("meet_deadline", on("met_on", MONDAY) | {"met_by": "X"}),
        ("pause_deadline", on("starts_on", MONDAY) | {"until": "FURTHER_NOTICE", "reason": "X"}),
        ("resume_deadline", on("ends_on", MONDAY)),
        ("extend_deadline", on("new_due_on", date(2026, 12, 1)) | {"given_by": "X", "reason": "X"}),
        ("propose_not_applicable", {"reason": "X"}),
        ("reopen_deadline", {"reason": "X"}),
    ],
)
def test_a_closed_case_keeps_its_deadlines_as_they_are(signed_in, name, data):
    case = permanent_exclusion()
    closed(case, by=case.officer, on=MONDAY)
    deadline = deadline_of(case)
    client = signed_in(case.officer)

    answer = client.post(at(name, deadline), data)

    assert "The case is closed" in text_of(answer)
    assert "What you can do" in text_of(client.get(deadline.get_absolute_url()))
    assert at("reopen_deadline", deadline) not in text_of(client.get(deadline.get_absolute_url()))


@pytest.mark.parametrize("text", NAUGHTY)
def test_reasons_come_back_as_they_were_typed(signed_in, text):
    deadline = open_deadline()
    client = signed_in(deadline.case.officer)

    client.post(at("propose_not_applicable", deadline), {"reason": text})

    for page in (deadline.get_absolute_url(), deadline.case.get_absolute_url()):
        assert str(escape(text)) in client.get(page).content.decode()


@pytest.mark.parametrize("by", [manager, lambda team: holding(Role.SAFEGUARDING_LEAD, team)])
def test_others_who_decide_stay_within_the_bar(signed_in, by, django_assert_max_num_queries):
    team = TeamFactory()
    deadline = open_deadline(team=team)
    client = signed_in(by(team))

    with django_assert_max_num_queries(14):
        client.get(deadline.get_absolute_url())
