"""What the pages of a permanent exclusion show, already in words."""

from exclusions.presenters.pages import (
    ChangedField,
    changed_fields,
    child_rows,
    preview_rows,
    recorded_banner,
    same_exclusions,
)
from exclusions.presenters.panels import panels
from exclusions.presenters.steps import PAGES, next_steps

__all__ = [
    "PAGES",
    "ChangedField",
    "changed_fields",
    "child_rows",
    "next_steps",
    "panels",
    "preview_rows",
    "recorded_banner",
    "same_exclusions",
]
