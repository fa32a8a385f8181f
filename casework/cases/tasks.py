"""Work that may come late, or twice: each task calls one service."""

from celery import shared_task
from django.utils import timezone

from casework.cases import services


@shared_task
def finish_recalculations() -> int:
    return services.finish_recalculations(on=timezone.localdate())


@shared_task
def refresh_unknown_deadlines() -> int:
    return services.refresh_unknown_deadlines(on=timezone.localdate())


@shared_task
def finish_overdue_drafts() -> int:
    return services.finish_overdue_drafts(on=timezone.localdate())
