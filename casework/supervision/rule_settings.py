"""How often each case is talked about: a local choice."""

from casework.deadlines.choices import Confidence
from casework.deadlines.rule_settings import SettingSpec

CASE_INTERVAL = "case_supervision_interval"

SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec(
        key=CASE_INTERVAL,
        title="Weeks within which each open case is talked about in supervision",
        default=8,
        value_type=int,
        confidence=Confidence.C,
        explanation="No law gives a number. A case that has not been talked about for longer says so on the "
        "supervision sheet.",
        source="Local practice; Oxfordshire recommends supervision every month",
    ),
)
