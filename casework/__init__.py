"""The Django project and everything the services share."""

from casework.celery import app as celery_app

__all__ = ["celery_app"]
