"""What every page asks before it answers."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.views import View

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may


class Page(View):
    """A page for people whose role has its verb; others get 403. `user` is the person signed in."""

    verb: ClassVar[Verb]
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = cast(User, request.user)
        check_may(self.user, self.verb)
        self.load(*args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Fetch what the address names, through `visible_to`; a subclass raises Http404 here."""
