"""Taking in a file, checking it, settling what is doubtful, and bringing it in."""

from casework.intake.services.bringing import begin_bringing_in, bring_in
from casework.intake.services.checking import check_again, check_rows
from casework.intake.services.errors import CannotBringIn, CannotMatch, CannotTakeIn, MovedOn
from casework.intake.services.settling import settle_rows, settle_sort
from casework.intake.services.taking import abandon, forget_without_leave, is_small, match_columns, take_in
from casework.intake.services.working import carry_on_now_or_later

__all__ = [
    "CannotBringIn",
    "CannotMatch",
    "CannotTakeIn",
    "MovedOn",
    "abandon",
    "begin_bringing_in",
    "bring_in",
    "carry_on_now_or_later",
    "check_again",
    "check_rows",
    "forget_without_leave",
    "is_small",
    "match_columns",
    "settle_rows",
    "settle_sort",
    "take_in",
]
