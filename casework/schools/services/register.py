"""Taking in a file of the register: checked as a whole first, then written, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from casework.schools.choices import SchoolStatus
from casework.schools.models import LocalAuthority, School, SchoolLink
from casework.schools.register import (
    Layout,
    LayoutKind,
    NotARegister,
    Row,
    RowRefused,
    SchoolRow,
    data_rows,
    heading_row,
    read_link,
    read_school,
    recognise,
)
from casework.schools.register.rows import AuthorityNamed
from casework.schools.search import school_text
from casework.schools.services.authorities import load_authorities

if TYPE_CHECKING:
    from casework.access.models import User

# SQLite takes some 1,000 parameters a statement, so this many URNs are looked up at once.
BATCH = 900
REASON = "Register import"

Progress = Callable[[Iterable[Row], int], Iterable[Row]]


@dataclass(frozen=True)
class Refusal:
    line: int
    about: str
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}{f' ({self.about})' if self.about else ''}: {self.reason}"


@dataclass
class ImportReport:
    """What an import did. A closed school is one that was open here until now: it counts as changed too."""

    kind: LayoutKind
    added: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0
    repeated: int = 0
    left_out: int = 0
    not_held: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What the first reading found: how many rows there are, and which of them do not go in."""

    rows: int
    refused: dict[int, Refusal]
    passed_over: set[int]


def without_progress(rows: Iterable[Row], total: int) -> Iterable[Row]:
    return rows


def import_register(
    *,
    path: Path,
    by: User | None,
    on: date,
    authorities: Collection[str] = (),
    progress: Progress = without_progress,
) -> ImportReport:
    """Take in a list of schools or of the links between them, and return what was done.

    Rows that cannot go in are refused one by one, with their line and the reason; the others do go in. With
    `authorities`, only schools of those DfE codes are taken. Running it again changes nothing.
    Raises NotARegister, having written nothing, when the file as a whole is not what it should be.
    """
    layout = recognise(heading_row(path))
    if authorities and layout.kind is not LayoutKind.LINKS and not layout.names_authority():
        raise NotARegister(
            "This file does not say which authority a school belongs to, so all of it must be taken"
        )
    plan = check_rows(path, layout)
    report = ImportReport(layout.kind, repeated=len(plan.passed_over), refused=list(plan.refused.values()))
    rows = (
        row
        for row in progress(data_rows(path), plan.rows)
        if row.line not in plan.refused and row.line not in plan.passed_over
    )
    with transaction.atomic():
        load_authorities()
        if layout.kind is LayoutKind.LINKS:
            _take_links(layout, rows, report)
        else:
            _SchoolImport(layout, report, by, on, frozenset(authorities)).take(rows)
    report.refused.sort(key=lambda refusal: refusal.line)
    return report


def check_rows(path: Path, layout: Layout) -> Plan:
    """Read the file once without writing: find ragged rows, repeats, and rows that contradict each other.

    Raises NotARegister when the file has no rows or its last row is cut short.
    """
    refused: dict[int, Refusal] = {}
    passed_over: set[int] = set()
    first: dict[tuple[str, ...], tuple[int, int, str]] = {}
    count = 0
    row: Row | None = None
    for row in data_rows(path):
        count += 1
        if reason := layout.ragged(row):
            refused[row.line] = Refusal(row.line, _about(layout, row), reason)
            continue
        key, contents, year = _key(layout, row), hash(tuple(row.cells)), layout.cell(row, "academic_year")
        if key not in first:
            first[key] = row.line, contents, year
            continue
        earlier_line, earlier_contents, earlier_year = first[key]
        if year != earlier_year:
            # School numbers of past years: the latest year holds.
            passed_over.add(row.line if year < earlier_year else earlier_line)
            first[key] = first[key] if year < earlier_year else (row.line, contents, year)
        elif contents == earlier_contents:
            passed_over.add(row.line)
        else:
            for line, other in ((earlier_line, row.line), (row.line, earlier_line)):
                reason = f"Line {other} says something else about the same {_subject(layout)}"
                refused[line] = Refusal(line, _about(layout, row), reason)
    if row is None:
        raise NotARegister("The file has headings and no rows")
    if layout.is_cut_short(row):
        raise NotARegister(
            f"The last row, line {row.line}, has {len(row.cells)} of {layout.width} cells: "
            "the file seems to be cut short"
        )
    return Plan(count, refused, passed_over)


def _key(layout: Layout, row: Row) -> tuple[str, ...]:
    if layout.kind is LayoutKind.LINKS:
        return tuple(layout.cell(row, column) for column in ("urn", "linked_urn", "link_type"))
    # A row without a URN is refused on its own account, not as a repeat of another.
    return (layout.cell(row, "urn") or f"line {row.line}",)


def _subject(layout: Layout) -> str:
    return "link" if layout.kind is LayoutKind.LINKS else "URN"


def _about(layout: Layout, row: Row) -> str:
    position = layout.positions["urn"]
    return f"URN {row.cells[position][:20]}" if position < len(row.cells) and row.cells[position] else ""


class AuthorityBook:
    """The authorities held, and those that a file brings with a name."""

    def __init__(self) -> None:
        self.by_code = {authority.code: authority for authority in LocalAuthority.objects.all()}
        self.codes = {authority.pk: authority.code for authority in self.by_code.values()}

    def find(self, named: AuthorityNamed) -> LocalAuthority:
        """Raises RowRefused when no authority has the code and the file gives no name."""
        if named.code in self.by_code:
            return self.by_code[named.code]
        if not named.name:
            raise RowRefused(f"No authority has the code {named.code}")
        authority = LocalAuthority.objects.create(code=named.code, name=named.name)
        self.by_code[named.code] = authority
        self.codes[authority.pk] = named.code
        return authority


class _SchoolImport:
    """One import's working state: what it may take, whom it acts for, and what it has counted."""

    def __init__(
        self, layout: Layout, report: ImportReport, by: User | None, on: date, authorities: frozenset[str]
    ) -> None:
        self.layout = layout
        self.report = report
        self.by = by
        self.on = on
        self.authorities = authorities
        self.book = AuthorityBook()

    def take(self, rows: Iterator[Row]) -> None:
        while batch := list(islice(rows, BATCH)):
            self._take_batch(batch)

    def _take_batch(self, batch: list[Row]) -> None:
        read = list(self._read(batch))
        held = {school.urn: school for school in School.objects.filter(urn__in=[row.urn for _, row in read])}
        new: list[School] = []
        altered: list[School] = []
        fields: set[str] = set()
        for line, row in read:
            school = held.get(row.urn) or School(urn=row.urn)
            if self._is_elsewhere(school, row):
                self.report.left_out += 1
                continue
            was_open = school.pk is not None and school.status != SchoolStatus.CLOSED
            try:
                changed = self._apply(school, row)
            except RowRefused as refusal:
                self.report.refused.append(Refusal(line, f"URN {row.urn}", str(refusal)))
                continue
            if school.pk is None:
                new.append(school)
            elif changed:
                altered.append(school)
                fields |= changed
                self.report.closed += was_open and school.status == SchoolStatus.CLOSED
            else:
                self.report.unchanged += 1
        self._write(new, altered, fields)

    def _read(self, batch: list[Row]) -> Iterator[tuple[int, SchoolRow]]:
        for row in batch:
            try:
                yield row.line, read_school(self.layout, row, on=self.on)
            except RowRefused as refusal:
                self.report.refused.append(Refusal(row.line, _about(self.layout, row), str(refusal)))

    def _is_elsewhere(self, school: School, row: SchoolRow) -> bool:
        if not self.authorities:
            return False
        named = row.authority or row.suggested_authority
        held = self.book.codes.get(school.authority_id or 0, "")
        code = row.authority.code if row.authority else held or (named.code if named else "")
        return code not in self.authorities

    def _apply(self, school: School, row: SchoolRow) -> set[str]:
        """Put what the row says on the school, and return the names of the fields that changed."""
        values = dict(row.stated)
        if row.authority:
            values["authority_id"] = self.book.find(row.authority).pk
        for name, value in row.suggested.items():
            known = school.type_name if name == "school_type" else getattr(school, name)
            if known in ("", None):
                values.setdefault(name, value)
        named = row.suggested_authority
        if named and school.authority_id is None and "authority_id" not in values:
            values["authority_id"] = self.book.find(named).pk
        changed = {name for name, value in values.items() if getattr(school, name) != value}
        for name in changed:
            setattr(school, name, values[name])
        if changed:
            school.search_text = searched(school, self.book.codes.get(school.authority_id or 0, ""))
        return changed

    def _write(self, new: list[School], altered: list[School], fields: set[str]) -> None:
        if new:
            bulk_create_with_history(
                new, School, batch_size=BATCH, default_user=self.by, default_change_reason=REASON
            )
        if altered:
            bulk_update_with_history(
                altered,
                School,
                sorted(fields | {"search_text"}),
                batch_size=BATCH,
                default_user=self.by,
                default_change_reason=REASON,
            )
        self.report.added += len(new)
        self.report.changed += len(altered)


def searched(school: School, authority_code: str) -> str:
    number = f"{authority_code}{school.establishment_number}" if school.establishment_number else ""
    return school_text(
        name=school.name, town=school.town, postcode=school.postcode, urn=school.urn, dfe_number=number
    )


def _take_links(layout: Layout, rows: Iterator[Row], report: ImportReport) -> None:
    """Keep the links of the schools held. The school at the other end may not be held here."""
    schools = dict(School.objects.values_list("urn", "pk"))
    held = {(link.school_id, link.linked_urn, link.link_type): link for link in SchoolLink.objects.all()}
    new, altered = [], []
    for row in rows:
        try:
            read = read_link(layout, row)
        except RowRefused as refusal:
            report.refused.append(Refusal(row.line, _about(layout, row), str(refusal)))
            continue
        if read.urn not in schools:
            report.not_held += 1
            continue
        stated = (read.linked_name, read.established_on)
        link = held.get((schools[read.urn], read.linked_urn, read.link_type))
        if link is None:
            new.append(
                SchoolLink(
                    school_id=schools[read.urn],
                    linked_urn=read.linked_urn,
                    link_type=read.link_type,
                    linked_name=read.linked_name,
                    established_on=read.established_on,
                )
            )
        elif (link.linked_name, link.established_on) != stated:
            link.linked_name, link.established_on = stated
            altered.append(link)
        else:
            report.unchanged += 1
    SchoolLink.objects.bulk_create(new, batch_size=BATCH)
    SchoolLink.objects.bulk_update(altered, ["linked_name", "established_on"], batch_size=BATCH)
    report.added, report.changed = len(new), len(altered)
