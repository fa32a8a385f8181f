"""People who sign in, their roles and teams; who looked, who may see, and who stands in for whom."""

from datetime import date

from casework.access.models import Cover
from tests.project.declared.words import BOTH, EVERY_UNRESTRICTED, GET, NAMED, TEAM

PAGES = {
    "read users": {"auditor", "administrator"},
    "manage users": {"administrator"},
    "arrange cover": {"officer", "duty officer", "senior", "manager"},
    # Of a colleague in their team: an officer arranges their own alone.
    "end cover": {"senior", "manager"},
}
ASKS = {"officer": TEAM, "duty officer": TEAM, "senior": TEAM, "manager": TEAM}
CASE_ACTS = {
    "see who looked": ASKS | {"safeguarding lead": EVERY_UNRESTRICTED, "auditor": NAMED},
    "ask to restrict": ASKS | {"safeguarding lead": EVERY_UNRESTRICTED},
    "restrict": {"senior": TEAM, "manager": TEAM, "safeguarding lead": EVERY_UNRESTRICTED},
}
CHILD_ACTS = {act: set(roles) for act, roles in CASE_ACTS.items()}

ON_A_CASE = {
    "desk:case_access_log": ("see who looked", GET),
    "desk:show_case_restriction": ("ask to restrict", GET),
    "desk:ask_case_restriction": ("ask to restrict", BOTH),
    "desk:decide_case_restriction": ("restrict", BOTH),
    "desk:keep_case_restriction": ("restrict", BOTH),
    "desk:lift_case_restriction": ("restrict", BOTH),
}
ON_A_CHILD = {
    name.replace("_case_", "_child_").replace(":case_", ":child_"): act for name, act in ON_A_CASE.items()
}

ON_A_PAGE = {
    "access:people": ("read users", GET),
    "access:person": ("read users", GET),
    "access:teams": ("read users", GET),
    "access:add_person": ("manage users", BOTH),
    "access:give_role": ("manage users", BOTH),
    "access:end_role": ("manage users", BOTH),
    "access:deactivate": ("manage users", BOTH),
    "access:reactivate": ("manage users", BOTH),
    "access:reset_sign_in": ("manage users", BOTH),
    "access:add_team": ("manage users", BOTH),
    "access:change_team": ("manage users", BOTH),
    "desk:own_access_log": ("use casework", GET),
    "desk:cover": ("use casework", GET),
    "desk:arrange_cover": ("arrange cover", BOTH),
    "desk:end_cover": ("end cover", BOTH),
}

OF_NOBODY = {"access:people", "access:teams", "access:add_person", "access:add_team"}


def parts(world):
    somebody = {"pk": world.somebody.pk}
    return {name: somebody for name in ON_A_PAGE if name.startswith("access:") and name not in OF_NOBODY} | {
        "access:reactivate": {"pk": world.gone.pk},
        "access:change_team": {"pk": world.team.pk},
        "access:end_role": somebody | {"membership": world.somebody.memberships.get().pk},
        "desk:end_cover": {"pk": absence_of(world.somebody, covered_by=world.team.watched_by).pk},
    }


def absence_of(officer, *, covered_by):
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 12, 1)}
    cover, _ = Cover.objects.get_or_create(
        officer=officer, covered_by=covered_by, arranged_by=covered_by, defaults=days
    )
    return cover
