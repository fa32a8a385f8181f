"""Pages for logging a permanent exclusion and for recording what follows."""

from exclusions.views.log import LogPermanentExclusion, StartLog
from exclusions.views.record import RecordEvent

__all__ = ["LogPermanentExclusion", "RecordEvent", "StartLog"]
