"""The people around a child and the child's brothers and sisters, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.people import family_rules
from casework.people.choices import PROFESSIONALS, SiblingKind
from casework.people.models import AddressWithheld, Child, ChildContact, Contact, SiblingLink
from casework.people.models.contacts import SiblingLinkQuerySet
from casework.schools.search import fold

if TYPE_CHECKING:
    from casework.access.models import User

MOST_SUGGESTED = 10
# A carer may look after many children one after another, and many people have one name.
MOST_SHARED = 60
MOST_READ = 300
# Of the other children of one contact, a page names so many and counts the rest.
MOST_NAMED = 5


@dataclass(frozen=True)
class Sibling:
    """Another child of the family, seen from one of them."""

    link: SiblingLink
    child: Child


@dataclass(frozen=True)
class Siblings:
    """What was stated about one child and others whom the viewer may see."""

    now: list[Sibling]
    former: list[Sibling]
    stated_ids: frozenset[int]


@dataclass(frozen=True)
class Around:
    """The contacts of a child, and the other children of those who are family."""

    links: list[ChildContact]
    also: Mapping[int, list[ChildContact]]

    def others_of(self, contact_id: int) -> list[Child]:
        return [link.child for link in self.also.get(contact_id, [])]

    def named_others_of(self, contact_id: int) -> list[Child]:
        return self.others_of(contact_id)[:MOST_NAMED]


@dataclass(frozen=True)
class Withholding:
    """What must not be told to whom about where a child's family lives, as it holds now.

    Whatever is sent out about the child asks `left_out` for its recipient first.
    """

    rows: list[AddressWithheld] = field(default_factory=list)
    homes: list[family_rules.Home] = field(default_factory=list)

    @property
    def kept(self) -> list[family_rules.Kept]:
        return [family_rules.Kept(each.whose_id, each.kept_from_id) for each in self.rows]

    def left_out(self, recipient: Contact) -> frozenset[int | None]:
        """Return whose addresses the recipient must not be told: keys of contacts, nothing for the child."""
        return family_rules.addresses_left_out(recipient.pk, kept=self.kept, homes=self.homes)


def contacts_around(child: Child, *, viewer: User) -> Around:
    """Return the contacts of a child, and for parents and carers the other children the viewer may see."""
    own = ChildContact.objects.filter(child=child)
    family = own.exclude(relationship__in=PROFESSIONALS)
    shared = Q(contact__in=family.values("contact"), child__in=Child.objects.visible_to(viewer))
    rows = ChildContact.objects.filter(Q(child=child) | shared).select_related("contact", "child")
    links: list[ChildContact] = []
    also: dict[int, list[ChildContact]] = {}
    for link in rows:
        if link.child_id == child.pk:
            links.append(link)
        else:
            also.setdefault(link.contact_id, []).append(link)
    return Around(links, also)


def shared_with(link: ChildContact, *, viewer: User) -> list[Child]:
    """Return the other children the viewer may see who have the same contact: at most `MOST_SHARED`."""
    seen = Child.objects.visible_to(viewer).exclude(pk=link.child_id)
    return list(seen.filter(child_contacts__contact=link.contact_id)[:MOST_SHARED])


def withheld_rows(child: Child) -> list[AddressWithheld]:
    """Return the addresses that must not be told now."""
    rows = AddressWithheld.objects.filter(child=child, ended_on=None)
    return list(rows.select_related("whose", "kept_from"))


def withheld_for(child: Child) -> Withholding:
    """Return whose address must not be told to whom, for documents and for the checks on a contact."""
    if not (rows := withheld_rows(child)):
        return Withholding()
    links = ChildContact.objects.filter(child=child).select_related("contact")
    return Withholding(rows, homes_of(child, links))


def homes_of(child: Child, links: Iterable[ChildContact]) -> list[family_rules.Home]:
    homes = [
        family_rules.Home(
            link.contact_id, link.contact.address, link.contact.postcode, is_with_child=link.lives_with_child
        )
        for link in links
    ]
    return [family_rules.Home(family_rules.THE_CHILD, child.address, child.postcode), *homes]


def siblings_of(child: Child, *, viewer: User, on: date) -> Siblings:
    """Return the brothers and sisters whom the viewer may see, now and formerly."""
    links = links_of(child).visible_to(viewer).select_related("child", "sibling")
    now: list[Sibling] = []
    former: list[Sibling] = []
    stated = set()
    for link in links:
        other = link.sibling if link.child_id == child.pk else link.child
        stated.add(other.pk)
        if link.kind != SiblingKind.NONE:
            (now if link.ends_on is None or link.ends_on >= on else former).append(Sibling(link, other))
    now.sort(key=lambda each: (each.child.date_of_birth, each.child.pk))
    return Siblings(now, former, frozenset(stated))


def links_of(child: Child) -> SiblingLinkQuerySet:
    return SiblingLink.objects.filter(Q(child=child) | Q(sibling=child))


def may_be_siblings(*, around: Around, siblings: Siblings) -> list[tuple[Child, list[ChildContact]]]:
    """Return children who have a parent or carer in common with this one, and by whom.

    Nobody has said anything about them yet. An address in common suggests nothing: many families live in one
    house.
    """
    found: dict[int, list[ChildContact]] = {}
    children: dict[int, Child] = {}
    for links in around.also.values():
        for link in links:
            if link.child_id not in siblings.stated_ids and link.relationship not in PROFESSIONALS:
                children[link.child_id] = link.child
                found.setdefault(link.child_id, []).append(link)
    return [(children[pk], links) for pk, links in sorted(found.items())][:MOST_SUGGESTED]


def contact_seen(pk: int, *, viewer: User) -> Contact | None:
    """Return a contact of a child whom the viewer may see."""
    seen = ChildContact.objects.filter(child__in=Child.objects.visible_to(viewer), contact=pk)
    link = seen.select_related("contact").first()
    return link.contact if link else None


def likely_contacts(
    *, child: Child, name: str, telephone: str, email: str, postcode: str, viewer: User
) -> list[ChildContact]:
    """Return contacts of other children who may be the one about to be written down.

    The same name with the same telephone number, email address or postcode; only contacts of children whom
    the viewer may see, each with the children they are a contact of.
    """
    digits = _digits(telephone)
    if not fold(name) or not (digits or email or postcode):
        return []
    alike = Q(name__iexact=name)
    if email:
        alike |= Q(email__iexact=email)
    if postcode:
        alike |= Q(postcode=postcode)
    here = ChildContact.objects.filter(child=child, ended_on=None).values("contact")
    rows = (
        ChildContact.objects.filter(
            contact__in=Contact.objects.filter(alike), child__in=Child.objects.visible_to(viewer)
        )
        .exclude(contact__in=here)
        .select_related("contact", "child")
        .order_by("contact", "pk")
    )
    return [
        link
        for link in rows[:MOST_READ]
        if fold(link.contact.name) == fold(name) and _is_reached_alike(link.contact, digits, email, postcode)
    ]


def contacts_of_siblings(child: Child, *, siblings: Siblings) -> list[ChildContact]:
    """Return the parents and carers of brothers and sisters who are not contacts of this child."""
    here = ChildContact.objects.filter(child=child, ended_on=None).values("contact")
    rows = ChildContact.objects.filter(child__in=[each.child.pk for each in siblings.now], ended_on=None)
    rows = rows.exclude(contact__in=here).exclude(relationship__in=PROFESSIONALS)
    return list(rows.select_related("contact", "child").order_by("contact__name", "contact", "pk"))


def _is_reached_alike(contact: Contact, digits: str, email: str, postcode: str) -> bool:
    return (
        bool(digits and _digits(contact.telephone) == digits)
        or bool(email and contact.email.casefold() == email.casefold())
        or bool(postcode and contact.postcode == postcode)
    )


def _digits(telephone: str) -> str:
    """Return a telephone number's figures, those of this country without their prefix."""
    figures = "".join(each for each in telephone if each.isdigit())
    return figures.removeprefix("0044").removeprefix("44").lstrip("0") if figures else ""
