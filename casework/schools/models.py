"""Local authorities, schools, and what decides on which days each school meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from casework.schools.choices import ClosureKind, SchoolStatus, SchoolType

if TYPE_CHECKING:
    from casework.access.models import User


class LocalAuthority(models.Model):
    """An authority by its DfE code. Abolished ones stay: old records name them."""

    code = models.CharField("DfE code", max_length=3, unique=True)
    name = models.CharField(max_length=120)
    gss_code = models.CharField("ONS code", max_length=9, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: User) -> SchoolQuerySet:
        """Return the register, for anybody whose role may read school data."""
        from casework.access.choices import Verb

        return self if user.standing.scope(Verb.READ_SCHOOL) else self.none()

    def open(self) -> SchoolQuerySet:
        return self.exclude(status=SchoolStatus.CLOSED)


class School(models.Model):
    """A school as the register has it. One that becomes an academy is a new row, linked to the old one."""

    urn = models.CharField("URN", max_length=7, unique=True)
    name = models.CharField(max_length=160)
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, null=True, blank=True, related_name="schools"
    )
    establishment_number = models.CharField(max_length=4, blank=True)
    type_name = models.CharField("type in the register", max_length=80, blank=True)
    school_type = models.CharField(max_length=12, choices=SchoolType.choices, default=SchoolType.MAINTAINED)
    phase = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=12, choices=SchoolStatus.choices, default=SchoolStatus.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    lowest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    highest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=250, blank=True)
    headteacher = models.CharField(max_length=120, blank=True)
    headteacher_title = models.CharField(max_length=120, blank=True)
    link_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="linked_schools"
    )
    search_text = models.CharField(max_length=400, editable=False, db_index=True)

    history = HistoricalRecords(excluded_fields=["search_text"])
    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "urn"]
        indexes = [models.Index(fields=["authority", "name"], name="schools_by_authority")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("schools:school", args=[self.urn])

    @property
    def dfe_number(self) -> str:
        if self.authority is None or not self.establishment_number:
            return ""
        return f"{self.authority.code}/{self.establishment_number}"


class SchoolLink(models.Model):
    """A predecessor or successor, as the register states it. The other school may not be held here."""

    school = models.ForeignKey(School, models.CASCADE, related_name="links")
    linked_urn = models.CharField(max_length=7, db_index=True)
    linked_name = models.CharField(max_length=160)
    link_type = models.CharField(max_length=80)
    established_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["school", "linked_urn"]
        constraints = [
            models.UniqueConstraint(fields=["school", "linked_urn", "link_type"], name="one_link_of_a_type")
        ]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.link_type} {self.linked_name}"

    @property
    def is_successor(self) -> bool:
        return self.link_type.startswith("Successor") or self.link_type.startswith("Result of")


def belongs_to_one(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(authority__isnull=False, school__isnull=True)
        | models.Q(authority__isnull=True, school__isnull=False),
        name=name,
        violation_error_message="Dates belong to an authority or to one school",
    )


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_on__gte=models.F("starts_on")),
        name=name,
        violation_error_message="The last day must be the first day or later",
    )


class TermBlock(models.Model):
    """An unbroken block in which schools meet (half a term).

    A school with blocks of its own in a school year uses those instead of its authority's for that year.
    """

    authority = models.ForeignKey(LocalAuthority, models.CASCADE, null=True, blank=True, related_name="terms")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="terms")
    school_year = models.CharField(max_length=7, help_text="For example 2026/27")
    name = models.CharField(max_length=40)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    is_provisional = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            belongs_to_one("term_belongs_to_one"),
            ends_after_it_starts("term_ends_after_it_starts"),
            models.UniqueConstraint(fields=["authority", "starts_on"], name="one_authority_term_a_start"),
            models.UniqueConstraint(fields=["school", "starts_on"], name="one_school_term_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.school_year}"


class Closure(models.Model):
    """Days inside a term on which a school, or every school of an authority, does not meet for pupils."""

    authority = models.ForeignKey(
        LocalAuthority, models.CASCADE, null=True, blank=True, related_name="closures"
    )
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="closures")
    kind = models.CharField(max_length=10, choices=ClosureKind.choices)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    reason = models.CharField(max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            belongs_to_one("closure_belongs_to_one"),
            ends_after_it_starts("closure_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"
