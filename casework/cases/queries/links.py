"""Cases that have to do with one another."""

from __future__ import annotations

from django.db.models import Q

from casework.access.models import User
from casework.cases.models import Case, CaseLink


def linked_cases(case: Case, *, viewer: User) -> list[CaseLink]:
    """Return the links of a case to others that the viewer may read."""
    links = CaseLink.objects.visible_to(viewer).filter(Q(case=case) | Q(other=case))
    return list(links.select_related("case__child", "other__child"))
