"""Somebody stands in for an officer who is away."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework.access import permissions, queries
from casework.access.models import Cover, User
from casework.access.services.saving import delete_as, save_as


class CannotCover(Exception):
    """The cover that was asked for cannot be; the message says why."""


@transaction.atomic
def arrange_cover(
    *, officer: User, covered_by: User, starts_on: date, ends_on: date, reason: str, by: User, on: date
) -> Cover:
    """Let somebody have what is an officer's own as theirs, from a day until another; it ends by itself.

    Raises PermissionDenied for an officer whose absence is not theirs to arrange, and CannotCover for days
    that cannot be and for somebody who cannot stand in.
    """
    permissions.check_can_arrange_cover(by, officer, on=on)
    # Locked, so that two who arrange the same absence at once do not arrange it twice.
    User.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    if starts_on < on:
        raise CannotCover("The first day must be today or later")
    if ends_on < starts_on:
        raise CannotCover("The last day must be the first day or later")
    if covered_by.pk == officer.pk:
        raise CannotCover("Choose somebody else to stand in")
    if not queries.stand_ins_for(officer, on=on).filter(pk=covered_by.pk).exists():
        raise CannotCover(f"{covered_by} carries no cases in a team of {officer}")
    on_these_days = Cover.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if on_these_days.filter(officer=covered_by).exists():
        raise CannotCover(f"{covered_by} is away on some of these days")
    if on_these_days.filter(officer=officer, covered_by=covered_by).exists():
        raise CannotCover(f"{covered_by} stands in for {officer} on some of these days already")
    cover = Cover(
        officer=officer,
        covered_by=covered_by,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        arranged_by=by,
    )
    save_as(cover, by=by)
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, last_day: date, by: User, on: date) -> None:
    """End cover earlier. With yesterday as its last day it is over from the next request.

    Cover that would end before it began is taken away; its history stays. Raises CannotCover where it ends
    earlier already.
    """
    cover = Cover.objects.select_for_update(of=("self",)).select_related("officer").get(pk=cover.pk)
    permissions.check_can_arrange_cover(by, cover.officer, on=on)
    if last_day >= cover.ends_on:
        raise CannotCover("The cover ends then, or earlier, already")
    if last_day < cover.starts_on:
        delete_as(cover, by=by)
        return
    cover.ends_on = last_day
    save_as(cover, by=by)
