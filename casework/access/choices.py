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


# The roles that carry cases; the others read, count or keep the system.
CARRIES_CASES = (
    Role.OFFICER,
    Role.DUTY_OFFICER,
    Role.SENIOR,
    Role.MANAGER,
    Role.BUSINESS_SUPPORT,
    Role.SAFEGUARDING_LEAD,
)


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
    WRITE_NOTE = "write a note on a case"
    REALLOCATE = "re-allocate a case"
    ARRANGE_COVER = "arrange cover for somebody's absence"
    READ_CASELOAD = "read the caseload of others"
    EXPORT = "export rows about children"
    BRING_IN = "bring in a caseload from a file"
    SUPERVISE = "supervise an officer's caseload"
    TAKE_ENQUIRY = "take an enquiry"
    PLAN_DUTY = "plan the duty rota"
    ASK_TO_RESTRICT = "ask that a record be restricted"
    RESTRICT = "restrict a record, or lift a restriction"
    READ_ACCESS_LOG = "see who looked at a record"
    READ_SCHOOL = "read a school"
    CHANGE_CALENDAR = "change a school or a calendar"
    READ_SETTINGS = "read the rule settings"
    PROPOSE_SETTING = "propose a rule setting"
    APPROVE_SETTING = "approve a rule setting"
    READ_USERS = "see users and roles"
    MANAGE_USERS = "manage users and roles"


class RestrictionReason(models.TextChoices):
    STAFF = "staff_child_or_relative", "Child or relative of staff"
    ADOPTION = "adoption", "Adoption"
    HIGH_PROFILE = "high_profile_or_witness_protection", "High profile, or witness protection"
    HIGH_RISK = "high_risk", "High risk"
    REFUGE = "refuge_address", "Refuge address"
    PREVENT = "prevent", "Prevent"
    ALLEGATION = "allegation_against_worker", "Allegation against a worker"
    COURT = "sealed_by_court", "Sealed by a court"
    SAFEGUARDING = "safeguarding_sensitive", "Safeguarding"
    OTHER = "other", "Other"


class RestrictionState(models.TextChoices):
    REQUESTED = "REQUESTED", "Asked for"
    REFUSED = "REFUSED", "Not agreed"
    ACTIVE = "ACTIVE", "In force"
    LIFTED = "LIFTED", "Lifted"


class LookAction(models.TextChoices):
    """What somebody did when a child's record was shown to them."""

    VIEW = "VIEW", "Viewed"
    SEARCH = "SEARCH", "Found in a search"
    PRINT = "PRINT", "Printed"
    EXPORT = "EXPORT", "Exported"


class Reach(StrEnum):
    """How far a verb reaches for a role."""

    NOTHING = "nothing"
    NAMED = "named"
    OWN = "own"
    TEAM = "team"
    TEAMS_BELOW = "teams below"
    ALL = "all"
