"""A page about one child."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404

from casework.access.choices import Verb
from casework.access.pages import Page
from casework.people.models import Child


class ChildPage(Page):
    """A page about a child the viewer may see; for others the child does not exist."""

    verb: ClassVar[Verb] = Verb.FIND_CHILD
    child: Child

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.child = get_object_or_404(Child.objects.visible_to(self.user), public_id=kwargs["public_id"])
        self.shows([self.child.pk], "child", self.child.public_id)
