"""What is typed about an enquiry, its answer, the end of a day and the rota."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from casework.access.models import Team, User
from casework.duty import queries, rules
from casework.duty.choices import AskerKind, Channel, EnquiryState, PartOfDay, Topic
from casework.duty.models import DutyTurn, Enquiry
from casework.duty.services import EnquiryDetails
from casework.people.models import Child
from casework.schools.fields import SchoolField
from casework.ui import fields
from casework.ui.forms import FilterForm, Form
from casework.ui.words import say_date, say_day, say_short

# An enquiry that came longer ago was surely typed with the wrong year.
LONGEST_AGO = timedelta(days=365)
MINE, ON_DUTY = "MINE", "ON_DUTY"


class ChildField(fields.TypeaheadField):
    """A child who is here already, found by a name, a UPN or a date of birth once the form is sent.

    Nothing is suggested while somebody types: a name would stand in the address of each suggestion. A child
    is taken at once for the UPN alone; whoever else is found, even one, is chosen from a list, since names
    that are merely alike are found as well.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            value_of=lambda child: child.public_id,
            label_of=child_label,
            nothing_found_message="No child here matches “%(text)s”. Check the spelling, or leave it empty",
            several_message="Select the child from the list",
            **options,
        )
        self.shown: list[Child] = []
        self.is_sure = False

    def offer_to(self, viewer: User) -> None:
        seen = Child.objects.visible_to(viewer)

        def resolve(text: str) -> list[tuple[Any, str]]:
            hits = queries.children_for_enquiry(text, viewer=viewer)
            self.shown, self.is_sure = [hit.child for hit in hits], [hit.why for hit in hits] == ["UPN"]
            return [(child.public_id, child_label(child)) for child in self.shown]

        def load(public_id: str) -> Child | None:
            try:
                return seen.filter(public_id=UUID(public_id)).first()
            except ValueError:
                return None

        self.resolve, self.load = resolve, load

    def _find(self, text: str) -> Any:
        found = super()._find(text)
        if not self.is_sure:
            raise ValidationError(
                self.error_messages["several"],
                code="several",
                params={"candidates": [(child.public_id, child_label(child)) for child in self.shown]},
            )
        return found


def child_label(child: Child) -> str:
    upn = f", UPN {child.upn}" if child.upn else ""
    return f"{child.full_name}, born {say_date(child.date_of_birth)}{upn}"


class EnquiryForm(Form):
    """What is written down about an enquiry."""

    channel = fields.ChoiceField(
        label="How did it reach us?",
        choices=Channel.choices,
        required_message="Select how it reached us",
        inline=True,
        small=True,
    )
    asker_kind = fields.SelectField(
        label="Who is asking?",
        choices=AskerKind.choices,
        empty_label="Choose one",
        required_message="Select who is asking",
    )
    asker_name = fields.TextField(label="Their name", max_length=160, required=False, spellcheck=False)
    asker_telephone = fields.TextField(
        label="Their telephone number", max_length=40, width=20, inputmode="tel", required=False
    )
    asker_email = fields.EmailField(label="Their email address", width="two-thirds", required=False)
    topic = fields.SelectField(
        label="What is it about?",
        choices=Topic.choices,
        empty_label="Choose one",
        required_message="Select what it is about",
    )
    text = fields.TextareaField(
        label="What was asked?", called="what was asked", required_message="Enter what was asked", rows=6
    )
    child = ChildField(
        label="Which child?",
        called="child",
        hint="The name, UPN or date of birth of a child who has a record. Leave it empty where there is none "
        "yet",
        required=False,
    )
    school = SchoolField(label="Which school?", called="school", required=False)

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("child", "school"):
            field: Any = self.fields[name]
            field.offer_to(viewer)

    @property
    def children_shown(self) -> list[int]:
        """Return the children that the form offers to choose from."""
        field: Any = self.fields["child"]
        return [child.pk for child in field.shown] if "child" in self.errors else []

    @property
    def details(self) -> EnquiryDetails:
        typed = self.cleaned_data
        return EnquiryDetails(**{name: typed[name] for name in EnquiryDetails.__dataclass_fields__})


class TakeEnquiryForm(EnquiryForm):
    token = fields.HiddenField(coerce=UUID, required=True)
    received_on = fields.DateField(
        label="When did it reach us?",
        called="day it reached us",
        hint="The days to answer count from here",
        latest_message="The day it reached us must be today or in the past",
        earliest_message="The day it reached us must be within the last year",
    )
    team = fields.SelectField(label="For which team?", choices=[], required_message="Select the team")
    answerer = fields.ChoiceField(
        label="Who answers it?",
        choices=[(MINE, "I do"), (ON_DUTY, "Whoever is on duty now")],
        required_message="Select who answers it",
    )

    def __init__(self, *args: Any, teams: Sequence[Team], on: date, **options: Any) -> None:
        first = {"token": uuid4(), "received_on": on, "team": str(teams[0].pk), "answerer": MINE}
        options["initial"] = {**first, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.teams = {str(team.pk): team for team in teams}
        received: Any = self.fields["received_on"]
        received.earliest, received.latest = on - LONGEST_AGO, on
        team: Any = self.fields["team"]
        team.choices = [(key, each.name) for key, each in self.teams.items()]
        if len(teams) == 1:
            del self.fields["team"]
        names = ["channel", "received_on", "asker_kind", "asker_name", "asker_telephone", "asker_email"]
        self.order_fields([*names, "topic", "text", "child", "school", "team", "answerer"])

    @property
    def team_chosen(self) -> Team:
        only = next(iter(self.teams))
        return self.teams[self.cleaned_data.get("team") or only]


class VersionForm(Form):
    """A form about something that somebody else may save meanwhile: `version` is what was read."""

    version = fields.HiddenField(coerce=int, required=True)


class ChangeEnquiryForm(VersionForm, EnquiryForm):
    @classmethod
    def first_answers(cls, enquiry: Enquiry) -> dict[str, Any]:
        return {
            "version": enquiry.version,
            **{name: getattr(enquiry, name) for name in EnquiryDetails.__dataclass_fields__},
        }


class AnswerForm(VersionForm):
    answer = fields.TextareaField(
        label="What was answered?",
        called="what was answered",
        required_message="Enter what was answered",
        rows=6,
    )
    answered_on = fields.DateField(
        label="When?",
        called="day of the answer",
        latest_message="The day of the answer must be today or in the past",
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        answered: Any = self.fields["answered_on"]
        answered.latest = on


class OwnerForm(VersionForm):
    owner = fields.SelectField(
        label="Who answers it?",
        choices=[],
        empty_label="Choose one",
        required_message="Select who answers it",
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(user.pk): user for user in people}
        owner: Any = self.fields["owner"]
        owner.choices = [(key, user.name) for key, user in self.people.items()]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["owner"]]


class EnquiryFilterForm(FilterForm):
    state = fields.SelectField(label="State", choices=EnquiryState.choices, empty_label="Any", required=False)
    topic = fields.SelectField(label="About", choices=Topic.choices, empty_label="Anything", required=False)
    channel = fields.SelectField(
        label="How it came", choices=Channel.choices, empty_label="Any way", required=False
    )
    owner = fields.SelectField(label="Answered by", choices=[], empty_label="Anybody", required=False)

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        owner: Any = self.fields["owner"]
        owner.choices = owners

    @property
    def narrowed(self) -> dict[str, str]:
        """Return what the list is narrowed to; an answer that is none narrows nothing."""
        self.full_clean()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class HandoverForm(Form):
    token = fields.HiddenField(coerce=UUID, required=True)
    team = fields.SelectField(label="For which team?", choices=[], required_message="Select the team")
    text = fields.TextareaField(
        label="What does whoever is on duty next need to know?",
        called="what the next person needs to know",
        required_message="Enter what the next person needs to know",
        hint="Calls to return, letters that came back, worries of the day. Name an enquiry by its reference",
        rows=8,
    )

    def __init__(self, *args: Any, teams: Sequence[Team], **options: Any) -> None:
        options["initial"] = {"token": uuid4(), "team": str(teams[0].pk), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.teams = {str(team.pk): team for team in teams}
        team: Any = self.fields["team"]
        team.choices = [(key, each.name) for key, each in self.teams.items()]
        if len(teams) == 1:
            del self.fields["team"]

    @property
    def team_chosen(self) -> Team:
        only = next(iter(self.teams))
        return self.teams[self.cleaned_data.get("team") or only]


class PlanForm(Form):
    """Who is on duty in each half of a week's working days."""

    marks_optional = False

    seen = fields.HiddenField()
    whole_week = fields.SelectField(
        label="The same person all week",
        hint="Fills the halves of days that you leave empty below",
        choices=[],
        empty_label="Nobody",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        days: Sequence[date],
        halves: rules.Halves,
        **options: Any,
    ) -> None:
        filled = {_half_name(day, half): str(person) for (day, half), person in halves.items()}
        options["initial"] = {"seen": rules.as_seen(halves), **filled}
        super().__init__(*args, **options)
        self.days = days
        choices = [(str(user.pk), user.name) for user in people]
        whole: Any = self.fields["whole_week"]
        whole.choices = choices
        for day in days:
            for half in rules.HALVES:
                self.fields[_half_name(day, half)] = fields.SelectField(
                    label=PartOfDay(half).label, choices=choices, empty_label="Nobody", required=False
                )

    @property
    def shown_days(self) -> list[Mapping[str, Any]]:
        return [
            {"title": say_day(day), "fields": [self[_half_name(day, half)] for half in rules.HALVES]}
            for day in self.days
        ]

    @property
    def halves(self) -> dict[tuple[date, PartOfDay], int]:
        typed = self.cleaned_data
        whole = typed.get("whole_week")
        found = {
            (day, half): typed.get(_half_name(day, half)) or whole
            for day in self.days
            for half in rules.HALVES
        }
        return {key: int(person) for key, person in found.items() if person}


def _half_name(day: date, half: str) -> str:
    return f"day{day.isoweekday()}_{half.lower()}"


class SwapForm(Form):
    """Which turn of somebody else is taken for this one. Each answer says who has the turn now."""

    officer = fields.HiddenField(coerce=int, required=True)
    other = fields.SelectField(
        label="Swap with",
        choices=[],
        empty_label="Choose a turn",
        required_message="Select the turn to swap with",
        width="full",
    )

    def __init__(self, *args: Any, turn: DutyTurn, others: Iterable[DutyTurn], **options: Any) -> None:
        super().__init__(*args, initial={"officer": turn.officer_id}, **options)
        self.turns = {f"{each.pk}.{each.officer_id}": each for each in others}
        other: Any = self.fields["other"]
        other.choices = [(key, turn_label(each)) for key, each in self.turns.items()]

    @property
    def chosen(self) -> DutyTurn:
        return self.turns[self.cleaned_data["other"]]


def turn_label(turn: DutyTurn) -> str:
    part = "" if turn.part == PartOfDay.ALL_DAY else f", {turn.get_part_display().lower()}"
    return f"{say_short(turn.on)}{part}: {turn.officer}"
