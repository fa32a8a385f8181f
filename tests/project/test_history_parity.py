"""Whatever a service changes has a row of history, and that row names who did it.

A verb joins by a line in `VERBS`: what has to be there first, and then the act itself.
"""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps

from casework.access import services as access
from casework.access.choices import RestrictionReason, Role
from casework.access.models import Cover
from casework.cases import services as cases
from casework.cases.choices import LinkKind
from casework.cases.models import Case
from casework.cases.services import restriction
from casework.cases.services.actions import Owner
from casework.cases.services.notes import NoteDetails
from casework.deadlines import services as deadlines
from casework.duty import services as duty
from casework.duty.choices import PartOfDay
from casework.people import services as people_services
from casework.people.choices import SiblingKind, StatusKind
from casework.schools import services as schools
from exclusions import services as exclusions
from exclusions.choices import Party
from tests.factories import people
from tests.factories.access import TeamFactory, UserFactory, administrator, holding, officer, senior
from tests.factories.cases import closed, deadline_of, handed_over
from tests.factories.duty import details as enquiry_details
from tests.factories.duty import enquiry_of, turn_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.family import contact_of, kept_from, siblings
from tests.factories.people import DetailsFactory
from tests.factories.work import action_of, link_of, note_of, twin_of
from tests.project.record_verbs import RECORD_VERBS

TUESDAY = date(2026, 9, 22)
pytestmark = [
    # Each verb is run on a case of its own, and every table is read before and after.
    pytest.mark.slow,
    pytest.mark.django_db,
]


class World:
    """A case with its officer, and those around them. `by` is whoever acts."""

    def __init__(self):
        self.team = TeamFactory(is_fallback=True)
        self.holder = officer(self.team)
        self.boss = senior(self.team)
        self.colleague = officer(self.team)
        self.administrator = administrator(self.team)
        self.case = permanent_exclusion(team=self.team, officer_=self.holder, school=school_with_terms())
        self.child = self.case.child
        self.deadline = deadline_of(self.case)
        self.by = self.holder

    @property
    def fresh_case(self):
        return Case.objects.get(pk=self.case.pk)


def paused(w):
    cases.pause_deadline(
        deadline=w.deadline, by=w.holder, starts_on=TUESDAY, ends_on=None, reason="Ill", on=TUESDAY
    )


def met(w):
    cases.meet_deadline(deadline=w.deadline, by=w.holder, met_on=TUESDAY, met_by="Board", on=TUESDAY)


def proposed(w):
    cases.propose_not_applicable(deadline=w.deadline, by=w.holder, reason="Moved away", on=TUESDAY)


def restricted(w, record=None):
    restriction.restrict(
        record=record or w.case,
        reason=RestrictionReason.STAFF,
        details="",
        named=[restriction.Named(user=w.boss)],
        review_on=date(2026, 12, 1),
        by=w.boss,
        on=TUESDAY,
    )


def kept(w):
    restriction.keep_restricted(
        record=w.case,
        why="Still so",
        named=[restriction.Named(user=w.boss), restriction.Named(user=w.holder)],
        seen=f"{w.boss.pk}:",
        review_on=date(2026, 12, 2),
        by=w.boss,
        on=TUESDAY,
    )


def agreed_to(w):
    restriction.agree_to_restrict(
        record=w.case,
        why="",
        named=[restriction.Named(user=w.boss)],
        review_on=date(2026, 12, 1),
        by=w.boss,
        on=TUESDAY,
    )


def asked(w):
    restriction.ask_to_restrict(record=w.case, reason=RestrictionReason.COURT, details="", by=w.holder)


def covered(w):
    return access.arrange_cover(
        officer=w.holder,
        covered_by=w.colleague,
        starts_on=TUESDAY,
        ends_on=date(2026, 9, 30),
        reason="Leave",
        by=w.holder,
        on=TUESDAY,
    )


def role_in(w):
    return access.RoleDetails(role=Role.OFFICER, team=w.team, starts_on=TUESDAY)


def facts_recorded(w, **facts):
    exclusions.record_facts(
        case=w.fresh_case,
        facts=facts,
        told={},
        event="Education recorded",
        by=w.holder,
        version=w.fresh_case.version,
        on=TUESDAY,
    )


def nothing(w):
    return None


def by_boss(w):
    w.by = w.boss


def by_administrator(w):
    w.by = w.administrator


def and_then(*steps):
    def begin(w):
        w.made = [step(w) for step in steps]

    return begin


# The name of a verb: what has to be there first, and the act.
VERBS = {
    **RECORD_VERBS,
    "log an exclusion": (
        lambda w: setattr(w, "other", people.child()),
        lambda w: permanent_exclusion(child=w.other, team=w.team, officer_=w.holder, school=w.case.school),
    ),
    "record facts": (nothing, lambda w: facts_recorded(w, provider="A unit")),
    "cancel an exclusion": (
        nothing,
        lambda w: exclusions.cancel_exclusion(
            case=w.case,
            cancelled_on=TUESDAY,
            reasons="Another child",
            returned_on=None,
            told={Party.PARENT: TUESDAY},
            by=w.holder,
            version=w.fresh_case.version,
            on=TUESDAY,
        ),
    ),
    "record an exclusion in error": (
        nothing,
        lambda w: exclusions.record_exclusion_in_error(
            case=w.case, reason="Twice", by=w.holder, version=w.fresh_case.version, on=TUESDAY
        ),
    ),
    "close a case": (nothing, lambda w: closed(w.case, by=w.holder, on=TUESDAY)),
    "reopen a case": (
        lambda w: closed(w.case, by=w.holder, on=TUESDAY),
        lambda w: cases.reopen_case(case=w.case, by=w.holder, reason="More", on=TUESDAY),
    ),
    "allocate a case": (
        by_boss,
        lambda w: cases.allocate_case(
            case=w.case, officer=w.colleague, by=w.boss, reason="Leave", on=TUESDAY
        ),
    ),
    "meet a deadline": (nothing, met),
    "reopen a deadline": (
        met,
        lambda w: cases.reopen_deadline(deadline=w.deadline, by=w.holder, reason="Not so", on=TUESDAY),
    ),
    "pause a deadline": (nothing, paused),
    "resume a deadline": (
        paused,
        lambda w: cases.resume_deadline(deadline=w.deadline, by=w.holder, ends_on=TUESDAY, on=TUESDAY),
    ),
    "extend a deadline": (
        nothing,
        lambda w: cases.extend_deadline(
            deadline=w.deadline,
            by=w.holder,
            new_due_on=date(2026, 10, 20),
            given_by="Clerk",
            reason="Agreed",
            on=TUESDAY,
        ),
    ),
    "propose that a deadline does not apply": (nothing, proposed),
    "agree that a deadline does not apply": (
        and_then(proposed, by_boss),
        lambda w: cases.agree_not_applicable(deadline=w.deadline, by=w.boss, reason="", on=TUESDAY),
    ),
    "refuse that a deadline does not apply": (
        and_then(proposed, by_boss),
        lambda w: cases.refuse_not_applicable(deadline=w.deadline, by=w.boss, reason="It does", on=TUESDAY),
    ),
    "hand over": (nothing, lambda w: handed_over(w.case, by=w.holder)),
    "add an action": (
        nothing,
        lambda w: cases.add_action(
            case=w.case,
            text="Ring",
            owner=Owner(w.holder, w.team),
            due_on=date(2026, 9, 30),
            by=w.holder,
            on=TUESDAY,
        ),
    ),
    "finish an action": (
        lambda w: setattr(w, "action", action_of(w.case)),
        lambda w: cases.finish_action(action=w.action, by=w.holder, done_on=TUESDAY, outcome="Done"),
    ),
    "begin a note": (
        nothing,
        lambda w: cases.begin_note(
            case=w.case, details=NoteDetails(kind="CALL", text="Rang"), page=uuid4(), by=w.holder
        ),
    ),
    "finish a note": (
        lambda w: setattr(w, "note", note_of(w.case)),
        lambda w: cases.finish_note(note=w.note, by=w.holder, on=TUESDAY),
    ),
    "add to a note": (
        lambda w: setattr(w, "note", note_of(w.case, is_finished=True)),
        lambda w: cases.add_addendum(
            note=w.note, text="It was Tuesday", reason="Slip", by=w.holder, on=TUESDAY
        ),
    ),
    "link cases": (
        lambda w: setattr(w, "twin", twin_of(w.case)),
        lambda w: cases.link_cases(
            case=w.case, other=w.twin, kind=LinkKind.SAME_EVENT, reason="", by=w.holder, on=TUESDAY
        ),
    ),
    "unlink cases": (
        lambda w: setattr(w, "link", link_of(w.case, with_case=twin_of(w.case), by=w.holder)),
        lambda w: cases.unlink_cases(link=w.link, by=w.holder, on=TUESDAY),
    ),
    "add a child": (nothing, lambda w: people.child(by=w.holder)),
    "correct a child": (
        nothing,
        lambda w: cases.correct_child(child=w.child, details=DetailsFactory(), by=w.holder, on=TUESDAY),
    ),
    "state a fact": (
        nothing,
        lambda w: people_services.state_fact(
            child=w.child, kind=StatusKind.EHC_PLAN, starts_on=TUESDAY, by=w.holder, source="School"
        ),
    ),
    "add a contact": (nothing, lambda w: contact_of(w.child, by=w.holder)),
    "end a contact": (
        lambda w: setattr(w, "link", contact_of(w.child, by=w.holder)),
        lambda w: cases.end_contact(link=w.link, ended_on=TUESDAY, reason="Moved", by=w.holder, on=TUESDAY),
    ),
    "state siblings": (
        lambda w: setattr(w, "other", people.child()),
        lambda w: cases.state_siblings(
            child=w.child,
            sibling=w.other,
            kind=SiblingKind.FULL,
            starts_on=date(2015, 1, 1),
            source="Mother",
            by=w.holder,
            on=TUESDAY,
        ),
    ),
    "end siblings": (
        lambda w: setattr(w, "link", siblings(w.child, people.child())),
        lambda w: cases.end_siblings(link=w.link, ends_on=TUESDAY, by=w.holder, on=TUESDAY),
    ),
    "withhold an address": (
        lambda w: setattr(w, "link", contact_of(w.child, by=w.holder)),
        lambda w: cases.withhold_address(
            child=w.child, whose=None, kept_from=w.link.contact, reason="Order", by=w.holder, on=TUESDAY
        ),
    ),
    "end a withholding": (
        lambda w: setattr(w, "withheld", kept_from(contact_of(w.child, by=w.holder))),
        lambda w: cases.end_withholding(withheld=w.withheld, reason="Over", by=w.holder, on=TUESDAY),
    ),
    "ask to restrict": (nothing, asked),
    "refuse to restrict": (
        and_then(asked, by_boss),
        lambda w: restriction.refuse_to_restrict(record=w.case, why="No", by=w.boss),
    ),
    "agree to restrict": (and_then(asked, by_boss), agreed_to),
    "restrict a case": (by_boss, restricted),
    "restrict a child": (by_boss, lambda w: restricted(w, w.child)),
    "keep restricted": (and_then(restricted, by_boss), kept),
    "lift a restriction": (
        and_then(restricted, by_boss),
        lambda w: restriction.lift_restriction(record=w.case, why="Over", by=w.boss, on=TUESDAY),
    ),
    "arrange cover": (nothing, covered),
    "end cover": (
        covered,
        lambda w: access.end_cover(cover=Cover.objects.get(), last_day=TUESDAY, by=w.holder, on=TUESDAY),
    ),
    "take cover away": (
        covered,
        lambda w: access.end_cover(
            cover=Cover.objects.get(), last_day=date(2026, 9, 21), by=w.holder, on=TUESDAY
        ),
    ),
    "add a person": (
        by_administrator,
        lambda w: access.add_person(
            name="New",
            email="new@council.example",
            job_title="",
            role=role_in(w),
            password="one-time-words",
            by=w.administrator,
        ),
    ),
    "give a role": (
        and_then(by_administrator, lambda w: setattr(w, "new", UserFactory())),
        lambda w: access.give_role(user=w.new, role=role_in(w), by=w.administrator),
    ),
    "end a role": (
        by_administrator,
        lambda w: access.end_role(
            membership=w.holder.memberships.get(), last_day=TUESDAY, by=w.administrator
        ),
    ),
    "deactivate a person": (
        by_administrator,
        lambda w: access.deactivate_person(user=w.holder, by=w.administrator, on=TUESDAY),
    ),
    "reset a sign-in": (
        by_administrator,
        lambda w: access.reset_sign_in(user=w.holder, password="one-time-words", by=w.administrator),
    ),
    "add a team": (
        by_administrator,
        lambda w: access.add_team(name="New", parent=None, watched_by=w.boss, by=w.administrator),
    ),
    "change a team": (
        by_administrator,
        lambda w: access.change_team(
            team=w.team, name="North", parent=None, watched_by=w.boss, by=w.administrator
        ),
    ),
    "propose a setting": (by_boss, lambda w: setting_proposed(w)),
    "agree a setting": (
        and_then(
            lambda w: setattr(w, "setting", setting_proposed(w)),
            lambda w: setattr(w, "by", holding(Role.MANAGER, w.team)),
        ),
        lambda w: cases.approve_setting(setting=w.setting, by=w.by, on=TUESDAY),
    ),
    "set a link officer": (
        by_boss,
        lambda w: schools.set_link_officer(school=w.case.school, officer=w.holder, by=w.boss),
    ),
    "take an enquiry": (nothing, lambda w: enquired(w)),
    "correct an enquiry": (
        lambda w: enquired(w),
        lambda w: duty.change_enquiry(
            enquiry=w.enquiry, details=enquiry_details(child=w.child), version=1, by=w.holder
        ),
    ),
    "give an enquiry": (
        lambda w: enquired(w),
        lambda w: duty.give_enquiry(enquiry=w.enquiry, owner=w.colleague, version=1, by=w.holder, on=TUESDAY),
    ),
    "answer an enquiry": (
        lambda w: enquired(w),
        lambda w: duty.answer_enquiry(
            enquiry=w.enquiry, answer="Yes", answered_on=TUESDAY, version=1, by=w.holder
        ),
    ),
    "turn an enquiry into a case": (
        lambda w: enquired(w),
        lambda w: duty.enquiry_became_case(enquiry=w.enquiry, case=w.case, by=w.holder, on=TUESDAY),
    ),
    "hand over a day": (
        nothing,
        lambda w: duty.write_handover(team=w.team, text="Quiet", by=w.holder, on=TUESDAY),
    ),
    "plan a week of duty": (by_boss, lambda w: planned(w, w.holder)),
    "plan a week of duty again": (
        and_then(by_boss, lambda w: planned(w, w.holder)),
        lambda w: duty.plan_week(
            team=w.team,
            monday=date(2026, 9, 21),
            halves={(TUESDAY, PartOfDay.MORNING): w.colleague.pk},
            seen=f"{TUESDAY}.AFTERNOON.{w.holder.pk},{TUESDAY}.MORNING.{w.holder.pk}",
            by=w.boss,
            on=TUESDAY,
        ),
    ),
    "swap turns": (
        by_boss,
        lambda w: duty.swap_turns(
            turn=turn_of(w.team, officer_=w.holder, by=w.boss),
            other=turn_of(w.team, officer_=w.colleague, by=w.boss, on=date(2026, 9, 23)),
            by=w.boss,
            on=TUESDAY,
        ),
    ),
}


def enquired(w):
    w.enquiry = enquiry_of(w.team, by=w.holder)


def planned(w, person):
    halves = {(TUESDAY, half): person.pk for half in (PartOfDay.MORNING, PartOfDay.AFTERNOON)}
    duty.plan_week(team=w.team, monday=date(2026, 9, 21), halves=halves, seen="", by=w.boss, on=TUESDAY)


def setting_proposed(w):
    return deadlines.propose_setting(
        key="day1_mode", value="same_day", starts_on=date(2026, 9, 1), reason="To try", by=w.boss
    )


MODELS = [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def history_of(model):
    return getattr(model, model._meta.simple_history_manager_attribute)


def rows_of(model):
    """Every row by its key, as far as its history keeps it."""
    fields = [field.attname for field in history_of(model).model.tracked_fields]
    return {row[0]: row[1:] for row in model._base_manager.order_by("pk").values_list("pk", *fields)}


@pytest.mark.parametrize("verb", VERBS)
def test_what_changed_is_in_the_history_with_its_author(verb, clock_stands_at):
    clock_stands_at(TUESDAY)
    world = World()
    prepare, act = VERBS[verb]
    prepare(world)
    before = {model: rows_of(model) for model in MODELS}
    kept = {model: set(history_of(model).values_list("history_id", flat=True)) for model in MODELS}

    act(world)

    changed, written, authors = set(), set(), set()
    for model in MODELS:
        after = rows_of(model)
        keys = before[model].keys() | after.keys()
        name = model._meta.label
        changed |= {(name, key) for key in keys if before[model].get(key) != after.get(key)}
        new = history_of(model).exclude(history_id__in=kept[model])
        key = model._meta.pk.attname
        for pk, author in new.values_list(key, "history_user"):
            written.add((name, pk))
            authors.add(author)
    assert changed
    assert written == changed
    assert authors == {world.by.pk}
