"""Accounts are made by an administrator: nobody signs up."""

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

from casework.access.models import User

# The page itself shows that somebody signed in or out; a message would compete with the work on it.
UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> None:
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *rest, **named)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Ask for the password again before a change of the sign-in.

        Somebody who has just signed in, and has no second factor yet or set one up since, goes straight on to
        set it up and to see its recovery codes.
        """
        if context.request is not None and _is_new_here(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **options))

    def set_password(self, user: User, password: str) -> None:
        user.has_one_time_password = False
        super().set_password(user, password)


def _is_new_here(request: HttpRequest) -> bool:
    typed = [
        each["at"]
        for each in get_authentication_records(request, request.user)
        if each["method"] == "password"
    ]
    if not typed or time.time() - typed[-1] >= account_settings.REAUTHENTICATION_TIMEOUT:
        return False
    earlier = Authenticator.objects.filter(
        user=request.user, created_at__lt=datetime.fromtimestamp(typed[-1], tz=UTC)
    )
    return not earlier.exists()


class CouncilSignOnAdapter(DefaultSocialAccountAdapter):
    """Council sign-on joins an account that exists here, by its verified email address, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False
