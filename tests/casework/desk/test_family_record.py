"""The family on a child's record: whose deadlines are open, who are brothers and sisters, who is around."""

from datetime import date

import pytest
from guardian.shortcuts import assign_perm

from casework.access.choices import Role
from casework.access.models import AccessLogEntry
from casework.cases import services
from casework.cases.models import Case
from casework.desk.presenters.family import family_shown
from casework.desk.queries.family import family_of
from casework.people.choices import Relationship, SiblingKind
from casework.people.family import MOST_NAMED
from tests.factories import people
from tests.factories.access import TeamFactory, holding, officer
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.family import also_contact_of, contact_of, kept_from, siblings

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def shown(child, viewer, *, may_change=True):
    return family_shown(family_of(child, viewer=viewer, on=MONDAY), may_change=may_change, on=MONDAY)


def test_the_open_deadlines_of_the_whole_family_are_one_list_by_date(signed_in):
    team = TeamFactory()
    viewer = officer(team)
    child, sibling = people.child(), people.child(forenames="Zephyrine", surname="Jones")
    siblings(child, sibling)
    own = permanent_exclusion(child=child, team=team)
    other = permanent_exclusion(child=sibling, team=team, decision_on=date(2026, 9, 7))

    family = shown(child, viewer)
    clocks = [*family.clocks, *family.more_clocks]

    due = [deadline.due_on for deadline in family_of(child, viewer=viewer, on=MONDAY).deadlines]
    assert [day for day in due if day] == sorted(day for day in due if day)
    assert {clock.reference for clock in clocks} == {own.reference, other.reference}
    late = next(clock for clock in clocks if clock.reference == other.reference)
    assert (late.child, late.is_this_child) == ("Zephyrine Jones", False)
    assert "Permanent exclusion" in late.about
    page = text_of(signed_in(viewer).get(child.get_absolute_url()))
    assert "Open deadlines of the family" in page
    assert deadline_of(other).get_absolute_url() in page


def test_a_sibling_whose_case_is_out_of_reach_says_whom_to_ring_and_nothing_else(signed_in):
    holder = officer(TeamFactory(name="Panels and placement"), name="Tom Pritchard", telephone="01865 123456")
    child, sibling = people.child(), people.child(forenames="Zephyrine")
    siblings(child, sibling)
    case = permanent_exclusion(child=sibling, officer_=holder, team=holder.memberships.get().team)

    page = text_of(signed_in(officer()).get(child.get_absolute_url()))

    assert "Known to Panels and placement: Tom Pritchard, 01865 123456" in page
    assert case.reference not in page
    assert "Permanent exclusion" not in page.split("Zephyrine")[1].split("</li>")[0]


def test_a_restricted_case_of_a_sibling_leaves_no_trace(signed_in):
    team = TeamFactory(name="Team Quibble")
    child, sibling = people.child(), people.child()
    siblings(child, sibling)
    case = permanent_exclusion(child=sibling, team=team)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)

    page = text_of(signed_in(officer()).get(child.get_absolute_url()))

    assert "Quibble" not in page
    assert case.reference not in page


def test_a_restricted_sibling_leaves_no_trace_and_whoever_is_named_sees_it(signed_in):
    team = TeamFactory()
    child, hidden = people.child(), people.child(forenames="Zephyrine")
    contact = contact_of(child).contact
    also_contact_of(hidden, contact)
    alone = people.child()
    contact_of(alone)
    siblings(child, hidden)
    permanent_exclusion(child=hidden, team=team)
    people.restricted(hidden)
    named = officer(team)
    assign_perm("people.view_child", named, hidden)

    family = shown(child, officer(team))
    assert (family.siblings, family.suggestions, family.clocks) == ([], [], [])
    assert family.contacts[0].cards[0].also == []
    assert "Zephyrine" not in text_of(signed_in(officer(team)).get(child.get_absolute_url()))

    family = shown(child, named)
    assert [each.is_restricted for each in family.siblings] == [True]
    assert family.clocks
    assert "Zephyrine" in text_of(signed_in(named).get(child.get_absolute_url()))


def test_whoever_is_shown_goes_into_the_access_log(signed_in):
    child, sibling, suggested, hidden = people.child(), people.child(), people.child(), people.child()
    siblings(child, sibling)
    siblings(child, hidden)
    also_contact_of(suggested, contact_of(child).contact)
    people.restricted(hidden)

    signed_in(officer()).get(child.get_absolute_url())

    assert set(AccessLogEntry.objects.values_list("child_id", flat=True)) == {
        child.pk,
        sibling.pk,
        suggested.pk,
    }


def test_an_ended_link_is_former_and_its_clocks_are_gone():
    team = TeamFactory()
    child, other = people.child(), people.child()
    link = siblings(child, other, kind=SiblingKind.FOSTER)
    permanent_exclusion(child=other, team=team)
    services.end_siblings(link=link, ends_on=date(2026, 9, 20), by=officer(), on=MONDAY)

    family = shown(child, officer(team))

    assert family.clocks == []
    assert [(each.what, each.source) for each in family.former_siblings] == [
        ("Foster sibling since 1 January 2015 until 20 September 2026", "Their mother")
    ]


def test_contacts_are_shown_as_family_professionals_and_former():
    child = people.child()
    contact_of(child, name="Mother", language="POL", needs_interpreter=True, how_to_reach="By text")
    contact_of(child, name="Worker", relationship=Relationship.SOCIAL_WORKER, agency="Family help")
    gone = contact_of(child, name="Gone")
    services.end_contact(link=gone, ended_on=date(2026, 9, 20), reason="", by=officer(), on=MONDAY)
    leaving = contact_of(child, name="Leaving")
    services.end_contact(link=leaving, ended_on=MONDAY, reason="", by=officer(), on=MONDAY)

    family = shown(child, officer())

    assert [(group.title, [card.name for card in group.cards]) for group in family.contacts] == [
        ("Parents, carers and family", ["Mother", "Leaving"]),
        ("Professionals", ["Worker"]),
    ]
    assert [card.name for card in family.former_contacts] == ["Gone"]
    rows = {row["key"]: row.get("value") for row in family.contacts[0].cards[0].rows}
    assert rows["Language"] == "Polish, needs an interpreter"
    assert rows["How to reach them"] == "By text"
    worker = {row["key"]: row.get("value") for row in family.contacts[1].cards[0].rows}
    assert worker["Agency"] == "Family help"


def test_a_death_and_an_address_not_to_be_told_stand_beside_the_people(signed_in):
    child = people.child()
    mother, father = contact_of(child, name="Mo Jones"), contact_of(child, name="Joe Smith")
    kept_from(father, whose=mother, reason="A non-molestation order")
    kept_from(father)
    services.record_death(contact=mother.contact, died_on=date(2026, 9, 18), by=officer(), on=MONDAY)

    page = text_of(signed_in(officer()).get(child.get_absolute_url()))
    cards = {card.name: card for card in shown(child, officer()).contacts[0].cards}

    assert cards["Mo Jones"].died == "Died 18 September 2026"
    assert cards["Mo Jones"].warnings == ["Do not tell Joe Smith their address. A non-molestation order"]
    assert cards["Joe Smith"].warnings == [
        "Must not be told the address of Mo Jones. A non-molestation order",
        "Must not be told the child’s address. A court order",
    ]
    assert "Joe Smith must not be told the child’s address. A court order" in page


def test_whoever_reads_and_does_not_change_is_offered_no_changes(signed_in):
    child = people.child()
    also_contact_of(people.child(), contact_of(child).contact)
    auditor = holding(Role.AUDITOR)

    family = shown(child, auditor, may_change=False)
    page = text_of(signed_in(auditor).get(child.get_absolute_url()))

    assert family.suggestions == []
    assert "Add a contact" not in page
    assert "Add a brother or sister" not in page
    assert "Correct<span" not in page


# A family of a hundred takes a while to write down.
@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 10, 100])
def test_the_family_takes_the_same_queries_whatever_its_size(size, django_assert_num_queries):
    team = TeamFactory()
    viewer = officer(team)
    child, school = people.child(), school_with_terms()
    permanent_exclusion(child=child, school=school, team=team)
    first = contact_of(child)
    for n in range(size):
        other = people.child(forenames=f"Sibling{n}", by=viewer)
        siblings(child, other)
        also_contact_of(people.child(by=viewer), first.contact)
        contact_of(child, name=f"Contact {n}")
        if n < 3:
            permanent_exclusion(child=other, school=school, team=team, officer_=viewer)
    assert viewer.standing

    with django_assert_num_queries(7):
        shown(child, viewer)


def test_a_case_says_whose_address_must_not_be_told(signed_in):
    holder = officer()
    child = people.child()
    case = permanent_exclusion(child=child, officer_=holder)
    kept_from(contact_of(child, name="Joe Smith"))

    page = text_of(signed_in(holder).get(case.get_absolute_url()))

    assert "Joe Smith must not be told the child’s address. A court order" in page


def test_children_who_are_counted_and_not_named_do_not_go_into_the_access_log(signed_in):
    child = people.child()
    contact = contact_of(child).contact
    others = [people.child(forenames=f"Other{number}") for number in range(7)]
    for other in others:
        siblings(child, other, kind=SiblingKind.NONE)
        also_contact_of(other, contact)

    page = text_of(signed_in(officer()).get(child.get_absolute_url()))

    named = {other.pk for other in others if other.forenames in page}
    assert len(named) == MOST_NAMED
    assert set(AccessLogEntry.objects.values_list("child_id", flat=True)) == {child.pk, *named}
