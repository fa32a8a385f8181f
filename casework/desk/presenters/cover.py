"""Cover for absences, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from casework.access.models import Cover, User
from casework.ui.words import say_date


def cover_rows(covers: Iterable[Cover], *, on: date, may_end: Collection[int]) -> list[list[Any]]:
    """Return cover as rows of a list; `may_end` are the officers whose absence the viewer arranges."""
    return [
        [
            {"text": cover.officer.name, "note": cover.reason},
            cover.covered_by.name,
            say_date(cover.starts_on),
            say_date(cover.ends_on),
            {"tag": "Today", "colour": "green"} if cover.starts_on <= on else {"tag": "Coming"},
            _end(cover) if cover.officer_id in may_end else "",
        ]
        for cover in covers
    ]


def _end(cover: Cover) -> dict[str, str]:
    return {
        "text": "End it",
        "href": reverse("desk:end_cover", args=[cover.pk]),
        "about": f"{cover.covered_by} for {cover.officer}",
    }


def covering_for(user: User, covers: Iterable[Cover], *, on: date) -> list[str]:
    """Return whom the person stands in for today, in words."""
    return [
        f"You stand in for {cover.officer} until {say_date(cover.ends_on)}."
        for cover in covers
        if cover.covered_by_id == user.pk and cover.starts_on <= on
    ]
