"""Tells one case: each event through the service an officer would have used, on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.access.models import Team, User
from casework.cases import services as cases
from casework.cases.choices import DeadlineKind, DeadlineState
from casework.cases.models import Case, Deadline
from casework.people.models import Child
from casework.people.services import add_child
from casework.schools.models import School
from exclusions import services
from exclusions.choices import Basis, Party, StartPoint
from exclusions.demonstration.accounts import OFFICERS, SENIORS, Person, user_of
from exclusions.demonstration.days import Days
from exclusions.demonstration.names import Families
from exclusions.services import Circumstances, ExclusionDetails

# What every school tells at once.
TOLD_AT_ONCE = (Party.PARENT, Party.GOVERNING_BOARD, Party.LOCAL_AUTHORITY)
NOBODY_SPECIAL = Circumstances()


@dataclass
class County:
    """What the tellings of all cases share."""

    families: Families
    today: date
    areas: Mapping[str, str]
    days: Mapping[str, Days]
    schools: Mapping[str, School]
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def officer(self, area: str) -> User:
        return self._user(OFFICERS[area])

    def senior(self, area: str) -> User:
        return self._user(SENIORS[area])

    def team(self, area: str) -> Team:
        if area not in self.teams:
            self.teams[area] = Team.objects.get(name=area)
        return self.teams[area]

    def _user(self, person: Person) -> User:
        if person.email not in self.users:
            self.users[person.email] = user_of(person)
        return self.users[person.email]


class Teller:
    """One case, from the school's call onwards. Days are told as school days ago."""

    case: Case
    child: Child

    def __init__(self, county: County, urn: str) -> None:
        self.county = county
        self.school = county.schools[urn]
        self.days = county.days[urn]
        self.area = county.areas[urn]
        self.officer = county.officer(self.area)
        self.senior = county.senior(self.area)

    def excluded(
        self,
        ago: int,
        *,
        year_group: int = 9,
        reasons: Iterable[str] = ("PP",),
        start_point: StartPoint = StartPoint.START_OF_DAY,
        told: Iterable[Party] = TOLD_AT_ONCE,
        child_is: Circumstances = NOBODY_SPECIAL,
        logged_by: User | None = None,
        **more: Any,
    ) -> Teller:
        """The headteacher decides, the school calls, an officer logs it."""
        decision_on = self.days.ago(ago)
        on = self.days.ago(max(ago - 1, 0)) if ago > 3 else decision_on
        by = logged_by or self.officer
        family = self.county.families.next(year_group=year_group, on=decision_on)
        self.child = add_child(details=family.child, parent=family.parent, by=by, on=on)
        details = ExclusionDetails(
            school=self.school,
            decision_on=decision_on,
            decided_by=self.school.headteacher or "The headteacher",
            start_on=self.days.ago(ago - 1)
            if start_point is StartPoint.AFTER_SCHOOL and ago
            else decision_on,
            start_point=start_point,
            reasons=tuple(reasons),
            basis=Basis.SINGLE if len(tuple(reasons)) == 1 else Basis.PERSISTENT,
            told=dict.fromkeys(told, on),
            child_is=child_is,
            **more,
        )
        self.case = services.log_permanent_exclusion(
            child=self.child,
            details=details,
            team=self.county.team(self.area),
            officer=self.officer,
            by=by,
            on=on,
        )
        return self

    def then(
        self, event: str, ago: int, *, told: Mapping[Party, date | None] | None = None, **facts: Any
    ) -> Teller:
        """Something happened. A fact given as a number is a day: school days ago, or ahead if negative."""
        recorded = services.record_facts(
            case=self.case,
            facts={name: self._day(value) for name, value in facts.items()},
            told=told or {},
            event=event,
            by=self.officer,
            version=self.case.version,
            on=self.days.ago(ago),
        )
        self.case = recorded.case
        return self

    def cancelled(
        self, ago: int, *, reasons: str, told: Iterable[Party], returned: int | None = None
    ) -> Teller:
        day = self.days.ago(ago)
        recorded = services.cancel_exclusion(
            case=self.case,
            cancelled_on=day,
            reasons=reasons,
            returned_on=None if returned is None else self.days.ago(returned),
            told=dict.fromkeys(told, day),
            by=self.officer,
            version=self.case.version,
            on=self.days.ago(min(ago, returned if returned is not None else ago)),
        )
        self.case = recorded.case
        return self

    def recorded_in_error(self, ago: int, reason: str) -> Teller:
        self.case = services.record_exclusion_in_error(
            case=self.case, reason=reason, by=self.officer, version=self.case.version, on=self.days.ago(ago)
        )
        return self

    def met(self, rule_id: str, ago: int, *, met_by: str) -> Teller:
        on = self.days.ago(ago)
        cases.meet_deadline(
            deadline=self._deadline(rule_id), by=self.officer, met_on=on, met_by=met_by, on=on
        )
        return self._look_again()

    def paused(self, rule_id: str, first: int, last: int | None, reason: str) -> Teller:
        cases.pause_deadline(
            deadline=self._deadline(rule_id),
            by=self.officer,
            starts_on=self._day(first),
            ends_on=None if last is None else self._day(last),
            reason=reason,
            on=self.county.today,
        )
        return self._look_again()

    def extended_to(self, rule_id: str, new_due_on: date, *, given_by: str, reason: str) -> Teller:
        cases.extend_deadline(
            deadline=self._deadline(rule_id),
            by=self.officer,
            new_due_on=new_due_on,
            given_by=given_by,
            reason=reason,
            on=self.county.today,
        )
        return self._look_again()

    def proposed_not_applicable(self, rule_id: str, reason: str) -> Teller:
        cases.propose_not_applicable(
            deadline=self._deadline(rule_id), by=self.officer, reason=reason, on=self.county.today
        )
        return self._look_again()

    def agreed_not_applicable(self, rule_id: str, reason: str) -> Teller:
        cases.agree_not_applicable(
            deadline=self._deadline(rule_id), by=self.senior, reason=reason, on=self.county.today
        )
        return self._look_again()

    def everything_settled(self, ago: int, *, met_by: str) -> Teller:
        """Each deadline still open is marked as met on its day, or on the day the case was gone through."""
        on = self.days.ago(ago)
        open_now = {"state": DeadlineState.OPEN, "kind": DeadlineKind.DEADLINE}
        for deadline in self.case.deadlines.filter(**open_now):
            met_on = min(deadline.due_on or on, on)
            cases.meet_deadline(deadline=deadline, by=self.officer, met_on=met_on, met_by=met_by, on=on)
        return self._look_again()

    def closed(self, ago: int, outcome: str) -> Teller:
        self.case = cases.close_case(
            case=self.case, by=self.officer, outcome=outcome, closed_on=self.days.ago(ago)
        )
        return self

    def has_a_date_for(self, rule_id: str) -> bool:
        """Say whether the date is known: beyond the last term that is held, none is."""
        return self._deadline(rule_id).computed_on is not None

    def _deadline(self, rule_id: str) -> Deadline:
        return self.case.deadlines.get(rule_id=rule_id, key="")

    def _look_again(self) -> Teller:
        self.case = Case.objects.get(pk=self.case.pk)
        return self

    def _day(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        return self.days.ago(value) if value >= 0 else self.days.ahead(-value)
