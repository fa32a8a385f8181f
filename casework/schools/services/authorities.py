"""England's local authorities, as the product brings them."""

import csv
from pathlib import Path

from django.db import transaction

from casework.schools.models import LocalAuthority

AUTHORITIES = Path(__file__).resolve().parent.parent / "data" / "local_authorities.csv"


@transaction.atomic
def load_authorities() -> int:
    """Add the authorities that are missing, put right the others' names and codes, and say how many."""
    held = {authority.code: authority for authority in LocalAuthority.objects.all()}
    changed = 0
    with AUTHORITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            authority = held.get(row["code"]) or LocalAuthority(code=row["code"])
            if (authority.name, authority.gss_code) != (row["name"], row["gss_code"]):
                authority.name, authority.gss_code = row["name"], row["gss_code"]
                authority.save()
                changed += 1
    return changed
