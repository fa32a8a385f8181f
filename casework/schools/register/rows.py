"""One row of a register as the fields of a school, or as a link between two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from casework.schools.choices import SchoolStatus, SchoolType
from casework.schools.register import cells
from casework.schools.register.cells import RowRefused
from casework.schools.register.files import Row
from casework.schools.register.layouts import Layout, LayoutKind

Value = str | int | date | None

# The register's codes of type of establishment, by the part of the law on exclusions that binds them.
# That law takes in academies, other than those for ages 16 to 19 only.
TYPE_CODES: Mapping[SchoolType, frozenset[int]] = {
    SchoolType.MAINTAINED: frozenset({1, 2, 3, 5, 7, 12, 15}),
    SchoolType.PRU: frozenset({14}),
    SchoolType.ACADEMY: frozenset({28, 33, 34, 35, 36, 40, 41, 44}),
    SchoolType.AP_ACADEMY: frozenset({38, 42, 43}),
    SchoolType.INDEPENDENT: frozenset({6, 10, 11}),
}
TYPE_NAMES: Mapping[SchoolType, frozenset[str]] = {
    SchoolType.MAINTAINED: frozenset(
        {
            "community school",
            "voluntary aided school",
            "voluntary controlled school",
            "foundation school",
            "community special school",
            "foundation special school",
            "local authority nursery school",
        }
    ),
    SchoolType.PRU: frozenset({"pupil referral unit"}),
    SchoolType.ACADEMY: frozenset(
        {
            "academy sponsor led",
            "academy special sponsor led",
            "academy converter",
            "academy special converter",
            "free schools",
            "free schools special",
            "university technical college",
            "studio schools",
        }
    ),
    SchoolType.AP_ACADEMY: frozenset(
        {
            "free schools alternative provision",
            "academy alternative provision converter",
            "academy alternative provision sponsor led",
        }
    ),
    SchoolType.INDEPENDENT: frozenset(
        {"city technology college", "other independent school", "other independent special school"}
    ),
}
STATUSES: Mapping[str, SchoolStatus] = {
    "1": SchoolStatus.OPEN,
    "2": SchoolStatus.CLOSED,
    "3": SchoolStatus.CLOSING,
    "4": SchoolStatus.PROPOSED,
    "open": SchoolStatus.OPEN,
    "closed": SchoolStatus.CLOSED,
    "open, but proposed to close": SchoolStatus.CLOSING,
    "proposed to open": SchoolStatus.PROPOSED,
}
# How long the stored fields are: a cell that does not fit is not what its heading says.
LENGTHS: Mapping[str, int] = MappingProxyType(
    {
        "name": 160,
        "type_name": 80,
        "phase": 40,
        "street": 120,
        "locality": 120,
        "town": 80,
        "county": 80,
        "postcode": 8,
        "telephone": 40,
        "website": 250,
        "headteacher": 120,
        "headteacher_title": 120,
    }
)
PLAIN_TEXT = ("phase", "street", "website", "headteacher_title")
NO_AUTHORITY = "000"


@dataclass(frozen=True)
class AuthorityNamed:
    """An authority as a row names it: the name may be missing."""

    code: str
    name: str = ""


@dataclass(frozen=True)
class SchoolRow:
    """What a row states about a school, and what it only suggests where nothing is known."""

    urn: str
    stated: dict[str, Value]
    suggested: dict[str, Value] = field(default_factory=dict)
    authority: AuthorityNamed | None = None
    suggested_authority: AuthorityNamed | None = None


@dataclass(frozen=True)
class LinkRow:
    urn: str
    linked_urn: str
    linked_name: str
    link_type: str
    established_on: date | None


def read_school(layout: Layout, row: Row, *, on: date) -> SchoolRow:
    """Return what the row states.

    Raises RowRefused, in words, when a cell cannot be what its heading says.
    """
    urn = cells.read_urn(layout.cell(row, "urn"))
    stated: dict[str, Value] = {**_texts(layout, row), **_numbers_and_dates(layout, row)}
    if not stated["name"]:
        raise RowRefused("The name is missing")
    for name, length in LENGTHS.items():
        if len(str(stated.get(name) or "")) > length:
            raise RowRefused(f"The {name.replace('_', ' ')} is longer than {length} characters")
    stated |= _type(layout, row) | _status(layout, row, stated.get("closed_on"), on)
    authority, number = _authority(layout, row)
    if number:
        stated["establishment_number"] = number
    if layout.kind is not LayoutKind.REGISTER:
        stated = {name: value for name, value in stated.items() if value not in ("", None)}
    if layout.kind is LayoutKind.PAST_NUMBERS:
        return SchoolRow(urn, {}, suggested=stated, suggested_authority=authority)
    return SchoolRow(
        urn,
        stated,
        _suggested(layout, row),
        authority=authority,
        suggested_authority=_by_postcode(layout, row),
    )


def read_link(layout: Layout, row: Row) -> LinkRow:
    """Return the link a row states.

    Raises RowRefused, in words, when it states none.
    """
    link = LinkRow(
        urn=cells.read_urn(layout.cell(row, "urn")),
        linked_urn=cells.read_urn(layout.cell(row, "linked_urn")),
        linked_name=layout.cell(row, "linked_name"),
        link_type=layout.cell(row, "link_type"),
        established_on=cells.read_date(layout.cell(row, "established_on"), "date of the link"),
    )
    if not link.link_type:
        raise RowRefused("The kind of link is missing")
    if len(link.linked_name) > 160 or len(link.link_type) > 80:
        raise RowRefused("The name or the kind of link is too long")
    return link


def _texts(layout: Layout, row: Row) -> dict[str, Value]:
    texts: dict[str, Value] = {"name": layout.cell(row, "name")}
    for name in PLAIN_TEXT:
        if layout.has(name):
            texts[name] = layout.cell(row, name)
    if layout.has("town"):
        texts["town"] = cells.ordinary_case(layout.cell(row, "town"))
    if layout.has("county"):
        county = layout.cell(row, "county")
        texts["county"] = "" if county.lower() == "not recorded" else county
    if layout.has("locality", "address3"):
        lines = (layout.cell(row, "locality"), layout.cell(row, "address3"))
        texts["locality"] = ", ".join(line for line in lines if line)
    if layout.has("postcode"):
        texts["postcode"] = cells.read_postcode(layout.cell(row, "postcode"))
    if layout.has("telephone"):
        texts["telephone"] = cells.read_telephone(layout.cell(row, "telephone"))
    if layout.has("head_last"):
        head = (layout.cell(row, part) for part in ("head_title", "head_first", "head_last"))
        texts["headteacher"] = cells.read_headteacher(*head)
    return texts


def _numbers_and_dates(layout: Layout, row: Row) -> dict[str, Value]:
    read: dict[str, Value] = {}
    for name, called in (("lowest_age", "lowest age"), ("highest_age", "highest age")):
        if layout.has(name):
            read[name] = cells.read_age(layout.cell(row, name), called)
    for name, called in (("opened_on", "opening date"), ("closed_on", "closing date")):
        if layout.has(name):
            read[name] = cells.read_date(layout.cell(row, name), called)
    return read


def _type(layout: Layout, row: Row) -> dict[str, Value]:
    code, name = layout.cell(row, "type_code"), layout.cell(row, "type_name")
    if not code and not name:
        return {}
    return {"type_name": name, "school_type": school_type(code, name)}


def school_type(code: str, name: str) -> SchoolType:
    """Return which part of the exclusions regulations a type of establishment falls under."""
    for kind, codes in TYPE_CODES.items():
        if cells.is_number(code, digits=3) and int(code) in codes:
            return kind
    for kind, names in TYPE_NAMES.items():
        if not code and name.lower() in names:
            return kind
    return SchoolType.OTHER


def _status(layout: Layout, row: Row, closed_on: Value, on: date) -> dict[str, Value]:
    code, name = layout.cell(row, "status_code"), layout.cell(row, "status_name")
    status = STATUSES.get(code) or STATUSES.get(name.lower())
    if (code or name) and status is None:
        raise RowRefused(f"The status “{name or code}” is not one the register uses")
    if isinstance(closed_on, date) and status is not SchoolStatus.CLOSED:
        status = SchoolStatus.CLOSED if closed_on <= on else SchoolStatus.CLOSING
    if status is None:
        return {}
    # A school that the register calls open has no closing date left over from an older file.
    if status is SchoolStatus.OPEN and not layout.has("closed_on"):
        return {"status": status, "closed_on": None}
    return {"status": status}


def _authority(layout: Layout, row: Row) -> tuple[AuthorityNamed | None, str]:
    """Return the authority and the school's number in it, from two columns or from one that joins them."""
    number = layout.cell(row, "establishment_number")
    code = layout.cell(row, "authority_code")
    joined = layout.cell(row, "dfe_number").replace("/", "").replace(" ", "")
    if joined:
        if not cells.is_number(joined, digits=7) or len(joined) != 7:
            raise RowRefused(f"“{joined[:40]}” is not a DfE number: it has seven digits")
        code, number = joined[:3], joined[3:]
    if number and not cells.is_number(number, digits=4):
        raise RowRefused(f"“{number[:40]}” is not an establishment number: it has four digits")
    number = number.zfill(4) if number else ""
    if code.zfill(3) == NO_AUTHORITY or not code:
        return None, number
    if not cells.is_number(code, digits=3):
        raise RowRefused(f"“{code[:40]}” is not the code of an authority: it has three digits")
    return AuthorityNamed(code.zfill(3), layout.cell(row, "authority_name")), number


def _by_postcode(layout: Layout, row: Row) -> AuthorityNamed | None:
    code = layout.cell(row, "authority_code_by_postcode")
    if code and not cells.is_number(code, digits=3):
        raise RowRefused(f"“{code[:40]}” is not the code of an authority: it has three digits")
    return AuthorityNamed(code, layout.cell(row, "authority_name_by_postcode")) if code else None


def _suggested(layout: Layout, row: Row) -> dict[str, Value]:
    named = layout.cell(row, "school_type_inferred")
    return {"school_type": SchoolType(named)} if named in SchoolType.values else {}
