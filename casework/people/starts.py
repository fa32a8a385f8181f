"""What can be begun for a child: the services above say so, and the pages that find children offer it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# What a page on the way to a beginning hands to the next: the reference of an enquiry that it comes from.
ENQUIRY = "enquiry"
REFERENCE = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{5,9}")


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


def along(query: Mapping[str, str]) -> dict[str, str]:
    """Return what goes along from an address to the next one; what is no reference stays behind."""
    reference = query.get(ENQUIRY, "")
    return {ENQUIRY: reference} if REFERENCE.fullmatch(reference) else {}
