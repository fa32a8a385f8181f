"""How the law and guidance on exclusions are written into the rule book.

Lengths, sources and dates in force stand here and nowhere else. A change in the law is a new version
with its own first day; the old version keeps its last day and stays.
"""

from datetime import date

from casework.deadlines.choices import Confidence, OwedBy, RuleStatus, Unit
from casework.deadlines.rules import STATE_FUNDED, RuleVersion
from casework.schools.choices import SchoolType

SINCE_2006_ACT = date(2007, 9, 1)
SINCE_2010_ACT = date(2010, 10, 1)
SINCE_2012 = date(2012, 9, 1)
SINCE_AGGREGATION = date(2015, 1, 5)
SINCE_2022 = date(2022, 9, 1)
SINCE_CANCELLATION = date(2023, 9, 1)
SINCE_2024_ROLL = date(2024, 8, 19)
SINCE_JULY_2026 = date(2026, 7, 26)

MAINTAINED_ONLY = frozenset({SchoolType.MAINTAINED})
NEWLY_COVERED = STATE_FUNDED - MAINTAINED_ONLY

REGULATIONS_2012 = "School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012"
NOTIFY = (
    f"{REGULATIONS_2012} (SI 2012/1033), regulation 5 (maintained), 14 (pupil referral unit) or 23 (academy)"
)
BOARD = (
    f"{REGULATIONS_2012} (SI 2012/1033), regulation 6 (maintained), 15 (pupil referral unit) or 24 (academy)"
)
REVIEW = f"{REGULATIONS_2012} (SI 2012/1033)"
DAY_SIX = (
    "Education (Provision of Full-Time Education for Excluded Pupils) (England) Regulations 2007 "
    "(SI 2007/1870)"
)
OFFSITE = "Education (Educational Provision for Improving Behaviour) Regulations 2010 (SI 2010/1156)"
ROLL_2024 = "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208)"
ROLL_2006 = "Education (Pupil Registration) (England) Regulations 2006 (SI 2006/1751)"
GUIDANCE = "Statutory guidance on suspension and permanent exclusion"


def law(
    rule_id: str,
    title: str,
    source: str,
    owed_by: OwedBy,
    *,
    since: date,
    until: date | None = None,
    length: int | None = None,
    unit: Unit | None = None,
    status: RuleStatus = RuleStatus.MUST,
    confidence: Confidence = Confidence.A,
    applies_to: frozenset[SchoolType] = STATE_FUNDED,
    note: str = "",
) -> RuleVersion:
    if length is not None and unit is None:
        unit = Unit.SCHOOL_DAY
    return RuleVersion(
        rule_id=rule_id,
        title=title,
        source=source,
        owed_by=owed_by,
        valid_from=since,
        valid_to=until,
        length=length,
        unit=unit,
        status=status,
        confidence=confidence,
        applies_to=applies_to,
        note=note,
    )
