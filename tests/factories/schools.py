"""Authorities, schools and the dates they keep."""

from datetime import date

import factory

from casework.schools.choices import ClosureKind
from casework.schools.models import Closure, LocalAuthority, School, SchoolLink, TermBlock
from casework.schools.search import school_text


class LocalAuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalAuthority
        django_get_or_create = ("code",)

    code = "931"
    name = "Oxfordshire"


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    urn = factory.Sequence(lambda n: str(200000 + n))
    name = factory.Sequence(lambda n: f"School {n}")
    authority = factory.SubFactory(LocalAuthorityFactory)
    town = "Oxford"
    search_text = factory.LazyAttribute(
        lambda school: school_text(
            name=school.name,
            town=school.town,
            postcode=getattr(school, "postcode", ""),
            urn=school.urn,
            dfe_number=(school.authority.code if school.authority else "")
            + getattr(school, "establishment_number", ""),
        )
    )


class SchoolLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolLink

    school = factory.SubFactory(SchoolFactory)
    linked_urn = factory.Sequence(lambda n: str(300000 + n))
    linked_name = "Another School"
    link_type = "Successor"


class TermBlockFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TermBlock

    school_year = "2026/27"
    name = "Autumn 1"
    starts_on = date(2026, 9, 2)
    ends_on = date(2026, 10, 23)


class ClosureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Closure

    kind = ClosureKind.INSET
    starts_on = date(2026, 9, 28)
    ends_on = factory.SelfAttribute("starts_on")
    reason = "Training"


# Oxfordshire's dates of 2026/27.
HALF_TERMS = (
    ("Autumn 1", date(2026, 9, 2), date(2026, 10, 23)),
    ("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)),
    ("Spring 1", date(2027, 1, 4), date(2027, 2, 12)),
    ("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
    ("Summer 1", date(2027, 4, 12), date(2027, 5, 28)),
    ("Summer 2", date(2027, 6, 7), date(2027, 7, 21)),
)


def year_of_terms(**owner) -> list[TermBlock]:
    """Give an authority or a school the half terms of 2026/27: `year_of_terms(authority=…)`."""
    return [
        TermBlockFactory(**owner, name=name, starts_on=starts_on, ends_on=ends_on)
        for name, starts_on, ends_on in HALF_TERMS
    ]
