"""What the pages of duty read, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.models import Membership, Team, User
from casework.access.rules import TABLE
from casework.deadlines.queries import agreed_settings, settings_on
from casework.duty import rules
from casework.duty.models import DutyTurn, DutyTurnQuerySet, Enquiry, EnquiryQuerySet, HandoverNote
from casework.duty.rule_set import ANSWER_ENQUIRY, DANGER_TELEPHONE, RULE_SET
from casework.people.finding import Hit, find_children
from casework.people.models import Child
from casework.people.starts import ENQUIRY, along
from casework.schools.queries import bank_holidays
from casework.schools.rules import SchoolCalendar

ROWS_A_PAGE = 50
MOST_OPEN = 100
# Turns are swapped among those of the coming weeks.
SWAPPED_WITHIN = timedelta(weeks=8)


@dataclass(frozen=True)
class DutySettings:
    """What the council has settled: working days for an answer, and whom to ring about danger."""

    days_to_answer: int
    danger_telephone: str


def duty_settings(*, on: date) -> DutySettings:
    held = settings_on(RULE_SET, rows=agreed_settings(), on=on)
    return DutySettings(held.length(ANSWER_ENQUIRY), held.text(DANGER_TELEPHONE.key))


def working_calendar(on: date) -> SchoolCalendar:
    """Return the calendar of an office around a day: bank holidays, and no school's dates."""
    return SchoolCalendar((), bank_holidays=bank_holidays(on.year - 1, on.year + 2))


# Who is on duty


@dataclass(frozen=True)
class OnDuty:
    """Somebody's turn on a day, in part or whole."""

    part: str
    officer: str
    officer_id: int


@dataclass(frozen=True)
class TeamDuty:
    """Who is on duty for a team on a day. A team without any turn, ever, keeps no rota."""

    team_id: int
    team: str
    keeps_rota: bool
    turns: tuple[OnDuty, ...]


def duty_on(user: User, *, on: date) -> list[TeamDuty]:
    """Return who is on duty on a day for each team whose enquiries the person takes, in one query."""
    rows = (
        Team.objects.filter(pk__in=user.standing.scope(Verb.TAKE_ENQUIRY).team_ids)
        .annotate(
            turn=FilteredRelation("duty_turns", condition=Q(duty_turns__on=on)),
            keeps_rota=Exists(DutyTurn.objects.filter(team=OuterRef("pk"))),
        )
        .order_by("name", "pk")
        .values_list("pk", "name", "keeps_rota", "turn__part", "turn__officer__name", "turn__officer")
    )
    teams: dict[int, TeamDuty] = {}
    for pk, name, keeps_rota, part, officer, officer_id in rows:
        before = teams.get(pk)
        turns = before.turns if before else ()
        if officer_id is not None:
            turns = (*turns, OnDuty(part, officer, officer_id))
        teams[pk] = TeamDuty(pk, name, keeps_rota, tuple(sorted(turns, key=_by_part)))
    return list(teams.values())


def _by_part(turn: OnDuty) -> bool:
    # The morning stands before the afternoon.
    return not rules.covers(turn.part, rules.HALVES[0])


def on_duty_now(team: Team, *, now: datetime) -> User | None:
    """Return who answers a team's telephone at a moment, where the rota says."""
    moment = timezone.localtime(now)
    half = rules.half_at(moment.time())
    turns = DutyTurn.objects.filter(team=team, on=moment.date()).select_related("officer")
    return next((turn.officer for turn in turns if rules.covers(turn.part, half)), None)


def turns_of_week(teams: Collection[int], *, monday: date) -> list[DutyTurn]:
    days = rules.weekdays_of(monday)
    turns = DutyTurn.objects.filter(team__in=teams, on__gte=days[0], on__lte=days[-1])
    return list(turns.select_related("officer").order_by("on", "pk"))


def turns_to_swap(turn: DutyTurn, *, on: date) -> DutyTurnQuerySet:
    """Return the coming turns of others that a turn can be swapped for."""
    coming = DutyTurn.objects.filter(team=turn.team_id, on__gte=on, on__lte=on + SWAPPED_WITHIN)
    return coming.exclude(officer=turn.officer_id).select_related("officer")


def teams_of(user: User, verb: Verb) -> list[Team]:
    """Return the teams that a verb reaches for the person; those they sit in come first."""
    teams = Team.objects.filter(pk__in=user.standing.scope(verb).team_ids)
    return sorted(teams, key=lambda team: (team.pk not in user.standing.team_ids, team.name))


def takers_of(team: Team, *, on: date) -> QuerySet[User]:
    """Return the people who take a team's enquiries on a day."""
    held = Membership.objects.in_force(on).filter(team=team, role__in=TABLE[Verb.TAKE_ENQUIRY])
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


# Enquiries


def with_everything(found: EnquiryQuerySet) -> EnquiryQuerySet:
    return found.select_related(
        "child", "school__authority", "team", "owner", "answered_by", "recorded_by", "case"
    )


def for_a_list(found: EnquiryQuerySet) -> EnquiryQuerySet:
    return found.select_related("child", "school", "team", "owner")


def open_enquiries(user: User) -> list[Enquiry]:
    """Return what is still to answer, by its day: the late ones first. One more than a page shows."""
    found = for_a_list(Enquiry.objects.visible_to(user).open())
    return list(found.order_by("respond_by", "pk")[: MOST_OPEN + 1])


def settled_today(user: User, *, on: date) -> list[Enquiry]:
    """Return what was answered today, or became a case."""
    found = Enquiry.objects.visible_to(user).filter(answered_on=on)
    return list(for_a_list(found).order_by("-pk")[:MOST_OPEN])


def page_of_enquiries(
    user: User, *, narrowed: Mapping[str, object], after: int | None
) -> tuple[list[Enquiry], int | None]:
    """Return a page of enquiries, the newest first, and the key that the next page starts below, if any."""
    found = for_a_list(Enquiry.objects.visible_to(user).filter(**narrowed))
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: ROWS_A_PAGE + 1])
    page = rows[:ROWS_A_PAGE]
    return page, page[-1].pk if len(rows) > ROWS_A_PAGE else None


def owners_seen_by(user: User) -> list[tuple[str, str]]:
    """Return whose enquiries a list can be narrowed to: those who take enquiries, or took one."""
    teams = user.standing.scope(Verb.TAKE_ENQUIRY).team_ids
    owning = Enquiry.objects.visible_to(user).order_by().values("owner")
    members = Membership.objects.filter(team__in=teams, role__in=TABLE[Verb.TAKE_ENQUIRY]).values("user")
    found = User.objects.filter(Q(pk__in=owning) | Q(pk__in=members)).order_by("name", "pk")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def open_for_handover(team: Team) -> int:
    """Return how many enquiries of a team are open, as everybody who reads the note may know them."""
    anybody = Q(child=None) | Q(child__is_restricted=False)
    return Enquiry.objects.filter(anybody, team=team).open().count()


def last_handovers(user: User) -> Sequence[HandoverNote]:
    """Return the latest note of each team."""
    latest = HandoverNote.objects.filter(team=OuterRef("pk")).order_by("-on", "-pk").values("pk")[:1]
    teams = Team.objects.annotate(latest=Subquery(latest)).exclude(latest=None).order_by()
    found = HandoverNote.objects.visible_to(user).filter(pk__in=teams.values("latest"))
    return list(found.select_related("team", "written_by").order_by("-on", "team__name", "pk"))


def children_for_enquiry(text: str, *, viewer: User) -> list[Hit]:
    return list(find_children(text, viewer=viewer).hits)


def enquiry_carried(query: Mapping[str, str], *, viewer: User, child: Child) -> Enquiry | None:
    """Return the enquiry that an address hands along, where it can be about the child and the viewer reads
    it."""
    reference = along(query).get(ENQUIRY)
    if reference is None:
        return None
    about = Q(child=None) | Q(child=child)
    found = Enquiry.objects.visible_to(viewer).filter(about, reference=reference)
    return found.select_related("school__authority", "team", "owner").first()
