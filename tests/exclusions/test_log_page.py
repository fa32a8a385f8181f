"""Logging a permanent exclusion: what is asked, what is refused, what is shown before it is saved."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.access.choices import Role
from casework.cases.models import Case, CaseUserObjectPermission
from casework.people.choices import StatusKind
from casework.schools.choices import SchoolStatus
from casework.ui.words import say_day
from exclusions.choices import Party
from tests.exclusions.page import ReadPage
from tests.exclusions.typed import MONDAY, answers, typed_date
from tests.factories import people
from tests.factories.access import TeamFactory, holding, officer
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.schools import ClosureFactory, LocalAuthorityFactory, SchoolLinkFactory

pytestmark = pytest.mark.django_db

NAUGHTY = "O’Néill – <script>alert(1)</script> \u202eمرحبا 👩‍👧 %s {{ 7*7 }} '\" ' OR 1=1 --"


@pytest.fixture(autouse=True)
def _on_tuesday(clock_stands_at):
    clock_stands_at(date(2026, 9, 22))


@pytest.fixture
def team():
    return TeamFactory(name="Exclusions")


@pytest.fixture
def viewer(team):
    return officer(team)


@pytest.fixture
def school():
    return school_with_terms(name="Cherwell Fields School")


@pytest.fixture
def child(viewer):
    return people.child(by=viewer, forenames="Amara", surname="Lindqvist")


@pytest.fixture
def page(child):
    return reverse("exclusions:log_permanent_exclusion", args=[child.public_id])


def text_of(response) -> str:
    return response.content.decode()


def test_logging_begins_by_finding_the_child(signed_in, viewer):
    response = signed_in(viewer).get(reverse("exclusions:start_log"))

    assert response.status_code == 302
    assert response.url == reverse("people:find") + "?for=permanent_exclusion"


def test_the_form_shows_the_child_and_asks_in_sections(signed_in, viewer, page, school):
    text = text_of(signed_in(viewer).get(page))

    assert "Amara Lindqvist" in text
    for heading in ("School", "When", "Why", "Who was told, and when", "Who holds it here"):
        assert f'govuk-heading-m">{heading}</h2>' in text


def test_the_form_is_not_for_a_role_that_opens_no_case(signed_in, page):
    assert signed_in(holding(Role.ANALYST)).get(page).status_code == 403
    assert signed_in(holding(Role.AUDITOR)).get(page).status_code == 403


def test_a_restricted_child_is_not_found(signed_in, viewer, page, child):
    people.restricted(child)

    assert signed_in(viewer).get(page).status_code == 404


def test_checking_shows_the_clocks_and_saves_nothing(signed_in, viewer, page, school, team):
    shown = ReadPage(signed_in(viewer).post(page, answers(school, team)))

    assert shown.says("Nothing is saved yet")
    assert shown.says("Full-time education by the authority (Day 6) By Monday 28 September 2026")
    assert shown.says("Not started, and why")
    assert not Case.objects.exists()


def test_the_preview_says_which_term_dates_are_missing(
    signed_in, viewer, page, school, team, clock_stands_at
):
    clock_stands_at(date(2027, 7, 20))

    response = signed_in(viewer).post(page, answers(school, team, decision_on=date(2027, 7, 19)))

    assert "Add term dates for 2027/28" in text_of(response)


def test_saving_starts_exactly_the_clocks_that_were_shown(signed_in, viewer, page, school, team):
    client = signed_in(viewer)
    typed = answers(
        school,
        team,
        told={Party.GOVERNING_BOARD: date(2026, 9, 22)},
        child_is=["LOOKED_AFTER", "EHC_PLAN"],
        **typed_date("next_exam_on", date(2026, 10, 20)),
    )
    shown = client.post(page, typed).content.decode()

    response = client.post(page, {**typed, "step": "save"})

    case = Case.objects.get()
    previewed = re.findall(
        r'app-deadline__title">([^<]+)</p>.*?app-deadline__due">([^<]+)</span>',
        shown.split("Dates that the others are counted from")[0],
        re.DOTALL,
    )
    saved = [(unescape(deadline.title), say_day(deadline.due_on)) for deadline in case.deadlines.all()]
    assert response.url == case.get_absolute_url()
    assert sorted((unescape(title), due) for title, due in previewed) == sorted(saved)


def test_saving_names_the_reference_on_the_case_page(signed_in, viewer, page, school, team):
    client = signed_in(viewer)

    response = client.post(page, answers(school, team, step="save"), follow=True)

    assert f"{Case.objects.get().reference} is saved and its clocks have started" in text_of(response)


def test_everything_typed_is_kept_on_the_case(signed_in, viewer, page, school, team, child):
    reading = LocalAuthorityFactory(code="870", name="Reading")
    typed = answers(
        school,
        team,
        step="save",
        decision_at="2:10pm",
        reason_2="DB",
        reason_3="VA",
        basis="PERSISTENT",
        circumstances="First line\r\nsecond line",
        home_authority=reading.code,
        child_is=["SOCIAL_WORKER"],
        year11_no_exams_left="on",
        told={Party.PARENT: MONDAY},
    )

    signed_in(viewer).post(page, typed)

    row = Case.objects.get().permanent_exclusion
    assert str(row.decision_at) == "14:10:00"
    assert row.circumstances == "First line\nsecond line"
    assert row.basis == "PERSISTENT"
    assert row.year11_no_exams_left
    assert [reason.code_id for reason in row.reasons.all()] == ["PP", "DB", "VA"]
    assert [(told.party, told.told_on) for told in row.told.all()] == [("PARENT", MONDAY)]
    facts = {fact.kind: fact.authority for fact in child.status_facts.all()}
    assert facts == {StatusKind.SOCIAL_WORKER: None, StatusKind.HOME_AUTHORITY: reading}


def test_the_checked_page_carries_every_answer_to_the_next_step(signed_in, viewer, page, school, team):
    client = signed_in(viewer)
    typed = answers(
        school, team, circumstances=NAUGHTY + "\nsecond line", child_is=["SEN_SUPPORT", "EHC_PLAN"]
    )

    carried = ReadPage(client.post(page, typed)).values

    carried.pop("csrfmiddlewaretoken", None)
    typed.pop("step")
    assert carried == {name: value if isinstance(value, list) else [value] for name, value in typed.items()}


def test_changing_something_brings_everything_back(signed_in, viewer, page, school, team):
    typed = answers(school, team, step="change", circumstances=NAUGHTY, reason_2="DB", child_is=["EHC_PLAN"])

    found = ReadPage(signed_in(viewer).post(page, typed))

    assert not found.errors
    assert found.value("circumstances").strip() == NAUGHTY
    assert found.value("reason_2") == "DB"
    assert found.value("decided_by") == "Ms Okoro, headteacher"
    assert found.value("school") == school.urn
    assert found.value("decision_on_day") == "21"
    assert found.values["child_is"] == ["EHC_PLAN"]
    assert found.value("token") == typed["token"]


@pytest.mark.parametrize("name", ["decided_by", "circumstances", "decision_at"])
def test_naughty_text_comes_back_as_it_was_typed(name, signed_in, viewer, page, school, team):
    typed = answers(school, team, **{name: NAUGHTY, "start_point": ""})

    response = signed_in(viewer).post(page, typed)

    assert ReadPage(response).value(name).strip() == NAUGHTY
    assert "<script>alert" not in text_of(response)


def test_a_hidden_character_is_refused_in_words(signed_in, viewer, page, school, team):
    response = signed_in(viewer).post(page, answers(school, team, decided_by="Ms\x00Okoro"))

    assert "has a hidden character in it" in text_of(response)


REFUSALS = {
    "tomorrow": (
        {"decision_on": date(2026, 9, 23)},
        "decision_on",
        "The date of the decision must be today or in the past",
    ),
    "before the birth": (
        {"decision_on": date(2013, 5, 13)},
        "decision_on",
        "The child was born on 14 May 2013, after this date: check both",
    ),
    "first day before the decision": (
        {"start_on": date(2026, 9, 18)},
        "start_on",
        "The first day out must be the day of the decision or later",
    ),
    "a Saturday": (
        {"decision_on": date(2026, 9, 18), "start_on": date(2026, 9, 19)},
        "start_on",
        "19 September 2026 is not a school day at Cherwell Fields School (weekend)",
    ),
    "a reason twice": ({"reason_2": "PP"}, "reason_2", "Select each reason once"),
    "a reason of a later list": (
        {"decision_on": date(2026, 7, 1), "reason_1": "VR"},
        "reason_1",
        "This reason was not in use on 1 July 2026: select another",
    ),
    "told before the decision": (
        {"told": {Party.PARENT: date(2026, 9, 20)}},
        "told_parent",
        "The day the parent was told must be the day of the decision or later",
    ),
    "told tomorrow": (
        {"told": {Party.SOCIAL_WORKER: date(2026, 9, 23)}},
        "told_social_worker",
        "The day the social worker was told must be today or in the past",
    ),
}


@pytest.mark.parametrize(("changes", "field", "message"), REFUSALS.values(), ids=REFUSALS.keys())
@pytest.mark.parametrize("step", ["check", "save"])
def test_what_cannot_be_right_is_refused_at_its_field(
    step, changes, field, message, signed_in, viewer, page, school, team
):
    response = signed_in(viewer).post(page, answers(school, team, step=step, **changes))

    assert response.status_code == 200
    errors = ReadPage(response).errors
    assert list(errors) == [field]
    assert message in errors[field]
    assert not Case.objects.exists()


def test_an_impossible_date_is_refused_and_kept(signed_in, viewer, page, school, team):
    typed = answers(school, team) | {"decision_on_day": "31", "decision_on_month": "9"}

    response = signed_in(viewer).post(page, typed)

    found = ReadPage(response)
    assert found.errors == {"decision_on": "Date of the decision must be a real date"}
    assert (found.value("decision_on_day"), found.value("decision_on_month")) == ("31", "9")


def test_a_day_the_school_was_closed_is_refused(signed_in, viewer, page, school, team):
    ClosureFactory(school=school, starts_on=MONDAY, reason="Burst pipe")

    response = signed_in(viewer).post(page, answers(school, team))

    assert "(INSET day: Burst pipe)" in ReadPage(response).errors["start_on"]


def test_a_school_that_closed_is_refused_and_its_successor_named(signed_in, viewer, page, team):
    old = school_with_terms(name="Old Road School", status=SchoolStatus.CLOSED, closed_on=date(2019, 8, 31))
    new = school_with_terms(name="New Road Academy")
    SchoolLinkFactory(school=old, linked_urn=new.urn, linked_name="New Road Academy")

    response = signed_in(viewer).post(page, answers(old, team))

    assert ReadPage(response).errors == {
        "school": "Old Road School closed on 31 August 2019: choose New Road Academy, which followed it"
    }


def test_a_school_typed_without_javascript_is_found(signed_in, viewer, page, school, team):
    typed = {**answers(school, team), "school": "", "school_text": "cherwell fields"}

    response = signed_in(viewer).post(page, typed)

    assert "Nothing is saved yet" in text_of(response)


def test_an_officer_of_another_team_is_refused(signed_in, page, school, team):
    viewer = holding(Role.OFFICER, team)
    other = TeamFactory()
    colleague = officer(other)
    viewer.memberships.create(team=other, role=Role.OFFICER, starts_on=date(2020, 1, 1))

    response = signed_in(viewer).post(page, answers(school, team, officer=str(colleague.pk)))

    assert "does not work in Exclusions" in ReadPage(response).errors["officer"]


def test_the_schools_link_officer_holds_it_unless_somebody_else_is_chosen(
    signed_in, viewer, page, school, team
):
    school.link_officer = officer(team)
    school.save()

    signed_in(viewer).post(page, answers(school, team, step="save"))

    assert Case.objects.get().officer == school.link_officer


def test_saving_twice_with_one_token_makes_one_case(signed_in, viewer, page, school, team):
    client = signed_in(viewer)
    typed = answers(school, team, step="save")

    first = client.post(page, typed)
    second = client.post(page, typed)

    assert Case.objects.count() == 1
    assert first.url == second.url


def test_the_same_exclusion_is_shown_and_a_second_one_has_to_be_confirmed(
    signed_in, viewer, page, school, team, child
):
    case = permanent_exclusion(child=child, school=school, team=team, officer_=viewer)
    client = signed_in(viewer)

    stopped = client.post(page, answers(school, team))
    confirmed = client.post(page, answers(school, team, separate_from=[case.reference], step="save"))

    assert f'href="{case.get_absolute_url()}">{case.reference}</a>' in text_of(stopped)
    assert "separate_from" in ReadPage(stopped).errors
    assert confirmed.status_code == 302
    assert Case.objects.count() == 2


def test_the_same_exclusion_of_another_team_is_named_without_a_link(
    signed_in, viewer, page, school, team, child
):
    case = permanent_exclusion(child=child, school=school)

    text = text_of(signed_in(viewer).post(page, answers(school, team)))

    assert case.reference in text
    assert case.get_absolute_url() not in text


def test_a_restricted_case_leaves_no_trace(signed_in, viewer, page, school, team, child):
    case = permanent_exclusion(child=child, school=school)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    client = signed_in(viewer)

    unseen = text_of(client.post(page, answers(school, team)))
    CaseUserObjectPermission.objects.assign_perm("view_case", viewer, case)
    seen = text_of(client.post(page, answers(school, team)))

    assert case.reference not in unseen
    assert case.reference in seen


def test_the_form_takes_a_fixed_number_of_queries(
    signed_in, viewer, page, school, team, django_assert_max_num_queries
):
    client = signed_in(viewer)
    for _ in range(10):
        officer(team)

    with django_assert_max_num_queries(8):
        client.get(page)


def test_checking_takes_a_fixed_number_of_queries(
    signed_in, viewer, page, school, team, django_assert_max_num_queries
):
    client = signed_in(viewer)

    with django_assert_max_num_queries(20):
        client.post(page, answers(school, team, child_is=["LOOKED_AFTER"], told={Party.PARENT: MONDAY}))


def test_saving_writes_reasons_and_days_told_in_bulk(signed_in, viewer, page, school, team, child):
    """The bar is what was measured, savepoints of the test's own transaction included."""
    client = signed_in(viewer)
    others = {"reason_2": "DB", "reason_3": "VA", "told": dict.fromkeys(Party, MONDAY), "step": "save"}

    with CaptureQueriesContext(connection) as few:
        client.post(page, answers(school, team, step="save", told={Party.PARENT: MONDAY}))
    references = [case.reference for case in Case.objects.all()]
    with CaptureQueriesContext(connection) as many:
        client.post(page, answers(school, team, separate_from=references, **others))

    assert Case.objects.count() == 2
    assert len(many) <= len(few) <= 64
