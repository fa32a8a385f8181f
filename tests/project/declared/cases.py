"""Cases, their deadlines and their calendars."""

from tests.factories.work import action_of, link_of, note_of, twin_of
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
    # Business support holds a case and writes no notes.
    "write note": {
        "officer": OWN,
        "duty officer": OWN,
        "senior": TEAM,
        "manager": TEAM,
        "safeguarding lead": NAMED,
    },
    # A draft is its author's, and the one here is somebody else's.
    "carry on a draft": {},
    # Anybody in the team of the action, who reads the case.
    "finish action": {
        "officer": TEAM,
        "duty officer": TEAM,
        "senior": TEAM,
        "manager": TEAM,
        "business support": OWN,
        "safeguarding lead": {"their team's"} | NAMED,
    },
}

ON_A_CASE = {
    "cases:deadline": ("read", GET),
    "cases:allocate": ("allocate", BOTH),
    "cases:allocations": ("read", GET),
    "cases:close": ("write", BOTH),
    "cases:reopen": ("write", BOTH),
    "cases:meet_deadline": ("write", BOTH),
    "cases:pause_deadline": ("write", BOTH),
    "cases:resume_deadline": ("write", BOTH),
    "cases:extend_deadline": ("write", BOTH),
    "cases:reopen_deadline": ("write", BOTH),
    "cases:propose_not_applicable": ("propose", BOTH),
    "cases:decide_not_applicable": ("decide", BOTH),
    "cases:write_note": ("write note", BOTH),
    "cases:note": ("read", GET),
    "cases:add_to_note": ("write note", BOTH),
    "cases:edit_note": ("carry on a draft", BOTH),
    "cases:discard_note": ("carry on a draft", BOTH),
    "cases:add_action": ("write", BOTH),
    "cases:change_action": ("write", BOTH),
    "cases:finish_action": ("finish action", BOTH),
    "cases:link": ("write", BOTH),
    "cases:unlink": ("write", BOTH),
}
ON_A_PAGE = {
    "cases:change_terms": ("change calendars", BOTH),
    "cases:remove_terms": ("change calendars", BOTH),
    "cases:add_closure": ("change calendars", BOTH),
    "cases:remove_closure": ("change calendars", BOTH),
    "cases:approve_setting": ("approve settings", BOTH),
}


def parts_on_a_case(name, world, case):
    """Return what an address of a case needs besides its reference."""
    if name in ("cases:note", "cases:add_to_note", "cases:edit_note", "cases:discard_note"):
        return {"pk": (case.notes.first() or note_of(case, author=world.somebody, is_finished=True)).pk}
    if name in ("cases:change_action", "cases:finish_action"):
        return {"pk": (case.actions.first() or action_of(case, owner=world.somebody)).pk}
    if name == "cases:unlink":
        return {"pk": link_of(case, with_case=twin_of(case), by=world.somebody).pk}
    return {}


def parts(world):
    authority = {"kind": "authority", "key": world.school.authority.code}
    return {
        "cases:change_terms": authority | {"begins_in": 2026},
        "cases:remove_terms": authority | {"begins_in": 2026},
        "cases:add_closure": authority,
        "cases:remove_closure": {"pk": world.closure.pk},
        "cases:approve_setting": {"pk": world.setting.pk},
    }
