"""Files on their way in, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse

from casework.cases.kinds import kind_named
from casework.intake import rules
from casework.intake.choices import RowState, RunState
from casework.intake.columns import columns_of
from casework.intake.models import IntakeRow, IntakeRun
from casework.intake.queries import Counts
from casework.people.models import Child
from casework.ui.words import plural, say_date, say_moment

COLOURS = {
    RunState.MAPPING: "yellow",
    RunState.CHECKING: "blue",
    RunState.CHECKED: "yellow",
    RunState.BRINGING_IN: "blue",
    RunState.DONE: "green",
    RunState.ABANDONED: "grey",
}
# What a list of rows shows, by the word in its address.
SHOWN = {
    "ready": (RowState.GOOD, "Rows that are ready"),
    "here": (RowState.HERE, "Rows that are here already"),
    "bad": (RowState.BAD, "Rows that cannot be brought in"),
    "done": (RowState.DONE, "What was brought in"),
    "left-out": (RowState.LEFT_OUT, "Rows that were left out"),
}


def kind_words(run: IntakeRun) -> str:
    return kind_named(run.kind).label if run.kind else "Children"


def runs_table(runs: Sequence[IntakeRun]) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    columns: list[dict[str, Any]] = [
        {"text": "File"},
        {"text": "What"},
        {"text": "Rows", "numeric": True},
        {"text": "Chosen"},
    ]
    rows = [
        [
            {"text": run.file_name, "href": run.get_absolute_url(), "note": str(run.team)},
            kind_words(run),
            f"{run.total_rows:,}",
            say_moment(run.recorded_at),
            {"tag": run.get_state_display(), "colour": COLOURS[RunState(run.state)]},
        ]
        for run in runs
    ]
    return [*columns, {"text": "State"}], rows


def sample_rows(run: IntakeRun, samples: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return each heading of a file with its first values."""
    return [
        [heading, *(rules.quoted(row[place]) if place < len(row) else "" for row in samples)]
        for place, heading in enumerate(run.columns)
    ]


def about(run: IntakeRun) -> list[dict[str, Any]]:
    rows = [
        {"key": "Each row is", "value": f"A {kind_words(run).lower()} case" if run.kind else "A child"},
        {"key": "Team", "value": str(run.team)},
        {"key": "Rows", "value": f"{run.total_rows:,}"},
        {"key": "Chosen", "value": say_moment(run.recorded_at)},
    ]
    if run.finished_at:
        rows.append({"key": "Brought in", "value": say_moment(run.finished_at)})
    return rows


def standing(run: IntakeRun, counts: Counts) -> list[dict[str, Any]]:
    """Return how many rows stand how, with the way to each."""
    href = reverse("intake:settle", args=[run.public_id])
    settle = {"text": "Settle", "href": href, "about": "rows that may be children who are here"}
    bad, left_out = counts.of(RowState.BAD), counts.of(RowState.LEFT_OUT)
    conflicts = counts.of(RowState.CONFLICT)
    said = [
        _line("Ready", counts.of(RowState.GOOD), [_show(run, "ready")]),
        _line("May be a child who is here", conflicts, [settle], note=_settled(conflicts, counts.unsettled)),
        _line("Here already, so left as they are", counts.of(RowState.HERE), [_show(run, "here")]),
        _line("Cannot be brought in", bad, [_show(run, "bad"), _download(run)]),
        _line("Brought in", counts.of(RowState.DONE), [_show(run, "done")]),
        _line("Left out", left_out, [_show(run, "left-out"), _download(run)]),
    ]
    return [line for line in said if line is not None]


def progress(run: IntakeRun) -> dict[str, Any]:
    if run.state == RunState.BRINGING_IN:
        return {"text": f"Bringing in {plural(run.total_rows, 'row')}: all of them, or none", "share": None}
    return {
        "text": f"{run.rows_checked:,} of {run.total_rows:,} rows checked",
        "share": run.rows_checked,
        "whole": run.total_rows,
    }


def ready_words(counts: Counts) -> str:
    return plural(counts.of(RowState.GOOD, RowState.CONFLICT), "row")


def name_in(row: IntakeRow, run: IntakeRun) -> str:
    """Return the child's name as the file has it."""
    mapping: Mapping[str, int] = run.mapping
    parts = [
        rules.quoted(row.cells[mapping[code]])
        for code in ("forenames", "surname")
        if code in mapping and mapping[code] < len(row.cells)
    ]
    return " ".join(part for part in parts if part) or "No name"


def rows_table(
    rows: Sequence[IntakeRow], run: IntakeRun, *, seen: Mapping[int, Child], cases_seen: Collection[int]
) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Return rows as a table: links stand only where the person may follow them."""
    columns: list[dict[str, Any]] = [{"text": "Row", "numeric": True}, {"text": "Child"}]
    has_notes = any(row.faults for row in rows)
    if has_notes:
        columns.append({"text": "What to know"})
    if run.kind:
        columns.append({"text": "Case"})
    shown = []
    for row in rows:
        child = seen.get(row.child_id or row.likely_id or 0)
        line: list[Any] = [
            str(row.number),
            {"text": child.full_name, "href": child.get_absolute_url()} if child else _unlinked(row, run),
        ]
        if has_notes:
            line.append("; ".join(row.faults))
        if run.kind:
            line.append(_case_cell(row, cases_seen))
        shown.append(line)
    return columns, shown


def conflict(row: IntakeRow, run: IntakeRun, child: Child | None) -> dict[str, Any]:
    """Return a row beside the child it may be."""
    lines = [[each["label"], each["here"] or "Nothing", each["file"]] for each in row.differences]
    return {
        "number": row.number,
        "name": name_in(row, run),
        "here": child.full_name if child else "",
        "born": say_date(child.date_of_birth) if child else "",
        "href": child.get_absolute_url() if child else "",
        "lines": lines,
        "notes": row.faults,
    }


def download_rows(rows: Any) -> Any:
    """Go through rows as they came, each with what is wrong."""
    for row in rows:
        yield [*row.cells, "; ".join(row.faults)]


def labels_of(run: IntakeRun) -> dict[str, str]:
    return columns_of(run.kind).labels


def _line(key: str, count: int, actions: list[dict[str, str]], *, note: str = "") -> dict[str, Any] | None:
    if not count:
        return None
    return {"key": key, "value": f"{plural(count, 'row')}{note}", "actions": actions}


def _settled(conflicts: int, unsettled: int) -> str:
    if not unsettled:
        return ", all settled"
    return ", none settled yet" if conflicts == unsettled else f", {unsettled:,} to be settled"


def _show(run: IntakeRun, word: str) -> dict[str, str]:
    href = reverse("intake:rows", args=[run.public_id, word])
    return {"text": "Show", "href": href, "about": SHOWN[word][1].lower()}


def _download(run: IntakeRun) -> dict[str, str]:
    href = reverse("intake:faults", args=[run.public_id])
    return {"text": "Download", "href": href, "about": "these rows with what is wrong"}


def _unlinked(row: IntakeRow, run: IntakeRun) -> str:
    return name_in(row, run) if row.cells else "A child you cannot see"


def _case_cell(row: IntakeRow, cases_seen: Collection[int]) -> Any:
    if row.case is None:
        return ""
    if row.case_id in cases_seen:
        return {"text": row.case.reference, "href": row.case.get_absolute_url()}
    # One that was restricted since leaves no trace.
    return "" if row.case.is_restricted else row.case.reference
