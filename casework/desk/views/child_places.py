"""Where a child lives and goes to school, and did before."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.desk.views.child_pages import Change, RecordPage, RemovePage, RowPage
from casework.people import child_forms as forms
from casework.people.services import addresses, enrolments
from casework.ui.words import say_date


class MoveChild(RecordPage):
    form_class = forms.MoveForm
    title = "Record that the child has moved"
    intro = (
        "The address until now stays on the record, with its last day."
        " To put right how an address is written, correct it instead."
    )
    done = "The new address is saved"

    def change(self, form: forms.MoveForm) -> Change:
        typed = form.cleaned_data
        return Change(
            do=lambda: addresses.move_home(
                child=self.child,
                address=typed["address"],
                postcode=typed["postcode"],
                from_day=typed["starts_on"],
                source=typed["source"],
                by=self.user,
                on=self.on,
            ),
            text="The child moved to another address",
            details=[f"From {say_date(typed['starts_on'])}", f"Says {typed['source']}"],
            happened_on=typed["starts_on"],
        )

    def links(self) -> list[dict[str, str]]:
        href = reverse("desk:add_child_address", args=[self.child.public_id])
        return [{"text": "Add an address from before", "href": href}]


class AddAddress(RecordPage):
    form_class = forms.AddressForm
    title = "Add an address from before"
    done = "The address is added"

    def form_options(self, subject: Any) -> dict[str, Any]:
        return {"is_past": True}

    def change(self, form: forms.AddressForm) -> Change:
        return Change(
            do=lambda: addresses.add_past_address(
                child=self.child, details=form.details, by=self.user, on=self.on
            ),
            text="An address from before was added",
            details=self.changes_in(form),
        )


class CorrectAddress(RowPage):
    form_class = forms.AddressForm
    relation = "addresses"
    removing = "remove_child_address"
    title = "Correct an address"
    intro = "Put right how it is written, or its days. Where the child has moved, record the move instead."
    done = "The address is corrected"

    def change(self, form: forms.AddressForm) -> Change:
        return Change(
            do=lambda: addresses.correct_address(
                row=self.row,
                details=form.details,
                version=form.cleaned_data["version"],
                by=self.user,
                on=self.on,
            ),
            text="An address was corrected",
            details=self.changes_in(form),
        )


class RemoveAddress(RemovePage):
    relation = "addresses"
    title = "Remove an address"
    noun = "An address"

    def remove(self, version: int) -> None:
        addresses.remove_address(row=self.row, version=version, by=self.user, on=self.on)

    def said(self) -> list[str]:
        return [f"From {say_date(self.row.starts_on)}"]


class AddEnrolment(RecordPage):
    form_class = forms.EnrolmentForm
    title = "Add a school"
    intro = "A school where the child is or was on roll, or another place of education."
    done = "The school is added"

    def form_options(self, subject: Any) -> dict[str, Any]:
        return {"viewer": self.user}

    def change(self, form: forms.EnrolmentForm) -> Change:
        return Change(
            do=lambda: enrolments.enrol(child=self.child, details=form.details, by=self.user),
            text="A school was added to the child’s record",
            details=self.changes_in(form),
            happened_on=form.cleaned_data["starts_on"],
        )


class CorrectEnrolment(RowPage):
    form_class = forms.EnrolmentForm
    relation = "enrolments"
    related = "school__authority"
    removing = "remove_enrolment"
    title = "Correct a school on the child’s record"
    done = "The school is corrected"

    def form_options(self, subject: Any) -> dict[str, Any]:
        return {"viewer": self.user}

    def change(self, form: forms.EnrolmentForm) -> Change:
        return Change(
            do=lambda: enrolments.correct_enrolment(
                row=self.row, details=form.details, version=form.cleaned_data["version"], by=self.user
            ),
            text="A school on the child’s record was corrected",
            details=self.changes_in(form),
        )


class EndEnrolment(RowPage):
    form_class = forms.EndEnrolmentForm
    relation = "enrolments"
    related = "school"
    title = "Record that the child left a school"
    done = "It is recorded that the child left"

    def initial(self, subject: Any) -> dict[str, Any]:
        return {"ends_on": subject.ends_on, "leaving_reason": subject.leaving_reason}

    def change(self, form: forms.EndEnrolmentForm) -> Change:
        typed = form.cleaned_data
        return Change(
            do=lambda: enrolments.end_enrolment(
                row=self.row,
                ends_on=typed["ends_on"],
                reason=typed["leaving_reason"],
                version=typed["version"],
                by=self.user,
            ),
            text=f"Left {self.row}",
            details=[f"Last day on roll: {say_date(typed['ends_on'])}", typed["leaving_reason"]],
            happened_on=typed["ends_on"],
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {"about": str(self.row)}


class RemoveEnrolment(RemovePage):
    relation = "enrolments"
    related = "school"
    title = "Remove a school from the child’s record"
    noun = "A school"
