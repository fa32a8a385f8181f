"""Many views by many people: whoever was shown a child is in the log, once, and nobody else is."""

import os
import random
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from casework.access.choices import Role
from casework.access.models import AccessLogEntry
from casework.cases.models import CaseUserObjectPermission
from casework.people.models import SiblingLink
from tests.factories import people
from tests.factories.access import LONG_AGO, TeamFactory, holding, manager, officer, senior
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms

# As many as run in half a minute. The bar is ten thousand: DRILL_VIEWS=10000 runs them.
VIEWS = int(os.environ.get("DRILL_VIEWS", "300"))
BACKEND = "django.contrib.auth.backends.ModelBackend"
TUESDAY = date(2026, 9, 22)

# Addresses that show a child, by what stands in them. Another joins by its name.
OF_A_CHILD = (
    "desk:child",
    "desk:child_known_on",
    "desk:correct_child",
    "desk:child_chronology",
    "desk:print_child_chronology",
    "desk:child_access_log",
    "desk:show_child_restriction",
    "desk:ask_child_restriction",
    "desk:decide_child_restriction",
)
OF_A_CASE = (
    "desk:case",
    "desk:case_chronology",
    "desk:print_case_chronology",
    "desk:case_access_log",
    "desk:show_case_restriction",
    "desk:decide_case_restriction",
    "cases:allocate",
    "cases:close",
    "cases:reopen",
)
OF_A_DEADLINE = ("cases:deadline", "cases:meet_deadline", "cases:pause_deadline")
SEARCHES = ("Greenfield", "Redwood 14/5/2013", "Nonesuchname", "14/5/2013")
EXPORTS = ("own", "team")
# A name and a date of birth of their own, so that whoever stands on a page is known by the name.
SURNAMES = (
    "Greenfield",
    "Redwood",
    "Bluebell",
    "Blackthorn",
    "Whitlock",
    "Silverdale",
    "Goldsmith",
    "Ashgrove",
)


@pytest.fixture
def world(clock_stands_at):
    clock_stands_at(TUESDAY)
    county = TeamFactory(name="County")
    north, south = TeamFactory(name="North", parent=county), TeamFactory(name="South", parent=county)
    school = school_with_terms()
    children = [people.child(forenames=f"Given{name}", surname=name) for name in SURNAMES]
    cases = [
        permanent_exclusion(child=child, team=(north, south)[number % 2], school=school)
        for number, child in enumerate(children[:6])
    ]
    cases.append(
        permanent_exclusion(child=children[0], team=south, school=school, decision_on=date(2026, 9, 14))
    )
    link(children[0], children[1])
    link(children[0], children[2])
    people.restricted(children[1])
    cases[4].is_restricted = True
    cases[4].save()
    viewers = [
        *(officer(north), officer(south), senior(north), manager(county), cases[0].officer),
        *(holding(role) for role in (Role.SAFEGUARDING_LEAD, Role.AUDITOR, Role.BUSINESS_SUPPORT)),
        holding(Role.ANALYST),
    ]
    CaseUserObjectPermission.objects.assign_perm("view_case", viewers[2], cases[4])
    return children, cases, viewers


def link(child, sibling):
    SiblingLink.objects.create(child=child, sibling=sibling, kind="FULL", starts_on=LONG_AGO)


def views_of(children, cases):
    """Every view there is, as a function of somebody's client."""
    for child in children:
        for name in OF_A_CHILD:
            yield opening(reverse(name, args=[child.public_id]))
    for case in cases:
        for name in OF_A_CASE:
            yield opening(reverse(name, args=[case.reference]))
        for name in OF_A_DEADLINE:
            yield opening(reverse(name, args=[case.reference, deadline_of(case).pk]))
    for text in SEARCHES:
        yield searching(text)
    for whose in EXPORTS:
        for extension in ("csv", "xlsx"):
            yield opening(reverse("desk:export_caseload", args=[whose, extension]))


def opening(address):
    return lambda client: client.get(address)


def searching(text):
    return lambda client: client.post(reverse("people:find"), {"text": text}, follow=True)


def shown_in(response, children, cases):
    """The children whom an answer names, or one of whose cases."""
    if response.status_code != 200:
        return set()
    text = text_of(response)
    return {child.pk for child in children if child.full_name in text} | {
        case.child_id for case in cases if case.reference in text
    }


def text_of(response):
    content = b"".join(response)
    if "spreadsheetml" in response.headers["Content-Type"]:
        return str(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())
    return content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_each_view_that_shows_a_child_is_one_entry(world):
    children, cases, viewers = world
    clients = []
    for viewer in viewers:
        clients.append(Client())
        clients[-1].force_login(viewer, backend=BACKEND)
    views = list(views_of(children, cases))
    chance = random.Random(26)
    kept = shown = 0
    wrong = []

    for number in range(VIEWS):
        # Each view is opened by somebody before any is opened again.
        view = views[number] if number < len(views) else chance.choice(views)
        which = chance.randrange(len(viewers))
        response = view(clients[which])
        entries = AccessLogEntry.objects.filter(pk__gt=kept).order_by("pk")
        rows = list(entries.values_list("pk", "child_id", "user"))
        kept = rows[-1][0] if rows else kept
        told = shown_in(response, children, cases)
        logged, expected = sorted(child for _, child, _ in rows), sorted(told)
        shown += len(expected)
        if logged != expected or any(user != viewers[which].pk for _, _, user in rows):
            path = response.request["PATH_INFO"]
            wrong.append(f"{path} {response.status_code}: {logged} logged, {expected} shown")

    assert wrong == []
    assert AccessLogEntry.objects.count() == shown
    assert shown > VIEWS / 4
