"""The end of a case: what stands in its way, closing over it, and opening it again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from casework.access.models import Membership
from casework.cases import services
from casework.cases.choices import CaseStatus, ChronologyKind, NoteKind, NoteStatus
from casework.cases.models import Action, Deadline
from casework.cases.services import CannotClose
from casework.deadlines.models import RuleSetting
from exclusions.choices import Party
from exclusions.services import cancel_exclusion
from tests.factories.access import TeamFactory, manager, officer, senior
from tests.factories.cases import closed
from tests.factories.exclusions import permanent_exclusion
from tests.factories.work import action_of, note_of

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
CLOSED_ON = {"closed_on_day": 21, "closed_on_month": 9, "closed_on_year": 2026}


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def case(team):
    return permanent_exclusion(team=team)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def settled(case):
    """Say how the exclusion ended, and settle every deadline."""
    for deadline in case.deadlines.filter(state="OPEN", kind="DEADLINE"):
        deadline.case = case
        services.meet_deadline(deadline=deadline, by=case.officer, met_on=MONDAY, met_by="x", on=MONDAY)
    row = case.permanent_exclusion
    row.placed_on = MONDAY
    row.save()
    return case


def cancelled(case, told):
    cancel_exclusion(
        case=case,
        by=case.officer,
        cancelled_on=MONDAY,
        reasons="Withdrawn",
        returned_on=None,
        told=dict.fromkeys(told, MONDAY),
        version=case.version,
        on=MONDAY,
    )
    case.refresh_from_db()
    return case


EVERYBODY = (Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY)


def test_the_page_names_each_open_thing_before_anybody_presses(signed_in, case):
    action, note = action_of(case, text="Ring the school"), note_of(case)

    page = text_of(signed_in(case.officer).get(at("close", case)))

    for address in (
        *(each.get_absolute_url() for each in case.deadlines.filter(state="OPEN", kind="DEADLINE")),
        reverse("cases:finish_action", args=[case.reference, action.pk]),
        note.get_absolute_url(),
    ):
        assert address in page
    assert "Record how the exclusion ended" in page
    assert "Why is the case closed over what is open?" not in page


@pytest.mark.parametrize("leave_open", [action_of, note_of])
def test_an_open_action_and_a_draft_keep_a_case_open(case, leave_open):
    settled(case)
    leave_open(case)

    with pytest.raises(CannotClose):
        services.close_case(case=case, by=case.officer, outcome="PLACED_MAINSTREAM", closed_on=MONDAY)


def test_a_case_with_nothing_open_is_closed(signed_in, case):
    settled(case)

    signed_in(case.officer).post(at("close", case), CLOSED_ON | {"outcome": "PLACED_MAINSTREAM"})

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.allocations.filter(ended_at=None).count() == 0
    page = text_of(signed_in(case.officer).get(case.get_absolute_url()))
    assert "Last held by" in page
    assert str(case.officer) in page


def test_a_draft_whose_time_has_passed_keeps_nothing_open(case):
    settled(case)
    note = note_of(case, begun_at=datetime(2026, 8, 3, tzinfo=ZoneInfo("Europe/London")))

    services.close_case(case=case, by=case.officer, outcome="PLACED_MAINSTREAM", closed_on=MONDAY)

    note.refresh_from_db()
    assert note.status == NoteStatus.FINAL


# After a cancellation


def test_whom_nobody_told_of_a_cancelled_exclusion_keeps_no_case_open(case):
    cancelled(case, EVERYBODY)
    assert case.deadlines.filter(rule_id="notify-parents", state="OPEN").exists()

    services.close_case(case=case, by=case.officer, outcome="CANCELLED", closed_on=MONDAY)

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


def test_who_has_to_be_told_of_the_cancellation_itself_keeps_it_open(case):
    cancelled(case, [Party.PARENT])

    with pytest.raises(CannotClose) as refused:
        services.close_case(case=case, by=case.officer, outcome="CANCELLED", closed_on=MONDAY)

    left = Deadline.objects.filter(pk__in=[item.pk for item in refused.value.facts.open_items])
    assert set(left.values_list("rule_id", flat=True)) == {"notify-cancel"}


# Over what is open


@pytest.mark.parametrize("by", [senior, manager])
def test_seniors_and_managers_close_over_what_is_open_with_a_reason(signed_in, team, case, by):
    settled(case)
    action = action_of(case, text="Ring the school")
    client = signed_in(by(team))
    data = CLOSED_ON | {"outcome": "PLACED_MAINSTREAM"}
    assert "1 thing is still open" in text_of(client.post(at("close", case), data))

    client.post(at("close", case), data | {"over_because": "The family left"})

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    entry = case.chronology.get(kind=ChronologyKind.CASE_CLOSED)
    assert entry.details == [
        "Closed over what is open: The family left",
        "Left open: Action, Ring the school",
    ]
    action.refresh_from_db()
    assert action.done_on is None


def test_an_officer_does_not_close_over_what_is_open(signed_in, case):
    settled(case)
    action_of(case)

    signed_in(case.officer).post(
        at("close", case), CLOSED_ON | {"outcome": "PLACED_MAINSTREAM", "over_because": "I want to"}
    )

    case.refresh_from_db()
    assert case.is_open


def test_how_it_ended_is_not_closed_over(signed_in, team, case):
    page = text_of(
        signed_in(senior(team)).post(
            at("close", case), CLOSED_ON | {"outcome": "EHE", "over_because": "No matter"}
        )
    )

    assert "Record how the exclusion ended" in page
    assert "No matter" in page
    case.refresh_from_db()
    assert case.is_open


# Management oversight, where the council insists


@pytest.fixture
def _oversight_is_needed():
    boss = manager()
    RuleSetting.objects.create(
        key="closing_needs_oversight",
        value="on",
        starts_on=MONDAY,
        reason="x",
        proposed_by=boss,
        approved_by=boss,
        approved_at=datetime(2026, 9, 1, tzinfo=ZoneInfo("Europe/London")),
    )


@pytest.mark.usefixtures("_oversight_is_needed")
def test_a_council_may_ask_for_management_oversight_first(case, team):
    settled(case)
    with pytest.raises(CannotClose, match="management oversight"):
        services.close_case(case=case, by=case.officer, outcome="PLACED_MAINSTREAM", closed_on=MONDAY)
    note_of(case, author=senior(team), kind=NoteKind.OVERSIGHT, is_finished=True)

    services.close_case(case=case, by=case.officer, outcome="PLACED_MAINSTREAM", closed_on=MONDAY)

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


# Opening again


def reopened(case, by):
    services.reopen_case(case=case, by=by, reason="More came in", on=MONDAY)
    case.refresh_from_db()
    return case


def test_opening_again_brings_back_the_officer_and_the_deadlines(case):
    holder = case.officer
    closed(case, by=holder, on=MONDAY)

    reopened(case, by=holder)

    assert case.officer == holder
    current = case.allocations.get(ended_at=None)
    assert (current.officer, current.team) == (holder, case.team)


def test_what_somebody_who_left_held_goes_to_the_inbox(case, team):
    holder, boss = case.officer, senior(team)
    settled(case)
    services.close_case(case=case, by=boss, outcome="PLACED_MAINSTREAM", closed_on=MONDAY)
    deadline = case.deadlines.filter(kind="DEADLINE").first()
    Deadline.objects.filter(pk=deadline.pk).update(state="OPEN")
    action = action_of(case)
    holder.is_active = False
    holder.save()

    reopened(case, by=boss)

    assert case.officer is None
    deadline.refresh_from_db()
    assert deadline.owner is None
    action = Action.objects.get(pk=action.pk)
    assert (action.owner, action.team) == (team.watched_by, team)
    entry = case.chronology.get(kind=ChronologyKind.CASE_REOPENED)
    assert f"because {holder} no longer works there" in entry.details[1]


def test_what_another_who_left_watched_goes_to_the_holder(case, team):
    gone = officer(team)
    settled(case)
    services.close_case(case=case, by=case.officer, outcome="PLACED_MAINSTREAM", closed_on=MONDAY)
    action = action_of(case, owner=gone)
    Membership.objects.filter(user=gone).delete()

    reopened(case, by=case.officer)

    action.refresh_from_db()
    assert action.owner == case.officer
