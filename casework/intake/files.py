"""A file as somebody chose it, read as headings and rows whatever its name says; nothing in it is run."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.conf import settings
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from casework.schools.register import NotARegister, rows_of

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0"
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
# What other kinds of file begin with, and what to say of them.
OTHER_KINDS = {
    b"%PDF": "The file is a PDF document",
    b"\x89PNG": "The file is a picture",
    b"\xff\xd8\xff": "The file is a picture",
    b"GIF8": "The file is a picture",
    b"\x1f\x8b": "The file is packed. Unpack it first",
    b"{\\rtf": "The file is a text document",
    b"<!doctype": "The file is a web page, whatever its name says",
    b"<html": "The file is a web page, whatever its name says",
    b"<?xml": "The file is XML, not a table",
}
SAVE_AS = "save the sheet as CSV or as an Excel workbook (.xlsx), and choose that"
BINARY = "The file is not text: it holds binary data"
WORKBOOK = "xl/workbook.xml"
PARTS_READ = ("xl/", "_rels/", "[Content_Types].xml", "docProps/")
PART_READ_AT_ONCE = 1 << 20
# A cell that holds something, by its place; one without a place stands where its row says.
FILLED_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*)?(?<!/)>")
PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,4})\$?([0-9]{1,9})["']""")
ROW_PLACE = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,9})["']""")
SHARED_TEXT = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*([0-9]{1,9})""")
SHARED_ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")


class CannotRead(Exception):
    """The file as a whole cannot be read as a table. The message says why, in words."""


@dataclass(frozen=True)
class Limits:
    """How large a file may be before somebody is asked to divide it."""

    most_bytes: int
    most_rows: int
    most_columns: int = 200
    longest_cell: int = 10_000
    most_members: int = 500
    most_unpacked_bytes: int = 100_000_000


@dataclass(frozen=True)
class FileRow:
    """One row under the headings; the row of the headings is 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """The headings, each once, and the rows beneath, which are read as they are asked for."""

    headings: list[str]
    rows: Iterator[FileRow]
    sheet: str = ""
    other_sheets: int = 0


def limits() -> Limits:
    """Return the limits of this installation."""
    return Limits(most_bytes=settings.INTAKE_MAX_BYTES, most_rows=settings.INTAKE_MAX_ROWS)


def read_table(data: bytes, within: Limits) -> Table:
    """Return a file as a table, by what its bytes say it is: an Excel workbook, or text in columns.

    Raises CannotRead, in words, here or while the rows are read.
    """
    if not data:
        raise CannotRead("The file is empty")
    if len(data) > within.most_bytes:
        raise CannotRead(f"The file is larger than {_megabytes(within.most_bytes)}")
    begins = data[:64].lstrip().lower()
    for mark, said in OTHER_KINDS.items():
        if begins.startswith(mark.lower()):
            raise CannotRead(f"{said}: {SAVE_AS}")
    if data.startswith(OLD_OFFICE_MARK):
        if ENCRYPTED_PART in data:
            raise CannotRead("The workbook is protected by a password. Save a copy without one")
        raise CannotRead(f"The file is of an old Office format: {SAVE_AS}")
    if data.startswith(ZIP_MARKS):
        return _workbook(data, within)
    return _text(data, within)


# Text in columns


def _text(data: bytes, within: Limits) -> Table:
    return _table(_text_rows(data), within)


def _text_rows(data: bytes) -> Iterator[list[str]]:
    try:
        for row in rows_of(io.BufferedReader(io.BytesIO(data))):
            yield row.cells
    except NotARegister as error:
        raise CannotRead(str(error)) from error


# Workbooks


def _workbook(data: bytes, within: Limits) -> Table:
    parts = _unpacked(data, within)
    if WORKBOOK not in parts:
        raise CannotRead(f"The file is a ZIP archive or another kind of document: {SAVE_AS}")
    _look_at_sheets(parts, within)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_packed_again(parts)))
        sheets = [
            book.get_sheet_by_name(each.name)
            for each in book.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise CannotRead("The workbook cannot be read: open it, and save it again") from error
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        raise CannotRead("The file is empty")
    table = _table(_sheet_rows(filled[0]), within)
    return Table(table.headings, table.rows, sheet=filled[0].name, other_sheets=len(filled) - 1)


def _unpacked(data: bytes, within: Limits) -> dict[str, bytes]:
    """Return the parts of a workbook, none larger than it may be, whatever the archive claims of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > within.most_members:
                raise CannotRead(f"The workbook has more than {within.most_members:,} parts")
            if sum(each.file_size for each in members) > within.most_unpacked_bytes:
                raise CannotRead(_too_large_unpacked(within))
            if any(each.flag_bits & 1 for each in members):
                raise CannotRead("The file is protected by a password. Save a copy without one")
            left = within.most_unpacked_bytes
            parts = {}
            for each in members:
                if each.filename.startswith(PARTS_READ) and not each.filename.startswith("xl/media/"):
                    parts[each.filename] = _part(archive, each, left, within)
                    left -= len(parts[each.filename])
            return parts
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise CannotRead("The workbook is cut short or damaged: open it, and save it again") from error


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, within: Limits) -> bytes:
    read = bytearray()
    with archive.open(member) as stream:
        while piece := stream.read(PART_READ_AT_ONCE):
            read += piece
            if len(read) > left:
                raise CannotRead(_too_large_unpacked(within))
    return bytes(read)


def _packed_again(parts: dict[str, bytes]) -> bytes:
    """Pack what was read, so that the reader beneath meets no more than was looked at."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def _look_at_sheets(parts: dict[str, bytes], within: Limits) -> None:
    """Refuse what is small to send and large to open: a cell far out, one long text in every cell."""
    lengths = _lengths_of_shared(parts)
    taken = 0
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise CannotRead("The workbook holds what no workbook needs: open it, and save it again")
        if not name.startswith("xl/worksheets/"):
            continue
        furthest_row, furthest_column = _furthest(part)
        # Blank rows between are counted, since a sheet is opened as a whole.
        if furthest_row > within.most_rows + 1_000:
            raise CannotRead(_too_many_rows(within))
        if furthest_column > within.most_columns:
            raise CannotRead(_too_many_columns(within))
        for found in SHARED_TEXT.findall(part):
            at = int(found)
            taken += lengths[at] if at < len(lengths) else 0
        if taken > within.most_unpacked_bytes:
            raise CannotRead(_too_large_unpacked(within))


def _furthest(sheet: bytes) -> tuple[int, int]:
    """Return the last row and column of a sheet that hold something; formats alone count for nothing."""
    rows, columns, has_bare = [0], [0], False
    for attributes in FILLED_CELL.findall(sheet):
        if place := PLACE.search(attributes):
            columns.append(_column_number(place[1]))
            rows.append(int(place[2]))
        else:
            has_bare = True
    if has_bare:
        rows += [int(row) for row in ROW_PLACE.findall(sheet)]
    return max(rows), max(columns)


def _lengths_of_shared(parts: dict[str, bytes]) -> list[int]:
    text = parts.get("xl/sharedStrings.xml", b"")
    starts = [found.start() for found in SHARED_ITEM.finditer(text)]
    return [end - start for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield [_said(value) for value in row]


def _said(value: object) -> str:
    """Return what a cell of a workbook says, as text: a date year first, a whole number without a point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


# Headings and rows


def _table(found: Iterator[list[str]], within: Limits) -> Table:
    for cells in found:
        if any(cell.strip() for cell in cells):
            headings = _headings(cells, within)
            return Table(headings, _rows(found, len(headings), within))
    raise CannotRead("The file is empty")


def _headings(cells: Sequence[str], within: Limits) -> list[str]:
    """Return each heading once and named: those without a name at the end belong to nothing."""
    names = [" ".join(_kept(cell).strip().removeprefix("'").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > within.most_columns:
        raise CannotRead(_too_many_columns(within))
    taken: set[str] = set()
    for at, name in enumerate(names):
        base = name[:200] or f"Column {at + 1}"
        tries = chain([base], (f"{base} ({n})" for n in range(2, len(names) + 2)))
        names[at] = next(each for each in tries if each.casefold() not in taken)
        taken.add(names[at].casefold())
    return names


def _rows(found: Iterator[list[str]], width: int, within: Limits) -> Iterator[FileRow]:
    count = 0
    for number, cells in enumerate(found, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > within.most_rows:
            raise CannotRead(_too_many_rows(within))
        if any(len(cell) > within.longest_cell for cell in cells):
            raise CannotRead(
                f"A cell in row {number} is longer than {within.longest_cell:,} characters: "
                "a quotation mark may be missing"
            )
        kept = [_kept(cell) for cell in cells]
        while len(kept) > width and not kept[-1].strip():
            kept.pop()
        yield FileRow(number, kept[: within.most_columns * 2])


def _kept(text: str) -> str:
    """Return the text without what no database keeps: a character of nothing, half a pair."""
    if "\0" in text:
        raise CannotRead(BINARY)
    return text.encode("utf-8", "ignore").decode()


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def _too_large_unpacked(within: Limits) -> str:
    return f"The workbook is larger than {_megabytes(within.most_unpacked_bytes)} when it is opened"


def _too_many_rows(within: Limits) -> str:
    return f"The file has more than {within.most_rows:,} rows: divide it, and bring in one part after another"


def _too_many_columns(within: Limits) -> str:
    return f"The file has more than {within.most_columns:,} columns"
