import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from casework.ui.spreadsheets import csv_rows, safe_cell, xlsx_file


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 1865 000000",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        '=cmd|"/c calc"!A1',
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_kept_as_text(text):
    assert safe_cell(text) == f"'{text}"


def test_a_sign_bared_by_what_cannot_be_in_a_cell_is_still_kept_as_text():
    assert safe_cell("\x00=1") == "'=1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("O’Neill", "O’Neill"),
        ("a=b", "a=b"),
        (-3, "-3"),
        (Decimal("1.50"), "1.50"),
        (True, "Yes"),
        (False, "No"),
        (date(2026, 11, 2), "2026-11-02"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02 00:30"),
    ],
)
def test_a_value_is_written_as_people_read_it(value, cell):
    assert safe_cell(value) == cell


def test_a_cell_longer_than_a_spreadsheet_holds_is_cut_and_says_so():
    assert safe_cell("x" * 40_000) == "x" * 32_000 + "…"


def test_lines_of_a_file_are_quoted_and_marked_as_utf_8():
    lines = list(csv_rows(["Name", "What is wrong"], [["Ann, “Jo”", 'one\n"two"'], ["=1", None]]))

    assert lines[0] == "\ufeff"
    assert all(line.endswith("\r\n") for line in lines[1:])
    assert list(csv.reader(io.StringIO("".join(lines[1:]), newline=""))) == [
        ["Name", "What is wrong"],
        ["Ann, “Jo”", 'one\n"two"'],
        ["'=1", ""],
    ]


def test_a_workbook_keeps_numbers_and_dates_and_runs_nothing():
    made = xlsx_file(
        ["Name", "Count", "Day"],
        [
            ["=1+1", 3, date(2026, 11, 2)],
            ["https://example.org", None, datetime(2026, 7, 1, 23, 30, tzinfo=UTC)],
        ],
        sheet="Cases: [open]",
    )

    book = load_workbook(io.BytesIO(made))
    assert book.sheet_names == ["Cases   open "]
    assert book.get_sheet_by_index(0).to_python() == [
        ["Name", "Count", "Day"],
        ["'=1+1", 3.0, date(2026, 11, 2)],
        ["https://example.org", "", datetime(2026, 7, 2, 0, 30)],  # noqa: DTZ001 - a cell has no zone
    ]
