"""Bringing the rows of a checked file in: all of them, or none."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import Team, User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.cases import services as cases
from casework.cases.choices import ChronologyKind
from casework.cases.kinds import Arrival
from casework.cases.models import Action, Case
from casework.cases.services.record import record_about_many
from casework.intake import queries, reading
from casework.intake.choices import RowState, RunState, Settled
from casework.intake.columns import OFFICER, OLD_REFERENCE
from casework.intake.models import IntakeRow, IntakeRun
from casework.intake.reading import ReadRow
from casework.intake.services.checking import Reader, best_matches
from casework.intake.services.errors import CannotBringIn
from casework.intake.services.taking import lock_run, move
from casework.people import services as people
from casework.people.choices import IdentifierKind
from casework.people.models import Child
from casework.people.services import addresses, identity
from casework.people.services.many import add_children
from casework.people.services.rows import CannotSave, RecordChanged, version_of
from casework.ui.words import plural

ROWS_AT_ONCE = 200
TEXT = "Brought in from a file"
ADDRESSES = {"address", "postcode"}
# What a person named on a restricted child is told; who brought the file in is not.
SECOND_RECORD = "possible_second_record"
SECOND_RECORD_TEXT = "A child was brought in from a file who may be this one. Compare the two records."


class _Changed(Exception):
    """Rows do not stand any more as they were checked: by their keys, what is wrong, or nothing."""

    def __init__(self, rows: Mapping[int, str]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = dict(rows)


@dataclass
class Progress:
    """What was made so far from one file."""

    # Only where cases are opened may one child have several rows.
    new_by_identity: dict[Hashable, Child] = field(default_factory=dict)
    # Children whose record says by now what the file says, though another row is about them too.
    taken: set[int] = field(default_factory=set)
    changed: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def begin_bringing_in(*, run: IntakeRun, leaves_out_bad: bool, by: User) -> IntakeRun:
    """Decide that a checked file comes in. Raises CannotBringIn, in words, where something is to be done
    first, and MovedOn."""
    run = lock_run(run, by=by)
    move(run, to=RunState.BRINGING_IN)
    counts = queries.counts(run)
    if counts.unsettled:
        raise CannotBringIn(
            f"Settle {plural(counts.unsettled, 'row')} that may be children who are here first"
        )
    if (bad := counts.of(RowState.BAD)) and not leaves_out_bad:
        raise CannotBringIn(
            f"{plural(bad, 'row')} cannot be brought in. Say that they are left out, or correct the file"
        )
    if not counts.of(RowState.GOOD, RowState.CONFLICT):
        raise CannotBringIn("No row of the file is ready to be brought in")
    run.what_failed = ""
    save_as(run, by=by)
    return run


def bring_in(*, run: IntakeRun, by: User, on: date, now: datetime) -> IntakeRun:
    """Bring in everything that is ready, in one transaction. Safe to run again, and by two at once.

    Rows that do not stand any more as they were checked bring the whole file back to be looked at again.
    """
    try:
        return _bring_in(run, by=by, on=on, now=now)
    except _Changed as changed:
        return _look_again(run, changed.rows, by=by)


@transaction.atomic
def _bring_in(run: IntakeRun, *, by: User, on: date, now: datetime) -> IntakeRun:
    check_may(by, Verb.BRING_IN)
    # Files come in one after another, so that two with the same child cannot both add it.
    coming = IntakeRun.objects.select_for_update(of=("self",)).filter(state=RunState.BRINGING_IN)
    locked = {each.pk: each for each in coming.order_by("pk")}
    if run.pk not in locked:
        return IntakeRun.objects.visible_to(by).get(pk=run.pk)
    run = locked[run.pk]
    reader, progress = Reader(run, on), Progress()
    # Before the first is added, so that none is compared with the children of its own file.
    for rows in _batches(run):
        _look_for_arrivals([row for row in rows if not row.settled], reader, progress, by=by)
    for rows in _batches(run):
        _bring_in_batch(rows, reader, progress, by=by)
    if progress.changed:
        raise _Changed(progress.changed)
    run.rows.filter(state=RowState.BAD).update(state=RowState.LEFT_OUT)
    # What was here already is known here: the file's own words are not kept a second time.
    run.rows.filter(state=RowState.HERE).update(cells=[])
    move(run, to=RunState.DONE)
    run.finished_at = now
    save_as(run, by=by)
    return run


def _batches(run: IntakeRun) -> Iterator[list[IntakeRow]]:
    last = 0
    ready = run.rows.filter(state__in=(RowState.GOOD, RowState.CONFLICT)).order_by("number")
    while rows := list(ready.filter(number__gt=last)[:ROWS_AT_ONCE]):
        last = rows[-1].number
        yield rows


def _bring_in_batch(rows: list[IntakeRow], reader: Reader, progress: Progress, *, by: User) -> None:
    read = dict(zip((row.pk for row in rows), reader.read(rows), strict=True))
    for row in rows:
        if read[row.pk].faults:
            progress.changed[row.pk] = "; ".join(read[row.pk].faults)
    rows = [row for row in rows if row.pk not in progress.changed]
    known = [row for row in rows if row.settled in (Settled.KEEP, Settled.TAKE)]
    new = [row for row in rows if row.settled not in (Settled.KEEP, Settled.TAKE)]
    children = _known_children(known, read, progress, by=by)
    if progress.changed:
        # Nothing of this will be kept: what is left is to find every other row that changed.
        return
    children |= _add_new(new, read, reader, progress, by=by)
    for row in known:
        if row.settled == Settled.TAKE:
            _take_once(row, children[row.pk], read[row.pk], progress, by=by, on=reader.on)
    for row in rows:
        row.child, row.state = children[row.pk], RowState.DONE
        if reader.intake is not None:
            _open(row, read[row.pk], reader, progress, by=by)
    # What was brought in is known here: the file's own words are not kept a second time.
    reader.run.rows.filter(pk__in=[row.pk for row in rows]).update(state=RowState.DONE, cells=[])
    differing = ["child"] if reader.intake is None else ["child", "case", "state"]
    IntakeRow.objects.bulk_update(rows, differing, batch_size=ROWS_AT_ONCE)


def _known_children(
    rows: Sequence[IntakeRow], read: Mapping[int, ReadRow], progress: Progress, *, by: User
) -> dict[int, Child]:
    """Return the children rows were settled to be, by row; one that changed since is noted."""
    seen = queries.children_seen([row.likely_id for row in rows if row.likely_id], viewer=by)
    found = {}
    for row in rows:
        child = seen.get(row.likely_id or 0)
        if child is not None and child.pk in progress.taken:
            found[row.pk] = child
        elif child is None or row.differences != [
            asdict(each) for each in reading.differences(child, read[row.pk])
        ]:
            progress.changed[row.pk] = ""
        else:
            found[row.pk] = child
    return found


def _look_for_arrivals(rows: Sequence[IntakeRow], reader: Reader, progress: Progress, *, by: User) -> None:
    """Note rows whose child somebody else has added since the file was checked."""
    whole = [(row, found) for row, found in zip(rows, reader.read(rows), strict=True) if not found.faults]
    matches = best_matches([found for _, found in whole], viewer=by)
    progress.changed |= {
        row.pk: "" for (row, _), match in zip(whole, matches, strict=True) if match is not None
    }


def _add_new(
    rows: Sequence[IntakeRow], read: Mapping[int, ReadRow], reader: Reader, progress: Progress, *, by: User
) -> dict[int, Child]:
    first_of: dict[Hashable, IntakeRow] = {}
    for row in rows:
        identity_ = read[row.pk].identity
        if identity_ not in progress.new_by_identity:
            first_of.setdefault(identity_ if reader.intake else row.pk, row)
    newcomers = [read[row.pk].newcomer for row in first_of.values()]
    added = add_children(newcomers, source=TEXT, by=by, on=reader.on)
    record_about_many(added, text=TEXT, details=[], by=by, happened_on=reader.on)
    made = dict(zip(first_of, added, strict=True))
    if reader.intake is None:
        children = {row.pk: made[row.pk] for row in rows}
    else:
        progress.new_by_identity |= made
        children = {row.pk: progress.new_by_identity[read[row.pk].identity] for row in rows}
    _tell_of_second_records([each.details for each in newcomers], by=by, on=reader.on)
    return children


def _take_once(
    row: IntakeRow, child: Child, found: ReadRow, progress: Progress, *, by: User, on: date
) -> None:
    if child.pk in progress.taken:
        return
    try:
        take(child, found, row.differences, by=by, on=on)
    except RecordChanged:
        progress.changed[row.pk] = ""
    progress.taken.add(child.pk)


def take(child: Child, row: ReadRow, differing: Sequence[Mapping[str, str]], *, by: User, on: date) -> None:
    """Let a child's record say what a row says; what it said before stays as former names, numbers, homes."""
    codes = {each["code"] for each in differing}
    cases.change_about_child(
        child=child,
        change=lambda: _take(child, row, codes, by=by, on=on),
        text=TEXT,
        details=[_taken_in_words(each) for each in differing],
        by=by,
        on=on,
    )


def _taken_in_words(each: Mapping[str, str]) -> str:
    # The record shows who must not be told an address; a chronology does not, so it holds none.
    if each["code"] in ADDRESSES:
        return f"{each['label']} taken from the file"
    return f"{each['label']}: {each['file']} (was {each['here'] or 'not known'})"


def _take(child: Child, row: ReadRow, codes: set[str], *, by: User, on: date) -> None:
    details = row.details
    if codes & {"forenames", "surname", "known_as", "date_of_birth", "sex"}:
        child = identity.correct_identity(
            child=child,
            identity=identity.Identity(
                forenames=details.forenames,
                surname=details.surname,
                date_of_birth=details.date_of_birth,
                known_as=details.known_as or child.known_as,
                is_date_of_birth_estimated=child.is_date_of_birth_estimated,
                sex=details.sex or child.sex,
            ),
            keeps_former_name=bool(codes & {"forenames", "surname", "known_as"}),
            ended_on=None,
            version=child.version,
            by=by,
            on=on,
        )
    if "upn" in codes:
        _take_upn(child, details.upn, by=by, on=on)
    if codes & ADDRESSES:
        address = details.address or child.address
        postcode = details.postcode or child.postcode
        _take_address(child, address, postcode, by=by, on=on)
    if "parent" in codes and row.parent is not None:
        people.add_contact(child=child, details=row.parent, by=by)


def _take_upn(child: Child, upn: str, *, by: User, on: date) -> None:
    """Take a UPN over; one that fails its check does not displace another, and is kept beside it."""
    try:
        with transaction.atomic():
            identity.change_upn(
                child=child,
                upn=upn,
                no_upn_reason="",
                keeps_former=True,
                version=child.version,
                by=by,
                on=on,
            )
    except CannotSave:
        if not child.identifiers.filter(kind=IdentifierKind.OTHER, value=upn).exists():
            identity.add_identifier(
                child=child,
                details=identity.IdentifierDetails(kind=IdentifierKind.OTHER, value=upn, source=TEXT),
                by=by,
                on=on,
            )


def _take_address(child: Child, address: str, postcode: str, *, by: User, on: date) -> None:
    try:
        with transaction.atomic():
            addresses.move_home(
                child=child, address=address, postcode=postcode, from_day=on, source=TEXT, by=by, on=on
            )
    except CannotSave:
        # The address here was written down today: another on the same day puts it right.
        current = child.addresses.holding_on(on).first()
        if current is None:
            raise
        addresses.correct_address(
            row=current,
            details=addresses.AddressDetails(
                address=address,
                postcode=postcode,
                starts_on=current.starts_on,
                ends_on=current.ends_on,
                source=TEXT,
            ),
            version=version_of(current),
            by=by,
            on=on,
        )


def _open(row: IntakeRow, found: ReadRow, reader: Reader, progress: Progress, *, by: User) -> None:
    intake, child = reader.intake, row.child
    if intake is None or child is None:
        return
    row.case = intake.already_here(child, found.values, by)
    if row.case is not None:
        row.state = RowState.HERE
        return
    values = dict(found.values)
    officer = values.pop(OFFICER, None) or _importer_in(reader.run.team, by)
    old_reference = values.pop(OLD_REFERENCE, "")
    try:
        with transaction.atomic():
            row.case = intake.open(
                Arrival(
                    child=child, values=values, team=reader.run.team, officer=officer, by=by, on=reader.on
                )
            )
    except ValueError as error:
        progress.changed[row.pk] = str(error)
        return
    _say_where_from(row.case, old_reference, by=by, on=reader.on)


def _importer_in(team: Team, by: User) -> User | None:
    """Return who brings the file in, where they work in the team: otherwise its inbox holds the case."""
    return by if team.pk in by.standing.team_ids else None


def _say_where_from(case: Case, old_reference: str, *, by: User, on: date) -> None:
    cases.record_in_chronology(
        case=case,
        kind=ChronologyKind.EVENT,
        text=TEXT,
        details=[f"Reference before: {old_reference}"] if old_reference else [],
        by=by,
        happened_on=on,
    )


def _tell_of_second_records(described: Sequence[people.ChildDetails], *, by: User, on: date) -> None:
    """Tell somebody named on a restricted child that it may have come in a second time.

    The person who brings the file in is not shown the restricted child, so a second record is made. The
    action stands at the restricted child, where only those named on it find it; on the new one it would give
    the other away.
    """
    for hidden in queries.out_of_sight(described, viewer=by):
        if Action.objects.filter(child=hidden, topic=SECOND_RECORD, done_on=None).exists():
            continue
        named = queries.named_person(hidden, on=on)
        if named is None:
            cases.hand_over(
                child=hidden, topic=SECOND_RECORD, text=SECOND_RECORD_TEXT, by=by, on=on, due_on=on
            )
            continue
        owner, team = named
        action = Action(
            child=hidden,
            topic=SECOND_RECORD,
            text=SECOND_RECORD_TEXT,
            team=team,
            owner=owner,
            due_on=on,
            created_by=by,
        )
        save_as(action, by=by)


@transaction.atomic
def _look_again(run: IntakeRun, rows: Mapping[int, str], *, by: User) -> IntakeRun:
    run = lock_run(run, by=by)
    if run.state != RunState.BRINGING_IN:
        return run
    faulty = {pk: fault for pk, fault in rows.items() if fault}
    for row in run.rows.filter(pk__in=faulty):
        row.state, row.faults = RowState.BAD, [faulty[row.pk]]
        row.save(update_fields=["state", "faults"])
    again = [pk for pk in rows if pk not in faulty]
    run.rows.filter(pk__in=again).update(
        state=RowState.WAITING, settled="", settled_by=None, likely=None, differences=[], case=None
    )
    run.rows_checked -= len(again)
    run.what_failed = _what_failed(len(again), len(faulty))
    move(run, to=RunState.CHECKING if again else RunState.CHECKED)
    save_as(run, by=by)
    return run


def _what_failed(again: int, faulty: int) -> str:
    said = []
    if again:
        what = "a child that changed" if again == 1 else "children who changed"
        said.append(f"{plural(again, 'row')} may be {what} or came in here since the file was checked")
    if faulty:
        said.append(f"{plural(faulty, 'row')} cannot be brought in as they stand")
    return f"Nothing has been brought in: {', and '.join(said)}. Look at them again"
