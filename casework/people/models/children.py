"""A child, and what is known of one from a day and perhaps until another."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.access.choices import Verb
from casework.access.models import NamedOn
from casework.people.choices import (
    AlertKind,
    EnrolmentStatus,
    IdentifierKind,
    NameKind,
    NoUpnReason,
    Sex,
    StatusKind,
)
from casework.schools.models import LocalAuthority, School

if TYPE_CHECKING:
    from casework.access.models import User


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, user: User) -> ChildQuerySet:
        """Return the children whose identity the person may see: unrestricted ones, and those that name
        them."""
        named = models.Q(pk__in=ChildUserObjectPermission.ids_for(user))
        scope = user.standing.scope(Verb.FIND_CHILD)
        if not scope:
            return self.none()
        return self.filter(models.Q(is_restricted=False) | named if scope.everything else named)


class Child(models.Model):
    """The person a case is about.

    Address and postcode are the ones of today; `ChildAddress` has them over time.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forenames = models.CharField("legal forenames", max_length=120)
    surname = models.CharField("legal surname", max_length=120)
    known_as = models.CharField("preferred name", max_length=120, blank=True)
    date_of_birth = models.DateField()
    is_date_of_birth_estimated = models.BooleanField(default=False, db_default=False)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    upn = models.CharField("UPN", max_length=13, blank=True, db_index=True)
    no_upn_reason = models.CharField(
        "why there is no UPN", max_length=4, choices=NoUpnReason.choices, blank=True, db_default=""
    )
    address = models.TextField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_restricted = models.BooleanField(default=False)
    search_text = models.CharField(max_length=400, editable=False, db_index=True)
    version = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Goes up with each change, so that two cannot overwrite."
    )

    history = HistoricalRecords(excluded_fields=["search_text"])
    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["surname", "forenames", "pk"]
        verbose_name_plural = "children"
        indexes = [
            models.Index(fields=["date_of_birth", "surname"], name="children_by_birth"),
            models.Index(fields=["postcode"], name="children_by_postcode"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("desk:child", args=[self.public_id])

    @property
    def full_name(self) -> str:
        return f"{self.forenames} {self.surname}"


class ChildUserObjectPermission(NamedOn):
    """A person named on a restricted child."""

    content_object = models.ForeignKey(Child, models.CASCADE)
    history = HistoricalRecords()


class Dated(models.Model):
    """A fact that holds from one day until another: who said so, and when it was written down."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField("who says so", max_length=120, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def holds_on(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class DatedQuerySet(models.QuerySet[Any]):
    def holding_on(self, on: date) -> Self:
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lte=on)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
        name=name,
        violation_error_message="The last day must be the first day or later",
    )


class StatusFact(Dated):
    """A fact about a child that holds from one day until another.

    `value` is a code of the list that belongs to the kind; `detail` adds words to it: the worker's name, the
    plan.
    """

    child = models.ForeignKey(Child, models.CASCADE, related_name="status_facts")
    kind = models.CharField(max_length=30, choices=StatusKind.choices)
    value = models.CharField(max_length=40, blank=True, db_default="")
    detail = models.CharField(max_length=200, blank=True, db_default="")
    authority = models.ForeignKey(LocalAuthority, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField("last day somebody confirmed it", null=True, blank=True)

    history = HistoricalRecords()
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-starts_on"]
        constraints = [
            ends_after_it_starts("status_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~models.Q(kind=StatusKind.HOME_AUTHORITY) | models.Q(authority__isnull=False),
                name="home_authority_names_one",
                violation_error_message="Choose the authority the child lives in",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ChildName(models.Model):
    """A name the child has or had beside the ones on the child: the search finds it too."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="other_names")
    kind = models.CharField(max_length=20, choices=NameKind.choices)
    forenames = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField("last day it was used", null=True, blank=True)
    source = models.CharField("who says so", max_length=120, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "-ended_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(forenames="", surname=""), name="other_name_is_not_empty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.forenames} {self.surname}".strip()


class ChildIdentifier(models.Model):
    """A number of the child beside the current UPN, kept as it came."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=IdentifierKind.choices)
    value = models.CharField(max_length=40)
    source = models.CharField("who says so", max_length=120, blank=True)
    ended_on = models.DateField("last day it was used", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["value", "kind"], name="identifiers_by_value")]
        constraints = [
            models.UniqueConstraint(fields=["child", "kind", "value"], name="an_identifier_once_for_a_child")
        ]

    def __str__(self) -> str:
        return self.value


class ChildAddress(Dated):
    """Where the child lives or lived."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="addresses")
    address = models.TextField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True, db_index=True)
    uprn = models.CharField("UPRN", max_length=12, blank=True)

    history = HistoricalRecords()
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name_plural = "child addresses"
        constraints = [
            ends_after_it_starts("child_address_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(ends_on=None), name="one_current_address"
            ),
        ]

    def __str__(self) -> str:
        return self.postcode or self.address.partition("\n")[0]


class Enrolment(Dated):
    """A child on the roll of a school, or at another place of education."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="enrolments")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    elsewhere = models.CharField("a place that is not in the register", max_length=160, blank=True)
    status = models.CharField(max_length=1, choices=EnrolmentStatus.choices, default=EnrolmentStatus.CURRENT)
    leaving_reason = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["school", "ends_on"], name="enrolments_by_school")]
        constraints = [
            ends_after_it_starts("enrolment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(school__isnull=False, elsewhere="")
                | (models.Q(school__isnull=True) & ~models.Q(elsewhere="")),
                name="enrolment_names_one_place",
                violation_error_message="Choose a school, or name another place",
            ),
        ]

    def __str__(self) -> str:
        return str(self.school) if self.school else self.elsewhere


class Alert(Dated):
    """A warning about a child or the address, with a day on which somebody looks at it again."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20, choices=AlertKind.choices)
    text = models.CharField("what to know, and on what evidence", max_length=400)
    review_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(
                fields=["owner", "review_on"], condition=models.Q(ends_on=None), name="alerts_to_review"
            )
        ]
        constraints = [
            ends_after_it_starts("alert_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(review_on__gte=models.F("starts_on")),
                name="alert_is_reviewed_after_it_starts",
                violation_error_message="The review must be on the first day or later",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
