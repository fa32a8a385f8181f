"""Adding a child, and correcting what is written down about one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casework.access.choices import Verb
from casework.access.models import User
from casework.access.permissions import check_may
from casework.access.services import save_as
from casework.people import rules
from casework.people.finding import Likely, likely_same
from casework.people.models import Child
from casework.people.services.addresses import correct_current, first_address
from casework.people.services.contacts import ContactDetails, add_contact
from casework.people.services.errors import CannotSaveChild
from casework.people.services.words import keep_words, keep_words_of_newcomers, searchable


class ProbablyHere(Exception):
    """Children are here who may be the one about to be added, and nobody has said that they are not."""

    def __init__(self, likely: Sequence[Likely]) -> None:
        super().__init__(f"{len(likely)} may be the same child")
        self.likely = list(likely)


@dataclass(frozen=True, kw_only=True)
class ChildDetails:
    """What is written down about a child."""

    forenames: str
    surname: str
    date_of_birth: date
    known_as: str = ""
    sex: str = ""
    upn: str = ""
    address: str = ""
    postcode: str = ""
    is_date_of_birth_estimated: bool = False
    no_upn_reason: str = ""


@transaction.atomic
def add_child(*, details: ChildDetails, parent: ContactDetails | None, by: User, on: date) -> Child:
    """Add a child, with a parent or carer. Raises CannotSaveChild where what was typed cannot be right."""
    check_may(by, Verb.CHANGE_CHILD)
    child = Child()
    _write(child, details, by=by, on=on)
    first_address(child, source="When the child was added here", by=by, on=on)
    if parent is not None:
        add_contact(child=child, details=parent, by=by)
    return child


def add_unless_here(
    *, details: ChildDetails, parent: ContactDetails | None, others: Collection[str], by: User, on: date
) -> Child:
    """Add a child whom nobody has added before.

    `others` are the public ids of children whom the officer has looked at and says are somebody else. Raises
    ProbablyHere where there are more that may be the same, and what `add_child` raises.
    """
    likely = likely_same(details, viewer=by, email=parent.email if parent else "")
    if any(str(each.child.public_id) not in others for each in likely):
        raise ProbablyHere(likely)
    return add_child(details=details, parent=parent, by=by, on=on)


@transaction.atomic
def correct_child(*, child: Child, details: ChildDetails, by: User, on: date) -> Child:
    """Put other details in the place of all that a child was added with; the history keeps what they were.

    What an officer corrects on the record goes through `identity` and `addresses`, which ask why.
    """
    check_may(by, Verb.CHANGE_CHILD)
    child = Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
    correct_current(child, address=details.address, postcode=details.postcode, by=by, on=on)
    child.version += 1
    _write(child, details, by=by, on=on)
    return child


def _write(child: Child, details: ChildDetails, *, by: User, on: date) -> None:
    if details.date_of_birth > on:
        raise CannotSaveChild("The date of birth must be in the past")
    upn = rules.tidy_upn(details.upn)
    if upn and upn != child.upn and (fault := rules.upn_fault(upn)):
        raise CannotSaveChild(fault)
    child.forenames, child.surname, child.known_as = details.forenames, details.surname, details.known_as
    child.date_of_birth, child.sex, child.upn = details.date_of_birth, details.sex, upn
    child.is_date_of_birth_estimated = details.is_date_of_birth_estimated
    child.no_upn_reason = "" if upn else details.no_upn_reason
    child.address, child.postcode = details.address, details.postcode
    child.search_text = searchable(child)
    is_new = child.pk is None
    save_as(child, by=by)
    if is_new:
        keep_words_of_newcomers([child])
    else:
        keep_words(child)
