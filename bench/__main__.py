"""Everything that is measured, in one run: `make bench`, or `make bench ARGS="--small"` for a first look."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

CHILDREN, CASES = 110_000, 20_000
TENTH = 10
# The bars a page is held to: times the floor, times without permission, times a tenth of the data.
AT_MOST = {"P1": 6.0, "P2": 4.0, "P3": 1.5}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--small", action="store_true", help="a tenth of a council, to see that it runs")
    options = parser.parse_args()
    children, cases = (CHILDREN // TENTH, CASES // TENTH) if options.small else (CHILDREN, CASES)
    whole = pages("bench_whole", children, cases)
    tenth = pages("bench_tenth", children // TENTH, cases // TENTH)
    print(f"\n{children} children, {cases} cases on PostgreSQL; reads timed while another process writes\n")
    print("P1: a page against its own SELECTs sent again as raw SQL (a list at most 6)")
    for name, timed in whole["against raw SQL"].items():
        line(name, timed["ratio"], timed["ms"], timed["floor ms"], AT_MOST["P1"])
    print("\nP2: the team caseload against the same page without permission (at most 4)")
    for name, timed in whole["without permission"].items():
        line(f"who sees {name}", timed["ratio"], timed["ms"], timed["floor ms"], AT_MOST["P2"])
    print("\nP3: the same page for somebody who sees everything, against a tenth of the data (at most 1.5)")
    for name, took in whole["milliseconds"].items():
        if name in tenth["milliseconds"]:
            small = tenth["milliseconds"][name]
            line(name, took / small, took, small, AT_MOST["P3"])
    print("\nP11: finding a child", flush=True)
    subprocess.run([sys.executable, "-m", "bench.search", str(children)], check=True)


def pages(name: str, children: int, cases: int) -> dict[str, Any]:
    """Measure the pages on data of their own, in a process of their own."""
    print(f"Making {children} children and {cases} cases", file=sys.stderr, flush=True)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "bench.pages"),
            *("--children", str(children), "--cases", str(cases), "--name", name),
        ],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def line(name: str, ratio: float, took: float, floor: float, at_most: float) -> None:
    verdict = "" if ratio <= at_most else "  over"
    print(f"  {name:34} {ratio:6.2f}   {took:8.1f} ms / {floor:.1f} ms{verdict}")


if __name__ == "__main__":
    main()
