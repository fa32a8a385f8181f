"""One council's caseload, by bulk writes: teams of every size, cases with their deadlines and notes.

One permanent exclusion is logged through the real service; the others take its deadlines over with their own
dates, so that the rows are as wide as they are in life.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import transaction

from casework.access.choices import Role
from casework.access.models import Membership, Team, User
from casework.cases.choices import (
    CaseStatus,
    ChronologyKind,
    DeadlineKind,
    DeadlineState,
    NoteKind,
    NoteStatus,
)
from casework.cases.models import Allocation, Case, ChronologyEntry, Deadline, Note
from casework.people.models import Child
from casework.schools.models import School
from casework.schools.services import load_demonstration_schools
from exclusions.choices import StartPoint
from exclusions.models import ExclusionReason, PermanentExclusion
from exclusions.services import ExclusionDetails, log_permanent_exclusion

BATCH = 2000
SEED = 2026
OPEN_SHARE = 0.7
LONG_AGO = date(2020, 1, 1)
# How many open cases each kind of viewer reads in a list; the manager reads all.
SMALL_TEAM = 20
AN_OFFICER_HOLDS = 20


def make_caseload(*, cases: int, on: date) -> dict[str, User]:
    """Add cases for children who are here. Return one person for each size of view, by its name."""
    load_demonstration_schools(by=None, on=on)
    viewers, teams = _teams(cases)
    schools = list(School.objects.filter(authority__terms__isnull=False).distinct()[:120])
    children = list(Child.objects.order_by("pk").values_list("pk", flat=True)[: cases + 1])
    template = _template(children.pop(), schools[0], teams[0][0], teams[0][1][0], on)
    random = Random(SEED)
    places = _places(teams, cases, random)
    for start in range(0, cases, BATCH):
        with transaction.atomic():
            batch = slice(start, start + BATCH)
            _add(children[batch], places[batch], schools, template, random, on, start)
    return viewers


def _teams(cases: int) -> tuple[dict[str, User], list[tuple[Team, list[User], int]]]:
    """Return a viewer of each size, and each team with its officers and how many cases it gets."""
    manager = _person("everything")
    county = Team.objects.create(name="County", watched_by=manager, is_fallback=True)
    _give(manager, county, Role.MANAGER)
    viewers = {"everything": manager}
    sizes = {"20 cases": SMALL_TEAM, "2,000 cases": cases // 10, "none": 0}
    found: list[tuple[Team, list[User], int]] = []
    for name, size in sizes.items():
        senior = _person(name)
        team = Team.objects.create(name=f"Team of {name}", parent=county, watched_by=senior)
        _give(senior, team, Role.SENIOR)
        viewers[name] = senior
        found.append((team, _officers(team, max(1, size // AN_OFFICER_HOLDS)), size))
    left = cases - sum(size for _, _, size in found)
    for number in range(9):
        team = Team.objects.create(name=f"Area {number}", parent=county, watched_by=manager)
        size = left // 9 + (left % 9 if number == 8 else 0)
        found.append((team, _officers(team, max(1, size // 60)), size))
    viewers["an officer"] = found[1][1][0]
    return viewers, found


def _officers(team: Team, how_many: int) -> list[User]:
    people = [_person(f"{team.name} {number}") for number in range(how_many)]
    for person in people:
        _give(person, team, Role.OFFICER)
    return people


def _person(name: str) -> User:
    plain = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return User.objects.create(name=name.title(), email=f"{plain}@bench.example", password="!")


def _give(person: User, team: Team, role: Role) -> None:
    Membership.objects.create(user=person, team=team, role=role, starts_on=LONG_AGO)


def _template(child: int, school: School, team: Team, officer: User, on: date) -> Case:
    return log_permanent_exclusion(
        child=Child.objects.get(pk=child),
        details=ExclusionDetails(
            school=school,
            decision_on=on - timedelta(days=on.weekday() + 7),
            decided_by="Headteacher",
            start_on=on - timedelta(days=on.weekday() + 7),
            start_point=StartPoint.START_OF_DAY,
            reasons=["PP"],
        ),
        team=team,
        officer=officer,
        by=officer,
        on=on,
    )


def _places(teams: list[tuple[Team, list[User], int]], cases: int, random: Random) -> list[tuple[Team, User]]:
    places = [(team, officers[n % len(officers)]) for team, officers, size in teams for n in range(size)]
    random.shuffle(places)
    return places[:cases]


def _add(
    children: list[int],
    places: list[tuple[Team, User]],
    schools: list[School],
    template: Case,
    random: Random,
    on: date,
    first: int,
) -> None:
    deadlines = list(template.deadlines.all())
    exclusion = template.permanent_exclusion
    shifts = [timedelta(days=random.randrange(-200, 10)) for _ in children]
    first_due = min(
        each.due_on
        for each in deadlines
        if each.due_on and each.state == DeadlineState.OPEN and each.kind == DeadlineKind.DEADLINE
    )
    cases = Case.objects.bulk_create(
        _case(template, first + number, child, place, random.choice(schools), first_due, shift, random, on)
        for number, (child, place, shift) in enumerate(zip(children, places, shifts, strict=True))
    )
    PermanentExclusion.objects.bulk_create(
        PermanentExclusion(
            case=case,
            decision_on=exclusion.decision_on + shift,
            decided_by=exclusion.decided_by,
            start_on=exclusion.start_on + shift,
            start_point=exclusion.start_point,
        )
        for case, shift in zip(cases, shifts, strict=True)
    )
    ExclusionReason.objects.bulk_create(
        ExclusionReason(exclusion_id=case.pk, position=1, code_id="PP") for case in cases
    )
    Deadline.objects.bulk_create(
        (
            _deadline(deadline, case, shift)
            for case, shift in zip(cases, shifts, strict=True)
            for deadline in deadlines
        ),
        batch_size=BATCH,
    )
    Allocation.objects.bulk_create(
        Allocation(case=case, officer=case.officer, team=case.team, by=case.officer) for case in cases
    )
    ChronologyEntry.objects.bulk_create(
        (
            ChronologyEntry(
                child_id=case.child_id,
                case=case,
                kind=ChronologyKind.EVENT,
                text=f"Entry {number}",
                happened_on=case.opened_on,
                by=case.officer,
            )
            for case in cases
            for number in range(12)
        ),
        batch_size=BATCH,
    )
    Note.objects.bulk_create(
        Note(
            case=case,
            kind=NoteKind.CALL,
            status=NoteStatus.FINAL,
            happened_on=case.opened_on,
            text="Rang the school",
            author=case.officer,
            finished_at=template.allocations.get().starts_at,
        )
        for case in cases
    )


def _case(
    template: Case,
    number: int,
    child: int,
    place: tuple[Team, User],
    school: School,
    first_due: date,
    shift: timedelta,
    random: Random,
    on: date,
) -> Case:
    """Return a case, open or closed, with what a list is ordered by kept on it as the services would."""
    team, officer = place
    is_open = random.random() < OPEN_SHARE
    return Case(
        reference=f"EXC-2019-{number:05d}",
        kind=template.kind,
        child_id=child,
        school=school,
        team=team,
        officer=officer,
        status=CaseStatus.OPEN if is_open else CaseStatus.CLOSED,
        opened_on=template.opened_on + shift,
        closed_on=None if is_open else on,
        opened_by=officer,
        last_contact_on=on - timedelta(days=random.randrange(90)),
        next_due_on=first_due + shift if is_open else None,
        without_education_from=template.opened_on + shift if is_open else None,
    )


def _deadline(deadline: Deadline, case: Case, shift: timedelta) -> Deadline:
    def moved(day: date | None) -> date | None:
        return day + shift if day else None

    return Deadline(
        case=case,
        rule_id=deadline.rule_id,
        key=deadline.key,
        title=deadline.title,
        track=deadline.track,
        kind=deadline.kind,
        status=deadline.status,
        owed_by=deadline.owed_by,
        owner=case.officer,
        owner_team=case.team,
        state=deadline.state,
        computed_on=moved(deadline.computed_on),
        due_on=moved(deadline.due_on),
        warn_on=moved(deadline.warn_on),
        met_on=moved(deadline.met_on),
        explanation=deadline.explanation,
    )
