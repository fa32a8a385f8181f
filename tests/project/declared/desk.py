"""My work, one case, one child, and the lists."""

from tests.project.declared.words import BOTH, CASEWORKERS, GET, POST, ROLES

PAGES = {"land": set(ROLES), "use casework": CASEWORKERS | {"auditor"}}

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
}
