"""Who may do what to one case: `can_…` for a page to ask, `check_can_…` for a service to insist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from casework.access.choices import Verb
from casework.cases.choices import CaseStatus
from casework.cases.models import Case

if TYPE_CHECKING:
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
