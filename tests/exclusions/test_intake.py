"""Open permanent exclusions that come in from a file, with the clocks they would have had."""

from datetime import date

import pytest

from casework.access.choices import Role
from casework.cases.models import Case
from casework.intake import services
from casework.intake.choices import RowState, RunState, Settled
from casework.people.choices import StatusKind
from casework.people.models import Child
from casework.people.services import state_fact
from exclusions.choices import Basis, BoardOutcome, NoticeMethod, Party
from exclusions.intake import read_method, read_outcome, read_point, read_reasons
from exclusions.queries import KIND
from tests.factories import people
from tests.factories.access import TeamFactory, holding, manager, officer
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.intake import ON, brought_in, checked, states, table
from tests.factories.schools import LocalAuthorityFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
NEEDED = {
    "First name": "Amara",
    "Last name": "Lindqvist",
    "DOB": "14/05/2013",
    "School URN": "123456",
    "Decision date": "21/09/2026",
    "First day out": "21/09/2026",
    "Reason codes": "PP, DB",
}


@pytest.fixture(autouse=True)
def school():
    return school_with_terms(urn="123456", establishment_number="4050", name="Cherwell Fields School")


@pytest.fixture
def by():
    return officer(TeamFactory(is_fallback=True), email="priya@council.example", name="Priya Desai")


def rows(*changes):
    headings = list(dict.fromkeys([*NEEDED, *(name for change in changes for name in change)]))
    filled = [NEEDED | change for change in changes]
    return table(headings, *([row.get(name, "") for name in headings] for row in filled))


def check(*changes, by, **options):
    return checked(rows(*changes), by=by, kind=KIND, **options)


def faults(run):
    return [fault for row in run.rows.order_by("number") for fault in row.faults]


def test_a_case_comes_in_with_its_child_its_facts_and_its_clocks(by, school):
    run = brought_in(
        check(
            {
                "Basis": "Persistent",
                "Parent told": "21/09/2026",
                "Governors notified": "2026-09-21",
                "Provider": "Meadowbrook",
                "Provision start date": "28/09/2026",
                "Social worker": "Y",
                "Case reference": "EMS/0042",
            },
            by=by,
        ),
        by=by,
    )

    case = Case.objects.get()
    row = case.permanent_exclusion
    assert run.rows.get().case == case
    assert (case.child.full_name, case.school, case.team, case.officer) == (
        "Amara Lindqvist",
        school,
        run.team,
        by,
    )
    assert (row.decision_on, row.start_on, row.basis) == (MONDAY, MONDAY, Basis.PERSISTENT)
    assert [each.code_id for each in row.reasons.all()] == ["PP", "DB"]
    assert (row.provider, row.provision_starts_on) == ("Meadowbrook", date(2026, 9, 28))
    assert row.told.get(party=Party.GOVERNING_BOARD).told_on == MONDAY
    assert case.child.status_facts.get().kind == StatusKind.SOCIAL_WORKER
    assert deadline_of(case).due_on == date(2026, 10, 12)
    entry = case.chronology.get(text="Brought in from a file")
    assert entry.details == ["Reference before: EMS/0042"]
    assert row.history.first().history_user == by


def test_a_case_past_the_governors_brings_in_what_they_decided(by):
    on = date(2026, 10, 20)
    brought_in(
        check(
            {
                "Governors met": "12/10/2026",
                "Governors outcome": "Upheld",
                "Decision letter sent": "13/10/2026",
                "Notice method": "first class post",
            },
            by=by,
            on=on,
        ),
        by=by,
        on=on,
    )

    row = Case.objects.get().permanent_exclusion
    assert (row.gb_met_on, row.gb_outcome) == (date(2026, 10, 12), BoardOutcome.DECLINE)
    assert (row.gb_notice_on, row.gb_notice_method) == (date(2026, 10, 13), NoticeMethod.FIRST_CLASS_POST)
    assert deadline_of(Case.objects.get()).met_on == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Decision date": ""}, "Date of the decision: nothing is given"),
        ({"School URN": ""}, "School that excluded (URN or DfE number): nothing is given"),
        ({"School URN": "654321"}, "No school of the register has the number “654321”"),
        ({"School URN": "the school"}, "“the school” is not a school’s URN or DfE number"),
        ({"Reason codes": "QQ"}, "“QQ” is not a reason for exclusion"),
        ({"Decision date": "22/11/2027", "First day out": "22/11/2027"}, "today or in the past"),
        ({"First day out": "19/09/2026"}, "first day out must be the day of the decision or later"),
        ({"First day out": "26/09/2026"}, "is not a school day at Cherwell Fields School"),
        ({"DOB": "14/05/2025"}, "The child was 1 on this date"),
        ({"Parent told": "01/09/2026"}, "must be the day of the decision or later"),
        ({"Governors met": "22/09/2026"}, "Select what the governors decided"),
        ({"Governors outcome": "Upheld"}, "Enter the day the governors met"),
        ({"Governors outcome": "perhaps"}, "“perhaps” is not a decision of governors"),
        ({"Home LA": "000"}, "is not the DfE code of an authority"),
        ({"Officer": "nobody@council.example"}, "Nobody in the team who holds cases is called"),
        ({"Looked after child": "sometimes"}, "neither yes nor no"),
        ({"Placed on": "01/10/2026"}, "must be today or in the past"),
    ],
)
def test_what_cannot_be_right_is_said_of_its_row(by, change, said):
    run = check(change, by=by)

    assert states(run) == [RowState.BAD]
    assert any(said in fault for fault in faults(run)), faults(run)


def test_a_reason_not_in_use_on_the_day_is_refused(by):
    # Seven reasons came into use on 1 September 2026.
    run = check({"Decision date": "13/07/2026", "First day out": "13/07/2026", "Reason codes": "WC"}, by=by)

    assert states(run) == [RowState.BAD]


def test_every_fault_of_a_row_is_said(by):
    run = check({"First day out": "19/09/2026", "Reason codes": "QQ", "Parent told": "01/09/2026"}, by=by)

    assert len(faults(run)) == 3


def test_a_school_is_found_by_its_dfe_number_and_a_reason_by_its_words(by, school):
    run = check({"School URN": "931/4050", "Reason codes": "Physical assault against a pupil"}, by=by)

    assert (states(run), faults(run)) == ([RowState.GOOD], [])


def test_the_same_file_again_opens_nothing(by):
    brought_in(check({}, by=by), by=by)

    run = check({}, by=by)

    assert states(run) == [RowState.HERE]
    assert run.rows.get().case == Case.objects.get()


def test_a_child_who_is_here_gets_the_case_and_keeps_what_is_stated(by):
    child = people.child(by=by, forenames="Amara", surname="Lindqvist", date_of_birth=date(2013, 5, 14))
    state_fact(child=child, kind=StatusKind.LOOKED_AFTER, starts_on=date(2025, 1, 1), by=by, source="x")

    run = brought_in(check({}, by=by), by=by)

    assert run.rows.get().child == child
    assert Case.objects.get().child == child
    assert child.status_facts.get().ends_on is None


def test_two_exclusions_of_one_new_child_open_two_cases_of_one_child(by):
    run = check({}, {"Decision date": "07/09/2026", "First day out": "07/09/2026"}, {}, by=by)
    assert states(run) == [RowState.GOOD, RowState.GOOD, RowState.BAD]

    brought_in(run, by=by, leaves_out_bad=True)

    assert (Child.objects.count(), Case.objects.count()) == (1, 2)


def test_two_rows_that_take_over_one_child_take_it_over_once(by):
    people.child(
        by=by, forenames="Amara", surname="Lindqvist", date_of_birth=date(2013, 5, 14), postcode="OX1 1ND"
    )
    moved = {"Postcode": "OX2 2ND"}
    run = check(moved, moved | {"Decision date": "07/09/2026", "First day out": "07/09/2026"}, by=by)
    services.settle_rows(run=run, choices={2: Settled.TAKE, 3: Settled.TAKE}, by=by)

    run = brought_in(run, by=by)

    assert run.state == RunState.DONE
    assert Child.objects.get().postcode == "OX2 2ND"
    assert Case.objects.count() == 2


def test_an_officer_named_in_the_file_holds_the_case(by):
    boss = manager(by.memberships.get().team)

    brought_in(check({"Officer": "Priya@council.example"}, {"First name": "Zed"}, by=boss), by=boss)

    assert {case.officer for case in Case.objects.all()} == {by, boss}


def test_a_case_brought_in_for_a_team_below_goes_to_its_inbox(by):
    county = TeamFactory()
    team = TeamFactory(parent=county)
    boss = manager(county)

    brought_in(check({}, by=boss, team=team), by=boss)

    assert (Case.objects.get().officer, Case.objects.get().team) == (None, team)


def test_somebody_who_may_not_record_on_a_case_is_told_and_nothing_comes_in(by):
    lead = holding(Role.SAFEGUARDING_LEAD)
    run = check({"Provider": "Meadowbrook"}, {"First name": "Zed"}, by=lead)

    run = brought_in(run, by=lead)

    assert (run.state, Case.objects.count(), Child.objects.count()) == (RunState.CHECKED, 0, 0)
    assert "leave those columns out" in run.rows.get(number=2).faults[0]
    assert "Nothing has been brought in" in run.what_failed


def test_an_exclusion_here_that_is_restricted_leaves_no_trace(by):
    child = people.child(by=by, forenames="Amara", surname="Lindqvist", date_of_birth=date(2013, 5, 14))
    case = permanent_exclusion(child=child, decision_on=MONDAY)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)

    run = check({}, by=by)

    assert (states(run), run.rows.get().case) == ([RowState.GOOD], None)


def test_a_child_of_another_authority_is_said_to_live_there(by):
    home = LocalAuthorityFactory(code="825", name="Buckinghamshire")

    brought_in(check({"Home LA": "825"}, by=by), by=by)

    assert Child.objects.get().status_facts.get().authority == home


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_reasons, "pp db", ["PP", "DB"]),
        (read_reasons, "PP; DB\nVA", ["PP", "DB", "VA"]),
        (read_reasons, "Theft", ["Theft"]),
        (read_reasons, "", []),
        (read_point, "PM", "BEFORE_AFTERNOON_SESSION"),
        (read_method, "By hand", "DELIVERED"),
        (read_outcome, "Decline to reinstate", "DECLINE"),
        (read_outcome, "", ""),
    ],
)
def test_answers_are_read_as_people_write_them(read, text, value):
    assert read(text) == value


def test_no_row_is_checked_twice_against_today(by):
    """What was right when it was checked and is not when it comes in goes back, and nothing is kept."""
    run = check({}, by=by)

    run = brought_in(run, by=by, on=date(2026, 9, 20))

    assert (run.state, Case.objects.count()) == (RunState.CHECKED, 0)
    assert ON > MONDAY
