"""The pages that change the people around a child."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.cases.models import Action, ChronologyEntry
from casework.people.choices import Relationship
from casework.people.models import AddressWithheld, ChildContact, Contact, SiblingLink
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, officer
from tests.factories.exclusions import permanent_exclusion
from tests.factories.family import also_contact_of, contact_of, kept_from, siblings
from tests.naughty import NUL, STRINGS

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
ON_A_CONTACT = ("correct_contact", "end_contact", "resume_contact", "record_death")


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, child, *more) -> str:
    return reverse(f"desk:{name}", args=[child.public_id, *more])


def day(name, on: date) -> dict:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def typed(**changes) -> dict:
    return {
        "token": str(uuid4()),
        "contact_name": "Sam Jones",
        "relationship": "MOT",
        "has_parental_responsibility": "yes",
        "lives_with_child": "yes",
    } | changes


# Adding


def test_a_contact_is_added_once_however_often_the_button_is_pressed(signed_in):
    child, client = people.child(), signed_in(officer())
    data = typed(
        agency="NHS",
        language="POL",
        needs_interpreter="on",
        how_to_reach="By text",
        lives_with_child="no",
        contact_address="3 Mill Lane",
        contact_postcode="ox22aa",
    )

    answers = [client.post(at("add_contact", child), data) for _ in range(2)]

    assert {answer.url for answer in answers} == {child.get_absolute_url()}
    contact = Contact.objects.get()
    assert (contact.agency, contact.language, contact.needs_interpreter) == ("NHS", "POL", True)
    assert (contact.address, contact.postcode, contact.how_to_reach) == ("3 Mill Lane", "OX2 2AA", "By text")
    assert ChronologyEntry.objects.get(child=child).text == "Contact added: Sam Jones"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(signed_in):
    child = people.child()

    page = text_of(
        signed_in(officer()).post(
            at("add_contact", child),
            typed(contact_name="", agency="<b>Ståhl & Co", agrees_to_email_notices="on", language="POL"),
        )
    )

    assert "Enter the email address that notices may go to" in page
    assert str(escape("<b>Ståhl & Co")) in page
    assert '<option value="POL" selected>' in page
    assert not Contact.objects.exists()


# Seventy strings, each through a form and onto a page.
@pytest.mark.slow
def test_whatever_is_typed_comes_back_as_it_was(signed_in):
    client = signed_in(officer())
    for text in STRINGS:
        child = people.child()
        data = typed(contact_name=text, agency=text, how_to_reach=text, none_of_these="yes")

        client.post(at("add_contact", child), data)

        contact = child.child_contacts.get().contact
        assert (contact.name, contact.agency, contact.how_to_reach) == (text, text, text)
        assert str(escape(text)) in client.get(child.get_absolute_url()).text
        assert (
            str(escape(text)) in client.get(at("correct_contact", child, child.child_contacts.get().pk)).text
        )


# The same through the other fields in which something is typed.
@pytest.mark.slow
def test_reasons_and_sources_come_back_as_they_were(signed_in):
    client = signed_in(officer())
    child = people.child()
    mother, father = contact_of(child), contact_of(child, name="Joe")
    for text in STRINGS:
        other = people.child()
        client.post(
            at("withhold_address", child),
            {
                "token": str(uuid4()),
                "kept_from": father.contact_id,
                "whose": mother.contact_id,
                "reason": text,
            },
        )
        row = AddressWithheld.objects.latest("pk")
        client.post(at("end_withholding", child, row.pk), {"reason": text})
        client.post(at("say_no_sibling", child, other.public_id), {"source": text})

        row.refresh_from_db()
        assert (row.reason, row.ended_reason) == (text, text)
        assert SiblingLink.objects.latest("pk").source == text


@pytest.mark.parametrize("field", ["contact_name", "agency", "telephone", "how_to_reach", "contact_address"])
def test_a_character_that_cannot_be_kept_is_refused_in_words(signed_in, field):
    child = people.child()

    answer = signed_in(officer()).post(at("add_contact", child), typed(lives_with_child="no") | {field: NUL})

    assert answer.status_code == 200
    assert "There is a problem" in text_of(answer)
    assert not Contact.objects.exists()


# Somebody who is here already


def test_somebody_who_is_here_is_shown_before_they_are_typed_twice(signed_in):
    other = people.child(forenames="Zephyrine", surname="Jones")
    known = contact_of(other, telephone="01865 000000").contact
    child, client = people.child(), signed_in(officer())
    data = typed(telephone="01865 000 000", email="sam@home.example", relationship="STP")

    asked = client.post(at("add_contact", child), data)

    page = text_of(asked)
    assert asked.status_code == 200
    assert "Is it one of these?" in page
    assert "Zephyrine Jones (mother)" in page
    assert 'value="sam@home.example"' in page
    assert not child.child_contacts.exists()

    chosen = client.post(at("add_contact", child), data | {"use": str(known.pk)})

    link = child.child_contacts.get()
    known.refresh_from_db()
    assert chosen.url == child.get_absolute_url()
    assert link.contact == known
    assert link.relationship == Relationship.STEP_PARENT
    assert (known.telephone, known.email) == ("01865 000000", "sam@home.example")


def test_somebody_else_of_the_same_name_is_added_when_said_so(signed_in):
    contact_of(people.child(), telephone="01865 000000")
    child = people.child()

    signed_in(officer()).post(at("add_contact", child), typed(telephone="01865 000000", none_of_these="yes"))

    assert Contact.objects.count() == 2


def test_a_contact_of_a_hidden_child_is_neither_shown_nor_chosen(signed_in):
    hidden = people.child(forenames="Zephyrine")
    known = contact_of(hidden, telephone="01865 000000").contact
    people.restricted(hidden)
    child, client = people.child(), signed_in(officer())
    data = typed(telephone="01865 000000")

    chosen = client.post(at("add_contact", child), data | {"use": str(known.pk)})
    attached = client.get(at("attach_contact", child, known.pk))
    added = client.post(at("add_contact", child), data)

    assert chosen.status_code == attached.status_code == 404
    assert added.status_code == 302
    assert child.child_contacts.get().contact != known


@pytest.mark.parametrize("key", ["x", "9" * 30, "-1", "²"])
def test_a_choice_that_is_none_is_not_there(signed_in, key):
    child = people.child()

    assert signed_in(officer()).post(at("add_contact", child), typed(use=key)).status_code == 404


def test_a_contact_of_a_sibling_is_offered_and_taken_over(signed_in):
    child, sibling = people.child(), people.child(forenames="Ben")
    siblings(child, sibling)
    contact = contact_of(sibling, name="Mo Jones").contact
    client = signed_in(officer())

    page = text_of(client.get(at("add_contact", child)))
    assert at("attach_contact", child, contact.pk) in page

    data = {
        "token": str(uuid4()),
        "relationship": "CAR",
        "has_parental_responsibility": "no",
        "lives_with_child": "yes",
    }
    answers = [client.post(at("attach_contact", child, contact.pk), data) for _ in range(2)]
    again = client.post(at("attach_contact", child, contact.pk), data | {"token": str(uuid4())})

    link = child.child_contacts.get()
    assert {answer.url for answer in answers} == {child.get_absolute_url()}
    assert (link.contact, link.relationship, link.lives_with_child) == (contact, Relationship.CARER, True)
    assert "is a contact of this child already" in text_of(again)


# Correcting


def test_a_contact_is_corrected_and_the_form_begins_with_what_is_known(signed_in):
    child = people.child()
    link = contact_of(child, telephone="01865 000000", language="POL", address="3 Mill Lane")
    client, address = signed_in(officer()), at("correct_contact", child, link.pk)

    page = client.get(address).text
    assert 'value="01865 000000"' in page
    assert "3 Mill Lane" in page

    answer = client.post(address, typed(version=link.contact.version, telephone="01865 111111"))

    link.contact.refresh_from_db()
    assert answer.url == child.get_absolute_url()
    assert (link.contact.telephone, link.contact.language) == ("01865 111111", "")


def test_a_shared_contact_says_whose_else_it_is_and_names_only_whom_one_may_see(signed_in):
    child, sibling, hidden = (
        people.child(),
        people.child(forenames="Ben"),
        people.child(forenames="Zephyrine"),
    )
    link = contact_of(child)
    also_contact_of(sibling, link.contact)
    also_contact_of(hidden, link.contact)
    people.restricted(hidden)

    page = text_of(signed_in(officer()).get(at("correct_contact", child, link.pk)))

    assert "is also a contact of Ben" in page
    assert "Zephyrine" not in page


def test_the_second_of_two_sees_both_versions_and_loses_nothing(signed_in):
    child = people.child()
    link = contact_of(child, telephone="01865 000000")
    address, opened = at("correct_contact", child, link.pk), link.contact.version
    mine = typed(version=opened, telephone="01865 222222", how_to_reach="After 5pm")
    signed_in(officer()).post(address, typed(version=opened, telephone="01865 111111"))
    client = signed_in(officer())

    asked = client.post(address, mine)

    page = text_of(asked)
    assert asked.status_code == 200
    assert "Somebody else changed this contact" in page
    assert "01865 111111" in page
    assert 'value="01865 222222"' in page
    assert 'value="After 5pm"' in page
    link.contact.refresh_from_db()
    assert link.contact.telephone == "01865 111111"

    client.post(address, mine | {"version": link.contact.version})
    link.contact.refresh_from_db()
    assert (link.contact.telephone, link.contact.how_to_reach) == ("01865 222222", "After 5pm")


# Ending, and beginning again


def test_a_contact_ends_stays_on_the_record_and_is_one_again(signed_in):
    child = people.child()
    link = contact_of(child)
    client = signed_in(officer())

    client.post(at("end_contact", child, link.pk), day("ended_on", date(2026, 9, 18)) | {"reason": "Moved"})

    link.refresh_from_db()
    page = text_of(client.get(child.get_absolute_url()))
    assert link.ended_on == date(2026, 9, 18)
    assert "1 former contact" in page
    assert at("resume_contact", child, link.pk) in page

    client.post(at("resume_contact", child, link.pk))
    link.refresh_from_db()
    assert link.ended_on is None


def test_a_last_day_to_come_is_refused(signed_in):
    child = people.child()
    link = contact_of(child)

    answer = signed_in(officer()).post(
        at("end_contact", child, link.pk), day("ended_on", date(2026, 9, 22)) | {"reason": "Moved <away>"}
    )

    assert "The last day must be today or in the past" in text_of(answer)
    assert str(escape("Moved <away>")) in answer.text


# A death


def test_a_death_is_recorded_once_told_and_corrected(signed_in):
    child, holder = people.child(), officer()
    permanent_exclusion(child=child, officer_=holder)
    link = contact_of(child)
    client, address = signed_in(officer()), at("record_death", child, link.pk)
    first = {"token": str(uuid4())} | day("died_on", date(2026, 9, 18))

    for _ in range(2):
        client.post(address, first)

    told = Action.objects.filter(owner=holder)
    assert [action.text for action in told] == [
        "Sam Jones died on 18 September 2026. Check who is written to"
    ]
    assert "Died 18 September 2026" in text_of(client.get(child.get_absolute_url()))
    assert "Correct the day Sam Jones died" in text_of(client.get(address))

    moved = {"token": str(uuid4()), "what": "DAY"} | day("died_on", date(2026, 9, 17))
    client.post(address, moved)
    assert Contact.objects.get().died_on == date(2026, 9, 17)

    client.post(address, {"token": str(uuid4()), "what": "MISTAKE"})
    assert Contact.objects.get().died_on is None


def test_a_hidden_child_of_the_dead_is_told_of_and_not_shown(signed_in):
    child, hidden = people.child(), people.child(forenames="Zephyrine")
    holder = officer()
    case = permanent_exclusion(child=hidden, officer_=holder)
    link = contact_of(child)
    also_contact_of(hidden, link.contact)
    people.restricted(hidden)
    client, address = signed_in(officer()), at("record_death", child, link.pk)

    page = client.get(address)
    done = client.post(address, {"token": str(uuid4())} | day("died_on", MONDAY), follow=True)

    assert Action.objects.get().case == case
    assert "Zephyrine" not in page.text + done.text
    assert case.reference not in done.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Enter the day they died"),
        (day("died_on", date(2026, 9, 22)), "The day they died must be today or in the past"),
        ({"died_on_day": "31", "died_on_month": "2", "died_on_year": "2026"}, "must be a real date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(signed_in, data, said):
    child = people.child()
    link = contact_of(child)

    answer = signed_in(officer()).post(at("record_death", child, link.pk), {"token": str(uuid4())} | data)

    assert said in text_of(answer)
    assert Contact.objects.get().died_on is None


# An address not to be told


def test_an_address_is_kept_from_somebody_and_told_again(signed_in):
    child = people.child()
    mother, father = contact_of(child), contact_of(child, name="Joe Smith")
    client = signed_in(officer())
    data = {
        "token": str(uuid4()),
        "kept_from": father.contact_id,
        "whose": mother.contact_id,
        "reason": "A court order",
    }

    for _ in range(2):
        client.post(at("withhold_address", child), data)
    client.post(at("withhold_address", child), data | {"token": str(uuid4()), "whose": "child"})

    rows = list(AddressWithheld.objects.order_by("pk"))
    assert [(row.whose, row.kept_from) for row in rows] == [
        (mother.contact, father.contact),
        (None, father.contact),
    ]

    answer = client.post(at("end_withholding", child, rows[0].pk), {"reason": "The order was lifted"})
    rows[0].refresh_from_db()
    assert answer.url == child.get_absolute_url()
    assert (rows[0].ended_on, rows[0].ended_reason) == (MONDAY, "The order was lifted")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kept_from": ""}, "Select who must not be told"),
        ({"whose": "999999"}, "Select whose address they must not be told"),
        ({"reason": ""}, "Enter the reason"),
        ({"whose": "themselves"}, "Choose two different people"),
        ({"kept_from": "the mother"}, "recorded as living at an address"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(signed_in, changes, said):
    child = people.child()
    mother, father = contact_of(child, lives_with_child=True), contact_of(child, name="Joe")
    names = {"themselves": father.contact_id, "the mother": mother.contact_id}
    data = {"kept_from": father.contact_id, "whose": "child", "reason": "Court"}
    data |= {name: names.get(value, value) for name, value in changes.items()}

    answer = signed_in(officer()).post(at("withhold_address", child), {"token": str(uuid4())} | data)

    assert said in text_of(answer)
    assert not AddressWithheld.objects.exists()


def test_siblings_are_named_for_whom_it_is_recorded_apart(signed_in):
    child, sibling, hidden = (
        people.child(),
        people.child(forenames="Ben"),
        people.child(forenames="Zephyrine"),
    )
    siblings(child, sibling)
    siblings(child, hidden)
    contact_of(child)
    people.restricted(hidden)

    page = text_of(signed_in(officer()).get(at("withhold_address", child)))

    assert at("withhold_address", sibling) in page
    assert "Zephyrine" not in page


def test_without_contacts_there_is_nobody_to_keep_an_address_from(signed_in):
    page = text_of(signed_in(officer()).get(at("withhold_address", people.child())))

    assert "Add the contact first" in page


# Whose contact it is


@pytest.mark.parametrize("name", ON_A_CONTACT)
def test_a_contact_of_another_child_is_not_there(signed_in, name):
    child, other = people.child(), people.child()
    link = contact_of(other)

    assert signed_in(officer()).get(at(name, child, link.pk)).status_code == 404
    assert signed_in(officer()).post(at(name, child, link.pk)).status_code == 404


def test_what_is_kept_from_the_contacts_of_another_child_is_not_there(signed_in):
    child, row = people.child(), kept_from(contact_of(people.child()))

    assert signed_in(officer()).get(at("end_withholding", child, row.pk)).status_code == 404


def test_a_contact_of_another_child_cannot_be_named_as_kept_from(signed_in):
    child, stranger = people.child(), contact_of(people.child())
    contact_of(child)
    data = {"token": str(uuid4()), "kept_from": stranger.contact_id, "whose": "child", "reason": "Court"}

    answer = signed_in(officer()).post(at("withhold_address", child), data)

    assert "Select who must not be told" in text_of(answer)
    assert ChildContact.objects.count() == 2


# How often the database is asked


# A family of a hundred takes a while to write down.
@pytest.mark.slow
@pytest.mark.parametrize("size", [10, 100])
@pytest.mark.parametrize(
    ("name", "bar"),
    [
        ("add_contact", 6),
        ("correct_contact", 6),
        ("end_contact", 5),
        ("record_death", 5),
        ("withhold_address", 6),
    ],
)
def test_the_forms_ask_as_often_for_a_hundred_as_for_ten(
    signed_in, django_assert_num_queries, name, bar, size
):
    child, who = people.child(), officer()
    link = contact_of(child)
    for n in range(size):
        sibling = people.child(by=who)
        siblings(child, sibling)
        also_contact_of(sibling, link.contact)
        contact_of(sibling, name=f"Another {n}")
    client = signed_in(who)
    more = [link.pk] if name in ON_A_CONTACT else []

    with django_assert_num_queries(bar + ENTRY_IN_THE_LOG):
        assert client.get(at(name, child, *more)).status_code == 200


def test_a_last_day_sent_twice_is_said_to_be_recorded(signed_in, clock_stands_at):
    child = people.child()
    link = contact_of(child)
    client, address = signed_in(officer()), at("end_contact", child, link.pk)
    typed = day("ended_on", date(2026, 9, 18)) | {"reason": "Moved"}
    assert client.post(address, typed).status_code == 302

    assert "Their last day is recorded already" in client.post(address, typed).text
