"""What is typed about the people around a child, and about brothers and sisters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from casework.people.choices import LANGUAGES, SiblingKind
from casework.people.forms import ContactForm, OnceForm
from casework.people.models import ChildContact
from casework.people.services import ContactDetails, details_of
from casework.ui import fields
from casework.ui.forms import Form

LONGEST_REASON = 200
THE_CHILDS = "child"
IN_THE_PAST = "must be today or in the past"
# What the form calls a fact about a contact, where that is not its name.
FIELD_OF = {"name": "contact_name", "address": "contact_address", "postcode": "contact_postcode"}


class WholeContactForm(ContactForm):
    """Everything that is written down about a contact."""

    field_order = (
        "contact_name",
        "relationship",
        "agency",
        "has_parental_responsibility",
        "telephone",
        "email",
        "agrees_to_email_notices",
        "how_to_reach",
        "language",
        "needs_interpreter",
        "lives_with_child",
    )

    agency = fields.TextField(
        label="Agency or employer",
        hint="For professionals",
        max_length=120,
        required=False,
        width="two-thirds",
    )
    how_to_reach = fields.TextField(
        label="How best to reach them",
        hint="For example, by text message after 5pm",
        called="how best to reach them",
        max_length=200,
        required=False,
    )
    language = fields.SelectField(
        label="Language they prefer",
        choices=list(LANGUAGES.items()),
        empty_label="Not recorded",
        required=False,
    )
    needs_interpreter = fields.BooleanField(label="They need an interpreter")

    @property
    def contact_details(self) -> ContactDetails:
        typed = self.cleaned_data
        return replace(
            super().contact_details,
            agency=typed["agency"],
            how_to_reach=typed["how_to_reach"],
            language=typed["language"] or "",
            needs_interpreter=typed["needs_interpreter"],
        )


class CorrectContactForm(WholeContactForm):
    token = None  # type: ignore[assignment]  # so Django leaves a field of the base out
    version = fields.HiddenField(coerce=int, required=True)

    def __init__(self, *args: Any, link: ChildContact, **options: Any) -> None:
        known = vars(details_of(link))
        first = {FIELD_OF.get(name, name): value for name, value in known.items()}
        options["initial"] = {**first, "version": link.contact.version}
        super().__init__(*args, **options)


class AttachContactForm(OnceForm):
    """What somebody who is written down already is to this child."""

    relationship = ContactForm.base_fields["relationship"]
    has_parental_responsibility = ContactForm.base_fields["has_parental_responsibility"]
    lives_with_child = fields.YesNoField(
        label="Do they live at the child’s address?",
        required_message="Select yes if they live at the child’s address",
    )

    def details_for(self, name: str) -> ContactDetails:
        typed = self.cleaned_data
        return ContactDetails(
            name=name,
            relationship=typed["relationship"],
            has_parental_responsibility=bool(typed["has_parental_responsibility"]),
            lives_with_child=bool(typed["lives_with_child"]),
        )


class EndContactForm(Form):
    ended_on = fields.DateField(
        label="What was the last day they were a contact of the child?",
        called="last day",
        latest_message=f"The last day {IN_THE_PAST}",
    )
    reason = fields.TextField(
        label="Why are they no longer a contact?", called="reason", max_length=LONGEST_REASON, required=False
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ended_on"].latest = on  # type: ignore[attr-defined]


class DeathForm(OnceForm):
    died_on = fields.DateField(
        label="When did they die?",
        called="day they died",
        latest_message=f"The day they died {IN_THE_PAST}",
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["died_on"].latest = on  # type: ignore[attr-defined]

    @property
    def day(self) -> date | None:
        day: date | None = self.cleaned_data["died_on"]
        return day


class CorrectDeathForm(DeathForm):
    field_order = ("what", "died_on")

    what = fields.ChoiceField(
        label="What is to be corrected?",
        choices=[("DAY", "The day they died"), ("MISTAKE", "They have not died: it was recorded by mistake")],
        required_message="Select what is to be corrected",
        reveals={"DAY": ["died_on"]},
    )


class WithholdForm(OnceForm):
    kept_from = fields.ChoiceField(
        label="Who must not be told?", choices=[], coerce=int, required_message="Select who must not be told"
    )
    whose = fields.ChoiceField(
        label="Whose address must they not be told?",
        choices=[],
        required_message="Select whose address they must not be told",
    )
    reason = fields.TextField(
        label="Why?",
        hint="For example, a court order, or who asked for it",
        called="reason",
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, links: Iterable[ChildContact], **options: Any) -> None:
        super().__init__(*args, **options)
        people = [
            (str(link.contact_id), f"{link.contact} ({link.get_relationship_display().lower()})")
            for link in links
        ]
        kept_from: Any = self.fields["kept_from"]
        whose: Any = self.fields["whose"]
        kept_from.choices = people
        whose.choices = [(THE_CHILDS, "The child’s"), *people]


class EndWithholdingForm(Form):
    reason = fields.TextField(label="Why may they be told again?", called="reason", max_length=LONGEST_REASON)


def who_says_so() -> fields.TextField:
    return fields.TextField(
        label="Who says so?",
        hint="For example, their mother, or the school",
        called="who says so",
        required_message="Enter who says so",
        max_length=120,
        width="two-thirds",
    )


class SiblingForm(OnceForm):
    kind = fields.ChoiceField(
        label="What are they to each other?",
        choices=[choice for choice in SiblingKind.choices if choice[0] != SiblingKind.NONE],
        coerce=SiblingKind,
        required_message="Select what they are to each other",
    )
    starts_on = fields.DateField(
        label="Since when?",
        hint="For example, the day the younger one was born, or came into the family",
        called="day from which they are",
        latest_message=f"The day from which they are {IN_THE_PAST}",
    )
    source = who_says_so()

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts_on"].latest = on  # type: ignore[attr-defined]


class EndSiblingForm(Form):
    what = fields.ChoiceField(
        label="What happened?",
        choices=[
            ("ENDED", "They are no longer of one family"),
            ("MISTAKE", "They never were: it was recorded by mistake"),
        ],
        required_message="Select what happened",
        reveals={"ENDED": ["ends_on"], "MISTAKE": ["source"]},
    )
    ends_on = fields.DateField(
        label="What was the last day?", called="last day", latest_message=f"The last day {IN_THE_PAST}"
    )
    source = who_says_so()

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ends_on"].latest = on  # type: ignore[attr-defined]


class NoSiblingForm(Form):
    source = who_says_so()
