"""Why a file does not come in."""

from __future__ import annotations

from collections.abc import Mapping


class CannotTakeIn(Exception):
    """The file cannot be read, or not for this purpose. The message says why, in words."""


class CannotMatch(Exception):
    """The columns cannot be matched so; `errors` says why, by the code of what is to be known."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class CannotBringIn(Exception):
    """Something stands in the way of bringing the rows in. The message says what, in words."""


class MovedOn(Exception):
    """The file has moved on since the page was opened: in another window, or by the worker."""
