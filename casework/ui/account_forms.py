"""The forms of the sign-in pages, in this product's words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as authenticator_app
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from casework.ui.fields.text import width_class


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self.fields["login"], label="Email address", required="Enter your email address")
        reword(self.fields["password"], label="Password", required="Enter your password")


class ConfirmPasswordForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self.fields["password"], label="Password", required="Enter your password")


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self.fields["oldpassword"], label="Current password", required="Enter your current password")
        reword(self.fields["password1"], label="New password", required="Enter a new password")
        reword(self.fields["password2"], label="New password again", required="Enter the new password again")
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class EnterCodeForm(second_factor.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_code(self.fields["code"])


class ConfirmCodeForm(second_factor.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_code(self.fields["code"])


class SetUpAppForm(authenticator_app.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_code(self.fields["code"])


def reword(field: forms.Field, *, label: str, required: str) -> None:
    field.label = label
    field.help_text = ""
    field.error_messages["required"] = required


def reword_code(field: forms.Field) -> None:
    reword(field, label="Code", required="Enter the code")
    field.width_class = width_class(10)  # type: ignore[attr-defined]
