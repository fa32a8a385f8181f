"""The verbs of duty: take an enquiry, answer it, give it to somebody, hand over, keep the rota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.services import delete_as, save_as
from casework.cases.choices import ChronologyKind
from casework.cases.models import Case
from casework.cases.services import record_in_chronology
from casework.cases.services.lifecycle import next_reference
from casework.duty import permissions, queries, rules
from casework.duty.choices import EnquiryState, PartOfDay
from casework.duty.models import DutyTurn, Enquiry, HandoverNote
from casework.people.models import Child, ChildUserObjectPermission
from casework.schools.models import School
from casework.schools.rules import Unknown
from casework.ui.words import say_date

PREFIX = "ENQ"


class NobodyOnDuty(Exception):
    """An enquiry was to go to whoever is on duty, and nobody is."""


class CannotChangeEnquiry(Exception):
    """What was asked of an enquiry cannot be done; the message says why."""


class EnquiryChanged(Exception):
    """Somebody else saved the enquiry after this person opened it. Carries the enquiry as it now is."""

    def __init__(self, enquiry: Enquiry) -> None:
        super().__init__(enquiry.reference)
        self.enquiry = enquiry


class CannotPlan(Exception):
    """A rota cannot be as it was asked for; the message says why."""


class RotaChanged(Exception):
    """Somebody else changed the week after this person opened it."""


@dataclass(frozen=True, kw_only=True)
class EnquiryDetails:
    """What is written down about an enquiry: how it came, from whom, about whom and what."""

    channel: str
    asker_kind: str
    topic: str
    text: str
    asker_name: str = ""
    asker_telephone: str = ""
    asker_email: str = ""
    child: Child | None = None
    school: School | None = None


# Enquiries


@transaction.atomic
def take_enquiry(
    *, team: Team, details: EnquiryDetails, received_on: date, owner: User | None, by: User, now: datetime
) -> Enquiry:
    """Write down an enquiry, with its reference and the day by which to answer it.

    Without an owner it goes to whoever is on duty for the team now. Raises NobodyOnDuty where nobody is.
    """
    permissions.check_reaches_team(by, Verb.TAKE_ENQUIRY, team)
    owner = owner or queries.on_duty_now(team, now=now)
    if owner is None:
        raise NobodyOnDuty(f"Nobody is on duty for {team} now")
    today = timezone.localdate(now)
    enquiry = Enquiry(
        reference=next_reference(prefix=PREFIX, year=received_on.year),
        team=team,
        received_at=now if received_on == today else _noon(received_on),
        respond_by=_respond_by(received_on, on=today),
        owner=owner,
        recorded_by=by,
    )
    _write(enquiry, details)
    _check_sees(owner, enquiry)
    save_as(enquiry, by=by)
    return enquiry


@transaction.atomic
def change_enquiry(*, enquiry: Enquiry, details: EnquiryDetails, version: int, by: User) -> Enquiry:
    """Correct what was written down about an enquiry, or name its child.

    Raises EnquiryChanged when somebody else saved it meanwhile, and CannotChangeEnquiry once it is a case.
    """
    enquiry = _lock(enquiry, version=version, by=by)
    _refuse_case(enquiry)
    _write(enquiry, details)
    _check_sees(enquiry.owner, enquiry)
    return _save(enquiry, by=by)


@transaction.atomic
def give_enquiry(*, enquiry: Enquiry, owner: User, version: int, by: User, on: date) -> Enquiry:
    """Give an open enquiry to somebody who takes its team's enquiries.

    Raises EnquiryChanged when somebody else saved it meanwhile, and CannotChangeEnquiry where it is over, or
    the person could not see it.
    """
    enquiry = _lock(enquiry, version=version, by=by)
    if not enquiry.is_open:
        raise CannotChangeEnquiry(f"{enquiry} is not open any more")
    if not queries.takers_of(enquiry.team, on=on).filter(pk=owner.pk).exists():
        raise CannotChangeEnquiry(f"{owner} does not take the enquiries of {enquiry.team}")
    enquiry.owner = owner
    _check_sees(owner, enquiry)
    return _save(enquiry, by=by)


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, answer: str, answered_on: date, version: int, by: User) -> Enquiry:
    """Write down what was answered and on which day; again, to correct it.

    Raises EnquiryChanged when somebody else saved it meanwhile, and CannotChangeEnquiry once it is a case, or
    for a day before the enquiry came.
    """
    enquiry = _lock(enquiry, version=version, by=by)
    _refuse_case(enquiry)
    received_on = timezone.localdate(enquiry.received_at)
    if answered_on < received_on:
        raise CannotChangeEnquiry(f"It reached us on {say_date(received_on)}: the answer cannot be earlier")
    enquiry.state = EnquiryState.ANSWERED
    enquiry.answer, enquiry.answered_on, enquiry.answered_by = answer, answered_on, by
    return _save(enquiry, by=by)


@transaction.atomic
def enquiry_became_case(*, enquiry: Enquiry, case: Case, by: User, on: date) -> bool:
    """Say that a case came from an enquiry, in the transaction that opens the case.

    Answers whether the enquiry is this case now. One that became a case before stays with that one: two
    children may be behind one call. Either way the chronology of the case says where it came from.
    """
    enquiry = Enquiry.objects.select_for_update(of=("self",)).select_related("team").get(pk=enquiry.pk)
    permissions.check_can_handle(by, enquiry)
    becomes = enquiry.state != EnquiryState.BECAME_CASE
    if becomes:
        if enquiry.is_open:
            enquiry.answered_on, enquiry.answered_by = on, by
        enquiry.state, enquiry.case, enquiry.child = EnquiryState.BECAME_CASE, case, case.child
        enquiry.school = enquiry.school or case.school
        _save(enquiry, by=by)
    record_in_chronology(
        case=case,
        kind=ChronologyKind.EVENT,
        text=f"From enquiry {enquiry.reference}",
        details=[_how_it_came(enquiry), enquiry.text],
        by=by,
        happened_on=timezone.localdate(enquiry.received_at),
    )
    return becomes


@transaction.atomic
def write_handover(*, team: Team, text: str, by: User, on: date) -> HandoverNote:
    """Leave a note to whoever is on duty next, with how many enquiries are open."""
    permissions.check_reaches_team(by, Verb.TAKE_ENQUIRY, team)
    open_now = queries.open_for_handover(team)
    note = HandoverNote(team=team, on=on, text=text, open_enquiries=open_now, written_by=by)
    save_as(note, by=by)
    return note


def _how_it_came(enquiry: Enquiry) -> str:
    asked_by = ", ".join(filter(None, [enquiry.get_asker_kind_display(), enquiry.asker_name]))
    return f"{enquiry.get_channel_display()} from: {asked_by}"


def _write(enquiry: Enquiry, details: EnquiryDetails) -> None:
    for name in EnquiryDetails.__dataclass_fields__:
        setattr(enquiry, name, getattr(details, name))


def _noon(day: date) -> datetime:
    # Only the day is known; noon is on that day in any season's time.
    return timezone.make_aware(datetime.combine(day, time(12)))


def _respond_by(received_on: date, *, on: date) -> date:
    length = queries.duty_settings(on=on).days_to_answer
    due = queries.working_calendar(received_on).working_days_after(received_on, length)
    if isinstance(due, Unknown):
        raise CannotChangeEnquiry(str(due))
    return due


def _lock(enquiry: Enquiry, *, version: int, by: User) -> Enquiry:
    found = queries.with_everything(Enquiry.objects.select_for_update(of=("self",)))
    locked = found.get(pk=enquiry.pk)
    permissions.check_can_handle(by, locked)
    if locked.version != version:
        raise EnquiryChanged(locked)
    return locked


def _save(enquiry: Enquiry, *, by: User) -> Enquiry:
    enquiry.version += 1
    save_as(enquiry, by=by)
    return enquiry


def _refuse_case(enquiry: Enquiry) -> None:
    if enquiry.state == EnquiryState.BECAME_CASE:
        raise CannotChangeEnquiry(f"{enquiry} became a case: carry on there")


def _check_sees(owner: User, enquiry: Enquiry) -> None:
    child = enquiry.child
    if child is None or not child.is_restricted:
        return
    if not ChildUserObjectPermission.ids_for(owner).filter(content_object=child).exists():
        raise CannotChangeEnquiry(f"{owner} may not see this child’s record, so cannot answer for it")


# The rota


@transaction.atomic
def plan_week(
    *, team: Team, monday: date, halves: rules.Halves, seen: str, by: User, on: date
) -> list[DutyTurn]:
    """Set who is on duty for a team in each half of a week's working days.

    `seen` is the week as the person saw it (`rules.as_seen`). Raises RotaChanged where it is another by now,
    and CannotPlan for a day without work, a week gone by and a person who takes no enquiries of the team.
    """
    permissions.check_reaches_team(by, Verb.PLAN_DUTY, team)
    # Locked, so that two people planning one week take turns.
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    before = {(turn.on, turn.part): turn for turn in queries.turns_of_week([team.pk], monday=monday)}
    now = rules.halves_of((turn.on, turn.part, turn.officer_id) for turn in before.values())
    if rules.as_seen(now) != seen:
        raise RotaChanged("Somebody else changed this week while you were planning it")
    _check_days(monday, halves, on=on)
    _check_people(team, halves, on=max(on, monday))
    wanted = {(day, str(part)): person for (day, part), person in rules.turns_of(halves).items()}
    for key, turn in before.items():
        if key not in wanted:
            delete_as(turn, by=by)
    planned = []
    for (day, part), person in wanted.items():
        turn = before.get((day, part)) or DutyTurn(team=team, on=day, part=PartOfDay(part))
        if turn.officer_id != person:
            turn.officer_id = person
            save_as(turn, by=by)
        planned.append(turn)
    return planned


@transaction.atomic
def swap_turns(*, turn: DutyTurn, other: DutyTurn, by: User, on: date) -> None:
    """Let two officers of a team take each other's turn.

    Raises CannotPlan where one has gone by, they are not of one team, or the rota changed meanwhile.
    """
    permissions.check_reaches_team(by, Verb.PLAN_DUTY, turn.team)
    Team.objects.select_for_update(of=("self",)).get(pk=turn.team_id)
    held = {each.pk: each for each in DutyTurn.objects.filter(pk__in=[turn.pk, other.pk])}
    for each in (turn, other):
        if each.pk not in held or held[each.pk].officer_id != each.officer_id:
            raise CannotPlan("The rota changed while you were choosing. Look at it again")
    one, two = held[turn.pk], held[other.pk]
    if one.team_id != two.team_id or min(one.on, two.on) < on:
        raise CannotPlan("Only coming turns of one team can be swapped")
    one.officer_id, two.officer_id = two.officer_id, one.officer_id
    save_as(one, by=by)
    save_as(two, by=by)


def _check_days(monday: date, halves: rules.Halves, *, on: date) -> None:
    days = rules.weekdays_of(monday)
    if days[-1] < on:
        raise CannotPlan("This week has gone by")
    calendar = queries.working_calendar(monday)
    for day, _ in halves:
        if day not in days or not calendar.is_working_day(day):
            raise CannotPlan(f"{say_date(day)} is no working day")


def _check_people(team: Team, halves: rules.Halves, *, on: date) -> None:
    may_take = set(queries.takers_of(team, on=on).values_list("pk", flat=True))
    if not set(halves.values()) <= may_take:
        raise CannotPlan(f"Choose people who take the enquiries of {team}")
