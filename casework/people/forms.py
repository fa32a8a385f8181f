"""What is typed to find, add and correct a child, and the people around one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from casework.people import rules
from casework.people.choices import NoUpnReason, Relationship, Sex
from casework.people.models import Child
from casework.people.services import ChildDetails, ContactDetails
from casework.ui import fields
from casework.ui.forms import Form

SHORTEST_NAME = 2
NOT_A_POSTCODE = "Enter a full postcode, like OX1 1ND"


class FindForm(Form):
    text = fields.TextField(
        label="Name, UPN or date of birth",
        hint="For example, Jones 12 May 2012. A postcode or a case reference works too",
        called="name, UPN or date of birth",
        required_message="Enter a name, a UPN or a date of birth",
        width="two-thirds",
        autocomplete="off",
        spellcheck=False,
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if sum(character.isalnum() for character in text) < SHORTEST_NAME:
            raise ValidationError(
                f"Enter at least {SHORTEST_NAME} letters of a name, a UPN or a date of birth"
            )
        return text


class ChildForm(Form):
    """What is written down about a child. A UPN kept before is kept, even where it fails its check."""

    forenames = fields.TextField(label="Legal forenames", max_length=120, spellcheck=False)
    surname = fields.TextField(label="Legal surname", max_length=120, spellcheck=False)
    known_as = fields.TextField(
        label="Preferred name",
        hint="Where the child goes by another name",
        max_length=120,
        required=False,
        spellcheck=False,
    )
    date_of_birth = fields.DateField(
        label="Date of birth",
        hint="For example, 27 3 2012",
        latest_message="Date of birth must be in the past",
    )
    is_date_of_birth_estimated = fields.BooleanField(label="This date of birth is an estimate")
    sex = fields.ChoiceField(label="Sex", choices=Sex.choices, required=False, inline=True)
    upn = fields.TextField(
        label="Unique pupil number (UPN)",
        called="UPN",
        hint="A letter, 11 numbers, and a number or a letter",
        max_length=20,
        required=False,
        width=20,
        spellcheck=False,
    )
    no_upn_reason = fields.SelectField(
        label="If the child has no UPN, why?",
        choices=NoUpnReason.choices,
        empty_label="Not known",
        required=False,
    )
    address = fields.TextareaField(label="Address", max_length=400, rows=3, required=False)
    postcode = fields.TextField(label="Postcode", max_length=10, width=10, required=False, spellcheck=False)

    def __init__(self, *args: Any, on: date, child: Child | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept_upn = child.upn if child else ""
        born: Any = self.fields["date_of_birth"]
        born.earliest, born.latest = rules.earliest_date_of_birth(on), on

    def clean_upn(self) -> str:
        upn = rules.tidy_upn(self.cleaned_data["upn"])
        if upn and upn != self.kept_upn and (fault := rules.upn_fault(upn)):
            raise ValidationError(fault)
        return upn

    def clean_postcode(self) -> str:
        return checked_postcode(self.cleaned_data["postcode"])

    @property
    def child_details(self) -> ChildDetails:
        typed = self.cleaned_data
        return ChildDetails(
            forenames=typed["forenames"],
            surname=typed["surname"],
            known_as=typed["known_as"],
            date_of_birth=typed["date_of_birth"],
            sex=typed["sex"] or "",
            upn=typed["upn"],
            address=typed["address"],
            postcode=typed["postcode"],
            is_date_of_birth_estimated=typed["is_date_of_birth_estimated"],
            no_upn_reason=typed["no_upn_reason"] or "",
        )


class OnceForm(Form):
    """A form that adds something, with a token so that pressing twice adds it once."""

    token = fields.HiddenField(coerce=UUID, required=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"token": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)


class ContactForm(OnceForm):
    contact_name = fields.TextField(label="Name", max_length=160, spellcheck=False)
    relationship = fields.SelectField(
        label="Relationship to the child",
        choices=Relationship.choices,
        empty_label="Choose one",
        required_message="Select the relationship to the child",
    )
    has_parental_responsibility = fields.YesNoField(
        label="Do they have parental responsibility?",
        required_message="Select yes if they have parental responsibility",
    )
    telephone = fields.TextField(label="Telephone", max_length=40, width=20, inputmode="tel", required=False)
    email = fields.EmailField(label="Email address", width="two-thirds", required=False)
    agrees_to_email_notices = fields.BooleanField(label="They have agreed to get notices by email")
    lives_with_child = fields.YesNoField(
        label="Do they live at the child’s address?",
        required_message="Select yes if they live at the child’s address",
        reveals={"no": ["contact_address", "contact_postcode"]},
    )
    contact_address = fields.TextareaField(
        label="Their address", called="their address", max_length=400, rows=3, required=False
    )
    contact_postcode = fields.TextField(
        label="Their postcode",
        called="their postcode",
        max_length=10,
        width=10,
        required=False,
        spellcheck=False,
    )

    def clean_contact_postcode(self) -> str:
        return checked_postcode(self.cleaned_data["contact_postcode"])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("agrees_to_email_notices") and not typed.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter the email address that notices may go to")
        return typed

    @property
    def contact_details(self) -> ContactDetails:
        typed = self.cleaned_data
        return ContactDetails(
            name=typed["contact_name"],
            relationship=typed["relationship"],
            telephone=typed["telephone"],
            email=typed["email"],
            address=typed["contact_address"] or "",
            postcode=typed["contact_postcode"] or "",
            has_parental_responsibility=bool(typed["has_parental_responsibility"]),
            lives_with_child=bool(typed["lives_with_child"]),
            agrees_to_email_notices=typed["agrees_to_email_notices"],
        )


class AddChildForm(ContactForm, ChildForm):
    """A child, with a parent or carer where one is known: a name asks for the rest."""

    # Asked for only once something is written down about a parent or carer.
    NEEDED = ("contact_name", "relationship", "has_parental_responsibility", "lives_with_child")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.NEEDED:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.names_a_contact:
            for name in self.NEEDED:
                if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return self.cleaned_data

    @property
    def names_a_contact(self) -> bool:
        return any(
            self.cleaned_data.get(name) not in (None, "", False)
            for name in ("contact_name", "relationship", "telephone", "email", "has_parental_responsibility")
        )

    @property
    def parent(self) -> ContactDetails | None:
        return self.contact_details if self.names_a_contact else None


def checked_postcode(typed: str) -> str:
    """Return a postcode as it is kept, or nothing where none was typed. Raises ValidationError otherwise."""
    if not typed:
        return ""
    postcode = rules.tidy_postcode(typed)
    if not postcode:
        raise ValidationError(NOT_A_POSTCODE)
    return postcode
