"""The people around a child, and the brothers and sisters somebody has stated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from simple_history.models import HistoricalRecords

from casework.people.choices import Relationship, SiblingKind
from casework.people.models.children import Child, Dated, DatedQuerySet, ends_after_it_starts

if TYPE_CHECKING:
    from casework.access.models import User


class Contact(models.Model):
    """A parent, carer or professional. One person may be a contact of several children."""

    name = models.CharField(max_length=160)
    agency = models.CharField("agency or employer", max_length=120, blank=True, db_default="")
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    how_to_reach = models.CharField(max_length=200, blank=True, db_default="")
    language = models.CharField("language, by its code", max_length=4, blank=True, db_default="")
    needs_interpreter = models.BooleanField(default=False, db_default=False)
    address = models.TextField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    died_on = models.DateField(null=True, blank=True)
    agrees_to_email_notices = models.BooleanField(
        default=False,
        help_text="Education Act 1996, section 572: a notice may go by e-mail where the person agreed.",
    )
    version = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Goes up with each change, so that two cannot overwrite."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["email"], name="contacts_by_email")]

    def __str__(self) -> str:
        return self.name


class ChildContact(models.Model):
    """What a contact is to a child. With a last day, it is over and stays on the record."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="child_contacts")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="child_contacts")
    relationship = models.CharField(max_length=3, choices=Relationship.choices)
    has_parental_responsibility = models.BooleanField(default=False)
    lives_with_child = models.BooleanField(default=False)
    ended_on = models.DateField("last day", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-has_parental_responsibility", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["child", "contact"], name="a_contact_once_for_a_child")
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.get_relationship_display()}"


class AddressWithheld(models.Model):
    """An address that one contact of the child must not be told: the child's, or another contact's."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="addresses_withheld")
    whose = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody named: the child's own address.",
    )
    kept_from = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField("last day", null=True, blank=True)
    ended_reason = models.CharField("why it may be told again", max_length=200, blank=True, db_default="")

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "whose", "kept_from"],
                condition=models.Q(ended_on=None, whose__isnull=False),
                name="a_contacts_address_withheld_once",
            ),
            models.UniqueConstraint(
                fields=["child", "kept_from"],
                condition=models.Q(ended_on=None, whose=None),
                name="the_childs_address_withheld_once",
            ),
            models.CheckConstraint(
                condition=models.Q(whose__isnull=True) | ~models.Q(whose=models.F("kept_from")),
                name="an_address_is_withheld_from_another",
                violation_error_message="Choose two different people",
            ),
        ]

    def __str__(self) -> str:
        return f"kept from {self.kept_from}"


class SiblingLinkQuerySet(DatedQuerySet):
    def holding_on(self, on: date) -> Self:
        """Return the brothers and sisters of a day: two children of whom somebody said they are none, are
        none."""
        return super().holding_on(on).exclude(kind=SiblingKind.NONE)

    def visible_to(self, user: User) -> SiblingLinkQuerySet:
        """Return the links between two children who are both within the person's sight."""
        seen = Child.objects.visible_to(user)
        return self.filter(child__in=seen, sibling__in=seen)


class SiblingLink(Dated):
    """Two children of one family, because somebody said so. Kept once: the child added first comes first."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="+")
    sibling = models.ForeignKey(Child, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SiblingKind.choices)

    history = HistoricalRecords()
    objects = SiblingLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["sibling"], name="sibling_links_backwards")]
        constraints = [
            ends_after_it_starts("sibling_link_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(child__lt=models.F("sibling")), name="sibling_link_is_in_order"
            ),
            models.UniqueConstraint(
                fields=["child", "sibling"], condition=models.Q(ends_on=None), name="one_current_sibling_link"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
