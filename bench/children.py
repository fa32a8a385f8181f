"""Made-up children in the numbers of a council or a country, by bulk writes: names as uneven as in life.

A few hundred forenames and surnames carry most children, and thousands of rarer ones the rest; about one in
twenty has a double surname, one in ten a preferred name, one in thirty a former one.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from django.db import connection, transaction

from casework.people.choices import IdentifierKind, NameKind, Sex
from casework.people.models import Child, ChildAddress, ChildIdentifier, ChildName
from casework.people.rules import upn_check_letter
from casework.people.services import keep_words_of_many

BATCH = 2000
SEED = 2026
FIRST_BORN, LAST_BORN = date(2008, 9, 1), date(2023, 8, 31)
PUPILS_A_POSTCODE = 15
AUTHORITY = "931"

NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text())
GIRLS, BOYS, SURNAMES, FRONTS, ENDS, TOWNS = (
    NAMES[name].split() for name in ("girls", "boys", "surnames", "fronts", "ends", "towns")
)
STREETS = NAMES["streets"]
MIDDLES = ["", "ing", "er", "en", "le", "ma", "or", "el", "un"]


def make_children(n: int, *, on: date = date(2026, 9, 1), first: int = 0) -> None:
    """Add children with addresses, valid UPNs, some former names and numbers, and the words to find them by.

    They are the same each time. `first` numbers the first of them, so that a second call adds others.
    """
    names = _Names()
    for start in range(first, first + n, BATCH):
        with transaction.atomic():
            _add(range(start, min(start + BATCH, first + n)), names, on)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class _Names:
    """Names and how often they are given: the tenth is given a tenth as often as the first, or so."""

    def __init__(self) -> None:
        rare = [f"{a}{b}{c}" for c in ENDS for a in FRONTS for b in MIDDLES]
        Random(SEED).shuffle(rare)
        self.surnames = SURNAMES + rare[:12_000]
        common = [1000 / (rank + 8) for rank in range(len(SURNAMES))]
        self.surname_weights = list(accumulate(common + [0.35] * (len(self.surnames) - len(SURNAMES))))
        self.forenames = {Sex.FEMALE: GIRLS, Sex.MALE: BOYS}
        self.forename_weights = {
            sex: list(accumulate(1 / (rank + 12) for rank in range(len(each))))
            for sex, each in self.forenames.items()
        }

    def surname(self, random: Random) -> str:
        return random.choices(self.surnames, cum_weights=self.surname_weights)[0]

    def forename(self, sex: Sex, random: Random) -> str:
        return random.choices(self.forenames[sex], cum_weights=self.forename_weights[sex])[0]


def _add(numbers: range, names: _Names, on: date) -> None:
    random = Random(f"{SEED} {numbers.start}")
    children = Child.objects.bulk_create([_child(number, names, random) for number in numbers])
    ChildAddress.objects.bulk_create(
        ChildAddress(child=child, address=child.address, postcode=child.postcode, starts_on=on)
        for child in children
    )
    ChildName.objects.bulk_create(
        ChildName(child=child, kind=NameKind.FORMER_LEGAL, surname=names.surname(random))
        for child in children
        if random.random() < 1 / 30
    )
    ChildIdentifier.objects.bulk_create(
        ChildIdentifier(child=child, kind=IdentifierKind.LOCAL, value=f"L{number:09d}")
        for child, number in zip(children, numbers, strict=True)
        if random.random() < 1 / 3
    )
    keep_words_of_many(children)


def _child(number: int, names: _Names, random: Random) -> Child:
    sex = random.choice([Sex.FEMALE, Sex.MALE])
    forenames = [names.forename(sex, random)]
    if random.random() < 0.6:
        forenames.append(names.forename(sex, random))
    surname = names.surname(random)
    if random.random() < 1 / 20:
        surname += f"-{names.surname(random)}"
    known_as = names.forename(sex, random) if random.random() < 1 / 10 else ""
    days = (LAST_BORN - FIRST_BORN).days
    figures = f"{AUTHORITY}{number // 1000 % 10_000:04d}{number // 10_000_000:02d}{number % 1000:03d}"[:12]
    figures = f"{figures:0<12}"
    place = random.randrange(1 + number // PUPILS_A_POSTCODE)
    town = TOWNS[place % len(TOWNS)]
    return Child(
        forenames=" ".join(forenames),
        surname=surname,
        known_as=known_as,
        date_of_birth=FIRST_BORN + timedelta(days=random.randrange(days)),
        sex=sex,
        upn=upn_check_letter("A" + figures) + figures,
        address=f"{random.randrange(1, 120)} {STREETS[place % len(STREETS)]}\n{town}",
        postcode=_postcode(place),
        search_text=f" {' '.join(forenames)} {surname} {known_as}".lower()[:400],
    )


def _postcode(place: int) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    place, last = divmod(place, len(letters))
    place, letter = divmod(place, len(letters))
    place, sector = divmod(place, 9)
    return f"OX{place % 90 + 1} {sector + 1}{letters[letter]}{letters[last]}"
