"""Supervision."""

from datetime import date

from casework.supervision.models import SupervisionSession
from tests.project.declared.words import BOTH, CASEWORKERS, GET, POST

STEERS = {"senior", "manager"}
# A session is there for its officer, and for those who steer the team; here it is another officer's.
OTHERS = (CASEWORKERS | {"auditor"}) - STEERS
PAGES = {
    "see own supervision": CASEWORKERS | {"auditor"},
    "supervise": STEERS,
    "go through a caseload": {"allowed": STEERS, "not there": OTHERS},
    "sign a session": {"allowed": set(), "not there": OTHERS},
}

ON_A_PAGE = {
    "supervision:officers": ("see own supervision", GET),
    "supervision:begin": ("supervise", POST),
    "supervision:session": ("go through a caseload", GET),
    "supervision:print": ("go through a caseload", GET),
    "supervision:discuss": ("go through a caseload", BOTH),
    "supervision:finish": ("go through a caseload", BOTH),
    "supervision:sign": ("sign a session", BOTH),
}


def parts(world):
    case = world.cases["their team's"]
    session, _ = SupervisionSession.objects.get_or_create(
        officer=case.officer,
        defaults={"supervisor": world.people["senior"], "team": world.team, "held_on": date(2026, 9, 22)},
    )
    of_the_session = {"public_id": session.public_id}
    return {
        "supervision:begin": {"pk": world.somebody.pk},
        "supervision:session": of_the_session,
        "supervision:print": of_the_session,
        "supervision:discuss": of_the_session | {"reference": case.reference},
        "supervision:finish": of_the_session,
        "supervision:sign": of_the_session,
    }
