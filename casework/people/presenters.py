"""Children and contacts, in the words a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
