"""The suite is strict: it reaches nothing beyond this machine, and a page that repeats a query fails."""

from datetime import date, datetime, time
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from pytest_socket import socket_allow_hosts

from casework.access.append_only import PROTECTED, lifting, protecting, triggers_on

REASONS = import_module("exclusions.migrations.0002_reasons_for_exclusion")
LONDON = ZoneInfo("Europe/London")
THIS_MACHINE = ["127.0.0.1", "::1"]


@receiver(post_migrate)
def put_reasons_back(sender, **kwargs):
    """A test that commits empties every table after it: the code list of a migration has to return."""
    if sender.name == "exclusions" and not apps.get_model("exclusions", "ReasonCode").objects.exists():
        REASONS.add_reasons(apps, None)


EMPTY_TABLES = BaseDatabaseOperations.execute_sql_flush


def empty_tables(self, statements):
    """Empty what the database refuses to empty: its protection is lifted meanwhile, and put back."""
    vendor = self.connection.vendor
    tables = [table for table in PROTECTED if triggers_on(table, self.connection)]
    lifted = [line for table in tables for line in lifting(table, vendor=vendor)]
    put_back = [line for table in tables for line in protecting(table, vendor=vendor)]
    EMPTY_TABLES(self, [*lifted, *statements, *put_back])


BaseDatabaseOperations.execute_sql_flush = empty_tables


def pytest_runtest_setup():
    socket_allow_hosts(THIS_MACHINE, allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _empty_cache():
    """A code of the second factor that one test used is not used up for the next."""
    yield
    cache.clear()


@pytest.fixture
def signed_in():
    """Return a client on which somebody has signed in: `signed_in(officer()).get("/")`."""

    def signed_in(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def clock_stands_at():
    """Stop the clock where the code reads it, at noon or at an hour: `clock_stands_at(date(2026, 9, 21))`.

    Called again, it moves the clock.
    """
    travelling = []

    def clock_stands_at(day: date, at: time = time(12)):
        while travelling:
            travelling.pop().stop()
        travel = time_machine.travel(datetime.combine(day, at, tzinfo=LONDON), tick=False)
        travel.start()
        travelling.append(travel)

    yield clock_stands_at
    while travelling:
        travelling.pop().stop()
