"""What every page asks before it answers, and what it writes down when it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.views import View

from casework.access.choices import LookAction, Verb
from casework.access.looks import record_looks
from casework.access.models import User
from casework.access.permissions import check_may

OK = 200


@dataclass(frozen=True)
class Look:
    """Whose record a page shows, and as part of what."""

    child_ids: tuple[int, ...]
    object_kind: str
    object_id: str = ""
    action: LookAction = LookAction.VIEW


class Page(View):
    """A page for people whose role has its verb; others get 403. `user` is the person signed in.

    Where the page sets `look`, an answer that shows something goes into the access log.
    """

    verb: ClassVar[Verb]
    user: User
    look: Look | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = cast(User, request.user)
        check_may(self.user, self.verb)
        self.load(*args, **kwargs)
        response = super().dispatch(request, *args, **kwargs)
        if self.look is not None and response.status_code == OK:
            record_looks(request, self.look, by=self.user)
        return response

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Fetch what the address names, through `visible_to`; a subclass raises Http404 here."""

    def shows(
        self,
        child_ids: Iterable[int],
        object_kind: str,
        object_id: object = "",
        *,
        action: LookAction = LookAction.VIEW,
    ) -> None:
        """Say whose record this answer shows, so that it goes into the access log."""
        self.look = Look(tuple(child_ids), object_kind, str(object_id), action)
