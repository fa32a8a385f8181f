"""Going through a caseload with its officer: what is decided stands on each case from that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case
from casework.cases.services import Owner, add_action, lock_case, record_in_chronology
from casework.supervision import permissions
from casework.supervision.models import CaseDiscussion, SupervisionSession
from casework.supervision.queries import sheet_of


class CannotSupervise(Exception):
    """The session or the case does not allow it; the message says why."""


class DiscussionChanged(Exception):
    """Somebody else saved what was recorded on this case meanwhile. Carries it as it now is."""

    def __init__(self, discussion: CaseDiscussion) -> None:
        super().__init__(str(discussion))
        self.discussion = discussion


@dataclass(frozen=True, kw_only=True)
class AgreedAction:
    """Something somebody will do, and by when."""

    text: str
    owner: User
    due_on: date


@transaction.atomic
def start_session(*, officer: User, by: User, on: date) -> SupervisionSession:
    """Begin a session with an officer, or return the one that is open: an officer has one at a time.

    Raises PermissionDenied for somebody whose caseload is not the person's to go through.
    """
    check_may(by, Verb.SUPERVISE)
    if not permissions.supervised_by(by, on=on).filter(pk=officer.pk).exists():
        raise PermissionDenied("This officer's caseload is not yours to go through")
    # Two who begin at once wait here for each other.
    User.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    already = SupervisionSession.objects.filter(officer=officer, finished_at=None).first()
    if already is not None:
        return already
    teams = by.standing.scope(Verb.SUPERVISE).team_ids
    theirs = officer.memberships.in_force(on).filter(team__in=teams).order_by("pk").first()
    assert theirs is not None  # supervised_by has just found one
    session = SupervisionSession(officer=officer, supervisor=by, team=theirs.team, held_on=on)
    save_as(session, by=by)
    return session


@transaction.atomic
def record_discussion(
    *,
    session: SupervisionSession,
    case: Case,
    why: str,
    discussion: str,
    decision: str,
    action: AgreedAction | None,
    version: int,
    by: User,
    on: date,
) -> CaseDiscussion:
    """Record what was decided on one case. The decision goes into the case's chronology at once.

    `version` is what the person saw, 0 where nothing was recorded. Raises CannotSupervise for a case that
    is not in the officer's caseload, and DiscussionChanged where somebody saved meanwhile.
    """
    session = _locked(session)
    permissions.check_holds(by, session)
    if session.finished_at is not None:
        raise CannotSupervise("The session was finished meanwhile, so nothing more can be recorded in it")
    case = lock_case(case=Case.objects.visible_to(by).get(pk=case.pk))
    kept = CaseDiscussion.objects.filter(session=session, case=case).select_related("action").first()
    if (kept.version if kept else 0) != version:
        raise DiscussionChanged(kept or CaseDiscussion(session=session, case=case))
    if kept is None and case.officer_id != session.officer_id:
        raise CannotSupervise(f"{session.officer} does not hold this case any more")
    row = kept or CaseDiscussion(session=session, case=case, version=0)
    is_new_decision = bool(decision) and row.decision != decision
    row.why, row.discussion, row.decision = why, discussion, decision
    row.recorded_by, row.version = by, version + 1
    if action is not None and row.action is None:
        if not case.is_open:
            raise CannotSupervise("The case was closed meanwhile, so no action can be agreed on it")
        owner = Owner(action.owner, case.team)
        row.action = add_action(case=case, text=action.text, owner=owner, due_on=action.due_on, by=by, on=on)
    save_as(row, by=by)
    if is_new_decision:
        _tell(row, by=by, on=on)
    return row


@transaction.atomic
def finish_session(
    *, session: SupervisionSession, next_on: date | None, by: User, now: datetime
) -> SupervisionSession:
    """Lock a session, with the caseload as it stands: later changes of the cases leave it as it is.

    One that is finished already stays as it is.
    """
    session = _locked(session)
    permissions.check_holds(by, session)
    if session.finished_at is not None:
        return session
    sheet = sheet_of(session, viewer=by)
    session.caseload = [
        {
            "case": each.case.pk,
            "next_step": each.next_step.title if each.next_step else "",
            "due_on": _iso(each.case.next_due_on),
            "last_contact_on": _iso(each.case.last_contact_on),
        }
        for each in sheet.cases
    ]
    session.next_on, session.finished_at = next_on, now
    session.version += 1
    save_as(session, by=by)
    return session


@transaction.atomic
def sign_session(
    *, session: SupervisionSession, comments: str, by: User, now: datetime
) -> SupervisionSession:
    """Let the officer sign a finished session, with what they want to add. Signed once, it is locked.

    Raises CannotSupervise where it is not finished, and where they added something else when they signed.
    """
    session = _locked(session)
    permissions.check_may_sign(by, session)
    if session.finished_at is None:
        raise CannotSupervise("The session is not finished yet")
    if session.officer_signed_at is None:
        session.officer_comments, session.officer_signed_at = comments, now
        session.version += 1
        save_as(session, by=by)
    elif comments not in ("", session.officer_comments):
        raise CannotSupervise("You have signed this session already: what you added then stands")
    return session


def _locked(session: SupervisionSession) -> SupervisionSession:
    locked = SupervisionSession.objects.select_for_update(of=("self",)).select_related(
        "officer", "supervisor"
    )
    return locked.get(pk=session.pk)


def _tell(row: CaseDiscussion, *, by: User, on: date) -> None:
    record_in_chronology(
        case=row.case,
        kind=ChronologyKind.SUPERVISION,
        text=f"Decided in supervision with {row.session.officer}",
        details=[row.decision],
        by=by,
        happened_on=on,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
