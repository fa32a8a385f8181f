"""How a case's reference looks in an address."""

from django.urls import register_converter


class ReferenceConverter:
    """Takes EXC-2026-00042, so that what cannot be a reference never reaches the database."""

    regex = "[A-Z]{2,8}-[0-9]{4}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
