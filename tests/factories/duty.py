"""Enquiries and turns of duty."""

from datetime import date

from django.utils import timezone

from casework.access.models import Team, User
from casework.access.services import save_as
from casework.duty.choices import AskerKind, Channel, PartOfDay, Topic
from casework.duty.models import DutyTurn, Enquiry
from casework.duty.services import EnquiryDetails, take_enquiry
from tests.factories.access import officer


def details(**given) -> EnquiryDetails:
    """An enquiry of a school by telephone, about nobody who is known here yet."""
    told = {
        "channel": Channel.PHONE,
        "asker_kind": AskerKind.SCHOOL,
        "topic": Topic.EXCLUSION,
        "text": "What happens after the fifth day?",
    }
    return EnquiryDetails(**(told | given))


def enquiry_of(
    team: Team, *, by: User | None = None, owner: User | None = None, received_on: date | None = None, **given
) -> Enquiry:
    """An enquiry of a team, taken by one of its officers now, or on an earlier day."""
    by = by or officer(team)
    now = timezone.now()
    return take_enquiry(
        team=team,
        details=details(**given),
        received_on=received_on or timezone.localdate(now),
        owner=owner or by,
        by=by,
        now=now,
    )


def turn_of(
    team: Team,
    *,
    officer_: User | None = None,
    on: date | None = None,
    part: str = PartOfDay.ALL_DAY,
    by: User | None = None,
) -> DutyTurn:
    """A turn of duty, today unless a day is given."""
    on = on or timezone.localdate()
    turn = DutyTurn(team=team, on=on, part=part, officer=officer_ or officer(team))
    save_as(turn, by=by)
    return turn
