"""Duty and enquiries."""

from casework.duty.models import DutyTurn, Enquiry
from tests.factories.duty import enquiry_of, turn_of
from tests.project.declared.words import BOTH, CASEWORKERS, GET

PAGES = {"take enquiries": CASEWORKERS, "plan duty": {"senior", "manager"}}

ON_A_PAGE = {
    "duty:today": ("take enquiries", GET),
    "duty:hand_over": ("take enquiries", BOTH),
    "duty:enquiries": ("take enquiries", GET),
    "duty:take": ("take enquiries", BOTH),
    "duty:enquiry": ("take enquiries", GET),
    "duty:answer": ("take enquiries", BOTH),
    "duty:change": ("take enquiries", BOTH),
    "duty:give": ("take enquiries", BOTH),
    "duty:rota": ("take enquiries", GET),
    "duty:plan": ("plan duty", BOTH),
    "duty:swap": ("plan duty", BOTH),
}
ON_AN_ENQUIRY = ("enquiry", "answer", "change", "give")


def parts(world):
    """An enquiry and a turn of the team that everybody here is in."""
    by = world.somebody
    held = Enquiry.objects.filter(team=world.team).first() or enquiry_of(world.team, by=by)
    turn = DutyTurn.objects.filter(team=world.team).first() or turn_of(world.team, officer_=by)
    enquiry = {"reference": held.reference}
    return {f"duty:{name}": enquiry for name in ON_AN_ENQUIRY} | {
        "duty:plan": {"pk": world.team.pk},
        "duty:swap": {"pk": turn.pk},
    }
