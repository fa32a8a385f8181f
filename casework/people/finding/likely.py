"""The children here who may be the one somebody writes down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from casework.people import queries
from casework.people.models import Child

if TYPE_CHECKING:
    from casework.access.models import User


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
    """A child here who may be the one described, and how much speaks for it: from 0 to 1."""

    child: Child
    score: float


def likely_same(details: Described, *, viewer: User) -> list[Likely]:
    """Return the children, among those the viewer may see, who are probably the one described, likeliest
    first."""
    return likely_same_many([details], viewer=viewer)[0]


def likely_same_many(rows: Sequence[Described], *, viewer: User) -> list[list[Likely]]:
    """Return for each of many descriptions what `likely_same` returns, with few questions to the database."""
    return [
        [
            Likely(child, 1.0)
            for child in queries.likely_same(
                forenames=row.forenames,
                surname=row.surname,
                date_of_birth=row.date_of_birth,
                upn=row.upn,
                viewer=viewer,
            )
        ]
        for row in rows
    ]
