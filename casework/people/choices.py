"""What is recorded about people, in the field's own codes."""

from django.db import models


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"


class Relationship(models.TextChoices):
    """Relationships in the Common Basic Data Set that an exclusion officer meets."""

    MOTHER = "MOT", "Mother"
    FATHER = "FAT", "Father"
    PARENT = "PAR", "Parent"
    STEP_PARENT = "STP", "Step-parent"
    FOSTER_CARER = "FOS", "Foster carer"
    OTHER_RELATIVE = "REL", "Other relative"
    CARER = "CAR", "Carer"
    SOCIAL_WORKER = "SWR", "Social worker"
    OTHER = "OTH", "Other contact"


class StatusKind(models.TextChoices):
    """Facts about a child that hold from one day until another, and that clocks and duties turn on."""

    LOOKED_AFTER = "LOOKED_AFTER", "Looked after"
    SOCIAL_WORKER = "SOCIAL_WORKER", "Has a social worker"
    SEN_SUPPORT = "SEN_SUPPORT", "SEN support"
    EHC_PLAN = "EHC_PLAN", "Education, health and care plan"
    HOME_AUTHORITY = "HOME_AUTHORITY", "Lives in another authority"
