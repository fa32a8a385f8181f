"""The people around a child, in the words a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from casework.people.choices import LANGUAGES, PROFESSIONALS, Relationship
from casework.people.family import MOST_NAMED, Around, Withholding
from casework.people.models import AddressWithheld, Child, ChildContact, Contact
from casework.people.presenters import lines_of
from casework.people.services import ContactDetails
from casework.ui.words import plural, say_date

Shown = dict[str, Any]
WORDS = {
    "name": "Name",
    "relationship": "Relationship to the child",
    "agency": "Agency or employer",
    "has_parental_responsibility": "Parental responsibility",
    "telephone": "Telephone",
    "email": "Email address",
    "agrees_to_email_notices": "Agreed to notices by email",
    "how_to_reach": "How best to reach them",
    "language": "Language they prefer",
    "needs_interpreter": "Needs an interpreter",
    "lives_with_child": "Lives at the child’s address",
    "address": "Their address",
    "postcode": "Their postcode",
}


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One contact of a child."""

    name: str
    died: str
    rows: list[Shown]
    warnings: list[str]
    also: list[Shown]
    also_more: str
    actions: list[Shown]


@dataclass(frozen=True, slots=True)
class ContactGroup:
    title: str
    cards: list[ContactCard] = field(default_factory=list)


def contact_groups(
    child: Child, around: Around, withholding: Withholding, *, may_change: bool, on: date
) -> tuple[list[ContactGroup], list[ContactCard]]:
    """Return a child's contacts, family before professionals, and apart from them the former ones."""
    family: list[ContactCard] = []
    professionals: list[ContactCard] = []
    former: list[ContactCard] = []
    for link in around.links:
        card = _card(child, link, around, withholding, may_change=may_change, on=on)
        if not is_current(link, on=on):
            former.append(card)
        else:
            (professionals if link.relationship in PROFESSIONALS else family).append(card)
    groups = [
        ContactGroup("Parents, carers and family", family),
        ContactGroup("Professionals", professionals),
    ]
    return [group for group in groups if group.cards], former


def is_current(link: ChildContact, *, on: date) -> bool:
    return link.ended_on is None or link.ended_on >= on


def _card(
    child: Child,
    link: ChildContact,
    around: Around,
    withholding: Withholding,
    *,
    may_change: bool,
    on: date,
) -> ContactCard:
    others = around.others_of(link.contact_id)
    return ContactCard(
        name=link.contact.name,
        died=f"Died {say_date(link.contact.died_on)}" if link.contact.died_on else "",
        rows=_rows(link),
        warnings=warnings_about(link.contact, withholding),
        also=[
            {"text": each.full_name, "href": each.get_absolute_url()}
            for each in around.named_others_of(link.contact_id)
        ],
        also_more=plural(len(others) - MOST_NAMED, "more child", "more children")
        if len(others) > MOST_NAMED
        else "",
        actions=_actions(child, link, on=on) if may_change else [],
    )


def _rows(link: ChildContact) -> list[Shown]:
    contact = link.contact
    responsible = ", has parental responsibility" if link.has_parental_responsibility else ""
    where = (
        ["At the child’s address"] if link.lives_with_child else lines_of(contact.address, contact.postcode)
    )
    agreed = ["Agreed to notices by email"] if contact.agrees_to_email_notices else []
    rows: list[Shown] = [
        {"key": "Relationship", "value": f"{link.get_relationship_display()}{responsible}"},
        {"key": "Agency", "value": contact.agency},
        {"key": "Telephone", "value": contact.telephone},
        {"key": "Email", "lines": [line for line in (contact.email, *agreed) if line]},
        {"key": "How to reach them", "value": contact.how_to_reach},
        {"key": "Language", "value": language(contact)},
        {"key": "Address", "lines": where},
        {"key": "Last day", "value": say_date(link.ended_on)},
    ]
    return [row for row in rows if row.get("value") or row.get("lines")]


def language(contact: Contact) -> str:
    spoken = LANGUAGES.get(contact.language, contact.language)
    if not contact.needs_interpreter:
        return spoken
    return f"{spoken}, needs an interpreter" if spoken else "Needs an interpreter"


def _actions(child: Child, link: ChildContact, *, on: date) -> list[Shown]:
    names = [("correct_contact", "Correct")]
    if is_current(link, on=on):
        names.append(("end_contact", "No longer a contact"))
    else:
        names.append(("resume_contact", "A contact again"))
    if link.relationship not in PROFESSIONALS or link.contact.died_on:
        death = "Correct the day they died" if link.contact.died_on else "Record a death"
        names.append(("record_death", death))
    return [
        {
            "text": text,
            "href": reverse(f"desk:{name}", args=[child.public_id, link.pk]),
            "about": link.contact.name,
        }
        for name, text in names
    ]


def warnings_about(contact: Contact, withholding: Withholding) -> list[str]:
    """Return what must not be told to this contact, and to whom nothing about where this one lives."""
    said = []
    for row in withholding.rows:
        if row.kept_from_id == contact.pk:
            said.append(f"Must not be told {whose_address(row.whose)}. {row.reason}")
        elif row.whose_id == contact.pk:
            said.append(f"Do not tell {row.kept_from} their address. {row.reason}")
    return said


def whose_address(whose: Contact | None) -> str:
    return f"the address of {whose}" if whose else "the child’s address"


def withheld_shown(rows: Iterable[AddressWithheld], *, child: Child, may_change: bool) -> list[Shown]:
    """Return each address that must not be told as one sentence, with the page that ends it."""
    return [
        {
            "text": f"{row.kept_from} must not be told {whose_address(row.whose)}.",
            "reason": row.reason,
            "href": reverse("desk:end_withholding", args=[child.public_id, row.pk]) if may_change else "",
        }
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class KnownContact:
    """Somebody who is written down already and may be the one being added."""

    key: int
    name: str
    rows: list[Shown]


def known_contacts(links: Sequence[ChildContact]) -> list[KnownContact]:
    """Return people once each, with the children they are a contact of."""
    by_contact: dict[int, list[ChildContact]] = {}
    for link in links:
        by_contact.setdefault(link.contact_id, []).append(link)
    return [_known(found) for found in by_contact.values()]


def _known(links: Sequence[ChildContact]) -> KnownContact:
    contact = links[0].contact
    of = [f"{link.child.full_name} ({_said(link)})" for link in links[:MOST_NAMED]]
    rows: list[Shown] = [
        {"key": "Contact of", "lines": of},
        {"key": "Telephone", "value": contact.telephone},
        {"key": "Email", "value": contact.email},
        {"key": "Address", "lines": lines_of(contact.address, contact.postcode)},
    ]
    return KnownContact(
        contact.pk, contact.name, [row for row in rows if row.get("value") or row.get("lines")]
    )


def _said(link: ChildContact) -> str:
    return str(link.get_relationship_display()).lower()


def both_versions(saved: ContactDetails, typed: ContactDetails) -> list[list[str]]:
    """Return what differs between what somebody else saved and what was typed: name, theirs, yours."""
    theirs, yours = asdict(saved), asdict(typed)
    return [
        [label, _value(name, theirs[name]), _value(name, yours[name])]
        for name, label in WORDS.items()
        if theirs[name] != yours[name]
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "relationship":
        return str(Relationship(value).label)
    if name == "language":
        return LANGUAGES.get(value, value) or "Nothing"
    return str(value) or "Nothing"
