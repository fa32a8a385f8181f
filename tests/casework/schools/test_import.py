"""Taking in the register: what goes in, what is refused, and what a second reading changes."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from casework.schools.choices import SchoolStatus, SchoolType
from casework.schools.models import LocalAuthority, School, SchoolLink, TermBlock
from casework.schools.services import (
    NotARegister,
    import_register,
    load_authorities,
    load_demonstration_schools,
)
from tests.factories.access import administrator
from tests.factories.schools import LocalAuthorityFactory, SchoolFactory, SchoolLinkFactory

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data" / "register"
TODAY = date(2026, 9, 21)
LIST = "urn,name,open_date,town,postcode\n"
DATED_LIST = "urn,name,town,postcode,lead_school,open_date,close_date\n"
LINKS = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"


@pytest.fixture
def take(tmp_path):
    """Import some text, or a file."""

    def take(contents, **options):
        path = contents
        if isinstance(contents, str):
            path = tmp_path / "schools.csv"
            path.write_text(contents, encoding="utf-8", newline="")
        return import_register(path=path, by=options.pop("by", None), on=TODAY, **options)

    return take


def counts(report):
    return report.added, report.changed, report.closed, report.unchanged, len(report.refused)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("register_33_columns.csv", 22),
        ("register_133_columns.csv", 4),
        ("register_139_columns.csv", 2),
        ("childrens_centres.csv", 5),
    ],
)
def test_each_download_goes_in_whole_and_changes_nothing_the_second_time(take, name, rows):
    first, second = take(DATA / name), take(DATA / name)

    assert counts(first) == (rows, 0, 0, 0, 0)
    assert counts(second) == (0, 0, 0, rows, 0)
    assert School.history.count() == rows


def test_a_school_has_its_details_its_authority_and_the_text_it_is_found_by(take):
    take(DATA / "register_33_columns.csv")

    school = School.objects.get(urn="123136")

    assert school.name == "Stoke Row CofE Primary School"
    assert school.headteacher == "Mrs Angela Wheatcroft"
    assert school.dfe_number == "931/3206"
    assert school.school_type == SchoolType.MAINTAINED
    assert (
        school.search_text
        == "stoke row cofe primary school nr henley on thames rg9 5qs rg95qs 123136 9313206"
    )


def test_childrens_centres_are_other_establishments(take):
    take(DATA / "childrens_centres.csv")

    assert set(School.objects.values_list("school_type", flat=True)) == {SchoolType.OTHER}


def test_a_short_list_never_wipes_what_the_register_gave(take):
    take(DATA / "register_33_columns.csv")

    report = take(f"{LIST}123136,Stoke Row School,,,\n")

    school = School.objects.get(urn="123136")
    assert counts(report) == (0, 1, 0, 0, 0)
    assert school.name == "Stoke Row School"
    assert school.headteacher == "Mrs Angela Wheatcroft"
    assert school.town == "Nr. Henley-on-Thames"
    assert school.postcode == "RG9 5QS"
    assert school.search_text.startswith("stoke row school")


def test_the_register_itself_may_say_that_something_is_blank(take):
    SchoolFactory(urn="123136", headteacher="Mr Before", locality="Somewhere")
    lines = (DATA / "register_33_columns.csv").read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("123136"))

    take(f"{lines[0]}\n{row.replace('ANGELA', '').replace('WHEATCROFT', '').replace('Mrs', '')}\n")

    assert School.objects.get(urn="123136").headteacher == ""


def test_past_numbers_fill_in_only_what_is_not_known_and_the_latest_year_holds(take):
    load_authorities()
    SchoolFactory(urn="100001", name="Present name", authority=None, establishment_number="")
    SchoolFactory(urn="100002", name="Numbered", establishment_number="4000")

    report = take(
        "AcademicYear,LA,LAEstab,SchoolName,URN\n"
        "201718,931,9314050,Old name,100001\n"
        "200809,820,8204050,Older name,100001\n"
        "201718,825,8254999,Numbered,100002\n"
        "201011,931,9315555,Only here,100003\n"
    )

    dfe_numbers = {school.urn: (school.name, school.dfe_number) for school in School.objects.all()}
    assert dfe_numbers == {
        "100001": ("Present name", "931/4050"),
        "100002": ("Numbered", "931/4000"),
        "100003": ("Only here", "931/5555"),
    }
    assert counts(report) == (1, 1, 0, 1, 0)
    assert report.repeated == 1


def test_where_a_school_stands_gives_its_authority_only_while_none_is_known(take):
    headings = "urn,name,postcode,la_code_by_postcode,la_name_by_postcode,laestab_201718\n"
    rows = "100001,One,OX1 1AA,931,Oxfordshire,\n100002,Two,OX1 1AA,931,Oxfordshire,8254000\n"

    take(headings + rows)

    codes = dict(School.objects.values_list("urn", "authority__code"))
    assert codes == {"100001": "931", "100002": "825"}


def test_an_authority_that_a_file_names_is_added(take):
    take('URN,"LA (code)","LA (name)",EstablishmentName,Town\n100001,999,Newshire,One,Oxford\n')

    assert School.objects.get().authority.name == "Newshire"


def test_an_authority_without_a_name_is_refused(take):
    report = take("AcademicYear,LA,LAEstab,SchoolName,URN\n201718,999,9994050,One,100001\n")

    assert str(report.refused[0]) == "Line 2 (URN 100001): No authority has the code 999"


def test_a_school_that_closes_is_counted_and_keeps_its_row(take):
    take(f"{DATED_LIST}100001,One,Oxford,,false,,\n")

    report = take(f"{DATED_LIST}100001,One,Oxford,,false,,31-08-2026\n")

    school = School.objects.get(urn="100001")
    assert counts(report) == (0, 1, 1, 0, 0)
    assert (school.status, school.closed_on) == (SchoolStatus.CLOSED, date(2026, 8, 31))


def test_a_school_that_the_register_opens_again_loses_its_closing_date(take):
    SchoolFactory(urn="123136", status=SchoolStatus.CLOSED, closed_on=date(2020, 8, 31))

    take(DATA / "register_33_columns.csv")

    school = School.objects.get(urn="123136")
    assert (school.status, school.closed_on) == (SchoolStatus.OPEN, None)


def test_rows_that_cannot_go_in_are_refused_with_their_line_and_the_others_go_in(take):
    report = take(
        f"{LIST}100001,One,,,\nabc,Two,,,\n\n100003,Three,99-99-2020,,\n100004,Four,,Oxford\n100005,Five,,,\n"
    )

    assert [str(refusal) for refusal in report.refused] == [
        "Line 3 (URN abc): “abc” is not a URN: it has five to seven digits",
        "Line 5 (URN 100003): The opening date “99-99-2020” is not a real date",
        "Line 6 (URN 100004): The row has 4 cells where the headings have 5",
    ]
    assert set(School.objects.values_list("urn", flat=True)) == {"100001", "100005"}


def test_a_file_that_is_cut_short_is_refused_whole(take):
    with pytest.raises(NotARegister, match=r"last row, line 3, has 3 of 5 cells.*cut short"):
        take(f"{LIST}100001,One,,,\n100002,Tw,")

    assert not School.objects.exists()


def test_a_file_without_rows_is_refused(take):
    with pytest.raises(NotARegister, match="headings and no rows"):
        take(LIST)


def test_a_doubled_file_is_taken_once(take):
    rows = "100001,One,,,\n100002,Two,,,\n"

    report = take(LIST + rows + rows)

    assert counts(report) == (2, 0, 0, 0, 0)
    assert report.repeated == 2


def test_rows_that_contradict_each_other_are_both_refused_with_their_lines(take):
    report = take(f"{LIST}100001,One,,,\n100002,Two,,,\n100001,Other,,,\n")

    assert [str(refusal) for refusal in report.refused] == [
        "Line 2 (URN 100001): Line 4 says something else about the same URN",
        "Line 4 (URN 100001): Line 2 says something else about the same URN",
    ]
    assert set(School.objects.values_list("urn", flat=True)) == {"100002"}


def test_cells_that_a_spreadsheet_would_run_are_kept_as_text(take):
    take(f"{LIST}100001,=WEBSERVICE('http://example.com'),,@SUM(A1),\n")

    school = School.objects.get()
    assert (school.name, school.town) == ("=WEBSERVICE('http://example.com')", "@SUM(A1)")


def test_only_the_schools_of_the_authorities_asked_for_are_taken(take):
    report = take(DATA / "register_133_columns.csv", authorities=["207"])

    assert set(School.objects.values_list("authority__code", flat=True)) == {"207"}
    assert (report.added, report.left_out) == (2, 2)


def test_a_file_that_names_no_authority_cannot_be_taken_in_part(take):
    with pytest.raises(NotARegister, match="does not say which authority"):
        take(f"{LIST}100001,One,,,\n", authorities=["931"])


def test_history_names_the_author_of_what_was_added_and_of_what_changed(take):
    by = administrator()

    take(f"{LIST}100001,One,,,\n100002,Two,,,\n", by=by)
    take(f"{LIST}100001,New name,,,\n100002,Two,,,\n", by=by)

    records = School.history.filter(urn="100001").values_list("history_type", "history_user", "name")
    assert list(records) == [("~", by.pk, "New name"), ("+", by.pk, "One")]
    assert School.history.filter(urn="100002").count() == 1


def test_a_failure_on_the_way_leaves_nothing_half_imported(take, monkeypatch):
    monkeypatch.setattr("casework.schools.services.register.BATCH", 1)

    def stop_at_second(rows, total):
        for n, row in enumerate(rows):
            if n:
                raise OSError("the disk went away")
            yield row

    with pytest.raises(OSError, match="disk"):
        take(f"{LIST}100001,One,,,\n100002,Two,,,\n", progress=stop_at_second)

    assert not School.objects.exists()
    assert not School.history.exists()


# Links


def test_links_are_kept_for_the_schools_held_and_the_others_counted(take):
    SchoolFactory(urn="100001")
    rows = "100001,200002,New School,Successor,01-09-2020\n999999,200002,New School,Successor,\n"

    first, second = take(LINKS + rows), take(LINKS + rows)

    link = SchoolLink.objects.get()
    assert (link.linked_urn, link.linked_name, link.established_on) == (
        "200002",
        "New School",
        date(2020, 9, 1),
    )
    assert link.is_successor
    assert (first.added, first.not_held) == (1, 1)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 1)


def test_a_link_that_is_renamed_is_changed(take):
    link = SchoolLinkFactory(school__urn="100001", linked_urn="200002", linked_name="Before")

    report = take(f"{LINKS}100001,200002,After,Successor,\n")

    link.refresh_from_db()
    assert (link.linked_name, report.changed) == ("After", 1)


def test_a_link_row_without_a_kind_is_refused(take):
    SchoolFactory(urn="100001")

    report = take(f"{LINKS}100001,200002,New School,,\n100001,20,New School,Successor,\n")

    assert [refusal.reason for refusal in report.refused] == [
        "The kind of link is missing",
        "“20” is not a URN: it has five to seven digits",
    ]


# The command


def test_the_command_reports_what_it_did_in_words(tmp_path):
    path = tmp_path / "schools.csv"
    path.write_text(f"{LIST}100001,One,,,\nabc,Two,,,\n")
    out = StringIO()

    call_command("import_schools", path, stdout=out)

    assert out.getvalue().splitlines() == [
        "1 schools added",
        "0 changed",
        "0 closed since the last import (counted as changed too)",
        "0 unchanged",
        "1 refused",
        "  Line 3 (URN abc): “abc” is not a URN: it has five to seven digits",
    ]


def test_the_command_says_why_it_refuses_a_file():
    with pytest.raises(CommandError, match=r"Nothing was imported\. This is the list of establishment types"):
        call_command("import_schools", DATA / "establishment_types.csv")


def test_the_command_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_schools", tmp_path / "nothing.csv")


# What comes with the product


def test_authorities_are_loaded_once():
    LocalAuthorityFactory(code="931", name="Oxon")

    first, second = load_authorities(), load_authorities()

    assert (first, second) == (160, 0)
    assert LocalAuthority.objects.get(code="931").gss_code == "E10000025"


@pytest.mark.slow  # Reads 488 schools, twice.
def test_oxfordshire_is_loaded_once_with_its_terms():
    by = administrator()

    first = load_demonstration_schools(by=by, on=TODAY)
    second = load_demonstration_schools(by=by, on=TODAY)

    assert counts(first) == (488, 0, 0, 0, 0)
    assert counts(second) == (0, 0, 0, 488, 0)
    assert School.objects.open().filter(authority__code="931").count() == 307
    assert TermBlock.objects.filter(is_provisional=True).count() == 12
    assert TermBlock.objects.count() == TermBlock.history.filter(history_user=by).count() == 24


def test_term_dates_that_somebody_changed_are_left_alone():
    load_demonstration_schools(by=None, on=TODAY)
    TermBlock.objects.filter(name="Autumn 1", school_year="2026/27").update(starts_on=date(2026, 9, 3))

    load_demonstration_schools(by=None, on=TODAY)

    assert TermBlock.objects.get(name="Autumn 1", school_year="2026/27").starts_on == date(2026, 9, 3)
