"""Notes: kept while they are written, locked once finished, corrected underneath."""

from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from casework.access.choices import Role
from casework.access.models import AccessLogEntry
from casework.cases import queries, services, tasks
from casework.cases.choices import ChronologyKind, NoteKind, NoteStatus
from casework.cases.models import CaseUserObjectPermission, Note
from casework.cases.services import NoteDetails
from casework.deadlines.models import RuleSetting
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, holding, manager, officer, senior
from tests.factories.exclusions import permanent_exclusion
from tests.factories.work import note_of
from tests.naughty import NUL, STRINGS

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
LONDON = ZoneInfo("Europe/London")
WHEN = {"happened_on_day": 21, "happened_on_month": 9, "happened_on_year": 2026}
CALL = WHEN | {"kind": "CALL", "people_present": "Ms Smith", "text": "She will ring the school."}
FINISH, DRAFT = {"finish": "yes"}, {"draft": "yes"}
HTMX = {"HTTP_HX_REQUEST": "true"}


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


def write(case) -> str:
    return reverse("cases:write_note", args=[case.reference])


def at(name, note) -> str:
    return reverse(f"cases:{name}", args=[note.case.reference, note.pk])


def typed(**more):
    return CALL | {"token": str(uuid4())} | more


def hidden(page, name) -> str:
    """What a hidden field of a page holds."""
    return page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


# Who may


@pytest.mark.parametrize("name", ["note", "edit_note", "discard_note", "add_to_note"])
def test_a_note_on_a_case_of_another_team_does_not_exist(signed_in, case, name):
    note = note_of(case, is_finished=True)

    assert signed_in(senior()).get(at(name, note)).status_code == 404
    assert signed_in(senior()).post(at(name, note)).status_code in (404, 405)


def test_a_colleague_reads_a_note_and_writes_none(signed_in, team, case):
    note = note_of(case, is_finished=True)
    client = signed_in(officer(team))

    assert client.get(at("note", note)).status_code == 200
    assert client.get(write(case)).status_code == 403
    assert client.post(write(case), typed()).status_code == 403
    assert client.get(at("add_to_note", note)).status_code == 403


def test_business_support_holds_a_case_and_writes_no_notes(signed_in, team, case):
    clerk = holding(Role.BUSINESS_SUPPORT, team)
    case.officer = clerk
    case.save()

    assert signed_in(clerk).get(case.get_absolute_url()).status_code == 200
    assert signed_in(clerk).get(write(case)).status_code == 403
    with pytest.raises(PermissionDenied):
        services.begin_note(case=case, details=NoteDetails(text="x"), page=uuid4(), by=clerk)


def test_a_draft_is_seen_by_its_author_and_by_those_who_reallocate(signed_in, team, case):
    note = note_of(case, text="Not finished yet")

    assert signed_in(case.officer).get(at("note", note)).status_code == 200
    assert "Not finished yet" in text_of(signed_in(senior(team)).get(at("note", note)))
    assert signed_in(officer(team)).get(at("note", note)).status_code == 404
    assert signed_in(senior(team)).get(at("edit_note", note)).status_code == 403


def test_a_note_on_a_restricted_case_opens_to_those_named_alone(signed_in, team, case):
    note = note_of(case, is_finished=True)
    case.is_restricted = True
    case.save()
    named = officer(team)
    CaseUserObjectPermission.objects.assign_perm("view_case", named, case)

    assert signed_in(named).get(at("note", note)).status_code == 200
    assert signed_in(case.officer).get(at("note", note)).status_code == 404


def test_no_note_is_begun_on_a_case_recorded_in_error(signed_in, case):
    services.record_in_error(case=case, by=case.officer, reason="Wrong child", on=MONDAY)

    assert signed_in(case.officer).get(write(case)).status_code == 403


# Drafts


def test_a_draft_is_saved_with_little_in_it_and_carried_on(signed_in, case):
    client = signed_in(case.officer)

    answer = client.post(write(case), {"token": str(uuid4()), "text": "Half a sentence", **DRAFT})

    note = Note.objects.get()
    assert answer.url == at("edit_note", note)
    assert (note.kind, note.happened_on, note.text, note.status) == ("", None, "Half a sentence", "DRAFT")
    page = text_of(client.get(answer.url))
    assert "Half a sentence" in page
    assert "local length" in page
    assert not case.chronology.filter(kind=ChronologyKind.NOTE).exists()


def test_nothing_is_kept_where_nothing_was_written(signed_in, case):
    answer = signed_in(case.officer).post(write(case), {"token": str(uuid4()), **DRAFT})

    assert "Write something before you save the note" in text_of(answer)
    assert not Note.objects.exists()


def test_a_draft_keeps_what_is_right_and_says_what_is_not(signed_in, case):
    data = typed(happened_on_day=31, happened_on_month=2) | DRAFT

    page = text_of(signed_in(case.officer).post(write(case), data))

    note = Note.objects.get()
    assert note.text == "She will ring the school."
    assert note.happened_on is None
    assert "Day it happened must be a real date" in page
    assert 'value="31"' in page
    assert hidden(page, "note") == str(note.pk)


def test_what_is_typed_is_saved_by_itself_into_one_draft(signed_in, case):
    client, data = signed_in(case.officer), typed()

    first = text_of(client.post(write(case), data, **HTMX))
    note = Note.objects.get()
    again = data | {"note": hidden(first, "note"), "version": hidden(first, "version"), "text": "More"}
    second = text_of(client.post(write(case), again, **HTMX))

    assert "Draft saved at 12pm" in second or "Draft saved at 12:00pm" in second or "midday" in second
    note.refresh_from_db()
    assert (note.text, note.version) == ("More", 2)
    assert Note.objects.count() == 1


def test_a_save_whose_answer_was_lost_still_goes_into_the_same_draft(signed_in, case):
    client, data = signed_in(case.officer), typed()
    client.post(write(case), data, **HTMX)

    client.post(write(case), data | {"text": "Newer"} | FINISH)

    note = Note.objects.get()
    assert (note.text, note.status) == ("Newer", NoteStatus.FINAL)


def test_a_save_by_itself_is_no_look_at_the_record(signed_in, case):
    signed_in(case.officer).post(write(case), typed(), **HTMX)

    assert not AccessLogEntry.objects.exists()


def test_pressing_twice_makes_one_note(signed_in, case):
    client, data = signed_in(case.officer), typed() | FINISH

    first, second = client.post(write(case), data), client.post(write(case), data)

    note = Note.objects.get()
    assert first.url == second.url == note.get_absolute_url()
    assert case.chronology.filter(kind=ChronologyKind.NOTE).count() == 1


def test_two_windows_do_not_overwrite_each_other(signed_in, case):
    note = note_of(case)
    client = signed_in(case.officer)
    one, two = str(uuid4()), str(uuid4())
    base = CALL | {"note": note.pk, "version": 1} | DRAFT
    client.post(at("edit_note", note), base | {"token": one, "text": "Saved in one window"})

    page = text_of(client.post(at("edit_note", note), base | {"token": two, "text": "Typed in another"}))

    note.refresh_from_db()
    assert note.text == "Saved in one window"
    assert "Saved in one window" in page
    assert "Typed in another" in page
    over = base | {"token": two, "text": "Typed in another", "version": hidden(page, "version")}
    client.post(at("edit_note", note), over)
    note.refresh_from_db()
    assert note.text == "Typed in another"


def test_a_window_is_not_in_its_own_way(signed_in, case):
    """The save by itself may be on its way while the button is pressed."""
    client, data = signed_in(case.officer), typed()
    first = text_of(client.post(write(case), data, **HTMX))
    known = {"note": hidden(first, "note"), "version": hidden(first, "version")}
    client.post(write(case), data | known | {"text": "Second"}, **HTMX)

    answer = client.post(write(case), data | known | {"text": "Third"} | DRAFT)

    assert answer.status_code == 302
    assert Note.objects.get().text == "Third"


def test_a_draft_is_found_again_after_signing_in(case):
    """The session ends while somebody types: what they send next is theirs again after signing in."""
    client = Client()
    client.force_login(case.officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(write(case)).content.decode()
    data = typed(kept_for=hidden(page, "kept_for"), text="Typed while signed out") | FINISH
    client.logout()

    refused = client.post(write(case), data)
    client.force_login(case.officer, backend="django.contrib.auth.backends.ModelBackend")
    back = text_of(client.get(write(case)))

    assert refused.url.startswith(reverse("account_login"))
    assert "Typed while signed out" in back
    assert "What you typed is back" in back
    assert not Note.objects.exists()
    assert "Typed while signed out" not in text_of(client.get(write(case)))


def test_what_one_person_typed_is_not_given_to_another(team, case):
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(case.officer, backend=backend)
    page = client.get(write(case)).content.decode()
    client.logout()
    client.post(write(case), typed(kept_for=hidden(page, "kept_for"), text="Mine alone"))

    client.force_login(senior(team), backend=backend)

    assert "Mine alone" not in text_of(client.get(write(case)))
    client.force_login(case.officer, backend=backend)
    assert "Mine alone" not in text_of(client.get(write(case)))


@pytest.mark.parametrize("kept_for", ["", "nonsense", "1:1tx:abc"])
def test_nothing_is_set_aside_for_a_form_that_was_not_given_out_here(case, kept_for):
    client = Client()

    client.post(write(case), typed(kept_for=kept_for))

    assert "typed_before_signing_in" not in client.session


def test_a_save_by_itself_after_the_session_ended_says_so(signed_in, case):
    client = signed_in(case.officer)
    page = client.get(write(case)).content.decode()
    client.logout()

    answer = client.post(write(case), typed(kept_for=hidden(page, "kept_for")), **HTMX)

    assert "You have been signed out" in text_of(answer)


def test_a_draft_can_be_discarded_by_its_author(signed_in, case):
    note = note_of(case)
    client = signed_in(case.officer)
    assert "Discard this draft?" in text_of(client.get(at("discard_note", note)))

    client.post(at("discard_note", note))

    assert not Note.objects.exists()
    gone = Note.history.get(history_type="-")
    assert gone.history_user == case.officer


def test_a_finished_note_is_not_discarded(signed_in, case):
    note = note_of(case, is_finished=True)

    signed_in(case.officer).post(at("discard_note", note))

    assert Note.objects.filter(pk=note.pk).exists()


def test_ones_own_drafts_are_listed_oldest_first(case, team):
    first, second = note_of(case), note_of(case)
    note_of(case, author=senior(team))
    note_of(case, is_finished=True)

    assert list(queries.drafts_of(case.officer)) == [first, second]


# Finishing


def test_a_finished_note_is_locked_and_stands_in_the_chronology(signed_in, case):
    client = signed_in(case.officer)

    answer = client.post(write(case), typed() | FINISH, follow=True)

    note = Note.objects.get()
    assert note.status == NoteStatus.FINAL
    assert "The note is finished" in text_of(answer)
    entry = case.chronology.get(kind=ChronologyKind.NOTE)
    assert (entry.text, entry.note, entry.by) == ("Telephone call with Ms Smith", note, case.officer)
    assert note.history.latest().history_user == case.officer
    case.refresh_from_db()
    assert case.last_contact_on == MONDAY
    assert note.get_absolute_url() in text_of(client.get(case.get_absolute_url()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": ""}, "Select what kind of note it is"),
        ({"kind": "NONSENSE"}, "Select what kind of note it is"),
        ({"kind": "OVERSIGHT"}, "Select what kind of note it is"),
        (
            {"happened_on_day": "", "happened_on_month": "", "happened_on_year": ""},
            "Enter the day it happened",
        ),
        ({"happened_on_day": 22}, "The day it happened must be today or in the past"),
        ({"happened_at": "25:00"}, "must be a time"),
        ({"text": ""}, "Enter what was seen and said"),
        ({"text": NUL}, "hidden character"),
        ({"text": "x" * 20_001}, "20"),
        ({"kind": "DECISION", "text": ""}, "Enter what was decided"),
        ({"decision": "To wait"}, "Enter the reason for the decision"),
        ({"decision_reason": "Because"}, "Enter what was decided"),
        ({"child_voice": "I like it"}, "Select how the child’s view was come by"),
        ({"child_voice_method": "in_person"}, "Enter what the child said or showed"),
    ],
)
def test_a_note_is_not_finished_without_what_it_needs(signed_in, case, data, message):
    page = text_of(signed_in(case.officer).post(write(case), typed(**data) | FINISH))

    assert message in page
    assert "<title>Error:" in page
    assert not Note.objects.filter(status=NoteStatus.FINAL).exists()
    assert "Ms Smith" in page


def test_a_decision_needs_the_decision_and_its_reason_alone(signed_in, case):
    data = typed(kind="DECISION", text="", decision="Day 6 at home", decision_reason="No place is free")

    signed_in(case.officer).post(write(case), data | FINISH)

    assert Note.objects.get().status == NoteStatus.FINAL


@pytest.mark.parametrize("by", [senior, manager])
def test_management_oversight_is_written_by_seniors_and_managers(signed_in, team, case, by):
    boss = by(team)

    signed_in(boss).post(write(case), typed(kind="OVERSIGHT") | FINISH)

    assert Note.objects.get().kind == NoteKind.OVERSIGHT


def test_an_officer_does_not_finish_management_oversight(case):
    note = note_of(case, kind=NoteKind.OVERSIGHT)

    with pytest.raises(services.CannotFinishNote):
        services.finish_note(note=note, by=case.officer, on=MONDAY)


def test_a_note_tells_whether_the_child_was_seen_and_what_they_said(signed_in, case):
    data = typed(
        kind="VISIT",
        was_child_seen="yes",
        was_child_seen_alone="no",
        child_voice_method="drawing",
        child_voice="A house with nobody in it",
        analysis="Lonely, I think",
    )

    page = text_of(signed_in(case.officer).post(write(case), data | FINISH, follow=True))

    for words in ("Child seen", "Child seen alone", "In a drawing", "A house with nobody in it"):
        assert words in page
    assert page.index("What was seen and said") < page.index("What the author thinks it means")


@pytest.mark.parametrize(("begun_on", "is_late"), [(date(2026, 9, 23), False), (date(2026, 9, 24), True)])
def test_a_note_begun_more_than_two_working_days_later_is_written_late(signed_in, case, begun_on, is_late):
    begun = datetime.combine(begun_on, time(9), tzinfo=LONDON)
    note = note_of(case, is_finished=True, begun_at=begun)

    assert ("Written late" in text_of(signed_in(case.officer).get(at("note", note)))) is is_late


def test_the_length_for_writing_up_is_a_setting(signed_in, case):
    boss = manager()
    RuleSetting.objects.create(
        key="casenote-routine",
        value=5,
        starts_on=MONDAY,
        reason="x",
        proposed_by=boss,
        approved_by=boss,
        approved_at=datetime(2026, 9, 1, tzinfo=LONDON),
    )
    note = note_of(case, is_finished=True, begun_at=datetime(2026, 9, 24, 9, tzinfo=LONDON))

    assert "Written late" not in text_of(signed_in(case.officer).get(at("note", note)))


# A draft that nobody finished

LAST_DAY = date(2026, 10, 5)
DAY_AFTER = date(2026, 10, 6)


def test_a_draft_becomes_final_after_ten_working_days_whoever_runs_the_sweep_how_often(clock_stands_at, case):
    note = note_of(case, kind="", happened_on=None, people_present="")
    clock_stands_at(LAST_DAY)
    assert tasks.finish_overdue_drafts() == 0
    clock_stands_at(DAY_AFTER)

    assert (tasks.finish_overdue_drafts(), tasks.finish_overdue_drafts()) == (1, 0)

    note.refresh_from_db()
    assert (note.status, note.finished_by_time) == (NoteStatus.FINAL, True)
    assert (note.kind, note.happened_on) == (NoteKind.OTHER, MONDAY)
    entry = case.chronology.get(kind=ChronologyKind.NOTE)
    assert entry.details == ["Became final by itself: the time a draft may lie had passed"]


def test_a_draft_whose_time_has_passed_is_locked_before_any_sweep_comes(signed_in, clock_stands_at, case):
    note = note_of(case)
    clock_stands_at(DAY_AFTER)
    client = signed_in(case.officer)

    page = text_of(client.get(at("note", note)))
    edited = client.get(at("edit_note", note))
    late = text_of(
        client.post(at("edit_note", note), typed(note=note.pk, version=1, text="Too late now") | DRAFT)
    )

    assert "The time a draft may lie ended on 5 October 2026" in page
    assert "Carry on writing" not in page
    assert edited.url == note.get_absolute_url()
    assert "what you typed could not go into it" in late
    assert "Too late now" in late
    note.refresh_from_db()
    assert note.text == "The parent rang"


# Corrections


def test_a_correction_is_shown_under_the_note_with_its_reason(signed_in, case):
    note = note_of(case, is_finished=True, people_present="Ms Smith")
    client = signed_in(case.officer)
    data = {"token": str(uuid4()), "text": "It was Mr Smith", "reason": "The wrong parent"}

    client.post(at("add_to_note", note), data)
    again = client.post(at("add_to_note", note), data, follow=True)

    page = text_of(again)
    assert page.count("It was Mr Smith") == 1
    assert "The parent rang" in page
    entry = case.chronology.get(kind=ChronologyKind.NOTE_ADDED_TO)
    assert entry.details == ["The wrong parent"]
    assert note.addenda.get().history.get().history_user == case.officer


def test_a_correction_needs_its_words_and_its_reason(signed_in, case):
    note = note_of(case, is_finished=True)

    page = text_of(signed_in(case.officer).post(at("add_to_note", note), {"token": str(uuid4())}))

    assert "Enter what has to be corrected or added" in page
    assert "Enter the reason" in page


def test_a_draft_is_changed_rather_than_added_to(signed_in, case):
    note = note_of(case)

    assert signed_in(case.officer).get(at("add_to_note", note)).url == note.get_absolute_url()


def test_an_addendum_to_a_draft_whose_time_has_passed_finishes_it_first(signed_in, clock_stands_at, case):
    note = note_of(case)
    clock_stands_at(DAY_AFTER)
    data = {"token": str(uuid4()), "text": "More", "reason": "Too late"}

    signed_in(case.officer).post(at("add_to_note", note), data)

    note.refresh_from_db()
    assert note.finished_by_time
    assert note.addenda.count() == 1


@pytest.mark.parametrize("status", [NoteStatus.FINAL])
@pytest.mark.parametrize("missing", [{"kind": ""}, {"happened_on": None}, {"finished_at": None}])
def test_the_database_holds_no_half_finished_note(case, status, missing):
    note = note_of(case, is_finished=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(status=status, **missing)


# Whatever is typed


def test_text_comes_back_as_it_was_typed_in_every_field(signed_in, case):
    client = signed_in(case.officer)
    for words in STRINGS:
        kept = " ".join(words.split())[:150]
        if not kept:
            continue
        data = typed(
            people_present=kept,
            text=kept,
            analysis=kept,
            decision=kept,
            decision_reason=kept,
            child_voice=kept,
            child_voice_method="in_person",
        )
        answer = client.post(write(case), data | FINISH)
        if answer.status_code != 302:
            assert "There is a problem" in answer.content.decode(), words
            continue
        page = client.get(answer.url).content.decode()
        assert "<script>alert" not in page
        note = Note.objects.order_by("-pk")[0]
        assert note.text == note.analysis == note.decision_reason == note.child_voice


# Queries


@pytest.mark.parametrize("addenda", [10, 100])
def test_a_note_asks_the_database_little(signed_in, case, addenda, django_assert_max_num_queries):
    note = note_of(case, is_finished=True)
    for _ in range(addenda):
        services.add_addendum(note=note, text="More", reason="Found", by=case.officer, on=MONDAY)
    client = signed_in(case.officer)

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(at("note", note))


@pytest.mark.parametrize("drafts", [10, 100])
def test_the_form_asks_the_database_little(signed_in, case, drafts, django_assert_max_num_queries):
    note, *_ = [note_of(case) for _ in range(drafts)]
    client = signed_in(case.officer)

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(write(case))
    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(at("edit_note", note))


def test_finishing_a_new_note_asks_the_database_little(signed_in, case, django_assert_max_num_queries):
    client = signed_in(case.officer)

    with django_assert_max_num_queries(30):
        client.post(write(case), typed() | FINISH)
