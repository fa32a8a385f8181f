"""People who sign in, their roles and their teams."""

from tests.project.declared.words import BOTH, GET

PAGES = {"read users": {"auditor", "administrator"}, "manage users": {"administrator"}}

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
}

OF_NOBODY = {"access:people", "access:teams", "access:add_person", "access:add_team"}


def parts(world):
    somebody = {"pk": world.somebody.pk}
    return {name: somebody for name in ON_A_PAGE if name not in OF_NOBODY} | {
        "access:reactivate": {"pk": world.gone.pk},
        "access:change_team": {"pk": world.team.pk},
        "access:end_role": somebody | {"membership": world.somebody.memberships.get().pk},
    }
