"""The verbs of a permanent exclusion: what they write, what they refuse, what they leave behind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from casework.cases import services as cases
from casework.cases.choices import ChronologyKind
from casework.cases.kinds import kind_of
from casework.cases.models import Case
from casework.people.choices import StatusKind
from casework.people.services import state_fact
from exclusions import services
from exclusions.choices import Party
from exclusions.models import ExclusionReason, PermanentExclusion, ReasonCode, Told
from exclusions.rules.checks import CannotRecord
from exclusions.services import AlreadyRecorded, AsReported, Circumstances, ExclusionDetails
from tests.exclusions.typed import MONDAY
from tests.factories import people
from tests.factories.access import TeamFactory, holding, officer
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.schools import LocalAuthorityFactory

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 1)


def details_of(school, **changes) -> ExclusionDetails:
    reported = {
        "school": school,
        "decision_on": MONDAY,
        "decided_by": "Ms Okoro, headteacher",
        "start_on": MONDAY,
        "start_point": "START_OF_DAY",
        "reasons": ["PP"],
    }
    return ExclusionDetails(**(reported | changes))


@pytest.fixture
def viewer():
    return officer()


@pytest.fixture
def case(viewer):
    team = viewer.memberships.get().team
    return permanent_exclusion(team=team, officer_=viewer)


def record(case, viewer, *, told=None, **facts):
    fresh = Case.objects.get(pk=case.pk)
    return services.record_facts(
        case=fresh, facts=facts, told=told or {}, event="Recorded", by=viewer, version=fresh.version, on=LATER
    )


def test_the_reasons_of_two_lists_are_in_place():
    first, second = date(2026, 8, 31), date(2026, 9, 1)

    assert ReasonCode.objects.in_force(date(2020, 8, 31)).count() == 0
    assert ReasonCode.objects.in_force(first).count() == 16
    assert ReasonCode.objects.in_force(second).count() == 29
    assert ReasonCode.objects.first().code == "PP"


def test_logging_publishes_the_fact_and_says_so_in_the_chronology(case):
    fact = case.published_facts.get()

    assert (fact.code, fact.happened_on) == ("PERMANENTLY_EXCLUDED", MONDAY)
    assert [entry.kind for entry in case.chronology.order_by("pk")] == [
        ChronologyKind.CASE_OPENED,
        ChronologyKind.DEADLINES_STARTED,
    ]


def test_every_row_written_by_logging_has_its_author_in_the_history(viewer):
    case = permanent_exclusion(
        team=viewer.memberships.get().team,
        officer_=viewer,
        reasons=["PP", "DB"],
        told={Party.PARENT: MONDAY, Party.GOVERNING_BOARD: MONDAY},
        child_is=Circumstances(looked_after=True),
    )

    for model, count in ((PermanentExclusion, 1), (ExclusionReason, 2), (Told, 2)):
        assert [row.history_user for row in model.history.all()] == [viewer] * count
    for fact in case.child.status_facts.all():
        assert fact.history.get().history_user == viewer
    for deadline in case.deadlines.all():
        assert deadline.history.get().history_user == viewer


def test_logging_is_refused_to_somebody_who_may_not_open_a_case():
    child, school = people.child(), school_with_terms()

    with pytest.raises(PermissionDenied):
        services.log_permanent_exclusion(
            child=child,
            details=details_of(school),
            team=TeamFactory(),
            officer=None,
            by=holding("ANALYST"),
            on=MONDAY,
        )


def test_logging_nothing_is_kept_when_it_is_refused(viewer):
    child, school = people.child(), school_with_terms()

    with pytest.raises(CannotRecord) as refused:
        services.log_permanent_exclusion(
            child=child,
            details=details_of(school, reasons=[]),
            team=TeamFactory(),
            officer=None,
            by=viewer,
            on=MONDAY,
        )

    assert refused.value.errors == {"reason_1": "Select at least one reason"}
    assert not Case.objects.exists()


def test_a_child_of_whom_no_school_was_known_is_on_the_roll_of_the_school_that_excludes(case, viewer):
    place = case.child.enrolments.get()

    assert (place.school, place.starts_on, place.ends_on) == (case.school, MONDAY, None)
    assert "first day on roll not known" in place.source
    assert case.reference not in place.source
    assert place.history.get().history_user == case.opened_by


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_stated"),
    [
        (date(2025, 9, 1), None, False),
        (date(2025, 9, 1), MONDAY, False),
        (date(2026, 9, 22), None, False),
        (date(2025, 9, 1), date(2026, 9, 20), True),
    ],
)
def test_a_school_that_is_recorded_is_left_as_it_is(viewer, starts_on, ends_on, is_stated):
    child = people.child(by=viewer)
    known = people.row_of(child, "enrolments", starts_on=starts_on, ends_on=ends_on)

    case = permanent_exclusion(child=child, officer_=viewer, by=viewer)

    places = child.enrolments.exclude(pk=known.pk)
    assert [place.school for place in places] == ([case.school] if is_stated else [])


def test_the_same_exclusion_again_is_refused_until_it_is_told_apart(case, viewer):
    again = {"child": case.child, "school": case.school, "by": viewer, "officer_": viewer, "team": case.team}

    with pytest.raises(AlreadyRecorded) as refused:
        permanent_exclusion(**again)
    other = services.log_permanent_exclusion(
        child=case.child,
        details=details_of(case.school),
        team=case.team,
        officer=viewer,
        by=viewer,
        on=MONDAY,
        separate_from=[case.reference],
    )

    assert refused.value.cases == [case]
    assert other.reference != case.reference


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"start_point": "AFTER_SCHOOL", "next_exam_on": date(2026, 10, 20)},
        {"child_is": Circumstances(looked_after=True, ehc_plan=True), "ehcp_hours_met": True},
        {"told": {Party.GOVERNING_BOARD: date(2026, 9, 23)}, "year11_no_exams_left": True},
    ],
)
def test_a_preview_and_a_saved_case_have_the_same_facts_and_clocks(changes, viewer):
    child, school = people.child(by=viewer), school_with_terms()
    details = details_of(school, **changes)

    shown = services.preview_exclusion(child=child, details=details, by=viewer, on=LATER)
    case = services.log_permanent_exclusion(
        child=child, details=details, team=TeamFactory(), officer=viewer, by=viewer, on=LATER
    )

    previewed = {(each.rule_id, each.key): each.due for each in shown if each.is_triggered and each.track}
    saved = {(each.rule_id, each.key): each.computed_on for each in case.deadlines.all()}
    assert previewed == saved


def test_a_preview_of_a_child_who_lives_elsewhere_is_the_saved_one(viewer):
    child, school = people.child(by=viewer), school_with_terms()
    reading = LocalAuthorityFactory(code="870", name="Reading")
    details = details_of(school, child_is=Circumstances(home_authority=reading))

    shown = services.preview_exclusion(child=child, details=details, by=viewer, on=LATER)
    case = services.log_permanent_exclusion(
        child=child, details=details, team=TeamFactory(), officer=viewer, by=viewer, on=LATER
    )

    previewed = {each.rule_id: each.owed_by.label for each in shown if each.is_triggered and each.track}
    assert previewed == {each.rule_id: each.owed_by for each in case.deadlines.all()}
    assert previewed["day6-provision-la"] == "The home local authority"


def test_recording_facts_answers_with_the_deadlines_that_moved(case, viewer):
    recorded = record(case, viewer, told={Party.GOVERNING_BOARD: date(2026, 9, 24)})

    assert recorded.case == case
    assert any("Governors meet" in moved.text for moved in recorded.moved)


def test_recording_facts_that_are_already_there_writes_nothing(case, viewer):
    rows = PermanentExclusion.history.count()

    recorded = record(case, viewer, provider="")

    assert recorded.moved == ()
    assert PermanentExclusion.history.count() == rows


def test_recording_is_refused_from_an_old_version(case, viewer):
    record(case, viewer, provider="Meadowbrook College")

    with pytest.raises(cases.CaseChanged) as refused:
        services.record_facts(
            case=case, facts={"provider": "X"}, told={}, event="", by=viewer, version=case.version, on=LATER
        )

    assert refused.value.case.version == case.version + 1


def test_recording_is_refused_to_somebody_of_another_team(case):
    with pytest.raises(PermissionDenied):
        record(case, officer(), provider="X")


def test_nothing_is_written_when_one_of_the_facts_cannot_be(case, viewer):
    with pytest.raises(CannotRecord):
        record(case, viewer, told={Party.PARENT: MONDAY}, gb_met_on=date(2026, 9, 1), gb_outcome="DECLINE")

    assert not Told.objects.exists()
    assert PermanentExclusion.objects.get().gb_met_on is None


def test_correcting_to_another_day_carries_the_circumstances_along(viewer):
    case = permanent_exclusion(
        team=viewer.memberships.get().team, officer_=viewer, child_is=Circumstances(looked_after=True)
    )
    friday = date(2026, 9, 18)

    services.correct_exclusion(
        case=case,
        details=AsReported(
            school=case.school,
            decision_on=friday,
            decided_by="Ms Okoro, headteacher",
            start_on=friday,
            start_point="START_OF_DAY",
            reasons=["PP"],
        ),
        by=viewer,
        version=case.version,
        on=LATER,
    )

    fresh = Case.objects.get(pk=case.pk)
    assert services.circumstances_on(fresh.child, friday).looked_after
    assert fresh.deadlines.get(rule_id="notify-vsh").state == "OPEN"


def test_a_circumstance_that_held_before_ends_the_day_before_the_decision(case, viewer):
    fact = state_fact(
        child=case.child, kind=StatusKind.LOOKED_AFTER, starts_on=date(2025, 1, 1), by=viewer, source=""
    )

    services.record_circumstances(
        case=case, child_is=Circumstances(), by=viewer, version=case.version, on=LATER
    )

    fact.refresh_from_db()
    assert fact.ends_on == date(2026, 9, 20)


def test_cancelling_again_corrects_the_cancellation(case, viewer):
    day = date(2026, 9, 24)
    services.cancel_exclusion(
        case=case,
        cancelled_on=day,
        reasons="New facts",
        returned_on=None,
        told={},
        by=viewer,
        version=case.version,
        on=LATER,
    )
    fresh = Case.objects.get(pk=case.pk)

    services.cancel_exclusion(
        case=fresh,
        cancelled_on=day,
        reasons="Other facts",
        returned_on=date(2026, 9, 28),
        told={Party.PARENT: day},
        by=viewer,
        version=fresh.version,
        on=LATER,
    )

    row = PermanentExclusion.objects.get()
    assert (row.cancel_reasons, row.returned_on) == ("Other facts", date(2026, 9, 28))
    assert case.deadlines.get(rule_id="notify-cancel", key="PARENT").met_on == day


def steps_of(case, viewer) -> list[str]:
    fresh = Case.objects.get(pk=case.pk)
    return [step.text for step in kind_of(fresh).next_steps(fresh, viewer)]


def test_the_first_step_is_the_one_whose_clock_runs_out_first(case, viewer):
    assert steps_of(case, viewer)[0] == "Record who was told"

    everybody = dict.fromkeys((Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY), MONDAY)
    record(case, viewer, told=everybody)

    assert steps_of(case, viewer)[0] == "Record education"


def test_a_meeting_that_is_set_leads_to_the_decision(case, viewer):
    everybody = dict.fromkeys((Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY), MONDAY)
    record(
        case,
        viewer,
        told=everybody,
        provision_starts_on=date(2026, 9, 28),
        provision_started_on=date(2026, 9, 28),
        gb_meeting_on=date(2026, 10, 8),
        gb_papers_sent_on=date(2026, 9, 30),
        la_statement_sent_on=date(2026, 10, 5),
    )
    case.deadlines.filter(rule_id="ap-notice-48h").update(state="NOT_APPLICABLE")

    assert steps_of(case, viewer)[0] == "Record the governors’ decision"


def test_steps_that_are_over_or_cannot_come_yet_are_not_offered(case, viewer):
    before = steps_of(case, viewer)
    record(case, viewer, gb_met_on=date(2026, 10, 8), gb_outcome="DECLINE")
    after = steps_of(case, viewer)

    assert "Record the independent review" not in before
    assert "Record a cancellation" in before
    assert "Record the independent review" in after
    assert "Record a cancellation" not in after
    assert "Record the governors’ meeting" not in after


def test_somebody_who_may_not_write_is_offered_no_step(case):
    assert steps_of(case, officer(case.team)) == []


def test_a_case_is_not_closed_before_it_is_known_how_it_ended(case, viewer):
    close = kind_of(case).reasons_not_to_close

    assert close(case)
    record(case, viewer, placed_on=date(2026, 11, 2), placed_at="Windrush School")
    assert not close(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {
            "gb_met_on": date(2026, 10, 8),
            "gb_outcome": "DECLINE",
            "gb_notice_on": date(2026, 10, 9),
            "gb_notice_method": "DELIVERED",
            "irp_application_on": date(2026, 10, 12),
            "irp_application_method": "EMAIL",
        },
        {"gb_met_on": date(2026, 10, 8), "gb_outcome": "REINSTATE_NOW", "gb_reasons": "Not proportionate"},
    ],
)
def test_the_panels_show_what_is_recorded_in_a_fixed_number_of_queries(
    facts, case, viewer, django_assert_max_num_queries
):
    record(case, viewer, **facts)
    fresh = Case.objects.select_related("permanent_exclusion", "child", "school__authority").get(pk=case.pk)

    with django_assert_max_num_queries(3):
        panels = kind_of(fresh).panels(fresh, viewer)

    said = {row["key"]: row for panel in panels for row in panel.context["rows"]}
    assert said["Decided"]["value"] == "Monday 21 September 2026"
    assert said["Reasons, in order"]["lines"] == ["1. Physical assault against a pupil"]
    assert ("Application" in said) == (facts.get("gb_outcome") == "DECLINE")


def test_a_cancelled_exclusion_shows_who_is_still_to_be_told(case, viewer):
    services.cancel_exclusion(
        case=case,
        cancelled_on=date(2026, 9, 24),
        reasons="New facts",
        returned_on=None,
        told={Party.PARENT: date(2026, 9, 24)},
        by=viewer,
        version=case.version,
        on=LATER,
    )
    fresh = Case.objects.get(pk=case.pk)

    first = kind_of(fresh).panels(fresh, viewer)[0]

    said = {row["key"]: row.get("value") for row in first.context["rows"]}
    assert first.title == "Cancelled by the headteacher"
    assert said["The parent told"] == "Thursday 24 September 2026"
    assert said["The governing board told"] == "Not recorded"
