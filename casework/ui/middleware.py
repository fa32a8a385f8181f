"""Pages about people are kept by no browser and no proxy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class PrivatePages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
