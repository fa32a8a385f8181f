"""Tables that go out as files, with no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | Decimal | date | datetime | bool | None

# Spreadsheets take a cell that begins so for a formula, the full-width signs too (ASVS 1.2.10).
RUNS = tuple("=+-@\t\r\n＝＋－＠")
KEEP_AS_TEXT = "'"
NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_000
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_SHEET_NAME = 31
WIDEST_COLUMN = 60


def safe_cell(value: Cell) -> str:
    """Return a value as the text of a cell that a spreadsheet shows and never runs.

    A date is written year first; a text that a spreadsheet would take for a formula gets its apostrophe.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return _local(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return str(value)
    return _safe_text(value)


def csv_rows(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Go through a table as the lines of a CSV file, in UTF-8 with its mark and as RFC 4180 says.

    Give it to a `StreamingHttpResponse`: nothing holds the whole file.
    """
    yield "\ufeff"
    for row in _with_headings(headings, rows):
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow([safe_cell(value) for value in row])
        yield line.getvalue()


def xlsx_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Rows") -> bytes:
    """Return a table as an Excel workbook of one sheet: numbers and dates stay such, the rest is text."""
    held = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        page = book.add_worksheet(NOT_IN_A_SHEET_NAME.sub(" ", sheet)[:LONGEST_SHEET_NAME])
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        page.freeze_panes(1, 0)
        for column, text in enumerate(headings):
            page.set_column(column, column, min(WIDEST_COLUMN, max(12, len(text) + 2)))
            page.write_string(0, column, safe_cell(text), heading)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, datetime):
                    page.write_datetime(number, column, _local(value), formats[datetime])
                elif isinstance(value, date):
                    page.write_datetime(number, column, value, formats[date])
                elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, safe_cell(value))
    return held.getvalue()


def _with_headings(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield headings
    yield from rows


def _local(moment: datetime) -> datetime:
    """Return a moment as a clock on the wall shows it: a cell has no time zone."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _safe_text(text: str) -> str:
    # A first character taken away would bare the next, so the sign is looked for in what is left.
    text = NOT_IN_A_CELL.sub("", text)
    if len(text) > LONGEST_CELL:
        text = f"{text[:LONGEST_CELL]}…"
    return f"{KEEP_AS_TEXT}{text}" if text.lstrip(" \u00a0").startswith(RUNS) else text
