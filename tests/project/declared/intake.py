"""Bringing in a caseload. A file is there for the person who brought it: see `tests/casework/intake`."""

from casework.intake.models import IntakeRun
from tests.project.declared.words import BOTH, GET

# For somebody who has not signed in, and so brought nothing.
NOBODYS = "00000000-0000-4000-8000-000000000000"

PAGES = {"bring in": {"officer", "senior", "manager", "safeguarding lead"}}

ON_A_PAGE = {
    "intake:start": ("bring in", BOTH),
    "intake:match": ("bring in", BOTH),
    "intake:run": ("bring in", BOTH),
    "intake:rows": ("bring in", GET),
    "intake:settle": ("bring in", BOTH),
    "intake:settle_many": ("bring in", BOTH),
    "intake:faults": ("bring in", GET),
    "intake:abandon": ("bring in", BOTH),
}


def hand_to(world, person):
    """Let a file be this person's."""
    world.intake_run = IntakeRun.objects.create(
        by=person,
        team=world.team,
        file_name="caseload.csv",
        columns=["Forename", "Surname"],
        mapping={"forenames": 0},
        state="CHECKED",
    )


def parts(world):
    held = getattr(world, "intake_run", None)
    run = {"public_id": held.public_id if held else NOBODYS}
    return {name: run for name in ON_A_PAGE if name != "intake:start"} | {
        "intake:rows": run | {"shown": "ready"}
    }
