"""The links at the top of every page, added by the rooms that own the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class NavItem:
    text: str
    url_name: str
    order: int
    is_shown_to: Callable[[Any], bool] = lambda user: True


class NavLink(TypedDict):
    text: str
    href: str
    current: bool
    active: bool


class AlreadyInNavigation(Exception):
    """Two rooms claim one link."""


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add a link to the top of every page.

    Raises AlreadyInNavigation when the address has a link.
    """
    if _items.get(item.url_name, item) != item:
        raise AlreadyInNavigation(item.url_name)
    _items[item.url_name] = item


def items_for(request: HttpRequest) -> list[NavLink]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    links = [(item.text, reverse(item.url_name)) for item in _shown_to(user)]
    section = max((href for _, href in links if _leads_to(href, request.path)), key=len, default="")
    return [
        {"text": text, "href": href, "current": href == request.path, "active": href == section}
        for text, href in links
    ]


def _leads_to(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))


def _shown_to(user: Any) -> list[NavItem]:
    return sorted((item for item in _items.values() if item.is_shown_to(user)), key=lambda item: item.order)
