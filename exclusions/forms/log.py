"""Logging a permanent exclusion, from the school's telephone call or letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import QueryDict

from casework.access.models import Team, User
from casework.cases.models import Case
from casework.people.models import Child
from casework.ui import fields
from exclusions.choices import Party
from exclusions.forms.child import CircumstancesForm, ToldForm, ticked_for
from exclusions.forms.report import SCHOOL, WHEN, WHY, ReportForm
from exclusions.forms.sections import Section, choose_from
from exclusions.queries import holders_for
from exclusions.rules.checks import told_field
from exclusions.services import ExclusionDetails, circumstances_on


class LogForm(CircumstancesForm, ToldForm, ReportForm):
    sections = (
        SCHOOL,
        WHEN,
        WHY,
        Section(
            "Who was told, and when",
            tuple(told_field(party) for party in Party),
            "The days on which the school told each of them.",
        ),
        Section(
            "The child’s circumstances",
            ("home_authority", "child_is", "year11_no_exams_left", "next_exam_on"),
        ),
        Section("Who holds it here", ("team", "officer")),
    )

    team = fields.SelectField(label="Team", choices=[], required_message="Select the team")
    officer = fields.SelectField(
        label="Officer",
        choices=[],
        required=False,
        empty_label="The school’s link officer, or you where it has none",
    )

    def __init__(self, *args: Any, child: Child, viewer: User, on: date, **options: Any) -> None:
        super().__init__(*args, viewer=viewer, **options)
        self.viewer = viewer
        told_apart = self.data.getlist("separate_from") if isinstance(self.data, QueryDict) else []
        self.holders = holders_for(viewer, on=on)
        choose_from(self.fields["team"], [(team.pk, team.name) for team in self.holders.teams])
        choose_from(self.fields["officer"], [(each.pk, each.name) for each in self.holders.officers])
        self._offer_to_tell_apart(told_apart)
        if not self.is_bound:
            self.initial.update(self._first_answers(child, on))

    def tell_apart_from(self, cases: Sequence[Case]) -> None:
        """Ask whether this is another exclusion than those already here."""
        self._offer_to_tell_apart([case.reference for case in cases])
        self.add_error("separate_from", "Confirm that this is another exclusion, or stop here")

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        officer = self._chosen(self.holders.officers, cleaned.get("officer"))
        team = self._chosen(self.holders.teams, cleaned.get("team"))
        if officer and team and not self.holders.works_in(officer, team):
            self.add_error("officer", f"{officer} does not work in {team}: select another officer or team")
        return cleaned

    @property
    def details(self) -> ExclusionDetails:
        cleaned = self.cleaned_data
        return ExclusionDetails(
            **self.as_reported(),
            next_exam_on=cleaned["next_exam_on"],
            year11_no_exams_left=cleaned["year11_no_exams_left"],
            ehcp_hours_met=cleaned["ehcp_hours_met"],
            told={party: day for party, day in self.told.items() if day is not None},
            child_is=self.child_at(cleaned["school"]),
        )

    @property
    def told_apart(self) -> list[str]:
        """Return the references of cases that were confirmed to be another exclusion."""
        return list(self.cleaned_data.get("separate_from") or [])

    @property
    def team_chosen(self) -> Team:
        team: Team = self._chosen(self.holders.teams, self.cleaned_data["team"])
        return team

    @property
    def officer_chosen(self) -> User:
        chosen = self._chosen(self.holders.officers, self.cleaned_data["officer"])
        linked: User | None = self.cleaned_data["school"].link_officer
        return chosen or (linked if linked and linked.is_active else self.viewer)

    def _first_answers(self, child: Child, on: date) -> dict[str, Any]:
        child_is = circumstances_on(child, on)
        home = child_is.home_authority.code if child_is.home_authority else settings.HOME_AUTHORITY_CODE
        teams = self.holders.teams
        return {
            "home_authority": home,
            "child_is": ticked_for(child_is),
            "team": str(teams[0].pk) if teams else "",
        }

    def _offer_to_tell_apart(self, references: Sequence[str]) -> None:
        if not references:
            self.fields.pop("separate_from", None)
            return
        self.fields["separate_from"] = fields.MultipleChoiceField(
            label="Is this another exclusion?",
            choices=[(reference, f"Yes, this is not {reference}") for reference in references],
            required=False,
        )

    @staticmethod
    def _chosen(rows: Sequence[Any], key: str | None) -> Any:
        return next((row for row in rows if str(row.pk) == key), None)
