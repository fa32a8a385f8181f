"""How far bringing in a file has come, and what stands against each of its rows."""

from django.db import models


class RunState(models.TextChoices):
    MAPPING = "MAPPING", "Columns to be matched"
    CHECKING = "CHECKING", "Being checked"
    CHECKED = "CHECKED", "Checked"
    BRINGING_IN = "BRINGING_IN", "Being brought in"
    DONE = "DONE", "Brought in"
    ABANDONED = "ABANDONED", "Abandoned"


# From each state, the states a file may go on to.
RUN_MOVES: dict[RunState, set[RunState]] = {
    RunState.MAPPING: {RunState.CHECKING, RunState.ABANDONED},
    RunState.CHECKING: {RunState.CHECKED, RunState.ABANDONED},
    RunState.CHECKED: {RunState.CHECKING, RunState.BRINGING_IN, RunState.ABANDONED},
    # Back again where something here changed in the meantime.
    RunState.BRINGING_IN: {RunState.DONE, RunState.CHECKED, RunState.CHECKING, RunState.ABANDONED},
    RunState.DONE: set(),
    RunState.ABANDONED: set(),
}


class RowState(models.TextChoices):
    WAITING = "WAITING", "Not checked yet"
    GOOD = "GOOD", "Ready"
    BAD = "BAD", "Cannot be brought in"
    CONFLICT = "CONFLICT", "Differs from what is here"
    HERE = "HERE", "Here already"
    DONE = "DONE", "Brought in"
    LEFT_OUT = "LEFT_OUT", "Left out"


class Settled(models.TextChoices):
    """What a person decided about a row that may be a child who is here."""

    KEEP = "KEEP", "Same child: keep what is here"
    TAKE = "TAKE", "Same child: take what the file says"
    BOTH = "BOTH", "Another child: keep both"
