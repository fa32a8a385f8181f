"""What somebody typed is not lost when their session has ended before they save it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

KEPT_ON = {"cases:write_note", "cases:edit_note"}
IN_SESSION = "typed_before_signing_in"
SALT = "whose note this is"
# A page that lay open for longer than this is not kept: nobody is about to sign in again for it.
LONGEST_OPEN = 60 * 60 * 24 * 3
NOT_KEPT = {"csrfmiddlewaretoken"}


class KeepWhatWasTyped:
    """Sets aside what is sent from a note after the session ended, for the same person to find again.

    Only a form that was given to somebody signed in is kept, and only they get it back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        if request.user.is_authenticated:
            kept = request.session.get(IN_SESSION)
            if kept is not None and kept["user"] != request.user.pk:
                del request.session[IN_SESSION]
            return None
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in KEPT_ON:
            return None
        user_id = whose(request.POST.get("kept_for", ""))
        if user_id is None:
            return None
        fields = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
        request.session[IN_SESSION] = {"path": request.path, "user": user_id, "fields": fields}
        if getattr(request, "htmx", False):
            return render(request, "cases/note_set_aside.html", {"href": request.path})
        return None


def sign_for(user_id: int) -> str:
    return signing.dumps(user_id, salt=SALT)


def whose(signed: str) -> int | None:
    """Return who was given the form, or nobody where it was not given out here."""
    try:
        return int(signing.loads(signed, salt=SALT, max_age=LONGEST_OPEN))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def take_back(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the person signed in typed on this page before their session ended, once."""
    kept = request.session.get(IN_SESSION)
    if kept is None or kept["path"] != request.path or kept["user"] != request.user.pk:
        return None
    del request.session[IN_SESSION]
    fields: dict[str, Any] = kept["fields"]
    return fields
