"""What can be begun for a child: the services above say so, and the pages that find children offer it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Start:
    """Something to begin, in words, with its first page, whose address takes the child's public id."""

    code: str
    text: str
    url_name: str


_starts: dict[str, Start] = {}


def register_start(start: Start) -> None:
    _starts[start.code] = start


def all_starts() -> tuple[Start, ...]:
    return tuple(_starts.values())


def start_named(code: str) -> Start | None:
    return _starts.get(code)
