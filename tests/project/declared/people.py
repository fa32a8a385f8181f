"""Children, contacts and searches."""

from tests.project.declared.words import BOTH, CASEWORKERS

CHILD_ACTS = {
    "find": CASEWORKERS | {"auditor"},
    "change": CASEWORKERS,
    "open a case": CASEWORKERS,
}
PAGES = {"find": CHILD_ACTS["find"], "change a child": CHILD_ACTS["change"]}

ON_A_PAGE = {
    "people:find": ("find", BOTH),
    "people:add": ("change a child", BOTH),
}
