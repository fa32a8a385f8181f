"""The people around one child."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access.choices import Verb
from casework.access.services import handle_once
from casework.cases import services as case_services
from casework.people import contact_forms as forms
from casework.people import contact_presenters as presenters
from casework.people import family
from casework.people.models import ChildContact, Contact
from casework.people.pages import ChildPage
from casework.people.services import CannotSaveContact, ContactChanged, ContactDetails, details_of

# One figure fewer than the largest key a database gives.
LONGEST_KEY = 19


class AddContact(ChildPage):
    """Somebody new, or somebody who is written down already for another child."""

    verb: ClassVar[Verb] = Verb.CHANGE_CHILD

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.WholeContactForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.WholeContactForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        known = self.chosen()
        if known is None and "none_of_these" not in request.POST and (likely := self.likely(form)):
            return self.show(form, likely)
        try:
            address = handle_once(
                token=form.cleaned_data["token"], by=self.user, do=lambda: self.add(form, known)
            )
        except CannotSaveContact as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The contact is added")
        if known is not None:
            messages.info(
                request, f"What was recorded for {known} before stays: correct it if it has changed"
            )
        return redirect(address)

    def chosen(self) -> Contact | None:
        """Return the person whom the officer says it is, among those who may be seen."""
        pk = self.request.POST.get("use", "")
        if not pk:
            return None
        contact = family.contact_seen(int(pk), viewer=self.user) if is_key(pk) else None
        if contact is None:
            raise Http404
        return contact

    def likely(self, form: forms.WholeContactForm) -> list[ChildContact]:
        typed = form.contact_details
        return family.likely_contacts(
            child=self.child,
            name=typed.name,
            telephone=typed.telephone,
            email=typed.email,
            postcode=typed.postcode,
            viewer=self.user,
        )

    def add(self, form: forms.WholeContactForm, known: Contact | None) -> str:
        details, on = form.contact_details, timezone.localdate()
        if known is None:
            case_services.add_contact(child=self.child, details=details, by=self.user, on=on)
        else:
            case_services.attach_contact(
                child=self.child, contact=known, details=details, by=self.user, on=on
            )
        return self.child.get_absolute_url()

    def show(self, form: forms.WholeContactForm, likely: list[ChildContact] | None = None) -> HttpResponse:
        siblings = family.siblings_of(self.child, viewer=self.user, on=timezone.localdate())
        theirs = family.contacts_of_siblings(self.child, siblings=siblings) if siblings.now else []
        others = dict.fromkeys(link.child_id for link in [*theirs, *(likely or [])])
        self.shows([self.child.pk, *others], "child", self.child.public_id)
        context = {
            "form": form,
            "child": self.child,
            "likely": presenters.known_contacts(likely or []),
            "of_siblings": presenters.known_contacts(theirs) if not likely else [],
        }
        return render(self.request, "people/contact_add.html", context)


class AttachContact(ChildPage):
    """Somebody who is a contact of another child becomes one of this child."""

    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    contact: Contact

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        contact = family.contact_seen(kwargs["contact"], viewer=self.user)
        if contact is None:
            raise Http404
        self.contact = contact

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.AttachContactForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.AttachContactForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        details = form.details_for(self.contact.name)
        try:
            address = handle_once(
                token=form.cleaned_data["token"], by=self.user, do=lambda: self.attach(details)
            )
        except CannotSaveContact as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The contact is added")
        return redirect(address)

    def attach(self, details: ContactDetails) -> str:
        case_services.attach_contact(
            child=self.child, contact=self.contact, details=details, by=self.user, on=timezone.localdate()
        )
        return self.child.get_absolute_url()

    def show(self, form: forms.AttachContactForm) -> HttpResponse:
        context = {"form": form, "child": self.child, "contact": self.contact}
        return render(self.request, "people/contact_attach.html", context)


class ContactPage(ChildPage):
    """A page that changes one contact of a child."""

    verb: ClassVar[Verb] = Verb.CHANGE_CHILD
    link: ChildContact

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        links = self.child.child_contacts.select_related("contact", "child")
        self.link = get_object_or_404(links, pk=kwargs["pk"])


class CorrectContact(ContactPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.CorrectContactForm(link=self.link))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.CorrectContactForm(request.POST, link=self.link)
        if not form.is_valid():
            return self.show(form)
        try:
            case_services.correct_contact(
                link=self.link,
                details=form.contact_details,
                version=form.cleaned_data["version"],
                by=self.user,
                on=timezone.localdate(),
            )
        except ContactChanged as error:
            return self.show_both(form, error.link)
        except CannotSaveContact as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "The contact is corrected")
        return redirect(self.child)

    def show_both(self, form: forms.CorrectContactForm, saved: ChildContact) -> HttpResponse:
        """Show what a colleague saved meanwhile beside what was typed, which can be saved over it."""
        again = self.request.POST.copy()
        again["version"] = str(saved.contact.version)
        typed = form.contact_details
        form = forms.CorrectContactForm(again, link=saved)
        form.add_error(None, "Somebody else changed this contact after you opened it. Nothing is saved yet")
        return self.show(form, presenters.both_versions(details_of(saved), typed))

    def show(self, form: forms.CorrectContactForm, versions: list[list[str]] | None = None) -> HttpResponse:
        others = family.shared_with(self.link, viewer=self.user)
        self.shows([self.child.pk, *(each.pk for each in others)], "child", self.child.public_id)
        context = {
            "form": form,
            "child": self.child,
            "contact": self.link.contact,
            "others": [each.full_name for each in others],
            "versions": versions or [],
        }
        return render(self.request, "people/contact_correct.html", context)


class EndContact(ContactPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(forms.EndContactForm(on=timezone.localdate()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        on = timezone.localdate()
        form = forms.EndContactForm(request.POST, on=on)
        if not form.is_valid():
            return self.show(form)
        try:
            case_services.end_contact(link=self.link, **form.cleaned_data, by=self.user, on=on)
        except CannotSaveContact as error:
            form.add_error("ended_on", str(error))
            return self.show(form)
        messages.success(request, "The last day is recorded. They stay on the record as a former contact")
        return redirect(self.child)

    def show(self, form: forms.EndContactForm) -> HttpResponse:
        context = {"form": form, "child": self.child, "contact": self.link.contact}
        return render(self.request, "people/contact_end.html", context)


class ResumeContact(ContactPage):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            case_services.resume_contact(link=self.link, by=self.user, on=timezone.localdate())
        except CannotSaveContact as error:
            return self.show(str(error))
        messages.success(request, f"{self.link.contact} is a contact again")
        return redirect(self.child)

    def show(self, error: str = "") -> HttpResponse:
        context = {"child": self.child, "contact": self.link.contact, "error": error}
        return render(self.request, "people/contact_resume.html", context)


class RecordDeath(ContactPage):
    """The day a contact died, on the records of all their children."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        address = handle_once(token=form.cleaned_data["token"], by=self.user, do=lambda: self.record(form))
        messages.success(request, "It is recorded, and whoever holds an open case of their children is told")
        return redirect(address)

    def record(self, form: forms.DeathForm) -> str:
        case_services.record_death(
            contact=self.link.contact, died_on=form.day, by=self.user, on=timezone.localdate()
        )
        return self.child.get_absolute_url()

    def form(self, data: Any = None) -> forms.DeathForm:
        died_on = self.link.contact.died_on
        kind = forms.CorrectDeathForm if died_on else forms.DeathForm
        return kind(data, on=timezone.localdate(), initial={"died_on": died_on})

    def show(self, form: forms.DeathForm) -> HttpResponse:
        context = {"form": form, "child": self.child, "contact": self.link.contact}
        return render(self.request, "people/contact_death.html", context)


def is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_KEY
