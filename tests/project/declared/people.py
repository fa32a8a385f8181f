"""Children and searches."""

from casework.people.models import Search
from tests.project.declared.words import BOTH, CASEWORKERS, GET

CHILD_ACTS = {
    "find": CASEWORKERS | {"auditor"},
    "change": CASEWORKERS,
    "open a case": CASEWORKERS,
}
PAGES = {
    "find": CHILD_ACTS["find"],
    "change a child": CHILD_ACTS["change"],
    # A search is there for the person who made it.
    "see the officer's search": {"allowed": {"officer"}, "not there": CHILD_ACTS["find"] - {"officer"}},
}

ON_A_PAGE = {
    "people:find": ("find", BOTH),
    "people:search": ("see the officer's search", GET),
    "people:add": ("change a child", BOTH),
}


def parts(world):
    who = world.people["officer"]
    search = Search.objects.visible_to(who).first() or Search.objects.create(user=who, text="Jones")
    return {"people:search": {"public_id": search.public_id}}
