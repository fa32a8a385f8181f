"""What somebody has agreed to do, until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.cases import permissions
from casework.cases.choices import CaseStatus, ChronologyKind
from casework.cases.models import Action, Case
from casework.cases.services.record import record_in_chronology
from casework.ui.words import say_day


class ActionChanged(Exception):
    """Somebody changed the action after this person opened it. Carries the action as it now is."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.pk)
        self.action = action


class CannotChangeAction(Exception):
    """The action is done, or its case is over; the message says which."""


@dataclass(frozen=True)
class Owner:
    """Who has to do it: a person of a team, or the team's inbox, which a named person watches."""

    user: User
    team: Team
    is_inbox: bool = False

    def __str__(self) -> str:
        return f"the inbox of {self.team}, watched by {self.user}" if self.is_inbox else str(self.user)


@transaction.atomic
def add_action(*, case: Case, text: str, owner: Owner, due_on: date, by: User, on: date) -> Action:
    """Add something to do on a case. Raises CannotChangeAction when the case is over."""
    permissions.check_can_write(by, case)
    if not Case.objects.select_for_update(of=("self",)).get(pk=case.pk).is_open:
        raise CannotChangeAction("The case is closed")
    action = Action(
        child=case.child,
        case=case,
        text=text,
        team=owner.team,
        owner=owner.user,
        due_on=due_on,
        created_by=by,
    )
    save_as(action, by=by)
    _tell(
        action,
        ChronologyKind.ACTION_AGREED,
        f"Action: {text}",
        [f"For {owner}, by {say_day(due_on)}"],
        by,
        on,
    )
    return action


@transaction.atomic
def change_action(
    *,
    action: Action,
    owner: Owner,
    due_on: date,
    reason: str,
    seen: tuple[int, date | None],
    by: User,
    on: date,
) -> Action:
    """Give an action another owner or another date. `seen` is the owner and the date it had on the page.

    Raises ActionChanged when they are others by now, CannotChangeAction when it is done.
    """
    action = _locked(action)
    if action.case is None:
        raise CannotChangeAction("This action belongs to no case")
    permissions.check_can_write(by, action.case)
    if action.done_on is not None:
        raise CannotChangeAction("The action is done already")
    if seen != (action.owner_id, action.due_on):
        raise ActionChanged(action)
    changed = []
    if (owner.user.pk, owner.team.pk) != (action.owner_id, action.team_id):
        changed.append(f"For {owner} now, before: {action.owner}")
    if due_on != action.due_on:
        changed.append(f"Due {say_day(due_on)}, before: {say_day(action.due_on) or 'no date'}")
    if not changed:
        raise CannotChangeAction("Nothing is different: choose another owner or another date")
    action.owner, action.team, action.due_on = owner.user, owner.team, due_on
    save_as(action, by=by)
    _tell(action, ChronologyKind.ACTION_AGREED, f"Action changed: {action.text}", [*changed, reason], by, on)
    return action


@transaction.atomic
def finish_action(*, action: Action, by: User, done_on: date, outcome: str = "") -> Action:
    """Mark an action as done, with what came of it. Done already, it stays as it was: raises
    CannotChangeAction where somebody has another thing to say of what came of it.

    Its owner may and whoever stands in for them, anybody in its team who writes on cases, and whoever writes
    on its case where the team is the case's own. Raises PermissionDenied for others: what was handed to
    another team is theirs.
    """
    check_may(by, Verb.WRITE_CASE)
    action = _locked(action)
    if not permissions.can_finish_action(by, action):
        raise PermissionDenied("This action belongs to another team")
    if action.done_on is None:
        action.done_on, action.outcome = done_on, outcome
        save_as(action, by=by)
        details = [outcome] if outcome else []
        _tell(action, ChronologyKind.ACTION_DONE, f"Action done: {action.text}", details, by, done_on)
    elif outcome not in ("", action.outcome):
        came_of_it = f", with “{action.outcome}”" if action.outcome else ""
        raise CannotChangeAction(
            f"The action was marked as done on {say_day(action.done_on)} already{came_of_it}."
            " Write a note for what you have to add"
        )
    return action


def _locked(action: Action) -> Action:
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("case__child", "owner", "team", "child")
        .get(pk=action.pk)
    )


def _tell(
    action: Action, kind: ChronologyKind, text: str, details: Sequence[str], by: User, happened_on: date
) -> None:
    if action.case is not None and action.case.status != CaseStatus.RECORDED_IN_ERROR:
        record_in_chronology(
            case=action.case, kind=kind, text=text, details=details, by=by, happened_on=happened_on
        )
