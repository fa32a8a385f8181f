"""One case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from casework.cases import permissions
from casework.cases import presenters as cases
from casework.cases.kinds import CaseKind, Panel, kind_of
from casework.cases.models import CaseQuerySet
from casework.cases.queries import (
    actions_of_case,
    calendar_for,
    chronology_of,
    deadlines_of,
    drafts_on,
    linked_cases,
    with_what_is_beside,
)
from casework.cases.views.mixins import CasePage
from casework.desk.presenters import case as presenters
from casework.people.contact_presenters import withheld_shown
from casework.people.family import withheld_rows

# One figure fewer than the largest key a database gives.
LONGEST_KEY = 19


class CaseRecord(CasePage):
    def cases(self) -> CaseQuerySet:
        return with_what_is_beside(super().cases())

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        case, kind, on = self.case, kind_of(self.case), timezone.localdate()
        deadlines = deadlines_of(case)
        calendar = calendar_for(case)
        before = request.GET.get("before", "")
        entries, older = chronology_of(case, viewer=self.user, before=key_in(before))
        may_write = permissions.can_write(self.user, case)
        may_write_note = permissions.can_write_note(self.user, case)
        context = {
            "case": case,
            "kind": kind,
            "status": cases.status_tag(case),
            "notices": cases.notices(case, waiting=presenters.waiting(deadlines)),
            "next": presenters.next_clock(deadlines, on=on, calendar=calendar) if case.is_open else None,
            "tracks": presenters.tracks(kind, deadlines, on=on, calendar=calendar),
            "panels": self.panels(kind),
            "steps": kind.next_steps(case, self.user) if may_write else [],
            "changes": presenters.case_changes(case, viewer=self.user, may_write=may_write),
            "details": presenters.case_details(case, kind),
            "withheld": withheld_shown(withheld_rows(case.child), child=case.child, may_change=False),
            "drafts": presenters.drafts(drafts_on(case, viewer=self.user), viewer=self.user),
            "work": cases.action_rows(
                case,
                actions_of_case(case),
                viewer=self.user,
                may_write=may_write and case.is_open,
                on=on,
            ),
            "links": cases.link_rows(case, linked_cases(case, viewer=self.user), may_write=may_write),
            "writing": presenters.writing(case, may_write=may_write, may_write_note=may_write_note),
            "chronology_kinds": presenters.chronology_kinds(case),
            "entries": cases.chronology(entries),
            "older": older,
            "is_newest": not before,
        }
        return render(request, "desk/case.html", context)

    def panels(self, kind: CaseKind) -> list[dict[str, str]]:
        """Draw what the service shows of its own facts; its templates escape what people typed."""
        return [
            {"title": panel.title, "html": mark_safe(self.draw(panel))}
            for panel in kind.panels(self.case, self.user)
        ]

    def draw(self, panel: Panel) -> str:
        return render_to_string(panel.template, {**panel.context, "panel": panel}, self.request)


def key_in(text: str) -> int | None:
    """Read the key of a row from an address; what is none is left out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else None
