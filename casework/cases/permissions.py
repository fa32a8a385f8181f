"""Who may do what to one case: `can_…` for a page to ask, `check_can_…` for a service to insist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from casework.access.choices import Verb
from casework.access.permissions import check_may
from casework.cases.choices import CaseStatus
from casework.cases.models import Action, Case
from casework.people.models import Child

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.access.models import User


def reaches(user: User, verb: Verb, case: Case) -> bool:
    """Say whether a verb reaches one case; agrees with `CaseQuerySet.within`, which tests hold together."""
    scope = user.standing.scope(verb)
    if not scope:
        return False
    restricted = case.is_restricted or case.child.is_restricted
    theirs = scope.own and (case.officer_id in scope.own_ids or case.opened_by_id == user.pk)
    if not restricted and (scope.everything or theirs or case.team_id in scope.team_ids):
        return True
    # Loaded with `standing_to`, the case knows already whether the person is named.
    if getattr(case, "stands_to", None) == user.pk:
        return bool(case.is_named)  # type: ignore[attr-defined]
    return Case.objects.within(user, verb).filter(pk=case.pk).exists()


def check(user: User, verb: Verb, case: Case) -> None:
    """Raise PermissionDenied where the verb does not reach the case."""
    if not reaches(user, verb, case):
        raise PermissionDenied(f"Your role does not allow you to {verb.value}")


def can_write(user: User, case: Case) -> bool:
    return reaches(user, Verb.WRITE_CASE, case)


def check_can_write(user: User, case: Case) -> None:
    check(user, Verb.WRITE_CASE, case)


def can_propose_not_applicable(user: User, case: Case) -> bool:
    return reaches(user, Verb.PROPOSE_NOT_APPLICABLE, case)


def check_can_propose_not_applicable(user: User, case: Case) -> None:
    check(user, Verb.PROPOSE_NOT_APPLICABLE, case)


def can_approve_not_applicable(user: User, case: Case) -> bool:
    return reaches(user, Verb.APPROVE_NOT_APPLICABLE, case)


def check_can_approve_not_applicable(user: User, case: Case) -> None:
    check(user, Verb.APPROVE_NOT_APPLICABLE, case)


def can_reallocate(user: User, case: Case) -> bool:
    return reaches(user, Verb.REALLOCATE, case)


def check_can_reallocate(user: User, case: Case) -> None:
    check(user, Verb.REALLOCATE, case)


def can_write_note(user: User, case: Case) -> bool:
    """Notes may still be written on a closed case; none on one that was recorded in error."""
    return case.status != CaseStatus.RECORDED_IN_ERROR and reaches(user, Verb.WRITE_NOTE, case)


def check_can_write_note(user: User, case: Case) -> None:
    if case.status == CaseStatus.RECORDED_IN_ERROR:
        raise PermissionDenied("This case was recorded in error: it is kept to be read")
    check(user, Verb.WRITE_NOTE, case)


def can_oversee(user: User, case: Case) -> bool:
    """Management oversight is written by those who may re-allocate the case: seniors and managers."""
    return reaches(user, Verb.REALLOCATE, case)


def children_to_restrict(user: User) -> QuerySet[Child]:
    """Return the children whom the person may restrict, or whose restriction they may lift.

    Those with a case that the verb reaches, those without any case that is in sight, and restricted ones
    that name the person.
    """
    scope = user.standing.scope(Verb.RESTRICT)
    if not scope:
        return Child.objects.none()
    seen = Child.objects.visible_to(user)
    if scope.everything:
        return seen
    of_the_child = Case.objects.filter(child=OuterRef("pk")).order_by()
    reached = Case.objects.within(user, Verb.RESTRICT).filter(child=OuterRef("pk")).order_by()
    return seen.filter(
        Q(is_restricted=True) | Exists(reached) | ~Exists(of_the_child.filter(is_restricted=False))
    )


def can_restrict(user: User, record: Child | Case) -> bool:
    """Say whether the person may restrict a child or a case, decide what was asked, and lift it again."""
    if isinstance(record, Case):
        return reaches(user, Verb.RESTRICT, record)
    return children_to_restrict(user).filter(pk=record.pk).exists()


def check_can_restrict(user: User, record: Child | Case) -> None:
    if not can_restrict(user, record):
        raise PermissionDenied(f"Your role does not allow you to {Verb.RESTRICT.value}")


def check_can_ask_to_restrict(user: User, record: Child | Case) -> None:
    """Anybody who sees the record, and whose role has the verb, may ask."""
    check_may(user, Verb.ASK_TO_RESTRICT)
    if not type(record).objects.visible_to(user).filter(pk=record.pk).exists():
        raise PermissionDenied(f"Your role does not allow you to {Verb.ASK_TO_RESTRICT.value}")


def can_finish_action(user: User, action: Action) -> bool:
    """Its owner, or who stands in for them, its team, and whoever writes on its case where the team is the
    case's own."""
    if not user.standing.scope(Verb.WRITE_CASE):
        return False
    if action.owner_id in user.standing.own_ids or action.team_id in user.standing.team_ids:
        return True
    case = action.case
    return case is not None and action.team_id == case.team_id and can_write(user, case)
