"""A page about one case, or one of its deadlines."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.cases import permissions
from casework.cases.kinds import all_kinds
from casework.cases.models import Case, CaseQuerySet, Deadline


class CasePage(Page):
    """A page about a case the viewer may read; for others the case does not exist."""

    verb = Verb.READ_CASE
    case: Case

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.case = get_object_or_404(self.cases(), reference=kwargs["reference"])
        self.shows([self.case.child_id], "case", self.case.reference)

    def cases(self) -> CaseQuerySet:
        facts = {relation for kind in all_kinds() for relation in kind.load}
        found = Case.objects.visible_to(self.user).standing_to(self.user)
        return found.select_related("child", "school__authority", "team", "officer", *facts)


class CaseWritePage(CasePage):
    """A page that changes a case: 403 for somebody who may read it and not write on it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        permissions.check_can_write(self.user, self.case)


class DeadlinePage(CasePage):
    """A page about one deadline of a case."""

    deadline: Deadline

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.deadline = get_object_or_404(
            self.case.deadlines.select_related("owner", "owner_team"), pk=kwargs["pk"]
        )
        self.deadline.case = self.case
