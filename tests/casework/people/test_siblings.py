"""Brothers and sisters, because somebody said so."""

from datetime import date

import pytest
from guardian.shortcuts import assign_perm

from casework.cases import services
from casework.cases.models import ChronologyEntry
from casework.people.choices import Relationship, SiblingKind
from casework.people.family import contacts_around, may_be_siblings, siblings_of
from casework.people.models import SiblingLink
from casework.people.services import CannotLinkSiblings
from tests.factories import people
from tests.factories.access import officer
from tests.factories.family import also_contact_of, contact_of, siblings

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 21)


def seen(child, viewer=None, on=ON) -> list[str]:
    found = siblings_of(child, viewer=viewer or officer(), on=on)
    return [each.child.forenames for each in found.now]


def suggested(child, viewer=None) -> list[str]:
    viewer = viewer or officer()
    around = contacts_around(child, viewer=viewer)
    found = may_be_siblings(around=around, siblings=siblings_of(child, viewer=viewer, on=ON))
    return [each.forenames for each, _ in found]


@pytest.mark.parametrize("turned", [False, True])
def test_siblings_are_kept_once_and_seen_from_both(turned):
    first, second = people.child(forenames="Ann"), people.child(forenames="Ben")

    link = siblings(second, first) if turned else siblings(first, second)

    assert (link.child, link.sibling) == (first, second)
    assert seen(first) == ["Ben"]
    assert seen(second) == ["Ann"]
    with pytest.raises(CannotLinkSiblings, match="already"):
        siblings(first, second)


def test_both_chronologies_say_so_and_name_nobody():
    first, second = people.child(forenames="Ann"), people.child(forenames="Ben")

    siblings(first, second)

    entries = ChronologyEntry.objects.all()
    assert {entry.child for entry in entries} == {first, second}
    assert not any("Ann" in str(entry.details) + entry.text for entry in entries)
    assert not any("Ben" in str(entry.details) + entry.text for entry in entries)


def test_a_child_is_no_sibling_of_itself():
    child = people.child()

    with pytest.raises(CannotLinkSiblings, match="another child"):
        siblings(child, child)


def test_siblings_end_and_may_be_stated_again():
    first, second = people.child(), people.child(forenames="Ben")
    link = siblings(first, second, kind=SiblingKind.FOSTER)

    services.end_siblings(link=link, ends_on=date(2026, 9, 20), by=officer(), on=ON)

    assert seen(first) == []
    assert seen(first, on=date(2026, 9, 20)) == ["Ben"]
    assert [each.child for each in siblings_of(first, viewer=officer(), on=ON).former] == [second]
    siblings(first, second, kind=SiblingKind.STEP)
    assert seen(first) == ["Ben"]


def test_siblings_do_not_end_before_they_began():
    link = siblings(people.child(), people.child(), since=date(2020, 1, 2))

    with pytest.raises(CannotLinkSiblings):
        services.end_siblings(link=link, ends_on=date(2020, 1, 1), by=officer(), on=ON)


def test_siblings_recorded_by_mistake_are_none_and_never_were():
    first, second = people.child(), people.child()
    link, who = siblings(first, second), officer()

    services.withdraw_siblings(link=link, source="Their father", by=who, on=ON)

    found = siblings_of(first, viewer=officer(), on=ON)
    assert (found.now, found.former) == ([], [])
    assert not SiblingLink.objects.holding_on(date(2015, 1, 1)).exists()
    assert [row.kind for row in link.history.order_by("history_id")] == ["FULL", "NONE"]
    assert link.history.first().history_user == who


# Out of sight


def test_a_restricted_sibling_leaves_no_trace_for_those_not_named():
    child, hidden = people.child(), people.child(forenames="Zephyrine")
    siblings(child, hidden)
    contact = contact_of(child).contact
    also_contact_of(hidden, contact)
    people.restricted(hidden)
    named = officer()
    assign_perm("people.view_child", named, hidden)

    stranger = officer()
    found = siblings_of(child, viewer=stranger, on=ON)
    assert (found.now, found.former, found.stated_ids) == ([], [], frozenset())
    assert contacts_around(child, viewer=stranger).also == {}
    assert suggested(child, stranger) == []
    assert seen(child, named) == ["Zephyrine"]


# Suggestions


def test_a_parent_in_common_suggests_and_an_address_does_not():
    home = {"address": "12 High Street", "postcode": "OX1 1ND"}
    child, other = people.child(**home), people.child(forenames="Ben", **home)
    people.child(forenames="Neighbour", **home)
    link = contact_of(child, lives_with_child=True)
    also_contact_of(other, link.contact)

    assert suggested(child) == ["Ben"]


def test_a_professional_in_common_suggests_nothing():
    child, other = people.child(), people.child()
    link = contact_of(child, relationship=Relationship.SOCIAL_WORKER)
    also_contact_of(other, link.contact, relationship=Relationship.SOCIAL_WORKER)

    assert suggested(child) == []


def test_somebody_who_is_family_here_and_a_professional_there_suggests_nothing():
    child, pupil = people.child(), people.child()
    link = contact_of(child)
    also_contact_of(pupil, link.contact, relationship=Relationship.TEACHER)

    assert suggested(child) == suggested(pupil) == []


@pytest.mark.parametrize("answer", ["yes", "no", "recorded by mistake before"])
def test_an_answered_suggestion_does_not_come_back(answer):
    child, other = people.child(), people.child()
    also_contact_of(other, contact_of(child).contact)
    if answer == "no":
        services.say_no_siblings(child=other, other=child, source="Their mother", by=officer(), on=ON)
    else:
        link = siblings(child, other)
        if answer != "yes":
            services.withdraw_siblings(link=link, source="Their mother", by=officer(), on=ON)

    assert suggested(child) == suggested(other) == []


def test_children_who_were_no_siblings_are_none_on_the_very_day_and_may_become_some():
    child, other = people.child(), people.child(forenames="Ben")
    services.say_no_siblings(child=child, other=other, source="Their mother", by=officer(), on=ON)

    assert seen(child) == []
    assert not SiblingLink.objects.holding_on(ON).exists()
    siblings(child, other, kind=SiblingKind.STEP)
    assert seen(child) == ["Ben"]


def test_siblings_are_not_denied_while_they_are_recorded():
    child, other = people.child(), people.child()
    siblings(child, other)

    with pytest.raises(CannotLinkSiblings, match="recorded as siblings"):
        services.say_no_siblings(child=child, other=other, source="A neighbour", by=officer(), on=ON)


def test_what_is_said_of_siblings_twice_is_written_down_once():
    first, second, third = people.child(), people.child(), people.child()
    link, mistaken = siblings(first, second), siblings(first, third)
    who, ended = officer(), date(2026, 9, 20)
    services.end_siblings(link=link, ends_on=ended, by=who, on=ON)
    services.withdraw_siblings(link=mistaken, source="Their father", by=who, on=ON)
    written = ChronologyEntry.objects.count()

    with pytest.raises(CannotLinkSiblings, match="already"):
        services.end_siblings(link=link, ends_on=ended, by=who, on=ON)
    with pytest.raises(CannotLinkSiblings, match="already"):
        services.withdraw_siblings(link=mistaken, source="Their father", by=who, on=ON)
    with pytest.raises(CannotLinkSiblings, match="already"):
        services.say_no_siblings(child=first, other=third, source="Their father", by=who, on=ON)

    assert ChronologyEntry.objects.count() == written
