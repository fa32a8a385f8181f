"""Put the reasons for exclusion in place, each with the days it may be used for."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

REASONS = Path(__file__).resolve().parent.parent / "data" / "exclusion_reasons.csv"
SINCE_2020 = frozenset("PP PA VP VA OW BU RA LG DS SM DA DM TH DB MT PH".split())
FIRST_SET, SECOND_SET = date(2020, 9, 1), date(2026, 9, 1)


def add_reasons(apps, schema_editor):
    with REASONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    apps.get_model("exclusions", "ReasonCode").objects.bulk_create(
        apps.get_model("exclusions", "ReasonCode")(
            code=row["code"],
            description=row["description"],
            valid_from=FIRST_SET if row["code"] in SINCE_2020 else SECOND_SET,
            position=position,
        )
        for position, row in enumerate(rows, start=1)
    )


def remove_reasons(apps, schema_editor):
    apps.get_model("exclusions", "ReasonCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("exclusions", "0001_initial")]

    operations = [migrations.RunPython(add_reasons, remove_reasons)]
