"""Files as they come: packed or plain, in whatever encoding, ending their lines in whatever way."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

# Over four times the whole register with every column, so nothing honest is refused.
MAX_UNPACKED_BYTES = 300_000_000
MAX_LINE = 1_000_000
MAX_COLUMNS = 1_000

GZIP_MARK = b"\x1f\x8b"
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Stream = io.BufferedReader | gzip.GzipFile


class NotARegister(Exception):
    """The file as a whole cannot be imported. The message says why, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file and the line it starts on."""

    line: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def heading_row(path: Path) -> Row:
    """Return the first row that is not blank.

    Raises NotARegister when there is none, or the file is not text in columns.
    """
    with _open(path) as stream:
        for row in rows_of(stream):
            if not row.is_blank:
                return row
    raise NotARegister("The file is empty")


def data_rows(path: Path) -> Iterator[Row]:
    """Go through the rows under the headings, passing over blank ones."""
    with _open(path) as stream:
        filled = (row for row in rows_of(stream) if not row.is_blank)
        next(filled, None)
        yield from filled


@contextmanager
def _open(path: Path) -> Iterator[Stream]:
    """Open a file by what its first bytes say it is. Its name says nothing."""
    with path.open("rb") as packed:
        _refuse_archives(packed)
        if not packed.peek(2).startswith(GZIP_MARK):
            yield packed
            return
        with gzip.GzipFile(fileobj=packed) as unpacked:
            try:
                _refuse_archives(unpacked)
                yield unpacked
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise NotARegister("The packed file is cut short or damaged") from error


def _refuse_archives(stream: Stream) -> None:
    if stream.peek(4).startswith(ZIP_MARKS):
        raise NotARegister(
            "The file is a ZIP archive or an Excel workbook, whatever its name says. "
            "Unpack it, or save the sheet as CSV, and import that"
        )


def rows_of(stream: Stream) -> Iterator[Row]:
    """Go through a file of text as rows, blank ones too, between commas, tabs or semicolons.

    It may be in UTF-8, UTF-16 or Windows-1252, or a mixture of the first and the last. Raises NotARegister,
    in words, where it cannot be read so.
    """
    lines = _lines(stream)
    first = next(lines, "")
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise NotARegister(f"Line {line} has more than {MAX_COLUMNS:,} columns")
            yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise NotARegister(
                f"A quotation mark opened on line {line} is never closed: the file seems to be cut short"
            ) from error
        raise NotARegister(f"Line {line} cannot be read as columns ({error})") from error


def _lines(stream: Stream) -> Iterator[str]:
    """Go through the lines as text, each ending in one line feed however the file ends them."""
    if stream.peek(2)[:2] not in UTF16_MARKS:
        yield from _bounded(lambda: _utf8_or_windows(stream.readline(MAX_LINE)))
        return
    with io.TextIOWrapper(stream, encoding="utf-16", newline="\n") as text:
        yield from _bounded(lambda: text.readline(MAX_LINE))


def _bounded(read: Callable[[], str]) -> Iterator[str]:
    taken = 0
    for number, line in enumerate(iter(lambda: _decoded(read), ""), start=1):
        taken += len(line)
        if taken > MAX_UNPACKED_BYTES:
            raise NotARegister(f"The file is larger than {MAX_UNPACKED_BYTES // 1_000_000} MB when unpacked")
        if len(line) >= MAX_LINE:
            raise NotARegister(f"Line {number} is longer than a list's can be")
        if "\0" in line:
            raise NotARegister("The file is not text: it holds binary data")
        yield from (f"{part}\n" for part in line.rstrip("\r\n").split("\r"))


def _decoded(read: Callable[[], str]) -> str:
    try:
        return read().removeprefix("\ufeff")
    except UnicodeError as error:
        raise NotARegister("The file is not text in UTF-8, UTF-16 or Windows-1252") from error


def _utf8_or_windows(line: bytes) -> str:
    """Decode line by line: some files mix the two encodings."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252")
