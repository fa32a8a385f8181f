"""Cases, their deadlines and their calendars."""

from tests.project.declared.words import BOTH, EVERY_UNRESTRICTED, GET, NAMED, OWN, TEAM

READ_CASE = {
    "officer": TEAM,
    "duty officer": TEAM,
    "senior": TEAM,
    "manager": TEAM,
    "business support": OWN,
    "safeguarding lead": EVERY_UNRESTRICTED,
    "auditor": NAMED,
}
CASE_ACTS = {
    "read": READ_CASE,
    "write": {
        "officer": OWN,
        "duty officer": OWN,
        "senior": TEAM,
        "manager": TEAM,
        "business support": OWN,
        "safeguarding lead": NAMED,
    },
    "propose": {
        "officer": OWN,
        "duty officer": OWN,
        "senior": TEAM,
        "manager": TEAM,
        "safeguarding lead": NAMED,
    },
    "decide": {"senior": TEAM, "manager": TEAM, "safeguarding lead": EVERY_UNRESTRICTED},
    "allocate": {"senior": TEAM, "manager": TEAM},
}

ON_A_CASE = {
    "cases:deadline": ("read", GET),
    "cases:allocate": ("allocate", BOTH),
    "cases:close": ("write", BOTH),
    "cases:reopen": ("write", BOTH),
    "cases:meet_deadline": ("write", BOTH),
    "cases:pause_deadline": ("write", BOTH),
    "cases:resume_deadline": ("write", BOTH),
    "cases:extend_deadline": ("write", BOTH),
    "cases:reopen_deadline": ("write", BOTH),
    "cases:propose_not_applicable": ("propose", BOTH),
    "cases:decide_not_applicable": ("decide", BOTH),
}
ON_A_PAGE = {
    "cases:change_terms": ("change calendars", BOTH),
    "cases:remove_terms": ("change calendars", BOTH),
    "cases:add_closure": ("change calendars", BOTH),
    "cases:remove_closure": ("change calendars", BOTH),
    "cases:approve_setting": ("approve settings", BOTH),
}


def parts(world):
    authority = {"kind": "authority", "key": world.school.authority.code}
    return {
        "cases:change_terms": authority | {"begins_in": 2026},
        "cases:remove_terms": authority | {"begins_in": 2026},
        "cases:add_closure": authority,
        "cases:remove_closure": {"pk": world.closure.pk},
        "cases:approve_setting": {"pk": world.setting.pk},
    }
