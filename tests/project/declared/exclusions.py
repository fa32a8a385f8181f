"""Suspensions and permanent exclusions."""

from tests.project.declared.words import BOTH, CASEWORKERS, GET

PAGES = {"open a case": CASEWORKERS}

ON_A_CASE = {
    "exclusions:record": ("write", BOTH),
}
ON_A_CHILD = {
    "exclusions:log_permanent_exclusion": ("open a case", BOTH),
}
ON_A_PAGE = {
    "exclusions:start_log": ("open a case", GET),
}
