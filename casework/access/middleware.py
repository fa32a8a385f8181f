"""Everybody signs in, with a second factor and a password that nobody else knows."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views import View

# Pages that anybody may open.
PUBLIC = {
    "account_login",
    "account_inactive",
    "mfa_authenticate",
    "health",
    # A calendar cannot sign in: the secret in the address says whose it is.
    "desk:feed",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
# Pages for somebody who has signed in and has yet to set up a second factor.
SETTING_UP = {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "account_logout",
    "account_reauthenticate",
}


class SignedInWithSecondFactor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        # The council's own sign-on answers for its second factor; a local account brings one.
        if name not in SETTING_UP and request.user.has_usable_password() and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        if name not in SETTING_UP | {"account_change_password"} and request.user.has_one_time_password:
            return redirect("account_change_password")
        return None
