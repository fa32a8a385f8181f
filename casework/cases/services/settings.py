"""Agreeing to a rule setting, which moves open cases."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.cases.services.calendar import CalendarChanged, recalculate_all
from casework.deadlines import services as deadlines
from casework.deadlines.models import RuleSetting


@transaction.atomic
def approve_setting(*, setting: RuleSetting, by: User, on: date) -> CalendarChanged:
    """Agree to a proposed setting and, in the same transaction, work out every open case again.

    Raises CannotChangeSetting when it was decided already, or was proposed by the same person.
    """
    agreed = deadlines.approve_setting(setting=setting, by=by)
    return recalculate_all(by=by, because=f"Rule setting changed: {agreed.reason}", on=on)
