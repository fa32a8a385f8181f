"""What a school reports: where, when and why."""

from __future__ import annotations

from typing import Any

from casework.access.models import User
from casework.schools.fields import SchoolField
from casework.ui import fields
from exclusions.choices import Basis, StartPoint
from exclusions.forms.sections import OnceForm, Section, choose_from
from exclusions.models import PermanentExclusion, ReasonCode
from exclusions.rules.checks import MOST_REASONS, reason_field

SCHOOL = Section("School", ("school",))
WHEN = Section("When", ("decision_on", "decision_at", "decided_by", "start_on", "start_point"))
WHY = Section(
    "Why",
    ("reason_1", "reason_2", "reason_3", "basis", "circumstances"),
    "Up to three reasons, the main one first, from those in use on the day of the decision.",
)
POINTS = {
    StartPoint.START_OF_DAY: "The child did not come in that day, or was turned away on arrival",
    StartPoint.BEFORE_AFTERNOON_SESSION: "The child came in and left before the afternoon session began",
    StartPoint.DURING_AFTERNOON_SESSION: "The child left after the afternoon session had begun",
    StartPoint.AFTER_SCHOOL: "The child was there until the end of the school day",
}


class ReportForm(OnceForm):
    school = SchoolField(
        label="Which school?",
        called="school",
        hint="Type part of its name or town, or its URN",
        required_message="Enter the school",
    )
    decision_on = fields.DateField(label="When did the headteacher decide?", called="date of the decision")
    decision_at = fields.TimeField(
        label="At what time?", called="time of the decision", hint="For example, 2:10pm", required=False
    )
    decided_by = fields.TextField(
        label="Who decided?",
        called="name of the person who decided",
        hint="Name and role. Only the headteacher can exclude, or the acting headteacher",
        max_length=120,
        width="two-thirds",
    )
    start_on = fields.DateField(
        label="What was the first day out of school?",
        called="first day out",
        hint="The day the child was sent home, or the first school day they were kept out",
    )
    start_point = fields.ChoiceField(
        label="From which point of that day?",
        choices=StartPoint.choices,
        hints=POINTS,
        required_message="Select the point of the day",
    )
    reason_1 = fields.SelectField(
        label="Main reason", choices=[], required_message="Select at least one reason"
    )
    reason_2 = fields.SelectField(label="Second reason", choices=[], required=False)
    reason_3 = fields.SelectField(label="Third reason", choices=[], required=False)
    basis = fields.ChoiceField(
        label="What did the headteacher rely on?",
        choices=Basis.choices,
        required=False,
        required_message="Select what the headteacher relied on",
    )
    circumstances = fields.TextareaField(
        label="What happened?",
        called="account of what happened",
        hint="As the school reports it. Leave out the names of other children",
        required=False,
        rows=6,
    )

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        school = self.fields["school"]
        if isinstance(school, SchoolField):
            school.offer_to(viewer)
        reasons = [(each.code, each.description) for each in ReasonCode.objects.all()]
        for position in range(1, MOST_REASONS + 1):
            choose_from(self.fields[reason_field(position)], reasons)

    @property
    def reasons(self) -> list[str]:
        chosen = (self.cleaned_data[reason_field(n)] for n in range(1, MOST_REASONS + 1))
        return [code for code in chosen if code]

    def as_reported(self) -> dict[str, Any]:
        """Return what the school reported, as the services name it."""
        cleaned = self.cleaned_data
        names = ("school", "decision_on", "decision_at", "decided_by", "start_on", "start_point")
        return {
            **{name: cleaned[name] for name in names},
            "reasons": self.reasons,
            "basis": cleaned["basis"] or "",
            "circumstances": cleaned["circumstances"],
        }


def reported_on(row: PermanentExclusion) -> dict[str, Any]:
    """Return what is saved of the report, by field."""
    names = ("decision_on", "decision_at", "decided_by", "start_on", "start_point", "basis", "circumstances")
    reasons = {reason_field(each.position): each.code_id for each in row.reasons.all()}
    return {"school": row.case.school, **{name: getattr(row, name) for name in names}, **reasons}
