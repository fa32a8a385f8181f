"""The project's settings as the tests run them: a secret of their own, quick hashing, nothing sent out."""

import os

os.environ.setdefault("SECRET_KEY", "a secret that only the tests use, long enough to pass 0123456789")
os.environ.setdefault("DEBUG", "0")

from casework.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SECURE_SSL_REDIRECT = False
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ACCOUNT_RATE_LIMITS = False

# A page that asks the database the same question again and again fails the test that opened it.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]  # noqa: F405
ZEAL_RAISE = True
# Django itself reads a session again before it ends one.
ZEAL_ALLOWLIST = [{"model": "sessions.*"}]
# The styles are served from where they were compiled: nothing has been gathered for a server.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
