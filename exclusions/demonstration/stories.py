"""What happened in each case of the demonstration: every state that a permanent exclusion can be found in."""

from __future__ import annotations

from casework.access.choices import RestrictionReason
from casework.access.models import User
from casework.cases.services import restriction
from casework.desk.queries.restriction import suggested_review
from casework.schools.models import LocalAuthority
from exclusions.choices import BoardOutcome, NoticeMethod, Party, ReviewOutcome, StartPoint
from exclusions.demonstration.relatives import tell_relatives
from exclusions.demonstration.teller import TOLD_AT_ONCE, County, Teller
from exclusions.services import Circumstances

BUCKINGHAMSHIRE = "825"
EVERYBODY = (*TOLD_AT_ONCE, Party.SOCIAL_WORKER, Party.VIRTUAL_SCHOOL_HEAD)
POST, EMAIL, BY_HAND = NoticeMethod.FIRST_CLASS_POST, NoticeMethod.EMAIL, NoticeMethod.DELIVERED
# URNs of the schools, by area.
BANBURY, WARRINER, CHIPPING_NORTON, BICESTER = "135365", "142218", "137936", "142024"
SPIRES, CHENEY, GOSFORD_HILL, MATTHEW_ARNOLD = "136261", "139146", "138897", "142104"
HENRY_BOX, WOOD_GREEN, FARINGDON, KING_ALFREDS = "138210", "144008", "137993", "137140"
DIDCOT, WALLINGFORD, LARKMEAD, LORD_WILLIAMS = "138490", "137357", "143984", "138667"
AYLESBURY = "135879"
AREAS = {
    **dict.fromkeys((BANBURY, WARRINER, CHIPPING_NORTON, BICESTER), "North"),
    **dict.fromkeys((SPIRES, CHENEY, GOSFORD_HILL, MATTHEW_ARNOLD), "Central"),
    **dict.fromkeys((HENRY_BOX, WOOD_GREEN, FARINGDON, KING_ALFREDS), "West"),
    **dict.fromkeys((DIDCOT, WALLINGFORD, LARKMEAD, LORD_WILLIAMS, AYLESBURY), "South"),
}


def tell_all(county: County, *, support: User) -> None:
    for part in (
        _new_cases,
        _day_six,
        _governors,
        _after_governors,
        _reviews,
        _ends,
        _exceptions,
        _steps_on_deadlines,
    ):
        part(county)
    _logged_by_business_support(county, support)
    tell_relatives(county.families, on=county.today)


def _new_cases(county: County) -> None:
    Teller(county, BANBURY).excluded(0, reasons=("PP",), start_point=StartPoint.DURING_AFTERNOON_SESSION)
    Teller(county, SPIRES).excluded(0, reasons=("DB", "VA"), year_group=8)
    Teller(county, HENRY_BOX).excluded(1, reasons=("OW",), start_point=StartPoint.BEFORE_AFTERNOON_SESSION)
    Teller(county, DIDCOT).excluded(
        1, reasons=("PA",), told=(Party.PARENT, Party.LOCAL_AUTHORITY), year_group=7
    )
    Teller(county, CHENEY).excluded(2, reasons=("DA",), start_point=StartPoint.AFTER_SCHOOL)
    Teller(county, WARRINER).excluded(
        3,
        reasons=("DB", "PP", "DM"),
        told=EVERYBODY,
        child_is=Circumstances(looked_after=True, social_worker=True),
    ).then("Education from the first day", 2, provider="Meadowbrook College", provision_started_on=2)
    Teller(county, WOOD_GREEN).excluded(
        3, reasons=("VP",), year_group=10, child_is=Circumstances(sen_support=True)
    )
    Teller(county, LARKMEAD).excluded(
        4,
        reasons=("RA",),
        told=(*TOLD_AT_ONCE, Party.SOCIAL_WORKER),
        child_is=Circumstances(social_worker=True),
    )


def _day_six(county: County) -> None:
    _arranged(Teller(county, CHIPPING_NORTON).excluded(4, reasons=("BU", "PP")), 2, starts=-2)
    Teller(county, GOSFORD_HILL).excluded(5, reasons=("SM",), year_group=10)
    Teller(county, MATTHEW_ARNOLD).excluded(6, reasons=("DB", "VA", "DM"))
    # Nobody has arranged anything: this one is late.
    Teller(county, BICESTER).excluded(9, reasons=("PP", "VP"), year_group=8)
    _with_education(Teller(county, KING_ALFREDS).excluded(8, reasons=("TH",)), 3)
    # Education began, and began late.
    _with_education(Teller(county, WALLINGFORD).excluded(11, reasons=("PA", "VA")), 3)


def _with_education(teller: Teller, ago: int) -> Teller:
    """Education arranged two school days before it began, and the family told."""
    _arranged(teller, ago + 2, starts=ago)
    return teller.then("Day 6 education began", ago, provision_started_on=ago)


def _arranged(teller: Teller, ago: int, *, starts: int) -> Teller:
    teller.then(
        "Day 6 education arranged",
        ago,
        provider="Meadowbrook College",
        provider_contact="Admissions, 01632 960 101",
        provision_starts_on=starts,
    )
    return teller.met("ap-notice-48h", ago, met_by=teller.officer.name)


def _governors(county: County) -> None:
    case = _with_education(Teller(county, FARINGDON).excluded(10, reasons=("DB", "VP")), 5)
    case.then("Governors' meeting set", 4, gb_meeting_on=-3)
    case = _with_education(Teller(county, LORD_WILLIAMS).excluded(13, reasons=("OW",)), 8)
    case.then("Governors' meeting set", 7, gb_meeting_on=-1)
    case.then("Papers and the authority's statement sent", 3, gb_papers_sent_on=4, la_statement_sent_on=3)
    # No meeting after all this time: late.
    _with_education(Teller(county, BANBURY).excluded(18, reasons=("PP",), year_group=10), 13)
    case = _with_education(Teller(county, SPIRES).excluded(14, reasons=("DM", "DB")), 9)
    case.then("Governors' meeting set", 8, gb_meeting_on=0)
    case.then("Papers sent", 5, gb_papers_sent_on=5, la_statement_sent_on=5)


def _declined(
    teller: Teller, met: int, *, notice: int, method: NoticeMethod = POST, agreed: bool | None = None
) -> Teller:
    teller.then("Governors' meeting set", met + 6, gb_meeting_on=met)
    teller.then("Papers sent", met + 5, gb_papers_sent_on=met + 5, la_statement_sent_on=met + 5)
    teller.then("Governors decided", met, gb_met_on=met, gb_outcome=BoardOutcome.DECLINE)
    return teller.then(
        "Decision notice sent",
        notice,
        gb_notice_on=notice,
        gb_notice_method=method,
        gb_notice_by_email_agreed=agreed,
    )


def _after_governors(county: County) -> None:
    # In the window for a review.
    _declined(_with_education(Teller(county, WOOD_GREEN).excluded(19, reasons=("PA",)), 14), 5, notice=4)
    _declined(
        _with_education(Teller(county, DIDCOT).excluded(22, reasons=("DB", "VA")), 17),
        8,
        notice=7,
        method=EMAIL,
        agreed=True,
    )
    # The parent wrote that they will not apply.
    case = _declined(_with_education(Teller(county, CHENEY).excluded(24, reasons=("SM",)), 19), 10, notice=9)
    case.then("Parent will not apply for a review", 4, irp_waived_on=4)
    # The governors decided, and their letter has not gone.
    case = _with_education(Teller(county, HENRY_BOX).excluded(16, reasons=("VA", "DB")), 11)
    case.then("Governors' meeting set", 9, gb_meeting_on=3, gb_papers_sent_on=9)
    case.then("Governors decided", 3, gb_met_on=3, gb_outcome=BoardOutcome.DECLINE)


def _applied(teller: Teller, ago: int) -> Teller:
    return teller.then(
        "Parent applied for a review", ago, irp_application_on=ago, irp_application_method=BY_HAND
    )


def _reviews(county: County) -> None:
    case = _declined(
        _with_education(Teller(county, WARRINER).excluded(30, reasons=("OW", "PA")), 25), 15, notice=14
    )
    _applied(case, 6)
    case = _declined(
        _with_education(Teller(county, MATTHEW_ARNOLD).excluded(38, reasons=("PP",)), 33), 23, notice=22
    )
    _applied(case, 12).then("Hearing set", 8, irp_hearing_on=-2, irp_papers_sent_on=8)
    case = _declined(
        _with_education(Teller(county, FARINGDON).excluded(48, reasons=("DB",)), 43), 33, notice=32
    )
    _review_decided(_applied(case, 24), 8, ReviewOutcome.RECOMMEND)
    case = _declined(
        _with_education(Teller(county, LARKMEAD).excluded(52, reasons=("PA", "TH")), 47), 37, notice=36
    )
    _review_decided(_applied(case, 28), 12, ReviewOutcome.QUASH_DIRECT)
    case = _declined(
        _with_education(Teller(county, BICESTER).excluded(55, reasons=("VP",)), 50), 40, notice=39
    )
    _review_decided(_applied(case, 30), 14, ReviewOutcome.UPHOLD).then(
        "Name off the roll", 10, off_roll_on=11, deletion_return_on=10
    )


def _review_decided(teller: Teller, ago: int, outcome: ReviewOutcome) -> Teller:
    teller.then("Hearing set", ago + 9, irp_hearing_on=ago + 1, irp_papers_sent_on=ago + 9)
    return teller.then(
        "Review panel decided",
        ago - 1,
        irp_begun_on=ago + 1,
        irp_decided_on=ago,
        irp_outcome=outcome,
        irp_notice_on=ago - 1,
        irp_notice_method=BY_HAND,
    )


def _reinstated(teller: Teller, met: int) -> Teller:
    teller.then("Governors' meeting set", met + 6, gb_meeting_on=met, gb_papers_sent_on=met + 6)
    teller.then(
        "Governors decided",
        met,
        gb_met_on=met,
        gb_outcome=BoardOutcome.REINSTATE_ON_DATE,
        reinstated_on=met - 2,
        gb_notice_on=met,
        gb_notice_method=BY_HAND,
    )
    return teller.then("Back in school", met - 2, returned_on=met - 2)


def _ends(county: County) -> None:
    _reinstated(_with_education(Teller(county, GOSFORD_HILL).excluded(17, reasons=("DB",)), 12), 4)
    closed = _reinstated(_with_education(Teller(county, KING_ALFREDS).excluded(40, reasons=("PP",)), 35), 28)
    closed.then("Reintegration meeting held", 26, reintegration_meeting_on=26)
    closed.everything_settled(20, met_by="The school").closed(20, "REINSTATED")
    # Five parties told of the cancellation.
    looked_after = Teller(county, CHIPPING_NORTON).excluded(
        8, reasons=("DB",), told=EVERYBODY, child_is=Circumstances(looked_after=True, social_worker=True)
    )
    looked_after.then("Education from the first day", 7, provision_started_on=7)
    looked_after.cancelled(
        5, reasons="The school found that another child was to blame", told=EVERYBODY, returned=4
    )
    Teller(county, WALLINGFORD).excluded(6, reasons=("DM",)).cancelled(
        2, reasons="A managed move was agreed with the family", told=(Party.PARENT,)
    )
    Teller(county, LORD_WILLIAMS).excluded(5, reasons=("PP",)).recorded_in_error(
        4, "The school reported a suspension of five days, not a permanent exclusion"
    )
    placed = _declined(
        _with_education(Teller(county, CHENEY).excluded(50, reasons=("VA",)), 45), 36, notice=35
    )
    placed.then("Parent will not apply for a review", 30, irp_waived_on=30)
    placed.then("Name off the roll", 27, off_roll_on=28, deletion_return_on=27)
    placed.then(
        "On the roll of the next school",
        15,
        placed_on=16,
        placed_at="The Cherwell School",
        new_pupil_return_on=15,
    )


def _exceptions(county: County) -> None:
    neighbour = LocalAuthority.objects.get(code=BUCKINGHAMSHIRE)
    Teller(county, LORD_WILLIAMS).excluded(
        4,
        reasons=("PA",),
        told=(*TOLD_AT_ONCE, Party.HOME_AUTHORITY),
        child_is=Circumstances(home_authority=neighbour),
    )
    Teller(county, BANBURY).excluded(6, reasons=("DA",), year_group=11, year11_no_exams_left=True)
    # A school whose term dates are not held.
    Teller(county, AYLESBURY).excluded(7, reasons=("DB", "VP"), year_group=8)
    Teller(county, SPIRES).excluded(
        7, reasons=("PP", "DB"), year_group=9, child_is=Circumstances(ehc_plan=True)
    )
    _restrict(Teller(county, WOOD_GREEN).excluded(4, reasons=("VP",), year_group=8))


def _restrict(teller: Teller) -> None:
    on = teller.county.today
    restriction.ask_to_restrict(
        record=teller.child,
        reason=RestrictionReason.STAFF,
        details="An aunt of the child works in this building",
        by=teller.officer,
    )
    restriction.agree_to_restrict(
        record=teller.child,
        why="Agreed",
        named=[restriction.Named(user=teller.officer), restriction.Named(user=teller.senior)],
        review_on=suggested_review(on=on),
        by=teller.senior,
        on=on,
    )


def _steps_on_deadlines(county: County) -> None:
    today = county.today
    paused = _with_education(Teller(county, DIDCOT).excluded(12, reasons=("PP", "VA")), 7)
    if paused.has_a_date_for("gb-meet-15sd"):
        paused.paused(
            "gb-meet-15sd", 1, None, "The parent is in hospital and has asked the governors to wait"
        )
    extended = _with_education(Teller(county, HENRY_BOX).excluded(17, reasons=("DB",)), 12)
    extended.extended_to(
        "gb-meet-15sd",
        today if today > extended.days.ago(2) else extended.days.ahead(1),
        given_by="Clerk to the governors",
        reason="The panel could not be gathered sooner; the family agrees",
    )
    proposed = Teller(county, WARRINER).excluded(7, reasons=("SM", "PP"), year_group=10)
    proposed.proposed_not_applicable(
        "day6-provision-la", "The family moved to another county on the weekend after"
    )
    agreed = Teller(county, LARKMEAD).excluded(8, reasons=("DB",), year_group=10)
    agreed.proposed_not_applicable("day6-provision-la", "The parent has chosen to teach the child at home")
    agreed.agreed_not_applicable("day6-provision-la", "Seen the parent's letter")


def _logged_by_business_support(county: County, support: User) -> None:
    Teller(county, MATTHEW_ARNOLD).excluded(2, reasons=("LG", "VP"), year_group=7, logged_by=support)
    _with_education(Teller(county, WALLINGFORD).excluded(9, reasons=("TH", "DM"), logged_by=support), 4)
