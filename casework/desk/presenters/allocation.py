"""Cases that change hands, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.access.models import User
from casework.desk.queries.caseload import CaseRow
from casework.ui.words import plural, say_short


@dataclass(frozen=True, slots=True)
class MovingRow:
    """A case, who holds it, and who will."""

    value: str
    reference: str
    child: str
    school: str
    step: str
    holder: str
    to: str


def moving(rows: Iterable[CaseRow]) -> list[MovingRow]:
    """Return the chosen cases, each with what the form carries of it: what it is, and as it was seen."""
    return [_moving(row, None) for row in rows]


def planned(plan: Iterable[tuple[CaseRow, User]]) -> list[MovingRow]:
    return [_moving(row, officer) for row, officer in plan]


def _moving(row: CaseRow, to: User | None) -> MovingRow:
    value = f"{row.reference}.{row.version}"
    due = f", {say_short(row.next_due_on)}" if row.next_due_on else ""
    stays = to is not None and to.pk == row.officer_id
    return MovingRow(
        value="" if stays else f"{value}.{to.pk}" if to else value,
        reference=row.reference,
        child=f"{row.forenames} {row.surname}",
        school=row.school_name,
        step=f"{row.step['title']}{due}" if row.step else "",
        holder=row.officer or f"Nobody. Team inbox: {row.team}",
        to="" if to is None else f"Stays with {to}" if stays else str(to),
    )


def shares(plan: Sequence[tuple[CaseRow, User]]) -> list[str]:
    """Say how many cases each officer gets."""
    counts = Counter(str(officer) for row, officer in plan if officer.pk != row.officer_id)
    return [f"{name} gets {plural(number, 'case')}" for name, number in sorted(counts.items())]
