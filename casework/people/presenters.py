"""Children and contacts, in the words a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from casework.people import rules
from casework.people.models import Child, ChildContact, StatusFact
from casework.people.starts import Start
from casework.ui.words import say_date

Shown = dict[str, Any]


def year_group(child: Child, *, on: date) -> str:
    return rules.year_group_name(rules.national_curriculum_year(child.date_of_birth, on))


def start_href(start: Start, child: Child, along: Mapping[str, str] | None = None) -> str:
    """Return where something begins for a child; `along` is what the address hands on."""
    return reverse(start.url_name, args=[child.public_id], query=along or None)


def found_rows(
    children: Iterable[Child],
    *,
    starts: Sequence[Start],
    purpose: Start | None,
    on: date,
    along: Mapping[str, str] | None = None,
) -> list[list[Any]]:
    """Return the children a search found. With a purpose, a name leads to where that begins."""
    return [_found_row(child, starts, purpose, on, along) for child in children]


def _found_row(
    child: Child,
    starts: Sequence[Start],
    purpose: Start | None,
    on: date,
    along: Mapping[str, str] | None,
) -> list[Any]:
    record = child.get_absolute_url()
    name: Shown = {
        "text": child.full_name,
        "href": start_href(purpose, child, along) if purpose else record,
        "note": f"Known as {child.known_as}" if child.known_as else "",
    }
    row = [name, say_date(child.date_of_birth), year_group(child, on=on), child.upn]
    if purpose:
        return [*row, {"text": "Record", "href": record, "about": f"of {child.full_name}"}]
    return row + [
        {"text": start.text, "href": start_href(start, child), "about": f"for {child.full_name}"}
        for start in starts
    ]


def found_columns(*, starts: Sequence[Start], purpose: Start | None) -> list[Shown]:
    last = ["Record"] if purpose else ["Start" for _ in starts]
    return [{"text": text} for text in ("Name", "Date of birth", "Year group", "UPN", *last)]


def candidate(
    child: Child, *, upn: str, purpose: Start | None, along: Mapping[str, str] | None = None
) -> Shown:
    """Return a child who may be the one about to be added."""
    known_as = f", known as {child.known_as}" if child.known_as else ""
    return {
        "name": f"{child.full_name}{known_as}",
        "born": say_date(child.date_of_birth),
        "upn": child.upn,
        "has_same_upn": bool(upn) and child.upn == upn,
        "href": start_href(purpose, child, along) if purpose else child.get_absolute_url(),
        "public_id": str(child.public_id),
    }


def identity(child: Child, *, on: date) -> list[Shown]:
    rows: list[Shown] = [
        {"key": "Preferred name", "value": child.known_as},
        {"key": "Date of birth", "value": f"{say_date(child.date_of_birth)}, aged {_age(child, on)}"},
        {"key": "Year group", "value": year_group(child, on=on)},
        {"key": "Sex", "value": child.get_sex_display()},
        {"key": "UPN", "lines": _upn(child)},
        {"key": "Address", "lines": lines_of(child.address, child.postcode)},
    ]
    return [row for row in rows if row.get("value") or row.get("lines")]


def _age(child: Child, on: date) -> int:
    return rules.age_on(child.date_of_birth, on)


def _upn(child: Child) -> list[str]:
    if not child.upn:
        return ["Not recorded"]
    fault = rules.upn_fault(child.upn)
    return [child.upn, f"Check this number. {fault}"] if fault else [child.upn]


def lines_of(address: str, postcode: str) -> list[str]:
    return [line for line in (*address.splitlines(), postcode) if line.strip()]


def alerts(facts: Iterable[StatusFact]) -> list[str]:
    return [_alert(fact) for fact in facts]


def _alert(fact: StatusFact) -> str:
    what = str(fact.get_kind_display())
    if fact.authority is not None:
        what += f" ({fact.authority})"
    return f"{what}, since {say_date(fact.starts_on)}"


def contact_rows(links: Iterable[ChildContact]) -> list[Shown]:
    return [{"name": link.contact.name, "rows": _contact_rows(link)} for link in links]


def _contact_rows(link: ChildContact) -> list[Shown]:
    contact = link.contact
    responsible = ", has parental responsibility" if link.has_parental_responsibility else ""
    where = (
        ["At the child’s address"] if link.lives_with_child else lines_of(contact.address, contact.postcode)
    )
    agreed = ["Agreed to notices by email"] if contact.agrees_to_email_notices else []
    rows: list[Shown] = [
        {"key": "Relationship", "value": f"{link.get_relationship_display()}{responsible}"},
        {"key": "Telephone", "value": contact.telephone},
        {"key": "Email", "lines": [line for line in (contact.email, *agreed) if line]},
        {"key": "Address", "lines": where},
    ]
    return [row for row in rows if row.get("value") or row.get("lines")]
