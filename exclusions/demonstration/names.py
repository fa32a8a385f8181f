"""Invented children and parents. Addresses, telephone numbers and postcodes are ones that nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from casework.people.choices import Relationship, Sex
from casework.people.models import Child
from casework.people.rules import upn_check_letter
from casework.people.services import ChildDetails, ContactDetails

# A child's forename and surname, their sex, and a parent's forename.
FAMILIES = (
    ("Kofi", "Mensah", "M", "Abena"),
    ("Niamh", "O'Sullivan", "F", "Declan"),
    ("Łukasz", "Wiśniewski", "M", "Agnieszka"),
    ("Aaliyah", "Hussain", "F", "Nadia"),
    ("Noah", "Whitcombe", "M", "Claire"),
    ("Chloé", "Bélanger-Reid", "F", "Sophie"),
    ("Tyrese", "Campbell", "M", "Marcia"),
    ("Ruby", "Thistlewood", "F", "Gary"),
    ("Arjun", "Patel", "M", "Hema"),
    ("Zofia", "Kowalczyk", "F", "Piotr"),
    ("Callum", "MacAuley", "M", "Fiona"),
    ("Nguyễn An", "Trần", "F", "Linh"),
    ("Jayden", "Brackenbury", "M", "Kelly"),
    ("Yusuf", "Abdi", "M", "Hodan"),
    ("Ellie-Mae", "Penhaligon", "F", "Lorraine"),
    ("Davide", "D'Amico", "M", "Giulia"),
    ("Temperance", "Lovelock", "F", "Hannah"),
    ("Oluwaseun", "Adebayo", "M", "Folake"),
    ("Seren", "Llewellyn", "F", "Gareth"),
    ("Mohammed", "Rahman", "M", "Shirin"),
    ("Archie", "Fenwick-Shaw", "M", "Joanne"),
    ("Iga", "Dąbrowska", "F", "Tomasz"),
    ("Kian", "McDonagh", "M", "Bridget"),
    ("Leila", "Farahani", "F", "Reza"),
    ("Joshua", "Applegarth", "M", "Diane"),
    ("Inês", "Carvalho", "F", "Marta"),
    ("Dre", "Palmer-Jones", "M", "Simone"),
    ("Tilly", "Hobbs", "F", "Wayne"),
    ("Musa", "Jallow", "M", "Isatou"),
    ("Caoimhe", "Ní Bhriain", "F", "Sorcha"),
    ("Reuben", "Goldfarb", "M", "Miriam"),
    ("Priyanka", "Chakraborty", "F", "Anil"),
    ("Alfie", "Tunnicliffe", "M", "Stacey"),
    ("Elif", "Yıldız", "F", "Emre"),
    ("Mason", "Stanbridge", "M", "Paula"),
    ("Nyah", "Bartholomew-Grant", "F", "Errol"),
    ("Vasile", "Ionescu", "M", "Elena"),
    ("Lola", "Winterbourne", "F", "Sarah"),
    ("Zain", "ul-Haq", "M", "Bushra"),
    ("Freya", "Ødegaard", "F", "Lars"),
    ("Bilal", "El-Amrani", "M", "Samira"),
    ("Poppy", "Sidebottom", "F", "Craig"),
    ("Kwame", "Asante-Boateng", "M", "Esi"),
    ("Hallie", "Quayle", "F", "Juan"),
)
STREETS = (
    "Larkspur Rise",
    "Cooper’s Yard",
    "Millrace Lane",
    "Fallow Close",
    "Tannery Walk",
    "Beacon Crescent",
)
TOWNS = ("Northbridge", "Eastleach Green", "Marlow’s Cross", "Hartwell Common", "Stonebrook")
# Numbers that the regulator keeps for plays and films, and a postcode area that is not in use.
TELEPHONES = ("07700 900{:03}", "01632 960{:03}")
POSTCODE = "OX99 {}{}{}"
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
RELATIONSHIPS = (Relationship.MOTHER, Relationship.FATHER, Relationship.PARENT, Relationship.STEP_PARENT)


@dataclass(frozen=True)
class Family:
    child: ChildDetails
    parent: ContactDetails


class Families:
    """Hands out one family after another, the same ones each time."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.left: Iterator[tuple[int, tuple[str, str, str, str]]] = iter(enumerate(FAMILIES))

    def next(self, *, year_group: int, on: date) -> Family:
        number, (forename, surname, sex, parent) = next(self.left)
        born = self._birthday(year_group, on)
        address, postcode = self._address()
        child = ChildDetails(
            forenames=forename,
            surname=surname,
            known_as=forename.split("-")[0] if "-" in forename else "",
            date_of_birth=born,
            sex=Sex(sex),
            upn=self._upn(number, born),
            address=address,
            postcode=postcode,
        )
        return Family(child, self._parent(parent, surname, address, postcode))

    def brother_or_sister(self, child: Child, forename: str, sex: str, number: int) -> ChildDetails:
        """Return another child of a family: some years younger, at the same address."""
        born = child.date_of_birth
        younger = born.replace(year=born.year + 2 + number, day=min(born.day, 28))
        return ChildDetails(
            forenames=forename,
            surname=child.surname,
            date_of_birth=younger,
            sex=Sex(sex),
            upn=self._upn(len(FAMILIES) + number, younger),
            address=child.address,
            postcode=child.postcode,
        )

    def _parent(self, forename: str, surname: str, address: str, postcode: str) -> ContactDetails:
        plain = "".join(letter for letter in surname.lower() if letter.isascii() and letter.isalpha())
        return ContactDetails(
            name=f"{forename} {surname}",
            relationship=self.chance.choice(RELATIONSHIPS),
            telephone=self.chance.choice(TELEPHONES).format(self.chance.randrange(1000)),
            email=f"{plain or 'parent'}.family@example.org" if self.chance.random() < 0.7 else "",
            address=address,
            postcode=postcode,
            has_parental_responsibility=True,
            lives_with_child=True,
            agrees_to_email_notices=self.chance.random() < 0.4,
        )

    def _birthday(self, year_group: int, on: date) -> date:
        september = on.year if on.month >= 9 else on.year - 1
        first_year = september - year_group - 5
        month = self.chance.randrange(1, 13)
        return date(first_year if month >= 9 else first_year + 1, month, self.chance.randrange(1, 29))

    def _upn(self, number: int, born: date) -> str:
        digits = f"931{4000 + self.chance.randrange(900):04}{(born.year + 5) % 100:02}{number + 1:03}"
        return upn_check_letter(f"A{digits}") + digits

    def _address(self) -> tuple[str, str]:
        house, street, town = (
            self.chance.randrange(1, 120),
            self.chance.choice(STREETS),
            self.chance.choice(TOWNS),
        )
        letters = self.chance.choices(POSTCODE_LETTERS, k=2)
        return f"{house} {street}\n{town}", POSTCODE.format(self.chance.randrange(1, 10), *letters)
