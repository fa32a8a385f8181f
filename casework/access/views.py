"""People and roles: who may sign in, what they hold, and who watches which inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from casework.access import presenters, queries, services
from casework.access.choices import Verb
from casework.access.forms import (
    ConfirmForm,
    EndRoleForm,
    OnceForm,
    PersonForm,
    RoleForm,
    SearchForm,
    TeamForm,
)
from casework.access.leaving import said_before
from casework.access.models import Membership, Team, User
from casework.access.pages import Page
from casework.access.permissions import may
from casework.access.services import CannotManage


class People(Page):
    verb: ClassVar[Verb] = Verb.READ_USERS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET or None)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        after = request.GET.get("after", "")
        found = queries.page_of_people(
            self.user, words=words, after=int(after) if after.isdecimal() and len(after) < 19 else None
        )
        shown = found[: queries.PAGE]
        context = {
            "filters": form,
            "words": words,
            "rows": presenters.people_rows(shown, on=timezone.localdate()),
            "last": shown[-1].pk if len(found) > queries.PAGE else None,
            "may_manage": may(self.user, Verb.MANAGE_USERS),
        }
        return render(request, "access/people.html", context)


class PersonPage(Page):
    """A page about one person."""

    verb: ClassVar[Verb] = Verb.READ_USERS
    person: User

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.person = get_object_or_404(queries.people_seen_by(self.user), pk=kwargs["pk"])


class Person(PersonPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        on = timezone.localdate()
        held = list(self.person.memberships.select_related("team").order_by("-starts_on", "pk"))
        may_manage = may(self.user, Verb.MANAGE_USERS) and self.person != self.user
        endable = [each.pk for each in held if may_manage and (each.ends_on is None or each.ends_on >= on)]
        context = {
            "person": self.person,
            "details": presenters.person_details(self.person),
            "roles": presenters.role_rows(held, on=on, may_end=endable),
            "may_manage": may_manage,
            "is_self": self.person == self.user,
        }
        return render(request, "access/person.html", context)


class Change(Page):
    """A page that changes people or teams: a form, one call, and where to go next.

    What the service refuses comes back at its field, with everything that was typed.
    """

    verb: ClassVar[Verb] = Verb.MANAGE_USERS
    template: ClassVar[str] = "access/form.html"

    def form(self, data: Any = None) -> OnceForm:
        raise NotImplementedError

    def save(self, form: OnceForm) -> str:
        """Do what was asked and return the address to go to."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            address = services.handle_once(token=form.once, by=self.user, do=lambda: self.save(form))
        except CannotManage as refusal:
            for name, message in refusal.errors.items():
                form.add_error(name if name in form.fields else None, message)
            return self.show(form)
        return redirect(address)

    def show(self, form: OnceForm) -> HttpResponse:
        return render(self.request, self.template, {"form": form, **self.context()})


class PersonChange(PersonPage, Change):
    verb: ClassVar[Verb] = Verb.MANAGE_USERS

    @property
    def address(self) -> str:
        return reverse("access:person", args=[self.person.pk])

    def context(self) -> dict[str, Any]:
        return {"caption": self.person.name, "back_href": self.address}


class WithOneTimePassword(Change):
    """A change that ends with a password, shown on the answer to this one press and never again."""

    shown: tuple[User, str] | None = None

    def show_password(self, give: Callable[[str], User]) -> str:
        password = services.new_password()
        user = give(password)
        self.shown = (user, password)
        return reverse("access:person", args=[user.pk])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        if self.shown is None:
            return response
        user, password = self.shown
        return render(request, "access/one_time_password.html", {"person": user, "password": password})


class AddPerson(WithOneTimePassword):
    def form(self, data: Any = None) -> PersonForm:
        return PersonForm(data, teams=queries.teams_seen_by(self.user), on=timezone.localdate())

    def save(self, form: OnceForm) -> str:
        given = form.cleaned_data
        return self.show_password(
            lambda password: services.add_person(
                name=given["name"],
                email=given["email"],
                job_title=given["job_title"],
                role=cast(PersonForm, form).role_details,
                password=password,
                by=self.user,
            )
        )

    def context(self) -> dict[str, Any]:
        return {"title": "Add a person", "submit": "Add the person", "back_href": reverse("access:people")}


class GiveRole(PersonChange):
    def form(self, data: Any = None) -> RoleForm:
        return RoleForm(data, teams=queries.teams_seen_by(self.user), on=timezone.localdate())

    def save(self, form: OnceForm) -> str:
        held = services.give_role(user=self.person, role=cast(RoleForm, form).role_details, by=self.user)
        messages.success(
            self.request, f"{self.person} now holds the role of {held.get_role_display().lower()}"
        )
        return self.address

    def context(self) -> dict[str, Any]:
        return {**super().context(), "title": "Give a role", "submit": "Give the role"}


class EndRole(PersonChange):
    membership: Membership

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        held = self.person.memberships.select_related("team", "user")
        self.membership = get_object_or_404(held, pk=kwargs["membership"])

    def form(self, data: Any = None) -> EndRoleForm:
        return EndRoleForm(data, on=timezone.localdate())

    def save(self, form: OnceForm) -> str:
        last_day = form.cleaned_data["last_day"] or timezone.localdate() - timedelta(days=1)
        services.end_role(membership=self.membership, last_day=last_day, by=self.user)
        messages.success(self.request, "The role has its end")
        return self.address

    def context(self) -> dict[str, Any]:
        role = f"{self.membership.get_role_display().lower()} in {self.membership.team}"
        said = said_before(self.person, on=timezone.localdate())
        return {
            **super().context(),
            "title": f"End the role of {role}",
            "text": said,
            "submit": "End the role",
        }


class Deactivate(PersonChange):
    def form(self, data: Any = None) -> ConfirmForm:
        return ConfirmForm(data)

    def save(self, form: OnceForm) -> str:
        services.deactivate_person(user=self.person, by=self.user, on=timezone.localdate())
        messages.success(self.request, f"{self.person} can no longer sign in")
        return self.address

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": f"Keep {self.person} from signing in",
            "text": "They are signed out at their next click. Their work stays, with their name on it. "
            + said_before(self.person, on=timezone.localdate()),
            "submit": "Keep them from signing in",
            "warning": True,
        }


class Reactivate(WithOneTimePassword, PersonChange):
    def form(self, data: Any = None) -> ConfirmForm:
        return ConfirmForm(data)

    def save(self, form: OnceForm) -> str:
        return self.show_password(
            lambda password: services.reactivate_person(user=self.person, password=password, by=self.user)
        )

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": f"Let {self.person} sign in again",
            "text": "They get a new password and set up their second factor again. Look at their roles too.",
            "submit": "Let them sign in again",
        }


class ResetSignIn(WithOneTimePassword, PersonChange):
    def form(self, data: Any = None) -> ConfirmForm:
        return ConfirmForm(data)

    def save(self, form: OnceForm) -> str:
        return self.show_password(
            lambda password: services.reset_sign_in(user=self.person, password=password, by=self.user)
        )

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": f"Give {self.person} a new password",
            "text": "For somebody who lost their password or their telephone. Make sure that it is "
            "them who asks. They are signed out, get a password to be used once, and set up their second "
            "factor again.",
            "submit": "Give a new password",
        }


class Teams(Page):
    verb: ClassVar[Verb] = Verb.READ_USERS

    def get(self, request: HttpRequest) -> HttpResponse:
        may_manage = may(self.user, Verb.MANAGE_USERS)
        rows = presenters.team_rows(queries.teams_seen_by(self.user), may_change=may_manage)
        return render(request, "access/teams.html", {"rows": rows, "may_manage": may_manage})


class TeamChange(Change):
    def team_form(self, data: Any, **options: Any) -> TeamForm:
        return TeamForm(
            data, teams=queries.teams_seen_by(self.user), people=queries.active_people(self.user), **options
        )

    def context(self) -> dict[str, Any]:
        return {"back_href": reverse("access:teams")}


class AddTeam(TeamChange):
    def form(self, data: Any = None) -> TeamForm:
        return self.team_form(data)

    def save(self, form: OnceForm) -> str:
        typed = cast(TeamForm, form)
        name = typed.cleaned_data["name"]
        services.add_team(name=name, parent=typed.chosen_parent, watched_by=typed.watcher, by=self.user)
        messages.success(self.request, f"Team added: {name}")
        return reverse("access:teams")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "title": "Add a team", "submit": "Add the team"}


class ChangeTeam(TeamChange):
    team: Team

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.team = get_object_or_404(queries.teams_seen_by(self.user), pk=kwargs["pk"])

    def form(self, data: Any = None) -> TeamForm:
        now = {"name": self.team.name, "parent": self.team.parent_id, "watched_by": self.team.watched_by_id}
        return self.team_form(data, initial=now)

    def save(self, form: OnceForm) -> str:
        typed = cast(TeamForm, form)
        name = typed.cleaned_data["name"]
        services.change_team(
            team=self.team, name=name, parent=typed.chosen_parent, watched_by=typed.watcher, by=self.user
        )
        messages.success(self.request, f"Team changed: {name}")
        return reverse("access:teams")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "title": "Change a team", "caption": self.team.name, "submit": "Save"}


class PasswordElsewhere(View):
    """For somebody who asks to change a password and has none here: the council's sign-on holds it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, "You sign in with the council’s own sign-on. Change your password there.")
        return redirect("mfa_index")
