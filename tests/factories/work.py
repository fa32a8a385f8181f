"""What stands on a case besides its facts: notes, actions, links to other cases."""

from datetime import date
from itertools import count

from django.utils import timezone

from casework.cases.choices import LinkKind, NoteKind, NoteStatus
from casework.cases.models import Action, Case, CaseLink, CaseUserObjectPermission, Note

MONDAY = date(2026, 9, 21)
NUMBERS = count(1)


def note_of(case: Case, *, author=None, is_finished=False, begun_at=None, **written) -> Note:
    """A note on a case: a draft by its officer unless more is said."""
    details = {"kind": NoteKind.CALL, "happened_on": MONDAY, "text": "The parent rang"} | written
    if is_finished:
        details |= {"status": NoteStatus.FINAL, "finished_at": timezone.now()}
    note = Note.objects.create(case=case, author=author or case.officer, **details)
    if begun_at is not None:
        Note.objects.filter(pk=note.pk).update(recorded_at=begun_at)
        note.refresh_from_db()
    return note


def action_of(case: Case, *, owner=None, text="Ring the school", due_on: date | None = None) -> Action:
    """Something to do on a case, by its officer unless another is named."""
    case = Case.objects.get(pk=case.pk)
    owner = owner or case.officer
    return Action.objects.create(
        child=case.child,
        case=case,
        text=text,
        team=case.team,
        owner=owner,
        due_on=due_on,
        created_by=owner,
    )


def link_of(case: Case, *, with_case: Case, by, kind=LinkKind.SAME_EVENT) -> CaseLink:
    first, second = sorted((case, with_case), key=lambda each: each.pk)
    return CaseLink.objects.create(case=first, other=second, kind=kind, by=by)


def twin_of(case: Case) -> Case:
    """Another case that stands to everybody exactly as this one."""
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin._state.adding = None, True
    twin.reference = f"EXC-1998-{next(NUMBERS):05d}"
    twin.save()
    for named in CaseUserObjectPermission.objects.filter(content_object=case):
        CaseUserObjectPermission.objects.create(
            content_object=twin, user=named.user, permission=named.permission
        )
    return twin
