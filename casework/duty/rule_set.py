"""What a council settles about duty: how long an answer may take, and whom to ring about danger."""

from datetime import date

from casework.deadlines.choices import Confidence, OwedBy, RuleStatus, Unit
from casework.deadlines.registry import RuleSet
from casework.deadlines.rule_settings import SettingSpec
from casework.deadlines.rules import RuleVersion

ANSWER_ENQUIRY = RuleVersion(
    rule_id="enquiry-response",
    title="Answer an enquiry",
    source="Local practice: no law or guidance sets a time",
    status=RuleStatus.LOCAL,
    confidence=Confidence.C,
    owed_by=OwedBy.LOCAL_AUTHORITY,
    valid_from=date(2020, 1, 1),
    length=5,
    unit=Unit.WORKING_DAY,
    note="Counted in working days from the day after the enquiry reached the council.",
)
DANGER_TELEPHONE = SettingSpec(
    key="danger_telephone",
    title="Telephone number when a child may be in danger",
    default="",
    confidence=Confidence.C,
    explanation="Shown before anybody writes down a worry about a child. It is the number of the front door "
    "for child protection, the multi-agency safeguarding hub. Where none is set the page says so, and "
    "names 999.",
    source="Local practice",
)
RULE_SET = RuleSet[None](
    name="duty",
    rules=(ANSWER_ENQUIRY,),
    parse=lambda facts: None,
    compute=lambda facts, calendar, settings: [],
    settings=(DANGER_TELEPHONE,),
)
