"""What is recorded about people, in the field's own codes."""

import csv
from collections.abc import Mapping
from pathlib import Path

from django.db import models

DATA = Path(__file__).parent / "data"


def codes_in(name: str) -> dict[str, str]:
    """Read a code list that comes as a file: description by code, in the file's order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["description"] for row in csv.DictReader(file)}


ETHNICITIES: Mapping[str, str] = codes_in("ethnicities")
LANGUAGES: Mapping[str, str] = codes_in("languages")


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"


class Relationship(models.TextChoices):
    """What somebody is to a child."""

    MOTHER = "MOT", "Mother"
    FATHER = "FAT", "Father"
    PARENT = "PAR", "Parent"
    STEP_PARENT = "STP", "Step-parent"
    FOSTER_CARER = "FOS", "Foster carer"
    OTHER_RELATIVE = "REL", "Other relative"
    CARER = "CAR", "Carer"
    SOCIAL_WORKER = "SWR", "Social worker"
    HEADTEACHER = "HTC", "Headteacher"
    TEACHER = "TCH", "Teacher"
    DOCTOR = "DOC", "Doctor"
    HEALTH = "HLT", "Health professional"
    POLICE = "POL", "Police"
    YOUTH_JUSTICE = "YJS", "Youth justice worker"
    SEND_OFFICER = "SEN", "SEND officer"
    VIRTUAL_SCHOOL = "VSC", "Virtual school"
    PROFESSIONAL = "PRO", "Other professional"
    OTHER = "OTH", "Other contact"


PROFESSIONALS = frozenset(
    {
        Relationship.SOCIAL_WORKER,
        Relationship.HEADTEACHER,
        Relationship.TEACHER,
        Relationship.DOCTOR,
        Relationship.HEALTH,
        Relationship.POLICE,
        Relationship.YOUTH_JUSTICE,
        Relationship.SEND_OFFICER,
        Relationship.VIRTUAL_SCHOOL,
        Relationship.PROFESSIONAL,
    }
)


class StatusKind(models.TextChoices):
    """Facts about a child that hold from one day until another, and that clocks and duties turn on."""

    LOOKED_AFTER = "LOOKED_AFTER", "Looked after"
    SOCIAL_WORKER = "SOCIAL_WORKER", "Has a social worker"
    SEN_SUPPORT = "SEN_SUPPORT", "SEN support"
    EHC_PLAN = "EHC_PLAN", "Education, health and care plan"
    HOME_AUTHORITY = "HOME_AUTHORITY", "Lives in another authority"
    SOCIAL_CARE = "SOCIAL_CARE", "Social care"
    SEN_NEED = "SEN_NEED", "Type of special educational need"
    FREE_MEALS = "FREE_MEALS", "Free school meals"
    YOUNG_CARER = "YOUNG_CARER", "Young carer"
    ETHNICITY = "ETHNICITY", "Ethnicity"
    LANGUAGE = "LANGUAGE", "First language"
    INTERPRETER = "INTERPRETER", "Needs an interpreter"
    YEAR_GROUP = "YEAR_GROUP", "Taught out of year group"
    PREVIOUSLY_LOOKED_AFTER = "PREVIOUSLY_LOOKED_AFTER", "Previously looked after"


# Facts that matter to whoever opens the record stand under the name, in this order.
ALERTING = (
    StatusKind.LOOKED_AFTER,
    StatusKind.PREVIOUSLY_LOOKED_AFTER,
    StatusKind.SOCIAL_WORKER,
    StatusKind.SOCIAL_CARE,
    StatusKind.EHC_PLAN,
    StatusKind.SEN_SUPPORT,
    StatusKind.YOUNG_CARER,
    StatusKind.HOME_AUTHORITY,
    StatusKind.INTERPRETER,
    StatusKind.YEAR_GROUP,
)


class SocialCare(models.TextChoices):
    """How social care is involved; home education's clocks read the same codes."""

    EARLY_HELP = "early_help", "Family help (targeted early help)"
    CHILD_IN_NEED = "cin", "Child in need"
    SECTION_47 = "s47_enquiry", "Section 47 enquiry"
    PROTECTION_PLAN = "cpp", "Child protection plan"
    CLOSED = "closed", "Closed to social care"
    UNKNOWN = "unknown", "Not known"


class SenNeed(models.TextChoices):
    """Common Basic Data Set CS071."""

    SPLD = "SPLD", "Specific learning difficulty"
    MLD = "MLD", "Moderate learning difficulty"
    SLD = "SLD", "Severe learning difficulty"
    PMLD = "PMLD", "Profound and multiple learning difficulty"
    SEMH = "SEMH", "Social, emotional and mental health"
    SLCN = "SLCN", "Speech, language and communication needs"
    HI = "HI", "Hearing impairment"
    VI = "VI", "Vision impairment"
    MSI = "MSI", "Multi-sensory impairment"
    PD = "PD", "Physical disability"
    ASD = "ASD", "Autistic spectrum disorder"
    DS = "DS", "Down syndrome"
    OTH = "OTH", "Other difficulty or disability"
    NSA = "NSA", "SEN support, no specialist assessment of type of need"


# What social care tells, and has to be confirmed now and then.
SOCIAL_CARE_KINDS = frozenset({StatusKind.SOCIAL_CARE, StatusKind.SOCIAL_WORKER, StatusKind.LOOKED_AFTER})
# A child for whom social care does this has a social worker, which is what duties and clocks ask.
WITH_SOCIAL_WORKER = frozenset({SocialCare.CHILD_IN_NEED, SocialCare.SECTION_47, SocialCare.PROTECTION_PLAN})


class FreeMeals(models.TextChoices):
    """Common Basic Data Set CS133."""

    TARGETED = "TFSM", "Targeted free school meals"
    EXPANDED = "EFSM", "Expanded free school meals"
    OTHER = "OFSM", "Other free school meals"


class YoungCarer(models.TextChoices):
    """Common Basic Data Set CS118."""

    BY_PARENT = "P", "Identified by a parent or guardian"
    BY_SCHOOL = "S", "Identified by the school"


class PostLookedAfter(models.TextChoices):
    """Common Basic Data Set CS087: how somebody ceased to be looked after."""

    ADOPTION = "A", "Adoption, England and Wales"
    GUARDIANSHIP = "G", "Special guardianship order"
    RESIDENCE = "R", "Residence order"
    ARRANGEMENTS = "C", "Child arrangements order"
    ADOPTION_ABROAD = "O", "Adoption from state care elsewhere"


class NameKind(models.TextChoices):
    FORMER_LEGAL = "FORMER_LEGAL", "Former legal name"
    FORMER_PREFERRED = "FORMER_PREFERRED", "Former preferred name"
    OTHER = "OTHER", "Other name used"


class IdentifierKind(models.TextChoices):
    """Numbers other than the current UPN. Kept as text with their source: real files are full of bad ones."""

    FORMER_UPN = "FORMER_UPN", "Former UPN"
    ULN = "ULN", "Unique learner number"
    SOCIAL_CARE = "SOCIAL_CARE", "Social care person number"
    LOCAL = "LOCAL", "Local authority child number"
    OTHER = "OTHER", "Other number"


class NoUpnReason(models.TextChoices):
    """Common Basic Data Set CS051: why a child has no UPN."""

    UNDER_SIX = "UN1", "Under 6 and not yet given one"
    NEVER_MAINTAINED = "UN2", "Never at a state school in England"
    ABROAD = "UN3", "Educated outside England"
    NEWLY_IN_NEED = "UN4", "Newly in need, not yet known"
    DISCREPANCY = "UN5", "Sources disagree, so it cannot be matched"
    UNOBTAINABLE = "UN6", "Not looked after, and it cannot be obtained"
    NO_FURTHER_ACTION = "UN7", "Referred, no further action taken"
    NEW_HERE = "UN8", "New to the authority, not yet known"
    NEVER_EITHER = "UN9", "Never at a state school or in further education in England"
    ASSESSMENT_ENDED = "UN10", "Request for assessment ended before it was known"


class EnrolmentStatus(models.TextChoices):
    """Common Basic Data Set: how a child is on a school's roll."""

    CURRENT = "C", "On roll at this school alone"
    MAIN = "M", "Main school (dual registration)"
    SUBSIDIARY = "S", "Subsidiary school (dual registration)"
    COLLEGE = "F", "Further education college"
    PROVIDER = "O", "Other provider"
    GUEST = "G", "Guest: attends, not registered"


# A child has one such place at a time; the others may stand beside it.
ONLY_PLACES = frozenset({EnrolmentStatus.CURRENT, EnrolmentStatus.MAIN})


class AlertKind(models.TextChoices):
    """Warnings about visiting and about sharing; each has evidence and a day to look at it again."""

    NO_LONE_VISIT = "NO_LONE_VISIT", "Do not visit alone"
    AGGRESSION = "AGGRESSION", "Aggression towards staff"
    WEAPON = "WEAPON", "Weapon"
    DOG = "DOG", "Dog at the address"
    INFECTION = "INFECTION", "Infection risk"
    ALLEGATION = "ALLEGATION", "Risk of allegations"
    NO_CONTACT = "NO_CONTACT", "Somebody must not be told or contacted"
    MEDICAL = "MEDICAL", "Medical need"
    OTHER = "OTHER", "Other"


class SiblingKind(models.TextChoices):
    FULL = "FULL", "Brother or sister"
    HALF = "HALF", "Half-brother or half-sister"
    STEP = "STEP", "Step-brother or step-sister"
    FOSTER = "FOSTER", "Foster sibling"
    ADOPTIVE = "ADOPTIVE", "Adoptive sibling"
    # Kept so that the question is not asked again: a link that ended on the day it was made.
    NONE = "NONE", "Not brother or sister"
