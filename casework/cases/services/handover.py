"""What one service tells the others, through the core."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework.access.models import Team, User
from casework.access.services import save_as
from casework.cases.choices import ChronologyKind
from casework.cases.kinds import kind_of, topic_named
from casework.cases.models import Action, Case, PublishedFact
from casework.cases.services.record import record_in_chronology
from casework.people.models import Child


@transaction.atomic
def hand_over(
    *,
    child: Child,
    topic: str,
    text: str,
    by: User,
    on: date,
    case: Case | None = None,
    due_on: date | None = None,
) -> Action:
    """Make an owned action for the team that registered the topic.

    Where nobody registered it, or the team is not here, the fallback team takes it: never nobody.
    """
    registered = topic_named(topic)
    team = Team.objects.filter(name=registered.team_name).first() if registered else None
    team = team or Team.objects.get(is_fallback=True)
    action = Action(
        child=child,
        case=case,
        topic=topic,
        text=text,
        team=team,
        owner=team.watched_by,
        due_on=due_on,
        created_by=by,
    )
    save_as(action, by=by)
    if case is not None:
        record_in_chronology(
            case=case,
            kind=ChronologyKind.HANDED_OVER,
            text=f"Handed over to {team}",
            details=[text, f"Watched by {team.watched_by}"],
            by=by,
            happened_on=on,
        )
    return action


def publish_fact(*, case: Case, code: str, happened_on: date, by: User) -> PublishedFact:
    """Let the other services know something about the child. The code is one that the kind declares."""
    if code not in kind_of(case).fact_codes:
        raise KeyError(f"{kind_of(case).label} declares no fact {code}")
    fact = PublishedFact.objects.filter(case=case, code=code).first() or PublishedFact(case=case, code=code)
    fact.child, fact.happened_on, fact.withdrawn_at = case.child, happened_on, None
    save_as(fact, by=by)
    return fact


def withdraw_facts(*, case: Case, by: User) -> None:
    """Take back what a case published: it was recorded in error, or cancelled."""
    for fact in case.published_facts.filter(withdrawn_at=None):
        fact.withdrawn_at = timezone.now()
        save_as(fact, by=by)
