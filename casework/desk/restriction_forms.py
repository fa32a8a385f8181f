"""What is typed to restrict a record, and to lift that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from casework.access.choices import RestrictionReason
from casework.access.forms import OnceForm
from casework.access.models import User
from casework.cases.services.restriction import Named
from casework.ui import fields

LONGEST_REASON = 400
# How many people may be added on one page besides those suggested.
OTHERS = 3


def words_field(label: str, **options: Any) -> fields.TextareaField:
    return fields.TextareaField(
        label=label,
        max_length=LONGEST_REASON,
        rows=3,
        count_characters=True,
        **({"called": "reason"} | options),
    )


class WithReason(OnceForm):
    reason = fields.ChoiceField(
        label="Why is it to be restricted?",
        choices=RestrictionReason.choices,
        coerce=RestrictionReason,
        required_message="Select why it is to be restricted",
        small=True,
    )
    details = words_field(
        "What should whoever decides know?",
        called="what whoever decides should know",
        required=False,
        hint="Those who decide read this, and afterwards those who are named",
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("reason") == RestrictionReason.OTHER and not typed.get("details"):
            self.add_error("details", "Enter the reason")
        return typed


class AskForm(WithReason):
    """What an officer asks for."""


def _is_over(user: Any, on: date) -> bool:
    return user.named_until is not None and user.named_until < on


class WithNames(OnceForm):
    """Who is named on a record: people suggested, each perhaps until a day, and a few more."""

    # The service says what is needed: somebody who could lift it again.
    marks_optional = False

    def __init__(
        self, *args: Any, people: Sequence[Any], suggested: Iterable[int], on: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.people = {str(user.pk): user for user in people}
        also = set(suggested)
        near = [user for user in people if user.is_named or user.holds or user.pk in also]
        in_force = [user for user in near if user.is_named and not _is_over(user, on)]
        ticked = [str(user.pk) for user in in_force or near]
        self.fields["named"] = fields.MultipleChoiceField(
            label="Who goes on seeing it?",
            hint="Nobody else will find it, and for them it does not exist. Tick yourself if that is to be "
            "you too.",
            choices=[(str(user.pk), user.name) for user in near],
            hints={str(user.pk): user.job_title for user in near if user.job_title},
            reveals={str(user.pk): [f"until_{user.pk}"] for user in near},
            required=False,
            initial=ticked,
        )
        for user in near:
            self._add_day(f"until_{user.pk}", None if _is_over(user, on) else user.named_until, on)
        elsewhere = [(str(user.pk), user.name) for user in people if user not in near]
        for number in range(1, OTHERS + 1):
            self.fields[f"other_{number}"] = fields.SelectField(
                label="Somebody else" if number == 1 else "And somebody else",
                required=False,
                empty_label="Nobody",
                choices=elsewhere,
            )
            self._add_day(f"until_other_{number}", None, on)

    def _add_day(self, name: str, initial: date | None, on: date) -> None:
        day: Any = fields.DateField(
            label="Last day, if there is one", called="last day", required=False, initial=initial
        )
        day.earliest, day.earliest_message = on, "The last day must be today or later"
        self.fields[name] = day

    @property
    def chosen(self) -> list[Named]:
        typed = self.cleaned_data
        named = {pk: Named(user=self.people[pk], ends_on=typed.get(f"until_{pk}")) for pk in typed["named"]}
        for number in range(1, OTHERS + 1):
            if pk := typed.get(f"other_{number}"):
                named[pk] = Named(user=self.people[pk], ends_on=typed.get(f"until_other_{number}"))
        return list(named.values())

    def names(self, user: User) -> bool:
        return any(each.user.pk == user.pk for each in self.chosen)


def review_field() -> fields.DateField:
    return fields.DateField(
        label="When is it looked at again?",
        called="day on which it is looked at again",
        earliest_message="The day on which it is looked at again must be after today",
    )


class RestrictForm(WithNames, WithReason):
    """A restriction that nobody asked for, by somebody who may decide it."""

    review_on = review_field()


class DecideForm(WithNames):
    """What is decided about a restriction that somebody asked for."""

    decision = fields.ChoiceField(
        label="What do you decide?",
        choices=[("AGREE", "Restrict it"), ("REFUSE", "Do not restrict it")],
        required_message="Select what you decide",
    )
    why = words_field("Your reason", required=False, hint="Needed where it is not restricted")
    review_on = review_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = [
            "review_on",
            *(name for name in self.fields if name.startswith(("named", "other_", "until"))),
        ]
        inner = {name for names in self.fields["named"].reveals.values() for name in names}  # type: ignore[attr-defined]
        decision: Any = self.fields["decision"]
        decision.reveals = {"AGREE": [name for name in asked if name not in inner]}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("decision") == "REFUSE" and not self.cleaned_data.get("why"):
            self.add_error("why", "Enter the reason why it is not restricted")
        return self.cleaned_data


class KeepForm(WithNames):
    """Who is named from now on, and when it is looked at next."""

    review_on = review_field()
    why = words_field("Why is it kept?")
    seen = fields.HiddenField()


class LiftForm(OnceForm):
    why = words_field("Why is it lifted?")
