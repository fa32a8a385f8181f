"""What the search looks in, and the searches people made."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from casework.people.models.children import Child

if TYPE_CHECKING:
    from casework.access.models import User


class Word(models.Model):
    """A word that occurs in somebody's name, folded. Far fewer than children: likeness is looked for here."""

    text = models.CharField(max_length=60, unique=True)
    sound = models.CharField(max_length=60, blank=True, db_default="", db_index=True)

    def __str__(self) -> str:
        return self.text


class ChildWord(models.Model):
    """A child has this word in a name: present, preferred, former or other."""

    child = models.ForeignKey(Child, models.CASCADE, related_name="words")
    word = models.ForeignKey(Word, models.CASCADE, related_name="children")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "child"], name="a_word_once_for_a_child")]

    def __str__(self) -> str:
        return f"{self.child_id} {self.word_id}"


class SearchQuerySet(models.QuerySet["Search"]):
    def visible_to(self, user: User) -> SearchQuerySet:
        """Return the searches the person made."""
        return self.filter(user=user)


class Search(models.Model):
    """A search somebody made for children. Its result stands at an address that is theirs alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SearchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return str(self.public_id)
