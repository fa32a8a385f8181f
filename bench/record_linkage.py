"""Precision and recall of "is it one of these?" on record sets with known answers, as the screen compares.

    python -m bench.record_linkage [folder]

The folder holds the Febrl sets 1 to 3 and fake_1000; without one, `RECORD_LINKAGE_DATA` or `../shared/data`.
A pair counts as shown where the two share a reason to compare them, as the indexes ask, and reach the
threshold. Febrl's number is taken for a UPN; the e-mail address of fake_1000 for that of a parent, its city
for the address.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

import django

Record = tuple[str, "Person"]
BESIDE_THE_THRESHOLD = (-2, -1, 0, 1, 2, 4)
NOWHERE = frozenset[str]()

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
    os.environ.setdefault("DEMONSTRATION", "1")
    django.setup()

from casework.people.finding.rules import (  # noqa: E402
    LIKELY,
    Name,
    Person,
    compare,
    near_days,
    reasons_to_compare,
    sounds_of,
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else data_folder()
    if folder is None:
        sys.exit("Say where the record sets are: RECORD_LINKAGE_DATA=…")
    print(f"Threshold {LIKELY}")
    print("| set | records | true pairs | compared | precision | recall | at thresholds beside it |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, records in sets(folder):
        print(measured(name, records))


def data_folder() -> Path | None:
    named = os.environ.get("RECORD_LINKAGE_DATA")
    beside = Path(__file__).parents[2] / "shared" / "data" / "record_linkage"
    return Path(named) if named else beside if beside.is_dir() else None


def sets(folder: Path) -> Iterator[tuple[str, list[Record]]]:
    for number in (1, 2, 3):
        records = list(febrl(folder / f"febrl_dataset{number}.csv"))
        yield f"febrl {number}", records
        yield f"febrl {number}, no number", [(key, replace(each, numbers=NOWHERE)) for key, each in records]
    records = list(fake(folder / "fake_1000.csv"))
    yield "fake_1000", records
    yield "fake_1000, no e-mail", [(key, replace(each, emails=NOWHERE)) for key, each in records]


def febrl(path: Path) -> Iterator[Record]:
    with path.open(newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            said = {key.strip(): value.strip() for key, value in row.items()}
            home = " ".join(said[key] for key in ("street_number", "address_1", "address_2", "suburb"))
            yield (
                said["rec_id"].split("-")[1],
                Person(
                    names=(Name(said["given_name"], said["surname"]),),
                    born=_day(said["date_of_birth"], "%Y%m%d"),
                    numbers=_said(said["soc_sec_id"]),
                    postcodes=_said(said["postcode"]),
                    addresses=tuple(_said(home)),
                ),
            )


def fake(path: Path) -> Iterator[Record]:
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            yield (
                row["cluster"],
                Person(
                    names=(Name(row["first_name"], row["surname"]),),
                    born=_day(row["dob"], "%Y-%m-%d"),
                    addresses=tuple(_said(row["city"])),
                    emails=_said(row["email"]),
                ),
            )


def measured(name: str, records: list[Record]) -> str:
    clusters = Counter(key for key, _ in records)
    true = sum(size * (size - 1) // 2 for size in clusters.values())
    pairs = pairs_compared([person for _, person in records])
    scores = [
        (compare(records[one][1], records[other][1]).points, records[one][0] == records[other][0])
        for one, other in pairs
    ]
    here = _precision_and_recall(scores, true, LIKELY)
    beside = "; ".join(
        f"{LIKELY + by:g}: {precision:.3f} / {recall:.3f}"
        for by in BESIDE_THE_THRESHOLD
        if by
        for precision, recall in [_precision_and_recall(scores, true, LIKELY + by)]
    )
    row = (name, len(records), true, len(pairs), f"{here[0]:.4f}", f"{here[1]:.4f}", beside)
    return "| " + " | ".join(str(each) for each in row) + " |"


def pairs_compared(people: list[Person]) -> set[tuple[int, int]]:
    """Return the pairs that share a reason to compare them, or a sound and a birth date that is near."""
    sharing: dict[object, list[int]] = defaultdict(list)
    sounding: dict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        for reason in set(reasons_to_compare(person)):
            sharing[reason].append(at)
        for sound in {each for name in person.names for part in sounds_of(name) for each in part}:
            sounding[sound].append(at)
    pairs = {pair for group in sharing.values() for pair in combinations(group, 2)}
    for group in sounding.values():
        pairs.update(_near(group, people))
    return pairs


def _near(group: list[int], people: list[Person]) -> Iterator[tuple[int, int]]:
    for one, other in combinations(group, 2):
        first, second = people[one].born, people[other].born
        if first and second and near_days(first)(second):
            yield one, other


def _precision_and_recall(
    scores: Iterable[tuple[float, bool]], true: int, threshold: float
) -> tuple[float, float]:
    shown = [is_same for points, is_same in scores if points >= threshold]
    return (sum(shown) / len(shown) if shown else 1.0), sum(shown) / true


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007
    except ValueError:
        return None


def _said(text: str) -> frozenset[str]:
    return frozenset([text]) if text.strip() else NOWHERE


if __name__ == "__main__":
    main()
