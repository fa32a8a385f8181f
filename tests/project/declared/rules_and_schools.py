"""Schools, and the rules with their settings."""

from tests.project.declared.words import BOTH, EVERY_ROLE, GET

PAGES = {
    "read schools": EVERY_ROLE,
    "change calendars": {"senior", "manager", "business support", "administrator"},
    "read settings": EVERY_ROLE,
    "propose settings": {"senior", "manager", "administrator"},
    "approve settings": {"manager"},
}

ON_A_PAGE = {
    "schools:search": ("read schools", GET),
    "schools:suggest": ("read schools", GET),
    "schools:school": ("read schools", GET),
    "schools:authority": ("read schools", GET),
    "schools:change_link_officer": ("change calendars", BOTH),
    "deadlines:calculator": ("read schools", GET),
    "deadlines:settings": ("read settings", GET),
    "deadlines:propose_setting": ("propose settings", BOTH),
    "deadlines:decline_setting": ("approve settings", BOTH),
}


def parts(world):
    return {
        "schools:school": {"urn": world.school.urn},
        "schools:authority": {"code": world.school.authority.code},
        "schools:change_link_officer": {"urn": world.school.urn},
        "deadlines:propose_setting": {"key": "day1_mode"},
        "deadlines:decline_setting": {"pk": world.setting.pk},
    }
