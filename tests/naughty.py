"""Text that has broken other people's software, to be typed into every field and come back as it was."""

import json
from pathlib import Path

STRINGS: list[str] = json.loads(
    (Path(__file__).parent / "data" / "naughty_strings" / "strings.json").read_text(encoding="utf-8")
)
# Refused in words wherever it is typed: PostgreSQL cannot keep it.
NUL = "be\x00fore"
