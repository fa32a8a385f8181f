"""Many cases with little behind them: what lists, exports and re-allocation are tried on."""

from datetime import date

from casework.cases.models import Allocation, Case, Deadline
from casework.people.models import Child
from tests.factories.access import officer

MONDAY = date(2026, 9, 21)


def a_case(team, holder, *, number=1, due_on=date(2026, 9, 25), school=None, child=None, **fields) -> Case:
    """A case with one open deadline, written straight into the tables."""
    child = child or Child.objects.create(
        forenames=f"Forename{number}", surname=f"Surname{number:04}", date_of_birth=date(2013, 5, 14)
    )
    details = {"opened_on": MONDAY, "opened_by": holder or officer(team), "next_due_on": due_on} | fields
    case = Case.objects.create(
        reference=f"EXC-2026-{90000 + number}",
        kind="permanent_exclusion",
        child=child,
        school=school,
        team=team,
        officer=holder,
        **details,
    )
    Allocation.objects.create(case=case, officer=holder, team=team, by=details["opened_by"], reason="Opened")
    Deadline.objects.create(
        case=case,
        rule_id="gb-meet-15sd",
        title=f"Step of {number}",
        track="challenge",
        kind="DEADLINE",
        status="MUST",
        owed_by="The governing board",
        owner=holder,
        owner_team=team,
        due_on=due_on,
        computed_on=due_on,
    )
    return case


def many_cases(team, holder, count, **fields) -> list[Case]:
    return [a_case(team, holder, number=number, **fields) for number in range(1, count + 1)]
