"""What the environment says, read once and in one place."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env

env = Env()

MISSING_SECRET = (
    "SECRET_KEY is not set. "
    "Set it in the environment to a long random value that only this installation knows, "
    'for example from: python -c "import secrets; print(secrets.token_urlsafe(64))"'
)


def secret_key(*, var_dir: Path, demonstration: bool) -> str:
    """Return the secret from the environment; a demonstration keeps one of its own beside its database.

    Empty where there is none: commands that sign nothing still run, and `require_secret_key` stops the
    servers.
    """
    if key := env.str("SECRET_KEY", default=""):
        return key
    if not demonstration:
        return ""
    kept = var_dir / "demonstration-secret-key"
    if not kept.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


def require_secret_key() -> None:
    """Stop the start of a server that has no secret.

    Raises ImproperlyConfigured, with words that say how to set one.
    """
    from django.conf import settings

    try:
        settings.SECRET_KEY  # noqa: B018 - reading it is the check
    except ImproperlyConfigured:
        raise ImproperlyConfigured(MISSING_SECRET) from None
