"""The demonstration's duty: a rota, enquiries in every state, a hand-over note, cover, work on cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from casework.access.models import User
from casework.access.services import arrange_cover
from casework.cases.choices import NoteKind
from casework.cases.models import Case
from casework.cases.services.actions import Owner, add_action
from casework.cases.services.notes import NoteDetails, begin_note, finish_note
from casework.duty import services
from casework.duty.choices import AskerKind, Channel, PartOfDay, Topic
from casework.duty.models import Enquiry
from casework.duty.queries import working_calendar
from casework.duty.rules import week_of, weekdays_of
from casework.duty.services import EnquiryDetails
from exclusions.demonstration.accounts import CENTRAL_OFFICER, DUTY, user_of
from exclusions.demonstration.teller import County

# Numbers that telephone companies keep for stories.
TELEPHONE = "01632 960{:03}"
AREAS = ("North", "Central", "West", "South")


@dataclass(frozen=True)
class Asked:
    """One enquiry: where, how many working days ago, how, from whom, about what, and what became of it."""

    area: str
    ago: int
    channel: Channel
    asker: AskerKind
    name: str
    topic: Topic
    text: str
    # Working days ago; None where nobody has answered yet.
    answered: int | None = None
    answer: str = ""
    about_a_case: bool = False
    becomes_case: bool = False


ASKED = (
    Asked(
        "North",
        9,
        Channel.EMAIL,
        AskerKind.PARENT,
        "Sophie Barker",
        Topic.REINTEGRATION,
        "Her son is offered a place and she wants to know when he can start, and who meets her at the gate.",
    ),
    Asked(
        "Central",
        7,
        Channel.LETTER,
        AskerKind.PROFESSIONAL,
        "Youth justice worker",
        Topic.EXCLUSION,
        "Asks for the dates of the governors’ meeting before a court hearing.",
        about_a_case=True,
    ),
    Asked(
        "North",
        5,
        Channel.PHONE,
        AskerKind.SCHOOL,
        "School office",
        Topic.ATTENDANCE,
        "Which code goes in the register after a permanent exclusion, until the governors meet?",
    ),
    Asked(
        "West",
        5,
        Channel.WEB,
        AskerKind.PARENT,
        "D. Hughes",
        Topic.COMPLAINT,
        "The school has not rung back about work at home since last week.",
    ),
    Asked(
        "South",
        3,
        Channel.PHONE,
        AskerKind.AUTHORITY,
        "Admissions, Reading",
        Topic.FAIR_ACCESS,
        "A family moved over the border. Is a place being looked for on either side?",
    ),
    Asked(
        "Central",
        1,
        Channel.PHONE,
        AskerKind.SCHOOL,
        "Deputy head",
        Topic.SAFEGUARDING,
        "A child came to school with a mark on the arm and is unwilling to go home. The hub has been phoned.",
    ),
    Asked(
        "West",
        0,
        Channel.EMAIL,
        AskerKind.PROFESSIONAL,
        "Virtual school",
        Topic.SEND,
        "Has the plan been looked at again since the suspension in the spring?",
        about_a_case=True,
    ),
    Asked(
        "North",
        0,
        Channel.PHONE,
        AskerKind.PARENT,
        "Kiran Patel",
        Topic.EXCLUSION,
        "Her daughter was sent home this morning. What does the school have to send, and by when?",
    ),
    Asked(
        "South",
        12,
        Channel.PHONE,
        AskerKind.PARENT,
        "M. Osei",
        Topic.EXCLUSION,
        "How does a parent ask for an independent review?",
        answered=11,
        answer="In writing, within 15 school days of the governors’ letter. The form was emailed.",
    ),
    Asked(
        "West",
        15,
        Channel.LETTER,
        AskerKind.SCHOOL,
        "Headteacher’s secretary",
        Topic.HOME_EDUCATION,
        "A parent says she will teach at home. Does the name come off the roll?",
        answered=6,
        answer="Only once the parent has written it. A copy of the letter comes to us the same day.",
    ),
    Asked(
        "Central",
        2,
        Channel.IN_PERSON,
        AskerKind.CHILD,
        "",
        Topic.OTHER,
        "Wanted to know whether he can speak at the governors’ meeting himself.",
        answered=0,
        answer="Yes. The clerk was told, and a worker goes along.",
    ),
    Asked(
        "North",
        4,
        Channel.PHONE,
        AskerKind.SCHOOL,
        "Assistant head",
        Topic.EXCLUSION,
        "A permanent exclusion was decided this morning. The letter follows.",
        becomes_case=True,
    ),
)


def tell_duty(county: County, *, now: datetime) -> None:
    """Add what whoever is on duty finds in the morning."""
    on = county.today
    _rota(county, on=on)
    _enquiries(county, now=now)
    services.write_handover(
        team=county.team("North"),
        text="Sophie Barker rings again tomorrow about the first day back.\n"
        "The letter to Banbury came back from the post: the new address is with the school office.",
        by=user_of(DUTY),
        on=_working_day(on, 1),
    )
    arrange_cover(
        officer=user_of(CENTRAL_OFFICER),
        covered_by=user_of(DUTY),
        starts_on=on,
        ends_on=on + timedelta(days=6),
        reason="Leave",
        by=county.senior("Central"),
        on=on,
    )
    _work_on_cases(county)


def _rota(county: County, *, on: date) -> None:
    """Plan this week and the next: Friday afternoons of the next are still open."""
    duty = user_of(DUTY)
    for monday in (week_of(on), week_of(on) + timedelta(days=7)):
        calendar = working_calendar(monday)
        days = [day for day in weekdays_of(monday) if calendar.is_working_day(day)]
        for area in AREAS:
            halves = {}
            for day in days:
                officer = county.officer(area) if day.weekday() >= 3 else duty
                halves[day, PartOfDay.MORNING] = duty.pk if day.weekday() == 4 else officer.pk
                if day.weekday() != 4 or monday == week_of(on):
                    halves[day, PartOfDay.AFTERNOON] = officer.pk
            services.plan_week(
                team=county.team(area), monday=monday, halves=halves, seen="", by=county.senior(area), on=on
            )


def _enquiries(county: County, *, now: datetime) -> None:
    on = county.today
    for number, asked in enumerate(ASKED):
        enquiry = _taken(county, asked, number, now=now)
        officer = county.officer(asked.area)
        if asked.answered is not None:
            services.answer_enquiry(
                enquiry=enquiry,
                answer=asked.answer,
                answered_on=_working_day(on, asked.answered),
                version=enquiry.version,
                by=officer,
            )
        if asked.becomes_case:
            case = _open_case(county, asked.area, newest=True)
            services.enquiry_became_case(enquiry=enquiry, case=case, by=officer, on=case.opened_on)


def _taken(county: County, asked: Asked, number: int, *, now: datetime) -> Enquiry:
    case = _open_case(county, asked.area) if asked.about_a_case else None
    by = user_of(DUTY) if number % 2 else county.officer(asked.area)
    return services.take_enquiry(
        team=county.team(asked.area),
        details=EnquiryDetails(
            channel=asked.channel,
            asker_kind=asked.asker,
            asker_name=asked.name,
            asker_telephone=TELEPHONE.format(number) if asked.channel == Channel.PHONE else "",
            topic=asked.topic,
            text=asked.text,
            child=case.child if case else None,
            school=case.school if case else None,
        ),
        received_on=_working_day(county.today, asked.ago),
        owner=by,
        by=by,
        now=now,
    )


def _work_on_cases(county: County) -> None:
    """Write a finished note, a draft and an action in each of two areas."""
    for area in ("North", "Central"):
        case, officer = _open_case(county, area), county.officer(area)
        _call(case, officer, on=county.today)
        begin_note(
            case=case,
            details=NoteDetails(kind=NoteKind.VISIT, text="At the door at four. Nobody in; left a card."),
            page=uuid4(),
            by=officer,
        )
        add_action(
            case=case,
            text="Ring the mother about the meeting at the new school",
            owner=Owner(officer, case.team),
            due_on=county.today + timedelta(days=2),
            by=officer,
            on=county.today,
        )


def _call(case: Case, officer: User, *, on: date) -> None:
    note = begin_note(
        case=case,
        details=NoteDetails(
            kind=NoteKind.CALL,
            happened_on=on,
            people_present="Mother",
            text="She has the school’s letter and has read it with a friend. She works until three.",
            analysis="Understands what follows. Wants the meeting late in the day.",
        ),
        page=uuid4(),
        by=officer,
    )
    finish_note(note=note, by=officer, on=on)


def _open_case(county: County, area: str, *, newest: bool = False) -> Case:
    found = Case.objects.open().filter(
        team=county.team(area), is_restricted=False, child__is_restricted=False
    )
    held = found.filter(officer=county.officer(area)).select_related("child", "school", "team")
    return held.order_by("-opened_on" if newest else "opened_on", "pk")[0]


def _working_day(on: date, ago: int) -> date:
    """Return a working day gone by; 0 days ago is today, whatever day it is."""
    if ago == 0:
        return on
    day = working_calendar(on).working_days_before(on, ago)
    assert isinstance(day, date)
    return day
