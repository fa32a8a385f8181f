"""What the tests of cases and their deadlines begin from."""

from datetime import date

from casework.cases import services
from casework.cases.models import Action, Case, Deadline
from tests.factories.exclusions import permanent_exclusion

GOVERNORS_MEET = "gb-meet-15sd"


def deadline_of(case: Case, rule_id: str = GOVERNORS_MEET) -> Deadline:
    """One deadline of a case; the governors' meeting unless another rule is named."""
    deadline = case.deadlines.get(rule_id=rule_id, key="")
    deadline.case = case
    return deadline


def open_deadline(**details) -> Deadline:
    """The governors' meeting of an exclusion decided on 21 September 2026: due Monday 12 October."""
    return deadline_of(permanent_exclusion(**details))


def handed_over(case: Case, *, by, text="Tell the panel", due_on: date | None = None) -> Action:
    """An action in the fallback team's inbox."""
    return services.hand_over(
        child=case.child, case=case, topic="", text=text, by=by, on=case.opened_on, due_on=due_on
    )


def closed(case: Case, *, by, on: date) -> Case:
    """Close a case whose open deadlines are marked as met first."""
    for deadline in case.deadlines.filter(state="OPEN", kind="DEADLINE"):
        deadline.case = case
        services.meet_deadline(deadline=deadline, by=by, met_on=on, met_by="The school", on=on)
    case.permanent_exclusion.cancelled_on = on
    case.permanent_exclusion.cancel_reasons = "Withdrawn"
    case.permanent_exclusion.save()
    return services.close_case(case=case, by=by, outcome="CANCELLED", closed_on=on)
