"""What the pages about schools show, already in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from casework.schools.choices import SchoolStatus
from casework.schools.models import Closure, LocalAuthority, School, SchoolLink, TermBlock
from casework.schools.queries import HeldDates, bounds_of
from casework.schools.rules import school_year_begins_in, school_year_name
from casework.ui.calendars import DayMark, months_between
from casework.ui.words import plural, say_date, say_day

STATUS_COLOURS = {
    SchoolStatus.OPEN: "green",
    SchoolStatus.CLOSING: "yellow",
    SchoolStatus.PROPOSED: "blue",
    SchoolStatus.CLOSED: "grey",
}
HOST = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(/[^\s\"'<>]*)?", re.IGNORECASE)

Shown = dict[str, Any]


def suggestion(school: School) -> dict[str, str]:
    return {"value": school.urn, "text": label(school)}


def label(school: School) -> str:
    """Return a school as it is told from others of its name: "Cheney School, Oxford (URN 136261)"."""
    place = f"{school.name}, {school.town}" if school.town else school.name
    closed = ", closed" if school.status == SchoolStatus.CLOSED else ""
    return f"{place} (URN {school.urn}{closed})"


def search_rows(schools: Sequence[School], names_now: Mapping[int, str]) -> list[list[Any]]:
    return [
        [
            {
                "text": school.name,
                "href": school.get_absolute_url(),
                "note": _now(school, names_now[school.pk]),
            },
            school.town,
            school.authority.name if school.authority else "",
            school.urn,
            school.dfe_number,
            status(school),
        ]
        for school in schools
    ]


def _now(school: School, name: str) -> str:
    return "" if name == school.name else f"Now {name}"


def status(school: School) -> Shown:
    status = SchoolStatus(school.status)
    return {"tag": status.label, "colour": STATUS_COLOURS[status]}


# One school


def details(school: School) -> list[Shown]:
    rows: list[Shown] = [
        {"key": "Headteacher", "value": _headteacher(school)},
        {"key": "Link officer", "value": str(school.link_officer or "")},
        {"key": "Address", "lines": address_lines(school)},
        {"key": "Telephone", "value": telephone(school.telephone)},
        {"key": "Website", "value": school.website, "href": website_address(school.website)},
        {"key": "Local authority", "value": str(school.authority or "")},
        {"key": "DfE number", "value": school.dfe_number},
        {"key": "URN", "value": school.urn},
        {"key": "Type", "lines": _type_lines(school)},
        {"key": "Phase", "value": school.phase},
        {"key": "Ages", "value": _ages(school)},
        {"key": "Opened", "value": say_date(school.opened_on)},
        {"key": "Closed", "value": say_date(school.closed_on)},
    ]
    wanted = {"Headteacher", "Link officer", "Local authority"}
    shown = [row for row in rows if row.get("value") or row.get("lines") or row["key"] in wanted]
    return [
        row if row.get("lines") or row.get("value") else {**row, "value": "Not recorded"} for row in shown
    ]


def _headteacher(school: School) -> str:
    title = school.headteacher_title
    if not school.headteacher or title.lower() in ("", "headteacher", "head teacher"):
        return school.headteacher
    return f"{school.headteacher}, {title}"


def _type_lines(school: School) -> list[str]:
    if school.type_name:
        return [school.type_name]
    return [school.get_school_type_display(), "The register loaded here does not state the type: check it"]


def _ages(school: School) -> str:
    if school.lowest_age is None or school.highest_age is None:
        return ""
    return f"{school.lowest_age} to {school.highest_age}"


def address_lines(school: School) -> list[str]:
    lines = [school.street, school.locality, school.town, school.county, school.postcode]
    return list(dict.fromkeys(line for line in lines if line))


def telephone(digits: str) -> str:
    if len(digits) != 11 or not digits.isdigit():
        return digits
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"


def website_address(website: str) -> str:
    """Return an address to follow, or nothing where the register holds something else."""
    if not HOST.fullmatch(website):
        return ""
    return website if website.lower().startswith("http") else f"http://{website}"


def links(linked: Sequence[tuple[SchoolLink, School | None]]) -> list[Shown]:
    return [
        {
            "key": _link_type(link.link_type),
            "value": f"{other.name if other else link.linked_name} (URN {link.linked_urn})",
            "href": other.get_absolute_url() if other else "",
        }
        for link, other in linked
    ]


def _link_type(link_type: str) -> str:
    kind, _, detail = link_type.partition(" - ")
    return f"{kind} ({detail.lower()})" if detail else kind


def closed_notice(school: School, name_now: str) -> str:
    """Return what to know about a school that has closed, or nothing."""
    if school.status != SchoolStatus.CLOSED:
        return ""
    when = f" on {say_date(school.closed_on)}" if school.closed_on else ""
    now = f" It is now {name_now}." if name_now != school.name else ""
    return f"This school closed{when}.{now} Its cases stay with it."


# The calendar


def chosen_year(held: HeldDates, asked: str, *, on: date) -> str:
    """Return the school year to show: the one asked for, the present one, or the nearest there is."""
    years = held.school_years
    if asked in years or not years:
        return asked if asked in years else ""
    present = school_year_name(school_year_begins_in(on))
    if present in years:
        return present
    past = [year for year in years if year < present]
    return past[-1] if past else years[0]


def calendar_page(held: HeldDates, year: str, *, county: str, removable: bool) -> Shown:
    """Return one school year of a calendar: every day, the terms with whose they are, and the closures."""
    if not year:
        return {"year": "", "years": []}
    first, last = bounds_of(year)
    terms = held.terms_of(year)
    return {
        "year": year,
        "removable": removable,
        "years": [
            {"text": other, "href": f"?year={other}#calendar", "current": other == year}
            for other in held.school_years
        ],
        "months": months_between(
            min(terms[0].starts_on, date(first.year, 9, 1)), date(last.year, 8, 31), _marks(held)
        ),
        "count": plural(held.school_days_in(year), "school day"),
        "provisional": _provisional(terms, county),
        "terms": [_term_row(block, county) for block in terms],
        "closures": [
            _closure_row(closure, county, removable=removable)
            for closure in held.closures_between(first, last)
        ],
    }


def _marks(held: HeldDates) -> Callable[[date], DayMark]:
    calendar = held.calendar
    return lambda day: DayMark(calendar.kind_of(day).value, calendar.reason(day))


def _provisional(terms: Sequence[TermBlock], county: str) -> str:
    if not any(block.is_provisional for block in terms):
        return ""
    return f"These are provisional dates: confirm them with {county or 'the council'} before relying on them."


def _term_row(block: TermBlock, county: str) -> list[Any]:
    name: Shown = {"text": block.name}
    if block.is_provisional:
        name["note"] = "Provisional"
    return [name, say_day(block.starts_on), say_day(block.ends_on), _whose(block, county)]


def _whose(dated: TermBlock | Closure, county: str) -> str:
    return "The school’s own" if dated.school_id else county


def _closure_row(closure: Closure, county: str, *, removable: bool) -> list[Any]:
    days = say_day(closure.starts_on)
    if closure.ends_on != closure.starts_on:
        days = f"{days} to {say_day(closure.ends_on)}"
    row: list[Any] = [days, closure.get_kind_display(), closure.reason, _whose(closure, county)]
    if removable:
        href = reverse("cases:remove_closure", args=[closure.pk])
        row.append({"text": "Remove", "href": href, "about": f"closure on {say_day(closure.starts_on)}"})
    return row


def change_links(owner: School | LocalAuthority, year: str, *, on: date) -> list[Shown]:
    """Return what somebody may do to this calendar: to the year shown, and to the next."""
    kind, key = ("school", owner.urn) if isinstance(owner, School) else ("authority", owner.code)
    begins_in = int(year[:4]) if year else school_year_begins_in(on)
    changes: list[Shown] = [
        {
            "text": f"Change the term dates of {school_year_name(begins_in + n)}",
            "href": reverse("cases:change_terms", args=[kind, key, begins_in + n]),
        }
        for n in (0, 1)
    ]
    if year:
        href = reverse("cases:add_closure", args=[kind, key])
        changes.append({"text": "Add an INSET day or closure", "href": href})
    return changes
