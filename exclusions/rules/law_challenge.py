"""The rules that follow from the governors' meeting on: review, roll, money, off-site direction."""

from datetime import date, timedelta

from casework.deadlines.choices import Confidence, OwedBy, RuleStatus, Unit
from casework.deadlines.rules import RuleVersion
from exclusions.rules.law import (
    BOARD,
    GUIDANCE,
    MAINTAINED_ONLY,
    NEWLY_COVERED,
    OFFSITE,
    REVIEW,
    ROLL_2006,
    ROLL_2024,
    SINCE_2010_ACT,
    SINCE_2012,
    SINCE_2024_ROLL,
    SINCE_JULY_2026,
    law,
)

SINCE_2010_OFFSITE = date(2010, 9, 1)
SINCE_2013_OFFSITE = date(2013, 1, 1)
SINCE_2006_ROLL = date(2006, 9, 1)
PANDEMIC = (
    "For a time in the pandemic the window was 25 school days: an officer confirms dates in 2020 and 2021."
)
OFFSITE_2026 = (
    f"Education Act 2002, section 29A, and {OFFSITE}, applied to academies and units from 26 July 2026"
)

BOARD_RULES: tuple[RuleVersion, ...] = (
    law(
        "gb-meet-15sd",
        "Governors meet (15 school days)",
        BOARD,
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
        length=15,
        note="Missing the date does not end the duty: the governors must still meet.",
    ),
    law(
        "gb-meet-50sd",
        "Governors meet (50 school days)",
        BOARD,
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
        length=50,
        note="Missing the date does not end the duty: the governors must still meet.",
    ),
    law(
        "gb-meet-before-exam",
        "Governors meet before the examination",
        BOARD,
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
        note="So far as reasonably practicable. In a maintained school the chair may act alone if a "
        "quorum is not.",
    ),
    law(
        "gb-papers-5sd",
        "Papers for the governors' meeting",
        f"{GUIDANCE}, on the governors' meeting",
        OwedBy.CLERK,
        since=SINCE_2012,
        length=5,
        status=RuleStatus.SHOULD,
        confidence=Confidence.B,
    ),
    law(
        "la-statement",
        "The authority's statement to the governors",
        "Local practice: two school days before the meeting",
        OwedBy.LOCAL_AUTHORITY,
        since=SINCE_2012,
        length=2,
        status=RuleStatus.LOCAL,
        confidence=Confidence.B,
        note="For an academy, only where the parent asked for the authority to attend.",
    ),
    law(
        "gb-decision-notify",
        "Governors tell everybody their decision",
        f"{BOARD}, paragraph (6)",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
        confidence=Confidence.B,
    ),
    law(
        "gb-decision-letter-local",
        "Governors' decision letter (local target)",
        "Local practice: one school day, for a law that says without delay",
        OwedBy.CLERK,
        since=SINCE_2012,
        length=1,
        status=RuleStatus.LOCAL,
        confidence=Confidence.B,
    ),
    law(
        "gb-reinstate-comply",
        "The child is back in school, as the governors directed",
        BOARD,
        OwedBy.SCHOOL,
        since=SINCE_2012,
        confidence=Confidence.B,
    ),
    law(
        "gb-decision-notice-given",
        "Governors' notice treated as given",
        f"{REVIEW}, Schedule 1 paragraph 1(2); Education Act 1996, section 572 for email",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
    ),
)

REVIEW_RULES: tuple[RuleVersion, ...] = (
    law(
        "irp-apply-15sd",
        "Parent may apply for an independent review",
        f"{REVIEW}, Schedule 1 paragraph 2(1)",
        OwedBy.PARENT,
        since=SINCE_2012,
        length=15,
        note=f"A request for a special educational needs expert comes with the application. {PANDEMIC}",
    ),
    law(
        "irp-apply-after-eqa-15sd",
        "Parent may apply after the discrimination claim ends",
        f"{REVIEW}, Schedule 1 paragraph 2",
        OwedBy.PARENT,
        since=SINCE_2012,
        length=15,
    ),
    law(
        "irp-application-made",
        "Review application treated as made",
        f"{REVIEW}, Schedule 1 paragraph 1(2)",
        OwedBy.PARENT,
        since=SINCE_2012,
    ),
    law(
        "irp-meet-15sd",
        "Review panel begins",
        f"{REVIEW}, Schedule 1 paragraph 1",
        OwedBy.ARRANGING_AUTHORITY,
        since=SINCE_2012,
        length=15,
    ),
    law(
        "irp-papers-5sd",
        "Papers for the review panel",
        f"{GUIDANCE}, on the independent review",
        OwedBy.CLERK,
        since=SINCE_2012,
        length=5,
        status=RuleStatus.SHOULD,
        confidence=Confidence.B,
    ),
    law(
        "irp-notify",
        "Panel tells everybody its decision",
        f"{REVIEW}, Schedule 1 paragraph 19",
        OwedBy.PANEL,
        since=SINCE_2012,
        confidence=Confidence.B,
    ),
    law(
        "irp-decision-notice-given",
        "Panel's notice treated as given",
        f"{REVIEW}, regulation 17(3) and its parallels",
        OwedBy.PANEL,
        since=SINCE_2012,
    ),
    law(
        "gb-reconsider-10sd",
        "Governors reconsider",
        f"{REVIEW}, regulation 8 or 17, paragraphs (1) and (3), and the parallel for academies",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
        length=10,
    ),
    law(
        "gb-reconsider-notify",
        "Governors tell everybody what they decided on reconsidering",
        f"{REVIEW}, regulation 17(2) and its parallels",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
    ),
    law(
        "irp-4000",
        "A payment of £4,000 may fall due",
        f"{REVIEW}, regulation 7 or 16, paragraph (5)(b), and the parallel for academies",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2012,
        note="Only where the panel ordered it when quashing.",
    ),
    law(
        "eqa-claim-6m",
        "Last day for a discrimination claim",
        "Equality Act 2010, Schedule 17 paragraph 4 (tribunal) and section 118 (county court)",
        OwedBy.PARENT,
        since=SINCE_2010_ACT,
        length=6,
        unit=Unit.CALENDAR_MONTH,
        note="The six months start with the day of the conduct. The arithmetic is to be confirmed by "
        "legal services.",
    ),
)

ROLL_RULES: tuple[RuleVersion, ...] = (
    law(
        "roll-removal-earliest",
        "First day the name may come off the roll",
        f"{ROLL_2006}, regulation 8",
        OwedBy.SCHOOL,
        since=SINCE_2006_ROLL,
        until=SINCE_2024_ROLL - timedelta(days=1),
    ),
    law(
        "roll-removal-earliest",
        "First day the name may come off the roll",
        f"{ROLL_2024}, regulation 9",
        OwedBy.SCHOOL,
        since=SINCE_2024_ROLL,
    ),
    law(
        "deletion-return",
        "School tells the authority that the name is off the roll",
        f"{ROLL_2024}, regulation 13(4)",
        OwedBy.SCHOOL,
        since=SINCE_2024_ROLL,
        confidence=Confidence.B,
        note="By the time of deletion.",
    ),
    law(
        "new-pupil-return",
        "The next school tells the authority of the new name",
        f"{ROLL_2024}, regulation 13(1)",
        OwedBy.SCHOOL,
        since=SINCE_2024_ROLL,
        length=5,
        unit=Unit.CALENDAR_DAY,
    ),
    law(
        "funding-follows",
        "Relevant date for the money that follows the child",
        "School and Early Years Finance (England) Regulations, yearly",
        OwedBy.LOCAL_AUTHORITY,
        since=SINCE_2012,
        confidence=Confidence.C,
        note="Finance confirms the date before any money moves.",
    ),
)

OFFSITE_RULES: tuple[RuleVersion, ...] = (
    law(
        "offsite-notice-2sd",
        "Written notice of the off-site direction",
        f"{OFFSITE}, regulation 3(1) to (4)",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2010_OFFSITE,
        length=2,
        applies_to=MAINTAINED_ONLY,
    ),
    law(
        "offsite-notice-2sd",
        "Written notice of the off-site direction",
        f"{OFFSITE_2026}, regulation 3",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_JULY_2026,
        length=2,
        applies_to=NEWLY_COVERED,
    ),
    law(
        "offsite-review-interval",
        "Review of the off-site direction",
        f"{OFFSITE}, regulation 4(1)(a) as first made: every 30 days",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2010_OFFSITE,
        until=SINCE_2013_OFFSITE - timedelta(days=1),
        length=30,
        unit=Unit.CALENDAR_DAY,
        applies_to=MAINTAINED_ONLY,
    ),
    *(
        law(
            "offsite-review-interval",
            "Review of the off-site direction",
            source,
            OwedBy.GOVERNING_BOARD,
            since=since,
            length=30,
            status=RuleStatus.LOCAL,
            applies_to=applies_to,
            note="The law sets no interval: as often as suits the child. The date is local, six school "
            "weeks.",
        )
        for source, since, applies_to in (
            (
                f"{OFFSITE}, regulation 4(1)(a) as amended by SI 2012/2532",
                SINCE_2013_OFFSITE,
                MAINTAINED_ONLY,
            ),
            (f"{OFFSITE_2026}, regulation 4(1)(a)", SINCE_JULY_2026, NEWLY_COVERED),
        )
    ),
    law(
        "offsite-review-invite-6d",
        "Invitations to the off-site review meeting",
        f"{OFFSITE}, regulation 5",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2010_OFFSITE,
        length=6,
        unit=Unit.CALENDAR_DAY,
        confidence=Confidence.B,
        applies_to=MAINTAINED_ONLY,
    ),
    law(
        "offsite-review-invite-6d",
        "Invitations to the off-site review meeting",
        f"{OFFSITE_2026}, regulation 5",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_JULY_2026,
        length=6,
        unit=Unit.CALENDAR_DAY,
        confidence=Confidence.B,
        applies_to=NEWLY_COVERED,
    ),
    law(
        "offsite-review-request-10w",
        "A parent's request for a review binds again",
        f"{OFFSITE}, regulation 4A, added by SI 2012/2532",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_2013_OFFSITE,
        length=71,
        unit=Unit.CALENDAR_DAY,
        applies_to=MAINTAINED_ONLY,
        note="A request does not bind for ten weeks after a review.",
    ),
    law(
        "offsite-review-request-10w",
        "A parent's request for a review binds again",
        f"{OFFSITE_2026}, regulation 4A",
        OwedBy.GOVERNING_BOARD,
        since=SINCE_JULY_2026,
        length=71,
        unit=Unit.CALENDAR_DAY,
        applies_to=NEWLY_COVERED,
        note="A request does not bind for ten weeks after a review.",
    ),
)

VERSIONS = BOARD_RULES + REVIEW_RULES + ROLL_RULES + OFFSITE_RULES
