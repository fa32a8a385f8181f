"""What a search found, and what was typed beside the children who may be the same, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.people.choices import PROFESSIONALS
from casework.people.finding import Hit, Likely
from casework.people.finding.rules import Agreement, compare_words, exchanged
from casework.people.models import Child
from casework.people.presenters import lines_of, start_href, year_group
from casework.people.services import ChildDetails
from casework.people.starts import Start
from casework.ui.words import say_date

Shown = dict[str, Any]

# How the two compare, in words and, beside them, in a colour.
SAME: Shown = {"tag": "Same", "colour": "green"}
ALIKE: Shown = {"tag": "Similar", "colour": "yellow"}
DIFFERENT: Shown = {"tag": "Different", "colour": "orange"}
TAGS = {
    Agreement.SAME: SAME,
    Agreement.ALIKE: ALIKE,
    Agreement.NEAR: ALIKE,
    Agreement.DIFFERENT: DIFFERENT,
}
NOT_TYPED = "Not typed"
NOT_RECORDED = "Not recorded"


# What a search found


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Where a child who is found leads: what may be begun, and what the search is for."""

    starts: Sequence[Start] = ()
    purpose: Start | None = None
    along: Mapping[str, str] | None = None

    def href(self, child: Child) -> str:
        return start_href(self.purpose, child, self.along) if self.purpose else child.get_absolute_url()


def found_columns(onward: Onward) -> list[Shown]:
    last = ["Record"] if onward.purpose else ["Start" for _ in onward.starts]
    return [{"text": text} for text in ("Name", "Date of birth", "Year group", "UPN", "Found by", *last)]


def found_rows(hits: Iterable[Hit], onward: Onward, *, on: date) -> list[list[Any]]:
    """Return the children a search found. With a purpose, a name leads to where that begins."""
    return [_found_row(hit, onward, on) for hit in hits]


def _found_row(hit: Hit, onward: Onward, on: date) -> list[Any]:
    child = hit.child
    name: Shown = {
        "text": child.full_name,
        "href": onward.href(child),
        "note": f"Known as {child.known_as}" if child.known_as else "",
    }
    row = [name, say_date(child.date_of_birth), year_group(child, on=on), child.upn, hit.why]
    if onward.purpose:
        record = {"text": "Record", "href": child.get_absolute_url(), "about": f"of {child.full_name}"}
        return [*row, record]
    return row + [
        {"text": start.text, "href": start_href(start, child), "about": f"for {child.full_name}"}
        for start in onward.starts
    ]


# The children who may be the same


def candidate(likely: Likely, typed: ChildDetails, *, parent: str, onward: Onward, on: date) -> Shown:
    """Return a child who may be the one about to be added, beside what was typed."""
    child = likely.child
    return {
        "name": child.full_name,
        "born": say_date(child.date_of_birth),
        "upn": child.upn,
        "has_same_upn": bool(typed.upn) and child.upn == typed.upn,
        "href": onward.href(child),
        "public_id": str(child.public_id),
        "rows": _beside(likely, typed, parent, on),
    }


def _beside(likely: Likely, typed: ChildDetails, parent: str, on: date) -> list[list[Any]]:
    child, compared = likely.child, likely.comparison
    rows = [
        _row("Legal forenames", typed.forenames, child.forenames),
        _row("Legal surname", typed.surname, child.surname),
        _row("Preferred name", typed.known_as, child.known_as),
        _other_names(likely, typed),
        _dates(typed.date_of_birth, child.date_of_birth, compared.born),
        _row("UPN", typed.upn, child.upn, compared.number),
        _row("Address", typed.address, child.address, compared.address),
        _row("Postcode", typed.postcode, child.postcode, compared.postcode),
        _school(child, on),
        _parents(parent, child),
    ]
    return [row for row in rows if row]


def _row(what: str, typed: str, recorded: str, agreement: Agreement | None = None) -> list[Any]:
    """Return one thing that was typed, beside what is recorded; nothing where neither is there."""
    if not typed and not recorded:
        return []
    if not typed or not recorded:
        return [what, _line(typed) or NOT_TYPED, _line(recorded) or NOT_RECORDED, ""]
    agreement = compare_words(typed, recorded) if agreement is None else agreement
    return [what, _line(typed), _line(recorded), TAGS.get(agreement, DIFFERENT)]


def _line(text: str) -> str:
    return ", ".join(lines_of(text, ""))


def _dates(typed: date, recorded: date, agreement: Agreement) -> list[Any]:
    tag = TAGS[agreement]
    if typed != recorded and typed == exchanged(recorded):
        tag = {"tag": "Day and month swapped", "colour": "yellow"}
    return ["Date of birth", say_date(typed), say_date(recorded), tag]


def _other_names(likely: Likely, typed: ChildDetails) -> list[Any]:
    """Return the former and other names, with what was typed where one of them is the same or similar."""
    names = [str(each) for each in likely.child.other_names.all()]
    if not names:
        return []
    full = f"{typed.forenames} {typed.surname}"
    agreements = {compare_words(full, name) for name in names}
    best = next((each for each in (Agreement.SAME, Agreement.ALIKE) if each in agreements), None)
    return ["Former and other names", full, "; ".join(names), TAGS[best] if best else DIFFERENT]


def _school(child: Child, on: date) -> list[Any]:
    schools = [str(each) for each in child.enrolments.all() if each.holds_on(on)]
    return ["School", "Not asked for", "; ".join(schools) or NOT_RECORDED, ""]


def _parents(typed: str, child: Child) -> list[Any]:
    links = [each for each in child.child_contacts.all() if each.relationship not in PROFESSIONALS]
    names = [link.contact.name for link in links]
    if not names:
        return _row("Parent or carer", typed, "")
    agreements = {compare_words(typed, name) for name in names} if typed else set()
    best = next((each for each in (Agreement.SAME, Agreement.ALIKE) if each in agreements), None)
    if not typed:
        return ["Parent or carer", NOT_TYPED, "; ".join(names), ""]
    return ["Parent or carer", typed, "; ".join(names), TAGS[best] if best else DIFFERENT]
