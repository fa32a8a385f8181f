"""Brothers and sisters, and addresses that somebody must not be told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access.choices import LookAction, Verb
from casework.access.services import handle_once
from casework.cases import services as case_services
from casework.desk.presenters import family as presenters
from casework.people import contact_forms as forms
from casework.people import family
from casework.people.contact_presenters import is_current, whose_address
from casework.people.finding import Hit, find_children
from casework.people.forms import FindForm
from casework.people.models import AddressWithheld, Child, ChildContact, SiblingLink
from casework.people.pages import ChildPage
from casework.people.services import CannotLinkSiblings, CannotSaveContact


class WithholdAddress(ChildPage):
    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    links: list[ChildContact]

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        links, on = self.child.child_contacts.select_related("contact"), timezone.localdate()
        self.links = [link for link in links if is_current(link, on=on)]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.WithholdForm(links=self.links))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.WithholdForm(request.POST, links=self.links)
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(
                token=form.cleaned_data["token"], by=self.user, do=lambda: self.withhold(form)
            )
        except CannotSaveContact as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "It is recorded, and shown beside both people")
        return redirect(address)

    def withhold(self, form: forms.WithholdForm) -> str:
        people = {str(link.contact_id): link.contact for link in self.links}
        typed = form.cleaned_data
        case_services.withhold_address(
            child=self.child,
            whose=people.get(typed["whose"]),
            kept_from=people[str(typed["kept_from"])],
            reason=typed["reason"],
            by=self.user,
            on=timezone.localdate(),
        )
        return self.child.get_absolute_url()

    def show(self, form: forms.WithholdForm) -> HttpResponse:
        found = family.siblings_of(self.child, viewer=self.user, on=timezone.localdate())
        siblings = [each.child for each in found.now]
        self.shows([self.child.pk, *(each.pk for each in siblings)], "child", self.child.public_id)
        context = {"form": form, "child": self.child, "has_contacts": bool(self.links), "siblings": siblings}
        return render(self.request, "desk/family_withhold.html", context)


class EndWithholding(ChildPage):
    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    withheld: AddressWithheld

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        rows = self.child.addresses_withheld.select_related("whose", "kept_from", "child")
        self.withheld = get_object_or_404(rows, pk=kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.EndWithholdingForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.EndWithholdingForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            case_services.end_withholding(
                withheld=self.withheld, **form.cleaned_data, by=self.user, on=timezone.localdate()
            )
        except CannotSaveContact as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, f"{self.withheld.kept_from} may be told again")
        return redirect(self.child)

    def show(self, form: forms.EndWithholdingForm) -> HttpResponse:
        context = {
            "form": form,
            "child": self.child,
            "withheld": self.withheld,
            "address": whose_address(self.withheld.whose),
        }
        return render(self.request, "desk/family_end_withholding.html", context)


class FindSibling(ChildPage):
    """A search is posted, so that no name stands in an address or a log."""

    verb: ClassVar[Verb] = Verb.CHANGE_CHILD

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(FindForm(), [])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.show(form, [])
        hits = find_children(form.cleaned_data["text"], viewer=self.user).hits
        found = [hit for hit in hits if hit.child.pk != self.child.pk]
        if not found:
            form.add_error("text", "No other child here matches. Check the spelling, or type less")
        return self.show(form, found)

    def show(self, form: FindForm, found: list[Hit]) -> HttpResponse:
        action = LookAction.SEARCH if found else LookAction.VIEW
        ids = [self.child.pk, *(hit.child.pk for hit in found)]
        self.shows(ids, "child", self.child.public_id, action=action)
        rows = presenters.found_siblings(self.child, found)
        return render(
            self.request, "desk/family_find_sibling.html", {"form": form, "child": self.child, "rows": rows}
        )


class PairPage(ChildPage):
    """A page about a child and another one whom the viewer may see."""

    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    other: Child

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.other = get_object_or_404(Child.objects.visible_to(self.user), public_id=kwargs["other"])
        if self.other.pk == self.child.pk:
            raise Http404
        self.shows([self.child.pk, self.other.pk], "child", self.child.public_id)


class StateSibling(PairPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.SiblingForm(on=timezone.localdate()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.SiblingForm(request.POST, on=timezone.localdate())
        if not form.is_valid():
            return self.show(form)
        try:
            address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.state(form))
        except CannotLinkSiblings as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "It is recorded, on the records of both")
        return redirect(address)

    def state(self, form: forms.SiblingForm) -> str:
        typed = form.cleaned_data
        case_services.state_siblings(
            child=self.child,
            sibling=self.other,
            kind=typed["kind"],
            starts_on=typed["starts_on"],
            source=typed["source"],
            by=self.user,
            on=timezone.localdate(),
        )
        return self.child.get_absolute_url()

    def show(self, form: forms.SiblingForm) -> HttpResponse:
        context = {
            "form": form,
            "child": self.child,
            "other": self.other,
            "about": presenters.about_sibling(self.other),
        }
        return render(self.request, "desk/family_state_sibling.html", context)


class SayNoSibling(PairPage):
    """Keeps a suggestion from coming back."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.NoSiblingForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.NoSiblingForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            case_services.say_no_siblings(
                child=self.child,
                other=self.other,
                **form.cleaned_data,
                by=self.user,
                on=timezone.localdate(),
            )
        except CannotLinkSiblings as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "It is remembered, and will not be suggested again")
        return redirect(self.child)

    def show(self, form: forms.NoSiblingForm) -> HttpResponse:
        context = {
            "form": form,
            "child": self.child,
            "other": self.other,
            "about": presenters.about_sibling(self.other),
        }
        return render(self.request, "desk/family_no_sibling.html", context)


class EndSibling(ChildPage):
    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    link: SiblingLink
    other: Child

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        links = family.links_of(self.child).visible_to(self.user).select_related("child", "sibling")
        self.link = get_object_or_404(links, pk=kwargs["pk"])
        self.other = self.link.sibling if self.link.child_id == self.child.pk else self.link.child
        self.shows([self.child.pk, self.other.pk], "child", self.child.public_id)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.EndSiblingForm(on=timezone.localdate()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        on = timezone.localdate()
        form = forms.EndSiblingForm(request.POST, on=on)
        if not form.is_valid():
            return self.show(form)
        typed = form.cleaned_data
        try:
            if typed["what"] == "MISTAKE":
                case_services.withdraw_siblings(link=self.link, source=typed["source"], by=self.user, on=on)
            else:
                case_services.end_siblings(link=self.link, ends_on=typed["ends_on"], by=self.user, on=on)
        except CannotLinkSiblings as error:
            form.add_error("source" if typed["what"] == "MISTAKE" else "ends_on", str(error))
            return self.show(form)
        messages.success(request, "It is recorded, on the records of both")
        return redirect(self.child)

    def show(self, form: forms.EndSiblingForm) -> HttpResponse:
        context = {"form": form, "child": self.child, "other": self.other}
        return render(self.request, "desk/family_end_sibling.html", context)
