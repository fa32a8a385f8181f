"""How work is shared out: plain Python."""

from collections.abc import Sequence
from itertools import cycle
from typing import TypeVar

Item = TypeVar("Item")
Holder = TypeVar("Holder")


def spread(items: Sequence[Item], among: Sequence[Holder]) -> list[tuple[Item, Holder]]:
    """Give each item to the next in turn, so that nobody gets two more than another."""
    return list(zip(items, cycle(among), strict=False))
