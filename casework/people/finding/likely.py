"""The children here who may be the one somebody writes down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from casework.people.choices import IdentifierKind
from casework.people.finding.rules import (
    Comparison,
    Name,
    Person,
    compare,
    near_days,
    reasons_to_compare,
    sounds_of,
)
from casework.people.models import Child, ChildAddress, ChildContact, ChildIdentifier, ChildWord
from casework.people.rules import tidy_postcode, tidy_upn

if TYPE_CHECKING:
    from casework.access.models import User

ROWS_AT_ONCE = 100
MOST_SHOWN = 10


class Described(Protocol):
    """What is written down about a child; `services.ChildDetails` is one."""

    @property
    def forenames(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def known_as(self) -> str: ...
    @property
    def date_of_birth(self) -> date | None: ...
    @property
    def upn(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def postcode(self) -> str: ...


@dataclass(frozen=True)
class Likely:
    """A child here who may be the one described, and how the two compare. Names, numbers, addresses and
    contacts of the child are loaded."""

    child: Child
    comparison: Comparison

    @property
    def score(self) -> float:
        return self.comparison.points


def likely_same(details: Described, *, viewer: User, email: str = "") -> list[Likely]:
    """Return the children, among those the viewer may see, who are probably the one described, likeliest
    first and ten at most. `email` is that of a parent, where one is known."""
    return likely_same_many([details], viewer=viewer, emails=[email])[0]


def likely_same_many(
    rows: Sequence[Described], *, viewer: User, emails: Sequence[str] = ()
) -> list[list[Likely]]:
    """Return for each of many descriptions what `likely_same` returns, with few questions to the database."""
    addresses = emails or [""] * len(rows)
    people = [person_described(row, email) for row, email in zip(rows, addresses, strict=True)]
    found: list[list[Likely]] = []
    for start in range(0, len(people), ROWS_AT_ONCE):
        found += _likely(people[start : start + ROWS_AT_ONCE], viewer)
    return found


def person_described(details: Described, email: str = "") -> Person:
    """Return a description as it is compared."""
    names = [Name(details.forenames, details.surname)]
    if details.known_as:
        names.append(Name(details.known_as, details.surname))
    return Person(
        names=tuple(names),
        born=details.date_of_birth,
        numbers=_present([tidy_upn(details.upn)]),
        postcodes=_present([_postcode(details.postcode)]),
        addresses=tuple(_present([details.address])),
        emails=_present([email.lower()]),
    )


def person_here(child: Child) -> Person:
    """Return a child with everything that is, or was, known, as it is compared."""
    names = [Name(child.forenames, child.surname)]
    if child.known_as:
        names.append(Name(child.known_as, child.surname))
    for other in child.other_names.all():
        names.append(Name(other.forenames or child.forenames, other.surname or child.surname))
    former = [each.value for each in child.identifiers.all() if each.kind == IdentifierKind.FORMER_UPN]
    homes = child.addresses.all()
    return Person(
        names=tuple(names),
        born=child.date_of_birth,
        numbers=_present(tidy_upn(number) for number in [child.upn, *former]),
        postcodes=_present(_postcode(each.postcode) for each in [child, *homes]),
        addresses=tuple(_present(each.address for each in [child, *homes])),
        emails=_present(link.contact.email.lower() for link in child.child_contacts.all()),
    )


def _likely(people: Sequence[Person], viewer: User) -> list[list[Likely]]:
    sharing = _Sharing(people)
    named = [sharing.named_like(person) for person in people]
    ids = sharing.ids.union(*named)
    children = {child.pk: child for child in _loaded(ids, viewer)} if ids else {}
    here = {pk: person_here(child) for pk, child in children.items()}
    by_reason: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for pk, person in here.items():
        for reason in reasons_to_compare(person):
            by_reason[reason].add(pk)
    found = []
    for person, named_alike in zip(people, named, strict=True):
        reasons = (by_reason[reason] for reason in reasons_to_compare(person))
        candidates = (named_alike & here.keys()).union(*reasons)
        compared = ((children[pk], compare(person, here[pk])) for pk in candidates)
        likely = [Likely(child, comparison) for child, comparison in compared if comparison.is_likely]
        found.append(sorted(likely, key=lambda each: (-each.score, each.child.pk))[:MOST_SHOWN])
    return found


class _Sharing:
    """The children who share something with any of some people: one question to the database.

    `ids` are those with a birth date, a number, a postcode or an e-mail address of theirs; `by_sound` has the
    birth dates of those with a name that sounds like one of theirs.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self.ids: set[int] = set()
        self.by_sound: dict[str, dict[int, date]] = defaultdict(dict)
        first, *others = (branch.order_by() for branch in _branches(people))
        for pk, sound, born in first.union(*others):
            if sound:
                self.by_sound[sound][pk] = born
            else:
                self.ids.add(pk)

    def named_like(self, person: Person) -> set[int]:
        """Return who shares a forename and a surname, or either of them and a birth date that is near."""
        found: set[int] = set()
        for name in person.names:
            first, last = sounds_of(name)
            for one in first:
                for other in last:
                    found |= self.by_sound[one].keys() & self.by_sound[other].keys()
        if person.born is not None:
            is_near = near_days(person.born)
            for sound in _all_sounds(person):
                found.update(pk for pk, born in self.by_sound[sound].items() if is_near(born))
        return found


def _branches(people: Sequence[Person]) -> Iterator[QuerySet[Any, Any]]:
    """Yield what finds children by each thing they may share, each by its index: the child, the sound of a
    name or nothing, and the birth date."""
    sounds = {sound for person in people for sound in _all_sounds(person)}
    # A word that has no sound stands for itself.
    said = Coalesce(NullIf("word__sound", Value("")), "word__text")
    alike = ChildWord.objects.filter(Q(word__sound__in=sounds) | Q(word__sound="", word__text__in=sounds))
    yield alike.values_list("child_id", said, "child__date_of_birth")
    keys: dict[str, set[Any]] = defaultdict(set)
    for person in people:
        for reason in reasons_to_compare(person):
            keys[str(reason[0])].add(reason[1])
    of_child = "pk", Value(""), "date_of_birth"
    through_child = "child_id", Value(""), "child__date_of_birth"
    if born := keys["born"]:
        yield Child.objects.filter(date_of_birth__in=born).values_list(*of_child)
    if numbers := keys["number"]:
        yield Child.objects.filter(upn__in=numbers).values_list(*of_child)
        former = ChildIdentifier.objects.filter(kind=IdentifierKind.FORMER_UPN, value__in=numbers)
        yield former.values_list(*through_child)
    if postcodes := keys["postcode"]:
        yield Child.objects.filter(postcode__in=postcodes).values_list(*of_child)
        yield ChildAddress.objects.filter(postcode__in=postcodes).values_list(*through_child)
    if emails := keys["email"]:
        links = ChildContact.objects.filter(contact__email__in=emails)
        yield links.values_list(*through_child)


def _all_sounds(person: Person) -> set[str]:
    return {sound for name in person.names for part in sounds_of(name) for sound in part}


def _loaded(ids: Iterable[int], viewer: User) -> Iterator[Child]:
    contacts = ChildContact.objects.select_related("contact")
    yield from (
        Child.objects.visible_to(viewer)
        .filter(pk__in=ids)
        .prefetch_related("other_names", "identifiers", "addresses", Prefetch("child_contacts", contacts))
    )


def _postcode(text: str) -> str:
    return tidy_postcode(text) or text.strip()


def _present(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value for value in values if value.strip())
