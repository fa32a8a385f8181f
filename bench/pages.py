"""What the officer's pages cost: against the same rows by raw SQL, without permission, and ten times smaller.

Prints its measurements as JSON, for one data set, while another process writes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from bench import database
from bench.timing import against_floor, alone

LISTS = ("My work", "Caseload", "Team caseload", "Without education")
# Who somebody is, and what they may do, is asked on every page and is no row of it.
NOT_ROWS = ("django_session", "access_user", "access_membership", "access_cover", "access_team")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, required=True)
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--name", required=True)
    options = parser.parse_args()
    database.use(options.name)
    database.set_up()
    try:
        print(json.dumps(measured(options.children, options.cases)))
    finally:
        from django.db import connections

        connections.close_all()
        database.drop(options.name)


def measured(children: int, cases: int) -> dict[str, Any]:
    from django.utils import timezone

    from bench.caseload import make_caseload
    from bench.children import make_children

    on = timezone.localdate()
    make_children(children)
    viewers = make_caseload(cases=cases, on=on)
    database.analyse()
    with a_writer():
        return {
            "against raw SQL": against_raw_sql(viewers),
            "without permission": without_permission(viewers),
            "milliseconds": milliseconds(viewers),
        }


@contextmanager
def a_writer() -> Iterator[None]:
    """Let another process write all the while, as officers do."""
    writing = subprocess.Popen([sys.executable, "-m", "bench.writer"])
    try:
        yield
    finally:
        writing.terminate()
        writing.wait(timeout=30)


def client_of(user: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(user: Any) -> dict[str, str]:
    """Return each page by its name. The search is made once; its result is the page that is opened again."""
    from django.urls import reverse

    from casework.cases.models import Case

    client = client_of(user)
    case = Case.objects.visible_to(user).open().select_related("child").order_by("pk")[7]
    found = client.post(reverse("people:find"), {"text": f"{case.child.surname} {case.child.forenames}"})
    return {
        "My work": reverse("desk:my_work"),
        "Caseload": reverse("desk:caseload"),
        "Team caseload": reverse("desk:team_caseload"),
        "Without education": reverse("desk:without_education"),
        "Search": found.url,
        "Child’s record": case.child.get_absolute_url(),
        "Case": case.get_absolute_url(),
    }


def against_raw_sql(viewers: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return each page against its own SELECTs alone, sent again as raw SQL and fetched as plain rows."""
    from django.db import connection

    user = viewers["2,000 cases"]
    client = client_of(user)
    found = {}
    for name, address in addresses(user).items():
        selects = selects_of(client, address)

        def raw(selects: Any = selects) -> None:
            with connection.cursor() as cursor:
                for text, values in selects:
                    cursor.execute(text, values)
                    cursor.fetchall()

        timed = against_floor(opens(client, address), raw)
        found[name] = {
            "ratio": timed.ratio,
            "ms": timed.took,
            "floor ms": timed.floor,
            "selects": len(selects),
        }
    return found


def opens(client: Any, address: str) -> Callable[[], None]:
    def open_page() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return open_page


def selects_of(client: Any, address: str) -> list[tuple[str, Any]]:
    """Return the SELECTs a page asks for its rows, with their values."""
    from django.db import connection

    kept: list[tuple[str, Any]] = []

    def keep(execute: Any, text: str, values: Any, many: bool, context: Any) -> Any:
        table = text.partition(" FROM ")[2].strip('"').partition('"')[0]
        if text.startswith("SELECT") and table not in NOT_ROWS:
            kept.append((text, values))
        return execute(text, values, many, context)

    with connection.execute_wrapper(keep):
        client.get(address)
    return kept


def without_permission(viewers: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return the team caseload for each size of view against the same page with permission taken out."""
    from django.urls import reverse

    from casework.cases.models import CaseQuerySet

    address = reverse("desk:team_caseload")
    found = {}
    for name in ("none", "20 cases", "2,000 cases", "everything"):
        client = client_of(viewers[name])
        page = opens(client, address)

        def open_to_all(page: Callable[[], None] = page) -> None:
            with (
                mock.patch.object(CaseQuerySet, "visible_to", lambda cases, user: cases.all()),
                mock.patch.object(CaseQuerySet, "within", lambda cases, user, verb: cases.all()),
            ):
                page()

        timed = against_floor(page, open_to_all)
        found[name] = {"ratio": timed.ratio, "ms": timed.took, "floor ms": timed.floor}
    return found


def milliseconds(viewers: dict[str, Any]) -> dict[str, float]:
    """Return what each page takes, to be set against the same on a tenth of the data."""
    user = viewers["everything"]
    client = client_of(user)
    found = {name: alone(opens(client, address)) for name, address in addresses(user).items()}
    deep = deep_page(client)
    if deep:
        found["Team caseload, a page far down"] = alone(opens(client, deep))
    return found


def deep_page(client: Any) -> str:
    """Return the address of a page of the team caseload beyond its first thousand cases, by following it."""
    import re

    from django.urls import reverse

    address = base = reverse("desk:team_caseload")
    for _ in range(25):
        found = re.search(r'href="([^"]*after=[^"]*)"', client.get(address).text)
        if found is None:
            break
        address = found.group(1).replace("&amp;", "&")
        address = address if address.startswith("/") else base + address
    return "" if address == base else address


if __name__ == "__main__":
    main()
