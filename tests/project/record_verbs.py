"""The verbs on a child's record, for the test that holds each to a history with its author."""

from datetime import date

from casework.cases.services.children import record_child_death
from casework.people.models import Child
from casework.people.services import addresses, alerts, enrolments, facts, identity
from casework.people.services.addresses import AddressDetails
from casework.people.services.alerts import AlertDetails
from casework.people.services.enrolments import EnrolmentDetails
from casework.people.services.facts import FactDetails
from casework.people.services.identity import IdentifierDetails, Identity, NameDetails
from casework.people.services.rows import remove_row, version_of
from tests.factories import people

TUESDAY = date(2026, 9, 22)
MAY = date(2026, 5, 4)
ADDRESS = AddressDetails(address="9 Lane", postcode="", starts_on=MAY, ends_on=date(2026, 8, 31))
PLACE = EnrolmentDetails(school=None, elsewhere="Elm", status="G", starts_on=MAY)
ALERT = AlertDetails(kind="DOG", text="Two dogs", starts_on=MAY, review_on=TUESDAY)
NAME = NameDetails(kind="OTHER", forenames="Ashley")
NUMBER = IdentifierDetails(kind="LOCAL", value="L-18")


def nothing(w):
    """What the child has is enough."""


def with_a(relation):
    def make(w):
        w.row = people.row_of(w.child, relation)

    return make


def act_on_row(w):
    return {"row": w.row, "version": version_of(w.row), "by": w.holder}


def on_child(w):
    return {"child": Child.objects.get(pk=w.child.pk), "by": w.holder}


def renamed(w):
    child = Child.objects.get(pk=w.child.pk)
    another = Identity(forenames="New", surname="Name", date_of_birth=child.date_of_birth)
    identity.correct_identity(
        child=child,
        identity=another,
        keeps_former_name=True,
        ended_on=None,
        version=child.version,
        by=w.holder,
        on=TUESDAY,
    )


def moved(w):
    addresses.move_home(
        **on_child(w), address="2 Road", postcode="", from_day=TUESDAY, source="Mother", on=TUESDAY
    )


def fact_recorded(w):
    on_a_plan = FactDetails(kind="SOCIAL_CARE", value="cpp", starts_on=TUESDAY)
    facts.record_fact(**on_child(w), details=on_a_plan, on=TUESDAY)


def fact_corrected(w):
    by_school = FactDetails(kind="YOUNG_CARER", value="S", starts_on=MAY)
    facts.correct_fact(**act_on_row(w), details=by_school, on=TUESDAY)


RECORD_VERBS = {
    "correct who a child is": (nothing, renamed),
    "change a UPN": (
        nothing,
        lambda w: identity.change_upn(
            **on_child(w), upn="B801200005001", no_upn_reason="", keeps_former=True, version=1, on=TUESDAY
        ),
    ),
    "record that a child died": (
        nothing,
        lambda w: record_child_death(
            **on_child(w), died_on=TUESDAY, source="Hospital", version=1, on=TUESDAY
        ),
    ),
    "add a name": (nothing, lambda w: identity.add_name(**on_child(w), details=NAME, on=TUESDAY)),
    "correct a name": (
        with_a("other_names"),
        lambda w: identity.correct_name(**act_on_row(w), details=NAME, on=TUESDAY),
    ),
    "remove a name": (with_a("other_names"), lambda w: identity.remove_name(**act_on_row(w))),
    "add a number": (nothing, lambda w: identity.add_identifier(**on_child(w), details=NUMBER, on=TUESDAY)),
    "correct a number": (
        with_a("identifiers"),
        lambda w: identity.correct_identifier(**act_on_row(w), details=NUMBER, on=TUESDAY),
    ),
    "move home": (with_a("addresses"), moved),
    "add an address from before": (
        nothing,
        lambda w: addresses.add_past_address(**on_child(w), details=ADDRESS, on=TUESDAY),
    ),
    "correct an address": (
        with_a("addresses"),
        lambda w: addresses.correct_address(**act_on_row(w), details=ADDRESS, on=TUESDAY),
    ),
    "remove an address": (
        with_a("addresses"),
        lambda w: addresses.remove_address(**act_on_row(w), on=TUESDAY),
    ),
    "enrol a child": (nothing, lambda w: enrolments.enrol(**on_child(w), details=PLACE)),
    "correct an enrolment": (
        with_a("enrolments"),
        lambda w: enrolments.correct_enrolment(**act_on_row(w), details=PLACE),
    ),
    "end an enrolment": (
        with_a("enrolments"),
        lambda w: enrolments.end_enrolment(**act_on_row(w), ends_on=TUESDAY, reason="Moved"),
    ),
    "record a fact that brings another": (nothing, fact_recorded),
    "correct a fact": (with_a("status_facts"), fact_corrected),
    "confirm a fact": (
        with_a("status_facts"),
        lambda w: facts.confirm_fact(**act_on_row(w), source="School", on=TUESDAY),
    ),
    "stop a fact": (
        with_a("status_facts"),
        lambda w: facts.stop_fact(**act_on_row(w), ends_on=TUESDAY, source="School"),
    ),
    "add an alert": (nothing, lambda w: alerts.add_alert(**on_child(w), details=ALERT)),
    "correct an alert": (with_a("alerts"), lambda w: alerts.correct_alert(**act_on_row(w), details=ALERT)),
    "keep an alert": (
        with_a("alerts"),
        lambda w: alerts.keep_alert(**act_on_row(w), review_on=date(2027, 1, 4), on=TUESDAY),
    ),
    "end an alert": (
        with_a("alerts"),
        lambda w: alerts.end_alert(**act_on_row(w), ends_on=TUESDAY, reason="Gone"),
    ),
    "remove a row": (with_a("alerts"), lambda w: remove_row(**act_on_row(w))),
}
