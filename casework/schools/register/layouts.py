"""The layouts in which lists of schools come, told apart by their headings and never by position."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from casework.schools.register.cells import tidy
from casework.schools.register.files import NotARegister, Row

# What each thing is called, in lower case. The first three groups are enough to know a list of schools.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "urn": ("urn",),
    "name": ("establishmentname", "schoolname", "name"),
    "postcode": ("postcode",),
    "town": ("town",),
    "authority_code": ("la (code)", "la"),
    "authority_name": ("la (name)",),
    "establishment_number": ("establishmentnumber",),
    "dfe_number": ("laestab", "laestab_201718"),
    # Where the building is: not always the authority it belongs to, so good only until that is known.
    "authority_code_by_postcode": ("la_code_by_postcode",),
    "authority_name_by_postcode": ("la_name_by_postcode",),
    "type_code": ("typeofestablishment (code)",),
    "type_name": ("typeofestablishment (name)",),
    "school_type_inferred": ("school_type_inferred",),
    "status_code": ("establishmentstatus (code)",),
    "status_name": ("establishmentstatus (name)",),
    "phase": ("phaseofeducation (name)",),
    "opened_on": ("opendate", "open_date"),
    "closed_on": ("closedate", "close_date"),
    "lowest_age": ("statutorylowage",),
    "highest_age": ("statutoryhighage",),
    "street": ("street",),
    "locality": ("locality",),
    "address3": ("address3",),
    "county": ("county (name)",),
    "telephone": ("telephonenum",),
    "website": ("schoolwebsite",),
    "head_title": ("headtitle (name)",),
    "head_first": ("headfirstname",),
    "head_last": ("headlastname",),
    "headteacher_title": ("headpreferredjobtitle",),
    "academic_year": ("academicyear",),
    "linked_urn": ("linkurn",),
    "linked_name": ("linkname",),
    "link_type": ("linktype",),
    "established_on": ("linkestablisheddate",),
}
PLACES = ("postcode", "town", "authority_code", "dfe_number")


class LayoutKind(Enum):
    # The register itself, which alone may say that something is blank.
    REGISTER = auto()
    # A short list of schools: what it leaves blank stays as it is known.
    LIST = auto()
    # School numbers of past years: they only fill in what is not known.
    PAST_NUMBERS = auto()
    LINKS = auto()


@dataclass(frozen=True)
class Layout:
    kind: LayoutKind
    width: int
    positions: Mapping[str, int]

    def cell(self, row: Row, column: str) -> str:
        """Return what a row says in a column, or nothing where the file has no such column."""
        position = self.positions.get(column)
        return "" if position is None else tidy(row.cells[position])

    def has(self, *columns: str) -> bool:
        return any(column in self.positions for column in columns)

    def names_authority(self) -> bool:
        return self.has("authority_code", "dfe_number", "authority_code_by_postcode")

    def ragged(self, row: Row) -> str:
        """Say in words how a row departs from the headings, or nothing where it fits."""
        count = len(row.cells)
        if count < self.width or any(cell.strip() for cell in row.cells[self.width :]):
            return f"The row has {count} cells where the headings have {self.width}"
        return ""

    def is_cut_short(self, row: Row) -> bool:
        return len(row.cells) < self.width


def recognise(headings: Row) -> Layout:
    """Return the layout of a file by its heading row.

    Raises NotARegister when the headings are not those of a list of schools or of their links.
    """
    names = [" ".join(tidy(cell).lower().split()) for cell in headings.cells]
    while names and not names[-1]:
        names.pop()
    if "type-of-establishment-code" in names:
        raise NotARegister("This is the list of establishment types, not a register of schools")
    positions = _positions(names)
    return Layout(kind=_kind(positions), width=len(names), positions=positions)


def _positions(names: list[str]) -> dict[str, int]:
    positions = {}
    for column, called in COLUMNS.items():
        found = [index for index, name in enumerate(names) if name in called]
        if len(found) > 1:
            raise NotARegister(f"Two columns say the same thing: “{names[found[0]]}” and “{names[found[1]]}”")
        if found:
            positions[column] = found[0]
    return positions


def _kind(positions: Mapping[str, int]) -> LayoutKind:
    if "linked_urn" in positions:
        _insist(
            positions, "a file of links", {"urn": "URN", "link_type": "LinkType", "linked_name": "LinkName"}
        )
        return LayoutKind.LINKS
    _insist(positions, "a register of schools", {"urn": "URN", "name": "EstablishmentName or name"})
    if not any(place in positions for place in PLACES):
        raise NotARegister("This is not a register of schools: no column gives a town, postcode or authority")
    if "status_code" in positions or "status_name" in positions:
        return LayoutKind.REGISTER
    return LayoutKind.PAST_NUMBERS if "academic_year" in positions else LayoutKind.LIST


def _insist(positions: Mapping[str, int], called: str, needed: Mapping[str, str]) -> None:
    missing = [heading for column, heading in needed.items() if column not in positions]
    if missing:
        raise NotARegister(f"This is not {called}: it has no column {' and no column '.join(missing)}")
