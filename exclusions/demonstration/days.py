"""School days before and after today, so that the caseload is as fresh on any day it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from casework.schools.rules import SchoolCalendar


@dataclass(frozen=True)
class Days:
    """Counts in school days where term dates are held, and from Monday to Friday where they are not."""

    calendar: SchoolCalendar
    today: date

    def ago(self, n: int) -> date:
        """Return a school day gone by; the latest, today itself perhaps, is 0 days ago."""
        day = self.calendar.school_days_before(self.today + timedelta(days=1), n + 1)
        return day if isinstance(day, date) else self._stepping(self.today, n, step=-1)

    def ahead(self, n: int) -> date:
        day = self.calendar.school_days_after(self.today, n)
        return day if isinstance(day, date) else self._stepping(self.today + timedelta(days=1), n - 1, step=1)

    @staticmethod
    def _stepping(day: date, n: int, *, step: int) -> date:
        while True:
            if day.weekday() < 5:
                if n == 0:
                    return day
                n -= 1
            day += timedelta(days=step)
