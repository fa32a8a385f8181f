"""Checking the rows of a file against themselves and against what is here."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction

from casework.access.models import User
from casework.access.services import save_as
from casework.cases.kinds import Intake
from casework.intake import queries
from casework.intake.choices import RowState, RunState, Settled
from casework.intake.columns import Columns, columns_of, intake_of
from casework.intake.models import IntakeRow, IntakeRun
from casework.intake.reading import ReadRow, differences, is_surely, read_row, school_cell
from casework.intake.services.taking import lock_run, move
from casework.people.finding import likely_same_many
from casework.people.models import Child

ROWS_AT_ONCE = 200
CHECKED_FIELDS = ["state", "faults", "differences", "likely", "settled", "case"]


@dataclass
class Reader:
    """Reads the rows of one run: its columns and how they are matched, looked up once."""

    run: IntakeRun
    on: date
    columns: Columns = field(init=False)
    intake: Intake | None = field(init=False)

    def __post_init__(self) -> None:
        self.columns = columns_of(self.run.kind)
        self.intake = intake_of(self.run.kind) if self.run.kind else None

    def read(self, rows: Sequence[IntakeRow]) -> list[ReadRow]:
        mapping = self.run.mapping
        places = queries.places_named(
            (school_cell(row.cells, mapping) for row in rows),
            team=self.run.team,
            on=self.on,
            with_officers=self.intake is not None and "officer" in mapping,
        )
        return [
            read_row(
                row.cells,
                columns=self.columns,
                mapping=mapping,
                width=len(self.run.columns),
                places=places,
                intake=self.intake,
                on=self.on,
            )
            for row in rows
        ]

    def key_of(self, row: ReadRow) -> Hashable:
        """Return what makes a row the same as another of its file: the child, and what the case is."""
        if self.intake is None:
            return row.identity
        return row.identity, tuple(str(row.values.get(each.code)) for each in self.intake.columns)


@dataclass
class SeenBefore:
    """What earlier rows of the same file said, so that a child does not come in twice from one file."""

    up_to: int = 0
    keys: dict[Hashable, int] = field(default_factory=dict)
    children: dict[Hashable, int] = field(default_factory=dict)
    upns: dict[str, tuple[int, Hashable]] = field(default_factory=dict)

    def catch_up(self, reader: Reader, first: int) -> None:
        """Read rows that were checked before this began: by another worker, or before a restart."""
        rows = reader.run.rows.filter(number__gt=self.up_to, number__lt=first).exclude(state=RowState.WAITING)
        if self.up_to + 1 < first:
            held: list[IntakeRow] = []
            for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
                held.append(row)
                if len(held) == ROWS_AT_ONCE:
                    self._note_all(reader, held)
                    held = []
            self._note_all(reader, held)

    def note(self, reader: Reader, number: int, row: ReadRow) -> None:
        """Remember a row, and say on it where an earlier one is the same or about the same child."""
        self.up_to = max(self.up_to, number)
        if row.identity is None or row.faults:
            return
        key = reader.key_of(row)
        if (earlier := self.keys.get(key)) is not None:
            what = "the same child" if reader.intake is None else "the same"
            row.faults.append(f"Row {earlier} is {what}")
            return
        self.keys[key] = number
        if (about := self.children.setdefault(row.identity, number)) != number:
            row.notes.append(f"Row {about} is about the same child: its details of the child are used")
        upn = row.values.get("upn")
        if upn:
            other, identity = self.upns.setdefault(upn, (number, row.identity))
            if identity != row.identity:
                row.notes.append(f"Row {other} has the same UPN for another child")

    def _note_all(self, reader: Reader, rows: Sequence[IntakeRow]) -> None:
        for row, read in zip(rows, reader.read(rows), strict=True):
            self.note(reader, row.number, read)


def check_rows(*, run: IntakeRun, by: User, on: date) -> IntakeRun:
    """Check every row that waits, a batch a transaction; safe to stop half way and to run again, or twice."""
    seen = SeenBefore()
    while True:
        run = _check_batch(run, seen, by=by, on=on)
        if run.state != RunState.CHECKING:
            return run


def check_again(*, run: IntakeRun, numbers: Collection[int], by: User, on: date) -> IntakeRun:
    """Check some rows of a checked file once more: what they were compared with is not there any longer."""
    with transaction.atomic():
        run = lock_run(run, by=by)
        if run.state != RunState.CHECKED:
            return run
        again = run.rows.filter(number__in=numbers).exclude(state=RowState.WAITING)
        run.rows_checked -= again.update(
            state=RowState.WAITING, settled="", settled_by=None, likely=None, differences=[], case=None
        )
        move(run, to=RunState.CHECKING)
        save_as(run, by=by)
    return check_rows(run=run, by=by, on=on)


@transaction.atomic
def _check_batch(run: IntakeRun, seen: SeenBefore, *, by: User, on: date) -> IntakeRun:
    run = lock_run(run, by=by)
    if run.state != RunState.CHECKING:
        return run
    rows = list(run.rows.filter(state=RowState.WAITING).order_by("number")[:ROWS_AT_ONCE])
    reader = Reader(run, on)
    if rows:
        seen.catch_up(reader, rows[0].number)
        read = reader.read(rows)
        for row, found in zip(rows, read, strict=True):
            seen.note(reader, row.number, found)
        stand(rows, read, reader, by=by)
        _keep(run, rows)
        run.rows_checked += len(rows)
    if len(rows) < ROWS_AT_ONCE:
        move(run, to=RunState.CHECKED)
        save_as(run, by=by)
    else:
        # Progress is no change that a history is for.
        IntakeRun.objects.filter(pk=run.pk).update(rows_checked=run.rows_checked)
    return run


def _keep(run: IntakeRun, rows: Sequence[IntakeRow]) -> None:
    """Write how rows stand: those that are simply ready, which most are, in one statement."""
    simple = [row.pk for row in rows if row.state == RowState.GOOD and not row.faults and row.likely is None]
    run.rows.filter(pk__in=simple).update(
        state=RowState.GOOD, faults=[], differences=[], likely=None, settled="", case=None
    )
    others = [row for row in rows if row.state != RowState.GOOD or row.faults or row.likely is not None]
    IntakeRow.objects.bulk_update(others, CHECKED_FIELDS, batch_size=ROWS_AT_ONCE)


def stand(rows: Sequence[IntakeRow], read: Sequence[ReadRow], reader: Reader, *, by: User) -> None:
    """Say of each row how it stands: bad, ready, here already, or for a person to settle."""
    whole = [(row, found) for row, found in zip(rows, read, strict=True) if not found.faults]
    best = best_matches([found for _, found in whole], viewer=by)
    for row, found in zip(rows, read, strict=True):
        row.state = RowState.BAD if found.faults else RowState.GOOD
        row.faults = [*found.faults, *found.notes]
        row.differences, row.likely, row.settled, row.case = [], None, "", None
    for (row, found), match in zip(whole, best, strict=True):
        if match is not None:
            _compare(row, found, match, reader, by=by)


def best_matches(
    rows: Sequence[ReadRow], *, viewer: User, besides: Collection[int] = ()
) -> list[Child | None]:
    """Return for each row the child, among those the person may see, whom it is probably about.

    Somebody who has the row's UPN, and nothing else of it, comes last: a person looks at that.
    """
    likely = likely_same_many(
        [row.details for row in rows],
        viewer=viewer,
        emails=[row.parent.email if row.parent else "" for row in rows],
    )
    holders = queries.upn_holders({row.details.upn for row in rows}, viewer=viewer)
    return [
        _best(row, [each.child for each in found if each.child.pk not in besides], holders, besides)
        for row, found in zip(rows, likely, strict=True)
    ]


def _best(
    row: ReadRow, likely: Sequence[Child], holders: Mapping[str, Child], besides: Collection[int]
) -> Child | None:
    sure = next((child for child in likely if is_surely(child, row)), None)
    if sure is not None or likely:
        return sure or likely[0]
    holder = holders.get(row.details.upn)
    return holder if holder is not None and holder.pk not in besides else None


def _compare(row: IntakeRow, found: ReadRow, child: Child, reader: Reader, *, by: User) -> None:
    row.likely = child
    differing = differences(child, found)
    if differing or not is_surely(child, found):
        row.state, row.differences = RowState.CONFLICT, [asdict(each) for each in differing]
        return
    row.settled = Settled.KEEP
    if reader.intake is None:
        row.state = RowState.HERE
        return
    row.case = reader.intake.already_here(child, found.values, by)
    if row.case is not None:
        row.state = RowState.HERE
