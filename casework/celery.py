"""The worker, as Celery loads it. Tasks live in each room's `tasks.py` and call one service each."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

from casework.env import require_secret_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
app = Celery("casework")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def check_secret(**kwargs: Any) -> None:
    require_secret_key()
