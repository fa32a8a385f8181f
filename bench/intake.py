"""How long bringing in a file takes beside a plain bulk create, and what memory it needs.

    python -m bench.intake [rows]

Prints, for so many rows and for ten times as many, the seconds of taking in, checking and bringing in, their
ratio to creating as many children plainly, and the peak memory of each run. Each run is rolled back.
"""

from __future__ import annotations

import csv
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bench import database

DATABASE = "bench_intake"
FEWEST = 5_000
HEADINGS = ["Forename", "Surname", "DOB", "UPN", "Gender", "Address", "Postcode", "Parent name"]
SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui"),
    *("ro", "su", "ta", "ve", "wi", "xo", "yu", "za", "bre", "cli", "dro", "fla", "gri"),
)


def word(number: int) -> str:
    """Return a name of four syllables, another for each number."""
    parts = []
    for _ in range(4):
        number, at = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return "".join(parts).capitalize()


def rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        born = date(2008, 9, 1) + timedelta(days=number * 7 % 4_000)
        yield [
            word(number * 7_919),
            word(number * 104_729 + 13),
            born.strftime("%d/%m/%Y"),
            "",
            "F" if number % 2 else "M",
            f"{number} Some Road",
            f"OX{number % 30 + 1} {number % 9 + 1}AB",
            f"{word(number * 31)} Parent",
        ]


def file_of(count: int) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows([HEADINGS, *rows(count)])
    return held.getvalue().encode()


def seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def measure(count: int, *, plainly: bool) -> None:
    """Bring in so many rows, or create them plainly, in this process, and print what it took."""
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from casework.access.choices import Role
    from casework.access.models import Membership, Team, User
    from casework.intake import services
    from casework.intake.columns import columns_of
    from casework.intake.files import Limits
    from casework.people.models import Child

    with transaction.atomic():
        by = User.objects.create(name="Bench", email="bench@council.example", password="!")
        team = Team.objects.create(name="Bench", watched_by=by)
        Membership.objects.create(user=by, team=team, role=Role.OFFICER, starts_on=date(2020, 1, 1))
        by = User.objects.get(pk=by.pk)
        on = timezone.localdate()
        if plainly:
            taken = [("plain", seconds(lambda: _plainly(count, Child)))]
        else:
            within = Limits(most_bytes=1_000_000_000, most_rows=1_000_000)
            data = file_of(count)
            begun = time.perf_counter()
            run = services.take_in(data=data, file_name="bench.csv", kind="", team=team, by=by, within=within)
            run = services.match_columns(run=run, mapping=columns_of("").guess(run.columns), by=by)
            taken = [("taking in", time.perf_counter() - begun)]
            taken.append(("checking", seconds(lambda: services.check_rows(run=run, by=by, on=on))))
            services.begin_bringing_in(run=run, leaves_out_bad=True, by=by)
            now = timezone.now()
            taken.append(("bringing in", seconds(lambda: services.bring_in(run=run, by=by, on=on, now=now))))
        transaction.set_rollback(True)
    for name, took in taken:
        print(f"{name}\t{took:.2f}")
    print(f"memory\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def _plainly(count: int, model: type) -> None:
    children = (
        model(
            forenames=row[0],
            surname=row[1],
            date_of_birth=date(2013, 5, 14),
            sex=row[4],
            address=row[5],
            postcode=row[6],
            search_text=f" {row[0]} {row[1]}".lower(),
        )
        for row in rows(count)
    )
    model.objects.bulk_create(children, batch_size=500)  # type: ignore[attr-defined]


def in_a_process(count: int, how: str) -> dict[str, float]:
    """Measure in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "bench.intake", str(count), how]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in (line.split("\t") for line in said.splitlines())}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FEWEST
    if len(sys.argv) > 2:
        measure(count, plainly=sys.argv[2] == "plain")
        return
    database.use(DATABASE)
    database.set_up()
    print("rows\tplain s\ttaking in s\tchecking s\tbringing in s\tratio\tmemory MB")
    for size in (count, count * 10):
        plain, whole = in_a_process(size, "plain"), in_a_process(size, "whole")
        parts = [whole[name] for name in ("taking in", "checking", "bringing in")]
        ratio = sum(parts) / plain["plain"]
        times = "\t".join(f"{part:.1f}" for part in parts)
        print(f"{size:,}\t{plain['plain']:.2f}\t{times}\t{ratio:.1f}\t{whole['memory']:.0f}", flush=True)
    database.drop(DATABASE)


if __name__ == "__main__":
    main()
