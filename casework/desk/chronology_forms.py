"""What a chronology is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.access.models import User
from casework.desk.queries.chronology import GROUPS, Narrowed
from casework.ui import fields
from casework.ui.forms import FilterForm


class ChronologyForm(FilterForm):
    show = fields.SelectField(
        label="Show",
        choices=[(code, label) for code, (label, _) in GROUPS.items()],
        empty_label="Everything",
        required=False,
    )
    who = fields.SelectField(label="Written by", choices=[], empty_label="Anybody", required=False)
    since = fields.DateField(label="From", called="first day", required=False)
    until = fields.DateField(label="To", called="last day", required=False)
    significant = fields.BooleanField(label="Significant events only", required=False, small=True)
    in_full = fields.BooleanField(label="Notes in full", required=False, small=True)

    def __init__(self, *args: Any, authors: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        who: Any = self.fields["who"]
        who.choices = [(str(each.pk), each.name) for each in authors]

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be the first day or later")
        return self.cleaned_data

    @property
    def narrowed(self) -> Narrowed:
        """Return what was chosen; what cannot be right narrows nothing."""
        typed = self.cleaned_data
        return Narrowed(
            group=typed.get("show") or "",
            by=int(typed["who"]) if typed.get("who") else None,
            since=typed.get("since"),
            until=typed.get("until"),
            significant=bool(typed.get("significant")),
            in_full=bool(typed.get("in_full")),
        )
