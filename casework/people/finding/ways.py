"""Other ways to find a child: rooms above this one register theirs, a case by its reference for one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.access.models import User


@dataclass(frozen=True)
class Way:
    """A kind of number that a room keeps, and the children it leads a viewer to.

    `children_of(numbers, viewer)` gets what was typed in capitals, without spaces, and answers with keys of
    children; it asks the database nothing where none of it looks like such a number.
    """

    code: str
    why: str
    children_of: Callable[[Collection[str], User], Collection[int]]


_ways: dict[str, Way] = {}


def register_way(way: Way) -> None:
    _ways[way.code] = way


def all_ways() -> Iterator[Way]:
    yield from _ways.values()
