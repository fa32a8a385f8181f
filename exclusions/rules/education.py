"""Education while a child is excluded: Day 6, its notice, the public-place days, looked-after children."""

from datetime import date

from casework.deadlines.choices import ObligationKind, OwedBy
from casework.deadlines.rules import Obligation
from casework.schools.choices import SchoolType
from casework.schools.rules import Count, Unknown, in_words
from exclusions.choices import ExclusionEvent, Track
from exclusions.rules.law import SINCE_2022, SINCE_AGGREGATION
from exclusions.rules.spells import HALF, SENT_HOME, run_before
from exclusions.rules.workings import ONE_DAY, Due, Workings

DEADLINE = ObligationKind.DEADLINE
TO_CONFIRM = (
    "Five full days spread over six dates: the sources differ on whether Day 6 is owed. Officer to confirm"
)


def education_obligations(work: Workings) -> list[Obligation]:
    event = work.facts.event
    if event is ExclusionEvent.LUNCHTIME:
        return [_lunchtime_day6(work)]
    if event is ExclusionEvent.SUSPENSION:
        return _for_suspension(work)
    if event is ExclusionEvent.PERMANENT_EXCLUSION and work.first_day is not None:
        return _for_permanent_exclusion(work)
    return []


def _lunchtime_day6(work: Workings) -> Obligation:
    because = "The child attends both sessions"
    return work.owe("day6-provision-school", DEADLINE, None, because, track=Track.EDUCATION)


def _for_suspension(work: Workings) -> list[Obligation]:
    if work.spell is None:
        return []
    day6 = _day6_of_suspension(work)
    return [day6, *_around_day6(work, day6), _not_owed_by_the_other(work, day6.rule_id)]


def _for_permanent_exclusion(work: Workings) -> list[Obligation]:
    day6 = _day6_of_permanent_exclusion(work)
    return [day6, *_around_day6(work, day6), _day6_of_suspensions_before(work)]


def _not_owed_by_the_other(work: Workings, rule_id: str) -> Obligation:
    if rule_id == "day6-provision-school":
        other, because = "day6-provision-la", "The school owes Day 6 of a suspension"
    else:
        other, because = "day6-provision-school", "The authority owes Day 6 of a suspension from its own unit"
    return work.owe(other, DEADLINE, None, because, track=Track.EDUCATION)


def _around_day6(work: Workings, day6: Obligation) -> list[Obligation]:
    due = day6.due if isinstance(day6.due, date | Unknown) else None
    found = [_notice_of_arrangements(work, due), _public_place(work, due)]
    if work.facts.looked_after or work.facts.has_social_worker:
        found.append(_from_day_one(work))
    return found


# Day 6


def _day6_of_suspension(work: Workings) -> Obligation:
    """The sixth consecutive school day of one or more suspensions (SI 2007/1870 regulation 3(3))."""
    of_a_unit = work.school_type is SchoolType.PRU
    rule_id = "day6-provision-la" if of_a_unit else "day6-provision-school"
    n = work.length(rule_id)
    count, out = _run_of_suspensions(work, n)
    if count is None:
        because = f"{out} consecutive school days out, fewer than {n}"
        return work.owe(rule_id, DEADLINE, None, because, track=Track.EDUCATION)
    return _owe_day6(
        work, rule_id, count, f"The suspension reaches a sixth consecutive school day: {out} in all"
    )


def _run_of_suspensions(work: Workings, n: int) -> tuple[Count | None, int]:
    """Return the count to the nth day of the run, or None when the run is shorter, and the run's length."""
    spell = work.spell
    before = work.days_out_before if work.on >= SINCE_AGGREGATION else ()
    if spell is None:
        return None, 0
    days = _as_day_one_is_read(work, before, spell.days)
    out = len(days) + spell.length - len(spell.days)
    if not days:
        start = work.facts.start_on
        return (work.calendar.count_nth_school_day(start, n) if start and out >= n else None), out
    return (work.calendar.count_nth_school_day(days[0], n) if out >= n else None), out


def _as_day_one_is_read(work: Workings, before: tuple[date, ...], days: tuple[date, ...]) -> list[date]:
    """Return the run with its opening day as the council reads a child sent home during the day."""
    start, mode = work.facts.start_on, work.settings.text("day1_mode")
    run = {*before, *days}
    sent_home = work.facts.start_point in SENT_HOME
    if start and sent_home and work.calendar.is_school_day(start):
        if mode == "same_day":
            run.add(start)
        elif mode == "next_day" and not before:
            run.discard(start)
    return sorted(run)


def _owe_day6(
    work: Workings, rule_id: str, count: Count, because: str, notes: tuple[str, ...] = ()
) -> Obligation:
    exception = _why_not_owed(work, count.result)
    if exception:
        return work.owe(rule_id, DEADLINE, None, exception, track=Track.EDUCATION)
    in_doubt = work.facts.event is ExclusionEvent.SUSPENSION and _five_days_over_six_dates(work)
    if in_doubt:
        notes = (*notes, TO_CONFIRM)
    return work.count(
        rule_id,
        DEADLINE,
        count,
        because,
        track=Track.EDUCATION,
        owed_by=_who_owes(work, rule_id),
        met_on=work.facts.day6_started_on,
        provisional=in_doubt,
        notes=notes,
    )


def _who_owes(work: Workings, rule_id: str) -> OwedBy:
    if rule_id == "day6-provision-school":
        return OwedBy.GOVERNING_BOARD
    elsewhere = work.facts.lives_in_another_authority
    return OwedBy.HOME_AUTHORITY if elsewhere else OwedBy.LOCAL_AUTHORITY


def _why_not_owed(work: Workings, due: Due) -> str:
    """Return why Day 6 is not owed (SI 2007/1870 regulation 5, Education Act 1996 section 19(3A))."""
    facts = work.facts
    on = due if isinstance(due, date) else facts.start_on
    if on is not None and not work.of_school_age(on):
        return f"The child is not of compulsory school age on {in_words(on)}"
    if facts.year11_no_exams_left:
        return "The child is in Year 11 and has no public examination left"
    if facts.ehcp_hours_met:
        return "The hours in the education, health and care plan are being met already"
    known = due if isinstance(due, date) else date.max
    if facts.placed_on is not None and facts.placed_on <= known:
        return f"Another school admitted the child on {in_words(facts.placed_on)}"
    if facts.ended_on is not None and facts.ended_on <= known:
        return f"The exclusion ended on {in_words(facts.ended_on)}"
    return ""


def _five_days_over_six_dates(work: Workings) -> bool:
    """Say whether the run takes six dates but no more than five days' worth of sessions."""
    if work.first_day is None or not isinstance(work.first_day, date):
        return False
    _, joined = run_before(work.first_day, work.facts.consecutive_suspensions, work.calendar)
    sessions = sum(spell.sessions for spell in joined) + (work.facts.sessions or 0)
    return sessions * HALF <= work.length("day6-provision-school") - 1


def _day6_of_permanent_exclusion(work: Workings) -> Obligation:
    """The sixth school day of the exclusion (SI 2007/1870 regulation 4)."""
    rule_id = "day6-provision-la"
    n = work.length(rule_id)
    if work.settings.text("pex_day6_mode") == "literal":
        n += 1
    first, before = _day_one_for_day6(work), work.days_out_before
    because = "The sixth school day of the permanent exclusion"
    notes: tuple[str, ...] = ()
    if not isinstance(first, date):
        return work.owe(rule_id, DEADLINE, first, because, track=Track.EDUCATION)
    if before:
        note = f"The child had been out for {len(before)} consecutive school days when this exclusion began"
        notes = (note,)
    if before and work.settings.text("pex_day6_after_suspension") == "continue":
        because = "The sixth consecutive school day out, the suspension included"
        counted = work.calendar.count_nth_school_day(before[0], n)
        if isinstance(counted.result, date) and counted.result < first:
            counted = work.calendar.count_nth_school_day(first, 1)
        return _owe_day6(work, rule_id, counted, because, notes)
    return _owe_day6(work, rule_id, work.calendar.count_nth_school_day(first, n), because, notes)


def _day_one_for_day6(work: Workings) -> Due:
    facts, mode = work.facts, work.settings.text("day1_mode")
    if facts.start_on is None or facts.start_point not in SENT_HOME:
        return work.first_day
    if mode == "same_day":
        return work.calendar.first_school_day_on_or_after(facts.start_on)
    return work.calendar.next_school_day(facts.start_on) if mode == "next_day" else work.first_day


def _day6_of_suspensions_before(work: Workings) -> Obligation:
    before, n = work.days_out_before, work.length("day6-provision-school")
    if not before:
        because = "The authority owes Day 6 of a permanent exclusion"
        return work.owe("day6-provision-school", DEADLINE, None, because, track=Track.EDUCATION)
    if len(before) < n:
        because = f"The suspension before took {len(before)} consecutive school days, fewer than {n}"
        return work.owe("day6-provision-school", DEADLINE, None, because, track=Track.EDUCATION)
    because = "The suspension before the permanent exclusion had reached a sixth consecutive school day"
    counted = work.calendar.count_nth_school_day(before[0], n)
    return _owe_day6(work, "day6-provision-school", counted, because)


# The 48 hours' notice


def _notice_of_arrangements(work: Workings, day6: Due) -> Obligation:
    starts, early = day6, work.facts.provision_starts_on
    because = "48 hours before the sixth day"
    if early is not None and not (isinstance(day6, date) and day6 <= early):
        starts, because = early, f"48 hours before education starts on {in_words(early)}"
    if starts is None:
        because = "No education away from school has to be arranged"
    hours = work.length("ap-notice-48h")
    due = starts - ONE_DAY * (hours // 24) if isinstance(starts, date) else starts
    permanent = work.facts.event is ExclusionEvent.PERMANENT_EXCLUSION
    return work.owe(
        "ap-notice-48h",
        DEADLINE,
        due,
        because,
        track=Track.EDUCATION,
        started_on=starts if isinstance(starts, date) else None,
        notes=("The authority gives the school the facts to pass on",) if permanent else (),
    )


# The public-place days


def _public_place(work: Workings, day6: Due) -> Obligation:
    """The first five school days of this exclusion, or fewer (Education and Inspections Act 2006 s.103)."""
    first = work.first_day
    rule_id, kind = "public-place-last-day", ObligationKind.MILESTONE
    if isinstance(first, Unknown) or first is None:
        if work.facts.compulsory_school_age is False:
            first = None
        because = "The first five school days of the exclusion"
        return work.owe(rule_id, kind, first, because, track=Track.EDUCATION)
    if not work.of_school_age(first):
        because = "The child is not of compulsory school age"
        return work.owe(rule_id, kind, None, because, track=Track.EDUCATION)
    n = work.length(rule_id)
    days, (stop, because) = work.calendar.school_days_from(first, n), _public_place_days_stop(work, day6)
    kept = [day for day in days if stop is None or day < stop]
    if not kept:
        because = "Full-time education was in place, or the exclusion had ended, from its first day"
        return work.owe(rule_id, kind, None, because, track=Track.EDUCATION)
    if len(kept) < len(days) or _settled_until(work, days[-1], stop):
        n = len(kept)
    if n == work.length(rule_id):
        because = "The first five school days of the exclusion"
    return work.count(
        rule_id, kind, work.calendar.count_nth_school_day(first, n), because, track=Track.EDUCATION
    )


def _settled_until(work: Workings, after: date, stop: date | None) -> bool:
    """Say whether the calendar is sure that no further school day comes before the duty stops."""
    return stop is not None and work.calendar.school_days_between(after, stop - ONE_DAY) == 0


def _public_place_days_stop(work: Workings, day6: Due) -> tuple[date | None, str]:
    """Return the first day that no longer counts because something else ends the duty, and what it is."""
    stops: list[tuple[date | None, str]] = []
    if work.spell is not None and work.facts.event is ExclusionEvent.SUSPENSION:
        last = work.spell.last
        stops.append((last + ONE_DAY if isinstance(last, date) else None, "All of the suspension"))
    leaving = work.last_day_of_school_age
    stops += [
        (day6 if isinstance(day6, date) else None, "The school day before full-time education starts"),
        (work.facts.provision_starts_on, "The school day before full-time education starts"),
        (work.facts.ended_on, "The school day before the exclusion ended"),
        (leaving + ONE_DAY if leaving else None, "Compulsory school age ends"),
    ]
    known = [(day, why) for day, why in stops if day is not None]
    return min(known, key=lambda stop: stop[0], default=(None, ""))


# Looked-after children and children with a social worker


def _from_day_one(work: Workings) -> Obligation:
    rule_id, first = "lac-provision-day1", work.first_day
    because = "Guidance asks for education from the first day"
    due: Due = first
    if isinstance(first, date):
        if work.settings.text("lac_day1_mode") == "next_school_day":
            due, because = work.calendar.next_school_day(first), "Guidance speaks of the first day following"
        if not work.of_school_age(first):
            due, because = None, "The child is not of compulsory school age"
        elif work.facts.ended_on is not None and work.facts.ended_on <= first:
            due, because = None, f"The exclusion ended on {in_words(work.facts.ended_on)}"
    if work.on < SINCE_2022 and work.facts.looked_after is False:
        due, because = None, "Children with a social worker are covered from 1 September 2022"
    return work.owe(
        rule_id,
        DEADLINE,
        due,
        because,
        track=Track.EDUCATION,
        started_on=work.facts.start_on,
        met_on=work.facts.day6_started_on,
        owed_by=_who_owes(work, "day6-provision-la"),
    )
