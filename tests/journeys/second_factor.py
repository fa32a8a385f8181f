"""A password and a second factor for somebody made by a factory, to sign in through the pages with."""

import pyotp
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

PASSWORD = "correct horse battery staple"


def give_password_and_second_factor(user) -> str:
    """Return the secret that the person's authenticator app holds."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    return pyotp.TOTP(secret).now()
