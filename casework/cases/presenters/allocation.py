"""Who held a case, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.cases.models import Allocation
from casework.ui.words import say_moment

Shown = dict[str, Any]


def allocations(held: Iterable[Allocation]) -> list[Shown]:
    """Return who held a case, the latest first: from when until when, and why it changed hands."""
    return [{"key": str(each.officer or f"Team inbox: {each.team}"), "lines": _lines(each)} for each in held]


def _lines(each: Allocation) -> list[str]:
    until = f" until {say_moment(each.ended_at)}" if each.ended_at else ", still"
    return [f"From {say_moment(each.starts_at)}{until}", f"{each.reason}. By {each.by}"]
