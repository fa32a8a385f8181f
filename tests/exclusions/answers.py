"""Asking the rules of exclusions about facts written as a file would write them."""

from casework.deadlines.rules import due_as_text
from exclusions.rules import RULE_SET
from tests.calendars import year_2026


def obligations_for(facts, *, calendar=None, **config):
    """Return every obligation of the facts, by name."""
    parsed = RULE_SET.parse(facts)
    settings = RULE_SET.settings_with(config)
    found = RULE_SET.compute(parsed, calendar or year_2026(), settings)
    names = [each.name for each in found]
    assert len(names) == len(set(names)), "one rule answered twice"
    return {each.name: each for each in found}


def answers_for(facts, *, calendar=None, **config):
    """Return the due date of each rule, as the command prints it."""
    found = obligations_for(facts, calendar=calendar, **config)
    return {name: due_as_text(each.due) for name, each in found.items()}


def suspension(start, sessions, **more):
    return {"event": "suspension", "start_date": start, "sessions": sessions, **more}


def permanent(start, **more):
    return {"event": "permanent_exclusion", "start_date": start, "gb_notice_received": start, **more}


def delivered(day):
    return {"method": "delivered", "date": day}


def posted(day):
    return {"method": "first_class_post", "date": day}
