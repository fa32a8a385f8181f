"""The question "which school?", wherever a form asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.schools.models import School
from casework.schools.presenters import label
from casework.schools.queries import search_schools
from casework.ui.fields import TypeaheadField

if TYPE_CHECKING:
    from casework.access.models import User


class SchoolField(TypeaheadField):
    """A school of the register, found by its name, place or number. `offer_to` says who is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            suggest_url_name="schools:suggest",
            value_of=lambda school: school.urn,
            label_of=label,
            nothing_found_message="No school matches “%(text)s”. Check the spelling, or type its URN",
            several_message="Select the school from the list",
            **options,
        )

    def offer_to(self, viewer: User) -> None:
        """Let the person choose among the schools they may see."""
        seen = School.objects.visible_to(viewer).select_related("authority", "link_officer")
        self.resolve = lambda text: [(school.urn, label(school)) for school in search_schools(text, viewer)]
        self.load = lambda urn: seen.filter(urn=urn).first()
