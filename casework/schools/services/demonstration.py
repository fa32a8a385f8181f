"""The small data that comes with the product: authorities, and a county to try it on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from casework.access.services import save_as
from casework.schools.models import LocalAuthority, TermBlock
from casework.schools.services.register import ImportReport, import_register

if TYPE_CHECKING:
    from casework.access.models import User

DATA = Path(__file__).resolve().parent.parent / "data"
OXFORDSHIRE = "931"


@transaction.atomic
def load_demonstration_schools(*, by: User | None, on: date) -> ImportReport:
    """Load Oxfordshire's schools, their links and the county's term dates; report on the schools.

    Running it again changes nothing. A school year that has term dates keeps them.
    """
    report = import_register(path=DATA / "oxfordshire_schools.csv", by=by, on=on)
    import_register(path=DATA / "oxfordshire_links.csv", by=by, on=on)
    load_term_dates(LocalAuthority.objects.get(code=OXFORDSHIRE), by=by)
    return report


def load_term_dates(authority: LocalAuthority, *, by: User | None) -> None:
    held = set(TermBlock.objects.filter(authority=authority).values_list("school_year", flat=True))
    for row in _rows(DATA / "oxfordshire_term_dates.csv"):
        if row["school_year"] in held:
            continue
        block = TermBlock(
            authority=authority,
            school_year=row["school_year"],
            name=row["name"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            is_provisional=row["is_provisional"] == "yes",
        )
        save_as(block, by=by)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
