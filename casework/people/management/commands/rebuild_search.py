"""Write the words that children are found by again, from their names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from casework.people.models import Child
from casework.people.services import forget_unused_words, keep_words_of_many
from casework.ui.words import plural

CHILDREN_AT_ONCE = 2000


class Command(BaseCommand):
    help = "Writes the words that children are found by again, and takes away those that nobody has"

    def handle(self, *args: Any, **options: Any) -> None:
        last = done = 0
        in_order = Child.objects.order_by("pk")
        while children := list(in_order.filter(pk__gt=last)[:CHILDREN_AT_ONCE]):
            keep_words_of_many(children)
            last, done = children[-1].pk, done + len(children)
        gone = forget_unused_words()
        written, taken = plural(done, "child", "children"), plural(gone, "word")
        self.stdout.write(f"Names of {written} written, {taken} taken away")
