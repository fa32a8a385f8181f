"""What the sources leave open, with the default each council starts from."""

from casework.deadlines.choices import Confidence
from casework.deadlines.rule_settings import SettingSpec

SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec(
        key="pex_day6_mode",
        title="Counting to Day 6 of a permanent exclusion",
        default="statutory",
        choices=(
            ("statutory", "The first day out is day 1"),
            ("literal", "Six school days after the first day out"),
        ),
        confidence=Confidence.B,
        explanation="The regulation says the sixth school day of the exclusion. A sentence in the "
        "guidance, read "
        "literally, is one day later. The regulation binds, and the earlier date is the safe one for "
        "the child.",
        source="SI 2007/1870, regulation 4(3)",
    ),
    SettingSpec(
        key="day1_mode",
        title="Day 1 when a child is sent home during the day",
        default="s103_7",
        choices=(
            ("s103_7", "That day if before the afternoon session, otherwise the next school day"),
            ("same_day", "Always that day"),
            ("next_day", "Always the next school day"),
        ),
        confidence=Confidence.B,
        explanation="The law answers this for the public-place duty alone. The default uses the same "
        "test for Day 6; "
        "the public-place days and the days of a suspension keep it whatever is set here.",
        source="Education and Inspections Act 2006, section 103(7)",
    ),
    SettingSpec(
        key="pex_day6_after_suspension",
        title="Day 6 of a permanent exclusion that follows a suspension",
        default="restart",
        choices=(
            ("restart", "Count from the permanent exclusion"),
            ("continue", "Count from the first day out"),
        ),
        confidence=Confidence.B,
        explanation="The regulations add suspensions together and are silent on a permanent exclusion "
        "after one. "
        "The case shows how many school days in a row the child has been out, so that education can "
        "start earlier.",
        source="SI 2014/3216",
    ),
    SettingSpec(
        key="lac_day1_mode",
        title="The first day for a looked-after child",
        default="same_day",
        choices=(
            ("same_day", "The first counted day of the exclusion"),
            ("next_school_day", "The school day after it"),
        ),
        confidence=Confidence.B,
        explanation="Guidance speaks of the first day following; many authorities aim for day one. Aim "
        "early.",
        source="Statutory guidance on suspension and permanent exclusion",
    ),
    SettingSpec(
        key="clear_days_warning",
        title="Warn a day early when days are counted back from a meeting",
        default="on",
        choices=(("on", "Warn one school day earlier"), ("off", "Do not warn earlier")),
        confidence=Confidence.B,
        explanation="Courts usually read “not less than” as clear days, councils count plainly. The "
        "due date is the "
        "plain count; the warning nudges towards clear days.",
        source="Practice",
    ),
    SettingSpec(
        key="term_mode",
        title="What counts as a term for the 5 and 15 day tests",
        default="reference_dates",
        choices=(
            ("reference_dates", "The three periods ending 31 December, Easter Monday and 31 July"),
            ("school_terms", "The school's own terms, by the name each block carries"),
        ),
        confidence=Confidence.A,
        explanation="A school with more than three terms uses the reference dates. A school with three "
        "terms or "
        "fewer may use its own; the answer differs only if a term runs across Easter Monday.",
        source="SI 2012/1033, regulation 2",
    ),
    SettingSpec(
        key="gb_clock_without_receipt",
        title="The governors' clock before anyone recorded that they were told",
        default="decision_date",
        choices=(
            ("decision_date", "Count from the head's decision, marked provisional"),
            ("wait", "Show no date until receipt is recorded"),
        ),
        confidence=Confidence.B,
        explanation="The law counts from the day the governors received the head's notice, which may "
        "never be "
        "recorded. Until it is, the decision date gives a date to work to.",
        source="SI 2012/1033, regulations 6, 15 and 24",
    ),
    SettingSpec(
        key="email_service",
        title="When an emailed notice is given",
        default="date_sent",
        choices=(
            ("date_sent", "The day it was sent, if the person agreed to email"),
            ("post", "As if posted first class"),
        ),
        confidence=Confidence.B,
        explanation="Without recorded agreement to email the rules for post are used and the date is "
        "provisional: "
        "ask for the notice to be posted as well.",
        source="Education Act 1996, section 572",
    ),
    SettingSpec(
        key="irp_late_posted",
        title="A review application posted in time and treated as made too late",
        default="refer_to_legal",
        choices=(("refer_to_legal", "Refer to legal services before refusing"), ("refuse", "Refuse")),
        confidence=Confidence.B,
        explanation="Refusal is mandatory but harsh where the letter went into the post inside the window.",
        source="SI 2012/1033, regulation 16(2) and (3)",
    ),
    SettingSpec(
        key="irp_meet",
        title="What the panel must have done in 15 school days",
        default="begin",
        choices=(("begin", "Begin its hearing"), ("decide", "Give its decision")),
        confidence=Confidence.A,
        explanation="The panel must begin; it may adjourn for a good reason.",
        source="SI 2012/1033, Schedule 1 paragraph 1",
    ),
    SettingSpec(
        key="funding_relevant_date",
        title="Relevant date for the money that follows the child",
        default="day6_plus_one",
        choices=(
            ("day6_plus_one", "The school day after Day 6"),
            ("day6", "Day 6"),
            ("off", "Show no date"),
        ),
        confidence=Confidence.C,
        explanation="Recalled as the sixth school day following the permanent exclusion and not read again. "
        "Finance confirms it.",
        source="School and Early Years Finance (England) Regulations",
    ),
    SettingSpec(
        key="notice_target",
        title="Target for telling people without delay",
        default="next_school_day",
        choices=(("same_day", "The same day"), ("next_school_day", "The next school day")),
        confidence=Confidence.A,
        explanation="The law says without delay and gives no number. This is the local target.",
        source="Local practice",
    ),
)
