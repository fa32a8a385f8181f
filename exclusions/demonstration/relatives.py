"""Who belongs to whom in the demonstration: brothers and sisters, a worker, an address not to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.access.models import User
from casework.cases import services as cases
from casework.cases.models import Case
from casework.people.choices import Relationship, SiblingKind
from casework.people.models import Child, ChildContact
from casework.people.services import ContactDetails, add_child, details_of
from exclusions.demonstration.names import Families

MOTHER_SAYS = "Their mother"


def tell_relatives(families: Families, *, on: date) -> None:
    """Tell it of children who have cases already, each through the officer who holds one."""
    _a_sister_without_a_case(families, on=on)
    _two_with_cases(on=on)
    _a_restricted_brother(on=on)
    _an_address_not_to_be_told(on=on)
    _workers_and_an_interpreter(on=on)


def _a_sister_without_a_case(families: Families, *, on: date) -> None:
    """A sister, and a child with the same mother of whom nobody has said anything yet."""
    child, officer = _child("Kofi", "Mensah")
    mother = _parent(child)
    for number, (forename, sex) in enumerate((("Efua", "F"), ("Yaw", "M"))):
        other = add_child(
            details=families.brother_or_sister(child, forename, sex, number), parent=None, by=officer, on=on
        )
        details = replace(details_of(mother), lives_with_child=True)
        cases.attach_contact(child=other, contact=mother.contact, details=details, by=officer, on=on)
        if forename == "Efua":
            _siblings(child, other, SiblingKind.FULL, since=other.date_of_birth, by=officer, on=on)


def _two_with_cases(*, on: date) -> None:
    child, officer = _child("Ruby", "Thistlewood")
    other, _ = _child("Jayden", "Brackenbury")
    since = max(child.date_of_birth, other.date_of_birth)
    _siblings(child, other, SiblingKind.HALF, since=since, by=officer, on=on)


def _a_restricted_brother(*, on: date) -> None:
    """Whoever is named on him sees the link; for everybody else there is none."""
    hidden = Child.objects.filter(is_restricted=True).get()
    child, _ = _child("Arjun", "Patel")
    officer = _officer(hidden)
    since = max(child.date_of_birth, hidden.date_of_birth)
    _siblings(child, hidden, SiblingKind.STEP, since=since, by=officer, on=on)


def _an_address_not_to_be_told(*, on: date) -> None:
    child, officer = _child("Niamh", "O'Sullivan")
    details = ContactDetails(
        name="Aidan O’Sullivan",
        relationship=Relationship.OTHER_RELATIVE,
        telephone="07700 900461",
        address="8 Tannery Walk\nStonebrook",
        postcode="OX99 4RT",
    )
    link = cases.add_contact(child=child, details=details, by=officer, on=on)
    cases.withhold_address(
        child=child,
        whose=None,
        kept_from=link.contact,
        reason="A non-molestation order; the family has moved",
        by=officer,
        on=on,
    )


def _workers_and_an_interpreter(*, on: date) -> None:
    child, officer = _child("Chloé", "Bélanger-Reid")
    worker = ContactDetails(
        name="Imran Sheikh",
        relationship=Relationship.SOCIAL_WORKER,
        agency="Children’s social care, family solutions",
        telephone="01632 960 118",
        email="imran.sheikh@example.org",
        how_to_reach="By email; in the office on Tuesdays",
    )
    cases.add_contact(child=child, details=worker, by=officer, on=on)
    child, officer = _child("Łukasz", "Wiśniewski")
    mother = _parent(child)
    cases.correct_contact(
        link=mother,
        details=replace(details_of(mother), language="POL", needs_interpreter=True),
        version=mother.contact.version,
        by=officer,
        on=on,
    )


def _child(forenames: str, surname: str) -> tuple[Child, User]:
    child = Child.objects.get(forenames=forenames, surname=surname)
    return child, _officer(child)


def _officer(child: Child) -> User:
    case = Case.objects.filter(child=child).select_related("officer", "team__watched_by").first()
    if case is None:
        raise ValueError(f"{child} has no case")
    return case.officer or case.team.watched_by


def _parent(child: Child) -> ChildContact:
    return ChildContact.objects.select_related("contact", "child").get(child=child)


def _siblings(child: Child, other: Child, kind: SiblingKind, *, since: date, by: User, on: date) -> None:
    cases.state_siblings(
        child=child, sibling=other, kind=kind, starts_on=since, source=MOTHER_SAYS, by=by, on=on
    )
