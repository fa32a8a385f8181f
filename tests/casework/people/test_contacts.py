"""What may be done to the people around a child, and what that writes down."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from casework.cases import services
from casework.cases.models import Action, ChronologyEntry
from casework.people import family
from casework.people.choices import Relationship
from casework.people.models import AddressWithheld, ChildContact, Contact
from casework.people.services import CannotSaveContact, ContactChanged, ContactDetails, details_of
from tests.factories import people
from tests.factories.access import TeamFactory, administrator, officer
from tests.factories.exclusions import permanent_exclusion
from tests.factories.family import also_contact_of, contact_of, kept_from

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 21)


def told(child) -> list[str]:
    return list(ChronologyEntry.objects.filter(child=child).order_by("pk").values_list("text", flat=True))


def correct(link, *, version=None, by=None, **changes):
    return services.correct_contact(
        link=link,
        details=replace(details_of(link), **changes),
        version=version or link.contact.version,
        by=by or officer(),
        on=ON,
    )


def test_a_contact_is_added_with_everything_and_written_in_the_chronology():
    child, who = people.child(), officer()
    details = ContactDetails(
        name="Dr Lee",
        relationship=Relationship.DOCTOR,
        agency="Hedena Health",
        how_to_reach="By letter",
        language="POL",
        needs_interpreter=True,
    )

    link = services.add_contact(child=child, details=details, by=who, on=ON)

    assert details_of(link) == details
    assert told(child) == ["Contact added: Dr Lee"]
    assert link.history.get().history_user == link.contact.history.get().history_user == who


def test_somebody_without_the_verb_adds_nobody():
    child = people.child()

    with pytest.raises(PermissionDenied):
        contact_of(child, by=administrator())

    assert not ChildContact.objects.exists()
    assert told(child) == []


def test_a_contact_of_another_child_is_one_person_for_both():
    first, second = people.child(), people.child()
    link = contact_of(first, telephone="01865 000000")
    details = ContactDetails(
        name="Samantha",
        relationship=Relationship.STEP_PARENT,
        telephone="07700 900000",
        email="s@home.example",
    )

    added = services.attach_contact(child=second, contact=link.contact, details=details, by=officer(), on=ON)

    contact = Contact.objects.get()
    assert added.contact == contact
    assert added.relationship == Relationship.STEP_PARENT
    # What was known stays, what was not is filled in.
    assert (contact.name, contact.telephone, contact.email) == ("Sam Jones", "01865 000000", "s@home.example")
    assert told(second) == ["Contact added: Sam Jones"]


def test_a_contact_is_added_to_a_child_once():
    child = people.child()
    link = contact_of(child)

    with pytest.raises(CannotSaveContact, match="already"):
        also_contact_of(child, link.contact)


def test_a_former_contact_who_is_chosen_again_is_one_again():
    child = people.child()
    link = contact_of(child)
    services.end_contact(link=link, ended_on=ON, reason="Moved away", by=officer(), on=ON)

    also_contact_of(child, link.contact, relationship=Relationship.CARER)

    link.refresh_from_db()
    assert link.ended_on is None
    assert link.relationship == Relationship.CARER


def test_a_correction_shows_on_every_child_and_names_none():
    child, sibling = people.child(forenames="Ash"), people.child(forenames="Zephyrine")
    link = contact_of(child)
    also_contact_of(sibling, link.contact)

    correct(link, name="Samantha Jones")

    said = "Contact corrected: Samantha Jones, before Sam Jones"
    assert told(child)[-1] == told(sibling)[-1] == said


def test_what_the_contact_is_to_one_child_changes_for_that_child_alone():
    child, sibling = people.child(), people.child()
    link = contact_of(child)
    other = also_contact_of(sibling, link.contact)

    correct(link, relationship=Relationship.STEP_PARENT)

    other.refresh_from_db()
    assert other.relationship == Relationship.MOTHER
    assert told(sibling) == ["Contact added: Sam Jones"]


def test_two_who_correct_at_once_do_not_overwrite_each_other():
    child, sibling = people.child(), people.child()
    link = contact_of(child)
    other = also_contact_of(sibling, link.contact)
    opened = link.contact.version
    correct(link, telephone="01865 111111")

    with pytest.raises(ContactChanged) as changed:
        correct(other, version=opened, telephone="01865 222222")

    assert changed.value.link.contact.telephone == "01865 111111"
    assert Contact.objects.get().telephone == "01865 111111"
    assert told(sibling)[-1] == "Contact corrected: Sam Jones"


def test_a_contact_ends_and_stays_with_a_history():
    link = contact_of(people.child())
    who = officer()

    services.end_contact(link=link, ended_on=date(2026, 9, 18), reason="New worker", by=who, on=ON)

    link.refresh_from_db()
    entry = link.child.chronology.first()
    assert link.ended_on == date(2026, 9, 18)
    assert (entry.text, entry.details) == ("No longer a contact: Sam Jones", ["New worker"])
    assert entry.happened_on == date(2026, 9, 18)
    assert link.history.first().history_user == who


def test_a_contact_does_not_end_in_the_future():
    with pytest.raises(CannotSaveContact):
        services.end_contact(
            link=contact_of(people.child()), ended_on=date(2026, 9, 22), reason="", by=officer(), on=ON
        )


# A death


def test_a_death_is_told_to_whoever_holds_an_open_case_of_any_child():
    holder, team = officer(), TeamFactory()
    child, hidden = people.child(), people.child()
    seen = permanent_exclusion(child=child, officer_=holder)
    unowned = permanent_exclusion(child=hidden, team=team)
    people.restricted(hidden)
    link = contact_of(child)
    also_contact_of(hidden, link.contact)
    who = officer()

    services.record_death(contact=link.contact, died_on=date(2026, 9, 19), by=who, on=ON)

    actions = {action.case: action for action in Action.objects.filter(created_by=who)}
    assert actions[seen].owner == holder
    assert actions[unowned].owner == (unowned.officer or team.watched_by)
    assert {action.text for action in actions.values()} == {
        "Sam Jones died on 19 September 2026. Check who is written to"
    }
    assert told(child)[-1] == told(hidden)[-1] == "Sam Jones died on 19 September 2026"
    assert Contact.objects.get().died_on == date(2026, 9, 19)


def test_a_death_recorded_by_mistake_is_taken_back_and_told():
    child = people.child()
    permanent_exclusion(child=child, officer_=officer())
    link = contact_of(child)
    services.record_death(contact=link.contact, died_on=ON, by=officer(), on=ON)

    services.record_death(contact=link.contact, died_on=None, by=officer(), on=ON)

    assert Contact.objects.get().died_on is None
    assert told(child)[-1] == "Sam Jones has not died: that was recorded by mistake"
    assert Action.objects.last().text.startswith("Sam Jones has not died")


def test_a_death_in_the_future_is_refused():
    link = contact_of(people.child())

    with pytest.raises(CannotSaveContact):
        services.record_death(contact=link.contact, died_on=date(2026, 9, 22), by=officer(), on=ON)


# An address not to be told


def test_an_address_is_kept_from_a_contact_until_somebody_says_why_not():
    child = people.child(address="12 High Street", postcode="OX1 1ND")
    mother = contact_of(child, lives_with_child=True)
    father = contact_of(child, name="Joe", relationship=Relationship.FATHER)

    row = kept_from(father)

    assert family.withheld_for(child).left_out(father.contact) == {None, mother.contact_id}
    assert family.withheld_for(child).left_out(mother.contact) == frozenset()
    assert told(child)[-1] == "Address not to be told to Joe: the child’s"

    services.end_withholding(withheld=row, reason="The order was lifted", by=officer(), on=ON)

    row.refresh_from_db()
    assert (row.ended_on, row.ended_reason) == (ON, "The order was lifted")
    assert family.withheld_for(child).left_out(father.contact) == frozenset()
    with pytest.raises(CannotSaveContact, match="already"):
        services.end_withholding(withheld=row, reason="Again", by=officer(), on=ON)


@pytest.mark.parametrize("whose", ["the child's", "a contact's"])
def test_an_address_is_kept_from_somebody_once(whose):
    child = people.child()
    mother, father = contact_of(child), contact_of(child, name="Joe")
    named = mother if whose == "a contact's" else None
    kept_from(father, whose=named)

    with pytest.raises(CannotSaveContact, match="already"):
        kept_from(father, whose=named)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressWithheld.objects.create(
            child=child, whose=named and named.contact, kept_from=father.contact, reason="Twice"
        )


def test_nobody_is_kept_from_their_own_address():
    child = people.child()
    link = contact_of(child, lives_with_child=True)

    with pytest.raises(CannotSaveContact, match="two different"):
        kept_from(link, whose=link)
    with pytest.raises(CannotSaveContact, match="recorded as living"):
        kept_from(link)

    assert not AddressWithheld.objects.exists()


def test_nobody_moves_in_where_the_address_is_kept_from_them():
    child = people.child()
    father = contact_of(child, name="Joe")
    kept_from(father)

    with pytest.raises(CannotSaveContact, match="recorded as living"):
        correct(father, lives_with_child=True)

    father.refresh_from_db()
    assert not father.lives_with_child


# Somebody who may be here already


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ({"telephone": "+44 1865 000 000"}, True),
        ({"email": "SAM@home.example"}, True),
        ({"postcode": "OX1 1ND"}, True),
        ({"name": "sam JONES", "telephone": "01865000000"}, True),
        ({"telephone": "01865 999999"}, False),
        ({"name": "Pat Jones", "telephone": "01865 000000"}, False),
        ({}, False),
    ],
)
def test_the_same_name_with_one_thing_more_is_likely(typed, is_found):
    contact_of(people.child(), telephone="01865 000000", email="sam@home.example", postcode="OX1 1ND")
    asked = {"name": "Sam Jones", "telephone": "", "email": "", "postcode": ""} | typed

    found = family.likely_contacts(child=people.child(), **asked, viewer=officer())

    assert bool(found) is is_found


def test_a_contact_of_a_restricted_child_alone_is_nobody():
    hidden = people.child()
    link = contact_of(hidden, telephone="01865 000000")
    people.restricted(hidden)
    asked = {"name": "Sam Jones", "telephone": "01865 000000", "email": "", "postcode": ""}

    assert family.likely_contacts(child=people.child(), **asked, viewer=officer()) == []
    assert family.contact_seen(link.contact_id, viewer=officer()) is None


def test_what_is_said_of_a_contact_twice_is_written_down_once():
    child = people.child()
    link, who = contact_of(child), officer()
    services.end_contact(link=link, ended_on=date(2026, 9, 18), reason="", by=who, on=ON)
    for day in (18, 19):
        with pytest.raises(CannotSaveContact, match="recorded already: 18 September 2026"):
            services.end_contact(link=link, ended_on=date(2026, 9, day), reason="", by=who, on=ON)
    services.resume_contact(link=link, by=who, on=ON)
    with pytest.raises(CannotSaveContact, match="already"):
        services.resume_contact(link=link, by=who, on=ON)

    assert told(child)[-2:] == ["No longer a contact: Sam Jones", "A contact again: Sam Jones"]
    assert len(told(child)) == 3


def test_a_last_day_of_today_may_be_put_right():
    link, who = contact_of(people.child()), officer()
    services.end_contact(link=link, ended_on=ON, reason="", by=who, on=ON)

    services.end_contact(link=link, ended_on=date(2026, 9, 18), reason="", by=who, on=ON)

    link.refresh_from_db()
    assert link.ended_on == date(2026, 9, 18)
