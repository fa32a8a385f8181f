"""Cases, their deadlines, and the record of what happened on them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.access.choices import Verb
from casework.access.models import NamedOn, RestrictionRecord, Team
from casework.cases.choices import (
    CaseStatus,
    ChildVoice,
    ChronologyKind,
    DeadlineKind,
    DeadlineState,
    LinkKind,
    NoteKind,
    NoteStatus,
)
from casework.people.models import Child, ChildUserObjectPermission
from casework.schools.models import School

if TYPE_CHECKING:
    from casework.access.models import User


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> CaseQuerySet:
        """Return the cases whose content the person may read."""
        return self.within(user, Verb.READ_CASE)

    def within(self, user: User, verb: Verb) -> CaseQuerySet:
        """Return the cases a verb reaches for the person: by role where nothing is restricted, or by being
        named."""
        scope = user.standing.scope(verb)
        if not scope:
            return self.none()
        reached = models.Q()
        if not scope.everything:
            reached = models.Q(team__in=scope.team_ids)
            if scope.own:
                reached |= models.Q(officer__in=scope.own_ids) | models.Q(opened_by=user)
        by_role = reached & models.Q(is_restricted=False, child__is_restricted=False)
        named = models.Q(pk__in=CaseUserObjectPermission.ids_for(user)) | models.Q(
            is_restricted=False, child__in=ChildUserObjectPermission.ids_for(user)
        )
        return self.filter(by_role | named)

    def standing_to(self, user: User) -> CaseQuerySet:
        """Mark each case with whether the person is named on it or on its child.

        With that, `permissions.reaches` asks the database nothing more about it.
        """
        is_named = models.Q(pk__in=CaseUserObjectPermission.ids_for(user)) | models.Q(
            is_restricted=False, child__in=ChildUserObjectPermission.ids_for(user)
        )
        return self.annotate(
            is_named=models.ExpressionWrapper(is_named, models.BooleanField()),
            stands_to=models.Value(user.pk),
        )

    def open(self) -> CaseQuerySet:
        return self.filter(status=CaseStatus.OPEN)

    def counted(self) -> CaseQuerySet:
        """Return what goes into totals: everything that was not recorded in error."""
        return self.exclude(status=CaseStatus.RECORDED_IN_ERROR)


# Worked out from a case's own rows where those are written (`services.summary`), so that a list of many cases
# can be ordered and narrowed by an index.
WORKED_OUT = ("next_due_on", "last_contact_on", "without_education_from", "education_starts_on")


class Case(models.Model):
    """One involvement with one child. Each service adds its own facts to it; the core knows no more than
    this."""

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    child = models.ForeignKey(Child, models.PROTECT, related_name="cases")
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        help_text="Whose school days count.",
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="cases")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="caseload"
    )
    status = models.CharField(max_length=20, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    is_restricted = models.BooleanField(default=False)
    is_being_recalculated = models.BooleanField(default=False)
    recalculated_because = models.CharField(max_length=300, blank=True, db_default="")
    version = models.PositiveIntegerField(
        default=1, help_text="Goes up with each change, so that two cannot overwrite."
    )
    next_due_on = models.DateField("earliest open deadline", null=True, blank=True, editable=False)
    last_contact_on = models.DateField("last finished contact", null=True, blank=True, editable=False)
    without_education_from = models.DateField(
        "first school day without education", null=True, blank=True, editable=False
    )
    education_starts_on = models.DateField(
        "day education begins again", null=True, blank=True, editable=False
    )

    history = HistoricalRecords(
        excluded_fields=["is_being_recalculated", "recalculated_because", *WORKED_OUT]
    )
    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        indexes = [
            models.Index(fields=["school", "status"], name="cases_by_school"),
            models.Index(
                fields=["id"], condition=models.Q(is_being_recalculated=True), name="cases_being_recalculated"
            ),
            models.Index(fields=["status", "next_due_on", "id"], name="cases_by_due"),
            models.Index(fields=["team", "status", "next_due_on", "id"], name="cases_by_team_and_due"),
            models.Index(fields=["officer", "status", "next_due_on", "id"], name="cases_by_officer_and_due"),
            models.Index(
                fields=["without_education_from"],
                condition=models.Q(without_education_from__isnull=False, status=CaseStatus.OPEN),
                name="cases_without_education",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=CaseStatus.OPEN, closed_on=None)
                | (~models.Q(status=CaseStatus.OPEN) & models.Q(closed_on__isnull=False)),
                name="case_closed_has_a_day",
                violation_error_message="A closed case has the day it was closed",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **options: Any) -> None:
        """Save the case, and leave alone what is worked out elsewhere: this copy of it may be old."""
        if not self._state.adding and options.get("update_fields") is None:
            options["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in WORKED_OUT
            ]
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("desk:case", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.status == CaseStatus.OPEN


class CaseUserObjectPermission(NamedOn):
    """A person named on a case."""

    content_object = models.ForeignKey(Case, models.CASCADE)
    history = HistoricalRecords()


class CaseRestriction(RestrictionRecord):
    """A restriction of one case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="restrictions")

    history = HistoricalRecords()

    class Meta(RestrictionRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=["REQUESTED", "ACTIVE"]),
                name="one_restriction_of_a_case",
            )
        ]


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    def visible_to(self, user: User) -> CaseLinkQuerySet:
        """Return the links between two cases that the person may both read."""
        seen = Case.objects.visible_to(user)
        return self.filter(case__in=seen, other__in=seen)


class CaseLink(models.Model):
    """Two cases that have to do with each other. Kept once: the case opened first comes first."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()
    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["other"], name="case_links_backwards")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__lt=models.F("other")), name="case_link_is_in_order"
            ),
            models.UniqueConstraint(fields=["case", "other"], name="two_cases_linked_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ReferenceCounter(models.Model):
    """The last number given for a kind of case in a calendar year; locked while the next one is given."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_a_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Allocation(models.Model):
    """Who held a case, from when until when. The current one has no last day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="allocations")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_current_allocation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.officer or self.team}"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, user: User) -> DeadlineQuerySet:
        return self.filter(case__in=Case.objects.visible_to(user))

    def outstanding(self) -> DeadlineQuerySet:
        """Return what somebody still has to do, on open cases."""
        return self.filter(state=DeadlineState.OPEN, kind=DeadlineKind.DEADLINE, case__status=CaseStatus.OPEN)

    def owned_by(self, user: User) -> DeadlineQuerySet:
        """Return what is open and the person's own to watch, or in an inbox they watch.

        What is watched by somebody they cover for is theirs too.
        """
        # Two index scans put together: with an OR over both, the database reads every deadline there is.
        watchers = user.standing.own_ids
        own = Deadline.objects.filter(state=DeadlineState.OPEN, owner__in=watchers)
        inboxes = Deadline.objects.filter(
            state=DeadlineState.OPEN, owner=None, owner_team__in=Team.objects.filter(watched_by__in=watchers)
        )
        return self.filter(pk__in=own.order_by().values("pk").union(inboxes.order_by().values("pk")))


class Deadline(models.Model):
    """A date worked out from the facts, kept in step with them, with its whole explanation beside it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    rule_id = models.CharField(max_length=60)
    key = models.CharField(max_length=60, blank=True, help_text="Tells two deadlines of one rule apart.")
    title = models.CharField(max_length=200)
    track = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=10, choices=DeadlineKind.choices)
    status = models.CharField("must, should or local", max_length=6)
    owed_by = models.CharField("owes it", max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="deadlines_owned"
    )
    owner_team = models.ForeignKey(Team, models.PROTECT, related_name="deadlines_owned")
    state = models.CharField(max_length=15, choices=DeadlineState.choices, default=DeadlineState.OPEN)
    computed_on = models.DateField("date the rule gives", null=True, blank=True)
    due_on = models.DateField("date with pauses and extensions", null=True, blank=True)
    warn_on = models.DateField(null=True, blank=True)
    is_provisional = models.BooleanField(default=False)
    missing_calendar = models.CharField(
        max_length=60, blank=True, help_text="School years whose dates are needed."
    )
    met_on = models.DateField(null=True, blank=True)
    met_by = models.CharField("who met it", max_length=120, blank=True)
    is_met_by_facts = models.BooleanField(
        default=False, help_text="The facts of the case say so, not a person here."
    )
    closed_reason = models.CharField(max_length=300, blank=True)
    explanation = models.JSONField(default=dict)

    history = HistoricalRecords(excluded_fields=["explanation"])
    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=models.Q(state=DeadlineState.OPEN),
                name="open_deadlines_by_owner",
            ),
            models.Index(
                fields=["owner_team", "due_on"],
                condition=models.Q(state=DeadlineState.OPEN),
                name="open_deadlines_by_team",
            ),
            models.Index(
                fields=["case"], condition=~models.Q(missing_calendar=""), name="deadlines_without_calendar"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "rule_id", "key"], name="a_rule_once_on_a_case"),
            models.CheckConstraint(
                condition=~models.Q(state=DeadlineState.MET) | models.Q(met_on__isnull=False),
                name="met_deadline_has_a_day",
                violation_error_message="Enter the day the deadline was met",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.rule_id})"

    def get_absolute_url(self) -> str:
        return reverse("cases:deadline", args=[self.case.reference, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == DeadlineState.OPEN

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands: the rule gives a date, and a pause without a last day takes it away."""
        has_rule_date = self.computed_on is not None and not self.missing_calendar
        return self.is_open and self.due_on is None and has_rule_date

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on


class Pause(models.Model):
    """Days that do not count for one deadline, with the reason. No last day: the clock stands."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="pauses")
    starts_on = models.DateField("first day not counted")
    ends_on = models.DateField("last day not counted", null=True, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="pause_ends_after_it_starts",
                violation_error_message="The last day must be the first day or later",
            ),
            models.UniqueConstraint(
                fields=["deadline"], condition=models.Q(ends_on=None), name="one_running_pause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on or 'now'}"


class Extension(models.Model):
    """A later date given for one deadline, by whom and why. The latest one holds."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="extensions")
    new_due_on = models.DateField("new date")
    given_by = models.CharField("who gave more time", max_length=120)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"to {self.new_due_on}"


class NotApplicableProposal(models.Model):
    """Somebody holds that a deadline does not apply, and why; a senior agrees or does not."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="proposals")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    is_agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_agreed__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(is_agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="decision_is_whole",
            ),
            models.UniqueConstraint(
                fields=["deadline"], condition=models.Q(is_agreed=None), name="one_proposal_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class ChronologyEntryQuerySet(models.QuerySet["ChronologyEntry"]):
    def visible_to(self, user: User) -> ChronologyEntryQuerySet:
        """Return what happened on cases the person may read, and to children whose identity they may see."""
        seen = Case.objects.visible_to(user)
        of_the_child = models.Q(case=None, child__in=Child.objects.visible_to(user))
        found = self.filter(models.Q(case__in=seen) | of_the_child)
        return found.filter(models.Q(other_case=None) | models.Q(other_case__in=seen))


class ChronologyEntry(models.Model):
    """What happened, in order, as it was written down. Entries are added and never changed.

    An entry without a case is about the child: an address, a name, a parent.
    """

    child = models.ForeignKey(Child, models.CASCADE, related_name="chronology")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="chronology")
    kind = models.CharField(max_length=30, choices=ChronologyKind.choices)
    text = models.TextField()
    details = models.JSONField(default=list, help_text="Lines under the text: a date that moved, a reason.")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.ForeignKey("Note", models.CASCADE, null=True, blank=True, related_name="+")
    other_case = models.ForeignKey(
        Case,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="A second case that the text names: who may not read that one does not see the entry.",
    )

    objects = ChronologyEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name_plural = "chronology entries"
        indexes = [
            models.Index(fields=["case", "-recorded_at"], name="chronology_by_case"),
            models.Index(fields=["child", "-happened_on", "-id"], name="chronology_by_child"),
        ]

    def __str__(self) -> str:
        return self.text


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> NoteQuerySet:
        """Return finished notes on cases the person may read, and their own drafts there.

        Those who may re-allocate the case see its drafts as well: a draft is work, and may be stuck.
        """
        theirs = models.Q(author=user) | models.Q(case__in=Case.objects.within(user, Verb.REALLOCATE))
        return self.filter(models.Q(status=NoteStatus.FINAL) | theirs, case__in=Case.objects.visible_to(user))


class Note(models.Model):
    """What an officer writes down about a call, a letter, a meeting, a visit or a decision.

    A draft until it is finished, or until it has lain for the set time; locked from then on. A correction is
    an addendum.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=20, choices=NoteKind.choices, blank=True)
    status = models.CharField(max_length=10, choices=NoteStatus.choices, default=NoteStatus.DRAFT)
    happened_on = models.DateField(null=True, blank=True)
    happened_at = models.TimeField("time it happened", null=True, blank=True)
    people_present = models.CharField("who it was with", max_length=300, blank=True)
    was_child_seen = models.BooleanField(null=True, blank=True)
    was_child_seen_alone = models.BooleanField(null=True, blank=True)
    child_voice_method = models.CharField(max_length=30, choices=ChildVoice.choices, blank=True)
    child_voice = models.TextField("what the child said or showed", blank=True)
    text = models.TextField("what was seen and said", blank=True)
    analysis = models.TextField("what the officer thinks it means", blank=True)
    decision = models.TextField(blank=True)
    decision_reason = models.TextField("reason for the decision", blank=True, db_default="")
    is_significant = models.BooleanField("belongs in the chronology of significant events", default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    recorded_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by_time = models.BooleanField(
        default=False,
        help_text="Became final because the set time had passed, not because somebody finished it.",
    )
    version = models.PositiveIntegerField(default=1)
    saved_from = models.UUIDField(
        "opened page it was last saved from",
        null=True,
        blank=True,
        editable=False,
        help_text="Saving twice from one page is no conflict; saving from two is.",
    )

    history = HistoricalRecords(excluded_fields=["saved_from"])
    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["case", "-happened_on"], name="notes_by_case"),
            models.Index(
                fields=["author", "recorded_at"],
                condition=models.Q(status=NoteStatus.DRAFT),
                name="draft_notes_by_author",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=NoteStatus.DRAFT, finished_at=None)
                | (
                    models.Q(status=NoteStatus.FINAL, finished_at__isnull=False, happened_on__isnull=False)
                    & ~models.Q(kind="")
                ),
                name="finished_note_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'Note'} {self.happened_on or ''}".strip()

    def get_absolute_url(self) -> str:
        return reverse("cases:note", args=[self.case.reference, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == NoteStatus.DRAFT


class NoteAddendum(models.Model):
    """A correction of a finished note, or something added to it. The note stays as it was."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="addenda")
    text = models.TextField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "note addenda"

    def __str__(self) -> str:
        return self.text


class PublishedFactQuerySet(models.QuerySet["PublishedFact"]):
    def visible_to(self, user: User) -> PublishedFactQuerySet:
        return self.filter(case__in=Case.objects.visible_to(user))


class PublishedFact(models.Model):
    """Something one service lets the others know about a child: a code that the kind declares, and its
    day."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="published_facts")
    case = models.ForeignKey(Case, models.CASCADE, related_name="published_facts")
    code = models.CharField(max_length=40)
    happened_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()
    objects = PublishedFactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on"]
        indexes = [models.Index(fields=["child", "code", "-happened_on"], name="facts_by_child")]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="a_fact_once_for_a_case")]

    def __str__(self) -> str:
        return f"{self.code} {self.happened_on}"


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> ActionQuerySet:
        """Return the actions on cases the person may read, and those handed to their teams.

        What was handed over from a restricted case is seen by those who may read that case.
        """
        handed = models.Q(team__in=user.standing.team_ids, child__in=Child.objects.visible_to(user))
        handed &= models.Q(case=None) | models.Q(case__is_restricted=False)
        return self.filter(models.Q(case__in=Case.objects.visible_to(user)) | handed)


class Action(models.Model):
    """Something to do, owned by a person or by a team whose inbox a named person watches."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="actions")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="actions")
    topic = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=400)
    team = models.ForeignKey(Team, models.PROTECT, related_name="actions")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="actions")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField("what came of it", max_length=400, blank=True, db_default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()
    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=models.Q(done_on=None), name="open_actions_by_owner"
            )
        ]

    def __str__(self) -> str:
        return self.text
