"""Many at once, on threads with connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection


@pytest.fixture
def all_at_once():
    """Run the acts on threads, all let go at the same moment, and return what each gave or raised."""

    def all_at_once(acts):
        barrier = Barrier(len(acts))

        def run(act):
            try:
                barrier.wait(timeout=30)
                return act()
            except Exception as raised:
                return raised
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=len(acts)) as threads:
            return list(threads.map(run, acts))

    return all_at_once
