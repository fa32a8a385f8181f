"""Children, the people around them, and the dated facts that hold for them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.access.choices import Verb
from casework.access.models import NamedOn
from casework.people.choices import Relationship, Sex, StatusKind
from casework.schools.models import LocalAuthority

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
    """The person a case is about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forenames = models.CharField("legal forenames", max_length=120)
    surname = models.CharField("legal surname", max_length=120)
    known_as = models.CharField("preferred name", max_length=120, blank=True)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    upn = models.CharField("UPN", max_length=13, blank=True, db_index=True)
    address = models.TextField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_restricted = models.BooleanField(default=False)
    search_text = models.CharField(max_length=400, editable=False, db_index=True)

    history = HistoricalRecords(excluded_fields=["search_text"])
    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering = ["surname", "forenames", "pk"]
        verbose_name_plural = "children"
        indexes = [models.Index(fields=["date_of_birth", "surname"], name="children_by_birth")]

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


class Contact(models.Model):
    """A parent, carer or professional. One person may be a contact of several children."""

    name = models.CharField(max_length=160)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    address = models.TextField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    agrees_to_email_notices = models.BooleanField(
        default=False,
        help_text="Education Act 1996, section 572: a notice may go by e-mail where the person agreed.",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChildContact(models.Model):
    """What a contact is to a child."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="child_contacts")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="child_contacts")
    relationship = models.CharField(max_length=3, choices=Relationship.choices)
    has_parental_responsibility = models.BooleanField(default=False)
    lives_with_child = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-has_parental_responsibility", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["child", "contact"], name="a_contact_once_for_a_child")
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.get_relationship_display()}"


class StatusFactQuerySet(models.QuerySet["StatusFact"]):
    def holding_on(self, on: date) -> StatusFactQuerySet:
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lte=on)


class StatusFact(models.Model):
    """A fact about a child that holds from one day until another."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="status_facts")
    kind = models.CharField(max_length=20, choices=StatusKind.choices)
    authority = models.ForeignKey(LocalAuthority, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()
    objects = StatusFactQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="status_ends_after_it_starts",
                violation_error_message="The last day must be the first day or later",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=StatusKind.HOME_AUTHORITY) | models.Q(authority__isnull=False),
                name="home_authority_names_one",
                violation_error_message="Choose the authority the child lives in",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
