"""Everything an officer does to log an exclusion, with the keyboard alone."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.factories import people
from tests.factories.access import officer
from tests.journeys import acts, given
from tests.journeys.second_factor import PASSWORD, code_now, give_password_and_second_factor

pytestmark = pytest.mark.browser

MOST_STEPS = 80
# What the thing with the focus is called, and whether something can be seen of its having it.
FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const labels = element.labels ? [...element.labels].map((label) => label.innerText) : [];
    const group = element.closest("fieldset");
    const legend = group ? group.querySelector("legend").innerText : "";
    const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const shadowed = style.boxShadow !== "none";
    // Radios and checkboxes lie beneath a drawn box, which shows the focus in their place.
    const drawn = labels.length > 0 && getComputedStyle(element.labels[0], "::before").boxShadow !== "none";
    return {
        name: (labels.join(" ") || element.getAttribute("aria-label") || element.innerText || "").trim(),
        legend: legend.trim(),
        is_seen: ringed || shadowed || drawn,
        tag: element.tagName,
    };
}"""


def focus(visitor):
    return visitor.page.evaluate(FOCUSED)


def tab_to(visitor, name, *, legend=""):
    """Press Tab until the thing so called has the focus, and see that it shows on every stop."""
    for _ in range(MOST_STEPS):
        visitor.page.keyboard.press("Tab")
        found = focus(visitor)
        assert found["is_seen"] or found["tag"] == "BODY", f"Nothing shows that {found} has the focus"
        if found["name"].startswith(name) and found["legend"].startswith(legend):
            return
    pytest.fail(f"{MOST_STEPS} presses of Tab did not reach {name}")


def type_in(visitor, name, text, *, legend=""):
    tab_to(visitor, name, legend=legend)
    visitor.page.keyboard.type(text)


def type_date(visitor, legend, day):
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        type_in(visitor, part, str(number), legend=legend)


def press_enter_on(visitor, name):
    tab_to(visitor, name)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def sign_in(visitor, user):
    secret = give_password_and_second_factor(user)
    visitor.visit("/account/sign-in/")
    type_in(visitor, "Email address", user.email)
    type_in(visitor, "Password", PASSWORD)
    press_enter_on(visitor, "Sign in")
    type_in(visitor, "Code", code_now(secret))
    press_enter_on(visitor, "Continue")


def choose_the_school(visitor):
    type_in(visitor, "Which school?", "cherw")
    expect(visitor.page.get_by_role("option", name="Cherwell Fields School")).to_be_visible()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    assert acts.field(visitor, "Which school?").input_value().startswith("Cherwell Fields School, Oxford")


def test_an_exclusion_is_logged_by_keyboard_alone(visitor, clock_stands_at):
    clock_stands_at(given.TUESDAY)
    user = officer(given.a_team())
    given.a_school()
    people.child(by=user, forenames="Amara", surname="Lindqvist")
    keys = visitor.page.keyboard

    sign_in(visitor, user)
    press_enter_on(visitor, "Log a permanent exclusion")
    type_in(visitor, "Name, UPN or date of birth", "lindqvist")
    press_enter_on(visitor, "Search")
    press_enter_on(visitor, "Amara Lindqvist")

    choose_the_school(visitor)
    type_date(visitor, "When did the headteacher decide?", given.MONDAY)
    type_in(visitor, "Who decided?", "Ms Okoro, headteacher")
    type_date(visitor, "What was the first day out of school?", given.MONDAY)
    tab_to(visitor, "From the start of the day")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    expect(visitor.page.get_by_label("From the start of the day")).to_be_checked()
    press_enter_on(visitor, "Check the clocks")

    # The reason was left out: the summary has the focus, and its link leads to the question.
    assert focus(visitor)["name"].startswith("There is a problem")
    tab_to(visitor, "Select at least one reason")
    keys.press("Enter")
    assert focus(visitor)["name"] == "Main reason"
    keys.type("Physical assault against a pupil")
    tab_to(visitor, "Social worker")
    keys.press("Space")
    press_enter_on(visitor, "Check the clocks")
    press_enter_on(visitor, "Save and start the clocks")

    acts.sees_done(visitor, "is saved and its clocks have started")
    acts.sees_deadline(visitor, "Full-time education by the authority (Day 6)", date(2026, 9, 28))
