"""When a case is due to be talked about: plain Python."""

from datetime import date, timedelta


def is_due_for_discussion(
    *, last_discussed_on: date | None, opened_on: date, interval_weeks: int, on: date
) -> bool:
    """Say whether more weeks than the interval have passed since a case was talked about, or opened."""
    return (last_discussed_on or opened_on) + timedelta(weeks=interval_weeks) < on
