"""The rules that start with the exclusion itself: its days, its notices, education meanwhile."""

from datetime import date, timedelta

from casework.deadlines.choices import Confidence, OwedBy, RuleStatus, Unit
from casework.deadlines.rules import RuleVersion
from exclusions.rules.law import (
    DAY_SIX,
    GUIDANCE,
    NOTIFY,
    REGULATIONS_2012,
    SINCE_2006_ACT,
    SINCE_2012,
    SINCE_2022,
    SINCE_AGGREGATION,
    SINCE_CANCELLATION,
    law,
)

BEFORE_2022 = SINCE_2022 - timedelta(days=1)
BEFORE_AGGREGATION = SINCE_AGGREGATION - timedelta(days=1)
SINCE_1996_ACT = date(1997, 9, 1)

DAYS: tuple[RuleVersion, ...] = (
    law(
        "first-counted-day",
        "First school day of the exclusion",
        "Education and Inspections Act 2006, section 103(7)",
        OwedBy.SCHOOL,
        since=SINCE_2006_ACT,
        note="Section 103(7) answers this for the public-place duty; the same test is used for Day 6.",
    ),
    law(
        "suspension-last-day",
        "Last day of the suspension",
        f"{REGULATIONS_2012} (SI 2012/1033); sessions are counted two to the day",
        OwedBy.SCHOOL,
        since=SINCE_2012,
    ),
    law(
        "return-to-school-day",
        "Back in school",
        f"{GUIDANCE}: the school day after the suspension ends",
        OwedBy.SCHOOL,
        since=SINCE_2012,
        status=RuleStatus.SHOULD,
    ),
    law(
        "year-45-last-lawful-day",
        "Last lawful day within 45 school days in the year",
        "Education Act 2002, section 51A; SI 2012/1033, regulation 4 (maintained) or 13 (pupil referral unit)"
        " and its parallel for academies",
        OwedBy.SCHOOL,
        since=SINCE_2012,
        length=45,
    ),
    law(
        "compulsory-school-age-ends",
        "Compulsory school age ends",
        "Education Act 1996, section 8, and the school leaving date order",
        OwedBy.PARENT,
        since=SINCE_1996_ACT,
        confidence=Confidence.C,
    ),
)

NOTICES: tuple[RuleVersion, ...] = (
    law(
        "notify-parents",
        "Tell the parent of the exclusion",
        f"{NOTIFY}, paragraph (1)",
        OwedBy.SCHOOL,
        since=SINCE_2012,
    ),
    law(
        "s104-written-notice-latest",
        "Written notice of the days the child may not be in a public place",
        f"Education and Inspections Act 2006, section 104; {DAY_SIX}, regulation 6(2)",
        OwedBy.SCHOOL,
        since=SINCE_2006_ACT,
        note="By the end of the afternoon session.",
    ),
    law(
        "notify-la-all",
        "Tell the local authority",
        f"{NOTIFY}: permanent exclusions, more than five days in a term, or an examination lost",
        OwedBy.SCHOOL,
        since=SINCE_2012,
        until=BEFORE_2022,
    ),
    law(
        "notify-la-all",
        "Tell the local authority",
        f"{NOTIFY}, as amended from 1 September 2022: every exclusion, of any length",
        OwedBy.SCHOOL,
        since=SINCE_2022,
    ),
    law(
        "notify-home-la-pex",
        "Tell the authority where the child lives",
        f"{NOTIFY}, paragraph (3)(a)",
        OwedBy.SCHOOL,
        since=SINCE_2012,
    ),
    law(
        "notify-social-worker",
        "Tell the social worker",
        f"{NOTIFY}, as amended from 1 September 2022",
        OwedBy.SCHOOL,
        since=SINCE_2022,
    ),
    law(
        "notify-vsh",
        "Tell the virtual school head",
        f"{NOTIFY}, as amended from 1 September 2022",
        OwedBy.SCHOOL,
        since=SINCE_2022,
    ),
    law(
        "notify-gb-immediate",
        "Tell the governing board",
        f"{NOTIFY}, paragraphs (2) and (3)",
        OwedBy.SCHOOL,
        since=SINCE_2012,
    ),
    law(
        "notify-cancel",
        "Tell everybody that the exclusion is cancelled",
        f"{REGULATIONS_2012} (SI 2012/1033), regulation 8A or 17A, paragraph (4)(a), added by SI 2023/571",
        OwedBy.SCHOOL,
        since=SINCE_CANCELLATION,
        note="In writing, with reasons.",
    ),
)

EDUCATION: tuple[RuleVersion, ...] = (
    law(
        "public-place-last-day",
        "Last day the child may not be in a public place in school hours",
        "Education and Inspections Act 2006, sections 103 to 105; statutory guidance on the earlier stop",
        OwedBy.PARENT,
        since=SINCE_2006_ACT,
        length=5,
    ),
    law(
        "day6-provision-school",
        "Full-time education by the school (Day 6)",
        f"Education and Inspections Act 2006, section 100; {DAY_SIX}, regulation 3(3)",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2006_ACT,
        until=BEFORE_AGGREGATION,
        length=6,
    ),
    law(
        "day6-provision-school",
        "Full-time education by the school (Day 6)",
        f"Education and Inspections Act 2006, section 100; {DAY_SIX}, regulation 3(3) as amended by SI "
        "2014/3216",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_AGGREGATION,
        length=6,
        note="Consecutive suspensions are added together. Not at the excluding school, unless shared "
        "with another.",
    ),
    law(
        "day6-provision-la",
        "Full-time education by the authority (Day 6)",
        f"Education Act 1996, section 19(3A) and (3B); {DAY_SIX}, regulation 4",
        OwedBy.LOCAL_AUTHORITY,
        since=SINCE_2006_ACT,
        length=6,
        note="Owed whatever the governors or a review panel decide later.",
    ),
    law(
        "ap-notice-48h",
        "Notice of the arrangements, at least 48 hours before they start",
        f"{DAY_SIX}, regulations 6(3), 6(4) and 7",
        OwedBy.SCHOOL,
        since=SINCE_2012,
        length=48,
        unit=Unit.CLOCK_HOUR,
        note="Clock hours: the date may fall at a weekend. The parent may agree to less if it starts "
        "before Day 6.",
    ),
    law(
        "lac-provision-day1",
        "Education from the first day for a looked-after child",
        f"{GUIDANCE}, on looked-after children",
        OwedBy.LOCAL_AUTHORITY,
        since=SINCE_2012,
        until=BEFORE_2022,
        status=RuleStatus.SHOULD,
    ),
    law(
        "lac-provision-day1",
        "Education from the first day for a looked-after child or a child with a social worker",
        f"{GUIDANCE}, on looked-after children and children with a social worker",
        OwedBy.LOCAL_AUTHORITY,
        since=SINCE_2022,
        status=RuleStatus.SHOULD,
        note="The school and the authority arrange it together.",
    ),
    law(
        "reintegration-strategy",
        "Reintegration meeting",
        f"{GUIDANCE}, on reintegration after a suspension",
        OwedBy.SCHOOL,
        since=SINCE_2022,
        status=RuleStatus.LOCAL,
        confidence=Confidence.A,
        note="Guidance asks for a strategy and sets no date. A child is never kept out because a "
        "meeting has not happened.",
    ),
)

VERSIONS = DAYS + NOTICES + EDUCATION
