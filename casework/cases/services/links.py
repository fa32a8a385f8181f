"""Cases that have to do with each other."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.services import save_as
from casework.cases import permissions
from casework.cases.choices import ChronologyKind, LinkKind
from casework.cases.models import Case, CaseLink
from casework.cases.services.record import record_in_chronology


class CannotLink(Exception):
    """The two are one, or linked already; the message says which."""


@transaction.atomic
def link_cases(*, case: Case, other: Case, kind: LinkKind, reason: str, by: User, on: date) -> CaseLink:
    """Link two cases, seen from both by those who may read both. Raises CannotLink."""
    permissions.check_can_write(by, case)
    permissions.check(by, Verb.READ_CASE, other)
    if case.pk == other.pk:
        raise CannotLink("This is the case itself: enter the reference of another")
    first, second = sorted((case, other), key=lambda each: each.pk)
    # Locked in the order of their keys, so that two officers who link the same cases do not wait in a ring.
    list(
        Case.objects.select_for_update(of=("self",))
        .filter(pk__in=[first.pk, second.pk])
        .order_by("pk")
        .values_list("pk")
    )
    if CaseLink.objects.filter(case=first, other=second).exists():
        raise CannotLink(f"{other.reference} is linked to this case already")
    link = CaseLink(case=first, other=second, kind=kind, reason=reason, by=by)
    save_as(link, by=by)
    _tell(link, "Linked to", by=by, on=on)
    return link


@transaction.atomic
def unlink_cases(*, link: CaseLink, by: User, on: date) -> None:
    """Take a link away; its history stays. Whoever writes on one of the two cases may."""
    if not permissions.can_write(by, link.case):
        permissions.check_can_write(by, link.other)
    held = CaseLink.objects.select_for_update(of=("self",)).filter(pk=link.pk).first()
    if held is None:
        return
    _tell(link, "No longer linked to", by=by, on=on)
    held._history_user = by  # type: ignore[attr-defined]
    held.delete()


def _tell(link: CaseLink, what: str, *, by: User, on: date) -> None:
    details = [LinkKind(link.kind).label, *([link.reason] if link.reason else [])]
    for case, other in ((link.case, link.other), (link.other, link.case)):
        record_in_chronology(
            case=case,
            kind=ChronologyKind.CASES_LINKED,
            text=f"{what} {other.reference}",
            details=details,
            by=by,
            happened_on=on,
            other_case=other,
        )
