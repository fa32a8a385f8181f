"""What is typed about people, roles and teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.access.choices import Role
from casework.access.models import Team, User
from casework.access.services import RoleDetails
from casework.ui import fields
from casework.ui.forms import FilterForm, Form

ROLE_HINTS = {
    Role.OFFICER: "Cases of their team, and their own",
    Role.DUTY_OFFICER: "The telephone and the inbox, and what duty needs",
    Role.SENIOR: "Agrees what officers propose, moves cases between officers",
    Role.MANAGER: "The same for every team below theirs, and the council’s settings",
    Role.BUSINESS_SUPPORT: "Records facts that are handed to them, term dates and closures",
    Role.SAFEGUARDING_LEAD: "Reads all cases that are not restricted, and restricted ones that name them",
    Role.ANALYST: "Schools and settings, no child",
    Role.AUDITOR: "Looks for a limited time, changes nothing",
    Role.ADMINISTRATOR: "Accounts, schools and settings, no child",
}


class SearchForm(FilterForm):
    q = fields.TextField(label="Name or email address", required=False, max_length=120, width="two-thirds")


class OnceForm(Form):
    """A form that is handled once, however often it is sent."""

    token = fields.HiddenField(coerce=UUID)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["token"].initial = uuid4

    @property
    def once(self) -> UUID:
        return self.cleaned_data["token"] or uuid4()


class RoleForm(OnceForm):
    role = fields.ChoiceField(label="Role", choices=Role.choices, coerce=Role, hints=ROLE_HINTS)
    team = fields.SelectField(label="Team", empty_label="Select a team", choices=[])
    starts_on = fields.DateField(label="First day", called="first day")
    ends_on = fields.DateField(
        label="Last day", called="last day", required=False, hint="An auditor’s access always has one"
    )

    def __init__(self, *args: Any, teams: Iterable[Team], on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = {str(team.pk): team for team in teams}
        self.fields["team"].choices = [(pk, team.name) for pk, team in self.teams.items()]  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = on

    @property
    def role_details(self) -> RoleDetails:
        given = self.cleaned_data
        return RoleDetails(
            role=given["role"],
            team=self.teams[given["team"]],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


class PersonForm(RoleForm):
    name = fields.TextField(label="Name", max_length=120, autocomplete="off")
    email = fields.EmailField(label="Email address", autocomplete="off")
    job_title = fields.TextField(label="Job title", required=False, max_length=120, autocomplete="off")

    field_order = ["name", "email", "job_title", "role", "team", "starts_on", "ends_on"]


class EndRoleForm(OnceForm):
    when = fields.ChoiceField(
        label="When does the role end?",
        choices=[("NOW", "Now"), ("LATER", "After a day")],
        hints={"NOW": "From their next click they can no longer do what the role allows"},
        reveals={"LATER": ["last_day"]},
        required_message="Select when the role ends",
    )
    last_day = fields.DateField(label="Last day", called="last day")

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        last_day = self.fields["last_day"]
        last_day.earliest = on  # type: ignore[attr-defined]
        last_day.earliest_message = "The last day must be today or later"  # type: ignore[attr-defined]


class ConfirmForm(OnceForm):
    """A button, and nothing to fill in."""


class TeamForm(OnceForm):
    name = fields.TextField(label="Name", max_length=120)
    parent = fields.SelectField(
        label="Team above it",
        required=False,
        empty_label="None",
        hint="Its managers see this team’s work too",
        choices=[],
    )
    watched_by = fields.SelectField(
        label="Who watches its inbox?",
        called="person who watches the inbox",
        hint="Everything that comes to the team and has no officer yet is this person’s to look after",
        empty_label="Select a person",
        choices=[],
    )

    def __init__(self, *args: Any, teams: Iterable[Team], people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = {str(team.pk): team for team in teams}
        self.people = {str(user.pk): user for user in people}
        self.fields["parent"].choices = [(pk, team.name) for pk, team in self.teams.items()]  # type: ignore[attr-defined]
        names = [(pk, f"{user.name}, {user.email}") for pk, user in self.people.items()]
        self.fields["watched_by"].choices = names  # type: ignore[attr-defined]

    @property
    def chosen_parent(self) -> Team | None:
        return self.teams.get(self.cleaned_data["parent"] or "")

    @property
    def watcher(self) -> User:
        return self.people[self.cleaned_data["watched_by"]]
