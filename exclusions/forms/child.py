"""What holds for the child, and the days people were told: questions that several pages ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.people.choices import StatusKind
from casework.schools.models import LocalAuthority, School
from casework.ui import fields
from casework.ui.words import sentence_case
from exclusions.choices import Party
from exclusions.forms.sections import SectionedForm, choose_from
from exclusions.rules.checks import told_field
from exclusions.services import Circumstances

NOT_YET = "Leave empty if not yet"
TOLD_HINTS = {
    Party.GOVERNING_BOARD: f"The day the clerk or the chair received the notice. {NOT_YET}",
    Party.HOME_AUTHORITY: f"Where the child lives in another authority. {NOT_YET}",
    Party.SOCIAL_WORKER: f"Where the child has one. {NOT_YET}",
    Party.VIRTUAL_SCHOOL_HEAD: f"Where the child is looked after. {NOT_YET}",
}
CHILD_IS = (
    (StatusKind.LOOKED_AFTER, "Looked after by a local authority"),
    (StatusKind.SOCIAL_WORKER, "Social worker"),
    (StatusKind.SEN_SUPPORT, "SEN support"),
    (StatusKind.EHC_PLAN, "Education, health and care plan"),
)


def told_date(party: Party, hint: str = "") -> fields.DateField:
    return fields.DateField(
        label=sentence_case(party.label),
        called=f"day {party.label} was told",
        hint=hint or TOLD_HINTS.get(party, NOT_YET),
        required=False,
    )


def told_in(cleaned: dict[str, Any], parties: Iterable[Party] = Party) -> dict[Party, date | None]:
    return {party: cleaned[told_field(party)] for party in parties if told_field(party) in cleaned}


class ToldForm(SectionedForm):
    told_parent = told_date(Party.PARENT)
    told_governing_board = told_date(Party.GOVERNING_BOARD)
    told_local_authority = told_date(Party.LOCAL_AUTHORITY)
    told_home_authority = told_date(Party.HOME_AUTHORITY)
    told_social_worker = told_date(Party.SOCIAL_WORKER)
    told_virtual_school_head = told_date(Party.VIRTUAL_SCHOOL_HEAD)

    @property
    def told(self) -> dict[Party, date | None]:
        return told_in(self.cleaned_data)


class CircumstancesForm(SectionedForm):
    home_authority = fields.SelectField(
        label="Where does the child live?",
        called="authority the child lives in",
        hint="The local authority for their home address on the day of the decision",
        choices=[],
        required_message="Select the authority the child lives in",
    )
    child_is = fields.MultipleChoiceField(
        label="On the day of the decision, did any of this hold?",
        choices=CHILD_IS,
        required=False,
        reveals={StatusKind.EHC_PLAN: ["ehcp_hours_met"]},
    )
    ehcp_hours_met = fields.BooleanField(label="The weekly hours in the plan are already being met")
    year11_no_exams_left = fields.BooleanField(label="Year 11, with no public examination left")
    next_exam_on = fields.DateField(
        label="Next public examination or national test",
        hint="Leave empty if there is none to come",
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.authorities = {each.code: each for each in LocalAuthority.objects.all()}
        choose_from(
            self.fields["home_authority"], [(code, each.name) for code, each in self.authorities.items()]
        )

    def child_at(self, school: School | None) -> Circumstances:
        """Return what was said of the child; the home authority only where it is not the school's own."""
        cleaned = self.cleaned_data
        ticked = set(cleaned["child_is"])
        home = self.authorities[cleaned["home_authority"]]
        same = school is not None and school.authority_id == home.pk
        return Circumstances(
            looked_after=StatusKind.LOOKED_AFTER in ticked,
            social_worker=StatusKind.SOCIAL_WORKER in ticked,
            sen_support=StatusKind.SEN_SUPPORT in ticked,
            ehc_plan=StatusKind.EHC_PLAN in ticked,
            home_authority=None if same else home,
        )


def ticked_for(child_is: Circumstances) -> list[str]:
    """Return the boxes that what is stated of a child ticks."""
    return [kind for kind, _ in CHILD_IS if kind in child_is.holding]
