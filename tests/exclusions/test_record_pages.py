"""The pages on which an officer records what follows a permanent exclusion."""

from datetime import date

import pytest
from django.urls import reverse

from casework.access.choices import Role
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case
from casework.people.choices import StatusKind
from exclusions.choices import Party
from exclusions.presenters import PAGES
from exclusions.services import record_facts
from tests.exclusions.page import ReadPage
from tests.exclusions.typed import MONDAY, event_answers, typed_date
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, officer
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 9, 22)
LATER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _in_december(clock_stands_at):
    clock_stands_at(LATER)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def viewer(team):
    return officer(team)


@pytest.fixture
def case(team, viewer):
    return permanent_exclusion(team=team, officer_=viewer)


@pytest.fixture
def client(signed_in, viewer):
    return signed_in(viewer)


def address(case, page):
    return reverse("exclusions:record", args=[case.reference, page])


def saved(case):
    return Case.objects.get(pk=case.pk).permanent_exclusion


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_its_heading(page, client, case):
    response = client.get(address(case, page))

    assert response.status_code == 200
    assert ReadPage(response).says(PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_no_page_takes_more_than_eight_queries(page, client, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(address(case, page))


def test_a_page_that_there_is_not_is_not_found(client, case):
    assert client.get(address(case, "anything")).status_code == 404


def test_somebody_of_another_team_finds_nothing(signed_in, case):
    assert signed_in(officer()).get(address(case, "told")).status_code == 404


def test_somebody_who_may_read_and_not_write_is_refused(signed_in, case, team):
    colleague = holding(Role.OFFICER, team)

    response = signed_in(colleague).post(address(case, "told"), event_answers(case))

    assert response.status_code == 403
    assert Case.objects.get().version == case.version


def test_a_form_is_filled_with_what_is_saved(client, case, viewer):
    record_facts(
        case=case,
        facts={"provider": "Meadowbrook College", "provision_starts_on": date(2026, 9, 28)},
        told={},
        event="Education recorded",
        by=viewer,
        version=case.version,
        on=LATER,
    )

    found = ReadPage(client.get(address(case, "education")))

    assert found.value("provider") == "Meadowbrook College"
    assert found.value("provision_starts_on_day") == "28"
    assert found.value("version") == str(case.version + 1)


def test_recording_who_was_told_moves_the_governors_clock_and_says_so(client, case, viewer):
    typed = event_answers(case, **typed_date("told_governing_board", date(2026, 9, 23)))

    page = ReadPage(client.post(address(case, "told"), typed, follow=True))

    assert page.says("Who was told of the exclusion recorded.")
    assert page.says("see the chronology")
    assert deadline_of(case).due_on == date(2026, 10, 14)
    entry = case.chronology.get(kind=ChronologyKind.FACTS_CHANGED)
    assert entry.details == ["The governing board told of the exclusion: Wednesday 23 September 2026"]
    assert entry.by == viewer


def test_recording_leaves_the_author_in_the_history(client, case, viewer):
    client.post(address(case, "education"), event_answers(case, provider="Meadowbrook College"))

    newest = saved(case).history.first()
    assert (newest.provider, newest.history_user) == ("Meadowbrook College", viewer)


def test_emptying_a_day_takes_it_back(client, case):
    client.post(address(case, "told"), event_answers(case, **typed_date("told_parent", TUESDAY)))
    fresh = Case.objects.get(pk=case.pk)

    client.post(address(case, "told"), event_answers(fresh))

    assert not saved(case).told.exists()


def test_saving_what_is_already_saved_changes_nothing(client, case):
    before = case.chronology.count()

    page = ReadPage(client.post(address(case, "education"), event_answers(case), follow=True))

    assert page.says("so nothing has changed")
    assert case.chronology.count() == before
    assert Case.objects.get(pk=case.pk).version == case.version


def test_the_same_form_twice_is_recorded_once(client, case):
    typed = event_answers(case, provider="Meadowbrook College")

    first = client.post(address(case, "education"), typed)
    second = client.post(address(case, "education"), typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_a_decision_with_everything_that_belongs_to_it_is_recorded(client, case):
    typed = event_answers(
        case,
        gb_outcome="DECLINE",
        gb_reasons="Proportionate",
        gb_notice_method="EMAIL",
        gb_notice_by_email_agreed="yes",
        **typed_date("gb_met_on", date(2026, 10, 8)),
        **typed_date("gb_notice_on", date(2026, 10, 9)),
    )

    response = client.post(address(case, "decision"), typed)

    row = saved(case)
    assert response.status_code == 302
    assert (row.gb_outcome, row.gb_notice_by_email_agreed) == ("DECLINE", True)
    assert deadline_of(case).met_on == date(2026, 10, 8)


REFUSALS = {
    "met in the future": (
        "decision",
        {"gb_outcome": "DECLINE", **typed_date("gb_met_on", date(2026, 12, 2))},
        "gb_met_on",
        "The day the governors met must be today or in the past",
    ),
    "met before the decision": (
        "decision",
        {"gb_outcome": "DECLINE", **typed_date("gb_met_on", date(2026, 9, 18))},
        "gb_met_on",
        "The day the governors met must be the same as or after 21 September 2026, the decision",
    ),
    "met without a decision": (
        "decision",
        typed_date("gb_met_on", date(2026, 10, 8)),
        "gb_outcome",
        "Select what the governors decided",
    ),
    "decided on no day": (
        "decision",
        {"gb_outcome": "DECLINE"},
        "gb_met_on",
        "Enter the day the governors met",
    ),
    "reinstated on no day": (
        "decision",
        {"gb_outcome": "REINSTATE_ON_DATE", **typed_date("gb_met_on", date(2026, 10, 8))},
        "reinstated_on",
        "Enter the day the child is to return",
    ),
    "a notice sent in no way": (
        "decision",
        {
            "gb_outcome": "DECLINE",
            **typed_date("gb_met_on", date(2026, 10, 8)),
            **typed_date("gb_notice_on", date(2026, 10, 9)),
        },
        "gb_notice_method",
        "Select how the decision notice went",
    ),
    "papers before the exclusion": (
        "meeting",
        typed_date("gb_papers_sent_on", date(2026, 9, 1)),
        "gb_papers_sent_on",
        "The day the papers went must be the same as or after 21 September 2026, the decision",
    ),
    "told before the exclusion": (
        "told",
        typed_date("told_parent", date(2026, 9, 1)),
        "told_parent",
        "The day the parent was told must be the day of the decision or later",
    ),
    "cancelled tomorrow": (
        "cancel",
        {"cancel_reasons": "New facts", **typed_date("cancelled_on", date(2026, 12, 2))},
        "cancelled_on",
        "The date it was cancelled must be today or in the past",
    ),
    "cancelled without reasons": (
        "cancel",
        typed_date("cancelled_on", date(2026, 9, 24)),
        "cancel_reasons",
        "Enter the reasons for cancelling",
    ),
    "told of the cancellation before it": (
        "cancel",
        {
            "cancel_reasons": "New facts",
            **typed_date("cancelled_on", date(2026, 9, 24)),
            **typed_date("told_governing_board", date(2026, 9, 23)),
        },
        "told_governing_board",
        "The day the governing board was told must be the day of the cancellation or later",
    ),
    "in error for no reason": ("error", {}, "reason", "Enter the reason"),
    "an attendance in the future": (
        "education",
        typed_date("provision_started_on", date(2026, 12, 2)),
        "provision_started_on",
        "The first attendance must be today or in the past",
    ),
}


@pytest.mark.parametrize(("page", "typed", "field", "message"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_be_is_refused_at_its_field_and_kept(page, typed, field, message, client, case):
    response = client.post(address(case, page), event_answers(case, **typed))

    found = ReadPage(response)
    assert response.status_code == 200
    assert found.errors == {field: message}
    for name, value in typed.items():
        assert found.values[name] == [value]
    assert Case.objects.get(pk=case.pk).version == case.version


def test_an_error_about_a_field_of_another_page_stands_above_the_form(client, case, viewer):
    record_facts(
        case=case,
        facts={"irp_waived_on": date(2026, 10, 12), "gb_met_on": date(2026, 10, 8), "gb_outcome": "DECLINE"},
        told={},
        event="Decision",
        by=viewer,
        version=case.version,
        on=LATER,
    )
    fresh = Case.objects.get(pk=case.pk)
    typed = event_answers(fresh, gb_outcome="DECLINE", **typed_date("gb_met_on", date(2026, 10, 20)))

    found = ReadPage(client.post(address(case, "decision"), typed))

    assert found.errors == {
        "gb_met_on": "The day the governors met must be the same as or before 12 October 2026, "
        "the day the parent wrote that they will not apply"
    }


def test_a_governors_meeting_after_a_cancellation_is_refused(client, case):
    client.post(
        address(case, "cancel"),
        event_answers(case, cancel_reasons="New facts", **typed_date("cancelled_on", date(2026, 9, 24))),
    )
    fresh = Case.objects.get(pk=case.pk)

    found = ReadPage(
        client.post(
            address(case, "decision"),
            event_answers(fresh, gb_outcome="DECLINE", **typed_date("gb_met_on", date(2026, 10, 8))),
        )
    )

    assert "The headteacher cancelled the exclusion on 24 September 2026" in found.errors["gb_met_on"]


def test_cancelling_after_the_governors_met_is_refused(client, case, viewer):
    record_facts(
        case=case,
        facts={"gb_met_on": date(2026, 10, 8), "gb_outcome": "DECLINE"},
        told={},
        event="Decision",
        by=viewer,
        version=case.version,
        on=LATER,
    )
    fresh = Case.objects.get(pk=case.pk)
    typed = event_answers(fresh, cancel_reasons="Late", **typed_date("cancelled_on", date(2026, 10, 8)))

    found = ReadPage(client.post(address(case, "cancel"), typed))

    assert "from then on the headteacher cannot cancel" in found.errors["cancelled_on"]


def test_a_cancellation_asks_only_about_those_who_have_to_be_told(client, case):
    found = ReadPage(client.get(address(case, "cancel")))

    assert "told_parent_day" in found.values
    assert "told_social_worker_day" not in found.values


def test_a_cancellation_ends_the_governors_clock(client, case):
    client.post(
        address(case, "cancel"),
        event_answers(case, cancel_reasons="New facts", **typed_date("cancelled_on", date(2026, 9, 24))),
    )

    deadline = deadline_of(case)
    assert deadline.state == "FALLEN_AWAY"
    assert not case.published_facts.filter(withdrawn_at=None).exists()


def test_telling_of_a_cancellation_that_is_not_recorded_is_refused(client, case):
    typed = event_answers(case, **typed_date("told_parent", TUESDAY))

    found = ReadPage(client.post(address(case, "told-of-cancellation"), typed))

    assert found.says("The exclusion has not been cancelled")


def test_correcting_moves_the_case_to_the_right_day_and_keeps_the_circumstances(client, case, team):
    page = ReadPage(client.get(address(case, "correct")))
    typed = {name: values for name, values in page.values.items() if name != "csrfmiddlewaretoken"}
    typed |= {**typed_date("decision_on", TUESDAY), **typed_date("start_on", TUESDAY), "reason_2": "DB"}

    response = client.post(address(case, "correct"), typed)

    row = saved(case)
    assert response.status_code == 302
    assert (row.decision_on, row.start_on) == (TUESDAY, TUESDAY)
    assert [reason.code_id for reason in row.reasons.all()] == ["PP", "DB"]
    assert case.published_facts.get().happened_on == TUESDAY
    assert deadline_of(case).due_on == date(2026, 10, 13)


def test_circumstances_are_stated_from_the_day_of_the_decision(client, case):
    typed = event_answers(
        case, home_authority="931", child_is=["LOOKED_AFTER", "EHC_PLAN"], ehcp_hours_met="on"
    )

    client.post(address(case, "circumstances"), typed)

    facts = {(fact.kind, fact.starts_on) for fact in case.child.status_facts.all()}
    assert facts == {(StatusKind.LOOKED_AFTER, MONDAY), (StatusKind.EHC_PLAN, MONDAY)}
    assert saved(case).ehcp_hours_met
    assert case.deadlines.filter(rule_id="notify-vsh").exists()


def test_unticking_a_circumstance_takes_it_back(client, case):
    client.post(
        address(case, "circumstances"), event_answers(case, home_authority="931", child_is=["LOOKED_AFTER"])
    )
    fresh = Case.objects.get(pk=case.pk)

    client.post(address(case, "circumstances"), event_answers(fresh, home_authority="931"))

    assert not case.child.status_facts.exists()
    assert case.deadlines.get(rule_id="notify-vsh").state == "FALLEN_AWAY"


def test_a_case_recorded_in_error_is_kept_and_its_clocks_end(client, case):
    client.post(address(case, "error"), event_answers(case, reason="The wrong child"))

    fresh = Case.objects.get(pk=case.pk)
    assert fresh.status == "RECORDED_IN_ERROR"
    assert not fresh.deadlines.filter(state="OPEN").exists()


def test_a_case_that_is_not_open_leads_back_to_it(client, case):
    client.post(address(case, "error"), event_answers(case, reason="The wrong child"))

    page = ReadPage(client.get(address(case, "told"), follow=True))

    assert page.says("This case is not open")


def test_somebody_else_saving_meanwhile_shows_both_versions(client, case, viewer):
    typed = event_answers(case, provider="Mine <b>", **typed_date("provision_starts_on", date(2026, 9, 28)))
    record_facts(
        case=case,
        facts={"provider": "Theirs", "provision_starts_on": date(2026, 9, 28)},
        told={},
        event="Education recorded",
        by=viewer,
        version=case.version,
        on=LATER,
    )

    response = client.post(address(case, "education"), typed)
    again = ReadPage(response)

    assert again.says("Somebody saved this case while you were typing")
    assert again.says("Theirs")
    assert again.says("Mine <b>")
    assert not again.says("Monday 28 September 2026")
    assert again.value("provider") == "Mine <b>"
    assert again.value("version") == str(case.version + 1)
    assert saved(case).provider == "Theirs"


def test_saving_again_after_seeing_both_holds(client, case, viewer):
    typed = event_answers(case, provider="Mine")
    record_facts(
        case=case,
        facts={"provider": "Theirs"},
        told={},
        event="Education recorded",
        by=viewer,
        version=case.version,
        on=LATER,
    )
    again = ReadPage(client.post(address(case, "education"), typed)).values
    again.pop("csrfmiddlewaretoken", None)

    response = client.post(address(case, "education"), again)

    assert response.status_code == 302
    assert saved(case).provider == "Mine"


@pytest.mark.parametrize("version", ["", "x", "-", "99999999999999999999"])
def test_a_page_without_its_version_is_refused_in_words(version, client, case):
    typed = event_answers(case, provider="Meadowbrook College") | {"version": version}

    response = client.post(address(case, "education"), typed)

    assert response.status_code == 200
    assert saved(case).provider == ""


def test_who_was_told_can_be_anybody(client, case):
    typed = event_answers(case)
    for party in Party:
        typed |= typed_date(f"told_{party.lower()}", TUESDAY)

    client.post(address(case, "told"), typed)

    assert saved(case).told.count() == len(Party)
