"""Every address of the project, by its name, as the resolver has them."""

from collections.abc import Iterator

from django.urls import get_resolver, reverse

# Something each kind of part of an address takes, which stands for nothing.
NOTHING = {
    "pk": 999_999,
    "membership": 999_999,
    "begins_in": 2026,
    "public_id": "00000000-0000-4000-8000-000000000000",
    "child": "00000000-0000-4000-8000-000000000000",
    "other": "00000000-0000-4000-8000-000000000001",
    "contact": 999_999,
    "reference": "EXC-1999-99999",
    "kind": "school",
}
ANY_TEXT = "nothing"


def addresses(resolver=None, namespace="", parts=()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each address, and the names of what has to be filled in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        filled_in = (*parts, *pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, filled_in)
        else:
            yield namespace + (pattern.name or str(pattern.pattern)), filled_in


def all_names() -> list[str]:
    return sorted({name for name, _ in addresses()})


def address_of_nothing(name: str) -> str:
    """An address of this kind, of something that is not there."""
    parts = dict(addresses())[name]
    return reverse(name, kwargs={part: NOTHING.get(part, ANY_TEXT) for part in parts})
