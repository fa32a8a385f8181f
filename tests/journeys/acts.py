"""What a person does on the pages, and looks for on them: small acts that several journeys share."""

import re
from datetime import date

from playwright.sync_api import Locator, expect

from casework.ui.words import say_short
from tests.journeys import given
from tests.journeys.visitor import Visitor


def words(text: str) -> re.Pattern[str]:
    """Match a label or a question, whether or not the page says that it is optional."""
    return re.compile(rf"^\s*{re.escape(text)}( \(optional\))?\s*$")


def field(visitor: Visitor, label: str) -> Locator:
    return visitor.page.get_by_label(words(label))


def question(visitor: Visitor, legend: str) -> Locator:
    """Find a group of answers by its question."""
    return visitor.page.get_by_role("group", name=words(legend))


def type_date(visitor: Visitor, legend: str, day: date) -> None:
    group = question(visitor, legend)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(number))


def choose(visitor: Visitor, answer: str, *, legend: str) -> None:
    """Press an answer as a finger does: on its words."""
    question(visitor, legend).get_by_text(answer, exact=True).click()


def find_by_typing(visitor: Visitor, label: str, text: str, option: str) -> None:
    """Type part of a name, and take one of those suggested."""
    field(visitor, label).press_sequentially(text)
    visitor.page.get_by_role("option", name=option).click()


def report_exclusion(visitor: Visitor) -> None:
    """Answer what the school reports on the telephone: all of the form but which school it is."""
    type_date(visitor, "When did the headteacher decide?", given.MONDAY)
    field(visitor, "At what time?").fill("2:10pm")
    field(visitor, "Who decided?").fill("Ms Okoro, headteacher")
    type_date(visitor, "What was the first day out of school?", given.MONDAY)
    choose(visitor, "From the start of the day", legend="From which point of that day?")
    field(visitor, "Main reason").select_option("Physical assault against a pupil")
    field(visitor, "Second reason").select_option("Persistent or general disruptive behaviour")
    choose(visitor, "A single serious breach", legend="What did the headteacher rely on?")
    field(visitor, "What happened?").fill("Hit another child at break.\nTwo members of staff saw it.")
    for party in ("The parent", "The governing board", "The local authority"):
        type_date(visitor, party, given.MONDAY)


def sees_error(visitor: Visitor, message: str) -> None:
    """Find an error in the summary, which has the focus, and at the question that it leads to."""
    summary = visitor.page.get_by_role("alert")
    expect(summary).to_contain_text(message)
    assert visitor.page.title().startswith("Error: ")


def row_of(visitor: Visitor, title: str) -> Locator:
    """Find a deadline in a list, or a clock that would start, by its name."""
    named = visitor.page.locator(".app-deadline__title").filter(
        has_text=re.compile(rf"^\s*{re.escape(title)}\s*$")
    )
    return visitor.page.locator(".app-deadline").filter(has=named)


def sees_deadline(visitor: Visitor, title: str, due: date, *, says: str = "") -> None:
    expect(row_of(visitor, title)).to_contain_text(say_short(due))
    expect(row_of(visitor, title)).to_contain_text(says)


def sees_done(visitor: Visitor, text: str) -> None:
    """Find what the page says was done."""
    expect(visitor.page.locator(".govuk-notification-banner--success")).to_contain_text(text)
