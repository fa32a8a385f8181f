"""Formulas in every text that can reach a file: none leaves as one (R20)."""

import csv
import io
from datetime import date

import pytest
from django.db import models
from django.urls import reverse
from python_calamine import load_workbook

from casework.access.models import Team, User
from casework.cases.models import Case, Deadline
from casework.desk.presenters.caseload import HEADINGS
from casework.people.models import Child
from casework.schools.models import School
from tests.factories.access import TeamFactory, officer, senior
from tests.factories.caseload import a_case
from tests.factories.exclusions import school_with_terms

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 21)
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\x00=", "\n=", " =", "＝", '=cmd|"/c calc"!A1')
# What a spreadsheet program takes for the beginning of a formula.
RUNS = tuple("=+-@\t\r\n\x00＝＋－＠")
# Codes and references of ours, which nobody types.
NOT_TYPED = {"reference", "kind", "status", "outcome", "urn", "rule_id", "key", "track", "state", "sex"}


@pytest.fixture(autouse=True)
def _monday(clock_stands_at):
    clock_stands_at(MONDAY)


def poison(row: models.Model, beginning: str) -> None:
    """Put a formula into every text of a row that people type."""
    texts = {
        field.name: f"{beginning}HYPERLINK({row._meta.model_name}.{field.name})"[: field.max_length or 400]
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in NOT_TYPED
        and not field.choices
        and not field.unique
        and (field.max_length or 400) > 30
    }
    if isinstance(row, Team):
        texts["name"] = f"{beginning}HYPERLINK(team.name)"
    type(row).objects.filter(pk=row.pk).update(**texts)


@pytest.fixture
def files(signed_in):
    """Ask for both files of a team whose every text begins in a way, and return their cells."""

    def files(beginning):
        team = TeamFactory()
        holder, boss = officer(team), senior(team)
        case = a_case(team, holder, school=school_with_terms())
        Case.objects.filter(pk=case.pk).update(without_education_from=date(2026, 9, 14))
        kept_out = "\x00" if beginning.startswith("\x00") else ""
        for model, pk in (
            (Child, case.child_id),
            (School, case.school_id),
            (Team, team.pk),
            (User, holder.pk),
            (Deadline, case.deadlines.get().pk),
        ):
            poison(model.objects.get(pk=pk), beginning.removeprefix(kept_out))
        client = signed_in(boss)
        as_csv = client.get(reverse("desk:export_caseload", args=["team", "csv"]))
        text = b"".join(as_csv.streaming_content).decode("utf-8-sig")
        as_xlsx = client.get(reverse("desk:export_caseload", args=["team", "xlsx"]))
        book = load_workbook(io.BytesIO(as_xlsx.content)).get_sheet_by_index(0).to_python()
        return {"csv": list(csv.reader(io.StringIO(text, newline=""))), "xlsx": book}

    return files


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=repr)
def test_no_cell_of_a_file_begins_as_a_formula(files, beginning):
    for kind, rows in files(beginning).items():
        texts = [cell for row in rows for cell in row if isinstance(cell, str)]
        poisoned = [cell for cell in texts if "HYPERLINK" in cell]

        assert [cell for cell in texts if cell.lstrip(" ").startswith(RUNS)] == [], kind
        # The name twice, the school, the officer, the team and the step.
        assert len(poisoned) == 6, kind
        assert all(cell.startswith("'") for cell in poisoned), kind


def test_every_row_of_a_file_is_as_wide_as_its_headings(files):
    for rows in files("=").values():
        assert {len(row) for row in rows} == {len(HEADINGS)}
