"""Roles, verbs and how far a verb reaches."""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    OFFICER = "OFFICER", "Officer"
    DUTY_OFFICER = "DUTY_OFFICER", "Duty officer"
    SENIOR = "SENIOR", "Senior officer"
    MANAGER = "MANAGER", "Manager"
    BUSINESS_SUPPORT = "BUSINESS_SUPPORT", "Business support"
    SAFEGUARDING_LEAD = "SAFEGUARDING_LEAD", "Safeguarding lead"
    ANALYST = "ANALYST", "Analyst"
    AUDITOR = "AUDITOR", "Auditor"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator"


class Verb(StrEnum):
    """What a person may be allowed to do. One name, used by the table, the pages and the services."""

    USE_CASEWORK = "use casework"
    FIND_CHILD = "find a child"
    CHANGE_CHILD = "add or correct a child"
    OPEN_CASE = "open a case"
    READ_CASE = "read a case"
    WRITE_CASE = "write on a case"
    PROPOSE_NOT_APPLICABLE = "propose that a deadline does not apply"
    APPROVE_NOT_APPLICABLE = "approve that a deadline does not apply"
    REALLOCATE = "re-allocate a case"
    READ_SCHOOL = "read a school"
    CHANGE_CALENDAR = "change a school or a calendar"
    READ_SETTINGS = "read the rule settings"
    PROPOSE_SETTING = "propose a rule setting"
    APPROVE_SETTING = "approve a rule setting"
    READ_USERS = "see users and roles"
    MANAGE_USERS = "manage users and roles"


class Reach(StrEnum):
    """How far a verb reaches for a role."""

    NOTHING = "nothing"
    NAMED = "named"
    OWN = "own"
    TEAM = "team"
    TEAMS_BELOW = "teams below"
    ALL = "all"
