"""What an officer does to one deadline. None is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from casework.access.models import User
from casework.access.services import save_as
from casework.cases import permissions
from casework.cases.choices import ChronologyKind, DeadlineState
from casework.cases.models import Case, Deadline, Extension, NotApplicableProposal, Pause
from casework.cases.services.lifecycle import lock_case
from casework.cases.services.record import record_in_chronology
from casework.cases.services.summary import refresh_due
from casework.cases.services.synchronise import refresh_date, synchronise_deadlines
from casework.schools.queries import calendars_of
from casework.schools.rules import SchoolCalendar
from casework.ui.words import say_day


class CannotChangeDeadline(Exception):
    """The deadline's state does not allow it; the message says why."""


@transaction.atomic
def meet_deadline(*, deadline: Deadline, by: User, met_on: date, met_by: str, on: date) -> Deadline:
    """Record that a deadline was met, on which day and by whom.

    Raises CannotChangeDeadline when it is not open, or when the day has not come yet.
    """
    deadline = _locked(deadline, by)
    _insist_open(deadline)
    if met_on > on:
        raise CannotChangeDeadline("The date it was met must be today or in the past")
    deadline.state, deadline.met_on, deadline.met_by = DeadlineState.MET, met_on, met_by
    late = deadline.due_on is not None and met_on > deadline.due_on
    _save(deadline, by)
    _tell(
        deadline,
        ChronologyKind.DEADLINE_MET,
        f"{deadline.title}: met",
        [
            f"Met on {say_day(met_on)} by {met_by}",
            f"Due {say_day(deadline.due_on)}{', met late' if late else ''}",
        ],
        by,
        met_on,
    )
    return deadline


@transaction.atomic
def reopen_deadline(*, deadline: Deadline, by: User, reason: str, on: date) -> Deadline:
    """Undo a met or not-applicable mark that somebody made by mistake. What the facts say stays as it is.

    Raises CannotChangeDeadline when the case is closed, or nobody here made such a mark.
    """
    deadline = _locked(deadline, by)
    _insist_open_case(deadline)
    if deadline.state not in (DeadlineState.MET, DeadlineState.NOT_APPLICABLE) or deadline.is_met_by_facts:
        raise CannotChangeDeadline("Only a deadline that somebody here marked can be opened again")
    if deadline.state == DeadlineState.NOT_APPLICABLE:
        permissions.check_can_approve_not_applicable(by, deadline.case)
    deadline.state, deadline.met_on, deadline.met_by = DeadlineState.OPEN, None, ""
    deadline.closed_reason = ""
    _save(deadline, by)
    _tell(deadline, ChronologyKind.DEADLINE_REOPENED, f"{deadline.title}: open again", [reason], by, on)
    synchronise_deadlines(case=deadline.case, by=by, because=f"{deadline.title}: open again", happened_on=on)
    deadline.refresh_from_db()
    return deadline


@transaction.atomic
def pause_deadline(
    *, deadline: Deadline, by: User, starts_on: date, ends_on: date | None, reason: str, on: date
) -> Pause:
    """Stop counting for some days, or until further notice.

    Raises CannotChangeDeadline when the deadline is not open, its date is not known, the days overlap
    another pause,
    end before they start, or begin after the deadline.
    """
    deadline = _locked(deadline, by)
    _insist_open(deadline)
    if deadline.computed_on is None:
        raise CannotChangeDeadline("The date is not known yet, so there is nothing to pause")
    if ends_on is not None and ends_on < starts_on:
        raise CannotChangeDeadline("The last day of the pause must be the first day or later")
    if deadline.due_on is not None and starts_on > deadline.due_on:
        raise CannotChangeDeadline(f"The pause must start by the deadline, {say_day(deadline.due_on)}")
    for other in deadline.pauses.all():
        if (ends_on is None or other.starts_on <= ends_on) and (
            other.ends_on is None or starts_on <= other.ends_on
        ):
            raise CannotChangeDeadline("These days overlap a pause that is already recorded")
    pause = Pause(deadline=deadline, starts_on=starts_on, ends_on=ends_on, reason=reason, by=by)
    save_as(pause, by=by)
    before = deadline.due_on
    _move(deadline, by)
    until = say_day(ends_on) if ends_on else "further notice"
    _tell(
        deadline,
        ChronologyKind.DEADLINE_PAUSED,
        f"{deadline.title}: paused",
        [f"From {say_day(starts_on)} until {until}", reason, _was_now(before, deadline)],
        by,
        on,
    )
    return pause


@transaction.atomic
def resume_deadline(*, deadline: Deadline, by: User, ends_on: date, on: date) -> Deadline:
    """End a running pause; `ends_on` is the last day not counted.

    Raises CannotChangeDeadline when the deadline is not open, no pause is running, or the day is before its
    first.
    """
    deadline = _locked(deadline, by)
    _insist_open(deadline)
    pause = deadline.pauses.filter(ends_on=None).first()
    if pause is None:
        raise CannotChangeDeadline("The deadline is not paused")
    if ends_on < pause.starts_on:
        raise CannotChangeDeadline(
            f"The pause began on {say_day(pause.starts_on)}: it cannot end before that"
        )
    pause.ends_on = ends_on
    save_as(pause, by=by)
    _move(deadline, by)
    _tell(
        deadline,
        ChronologyKind.DEADLINE_RESUMED,
        f"{deadline.title}: running again",
        [f"The last day not counted was {say_day(ends_on)}", _was_now(None, deadline)],
        by,
        on,
    )
    return deadline


@transaction.atomic
def extend_deadline(
    *, deadline: Deadline, by: User, new_due_on: date, given_by: str, reason: str, on: date
) -> Extension:
    """Give more time. The date the rule gives stays beside the new one.

    Raises CannotChangeDeadline when the deadline is not open, or the new date is not later.
    """
    deadline = _locked(deadline, by)
    _insist_open(deadline)
    if deadline.due_on is not None and new_due_on <= deadline.due_on:
        raise CannotChangeDeadline(f"The new date must be after {say_day(deadline.due_on)}")
    extension = Extension(deadline=deadline, new_due_on=new_due_on, given_by=given_by, reason=reason, by=by)
    save_as(extension, by=by)
    before = deadline.due_on
    _move(deadline, by)
    _tell(
        deadline,
        ChronologyKind.DEADLINE_EXTENDED,
        f"{deadline.title}: more time given",
        [f"By {given_by}", reason, _was_now(before, deadline)],
        by,
        on,
    )
    return extension


@transaction.atomic
def propose_not_applicable(*, deadline: Deadline, by: User, reason: str, on: date) -> NotApplicableProposal:
    """Put to a senior that a deadline does not apply here, with the reason. It stays open until they agree.

    Raises CannotChangeDeadline when it is not open, or a proposal is already waiting.
    """
    deadline = _lock(deadline)
    permissions.check_can_propose_not_applicable(by, deadline.case)
    _insist_open(deadline)
    if deadline.proposals.filter(is_agreed=None).exists():
        raise CannotChangeDeadline("A proposal is already waiting for a decision")
    proposal = NotApplicableProposal(deadline=deadline, reason=reason, proposed_by=by)
    save_as(proposal, by=by)
    _tell(
        deadline,
        ChronologyKind.NOT_APPLICABLE_PROPOSED,
        f"{deadline.title}: proposed as not applicable",
        [reason],
        by,
        on,
    )
    return proposal


@transaction.atomic
def agree_not_applicable(*, deadline: Deadline, by: User, reason: str, on: date) -> Deadline:
    """Agree that a deadline does not apply. It is kept, with who proposed it and who agreed."""
    deadline, proposal = _proposal(deadline, by)
    _decide(proposal, by, reason, agreed=True)
    deadline.state = DeadlineState.NOT_APPLICABLE
    deadline.closed_reason = proposal.reason
    _save(deadline, by)
    _tell(
        deadline,
        ChronologyKind.NOT_APPLICABLE_DECIDED,
        f"{deadline.title}: agreed as not applicable",
        [f"Proposed by {proposal.proposed_by}: {proposal.reason}", *([reason] if reason else [])],
        by,
        on,
    )
    return deadline


@transaction.atomic
def refuse_not_applicable(*, deadline: Deadline, by: User, reason: str, on: date) -> Deadline:
    """Refuse a proposal: the deadline stays open."""
    deadline, proposal = _proposal(deadline, by)
    _decide(proposal, by, reason, agreed=False)
    _tell(
        deadline,
        ChronologyKind.NOT_APPLICABLE_DECIDED,
        f"{deadline.title}: still applies",
        [f"Proposed by {proposal.proposed_by}: {proposal.reason}", reason],
        by,
        on,
    )
    return deadline


def _lock(deadline: Deadline) -> Deadline:
    case = lock_case(case=deadline.case)
    locked = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    locked.case = case
    return locked


def _locked(deadline: Deadline, by: User) -> Deadline:
    locked = _lock(deadline)
    permissions.check_can_write(by, locked.case)
    return locked


def _insist_open_case(deadline: Deadline) -> None:
    if not deadline.case.is_open:
        raise CannotChangeDeadline("The case is closed")


def _insist_open(deadline: Deadline) -> None:
    _insist_open_case(deadline)
    if deadline.state != DeadlineState.OPEN:
        raise CannotChangeDeadline(f"The deadline is already marked: {deadline.get_state_display().lower()}")


def _proposal(deadline: Deadline, by: User) -> tuple[Deadline, NotApplicableProposal]:
    deadline = _lock(deadline)
    permissions.check_can_approve_not_applicable(by, deadline.case)
    _insist_open(deadline)
    proposal = deadline.proposals.select_related("proposed_by").filter(is_agreed=None).first()
    if proposal is None:
        raise CannotChangeDeadline("Nobody has proposed that this deadline does not apply")
    if proposal.proposed_by_id == by.pk:
        raise CannotChangeDeadline("Somebody else must decide: you made this proposal")
    return deadline, proposal


def _decide(proposal: NotApplicableProposal, by: User, reason: str, *, agreed: bool) -> None:
    proposal.is_agreed, proposal.decided_by, proposal.decided_at = agreed, by, timezone.now()
    proposal.decision_reason = reason
    save_as(proposal, by=by)


def _move(deadline: Deadline, by: User) -> None:
    refresh_date(deadline, _calendar(deadline.case))
    _save(deadline, by)


def _calendar(case: Case) -> SchoolCalendar:
    if case.school is None:
        return SchoolCalendar(())
    return calendars_of([case.school])[case.school.pk]


def _save(deadline: Deadline, by: User) -> None:
    deadline.case.version += 1
    save_as(deadline.case, by=by)
    save_as(deadline, by=by)
    refresh_due([deadline.case_id])


def _was_now(before: date | None, deadline: Deadline) -> str:
    now = say_day(deadline.due_on) or "no date while the pause runs"
    return f"Was {say_day(before)}, now {now}" if before else f"Now {now}"


def _tell(
    deadline: Deadline, kind: ChronologyKind, text: str, details: Sequence[str], by: User, happened_on: date
) -> None:
    record_in_chronology(
        case=deadline.case, kind=kind, text=text, details=details, by=by, happened_on=happened_on
    )
