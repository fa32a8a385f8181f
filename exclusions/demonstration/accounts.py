"""The teams of the demonstration, and people to sign in as: each role, and an officer for each area."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from casework.access.choices import Role
from casework.access.models import Membership, Team, User
from casework.access.services import save_as

COUNTY = "Exclusions and reintegration"
AREAS = ("North", "Central", "West", "South")
HOME_EDUCATION = "Elective home education"
SAFEGUARDING = "Safeguarding"
INBOX = "Inclusion inbox"
AUDIT_LASTS = timedelta(days=90)
SECRET_BYTES = 20
CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aeiou"


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as. The first team is where they sit."""

    name: str
    job_title: str
    role: Role
    teams: tuple[str, ...]

    @property
    def email(self) -> str:
        plain = self.name.replace("ã", "a").replace("é", "e").replace("’", "").lower()
        return f"{plain.replace(' ', '.')}@casework.example"

    @property
    def password(self) -> str:
        """Return four words that mean nothing and can be said aloud."""
        sounds = [
            CONSONANTS[byte % len(CONSONANTS)] + VOWELS[byte % len(VOWELS)]
            for byte in _derived(f"password of {self.email}")[:8]
        ]
        return "-".join(sounds[at] + sounds[at + 1] for at in range(0, len(sounds), 2))

    @property
    def secret(self) -> str:
        """What their authenticator app holds."""
        return base64.b32encode(_derived(f"second factor of {self.email}")[:SECRET_BYTES]).decode()


MANAGER = Person("Grace Adeyemi", "Inclusion manager", Role.MANAGER, (COUNTY,))
NORTH_OFFICER = Person("Amara Okafor", "Exclusions officer, North", Role.OFFICER, ("North",))
CENTRAL_OFFICER = Person("Tom Pritchard", "Exclusions officer, Central", Role.OFFICER, ("Central",))
WEST_OFFICER = Person("Megan Rees", "Exclusions officer, West", Role.OFFICER, ("West",))
SOUTH_OFFICER = Person("Wei Zhang", "Exclusions officer, South", Role.OFFICER, ("South",))
FIRST_SENIOR = Person("Rachel Cohen", "Senior officer, North and Central", Role.SENIOR, ("North", "Central"))
SECOND_SENIOR = Person("Marek Nowak", "Senior officer, West and South", Role.SENIOR, ("West", "South"))
DUTY = Person("Farah Siddiqui", "Duty officer", Role.DUTY_OFFICER, AREAS)
SUPPORT = Person("Dylan Hart", "Business support", Role.BUSINESS_SUPPORT, (COUNTY,))
LEAD = Person("Helen Marsh", "Safeguarding lead", Role.SAFEGUARDING_LEAD, (SAFEGUARDING,))
HOME_OFFICER = Person("Bronwen Jenkins", "Home education officer", Role.OFFICER, (HOME_EDUCATION,))
ANALYST = Person("João Almeida", "Data analyst", Role.ANALYST, (COUNTY,))
AUDITOR = Person("Ruth Fielding", "Internal auditor", Role.AUDITOR, (COUNTY,))
ADMINISTRATOR = Person("Priya Nair", "Administrator", Role.ADMINISTRATOR, (INBOX,))
PEOPLE = (
    *(
        NORTH_OFFICER,
        CENTRAL_OFFICER,
        WEST_OFFICER,
        SOUTH_OFFICER,
        DUTY,
        FIRST_SENIOR,
        SECOND_SENIOR,
        MANAGER,
    ),
    *(SUPPORT, LEAD, ANALYST, AUDITOR, ADMINISTRATOR, HOME_OFFICER),
)
# Who watches which inbox, and the team above.
TEAMS = (
    (COUNTY, MANAGER, None),
    ("North", FIRST_SENIOR, COUNTY),
    ("Central", FIRST_SENIOR, COUNTY),
    ("West", SECOND_SENIOR, COUNTY),
    ("South", SECOND_SENIOR, COUNTY),
    (HOME_EDUCATION, HOME_OFFICER, None),
    (SAFEGUARDING, LEAD, None),
    (INBOX, MANAGER, None),
)
OFFICERS = {
    "North": NORTH_OFFICER,
    "Central": CENTRAL_OFFICER,
    "West": WEST_OFFICER,
    "South": SOUTH_OFFICER,
}
SENIORS = {"North": FIRST_SENIOR, "Central": FIRST_SENIOR, "West": SECOND_SENIOR, "South": SECOND_SENIOR}


def load_people(*, on: date) -> None:
    """Add the people and teams that are missing. Those that are here stay as they are."""
    users = {person: _load_person(person) for person in PEOPLE}
    teams: dict[str, Team] = {}
    for name, watcher, above in TEAMS:
        teams[name] = _load_team(name, users[watcher], teams.get(above or ""))
    for person, user in users.items():
        _load_roles(person, user, (teams[name] for name in person.teams), on=on)


def user_of(person: Person) -> User:
    return User.objects.get(email=person.email)


def _load_person(person: Person) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User(email=person.email, name=person.name, job_title=person.job_title)
        user.set_password(person.password)
        save_as(user, by=None)
        TOTP.activate(user, person.secret)
    return user


def _load_team(name: str, watcher: User, above: Team | None) -> Team:
    team = Team.objects.filter(name=name).first()
    if team is None:
        team = Team(name=name, watched_by=watcher, parent=above, is_fallback=name == INBOX)
        save_as(team, by=None)
    return team


def _load_roles(person: Person, user: User, teams: Iterable[Team], *, on: date) -> None:
    if user.memberships.exists():
        return
    ends_on = on + AUDIT_LASTS if person.role is Role.AUDITOR else None
    for team in teams:
        role = Membership(
            user=user, team=team, role=person.role, starts_on=on - timedelta(days=365), ends_on=ends_on
        )
        save_as(role, by=None)


def _derived(purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), purpose.encode(), hashlib.sha256).digest()
