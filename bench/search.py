"""How long finding a child takes, beside a scan of every name for likeness in the same run.

python -m bench.search [number of children] [--keep database]

A database that is kept is made by the first run and measured again by the next ones.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from bench import database
from bench.timing import against_floor

if TYPE_CHECKING:
    from casework.access.models import User

NAME = "bench_search"
CHILDREN = 110_000
RUNS = 9
REFERENCE = "EXC-2026-00001"
VIEWER = "officer@bench.example"


def main() -> None:
    parser = ArgumentParser(description="How long finding a child takes")
    parser.add_argument("children", type=int, nargs="?", default=CHILDREN)
    parser.add_argument("--keep", metavar="database", help="use this database again, and keep it")
    asked = parser.parse_args()
    name = asked.keep or NAME
    try:
        if asked.keep and database.exists(name):
            database.use_again(name)
            database.set_up()
        else:
            database.use(name)
            database.set_up()
            fill(asked.children)
        measure()
    finally:
        if not asked.keep:
            database.drop(name)


def fill(how_many: int) -> None:
    from bench.children import make_children

    make_children(how_many)
    _viewer()
    database.analyse()


def measure() -> None:
    from django.db import connection

    from casework.access.models import User
    from casework.people.models import Child, ChildWord, Word

    viewer = User.objects.get(email=VIEWER)
    how_many = Child.objects.count()
    _case_of(viewer)
    print(f"{how_many} children, {Word.objects.count()} words in {ChildWord.objects.count()} names")
    child = Child.objects.order_by("pk")[how_many // 2]

    def scan() -> None:
        """The likeness of what was typed to every name, without an index (F6)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM people_child ORDER BY similarity(search_text, %s) DESC LIMIT 30",
                [f"{child.forenames} {child.surname}"],
            )
            cursor.fetchall()

    texts = {
        "exact: UPN": child.upn,
        "exact: former or other number": "L000000001",
        "exact: case reference": REFERENCE,
        "exact: birth date and surname": f"{child.surname} {child.date_of_birth:%d/%m/%Y}",
        "exact: postcode": child.postcode,
        "prefix: a rare surname": "wickingfo",
        "prefix: surname and forename": "wils oliv",
        "prefix: three letters": "fer",
        "fuzzy: a surname misspelt": "Wickerforde",
        "fuzzy: both names misspelt": "wilsno charlote",
        "fuzzy: letters exchanged": "hasting olvier",
        "fuzzy: common names misspelt": "smiht olivr",
        "worst: two letters": "ma",
        "worst: a common name": "muhammad",
        "worst: two common beginnings": "a s",
        "worst: nothing alike": "zxqvkj wqzzkp",
    }
    print(f"{'search':36} {'found':>5} {'ms':>8} {'scan ms':>8} {'ratio':>7}")
    for name, text in texts.items():
        found, search = _search(text, viewer)
        timed = against_floor(search, scan, runs=RUNS)
        print(f"{name:36} {found:5} {timed.took:8.1f} {timed.floor:8.1f} {timed.ratio:7.4f}")


def _search(text: str, viewer: User) -> tuple[int, Callable[[], object]]:
    from casework.people.finding import find_children

    found = find_children(text, viewer=viewer)
    return len(found.hits), lambda: find_children(text, viewer=viewer)


def _case_of(officer: User) -> None:
    from casework.access.models import Team
    from casework.cases.models import Case
    from casework.people.models import Child

    known = {"child": Child.objects.earliest("pk"), "team": Team.objects.get(), "officer": officer}
    day = {"opened_on": date(2026, 9, 1), "opened_by": officer}
    Case.objects.get_or_create(reference=REFERENCE, defaults={"kind": "permanent_exclusion", **known, **day})


def _viewer() -> None:
    from casework.access.choices import Role
    from casework.access.models import Membership, Team, User

    user = User.objects.create(name="An Officer", email=VIEWER, password="!")
    team = Team.objects.create(name="A team", watched_by=user)
    Membership.objects.create(user=user, team=team, role=Role.OFFICER, starts_on=date(2020, 1, 1))


if __name__ == "__main__":
    main()
