"""What each role finds on the way through the pages that are linked for it."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from casework.access.choices import Role
from tests.factories.access import holding, officer
from tests.factories.exclusions import permanent_exclusion
from tests.journeys import given

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", Role, ids=[role.label for role in Role])
def test_nothing_linked_on_the_pages_of_a_role_is_closed_to_it(role, visitor, clock_stands_at):
    clock_stands_at(given.TUESDAY)
    team = given.a_team()
    user = holding(role, team, name="Sam Reed")
    colleague = user if role is Role.OFFICER else officer(team)
    permanent_exclusion(team=team, officer_=colleague, school=given.a_school(), on=given.TUESDAY)
    visitor.sign_in(user)

    opened = walk_the_navigation(visitor)

    assert opened, "A role without a single page"
    refused = {path: status for path, status in opened.items() if status >= 400}
    assert not refused, f"Linked for {role.label}, and answered so: {refused}"


def walk_the_navigation(visitor):
    """Open each page at the top, and ask for everything that is linked on it."""
    top = visitor.page.get_by_role("navigation", name="Pages").get_by_role("link")
    pages = [urlsplit(link).path for link in top.evaluate_all("links => links.map((link) => link.href)")]
    answers = {}
    for path in pages:
        visitor.visit(path)
        for linked in links_on(visitor):
            if linked not in answers:
                answers[linked] = visitor.context.request.get(urljoin(visitor.address, linked)).status
    return answers


def links_on(visitor):
    """Return the addresses on this site that the page links to, as they are written."""
    written = visitor.page.locator("a[href]").evaluate_all("links => links.map((link) => link.href)")
    here = [link for link in written if link.startswith(visitor.address)]
    return {re.sub(r"#.*", "", link).removeprefix(visitor.address) for link in here}
