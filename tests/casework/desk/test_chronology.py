"""The chronology of a case, and of a child across cases: narrowed, paged, printed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.access.choices import LookAction, Role
from casework.access.models import AccessLogEntry
from casework.cases import services
from casework.cases.choices import ChronologyKind, NoteKind
from casework.cases.models import ChronologyEntry
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.factories.work import note_of
from tests.naughty import NUL

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
PAGES = ["case_chronology", "print_case_chronology"]
OF_A_CHILD = ["child_chronology", "print_child_chronology"]


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def case(team):
    return permanent_exclusion(team=team)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, case) -> str:
    key = case.child.public_id if "child" in name else case.reference
    return reverse(f"desk:{name}", args=[key])


def write(case, text, *, kind=ChronologyKind.EVENT, happened_on=MONDAY, by=None):
    return services.record_in_chronology(
        case=case, kind=kind, text=text, by=by or case.officer, happened_on=happened_on
    )


def finished(case, **written):
    note = note_of(case, **written)
    return services.finish_note(note=note, by=note.author, on=MONDAY)


@pytest.mark.parametrize("name", PAGES)
def test_a_case_of_another_team_does_not_exist(signed_in, case, name):
    assert signed_in(senior()).get(at(name, case)).status_code == 404
    assert signed_in(holding(Role.ANALYST)).get(at(name, case)).status_code == 403


@pytest.mark.parametrize("name", OF_A_CHILD)
def test_what_happened_on_cases_out_of_reach_is_not_told(signed_in, case, name):
    write(case, "Only for the team")
    services.record_about_child(child=case.child, text="Moved home", by=case.officer, happened_on=MONDAY)

    page = text_of(signed_in(officer()).get(at(name, case)))

    assert "Moved home" in page
    assert "Only for the team" not in page
    assert case.reference not in page


def test_the_child_has_what_happened_on_every_case(signed_in, team, case):
    other = permanent_exclusion(team=team, child=case.child, decision_on=date(2026, 9, 14), on=MONDAY)
    write(case, "On the one")
    write(other, "On the other")
    services.record_about_child(child=case.child, text="Moved home", by=case.officer, happened_on=MONDAY)

    page = text_of(signed_in(officer(team)).get(at("child_chronology", case)))

    for words in ("On the one", "On the other", "Moved home", case.reference, other.reference):
        assert words in page


def test_the_chronology_is_in_the_order_of_what_happened(signed_in, case):
    write(case, "Written first", happened_on=MONDAY)
    write(case, "Happened first", happened_on=MONDAY - timedelta(days=3))
    client = signed_in(case.officer)

    page = text_of(client.get(at("case_chronology", case)))
    printed = text_of(client.get(at("print_case_chronology", case)))

    assert page.index("Written first") < page.index("Happened first")
    assert printed.index("Happened first") < printed.index("Written first")


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ({"show": "NOTES"}, ["Telephone call with Ms Smith", "Decision"], ["School rang", "Clocks started"]),
        ({"show": "DEADLINES"}, ["Clocks started"], ["School rang", "Telephone call"]),
        ({"show": "DECISIONS"}, ["Decision"], ["Telephone call", "School rang"]),
        ({"show": "EVENTS"}, ["School rang"], ["Clocks started", "Telephone call"]),
        ({"significant": "on"}, ["School rang", "Decision"], ["Clocks started", "Telephone call"]),
        ({"since_day": 20, "since_month": 9, "since_year": 2026}, ["School rang"], ["Long ago"]),
        ({"until_day": 1, "until_month": 9, "until_year": 2026}, ["Long ago"], ["School rang"]),
        ({"show": "NONSENSE"}, ["School rang", "Clocks started"], []),
        ({"show": NUL, "who": "x", "after": "x"}, ["School rang", "Clocks started"], []),
    ],
)
def test_the_chronology_is_narrowed(signed_in, case, asked, shown, hidden):
    write(case, "School rang")
    write(case, "Long ago", happened_on=date(2026, 8, 3))
    finished(case, people_present="Ms Smith")
    finished(case, kind=NoteKind.DECISION, decision="Wait", decision_reason="x", is_significant=True)
    client = signed_in(case.officer)

    for name in PAGES:
        page = text_of(client.get(at(name, case), asked)).split("</form>")[-1]
        for words in shown:
            assert f"{words}<" in page or f"{words} " in page, name
        for words in hidden:
            assert f">{words}" not in page, name


def test_the_chronology_is_narrowed_to_who_wrote(signed_in, team, case):
    boss = senior(team, name="Tom Baker")
    write(case, "By the senior", by=boss)
    write(case, "By the officer")

    page = text_of(signed_in(case.officer).get(at("case_chronology", case), {"who": boss.pk}))

    assert "By the senior" in page
    assert "By the officer" not in page


def test_days_in_the_wrong_order_are_refused_in_words(signed_in, case):
    asked = {
        **{"since_day": 20, "since_month": 9, "since_year": 2026},
        **{"until_day": 1, "until_month": 9, "until_year": 2026},
    }

    page = text_of(signed_in(case.officer).get(at("case_chronology", case), asked))

    assert "The last day must be the first day or later" in page


def test_notes_are_told_in_full_when_asked(signed_in, case):
    note = finished(case, text="She will ring", analysis="Worried")
    client = signed_in(case.officer)

    short = text_of(client.get(at("case_chronology", case)))
    full = text_of(client.get(at("case_chronology", case), {"in_full": "on"}))

    assert "She will ring" not in short
    assert note.get_absolute_url() in short
    assert "What was seen and said: She will ring" in full
    assert "What the author thinks it means: Worried" in full


def test_a_correction_is_printed_with_the_note_it_corrects(signed_in, case):
    note = finished(case, text="She will ring")
    services.add_addendum(note=note, text="He will ring", reason="Mixed up", by=case.officer, on=MONDAY)

    page = text_of(signed_in(case.officer).get(at("print_case_chronology", case), {"in_full": "on"}))

    assert "She will ring" in page
    assert "He will ring" in page


def test_a_printed_chronology_says_what_it_leaves_out_and_for_whom_it_is(signed_in, case):
    page = text_of(
        signed_in(case.officer).get(at("print_case_chronology", case), {"show": "NOTES", "in_full": "on"})
    )

    assert "Only notes" in page
    assert "The words of notes" not in page
    assert f"For {case.officer}" in page


@pytest.mark.parametrize("name", [*PAGES, *OF_A_CHILD])
def test_printing_is_logged_as_printing(signed_in, case, name):
    signed_in(case.officer).get(at(name, case))

    entry = AccessLogEntry.objects.get()
    assert entry.child_id == case.child_id
    assert entry.action == (LookAction.PRINT if "print" in name else LookAction.VIEW)


def test_a_long_chronology_comes_a_page_at_a_time(signed_in, case):
    ChronologyEntry.objects.all().delete()
    for n in range(70):
        write(case, f"Entry {n:03d}", happened_on=MONDAY - timedelta(days=n // 10))
    client, address, seen = signed_in(case.officer), at("case_chronology", case), []

    while address:
        page = client.get(address).content.decode()
        seen += [n for n in range(70) if f"Entry {n:03d}" in page]
        more = [part.split('"')[0] for part in page.split('href="')[1:] if "after=" in part.split('"')[0]]
        address = at("case_chronology", case) + more[0].replace("&amp;", "&") if more else ""

    assert sorted(seen) == list(range(70))


@pytest.mark.parametrize("name", [*PAGES, *OF_A_CHILD])
@pytest.mark.parametrize("entries", [10, 100])
def test_a_long_chronology_asks_the_database_no_more_often(
    signed_in, team, case, name, entries, django_assert_max_num_queries
):
    for n in range(entries):
        write(case, f"Entry {n}", by=case.officer)
        services.record_about_child(child=case.child, text=str(uuid4()), by=None, happened_on=MONDAY)
    for _ in range(5):
        finished(case)
    client = signed_in(case.officer)

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(at(name, case), {"in_full": "on"})
