"""The roles, the states of a case and of a child, and the sets of them that several rooms name."""

from casework.access.choices import Role

# Who they are. The manager's team is the one above; everybody else's is the same one.
ROLES = {
    "officer": Role.OFFICER,
    "duty officer": Role.DUTY_OFFICER,
    "senior": Role.SENIOR,
    "manager": Role.MANAGER,
    "business support": Role.BUSINESS_SUPPORT,
    "safeguarding lead": Role.SAFEGUARDING_LEAD,
    "analyst": Role.ANALYST,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
    "no role": None,
}

# How a case stands to them, and a child.
UNRESTRICTED = {"their team's", "allocated to them", "opened by them", "another team's"}
UNNAMED = {"restricted", "restricted and allocated to them", "child restricted"}
NAMED = {"restricted and named", "child restricted and named"}
CASE_STATES = sorted(UNRESTRICTED | UNNAMED | NAMED)
CHILD_STATES = ["unrestricted", "restricted", "restricted and named"]

OWN = {"allocated to them", "opened by them"} | NAMED
TEAM = {"their team's"} | OWN
EVERY_UNRESTRICTED = UNRESTRICTED | NAMED

CASEWORKERS = {"officer", "duty officer", "senior", "manager", "business support", "safeguarding lead"}
EVERY_ROLE = set(ROLES) - {"no role"}

GET, POST, BOTH = {"get"}, {"post"}, {"get", "post"}
