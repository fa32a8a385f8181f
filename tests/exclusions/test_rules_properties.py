"""Whatever the facts: one answer a rule, each explained to its day, and no closure brings a date forward."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.deadlines.rules import explain
from casework.schools.rules import Unknown
from exclusions.rules.parsing import PLAIN_DATES
from tests.calendars import year_2026
from tests.exclusions.answers import obligations_for

# Slow: each test works through a hundred sets of facts.
pytestmark = pytest.mark.slow

DAYS = st.dates(date(2026, 8, 1), date(2027, 7, 31))
WRITTEN = DAYS.map(date.isoformat)
NOTICE = st.fixed_dictionaries(
    {"method": st.sampled_from(["delivered", "first_class_post", "email"]), "date": WRITTEN}
)
FACTS = st.fixed_dictionaries(
    {
        "event": st.sampled_from(
            ["suspension", "lunchtime", "permanent_exclusion", "review", "offsite_direction"]
        ),
        "start_date": WRITTEN,
        "sessions": st.integers(1, 50),
    },
    optional={
        "start_point": st.sampled_from(
            ["start_of_day", "before_afternoon_session", "during_afternoon_session", "after_school"]
        ),
        "lunchtimes": st.integers(1, 40),
        "days_earlier_in_school_year": st.integers(0, 50),
        "previous_days_same_statutory_term": st.integers(0, 20),
        "representations_made": st.booleans(),
        "public_exam_date": WRITTEN,
        "consecutive_previous_suspensions": st.lists(
            st.fixed_dictionaries({"start_date": WRITTEN, "sessions": st.integers(1, 14)}), max_size=2
        ),
        "gb_decision_notice": NOTICE,
        "irp_application": NOTICE,
        "irp_decision_notice": NOTICE,
        "gb_outcome": st.sampled_from(["decline", "reinstate_now", "reinstate_on_date"]),
        "irp_outcome": st.sampled_from(["uphold", "recommend", "quash"]),
        **{name: WRITTEN for name in PLAIN_DATES if name != "date_of_birth"},
    },
)
CLOCKS = ("day6-provision-la", "gb-meet-15sd", "first-counted-day")


@given(FACTS)
@settings(max_examples=100, deadline=None)
def test_every_obligation_has_a_reason_and_its_count_ends_on_its_day(facts):
    for obligation in obligations_for(facts).values():
        explanation = explain(obligation)

        assert obligation.because
        if obligation.count is not None and isinstance(obligation.due, date):
            assert explanation["counted"][-1]["date"] == explanation["due"]


@given(WRITTEN, DAYS)
@settings(max_examples=100, deadline=None)
def test_a_closure_never_brings_a_clock_of_a_permanent_exclusion_forward(start, closed):
    facts = {"event": "permanent_exclusion", "start_date": start, "gb_notice_received": start}
    before = obligations_for(facts)
    after = obligations_for(facts, calendar=year_2026(closed))

    for clock in CLOCKS:
        first, second = before[clock].due, after[clock].due
        assert isinstance(second, Unknown) or (not isinstance(first, Unknown) and second >= first)
