"""What cells say, and which heading says what."""

from datetime import date

import pytest

from casework.intake import rules
from casework.intake.columns import columns_of, read_email, read_relationship


@pytest.mark.parametrize(
    "text",
    [
        "14/05/2013",
        "14-5-2013",
        "14.05.2013",
        "2013-05-14",
        "2013/05/14",
        "20130514",
        "14 May 2013",
        "14-May-2013",
        "14th May 2013",
        "'2013-05-14",
        "2013-05-14T00:00:00",
        "2013-05-14 00:00",
        "41408",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert rules.read_day(text) == date(2013, 5, 14)


@pytest.mark.parametrize("text", ["", " ", "N/A", "NULL", "-", "'"])
def test_a_cell_that_says_nothing_is_no_day(text):
    assert rules.read_day(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02/2013", "not a real date"),
        ("05/14/2013", "The day comes first"),
        ("1/7/801", "not a date"),
        ("1/7/80", "write all four"),
        ("14 Maypole 2013", "not a real date"),
        ("99999", "not a date"),
        ("2013", "not a date"),
        ("soon", "not a date"),
    ],
)
def test_what_is_no_day_is_said(text, said):
    with pytest.raises(ValueError, match=said):
        rules.read_day(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("'O’Neill", "O’Neill"),
        ("  Zoë \n Marie ", "Zoë Marie"),
        ("NOLAN", "Nolan"),
        ("O'NEILL-MCDONALD", "O'Neill-McDonald"),
        ("DE LA CRUZ", "De La Cruz"),
        ("van der Berg", "van der Berg"),
        ("None", "None"),
        ("NULL", "Null"),
        ("Li", "Li"),
        ("", ""),
    ],
)
def test_a_name_is_kept_as_people_write_it(text, name):
    assert rules.read_name(text) == name


@pytest.mark.parametrize("text", ["4711", "?", "=1+1"])
def test_what_has_no_letter_is_no_name(text):
    with pytest.raises(ValueError, match="not a name"):
        rules.read_name(text)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (rules.read_sex, "Male", "M"),
        (rules.read_sex, "girl", "F"),
        (rules.read_sex, "Not specified", ""),
        (rules.read_upn, " w931405024001 ", "W931405024001"),
        (rules.read_postcode, "ox11nd", "OX1 1ND"),
        (rules.read_postcode, "", ""),
        (rules.read_yes_or_no, "Y", True),
        (rules.read_yes_or_no, "no", False),
        (rules.read_yes_or_no, "", None),
        (read_relationship, "mum", "MOT"),
        (read_relationship, "", ""),
        (read_email, "a@b.example", "a@b.example"),
    ],
)
def test_a_cell_is_read_as_what_its_column_holds(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (rules.read_sex, "Ricky"),
        (rules.read_upn, "W9314050240011"),
        (rules.read_postcode, "OX1"),
        (rules.read_yes_or_no, "perhaps"),
        (read_relationship, "lodger"),
        (read_email, "not an address"),
    ],
)
def test_a_cell_that_cannot_be_that_is_refused_in_words(read, text):
    with pytest.raises(ValueError, match="“"):
        read(text)


def guessed(headings, kind=""):
    return {code: headings[place] for code, place in columns_of(kind).guess(headings).items()}


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["DOB", "Surname", "GivenName", "Gender", "PostCode"],
            {
                "date_of_birth": "DOB",
                "surname": "Surname",
                "forenames": "GivenName",
                "sex": "Gender",
                "postcode": "PostCode",
            },
        ),
        (
            ["Child ID", "FIRST NAMES", "Last_Name", "Date of Birth (dd/mm/yy)", "Unique Pupil Number"],
            {
                "local_number": "Child ID",
                "forenames": "FIRST NAMES",
                "surname": "Last_Name",
                "date_of_birth": "Date of Birth (dd/mm/yy)",
                "upn": "Unique Pupil Number",
            },
        ),
        (
            ["Address Line 1", "Address Line 2", "Town", "Parent/Carer name", "E-mail", "LAESTAB", "Colour"],
            {
                "address": "Address Line 1",
                "address_2": "Address Line 2",
                "town": "Town",
                "parent_name": "Parent/Carer name",
                "parent_email": "E-mail",
                "school": "LAESTAB",
            },
        ),
    ],
)
def test_headings_are_known_by_many_names(headings, expected):
    assert guessed(headings) == expected


def test_a_heading_is_taken_once_and_what_a_kind_asks_comes_first():
    found = guessed(["Forename", "Surname", "DOB", "Start date", "Decision date"], "permanent_exclusion")

    assert found["start_on"] == "Start date"
    assert found["decision_on"] == "Decision date"
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("here", "file", "differs"),
    [
        ("O’Neill", "ONEILL", False),
        ("Zoë", "Zoe", False),
        ("1 High St, Oxford", "1 high st\nOxford", False),
        ("Ann", "", False),
        ("", "Ann", True),
        ("Ann", "Anna", True),
    ],
)
def test_only_what_the_file_says_otherwise_is_a_difference(here, file, differs):
    assert bool(rules.differing({"x": here}, {"x": file}, {"x": "X"})) is differs


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2026, 9, 22), ""),
        (date(2026, 9, 23), "future"),
        (date(2001, 9, 1), ""),
        (date(2001, 8, 31), "makes the child 25"),
    ],
)
def test_a_date_of_birth_is_of_somebody_education_can_be_about(born, said):
    fault = rules.birth_fault(born, date(2026, 9, 22))

    assert said in fault if said else not fault
