"""The council's own sign-on, offered beside a local account."""

from typing import TypedDict

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest


class SignOn(TypedDict):
    name: str
    href: str


def council_sign_ons(request: HttpRequest) -> list[SignOn]:
    providers = get_adapter().list_providers(request)
    return [
        {"name": provider.name, "href": provider.get_login_url(request, process="login")}
        for provider in providers
    ]
