"""What a council may choose about a child's record."""

from casework.deadlines.choices import Confidence
from casework.deadlines.registry import settings_alone
from casework.deadlines.rule_settings import SettingSpec

STATUS_STALE_DAYS = "status_stale_days"

RECORD_SETTINGS = settings_alone(
    "child's record",
    (
        SettingSpec(
            key=STATUS_STALE_DAYS,
            title="Days until a fact about social care is to be confirmed again",
            default=60,
            value_type=int,
            confidence=Confidence.C,
            explanation="A plan or a social worker recorded long ago and never checked misleads. After so "
            "many days without anybody confirming it the record says so. No law sets the length.",
            source="Local choice",
        ),
    ),
)
