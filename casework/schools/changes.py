"""What a change to a calendar tells those whose dates hang on it."""

from dataclasses import dataclass

from casework.schools.models import LocalAuthority, School


@dataclass(frozen=True)
class CalendarChange:
    """Whose calendar changed, an authority's or one school's, and how, in words for the chronology."""

    authority: LocalAuthority | None
    school: School | None
    what: str
