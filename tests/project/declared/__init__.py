"""Who may open what, written down without looking at the product's own table: one module a room."""

from tests.project.declared import (
    access,
    cases,
    desk,
    duty,
    exclusions,
    intake,
    people,
    rules_and_schools,
    supervision,
)

ROOMS = (access, cases, desk, duty, exclusions, intake, people, rules_and_schools, supervision)


def gathered(name):
    """Put one table of every room together."""
    return {key: value for room in ROOMS for key, value in getattr(room, name, {}).items()}


# name of the address: what it asks for, and the methods it has
ON_A_CASE = gathered("ON_A_CASE")
ON_A_CHILD = gathered("ON_A_CHILD")
ON_A_PAGE = gathered("ON_A_PAGE")
# what an address asks for: who may
CASE_ACTS = gathered("CASE_ACTS")
CHILD_ACTS = gathered("CHILD_ACTS")
PAGES = gathered("PAGES")


def parts_of(name, world):
    """Return what is filled in in the address of a page, where a room says."""
    for room in ROOMS:
        if name in getattr(room, "ON_A_PAGE", {}) and hasattr(room, "parts"):
            return room.parts(world).get(name)
    return None


def parts_on_a_child(name, world, child):
    """Return what is filled in besides the child in the address of a page about one."""
    for room in ROOMS:
        if name in getattr(room, "ON_A_CHILD", {}) and hasattr(room, "child_parts"):
            return room.child_parts(world, child).get(name, {})
    return {}


def parts_on_a_case(name, world, case):
    """Return what is filled in besides the reference in the address of a page about a case."""
    for room in ROOMS:
        if name in getattr(room, "ON_A_CASE", {}) and hasattr(room, "parts_on_a_case"):
            return room.parts_on_a_case(name, world, case)
    return {}
