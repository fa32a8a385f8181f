"""What a person does on the pages, and looks for on them: small acts that several journeys share."""

import re
from datetime import date

from playwright.sync_api import Locator, expect

from casework.ui.words import say_short
from tests.journeys.visitor import Visitor


def question(visitor: Visitor, legend: str) -> Locator:
    """Find a group of answers by its question."""
    return visitor.page.get_by_role("group", name=re.compile(rf"^\s*{re.escape(legend)}"))


def type_date(visitor: Visitor, legend: str, day: date) -> None:
    group = question(visitor, legend)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(number))


def choose(visitor: Visitor, answer: str, *, legend: str = "") -> None:
    """Press an answer as a finger does: on its words."""
    place = question(visitor, legend) if legend else visitor.page
    place.get_by_text(answer, exact=True).click()


def sees_deadline(visitor: Visitor, title: str, due: date, *, says: str = "") -> Locator:
    """Find a deadline in a list by its name and date, and anything else that its row should say."""
    row = visitor.page.locator(".app-deadline").filter(has=visitor.page.get_by_role("link", name=title, exact=True))
    expect(row).to_contain_text(say_short(due))
    if says:
        expect(row).to_contain_text(says)
    return row
