"""Saving under a person's name, what is done once, and the people who may sign in."""

from casework.access.services.cover import CannotCover, arrange_cover, end_cover
from casework.access.services.people import (
    CannotManage,
    RoleDetails,
    add_person,
    add_person_with_team,
    add_team,
    change_team,
    deactivate_person,
    end_role,
    give_role,
    new_password,
    reactivate_person,
    reset_sign_in,
)
from casework.access.services.saving import delete_as, handle_once, save_as

__all__ = [
    "CannotCover",
    "CannotManage",
    "RoleDetails",
    "add_person",
    "add_person_with_team",
    "add_team",
    "arrange_cover",
    "change_team",
    "deactivate_person",
    "delete_as",
    "end_cover",
    "end_role",
    "give_role",
    "handle_once",
    "new_password",
    "reactivate_person",
    "reset_sign_in",
    "save_as",
]
