"""Reading files of the register: what is text, what is a register, and what one cell says."""

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from casework.schools.choices import SchoolStatus, SchoolType
from casework.schools.register import (
    LayoutKind,
    NotARegister,
    RowRefused,
    cells,
    data_rows,
    files,
    heading_row,
    read_school,
    recognise,
)
from casework.schools.register.rows import school_type

DATA = Path(__file__).parents[2] / "data" / "register"
TODAY = date(2026, 9, 21)
LIST = "urn,name,open_date,town,postcode\n"


@pytest.fixture
def written(tmp_path):
    """Write bytes or text to a file and return where it is."""

    def written(contents, name="schools.csv"):
        path = tmp_path / name
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return path

    return written


def first_school(path):
    layout = recognise(heading_row(path))
    return read_school(layout, next(data_rows(path)), on=TODAY)


# What the bytes are


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_any_encoding_the_register_has_come_in(written, encoding):
    path = written(f"{LIST}100001,École Sainte-Thérèse,,Oxford,OX1 1AA\n".encode(encoding))

    assert first_school(path).stated["name"] == "École Sainte-Thérèse"


def test_lines_in_two_encodings_are_each_read_in_their_own(written):
    path = written(LIST.encode() + "1,Café,,,\n".encode() + "2,Café,,,\n".encode("cp1252"))

    assert [row.cells[1] for row in data_rows(path)] == ["Café", "Café"]


def test_mixed_encodings_and_mixed_line_ends_give_whole_rows_and_no_empty_ones():
    rows = list(data_rows(DATA / "mixed_encodings.csv"))

    assert rows
    assert {len(row.cells) for row in rows} == {len(heading_row(DATA / "mixed_encodings.csv").cells)}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_may_end_in_any_way(written, end):
    path = written(f"{LIST}100001,One,,,\n100002,Two,,,\n".replace("\n", end))

    assert [row.cells[0] for row in data_rows(path)] == ["100001", "100002"]


def test_a_packed_file_is_known_by_its_bytes_and_not_by_its_name(written):
    path = written(gzip.compress(f"{LIST}100001,One,,,\n".encode()), name="schools.csv")

    assert first_school(path).urn == "100001"


def test_a_plain_file_with_a_packed_name_is_read(written):
    assert first_school(written(f"{LIST}100001,One,,,\n", name="schools.csv.gz")).urn == "100001"


def test_a_zip_archive_named_as_gzip_is_refused_with_the_reason(written):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("schools.csv", f"{LIST}100001,One,,,\n")

    with pytest.raises(NotARegister, match="ZIP archive or an Excel workbook"):
        heading_row(written(archive.getvalue(), name="schools.csv.gz"))


def test_a_zip_archive_inside_a_gzip_file_is_refused(written):
    with pytest.raises(NotARegister, match="ZIP archive"):
        heading_row(written(gzip.compress(b"PK\x03\x04rest")))


def test_a_packed_file_that_is_cut_short_is_refused(written):
    packed = gzip.compress("".join(f"{n},School {n * 7919},,,\n" for n in range(5000)).encode())

    with pytest.raises(NotARegister, match="cut short or damaged"):
        list(data_rows(written(packed[: len(packed) // 2])))


def test_a_file_that_unpacks_to_more_than_the_limit_is_refused(written, monkeypatch):
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 10_000)

    with pytest.raises(NotARegister, match="larger than"):
        list(data_rows(written(gzip.compress(LIST.encode() + b"1,One,,,\n" * 10_000))))


def test_one_endless_line_is_refused(written, monkeypatch):
    monkeypatch.setattr(files, "MAX_LINE", 1_000)

    with pytest.raises(NotARegister, match="longer than a list"):
        heading_row(written("a" * 5_000))


@pytest.mark.parametrize("contents", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(written, contents):
    with pytest.raises(NotARegister, match="empty"):
        heading_row(written(contents))


def test_a_binary_file_is_refused():
    with pytest.raises(NotARegister, match="not text"):
        heading_row(DATA / "binary.csv")


def test_a_file_with_nul_bytes_is_refused(written):
    with pytest.raises(NotARegister, match="binary data"):
        list(data_rows(written(f"{LIST}100001,On\0e,,,\n")))


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(written):
    with pytest.raises(NotARegister, match="opened on line 3 is never closed"):
        list(data_rows(written(f'{LIST}100001,One,,,\n100002,"Two,,,\n100003,Three,,,\n')))


def test_line_breaks_inside_quotes_stay_in_the_cell():
    path = DATA / "newlines_crlf.csv"
    answer = json.loads((DATA / "newlines_crlf.json").read_text())

    rows = [dict(zip(heading_row(path).cells, row.cells, strict=True)) for row in data_rows(path)]

    assert rows == [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in answer]


def test_a_file_with_tabs_between_its_columns_is_read(written):
    assert first_school(written(f"{LIST}100001,One,,,\n".replace(",", "\t"))).urn == "100001"


# What the headings say


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("register_33_columns.csv", LayoutKind.REGISTER),
        ("register_133_columns.csv", LayoutKind.REGISTER),
        ("register_139_columns.csv", LayoutKind.REGISTER),
        ("childrens_centres.csv", LayoutKind.REGISTER),
    ],
)
def test_each_download_of_the_register_is_recognised(name, kind):
    assert recognise(heading_row(DATA / name)).kind is kind


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("urn,name,open_date,town,postcode", LayoutKind.LIST),
        ("urn,name,town,postcode,lead_school,open_date,close_date", LayoutKind.LIST),
        ("Postcode , URN,NAME,", LayoutKind.LIST),
        ("AcademicYear,LA,LAEstab,SchoolName,URN", LayoutKind.PAST_NUMBERS),
        ("URN,LinkURN,LinkName,LinkType,LinkEstablishedDate", LayoutKind.LINKS),
    ],
)
def test_short_lists_are_recognised_in_any_case_and_order(written, headings, kind):
    assert recognise(heading_row(written(headings))).kind is kind


@pytest.mark.parametrize(
    ("headings", "reason"),
    [
        ("name,town,postcode", "no column URN"),
        ("urn,town,postcode", "no column EstablishmentName"),
        ("urn,name", "no column gives a town, postcode or authority"),
        ("a,b,c", "no column URN and no column EstablishmentName"),
        ("urn,name,postcode,Postcode", "Two columns say the same thing"),
        ("URN,LinkURN,LinkName", "no column LinkType"),
    ],
)
def test_headings_of_something_else_are_refused_with_the_reason(written, headings, reason):
    with pytest.raises(NotARegister, match=reason):
        recognise(heading_row(written(headings)))


def test_the_list_of_establishment_types_is_refused_by_name():
    with pytest.raises(NotARegister, match="the list of establishment types, not a register"):
        recognise(heading_row(DATA / "establishment_types.csv"))


def test_an_upload_of_another_service_is_refused():
    with pytest.raises(NotARegister, match="not a register"):
        recognise(heading_row(DATA / "another_upload.csv"))


# What a row says


def test_a_row_of_the_full_register_gives_every_field():
    row = first_school(DATA / "register_133_columns.csv")

    assert row.urn == "100492"
    assert row.authority.code == "207"
    assert row.stated == {
        "name": "St Thomas' CofE Primary School",
        "establishment_number": "3402",
        "type_name": "Voluntary aided school",
        "school_type": SchoolType.MAINTAINED,
        "phase": "Primary",
        "status": SchoolStatus.OPEN,
        "opened_on": None,
        "closed_on": None,
        "lowest_age": 3,
        "highest_age": 11,
        "street": "Appleford Road",
        "locality": "North Kensington",
        "town": "London",
        "county": "",
        "postcode": "W10 5EF",
        "telephone": "02089692810",
        "website": "http://www.st.rbkc.sch.uk",
        "headteacher": "Ms Sarah Bouette",
        "headteacher_title": "Headteacher",
    }


def test_the_order_of_columns_does_not_matter(tmp_path):
    source = DATA / "register_33_columns.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    turned = tmp_path / "turned.csv"
    with turned.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row[::-1] for row in rows)

    assert first_school(turned) == first_school(source)


def test_a_short_list_states_nothing_where_it_is_blank(written):
    row = first_school(written(f"{LIST}100001,One,01-01-1900,,OX1 1AA\n"))

    assert row.stated == {"name": "One", "postcode": "OX1 1AA"}


def test_a_list_of_past_numbers_only_suggests(written):
    row = first_school(written("AcademicYear,LA,LAEstab,SchoolName,URN\n201718,931,9314050,One,100001\n"))

    assert row.stated == {}
    assert row.suggested == {"name": "One", "establishment_number": "4050"}
    assert row.suggested_authority.code == "931"


def test_the_postcode_only_suggests_the_authority(written):
    headings = "urn,name,postcode,la_code_by_postcode,la_name_by_postcode,laestab_201718\n"

    row = first_school(written(f"{headings}100001,One,OX1 1AA,931,Oxfordshire,\n"))

    assert row.authority is None
    assert row.suggested_authority.code == "931"


@pytest.mark.parametrize(
    ("close_date", "status"),
    [
        ("20-09-2026", SchoolStatus.CLOSED),
        ("21-09-2026", SchoolStatus.CLOSED),
        ("22-09-2026", SchoolStatus.CLOSING),
    ],
)
def test_a_school_is_closed_from_its_closing_date(written, close_date, status):
    row = first_school(written(f"urn,name,town,close_date\n100001,One,Oxford,{close_date}\n"))

    assert row.stated["status"] is status


def test_a_closed_status_closes_a_school_without_a_date(written):
    row = first_school(written("urn,establishmentname,town,EstablishmentStatus (name)\n100001,One,,Closed\n"))

    assert row.stated["status"] is SchoolStatus.CLOSED


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("abc,One,,,", "“abc” is not a URN"),
        ("1234,One,,,", "not a URN"),
        ("١٠٠٠٠١,One,,,", "not a URN"),
        (",One,,,", "URN is missing"),
        ("100001,,,,", "name is missing"),
        ("100001,One,45535,,", "opening date “45535” is not a date"),
        ("100001,One,31-02-2020,,", "not a real date"),
        ("100001,One,1/7/801,,", "not a date"),
        (f"100001,{'O' * 161},,,", "name is longer than 160 characters"),
        ("100001,One,,,NOT A POSTCODE", "postcode is longer than 8 characters"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_in_words(written, row, reason):
    with pytest.raises(RowRefused, match=reason):
        first_school(written(f"{LIST}{row}\n"))


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ("9x1,4050", "“9x1” is not the code of an authority"),
        ("931,4²", "“4²” is not an establishment number"),
        ("931,40500", "not an establishment number"),
        ("9310,4050", "not the code of an authority"),
    ],
)
def test_numbers_of_authorities_and_schools_that_cannot_be_are_refused(written, numbers, reason):
    with pytest.raises(RowRefused, match=reason):
        first_school(written(f"urn,name,LA (code),EstablishmentNumber\n100001,One,{numbers}\n"))


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("01", "Community school", SchoolType.MAINTAINED),
        ("2", "", SchoolType.MAINTAINED),
        ("", "Voluntary controlled school", SchoolType.MAINTAINED),
        ("", "Foundation special school", SchoolType.MAINTAINED),
        ("15", "Local authority nursery school", SchoolType.MAINTAINED),
        ("14", "", SchoolType.PRU),
        ("", "Academy converter", SchoolType.ACADEMY),
        ("40", "", SchoolType.ACADEMY),
        ("", "Free schools special", SchoolType.ACADEMY),
        ("", "Free schools alternative provision", SchoolType.AP_ACADEMY),
        ("42", "", SchoolType.AP_ACADEMY),
        ("45", "Academy 16-19 converter", SchoolType.OTHER),
        ("11", "", SchoolType.INDEPENDENT),
        ("8", "Non-maintained special school", SchoolType.OTHER),
        ("47", "Children's centre", SchoolType.OTHER),
    ],
)
def test_a_type_of_establishment_falls_under_one_part_of_the_law(code, name, expected):
    assert school_type(code, name) is expected


def test_every_type_the_register_uses_has_a_place():
    with (DATA / "establishment_types.csv").open(encoding="utf-8") as file:
        types = {
            (row["type-of-establishment-code"], row["type-of-establishment-name"])
            for row in csv.DictReader(file)
        }

    by_name = {name: school_type("", name) for _, name in types}

    assert by_name == {name: school_type(code, name) for code, name in types}


# What a cell says


@pytest.mark.parametrize(
    ("cell", "tidied"),
    [
        ("  One \t two ", "One two"),
        ("'01865 241476", "01865 241476"),
        ("=WEBSERVICE('http://x')", "=WEBSERVICE('http://x')"),
        ("One\u200bTwo\x07", "One Two"),
        ("\u00a0One", "One"),
    ],
)
def test_a_cell_is_kept_as_text_on_one_line(cell, tidied):
    assert cells.tidy(cell) == tidied


@pytest.mark.parametrize(
    ("written_as", "read"),
    [
        ("1491628354", "01491628354"),
        ("01954-200473", "01954200473"),
        ("023-8033-1635", "02380331635"),
        ("+44 (0)1865 241476", "01865241476"),
        ("01865 241476 / 77", "01865 241476 / 77"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_restored_to_eleven_digits(written_as, read):
    assert cells.read_telephone(written_as) == read


@pytest.mark.parametrize(
    ("written_as", "read"),
    [
        ("ox11aa", "OX1 1AA"),
        ("OX1  1AA", "OX1 1AA"),
        ("w1a 0ax", "W1A 0AX"),
        ("unknown", "UNKNOWN"),
        ("", ""),
    ],
)
def test_a_postcode_has_one_space_and_capitals(written_as, read):
    assert cells.read_postcode(written_as) == read


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        (("Mrs", "ANGELA", "WHEATCROFT"), "Mrs Angela Wheatcroft"),
        (("Mrs", "R", "Cook"), "Mrs R Cook"),
        (("Headteacher", "Kyla", "Bates"), "Kyla Bates"),
        (("Co Headteacher", "Claire Harrison", "Victoria Wainwright"), "Claire Harrison Victoria Wainwright"),
        (("", "SEAN", "O'NEILL-MCDONALD"), "Sean O'Neill-McDonald"),
        (("Dr", "Jo", "de Souza"), "Dr Jo de Souza"),
        (("", "", ""), ""),
    ],
)
def test_a_headteacher_in_capitals_is_put_into_ordinary_case(parts, read):
    assert cells.read_headteacher(*parts) == read


def test_a_town_in_capitals_keeps_its_small_words_small():
    assert cells.ordinary_case("HENLEY-ON-THAMES") == "Henley-on-Thames"


@pytest.mark.parametrize(
    ("written_as", "read"),
    [
        ("27-07-2025", date(2025, 7, 27)),
        ("27/07/2025", date(2025, 7, 27)),
        ("2025-07-27", date(2025, 7, 27)),
        ("01-01-1900", None),
        ("", None),
    ],
)
def test_a_date_is_read_day_first_or_year_first(written_as, read):
    assert cells.read_date(written_as, "opening date") == read
