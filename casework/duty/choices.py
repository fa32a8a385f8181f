"""How an enquiry comes, from whom and what about."""

from django.db import models


class Channel(models.TextChoices):
    PHONE = "PHONE", "Telephone"
    EMAIL = "EMAIL", "Email"
    LETTER = "LETTER", "Letter"
    WEB = "WEB", "Web form"
    IN_PERSON = "IN_PERSON", "In person"


class AskerKind(models.TextChoices):
    PARENT = "PARENT", "Parent or carer"
    CHILD = "CHILD", "The child or young person"
    SCHOOL = "SCHOOL", "School"
    PROFESSIONAL = "PROFESSIONAL", "Another professional"
    AUTHORITY = "AUTHORITY", "Another local authority"
    OTHER = "OTHER", "Somebody else"


class Topic(models.TextChoices):
    EXCLUSION = "EXCLUSION", "Suspension or exclusion"
    HOME_EDUCATION = "HOME_EDUCATION", "Home education"
    MISSING = "MISSING", "Child missing education"
    ATTENDANCE = "ATTENDANCE", "Attendance"
    REINTEGRATION = "REINTEGRATION", "Way back to a school"
    FAIR_ACCESS = "FAIR_ACCESS", "Fair access"
    SEND = "SEND", "Special educational needs"
    COMPLAINT = "COMPLAINT", "Complaint"
    SAFEGUARDING = "SAFEGUARDING", "Worry about a child"
    OTHER = "OTHER", "Something else"


class EnquiryState(models.TextChoices):
    OPEN = "OPEN", "Open"
    ANSWERED = "ANSWERED", "Answered"
    BECAME_CASE = "BECAME_CASE", "Became a case"


class PartOfDay(models.TextChoices):
    ALL_DAY = "ALL_DAY", "All day"
    MORNING = "MORNING", "Morning"
    AFTERNOON = "AFTERNOON", "Afternoon"
