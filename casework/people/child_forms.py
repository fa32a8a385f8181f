"""What is typed on the pages that keep a child's record: who the child is, and each dated row of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError

from casework.people import rules
from casework.people.choices import (
    AlertKind,
    EnrolmentStatus,
    IdentifierKind,
    NameKind,
    NoUpnReason,
    Sex,
    StatusKind,
)
from casework.people.forms import OnceForm, checked_postcode
from casework.people.models import (
    Alert,
    Child,
    ChildAddress,
    ChildIdentifier,
    ChildName,
    Enrolment,
    StatusFact,
)
from casework.people.services.addresses import AddressDetails
from casework.people.services.alerts import AlertDetails
from casework.people.services.enrolments import EnrolmentDetails
from casework.people.services.facts import FactDetails
from casework.people.services.identity import IdentifierDetails, Identity, NameDetails
from casework.schools.fields import SchoolField
from casework.schools.models import LocalAuthority
from casework.ui import fields
from casework.ui.forms import FilterForm

if TYPE_CHECKING:
    from casework.access.models import User

CHANGED, MISTYPED = "CHANGED", "MISTYPED"
# Social care may work with a family before a birth; a place at a school is known some time before it begins.
A_YEAR = timedelta(days=366)
LONGEST_SOURCE = 120
LONGEST_REASON = 200


def source_field(hint: str = "For example, the child’s mother, or the school") -> fields.TextField:
    return fields.TextField(
        label="Who says so?",
        called="name of who says so",
        required_message="Enter who says so",
        hint=hint,
        max_length=LONGEST_SOURCE,
        width="two-thirds",
    )


def first_day(label: str = "First day", **options: Any) -> fields.DateField:
    return fields.DateField(label=label, called="first day", **options)


def last_day(label: str = "Last day", *, required: bool = False, hint: str = "") -> fields.DateField:
    return fields.DateField(label=label, called="last day", required=required, hint=hint)


class RecordForm(OnceForm):
    """A form about one child: `version` tells whether somebody saved the same thing meanwhile."""

    version = fields.HiddenField(coerce=int, required=True)
    # Questions whose answers are not kept themselves.
    about_the_change: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, child: Child, on: date, version: int = 0, **options: Any) -> None:
        options["initial"] = {"version": version, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.child, self.on = child, on
        for name, field in self.fields.items():
            if isinstance(field, fields.DateField):
                self.bound_date(name, field)

    def bound_date(self, name: str, field: fields.DateField) -> None:
        field.earliest, field.latest = self.child.date_of_birth - A_YEAR, self.on

    def date_field(self, name: str) -> Any:
        return self.fields[name]


class IdentityForm(RecordForm):
    about_the_change = ("name_because", "former_until")
    forenames = fields.TextField(label="Legal forenames", max_length=120, spellcheck=False)
    surname = fields.TextField(label="Legal surname", max_length=120, spellcheck=False)
    known_as = fields.TextField(
        label="Preferred name",
        hint="Where the child goes by another name",
        max_length=120,
        required=False,
        spellcheck=False,
    )
    name_because = fields.ChoiceField(
        label="If you changed a name, why?",
        choices=[(CHANGED, "The name changed"), (MISTYPED, "It was written down wrongly")],
        hints={
            CHANGED: "The name until now is kept as a former name",
            MISTYPED: "The name until now is not shown any more",
        },
        required=False,
        reveals={CHANGED: ["former_until"]},
    )
    former_until = fields.DateField(
        label="Last day the former name was used",
        hint="Leave empty if you do not know",
        required=False,
    )
    date_of_birth = fields.DateField(
        label="Date of birth", latest_message="Date of birth must be in the past"
    )
    is_date_of_birth_estimated = fields.BooleanField(label="This date of birth is an estimate")
    sex = fields.ChoiceField(label="Sex", choices=Sex.choices, required=False, inline=True)

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        if name == "date_of_birth":
            field.earliest = min(rules.earliest_date_of_birth(self.on), self.child.date_of_birth)

    def clean(self) -> dict[str, Any]:
        typed, child = self.cleaned_data, self.child
        legal = (typed.get("forenames"), typed.get("surname")) != (child.forenames, child.surname)
        preferred = bool(child.known_as) and typed.get("known_as") != child.known_as
        if (legal or preferred) and not typed.get("name_because") and not self.errors:
            self.add_error("name_because", "Select whether the name changed or was written down wrongly")
        return typed

    @property
    def keeps_former_name(self) -> bool:
        return bool(self.cleaned_data["name_because"] == CHANGED)

    @property
    def identity(self) -> Identity:
        typed = self.cleaned_data
        return Identity(
            forenames=typed["forenames"],
            surname=typed["surname"],
            known_as=typed["known_as"],
            date_of_birth=typed["date_of_birth"],
            is_date_of_birth_estimated=typed["is_date_of_birth_estimated"],
            sex=typed["sex"] or "",
        )

    @staticmethod
    def initial_of(child: Child) -> dict[str, Any]:
        names = ("forenames", "surname", "known_as", "date_of_birth", "is_date_of_birth_estimated", "sex")
        return {name: getattr(child, name) for name in names}


class UpnForm(RecordForm):
    about_the_change = ("upn_because",)
    upn = fields.TextField(
        label="Unique pupil number (UPN)",
        called="UPN",
        hint="A letter, 11 numbers, and a number or a letter",
        max_length=20,
        required=False,
        width=20,
        spellcheck=False,
    )
    upn_because = fields.ChoiceField(
        label="If you changed the UPN, why?",
        choices=[(CHANGED, "The UPN changed"), (MISTYPED, "It was mistyped")],
        hints={
            CHANGED: "The number until now is kept as a former UPN",
            MISTYPED: "The number until now is not shown any more",
        },
        required=False,
    )
    no_upn_reason = fields.SelectField(
        label="If the child has no UPN, why?",
        choices=NoUpnReason.choices,
        empty_label="Not known",
        required=False,
    )

    def clean_upn(self) -> str:
        upn = rules.tidy_upn(self.cleaned_data["upn"])
        if upn and upn != self.child.upn and (fault := rules.upn_fault(upn)):
            raise ValidationError(fault)
        return upn

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "upn" not in typed:
            return typed
        if self.child.upn and typed["upn"] != self.child.upn and not typed.get("upn_because"):
            self.add_error("upn_because", "Select whether the UPN changed or was mistyped")
        if typed["upn"] and typed.get("no_upn_reason"):
            self.add_error("no_upn_reason", "Leave this at “Not known”: you have entered a UPN")
        return typed

    @property
    def keeps_former(self) -> bool:
        return bool(self.cleaned_data["upn_because"] == CHANGED)

    @staticmethod
    def initial_of(child: Child) -> dict[str, Any]:
        return {"upn": child.upn, "no_upn_reason": child.no_upn_reason}


class ChildDiedForm(RecordForm):
    died_on = fields.DateField(
        label="Which day did the child die?",
        called="day the child died",
        latest_message="The day the child died must be today or in the past",
        required_message="Enter the day the child died",
    )
    source = source_field(hint="For example, the child’s social worker, or the hospital")

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        field.earliest = self.child.date_of_birth
        field.earliest_message = "The day the child died must be after the date of birth"

    @staticmethod
    def initial_of(child: Child) -> dict[str, Any]:
        return {"died_on": child.died_on}


class NameForm(RecordForm):
    kind = fields.ChoiceField(
        label="What sort of name is it?",
        choices=NameKind.choices,
        required_message="Select what sort of name it is",
    )
    forenames = fields.TextField(label="Forenames", max_length=120, required=False, spellcheck=False)
    surname = fields.TextField(label="Surname", max_length=120, required=False, spellcheck=False)
    ended_on = last_day("Last day it was used", hint="Leave empty if you do not know")
    source = source_field()

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not self.errors and not typed["forenames"] and not typed["surname"]:
            self.add_error("forenames", "Enter the forenames, the surname or both")
        return typed

    @property
    def details(self) -> NameDetails:
        typed = self.cleaned_data
        return NameDetails(**{name: typed[name] for name in NAME_FIELDS})

    @staticmethod
    def initial_of(row: ChildName) -> dict[str, Any]:
        return {name: getattr(row, name) for name in NAME_FIELDS}


NAME_FIELDS = ("kind", "forenames", "surname", "ended_on", "source")


class IdentifierForm(RecordForm):
    kind = fields.ChoiceField(
        label="Which number is it?",
        choices=IdentifierKind.choices,
        required_message="Select which number it is",
    )
    value = fields.TextField(label="Number", max_length=40, width=20, spellcheck=False)
    ended_on = last_day("Last day it was used", hint="Leave empty if it still holds, or you do not know")
    source = source_field()

    def __init__(self, *args: Any, row: ChildIdentifier | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = (row.kind, row.value) if row else None

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        kind, value = typed.get("kind"), typed.get("value")
        if kind and value:
            typed["value"] = rules.tidy_identifier(kind, value)
            # A bad number that is here already stays, and is flagged: real files are full of them.
            is_new = (kind, typed["value"]) != self.kept
            if is_new and (fault := rules.identifier_fault(kind, typed["value"])):
                self.add_error("value", fault)
        return typed

    @property
    def details(self) -> IdentifierDetails:
        typed = self.cleaned_data
        return IdentifierDetails(**{name: typed[name] for name in IDENTIFIER_FIELDS})

    @staticmethod
    def initial_of(row: ChildIdentifier) -> dict[str, Any]:
        return {name: getattr(row, name) for name in IDENTIFIER_FIELDS}


IDENTIFIER_FIELDS = ("kind", "value", "ended_on", "source")


class MoveForm(RecordForm):
    address = fields.TextareaField(label="New address", max_length=400, rows=4, required=False)
    postcode = fields.TextField(label="Postcode", max_length=10, width=10, required=False, spellcheck=False)
    starts_on = first_day(
        "First day at this address", latest_message="Record the move once the child has moved"
    )
    source = source_field()

    def clean_postcode(self) -> str:
        return checked_postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not self.errors and not typed["address"] and not typed["postcode"]:
            self.add_error("address", "Enter the address or the postcode")
        return typed


class AddressForm(MoveForm):
    """An address of the past, or a correction of one."""

    ends_on = last_day("Last day at this address")
    field_order = ("address", "postcode", "starts_on", "ends_on", "source")

    def __init__(self, *args: Any, is_past: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["address"].label = "Address"
        self.date_field("ends_on").required = is_past

    @property
    def details(self) -> AddressDetails:
        typed = self.cleaned_data
        return AddressDetails(**{name: typed[name] for name in self.field_order})

    @classmethod
    def initial_of(cls, row: ChildAddress) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.field_order}


class EnrolmentForm(RecordForm):
    school = SchoolField(
        label="School",
        hint="Type part of its name, its town or its URN. A closed school is found by the name it had",
        required=False,
    )
    elsewhere = fields.TextField(
        label="Or another place that is not in the register of schools",
        called="name of the place",
        hint="For example, a hospital school or a provider abroad",
        max_length=160,
        required=False,
    )
    status = fields.ChoiceField(
        label="How is the child registered there?",
        choices=EnrolmentStatus.choices,
        required_message="Select how the child is registered there",
    )
    starts_on = first_day("First day on roll")
    ends_on = last_day("Last day on roll", hint="Leave empty if the child is still on roll")
    leaving_reason = fields.TextField(
        label="Why did the child leave?",
        called="reason for leaving",
        max_length=LONGEST_REASON,
        required=False,
    )
    source = source_field()

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        school: Any = self.fields["school"]
        school.offer_to(viewer)

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        field.earliest, field.latest = self.child.date_of_birth, self.on + A_YEAR

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "school" not in self.errors and "elsewhere" not in self.errors:
            if typed.get("school") is None and not typed.get("elsewhere"):
                self.add_error("school", "Choose a school, or name another place")
            if typed.get("school") is not None and typed.get("elsewhere"):
                self.add_error("elsewhere", "Choose a school or name another place, not both")
        return typed

    @property
    def details(self) -> EnrolmentDetails:
        typed = self.cleaned_data
        return EnrolmentDetails(**{name: typed[name] for name in ENROLMENT_FIELDS})

    @staticmethod
    def initial_of(row: Enrolment) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ENROLMENT_FIELDS}


ENROLMENT_FIELDS = ("school", "elsewhere", "status", "starts_on", "ends_on", "leaving_reason", "source")


class EndEnrolmentForm(RecordForm):
    ends_on = last_day("Last day on roll", required=True)
    leaving_reason = fields.TextField(
        label="Why did the child leave?",
        called="reason for leaving",
        hint="For example, moved to another school, or educated at home",
        max_length=LONGEST_REASON,
    )

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        field.latest = self.on + A_YEAR


# What the words beside a fact are, where its kind has more to say than a value and days.
DETAIL_LABELS = {
    StatusKind.SOCIAL_CARE: ("Social worker’s name and telephone", "Leave empty if you do not know"),
    StatusKind.SOCIAL_WORKER: ("Social worker’s name and telephone", "Leave empty if you do not know"),
    StatusKind.LOOKED_AFTER: ("Social worker’s name and telephone", "Leave empty if you do not know"),
    StatusKind.EHC_PLAN: ("About the plan", "For example, the named school, or the plan writer"),
    StatusKind.YEAR_GROUP: ("Why is the child taught out of year group?", ""),
}
AUTHORITY_LABELS = {
    StatusKind.HOME_AUTHORITY: "Which authority does the child live in?",
    StatusKind.LOOKED_AFTER: "Which authority looks after the child?",
    StatusKind.SOCIAL_CARE: "Which authority’s social care?",
    StatusKind.SOCIAL_WORKER: "Which authority’s social worker?",
    StatusKind.EHC_PLAN: "Which authority maintains the plan?",
}
LONG_LIST = 20


class FactForm(RecordForm):
    """One form for every kind of fact: it asks what the kind needs."""

    detail = fields.TextField(label="Anything to add", max_length=200, required=False)
    starts_on = first_day("Since when?", hint="The first day on which it held")
    ends_on = last_day("Last day, if it is over", hint="Leave empty if it still holds")
    source = source_field()
    field_order = ("value", "authority", "detail", "starts_on", "ends_on", "source")

    def __init__(self, *args: Any, kind: StatusKind, **options: Any) -> None:
        self.kind = kind
        super().__init__(*args, **options)
        self._ask_for_value()
        self._ask_for_authority()
        if kind in DETAIL_LABELS:
            self.fields["detail"].label, self.fields["detail"].help_text = DETAIL_LABELS[kind]
        self.order_fields(self.field_order)

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        field.latest = self.on + A_YEAR

    def _ask_for_value(self) -> None:
        listed = rules.VALUES.get(self.kind)
        if listed is None:
            return
        required = self.kind not in rules.MAY_LACK_A_VALUE
        choices = list(listed.values.items())
        self.fields["value"] = (
            fields.SelectField(
                label=listed.label, choices=choices, required=required, empty_label="Choose one"
            )
            if len(choices) > LONG_LIST
            else fields.ChoiceField(label=listed.label, choices=choices, required=required)
        )

    def _ask_for_authority(self) -> None:
        if self.kind not in AUTHORITY_LABELS:
            return
        self.authorities = {each.code: each for each in LocalAuthority.objects.all()}
        self.fields["authority"] = fields.SelectField(
            label=AUTHORITY_LABELS[self.kind],
            choices=[(code, each.name) for code, each in self.authorities.items()],
            empty_label="Choose one",
            required=self.kind in rules.NEEDS_AUTHORITY,
            required_message="Select the local authority",
        )

    @property
    def details(self) -> FactDetails:
        typed = self.cleaned_data
        code = typed.get("authority")
        return FactDetails(
            kind=self.kind,
            value=typed.get("value") or "",
            detail=typed["detail"],
            authority=self.authorities[code] if code else None,
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            source=typed["source"],
        )

    @staticmethod
    def initial_of(row: StatusFact) -> dict[str, Any]:
        names = ("value", "detail", "starts_on", "ends_on", "source")
        return {name: getattr(row, name) for name in names} | {
            "authority": row.authority.code if row.authority else None
        }


class ReviewFactForm(RecordForm):
    still_holds = fields.YesNoField(
        label="Does it still hold?",
        required_message="Select yes if it still holds",
        reveals={"no": ["ends_on"]},
    )
    ends_on = last_day("What was the last day?", required=True)
    source = source_field()

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        field.latest = self.on + A_YEAR


class AlertForm(RecordForm):
    kind = fields.ChoiceField(
        label="What is the warning about?",
        choices=AlertKind.choices,
        required_message="Select what the warning is about",
    )
    text = fields.TextareaField(
        label="What should somebody know, and on what evidence?",
        called="what somebody should know",
        required_message="Enter what somebody should know",
        max_length=400,
        rows=4,
        count_characters=True,
    )
    starts_on = first_day("Since when?")
    review_on = fields.DateField(
        label="When should somebody look at it again?",
        called="day of the review",
        required_message="Enter the day somebody looks at it again",
    )
    source = source_field()

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        if name == "review_on":
            field.latest = self.on + 3 * A_YEAR

    @property
    def details(self) -> AlertDetails:
        typed = self.cleaned_data
        return AlertDetails(**{name: typed[name] for name in ALERT_FIELDS})

    @staticmethod
    def initial_of(row: Alert) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ALERT_FIELDS}


ALERT_FIELDS = ("kind", "text", "starts_on", "review_on", "source")


class ReviewAlertForm(RecordForm):
    still_holds = fields.YesNoField(
        label="Is the warning still needed?",
        required_message="Select yes if the warning is still needed",
        reveals={"yes": ["review_on"], "no": ["ends_on", "reason"]},
    )
    review_on = fields.DateField(
        label="When should somebody look at it again?",
        called="day of the next review",
        required_message="Enter the day somebody looks at it again",
    )
    ends_on = last_day("What was the last day it was needed?", required=True)
    reason = fields.TextField(
        label="Why is it not needed any more?", called="reason", max_length=LONGEST_REASON
    )

    def bound_date(self, name: str, field: fields.DateField) -> None:
        super().bound_date(name, field)
        if name == "review_on":
            field.earliest, field.latest = self.on + timedelta(days=1), self.on + 3 * A_YEAR
            field.earliest_message = "The next review must be in the future"


class RemoveForm(RecordForm):
    reason = fields.TextField(
        label="Why is it removed?",
        called="reason why it is removed",
        hint="For example, recorded on the wrong child",
        max_length=LONGEST_REASON,
    )


class KnownOnForm(FilterForm):
    """The day whose record is shown again."""

    on = fields.DateField(
        label="Which day?",
        called="day",
        hint="What was recorded here by the end of that day",
        latest_message="The day must be today or in the past",
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        day: Any = self.fields["on"]
        day.latest = on
