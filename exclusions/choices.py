"""Code lists of exclusions: what happened, when in the day, how a notice went, and what was decided."""

from django.db.models import TextChoices


class ExclusionEvent(TextChoices):
    SUSPENSION = "SUSPENSION", "Suspension"
    LUNCHTIME = "LUNCHTIME", "Lunchtime suspension"
    PERMANENT_EXCLUSION = "PERMANENT_EXCLUSION", "Permanent exclusion"
    REVIEW = "REVIEW", "Governors' decision and independent review"
    OFFSITE_DIRECTION = "OFFSITE_DIRECTION", "Off-site direction"


class StartPoint(TextChoices):
    START_OF_DAY = "START_OF_DAY", "From the start of the day"
    BEFORE_AFTERNOON_SESSION = "BEFORE_AFTERNOON_SESSION", "Sent home before the afternoon session"
    DURING_AFTERNOON_SESSION = "DURING_AFTERNOON_SESSION", "Sent home during the afternoon session"
    AFTER_SCHOOL = "AFTER_SCHOOL", "Decided after school"


class NoticeMethod(TextChoices):
    DELIVERED = "DELIVERED", "Handed over or left at the address"
    FIRST_CLASS_POST = "FIRST_CLASS_POST", "First class post"
    EMAIL = "EMAIL", "Email"


class BoardOutcome(TextChoices):
    REINSTATE_NOW = "REINSTATE_NOW", "Reinstate at once"
    REINSTATE_ON_DATE = "REINSTATE_ON_DATE", "Reinstate on a date"
    DECLINE = "DECLINE", "Decline to reinstate"
    NO_POWER_NOTED = "NO_POWER_NOTED", "Noted: reinstatement is not possible or not practical"


class ReviewOutcome(TextChoices):
    UPHOLD = "UPHOLD", "Uphold the governors' decision"
    RECOMMEND = "RECOMMEND", "Recommend that the governors reconsider"
    QUASH_DIRECT = "QUASH_DIRECT", "Quash the decision and direct the governors to reconsider"


class Party(TextChoices):
    """Who has to be told."""

    PARENT = "PARENT", "the parent"
    GOVERNING_BOARD = "GOVERNING_BOARD", "the governing board"
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY", "the local authority"
    HOME_AUTHORITY = "HOME_AUTHORITY", "the home local authority"
    SOCIAL_WORKER = "SOCIAL_WORKER", "the social worker"
    VIRTUAL_SCHOOL_HEAD = "VIRTUAL_SCHOOL_HEAD", "the virtual school head"


class Track(TextChoices):
    """The three lines a permanent exclusion runs along at once."""

    EDUCATION = "education", "Education while excluded"
    CHALLENGE = "challenge", "Governors and review"
    ROLL = "roll", "School roll and next place"


class Basis(TextChoices):
    """What the headteacher relied on."""

    SINGLE = "SINGLE", "A single serious breach"
    PERSISTENT = "PERSISTENT", "Persistent breaches"


class Occasion(TextChoices):
    """What somebody was told of."""

    EXCLUSION = "EXCLUSION", "the exclusion"
    CANCELLATION = "CANCELLATION", "the cancellation"
