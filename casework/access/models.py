"""Users, teams, the roles people hold in them, and the forms already handled."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone
from guardian.models.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from casework.access.choices import LookAction, RestrictionReason, RestrictionState, Role
from casework.access.rules import Standing, teams_below

# Stands where a role stands, in the one query that reads a person's roles and whom they cover for.
COVERS = "COVERS"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """A person who signs in. What they may do comes from their memberships, never from flags on this row."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail address", unique=True)
    job_title = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    has_one_time_password = models.BooleanField(
        default=False,
        help_text="The password came from an administrator: it has to be changed at the next sign-in.",
    )

    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def standing(self) -> Standing:
        """The roles held today, read once for each request: a change counts from the next request."""
        if not self.is_active:
            return Standing()
        today = timezone.localdate()
        memberships = self.memberships.in_force(today).order_by().values_list("role", "team")
        stands_in = Cover.objects.in_force(today).filter(covered_by=self.pk).order_by()
        covered = stands_in.values_list(models.Value(COVERS), "officer")
        rows = list(memberships.union(covered, all=True))
        held = [(Role(role), team) for role, team in rows if role != COVERS]
        below = Team.objects.below() if any(role is Role.MANAGER for role, _ in held) else {}
        return Standing(
            tuple((role, team, below.get(team, frozenset())) for role, team in sorted(held)),
            user_id=self.pk,
            covers_for=frozenset(officer for role, officer in rows if held and role == COVERS),
        )


class TeamQuerySet(models.QuerySet["Team"]):
    def below(self) -> dict[int, frozenset[int]]:
        """Return, for each team, every team underneath it."""
        return teams_below(dict(self.values_list("pk", "parent_id")))


class Team(models.Model):
    """A team with an inbox that a named person watches. A manager's teams are the ones below theirs."""

    name = models.CharField(max_length=120, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    watched_by = models.ForeignKey(User, models.PROTECT, related_name="inboxes_watched")
    is_fallback = models.BooleanField(default=False, help_text="Takes what no other team has registered for.")

    history = HistoricalRecords()
    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_fallback"],
                condition=models.Q(is_fallback=True),
                name="one_fallback_team",
                violation_error_message="Only one team can take what nobody else has registered for",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> MembershipQuerySet:
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lte=on)


class Membership(models.Model):
    """A role that a person holds in a team, from a day and perhaps until one."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "team", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="The last day must be the first day or later",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.AUDITOR) | models.Q(ends_on__isnull=False),
                name="auditor_access_has_an_end",
                violation_error_message="An auditor's access needs a last day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.team}"

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class CoverQuerySet(models.QuerySet["Cover"]):
    def in_force(self, on: date) -> CoverQuerySet:
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Cover(models.Model):
    """Somebody stands in for an officer who is away: what is the officer's own is theirs too, meanwhile."""

    officer = models.ForeignKey(User, models.PROTECT, related_name="absences")
    covered_by = models.ForeignKey(User, models.PROTECT, related_name="covers")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    arranged_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    history = HistoricalRecords()
    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name_plural = "cover"
        indexes = [models.Index(fields=["covered_by", "ends_on"], name="cover_by_who_stands_in")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="cover_ends_after_it_starts",
                violation_error_message="The last day must be the first day or later",
            ),
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("covered_by")),
                name="cover_is_by_another",
                violation_error_message="Choose somebody else to stand in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.covered_by} for {self.officer}"


class NamedOn(UserObjectPermissionBase):
    """Somebody named on one record: a row with a direct foreign key, which goes when the record goes."""

    ends_on = models.DateField("last day", null=True, blank=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True

    @classmethod
    def ids_for(cls, user: User) -> models.QuerySet[Any, int]:
        """Return the ids of the records that name the person today."""
        named = cls.in_force(timezone.localdate()).filter(user=user)
        return named.values_list("content_object_id", flat=True)

    @classmethod
    def in_force(cls, on: date) -> models.QuerySet[Any]:
        """Return who is named, on whichever record, on a day."""
        return cls._default_manager.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on))


class RestrictionRecord(models.Model):
    """Why a record is restricted: asked for by one person, agreed by another, looked at again on a day."""

    reason = models.CharField(max_length=40, choices=RestrictionReason.choices)
    details = models.CharField(max_length=400, blank=True)
    state = models.CharField(
        max_length=10, choices=RestrictionState.choices, default=RestrictionState.REQUESTED
    )
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=400, blank=True)
    review_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.get_reason_display()}"


class AccessLogEntry(models.Model):
    """Somebody was shown a child's record. Added and never changed: the database refuses anything else.

    The child and what was shown are ids without foreign keys, so that the entry outlives the record.
    """

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    action = models.CharField(max_length=10, choices=LookAction.choices)
    child_id = models.BigIntegerField()
    object_kind = models.CharField(max_length=40, help_text="What was shown: a case, a search, a list.")
    object_id = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=80, help_text="The name of the address.")
    device = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "access log entries"
        indexes = [
            models.Index(fields=["child_id", "-id"], name="access_log_by_child"),
            models.Index(fields=["user", "-id"], name="access_log_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.action} {self.child_id}"


class HandledForm(models.Model):
    """A form that was handled, by the token it carried. A repeat is answered with the first result."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    result_url = models.CharField(max_length=300)
    handled_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.token)
