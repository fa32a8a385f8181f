"""Who a child is: names, date of birth, the UPN and other numbers, and the day a child died."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from casework.cases.services.children import record_child_death
from casework.desk.presenters import child as presenters
from casework.desk.views.child_pages import Change, RecordPage, RemovePage, RowPage
from casework.people import child_forms as forms
from casework.people.models import Child
from casework.people.queries import upn_holder
from casework.people.services import identity


class CorrectChild(RecordPage):
    form_class = forms.IdentityForm
    title = "Correct a child’s details"
    done = "The details are corrected"

    def subject(self) -> Child:
        return self.child

    def change(self, form: forms.IdentityForm) -> Change:
        typed = form.cleaned_data
        return Change(
            do=lambda: identity.correct_identity(
                child=self.child,
                identity=form.identity,
                keeps_former_name=form.keeps_former_name,
                ended_on=typed["former_until"],
                version=typed["version"],
                by=self.user,
                on=self.on,
            ),
            text="The child's details were corrected",
            details=self.changes_in(form),
        )


class ChangeUpn(RecordPage):
    form_class = forms.UpnForm
    title = "Change the UPN"
    done = "The UPN is saved"
    holder: Child | None = None

    def subject(self) -> Child:
        return self.child

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, self.child)
        if form.is_valid() and (holder := self.holder_of(form.cleaned_data["upn"])):
            self.holder = holder
            return self.show(form)
        return super().post(request, **kwargs)

    def change(self, form: forms.UpnForm) -> Change:
        typed = form.cleaned_data
        return Change(
            do=lambda: identity.change_upn(
                child=self.child,
                upn=typed["upn"],
                no_upn_reason=typed["no_upn_reason"] or "",
                keeps_former=form.keeps_former,
                version=typed["version"],
                by=self.user,
                on=self.on,
            ),
            text="The UPN was changed" if form.keeps_former else "The UPN was corrected",
        )

    def holder_of(self, upn: str) -> Child | None:
        """Return another child with the UPN just typed, unless the officer saw that child and carries on."""
        if not upn or upn == self.child.upn:
            return None
        holder = upn_holder(upn, besides=self.child, viewer=self.user)
        seen = self.request.POST.getlist("shown") if "none_of_these" in self.request.POST else []
        return holder if holder and str(holder.public_id) not in seen else None

    def context(self) -> dict[str, Any]:
        holder = presenters.upn_holder(self.holder) if self.holder else None
        return super().context() | {"holder": holder}


class ChildDied(RecordPage):
    form_class = forms.ChildDiedForm
    title = "Record that the child died"
    intro = (
        "Whoever holds an open case of the child is told. Deadlines do not change by it:"
        " decide for each case what still has to be done."
    )
    done = "It is recorded that the child died"

    def subject(self) -> Child:
        return self.child

    def carry_out(self, form: Any) -> str:
        typed = form.cleaned_data
        record_child_death(
            child=self.child,
            died_on=typed["died_on"],
            source=typed["source"],
            version=typed["version"],
            by=self.user,
            on=self.on,
        )
        return self.child.get_absolute_url()

    def links(self) -> list[dict[str, str]]:
        if self.child.died_on is None:
            return []
        href = reverse("desk:child_not_died", args=[self.child.public_id])
        return [{"text": "This was recorded by mistake: take it away", "href": href}]


class ChildNotDied(RecordPage):
    """Takes away a death that was recorded by mistake."""

    form_class = forms.RemoveForm
    title = "Take away that the child died"
    submit = "Take it away"
    done = "It is not recorded any more that the child died"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.child) if self.child.died_on is None else super().get(request, **kwargs)

    def subject(self) -> Child:
        return self.child

    def initial(self, subject: Any) -> dict[str, Any]:
        return {}

    def carry_out(self, form: Any) -> str:
        typed = form.cleaned_data
        record_child_death(
            child=self.child,
            died_on=None,
            source=typed["reason"],
            version=typed["version"],
            by=self.user,
            on=self.on,
        )
        return self.child.get_absolute_url()


class AddName(RecordPage):
    form_class = forms.NameForm
    title = "Add another name"
    intro = "A former name, or another one the child goes by. The search finds the child by it too."
    done = "The name is added"

    def change(self, form: forms.NameForm) -> Change:
        return Change(
            do=lambda: identity.add_name(child=self.child, details=form.details, by=self.user, on=self.on),
            text="Another name was added",
            details=self.changes_in(form),
        )


class CorrectName(RowPage):
    form_class = forms.NameForm
    relation = "other_names"
    removing = "remove_child_name"
    title = "Correct another name"
    done = "The name is corrected"

    def change(self, form: forms.NameForm) -> Change:
        return Change(
            do=lambda: identity.correct_name(
                row=self.row,
                details=form.details,
                version=form.cleaned_data["version"],
                by=self.user,
                on=self.on,
            ),
            text="Another name was corrected",
            details=self.changes_in(form),
        )


class RemoveName(RemovePage):
    relation = "other_names"
    title = "Remove another name"
    noun = "Another name"

    def remove(self, version: int) -> None:
        identity.remove_name(row=self.row, version=version, by=self.user)


class AddNumber(RecordPage):
    form_class = forms.IdentifierForm
    title = "Add another number"
    intro = "A number other than the child’s present UPN, as the file or the letter gives it."
    done = "The number is added"

    def change(self, form: forms.IdentifierForm) -> Change:
        return Change(
            do=lambda: identity.add_identifier(
                child=self.child, details=form.details, by=self.user, on=self.on
            ),
            text="Another number was added",
            details=self.changes_in(form),
        )


class CorrectNumber(RowPage):
    form_class = forms.IdentifierForm
    relation = "identifiers"
    removing = "remove_child_number"
    title = "Correct another number"
    done = "The number is corrected"

    def form_options(self, subject: Any) -> dict[str, Any]:
        return {"row": subject}

    def change(self, form: forms.IdentifierForm) -> Change:
        return Change(
            do=lambda: identity.correct_identifier(
                row=self.row,
                details=form.details,
                version=form.cleaned_data["version"],
                by=self.user,
                on=self.on,
            ),
            text="Another number was corrected",
            details=self.changes_in(form),
        )


class RemoveNumber(RemovePage):
    relation = "identifiers"
    title = "Remove another number"
    noun = "Another number"

    def said(self) -> list[str]:
        return [self.row.get_kind_display()]
