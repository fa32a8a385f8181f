"""Whose address somebody may be told: plain Python, every fact passed in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Stands for the child where a contact's key stands for a contact.
THE_CHILD = None
AT_THE_CHILDS = "at the child’s"
NUMBER = re.compile(r"\d+[a-z]?")
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Home:
    """Where one person of the family lives, as it is written down: a contact, or the child."""

    whose: int | None
    address: str = ""
    postcode: str = ""
    is_with_child: bool = False


@dataclass(frozen=True)
class Kept:
    """One address that one contact must not be told."""

    whose: int | None
    kept_from: int


def addresses_left_out(
    recipient: int, *, kept: Iterable[Kept], homes: Iterable[Home]
) -> frozenset[int | None]:
    """Return whose addresses stay out of whatever the recipient is sent; `THE_CHILD` for the child's own.

    An address is kept with everybody who lives at it: where the mother's is not to be told, neither is that
    of the child who lives with her. Two addresses written differently count as one where the postcode and
    the first number agree: leaving out too much does no harm. The recipient's own is never left out.
    """
    return _kept_from(recipient, kept, list(homes)) - {recipient}


def lives_at_one_kept_from_them(recipient: int, *, kept: Iterable[Kept], homes: Iterable[Home]) -> bool:
    """Say whether somebody is recorded as living at an address that they must not be told."""
    return recipient in _kept_from(recipient, kept, list(homes))


def _kept_from(recipient: int, kept: Iterable[Kept], homes: list[Home]) -> frozenset[int | None]:
    reached = {each.whose for each in kept if each.kept_from == recipient}
    is_growing = bool(reached)
    while is_growing:
        places = {place for home in homes if home.whose in reached for place in _places(home)}
        found = {home.whose for home in homes if _places(home) & places}
        is_growing = not found <= reached
        reached |= found
    return frozenset(reached)


def _places(home: Home) -> frozenset[str]:
    """Return the names by which one address is told from another."""
    found = set()
    if home.is_with_child or home.whose is THE_CHILD:
        found.add(AT_THE_CHILDS)
    # What was typed before somebody moved in with the child says nothing any more.
    if not home.is_with_child:
        plain = NOT_ALPHANUMERIC.sub(" ", home.address.casefold()).strip()
        postcode = NOT_ALPHANUMERIC.sub("", home.postcode.casefold())
        number = NUMBER.search(plain)
        if plain:
            found.add(plain)
        if postcode and (number or plain):
            found.add(f"{postcode} {number[0] if number else plain.split()[0]}")
    return frozenset(found)
