"""A permanent exclusion reaches the authority: what would follow, and opening its case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from casework.access.models import Team, User
from casework.cases import services as cases
from casework.cases.kinds import kind_named
from casework.cases.models import Case
from casework.deadlines.queries import agreed_settings, settings_on
from casework.deadlines.rules import Obligation
from casework.people.choices import EnrolmentStatus
from casework.people.models import Child
from casework.people.services.enrolments import EnrolmentDetails, enrol
from casework.schools.choices import SchoolStatus, SchoolType
from casework.schools.models import School
from casework.schools.queries import calendar_of, present_name
from casework.schools.rules import SchoolCalendar
from exclusions.choices import Occasion, Party
from exclusions.details import AsReported, ExclusionDetails
from exclusions.models import PermanentExclusion, ReasonCode
from exclusions.queries import KIND, Surroundings, already_recorded, facts_from
from exclusions.rules import RULE_SET, checks
from exclusions.rules.checks import Reported
from exclusions.services.writing import add_reasons, add_told, state_circumstances, write_details

EXCLUDED = "PERMANENTLY_EXCLUDED"
FIRST_DAY_NOT_KNOWN = "The school, first day on roll not known"


class AlreadyRecorded(Exception):
    """An open permanent exclusion of the child, at the school and decided on the day, is here already."""

    def __init__(self, cases: Sequence[Case]) -> None:
        super().__init__(", ".join(case.reference for case in cases))
        self.cases = list(cases)


def preview_exclusion(
    *, child: Child, details: ExclusionDetails, by: User, on: date, separate_from: Collection[str] = ()
) -> list[Obligation]:
    """Return every clock the exclusion would start, and save nothing.

    Raises CannotRecord and AlreadyRecorded as `log_permanent_exclusion` does.
    """
    calendar = check_exclusion(details, child=child, told=details.told, on=on)
    _check_not_recorded(child, details, by=by, separate_from=separate_from)
    row = PermanentExclusion()
    write_details(row, details)
    home = details.child_is.home_authority
    facts = facts_from(
        row,
        Surroundings(
            date_of_birth=child.date_of_birth,
            school=details.school,
            holding=details.child_is.holding,
            home_authority=home.code if home else "",
            told=details.told,
        ),
    )
    settings = settings_on(RULE_SET, rows=agreed_settings(), on=row.decision_on)
    return RULE_SET.compute(facts, calendar, settings)


@transaction.atomic
def log_permanent_exclusion(
    *,
    child: Child,
    details: ExclusionDetails,
    team: Team,
    officer: User | None,
    by: User,
    on: date,
    separate_from: Collection[str] = (),
) -> Case:
    """Open a case for a permanent exclusion and start its clocks.

    Raises CannotRecord with what is wrong, by field, when the facts contradict each other or the calendar,
    and AlreadyRecorded when the same exclusion seems to be here, unless its reference is in `separate_from`.
    """
    # Two people who log the same exclusion take turns.
    child = Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
    check_exclusion(details, child=child, told=details.told, on=on)
    _check_not_recorded(child, details, by=by, separate_from=separate_from)
    case = cases.open_case(
        kind=kind_named(KIND),
        child=child,
        school=details.school,
        team=team,
        officer=officer,
        by=by,
        opened_on=on,
    )
    row = PermanentExclusion(case=case)
    write_details(row, details)
    row._history_user = by  # type: ignore[attr-defined]
    row.save(force_insert=True)
    add_reasons(row, details.reasons, by=by)
    add_told(row, Occasion.EXCLUSION, details.told, by=by)
    state_circumstances(child, details.child_is, on=details.decision_on, by=by, source=details.school.name)
    _state_school(case, details, by=by)
    cases.publish_fact(case=case, code=EXCLUDED, happened_on=details.decision_on, by=by)
    cases.start_deadlines(case=case, by=by, happened_on=on)
    return case


def check_exclusion(
    details: AsReported, *, child: Child, told: Mapping[Party, date], on: date
) -> SchoolCalendar:
    """Raise CannotRecord, by field, for what cannot be right; otherwise return the school's calendar."""
    school, calendar = details.school, calendar_of(details.school)
    closed = school.status == SchoolStatus.CLOSED or school.closed_on is not None
    in_force = ReasonCode.objects.in_force(details.decision_on).values_list("code", flat=True)
    checks.check_exclusion(
        Reported(
            decision_on=details.decision_on,
            start_on=details.start_on,
            date_of_birth=child.date_of_birth,
            reasons=tuple(details.reasons),
            reasons_in_force=frozenset(in_force),
            told=told,
            school_name=school.name,
            school_type=SchoolType(school.school_type),
            school_opened_on=school.opened_on,
            school_is_closed=closed,
            school_closed_on=school.closed_on,
            school_followed_by=_followed_by(school) if closed else "",
        ),
        calendar=calendar,
        on=on,
    )
    return calendar


def _check_not_recorded(
    child: Child, details: AsReported, *, by: User, separate_from: Collection[str]
) -> None:
    same = already_recorded(child=child, school=details.school, decision_on=details.decision_on, viewer=by)
    if not_told_apart := [case for case in same if case.reference not in separate_from]:
        raise AlreadyRecorded(not_told_apart)


def _state_school(case: Case, details: ExclusionDetails, *, by: User) -> None:
    """Put the child on the roll of the school that excludes, where nothing is recorded from that day on.

    A roll that begins later is left alone: who wrote it knows more of the child's schools than this does.
    """
    since = details.decision_on
    if case.child.enrolments.filter(Q(ends_on=None) | Q(ends_on__gte=since)).exists():
        return
    place = EnrolmentDetails(
        school=details.school,
        elsewhere="",
        status=EnrolmentStatus.CURRENT,
        starts_on=since,
        # Everybody who opens the child's record reads this, and not everybody may know of the case.
        source=FIRST_DAY_NOT_KNOWN,
    )
    enrol(child=case.child, details=place, by=by)


def _followed_by(school: School) -> str:
    name = present_name(school)
    return "" if name == school.name else name
