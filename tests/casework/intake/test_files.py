"""Files as they come: what is read, and what is refused in words."""

import csv
import io
import json
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from casework.intake.files import CannotRead, Limits, read_table

DATA = Path(__file__).parents[2] / "data" / "intake"
LIMITS = Limits(most_bytes=1_000_000, most_rows=100, most_columns=60, longest_cell=200)
# The right answer to one of them has another telephone number than the file.
SPECTRUM = sorted(
    path for path in (DATA / "csv_spectrum").glob("*.csv") if path.stem != "location_coordinates"
)


def read(data, limits=LIMITS):
    table = read_table(data, limits)
    return table.headings, [(row.number, row.cells) for row in table.rows]


def read_file(name, limits=LIMITS):
    return read((DATA / name).read_bytes(), limits)


def workbook(*sheets, hidden=()):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"default_date_format": "dd/mm/yyyy"}) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if number in hidden:
                sheet.hide()
            for at, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value is not None:
                        sheet.write(at, column, value)
    return held.getvalue()


def repacked(data, change):
    """The same archive, with its parts as `change` makes them."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in change({each: old.read(each) for each in old.namelist()}).items():
            new.writestr(name, part)
    return held.getvalue()


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_a_table_is_read_as_its_makers_say(path):
    right = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    right = right if isinstance(right, list) else [right]

    headings, rows = read(path.read_bytes())

    read_as = [dict(zip(headings, cells, strict=True)) for _, cells in rows]
    assert read_as == [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in right]


@pytest.mark.parametrize(
    "data",
    [
        "Forename,Surname\nZoë,O’Neill\n".encode(),
        "\ufeffForename,Surname\r\nZoë,O’Neill\r\n".encode(),
        "Forename,Surname\rZoë,O’Neill\r".encode("cp1252"),
        "Forename,Surname\r\r\nZoë,O’Neill\r\r\n".encode("cp1252"),
        "Forename\tSurname\nZoë\tO’Neill".encode("utf-16"),
        "Forename;Surname\nZoë;O’Neill\n".encode(),
        "\n,,\nForename,Surname,\n,,,\nZoë,O’Neill,,\n\n".encode(),
    ],
    ids=["plain", "marked", "old lines", "doubled lines", "UTF-16", "semicolons", "blank rows and a comma"],
)
def test_text_is_read_however_it_was_saved(data):
    headings, rows = read(data)

    assert headings == ["Forename", "Surname"]
    assert [cells for _, cells in rows] == [["Zoë", "O’Neill"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    _, rows = read(b"Forename,Surname\nAnn,Lee\n,\nBen,Lee\n")

    assert [number for number, _ in rows] == [2, 4]


def test_headings_that_say_the_same_are_told_apart_and_blank_ones_named():
    headings, rows = read(b"Name,name,,Name\na,b,c,d\n")

    assert headings == ["Name", "name (2)", "Column 3", "Name (3)"]
    assert rows == [(2, ["a", "b", "c", "d"])]


def test_a_row_that_is_too_short_or_too_long_keeps_its_length():
    _, rows = read(b"A,B,C\n1\n1,2,3,4\n1,2,3,,\n")

    assert [len(cells) for _, cells in rows] == [1, 4, 3]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("mixed_headers_encoding.csv", 5),
        ("mixed_rows_encoding.csv", 5),
        ("three_trainees_with_blank_rows.csv", 3),
        ("placements__un-readable.csv", 0),
        ("reconciliation_test_data.csv", 6),
        ("injected.csv", 2),
    ],
)
def test_files_of_mixed_encodings_are_read_row_by_row(name, count):
    headings, rows = read_file(name, Limits(most_bytes=1_000_000, most_rows=500))

    assert len(headings) > 3
    assert len(rows) >= count


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"\n \n,,\n", "The file is empty"),
        (b"%PDF-1.7 ...", "PDF document"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"\x1f\x8b\x08", "Unpack it first"),
        (b"Name\n\x00\x01\x02", "binary data"),
        (b"\xd0\xcf\x11\xe0 old", "old Office format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b'Name,Born\n"Ann,2012', "cut short"),
        (b"PK\x03\x04 not really", "cut short or damaged"),
        (b"Name\n" + b"x\n" * 101, "more than 100 rows: divide it"),
        (b",".join(b"c%d" % n for n in range(61)) + b"\n", "more than 60 columns"),
        (b",".join([b"c"] * 400_000) + b"\n", "columns"),
        (b"Name\n" + b"x" * 201 + b"\n", "longer than 200 characters"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_cannot_be_a_table_is_refused_in_words(data, said):
    with pytest.raises(CannotRead, match=said):
        read(data)


@pytest.mark.parametrize("name", ["empty.csv", "not_a_csv.csv"])
def test_files_that_only_their_names_call_tables_are_refused(name):
    with pytest.raises(CannotRead):
        read_file(name)


def test_a_workbook_is_read_by_its_first_sheet_that_shows_something():
    data = workbook(
        [],
        [["Hidden"], ["x"]],
        [
            ["Forename", "Born", "Day number", "When", "UPN", "Yes?"],
            ["Zoë", date(2012, 5, 14), 45535, datetime(2026, 9, 1, 14, 30), "'A123", True],  # noqa: DTZ001
            [None] * 6,
            ["=1+1", None, 2.5, None, None, False],
        ],
        [["Another"], ["y"]],
        hidden=[1],
    )

    table = read_table(data, LIMITS)
    rows = [(row.number, row.cells) for row in table.rows]

    assert (table.sheet, table.other_sheets) == ("Sheet3", 1)
    assert table.headings == ["Forename", "Born", "Day number", "When", "UPN", "Yes?"]
    assert rows[0] == (2, ["Zoë", "2012-05-14", "45535", "2026-09-01 14:30", "'A123", "yes"])
    # A formula is what was last worked out of it: nothing is run.
    assert rows[1] == (4, ["0", "", "2.5", "", "", "no"])


def test_an_archive_that_is_no_workbook_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("ap_census.csv", "a,b\n")

    with pytest.raises(CannotRead, match="ZIP archive"):
        read(held.getvalue())


def test_a_workbook_with_too_many_parts_is_refused():
    data = repacked(workbook([["A"]]), lambda parts: parts | {f"xl/{n}.xml": b"" for n in range(600)})

    with pytest.raises(CannotRead, match="more than 500 parts"):
        read(data)


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    data = repacked(workbook([["A"]]), lambda parts: parts | {"xl/worksheets/big.xml": b" " * 2_000_000})

    with pytest.raises(CannotRead, match="larger than 1 MB when it is opened"):
        read(data, Limits(most_bytes=1_000_000, most_rows=100, most_unpacked_bytes=1_000_000))


def test_a_workbook_that_claims_two_gigabytes_is_refused_unopened():
    data = bytearray(workbook([["A"]]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 2_000_000_000)

    with pytest.raises(CannotRead, match="larger than 100 MB when it is opened"):
        read(bytes(data))


def in_sheet(xml):
    return lambda parts: (
        parts
        | {
            "xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace(
                b"</sheetData>", xml + b"</sheetData>"
            )
        }
    )


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "more than 100 rows"),
        (b'<row r="1048576"><c><v>1</v></c></row>', "more than 100 rows"),
        (b'<row r="2"><c r="XFD2"><v>1</v></c></row>', "more than 60 columns"),
    ],
)
def test_a_cell_far_out_does_not_open_the_whole_sheet(xml, said):
    with pytest.raises(CannotRead, match=said):
        read(repacked(workbook([["A"]]), in_sheet(xml)))


def test_formats_far_down_a_sheet_are_no_rows():
    data = repacked(workbook([["A"], ["x"]]), in_sheet(b'<row r="1048576"><c r="A1048576" s="0"/></row>'))

    assert read(data) == (["A"], [(2, ["x"])])


def test_one_long_text_in_every_cell_is_refused():
    long = "x" * 20_000
    data = workbook([["A"], *([long] for _ in range(90))])

    with pytest.raises(CannotRead, match="when it is opened"):
        read(data, Limits(most_bytes=1_000_000, most_rows=100, most_unpacked_bytes=1_000_000))


def test_a_workbook_that_names_things_elsewhere_is_refused():
    def change(parts):
        parts["xl/workbook.xml"] = (
            b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>' + parts["xl/workbook.xml"]
        )
        return parts

    with pytest.raises(CannotRead, match="no workbook needs"):
        read(repacked(workbook([["A"]]), change))


def test_naughty_text_comes_in_as_it_is():
    strings = json.loads((DATA.parent / "naughty_strings" / "strings.json").read_text(encoding="utf-8"))
    strings = [each for each in strings if each.strip() and "\0" not in each]
    held = io.StringIO(newline="")
    csv.writer(held).writerows([["Text", "End"], *([each, "."] for each in strings)])

    _, rows = read(held.getvalue().encode("utf-8", "ignore"), Limits(most_bytes=1_000_000, most_rows=600))

    assert [cells[1] for _, cells in rows] == ["."] * len(strings)
