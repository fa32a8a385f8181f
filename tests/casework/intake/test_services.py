"""Checking a file, settling what is doubtful, and bringing it in: all of it or nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.cases.models import Action, ChronologyEntry
from casework.intake import services
from casework.intake.choices import RowState, RunState, Settled
from casework.intake.models import IntakeRun
from casework.intake.services import CannotBringIn, CannotMatch, CannotTakeIn, MovedOn
from casework.people.choices import IdentifierKind
from casework.people.models import Child, ChildUserObjectPermission
from casework.people.rules import upn_check_letter
from tests.factories import people
from tests.factories.access import TeamFactory, holding, officer, senior
from tests.factories.intake import CHILD_HEADINGS, ON, brought_in, checked, states, table, taken_in
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db

BORN = date(2013, 5, 14)
UPN = upn_check_letter("A931400126777") + "931400126777"
ANN = ["Ann", "Lee", "14/05/2013", UPN, "F", "1 High Street", "OX1 1ND"]
BEN = ["Ben", "Okafor", "02/03/2014", "", "Male", "", ""]


def children(*rows) -> bytes:
    return table(CHILD_HEADINGS, *rows)


@pytest.fixture
def by():
    return officer()


@pytest.fixture
def ann(by):
    return people.child(
        by=by,
        forenames="Ann",
        surname="Lee",
        date_of_birth=BORN,
        upn=UPN,
        sex="F",
        address="1 High Street",
        postcode="OX1 1ND",
    )


def test_children_come_in_with_everything_the_file_says(by):
    school = SchoolFactory(establishment_number="4050")
    data = table(
        [*CHILD_HEADINGS, "Town", "School", "Child ID", "Parent name", "Relationship", "Email"],
        [*ANN, "Oxford", "931/4050", "000123", "Mary Lee", "Mother", "mary@example.org"],
        [*BEN, "", school.urn, "", "", "", ""],
    )

    run = brought_in(checked(data, by=by), by=by)

    assert (run.state, states(run)) == (RunState.DONE, [RowState.DONE] * 2)
    ann = Child.objects.get(forenames="Ann")
    assert (ann.surname, ann.date_of_birth, ann.sex, ann.upn) == ("Lee", BORN, "F", UPN)
    assert (ann.address, ann.postcode) == ("1 High Street\nOxford", "OX1 1ND")
    assert ann.addresses.get().starts_on == ON
    assert ann.enrolments.get().school == school
    assert ann.identifiers.get(kind=IdentifierKind.LOCAL).value == "000123"
    contact = ann.child_contacts.get()
    assert (contact.contact.name, contact.relationship) == ("Mary Lee", "MOT")
    assert ChronologyEntry.objects.get(child=ann).text == "Brought in from a file"
    for row in (
        ann,
        ann.addresses.get(),
        ann.enrolments.get(),
        ann.identifiers.get(),
        contact,
        contact.contact,
    ):
        assert row.history.get().history_user == by


def test_what_is_here_exactly_is_said_to_be_and_not_added(by, ann):
    run = checked(children(ANN, BEN), by=by)

    assert states(run) == [RowState.HERE, RowState.GOOD]
    brought_in(run, by=by)
    assert Child.objects.count() == 2


def test_the_same_file_twice_adds_nothing(by):
    data = children(ANN, BEN)
    first = brought_in(checked(data, by=by), by=by)

    second = checked(data, by=by)

    assert first.file_hash == second.file_hash
    assert states(second) == [RowState.HERE, RowState.HERE]
    with pytest.raises(CannotBringIn, match="No row"):
        services.begin_bringing_in(run=second, leaves_out_bad=False, by=by)


def test_bringing_in_again_does_nothing(by):
    run = brought_in(checked(children(BEN), by=by), by=by)

    again = services.bring_in(run=run, by=by, on=ON, now=timezone.now())

    assert again.state == RunState.DONE
    assert Child.objects.count() == 1


def test_every_fault_of_a_row_is_said_and_not_only_the_first(by):
    run = checked(
        children(
            ["", "4711", "31/02/2013", "A" * 14, "Ricky", "", "OX1"],
            ["Ann", "Lee", "14/05/1913", "", "", "", ""],
            ["Ann", "Lee", "2027-01-01", "", "", "", ""],
            ["Ann", "Lee"],
            ["Ben", "Lee", "14/05/13", "", "", "", ""],
        ),
        by=by,
    )

    faults = list(run.rows.values_list("faults", flat=True))
    assert states(run) == [RowState.BAD] * 5
    assert faults[0] == [
        "Forenames: nothing is given",
        "Surname: “4711” is not a name",
        "Date of birth: “31/02/2013” is not a real date. The day comes first, as in 14/5/2012",
        "Sex: “ricky” is not a sex: write F or M, or leave it empty",
        "UPN: “AAAAAAAAAAAAAA” is too long for a UPN, which has 13 characters",
        "Postcode: “OX1” is not a full postcode",
    ]
    assert "makes the child 113" in faults[1][0]
    assert "in the future" in faults[2][0]
    assert "2 cells where the headings have 7" in faults[3][0]
    assert "write all four" in faults[4][0]


def test_a_upn_that_fails_its_check_comes_in_with_a_note(by):
    run = checked(children([*ANN[:3], "A931400126778", *ANN[4:]]), by=by)

    assert states(run) == [RowState.GOOD]
    assert "fails its check" in run.rows.get().faults[0]
    brought_in(run, by=by)
    assert Child.objects.get().upn == "A931400126778"


def test_a_child_twice_in_one_file_comes_in_once(by):
    run = checked(children(ANN, BEN, ["ANN", "LEE", *ANN[2:]]), by=by)

    assert states(run) == [RowState.GOOD, RowState.GOOD, RowState.BAD]
    assert run.rows.get(number=4).faults == ["Row 2 is the same child"]


def test_rows_checked_by_another_worker_count_as_earlier_ones(by, monkeypatch):
    monkeypatch.setattr("casework.intake.services.checking.ROWS_AT_ONCE", 1)

    run = checked(children(ANN, BEN, ANN), by=by)

    assert states(run) == [RowState.GOOD, RowState.GOOD, RowState.BAD]
    assert run.rows_checked == 3


def test_bad_rows_are_left_out_only_where_the_person_says_so(by):
    run = checked(children(ANN, ["", "Lee", "14/05/2013", "", "", "", ""]), by=by)
    with pytest.raises(CannotBringIn, match="1 row cannot be brought in"):
        brought_in(run, by=by)
    assert Child.objects.count() == 0

    run = brought_in(run, by=by, leaves_out_bad=True)

    assert states(run) == [RowState.DONE, RowState.LEFT_OUT]


def test_nothing_is_matched_on_a_upn_alone(by, ann):
    run = checked(children(["Zed", "Other", "01/01/2012", UPN, "", "", ""]), by=by)

    row = run.rows.get()
    assert (row.state, row.settled) != (RowState.HERE, Settled.KEEP)
    assert row.state == RowState.CONFLICT


def settled(run, choice, by, number=2):
    services.settle_rows(run=run, choices={number: choice}, by=by)
    return brought_in(run, by=by)


@pytest.fixture
def moved(by, ann):
    """A file in which Ann has another address, another UPN and a parent."""
    other_upn = upn_check_letter("A931400126778") + "931400126778"
    row = ["Ann Jane", "Lee", "14/05/2013", other_upn, "F", "2 Low Road", "OX2 2ND", "Mary Lee"]
    return checked(table([*CHILD_HEADINGS, "Parent name"], row), by=by)


def test_a_difference_is_shown_side_by_side_and_stops_the_file(by, moved):
    row = moved.rows.get()

    assert row.state == RowState.CONFLICT
    shown = {each["code"]: (each["here"], each["file"]) for each in row.differences}
    assert shown.pop("upn")[0] == UPN
    assert shown == {
        "address": ("1 High Street", "2 Low Road"),
        "postcode": ("OX1 1ND", "OX2 2ND"),
        "forenames": ("Ann", "Ann Jane"),
        "parent": ("", "Mary Lee"),
    }
    with pytest.raises(CannotBringIn, match="Settle 1 row"):
        brought_in(moved, by=by)


def test_keeping_what_is_here_changes_nothing(by, ann, moved):
    settled(moved, Settled.KEEP, by)

    ann.refresh_from_db()
    assert (ann.forenames, ann.address, Child.objects.count()) == ("Ann", "1 High Street", 1)
    assert moved.rows.get().child == ann


def test_taking_what_the_file_says_keeps_what_was_as_former(by, ann, moved):
    settled(moved, Settled.TAKE, by)

    ann.refresh_from_db()
    assert (ann.forenames, ann.address, ann.postcode) == ("Ann Jane", "2 Low Road", "OX2 2ND")
    assert ann.other_names.get().forenames == "Ann"
    assert ann.identifiers.get(kind=IdentifierKind.FORMER_UPN).value == UPN
    assert ann.child_contacts.get().contact.name == "Mary Lee"
    entry = ChronologyEntry.objects.get(child=ann, text="Brought in from a file")
    assert entry.by == by
    assert "Address taken from the file" in entry.details
    assert not any("Road" in line or "Street" in line for line in entry.details)
    assert ann.history.first().history_user == by


def test_another_child_is_added_beside_the_one_here(by, ann, moved):
    run = settled(moved, Settled.BOTH, by)

    assert Child.objects.count() == 2
    assert run.rows.get().child != ann


def test_a_child_who_changed_since_brings_the_row_back(by, ann, moved):
    services.settle_rows(run=moved, choices={2: Settled.TAKE}, by=by)
    Child.objects.filter(pk=ann.pk).update(address="3 Elsewhere")

    run = brought_in(moved, by=by)

    assert run.state == RunState.CHECKING
    assert "Nothing has been brought in" in run.what_failed
    run = services.check_rows(run=run, by=by, on=ON)
    row = run.rows.get()
    assert (run.state, row.state, row.settled) == (RunState.CHECKED, RowState.CONFLICT, "")
    ann.refresh_from_db()
    assert ann.forenames == "Ann"


def test_a_child_added_since_by_somebody_else_brings_the_row_back(by):
    run = checked(children(ANN, BEN), by=by)
    people.child(forenames="Ben", surname="Okafor", date_of_birth=date(2014, 3, 2))

    run = services.check_rows(run=brought_in(run, by=by), by=by, on=ON)

    assert run.state == RunState.CHECKED
    assert Child.objects.count() == 1
    assert run.rows.get(number=3).state == RowState.CONFLICT


def test_rows_of_one_sort_are_settled_at_once(by, ann):
    ben = people.child(
        forenames="Ben", surname="Okafor", date_of_birth=date(2014, 3, 2), address="Old", postcode="OX1 1ND"
    )
    moved = ["2 Low Road", "OX2 2ND"]
    run = checked(children([*ANN[:5], *moved], [*BEN[:3], "", "", *moved]), by=by)

    done = services.settle_sort(run=run, sort="address+postcode", choice=Settled.TAKE, by=by)
    brought_in(run, by=by)

    assert done == 2
    assert {*Child.objects.values_list("address", flat=True)} == {"2 Low Road"}
    assert ben.history.count() > 1


def test_who_a_child_is_cannot_be_settled_for_many_at_once(by, ann):
    run = checked(children(["Anna", *ANN[1:]]), by=by)

    assert services.settle_sort(run=run, sort="forenames", choice=Settled.TAKE, by=by) == 0
    assert services.settle_sort(run=run, sort="forenames", choice=Settled.BOTH, by=by) == 1


@pytest.mark.parametrize("with_upn", [UPN, ""])
def test_a_restricted_child_is_never_shown_as_a_match_and_those_named_are_told(by, ann, with_upn):
    people.restricted(ann)
    formerly, lead = holding(Role.SAFEGUARDING_LEAD), holding(Role.SAFEGUARDING_LEAD)
    assign_perm("people.view_child", formerly, ann)
    ChildUserObjectPermission.objects.update(ends_on=date(2020, 1, 1))
    assign_perm("people.view_child", lead, ann)

    run = checked(children([*ANN[:3], with_upn, *ANN[4:]]), by=by)
    row = run.rows.get()
    brought_in(run, by=by)

    assert (row.state, row.likely, row.faults) == (RowState.GOOD, None, [])
    assert Child.objects.count() == 2
    action = Action.objects.get()
    assert (action.child, action.owner) == (ann, lead)
    assert not Action.objects.visible_to(by).exists()
    assert Action.objects.visible_to(lead).exists()


def test_a_restricted_child_whom_the_person_is_named_on_is_matched(by, ann):
    people.restricted(ann)
    assign_perm("people.view_child", by, ann)

    run = checked(children(ANN), by=by)

    assert states(run) == [RowState.HERE]
    assert not Action.objects.exists()


def test_required_columns_are_insisted_on_and_none_is_taken_twice(by):
    run = taken_in(children(ANN), by=by)

    with pytest.raises(CannotMatch) as error:
        services.match_columns(run=run, mapping={"forenames": 0, "surname": 0, "sex": 99}, by=by)

    assert set(error.value.errors) == {"surname", "date_of_birth", "sex"}


def test_a_file_is_checked_afresh_when_its_columns_are_matched_again(by):
    run = checked(children(ANN), by=by)

    run = services.match_columns(run=run, mapping=run.mapping | {}, by=by)

    assert (run.state, states(run)) == (RunState.CHECKING, [RowState.WAITING])


def test_a_file_given_up_keeps_none_of_its_rows(by):
    run = services.abandon(run=checked(children(ANN), by=by), by=by)

    assert (run.state, run.rows.count()) == (RunState.ABANDONED, 0)
    with pytest.raises(MovedOn):
        services.settle_rows(run=run, choices={}, by=by)


def test_a_file_that_fails_half_way_leaves_nothing(by, monkeypatch):
    run = checked(children(ANN, BEN), by=by)
    run = services.begin_bringing_in(run=run, leaves_out_bad=False, by=by)
    monkeypatch.setattr("casework.intake.services.bringing._tell_of_second_records", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.bring_in(run=run, by=by, on=ON, now=timezone.now())

    run.refresh_from_db()
    assert (Child.objects.count(), run.state) == (0, RunState.BRINGING_IN)
    monkeypatch.undo()
    assert services.bring_in(run=run, by=by, on=ON, now=timezone.now()).state == RunState.DONE
    assert Child.objects.count() == 2


def test_an_empty_table_and_a_foreign_team_are_refused(by):
    with pytest.raises(CannotTakeIn, match="no rows beneath"):
        taken_in(children(), by=by)
    with pytest.raises(CannotTakeIn, match="team"):
        taken_in(children(ANN), by=by, team=TeamFactory())
    assert IntakeRun.objects.count() == 0


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.BUSINESS_SUPPORT, Role.ANALYST, Role.AUDITOR])
def test_only_those_whose_role_brings_in_may(role):
    with pytest.raises(PermissionDenied):
        taken_in(children(ANN), by=holding(role), team=TeamFactory())


def test_a_file_of_somebody_else_is_not_there(by):
    run = checked(children(ANN), by=by)

    with pytest.raises(IntakeRun.DoesNotExist):
        services.abandon(run=run, by=senior(run.team))
