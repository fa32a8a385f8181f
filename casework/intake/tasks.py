"""Work on large files, which may come late, or twice: the state of the file says what is left to do."""

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from casework.intake import services
from casework.intake.choices import RunState
from casework.intake.models import IntakeRun


@shared_task
def carry_on_with(run_id: int) -> None:
    """Check a file, or bring it in, whichever it waits for."""
    run = IntakeRun.objects.select_related("by", "team").filter(pk=run_id).first()
    if run is None:
        return
    try:
        if run.state == RunState.BRINGING_IN:
            run = services.bring_in(run=run, by=run.by, on=timezone.localdate(), now=timezone.now())
        if run.state == RunState.CHECKING:
            services.check_rows(run=run, by=run.by, on=timezone.localdate())
    except PermissionDenied:
        services.forget_without_leave(run=run)


@shared_task
def carry_on() -> int:
    """Carry on with every file that waits, in case a message was lost or a worker ended half way."""
    waiting = IntakeRun.objects.filter(state__in=(RunState.CHECKING, RunState.BRINGING_IN))
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for run_id in ids:
        carry_on_with.delay(run_id)
    return len(ids)
