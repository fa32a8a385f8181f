"""My work, one case, one child, and the lists."""

from tests.project.declared.words import BOTH, CASEWORKERS, GET, POST, ROLES

PAGES = {
    "land": set(ROLES),
    "use casework": CASEWORKERS | {"auditor"},
    "carry cases": CASEWORKERS,
    "read caseloads": {"senior", "manager", "auditor"},
    "read cases": CASEWORKERS | {"auditor"},
    "export": {"senior", "manager", "safeguarding lead"},
    "re-allocate": {"senior", "manager"},
}

ON_A_CASE = {
    "desk:case": ("read", GET),
}
ON_A_CHILD = {
    "desk:child": ("find", GET),
    "desk:correct_child": ("change", BOTH),
}
ON_A_PAGE = {
    "desk:my_calendar": ("use casework", BOTH),
    "desk:revoke_feed": ("use casework", POST),
    "desk:my_work": ("land", GET),
    "desk:caseload": ("carry cases", GET),
    "desk:team_caseload": ("read caseloads", GET),
    "desk:without_education": ("read cases", GET),
    "desk:export_caseload": ("export", GET),
    "desk:reallocate": ("re-allocate", BOTH),
    "desk:needing_owner": ("re-allocate", GET),
    "desk:saved_filters": ("use casework", GET),
    "desk:save_filter": ("use casework", BOTH),
    "desk:rename_filter": ("use casework", BOTH),
    "desk:delete_filter": ("use casework", BOTH),
}


def parts(world):
    return {
        "desk:export_caseload": {"whose": "own", "extension": "csv"},
        "desk:save_filter": {"whose": "own"},
    }
