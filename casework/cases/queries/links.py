"""Cases that have to do with one another."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from casework.access.models import User
from casework.cases.choices import NoteStatus
from casework.cases.models import Case, CaseLink, CaseQuerySet, Note


def with_what_is_beside(cases: CaseQuerySet) -> CaseQuerySet:
    """Mark each case with whether it has drafts and links at all: most have none, and need no further
    question."""
    drafts = Note.objects.filter(case=OuterRef("pk"), status=NoteStatus.DRAFT)
    links = CaseLink.objects.filter(Q(case=OuterRef("pk")) | Q(other=OuterRef("pk")))
    return cases.annotate(has_drafts=Exists(drafts), has_links=Exists(links))


def linked_cases(case: Case, *, viewer: User) -> list[CaseLink]:
    """Return the links of a case to others that the viewer may read."""
    if not getattr(case, "has_links", True):
        return []
    links = CaseLink.objects.visible_to(viewer).filter(Q(case=case) | Q(other=case))
    return list(links.select_related("case__child", "other__child"))
