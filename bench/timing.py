"""Timing: the median of many runs, of two things in turn, so that both meet the same weather."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

RUNS = 31
WARM_UPS = 3


@dataclass(frozen=True)
class Timed:
    """How long something takes, and its floor, in milliseconds."""

    took: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.took / self.floor


def against_floor(measured: Callable[[], object], floor: Callable[[], object], *, runs: int = RUNS) -> Timed:
    for _ in range(WARM_UPS):
        measured()
        floor()
    times: list[float] = []
    floors: list[float] = []
    for _ in range(runs):
        times.append(once(measured))
        floors.append(once(floor))
    return Timed(median(times), median(floors))


def alone(measured: Callable[[], object], *, runs: int = RUNS) -> float:
    for _ in range(WARM_UPS):
        measured()
    return median(once(measured) for _ in range(runs))


def once(measured: Callable[[], object]) -> float:
    started = perf_counter()
    measured()
    return (perf_counter() - started) * 1000
