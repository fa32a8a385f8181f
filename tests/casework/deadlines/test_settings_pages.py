"""Rule settings: one person proposes, a manager agrees, and open cases follow."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from casework.access.choices import Role
from casework.cases import services as cases
from casework.cases.choices import ChronologyKind
from casework.deadlines import services
from casework.deadlines.models import RuleSetting
from tests.exclusions.page import ReadPage
from tests.exclusions.typed import typed_date
from tests.factories.access import TeamFactory, UserFactory, holding, manager, officer, senior
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)
DAY_SIX = "day6-provision-la"


@pytest.fixture(autouse=True)
def _in_september(clock_stands_at):
    clock_stands_at(date(2026, 9, 22))


def propose(key="pex_day6_mode", value="literal", *, by=None, starts_on=SEPTEMBER):
    return services.propose_setting(
        key=key, value=value, starts_on=starts_on, reason="Legal services advised it", by=by or senior()
    )


def address(name, *args):
    return reverse(name, args=args)


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_reads_the_settings(role, signed_in):
    page = ReadPage(signed_in(holding(role)).get(address("deadlines:settings")))

    assert page.says("Counting to Day 6 of a permanent exclusion")
    assert page.says("The first day out is day 1")
    assert page.says("The default")


def test_somebody_without_a_role_does_not(signed_in):
    assert signed_in(UserFactory()).get(address("deadlines:settings")).status_code == 403


def test_a_length_that_is_not_the_laws_can_be_set_and_one_that_is_cannot(signed_in):
    client = signed_in(senior())

    assert client.get(address("deadlines:propose_setting", "la-statement")).status_code == 200
    assert client.get(address("deadlines:propose_setting", "gb-meet-15sd")).status_code == 404
    assert client.get(address("deadlines:propose_setting", "nothing")).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OFFICER, 403),
        (Role.BUSINESS_SUPPORT, 403),
        (Role.ANALYST, 403),
        (Role.SENIOR, 200),
        (Role.MANAGER, 200),
        (Role.ADMINISTRATOR, 200),
    ],
)
def test_proposing_is_for_those_who_may(role, status, signed_in):
    page = address("deadlines:propose_setting", "pex_day6_mode")

    assert signed_in(holding(role)).get(page).status_code == status


def test_a_proposal_waits_and_nothing_moves(signed_in):
    client = signed_in(senior(name="Robin Marsh"))
    case = permanent_exclusion()
    typed = {"value": "literal", "reason": "Legal advice", **typed_date("starts_on", SEPTEMBER)}

    page = ReadPage(client.post(address("deadlines:propose_setting", "pex_day6_mode"), typed, follow=True))

    assert page.says("Waiting for a manager")
    assert page.says("Robin Marsh")
    assert RuleSetting.objects.get().approved_by is None
    assert deadline_of(case, DAY_SIX).due_on == date(2026, 9, 28)


def test_a_proposal_without_a_reason_or_a_value_is_refused(signed_in):
    response = signed_in(senior()).post(
        address("deadlines:propose_setting", "pex_day6_mode"), {"value": "neither"}
    )

    assert set(ReadPage(response).errors) == {"value", "starts_on", "reason"}
    assert not RuleSetting.objects.exists()


def test_agreeing_moves_open_cases_and_says_so_in_their_chronology(signed_in):
    case, setting = permanent_exclusion(), propose()
    agreeing = manager(case.team)

    response = signed_in(agreeing).post(address("cases:approve_setting", setting.pk), follow=True)

    setting.refresh_from_db()
    assert ReadPage(response).says("Open cases have been worked out again")
    assert setting.approved_by == agreeing
    assert deadline_of(case, DAY_SIX).due_on == date(2026, 9, 29)
    entry = case.chronology.filter(kind=ChronologyKind.DEADLINES_MOVED).first()
    assert entry.text == "Rule setting changed: Legal services advised it"


def test_a_setting_does_not_reach_cases_before_its_first_day(signed_in):
    case = permanent_exclusion()

    cases.approve_setting(setting=propose(starts_on=date(2026, 10, 1)), by=manager(), on=date(2026, 9, 22))

    assert deadline_of(case, DAY_SIX).due_on == date(2026, 9, 28)


def test_a_new_case_is_previewed_and_counted_with_the_setting(signed_in):
    cases.approve_setting(setting=propose(), by=manager(), on=date(2026, 9, 22))

    assert deadline_of(permanent_exclusion(), DAY_SIX).due_on == date(2026, 9, 29)


def test_the_proposer_cannot_agree(signed_in):
    proposer = manager()
    setting = propose(by=proposer)

    page = ReadPage(signed_in(proposer).post(address("cases:approve_setting", setting.pk)))

    assert page.says("Somebody else must agree: you made this proposal")
    assert RuleSetting.objects.get().approved_by is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD])
@pytest.mark.parametrize("name", ["cases:approve_setting", "deadlines:decline_setting"])
def test_deciding_is_for_managers(name, role, signed_in):
    setting = propose()

    assert signed_in(holding(role)).post(address(name, setting.pk)).status_code == 403
    assert RuleSetting.objects.get().approved_by is None


def test_a_decided_proposal_is_not_found_again(signed_in):
    setting = propose()
    services.approve_setting(setting=setting, by=manager())

    assert signed_in(manager()).get(address("cases:approve_setting", setting.pk)).status_code == 404
    with pytest.raises(services.CannotChangeSetting, match="already"):
        services.approve_setting(setting=setting, by=manager())


def test_declining_takes_the_proposal_away_and_history_keeps_it(signed_in):
    setting, declining = propose(), manager()

    signed_in(declining).post(address("deadlines:decline_setting", setting.pk), {"reason": "Not yet"})

    assert not RuleSetting.objects.exists()
    newest = RuleSetting.history.first()
    assert (newest.history_type, newest.history_user, newest.history_change_reason) == (
        "-",
        declining,
        "Not yet",
    )


def test_declining_needs_a_reason(signed_in):
    setting = propose()

    page = ReadPage(signed_in(manager()).post(address("deadlines:decline_setting", setting.pk), {}))

    assert page.errors == {"reason": "Enter the reason"}


def test_a_length_agreed_is_shown_with_its_history(signed_in):
    cases.approve_setting(setting=propose("la-statement", 3), by=manager(name="Sol Tan"), on=SEPTEMBER)

    page = ReadPage(signed_in(officer()).get(address("deadlines:settings")))

    assert page.says("3 school days")
    assert page.says("Since 1 September 2026")
    assert page.says("Sol Tan")


@pytest.mark.parametrize(
    ("key", "value"), [("pex_day6_mode", "neither"), ("la-statement", -1), ("gb-meet-15sd", 20), ("x", "y")]
)
def test_a_value_that_cannot_be_is_refused(key, value):
    with pytest.raises(services.CannotChangeSetting):
        propose(key, value)


def test_proposing_is_refused_to_an_officer():
    with pytest.raises(PermissionDenied):
        propose(by=officer())


def test_the_history_names_who_proposed_and_who_agreed():
    proposer, agreeing = senior(), manager()

    services.approve_setting(setting=propose(by=proposer), by=agreeing)

    assert [row.history_user for row in RuleSetting.history.order_by("pk")] == [proposer, agreeing]


def test_the_page_takes_a_fixed_number_of_queries(signed_in, django_assert_num_queries):
    client = signed_in(officer(TeamFactory()))
    client.get(address("deadlines:settings"))
    for _ in range(10):
        services.approve_setting(setting=propose(), by=manager())

    with django_assert_num_queries(4):
        client.get(address("deadlines:settings"))
