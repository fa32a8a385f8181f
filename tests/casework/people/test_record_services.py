"""The verbs on a child's record: what each writes, refuses, and leaves in the history."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from casework.access.choices import Role
from casework.people.choices import EnrolmentStatus, IdentifierKind, NameKind, StatusKind
from casework.people.models import Child, StatusFact
from casework.people.rules import upn_check_letter
from casework.people.services import addresses, alerts, enrolments, facts, identity
from casework.people.services.addresses import AddressDetails
from casework.people.services.alerts import AlertDetails
from casework.people.services.enrolments import EnrolmentDetails
from casework.people.services.facts import FactDetails
from casework.people.services.identity import IdentifierDetails, Identity, NameDetails
from casework.people.services.rows import CannotSave, RecordChanged, remove_row, version_of
from tests.factories import people
from tests.factories.access import holding, officer
from tests.factories.schools import LocalAuthorityFactory, SchoolFactory

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)
MAY = date(2026, 5, 4)
UPN = upn_check_letter("X801200001001") + "801200001001"
OTHER_UPN = upn_check_letter("X801200001002") + "801200001002"


@pytest.fixture
def who():
    return officer()


@pytest.fixture
def child(who):
    return people.child(by=who, address="1 Street", postcode="OX1 1ND")


def moved(child, who, *, to="2 Road", from_day=date(2026, 10, 1)):
    return addresses.move_home(
        child=child, address=to, postcode="OX1 2ND", from_day=from_day, source="Mother", by=who, on=ON
    )


def known(child, **changes) -> Identity:
    as_it_is = {"forenames": child.forenames, "surname": child.surname, "date_of_birth": child.date_of_birth}
    return Identity(**as_it_is | {"known_as": child.known_as} | changes)


def corrected(child, who, *, keeps=False, version=None, ended_on=None, **changes):
    return identity.correct_identity(
        child=child,
        identity=known(child, **changes),
        keeps_former_name=keeps,
        ended_on=ended_on,
        version=child.version if version is None else version,
        by=who,
        on=ON,
    )


# Addresses


def test_a_child_is_added_with_the_first_of_its_addresses(child):
    row = child.addresses.get()

    assert (row.address, row.starts_on, row.ends_on) == ("1 Street", people.ON, None)


def test_a_move_ends_the_address_before_it_the_day_before(child, who):
    moved(child, who)

    child.refresh_from_db()
    now, before = child.addresses.all()
    assert (now.address, now.ends_on) == ("2 Road", None)
    assert before.ends_on == date(2026, 9, 30)
    assert (child.address, child.postcode) == ("2 Road", "OX1 2ND")
    assert child.history.first().history_user == before.history.first().history_user == who


def test_a_move_to_come_is_refused(child, who):
    with pytest.raises(CannotSave, match="once the child has moved"):
        moved(child, who, from_day=date(2026, 11, 21))


@pytest.mark.parametrize("from_day", [people.ON, date(2026, 8, 31)])
def test_a_move_before_the_present_address_began_is_refused(child, who, from_day):
    with pytest.raises(CannotSave, match="Another address is recorded from 1 September 2026"):
        moved(child, who, from_day=from_day)


def test_an_address_from_before_is_added_and_leaves_the_present_one(child, who):
    details = AddressDetails(
        address="9 Lane", postcode="", starts_on=date(2025, 1, 1), ends_on=date(2026, 8, 31)
    )

    addresses.add_past_address(child=child, details=details, by=who, on=ON)

    child.refresh_from_db()
    assert child.address == "1 Street"
    assert child.addresses.count() == 2


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [
        (None, "last day the child lived there"),
        (date(2026, 9, 1), "do not overlap"),
        (date(2024, 1, 1), "first day or later"),
    ],
)
def test_an_address_from_before_is_over_before_the_next_begins(child, who, ends_on, said):
    details = AddressDetails(address="9 Lane", postcode="", starts_on=date(2025, 1, 1), ends_on=ends_on)

    with pytest.raises(CannotSave, match=said):
        addresses.add_past_address(child=child, details=details, by=who, on=ON)


def test_a_corrected_address_is_the_childs_address(child, who):
    row = child.addresses.get()
    details = AddressDetails(address="11 Street", postcode="OX1 1ND", starts_on=date(2020, 1, 1))

    addresses.correct_address(row=row, details=details, version=version_of(row), by=who, on=ON)

    child.refresh_from_db()
    assert child.address == "11 Street"
    assert child.addresses.get().starts_on == date(2020, 1, 1)


def test_the_childs_address_goes_with_the_row_that_is_removed(child, who):
    row = child.addresses.get()

    addresses.remove_address(row=row, version=version_of(row), by=who, on=ON)

    child.refresh_from_db()
    assert (child.address, child.postcode) == ("", "")
    assert row.history.filter(id=row.pk).first().history_user == who


# Identity


def test_a_name_that_changed_stays_as_a_former_one_and_is_found(child, who):
    before = child.surname

    corrected(child, who, keeps=True, ended_on=MAY, surname="Newname")

    former = child.other_names.get()
    assert (former.kind, former.surname, former.ended_on) == (NameKind.FORMER_LEGAL, before, MAY)
    assert child.words.filter(word__text=before.lower()).exists()
    assert former.history.get().history_user == who


def test_a_name_that_was_mistyped_goes(child, who):
    corrected(child, who, surname="Newname")

    assert not child.other_names.exists()
    assert Child.objects.get(pk=child.pk).surname == "Newname"


def test_a_preferred_name_that_changed_stays(who):
    child = people.child(by=who, known_as="Ash")

    corrected(child, who, keeps=True, known_as="Ashley")

    assert child.other_names.get().kind == NameKind.FORMER_PREFERRED


def test_the_second_of_two_people_is_told(child, who):
    corrected(child, who, surname="First")

    with pytest.raises(RecordChanged) as told:
        corrected(child, who, version=1, surname="Second")

    assert told.value.row.surname == "First"


@pytest.mark.parametrize(("keeps", "former"), [(True, [UPN]), (False, [])])
def test_a_upn_that_changed_is_kept_and_one_that_was_mistyped_is_not(who, keeps, former):
    child = people.child(by=who, upn=UPN)

    identity.change_upn(
        child=child, upn=OTHER_UPN, no_upn_reason="", keeps_former=keeps, version=1, by=who, on=ON
    )

    child.refresh_from_db()
    assert child.upn == OTHER_UPN
    kept = child.identifiers.filter(kind=IdentifierKind.FORMER_UPN)
    assert list(kept.values_list("value", flat=True)) == former


def test_a_upn_that_fails_its_check_is_refused(child, who):
    with pytest.raises(CannotSave, match="does not fit"):
        identity.change_upn(
            child=child,
            upn="A801200005001",
            no_upn_reason="",
            keeps_former=False,
            version=1,
            by=who,
            on=ON,
        )


def test_a_child_without_a_upn_has_a_reason(child, who):
    identity.change_upn(
        child=child, upn="", no_upn_reason="UN2", keeps_former=False, version=1, by=who, on=ON
    )

    child.refresh_from_db()
    assert child.get_no_upn_reason_display() == "Never at a state school in England"


@pytest.mark.parametrize(
    ("died_on", "said"), [(date(2026, 11, 21), "today or in the past"), (date(2013, 5, 13), "after the date")]
)
def test_a_death_lies_between_birth_and_today(child, who, died_on, said):
    with pytest.raises(CannotSave, match=said):
        identity.record_child_death(child=child, died_on=died_on, version=1, by=who, on=ON)


def test_a_number_is_checked_and_there_once(child, who):
    uln = IdentifierDetails(kind=IdentifierKind.ULN, value="9276 308686")
    identity.add_identifier(child=child, details=uln, by=who, on=ON)

    assert child.identifiers.get().value == "9276308686"
    with pytest.raises(CannotSave, match="recorded for the child already"):
        identity.add_identifier(child=child, details=uln, by=who, on=ON)
    bad = IdentifierDetails(kind=IdentifierKind.ULN, value="9276308687")
    with pytest.raises(CannotSave, match="does not fit"):
        identity.add_identifier(child=child, details=bad, by=who, on=ON)


def test_a_bad_number_that_is_here_may_be_dated(child, who):
    row = people.row_of(child, "identifiers", kind=IdentifierKind.ULN, value="9999999999")
    details = IdentifierDetails(kind=IdentifierKind.ULN, value="9999999999", ended_on=MAY)

    identity.correct_identifier(row=row, details=details, version=version_of(row), by=who, on=ON)

    assert child.identifiers.get().ended_on == MAY


def test_a_removed_name_is_not_found_any_more(child, who):
    details = NameDetails(kind=NameKind.OTHER, forenames="Quibble")
    row = identity.add_name(child=child, details=details, by=who, on=ON)
    assert child.words.filter(word__text="quibble").exists()

    identity.remove_name(row=row, version=version_of(row), by=who)

    assert not child.words.filter(word__text="quibble").exists()


# Schools


def enrolled(child, who, **changes):
    details = {"school": None, "elsewhere": "Oak School", "status": EnrolmentStatus.CURRENT, "starts_on": MAY}
    return enrolments.enrol(child=child, details=EnrolmentDetails(**details | changes), by=who)


def test_a_child_leaves_a_school_with_a_reason(child, who):
    row = enrolled(child, who, school=SchoolFactory(), elsewhere="")

    enrolments.end_enrolment(row=row, ends_on=ON, reason="Moved", version=version_of(row), by=who)

    row.refresh_from_db()
    assert (row.ends_on, row.leaving_reason) == (ON, "Moved")


def test_a_second_only_school_is_refused_and_a_dual_one_is_not(child, who):
    enrolled(child, who)

    with pytest.raises(CannotSave, match="Oak School is recorded from 4 May 2026 and has not ended"):
        enrolled(child, who, elsewhere="Elm School", starts_on=date(2026, 9, 1))
    enrolled(child, who, elsewhere="Elm School", status=EnrolmentStatus.SUBSIDIARY)
    assert child.enrolments.count() == 2


def test_an_enrolment_names_one_place(child, who):
    with pytest.raises(CannotSave, match="Choose a school"):
        enrolled(child, who, elsewhere="")
    with pytest.raises(CannotSave, match="Choose a school"):
        enrolled(child, who, school=SchoolFactory())


# Facts


def fact(child, who, kind=StatusKind.SOCIAL_CARE, **changes):
    details = FactDetails(**{"kind": kind, "value": "cin", "starts_on": MAY} | changes)
    return facts.record_fact(child=child, details=details, by=who, on=ON)


def test_the_next_fact_of_a_kind_ends_the_one_that_runs(child, who):
    before = fact(child, who)

    after = fact(child, who, value="cpp", starts_on=date(2026, 9, 1))

    before.refresh_from_db()
    assert before.ends_on == date(2026, 8, 31)
    assert (after.value, after.ends_on) == ("cpp", None)


def test_a_child_for_whom_social_care_acts_has_a_social_worker(child, who):
    fact(child, who, detail="Kim Lee 01865 000000")

    worker = StatusFact.objects.get(child=child, kind=StatusKind.SOCIAL_WORKER)
    assert (worker.starts_on, worker.detail) == (MAY, "Kim Lee 01865 000000")


def test_early_help_brings_no_social_worker(child, who):
    fact(child, who, value="early_help")

    assert not StatusFact.objects.filter(kind=StatusKind.SOCIAL_WORKER).exists()


def test_the_same_fact_twice_is_refused_and_two_needs_are_not(child, who):
    fact(child, who)
    with pytest.raises(CannotSave, match="“Child in need” is recorded from 4 May 2026 and has not ended"):
        fact(child, who, starts_on=date(2026, 9, 1))

    fact(child, who, kind=StatusKind.SEN_NEED, value="ASD")
    fact(child, who, kind=StatusKind.SEN_NEED, value="SLCN")
    with pytest.raises(CannotSave):
        fact(child, who, kind=StatusKind.SEN_NEED, value="ASD", starts_on=ON)


def test_looked_after_says_by_whom(child, who):
    with pytest.raises(CannotSave, match="Select the local authority"):
        fact(child, who, kind=StatusKind.LOOKED_AFTER, value="")

    fact(child, who, kind=StatusKind.LOOKED_AFTER, value="", authority=LocalAuthorityFactory())


def test_a_fact_is_confirmed_or_ended(child, who):
    row = fact(child, who, value="early_help")

    facts.confirm_fact(row=row, source="School", version=version_of(row), by=who, on=ON)
    row.refresh_from_db()
    assert (row.confirmed_on, row.source) == (ON, "School")

    facts.stop_fact(row=row, ends_on=ON, source="School", version=version_of(row), by=who)
    row.refresh_from_db()
    assert row.ends_on == ON


# Alerts


def test_whoever_looks_at_an_alert_again_does_so_next_time(child, who):
    details = AlertDetails(kind="DOG", text="Two dogs", starts_on=MAY, review_on=ON)
    row = alerts.add_alert(child=child, details=details, by=who)
    other = officer()

    alerts.keep_alert(row=row, review_on=date(2027, 1, 4), version=version_of(row), by=other, on=ON)

    row.refresh_from_db()
    assert (row.owner, row.review_on) == (other, date(2027, 1, 4))


def test_an_alert_is_reviewed_after_it_begins_and_in_the_future(child, who):
    details = AlertDetails(kind="DOG", text="Two dogs", starts_on=ON, review_on=MAY)
    with pytest.raises(CannotSave, match="first day or later"):
        alerts.add_alert(child=child, details=details, by=who)

    row = people.row_of(child, "alerts")
    with pytest.raises(CannotSave, match="in the future"):
        alerts.keep_alert(row=row, review_on=ON, version=version_of(row), by=who, on=ON)


def test_an_alert_ends_with_a_reason(child, who):
    row = people.row_of(child, "alerts")

    alerts.end_alert(row=row, ends_on=ON, reason="The dog has gone", version=version_of(row), by=who)

    row.refresh_from_db()
    assert (row.ends_on, row.ended_reason) == (ON, "The dog has gone")


# Rows of every sort


@pytest.mark.parametrize("relation", sorted(people.A_ROW))
def test_a_removed_row_stays_in_the_history_with_who_removed_it(who, relation):
    child = people.child(by=who)
    row = people.row_of(child, relation)
    history = type(row).history

    remove_row(row=row, version=version_of(row), by=who)

    assert not getattr(child, relation).exists()
    assert history.first().history_type == "-"
    assert history.first().history_user == who


@pytest.mark.parametrize("relation", sorted(people.A_ROW))
def test_a_row_that_somebody_saved_or_removed_meanwhile_is_said_so(who, relation):
    row = people.row_of(people.child(by=who), relation)
    seen = version_of(row)
    row.save()

    with pytest.raises(RecordChanged):
        remove_row(row=row, version=seen, by=who)
    remove_row(row=type(row).objects.get(pk=row.pk), version=version_of(row), by=who)
    row.pk = row.pk or 999_999
    with pytest.raises(CannotSave, match="removed"):
        remove_row(row=row, version=seen, by=who)


def test_an_auditor_changes_nothing(child):
    auditor = holding(Role.AUDITOR)

    with pytest.raises(PermissionDenied):
        moved(child, auditor)
    with pytest.raises(PermissionDenied):
        corrected(child, auditor, surname="X")
    with pytest.raises(PermissionDenied):
        fact(child, auditor)
