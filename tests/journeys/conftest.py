"""Journeys through the pages in a real Chromium, against a server of the test's own."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.visitor import Visitor

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but this machine's is known.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
PATIENCE = 10_000


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        pytest.fail(
            "No Chromium was found. Install the packages of packages.apt, or set CHROMIUM to its path."
        )
    # Playwright runs an event loop in this thread; the tests use the database from it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(settings, live_server):
    """The address of the running site. What migrations put in the database is there in every journey."""
    # The server here speaks without TLS, and signing in may take a moment more than a code lives.
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    settings.MFA_TOTP_TOLERANCE = 1
    return live_server.url


@pytest.fixture
def new_visitor(browser, site):
    """Make somebody at a browser of their own; two of them do not share cookies."""
    contexts, visitors = [], []

    def new_context(**options):
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB"} | options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    def new_visitor(**options):
        has_javascript = options.get("java_script_enabled", True)
        checked_on = None if has_javascript else new_context().new_page()
        visitors.append(Visitor(new_context(**options), site, checked_on=checked_on))
        return visitors[-1]

    yield new_visitor
    try:
        for visitor in visitors:
            visitor.leave()
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def visitor(new_visitor):
    """Somebody at a desktop."""
    return new_visitor()


@pytest.fixture
def visitor_on_a_phone(new_visitor):
    return new_visitor(viewport=PHONE, is_mobile=True, has_touch=True)


@pytest.fixture
def visitor_without_javascript(new_visitor):
    return new_visitor(java_script_enabled=False)


@pytest.fixture
def page(visitor):
    """The browser's own page of a visitor at a desktop."""
    return visitor.page
