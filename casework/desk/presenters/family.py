"""A child's family, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.models import User
from casework.cases.kinds import kind_of
from casework.cases.models import Case, Deadline
from casework.cases.presenters import DeadlineRow, deadline_row
from casework.desk.queries.family import Family
from casework.people.contact_presenters import ContactCard, ContactGroup, contact_groups, withheld_shown
from casework.people.family import Sibling
from casework.people.finding import Hit
from casework.people.models import Child, ChildContact
from casework.people.presenters import lines_of
from casework.ui.words import say_date

Shown = dict[str, Any]
# As many as fit on a screen; the rest is one press away.
CLOCKS_AT_FIRST = 8


@dataclass(frozen=True, slots=True)
class FamilyClock:
    """One open deadline of the child or of a brother or sister."""

    row: DeadlineRow
    child: str
    child_href: str
    is_this_child: bool
    reference: str
    case_href: str
    about: str


@dataclass(frozen=True, slots=True)
class SiblingCard:
    name: str
    href: str
    born: str
    what: str
    source: str
    is_restricted: bool
    died: str
    known: list[str]
    end_href: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A child who may be a brother or sister, because of a parent or carer in common."""

    name: str
    href: str
    born: str
    because: str
    state_href: str
    dismiss_href: str


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """Everything the family's part of a child's record shows."""

    clocks: list[FamilyClock]
    more_clocks: list[FamilyClock]
    siblings: list[SiblingCard]
    former_siblings: list[SiblingCard]
    suggestions: list[Suggestion]
    contacts: list[ContactGroup]
    former_contacts: list[ContactCard]
    withheld: list[Shown]
    add_contact_href: str
    add_sibling_href: str
    withhold_href: str


def family_shown(family: Family, *, may_change: bool, on: date) -> FamilyShown:
    child = family.child
    clocks = [_clock(deadline, family, on=on) for deadline in family.deadlines]
    groups, former = contact_groups(child, family.around, family.withholding, may_change=may_change, on=on)
    can_withhold = may_change and bool(groups)
    return FamilyShown(
        clocks=clocks[:CLOCKS_AT_FIRST],
        more_clocks=clocks[CLOCKS_AT_FIRST:],
        siblings=[_sibling(each, family, may_change=may_change) for each in family.siblings.now],
        former_siblings=[_sibling(each, family, may_change=False) for each in family.siblings.former],
        suggestions=[_suggestion(child, *each) for each in family.maybe] if may_change else [],
        contacts=groups,
        former_contacts=former,
        withheld=withheld_shown(family.withholding.rows, child=child, may_change=may_change),
        add_contact_href=reverse("desk:add_contact", args=[child.public_id]) if may_change else "",
        add_sibling_href=reverse("desk:find_sibling", args=[child.public_id]) if may_change else "",
        withhold_href=reverse("desk:withhold_address", args=[child.public_id]) if can_withhold else "",
    )


def _clock(deadline: Deadline, family: Family, *, on: date) -> FamilyClock:
    case, kind = deadline.case, kind_of(deadline.case)
    track = next((each.label for each in kind.tracks if each.code == deadline.track), "")
    return FamilyClock(
        row=deadline_row(deadline, on=on, calendar=family.calendar(case)),
        child=case.child.full_name,
        child_href=case.child.get_absolute_url(),
        is_this_child=case.child_id == family.child.pk,
        reference=case.reference,
        case_href=case.get_absolute_url(),
        about=", ".join(word for word in (kind.label, track) if word),
    )


def _sibling(sibling: Sibling, family: Family, *, may_change: bool) -> SiblingCard:
    child, link = sibling.child, sibling.link
    until = f" until {say_date(link.ends_on)}" if link.ends_on else ""
    here = family.child.public_id
    return SiblingCard(
        name=child.full_name,
        href=child.get_absolute_url(),
        born=say_date(child.date_of_birth),
        what=f"{link.get_kind_display()} since {say_date(link.starts_on)}{until}",
        source=link.source,
        is_restricted=child.is_restricted,
        died=f"Died {say_date(child.died_on)}" if child.died_on else "",
        known=known_to(family.known.get(child.pk, [])),
        end_href=reverse("desk:end_sibling", args=[here, link.pk]) if may_change else "",
    )


def _suggestion(child: Child, other: Child, links: Iterable[ChildContact]) -> Suggestion:
    names = list(dict.fromkeys(link.contact.name for link in links))
    parts = [child.public_id, other.public_id]
    return Suggestion(
        name=other.full_name,
        href=other.get_absolute_url(),
        born=say_date(other.date_of_birth),
        because=f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} a contact of both",
        state_href=reverse("desk:state_sibling", args=parts),
        dismiss_href=reverse("desk:say_no_sibling", args=parts),
    )


def known_to(cases: Iterable[Case]) -> list[str]:
    """Say which teams have open cases that the viewer may not read, and whom to ring; nothing more."""
    return list(dict.fromkeys(_known_to(case) for case in cases))


def _known_to(case: Case) -> str:
    person: User = case.officer or case.team.watched_by
    return f"{case.team}: {person}{f', {person.telephone}' if person.telephone else ''}"


def found_siblings(child: Child, found: Iterable[Hit]) -> list[list[Any]]:
    """Return the children a search found, each leading to where it is said what they are to this one."""
    return [
        [
            hit.child.full_name,
            say_date(hit.child.date_of_birth),
            hit.child.upn,
            hit.why,
            {
                "text": "Choose",
                "href": reverse("desk:state_sibling", args=[child.public_id, hit.child.public_id]),
                "about": hit.child.full_name,
            },
        ]
        for hit in found
    ]


def about_sibling(child: Child) -> list[Shown]:
    rows: list[Shown] = [
        {"key": "Name", "value": child.full_name},
        {"key": "Known as", "value": child.known_as},
        {"key": "Date of birth", "value": say_date(child.date_of_birth)},
        {"key": "Address", "lines": lines_of(child.address, child.postcode)},
    ]
    return [row for row in rows if row.get("value") or row.get("lines")]
